"""Customers of the portals that let only persons in."""

from datetime import datetime

from simulator.clock import TOKYO, Month
from simulator.people import GB, MB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.docomo_options import DocomoOptions
from simulator.portals.rakuten import RakutenOptions

NOW = datetime(2026, 8, 25, 12, tzinfo=TOKYO)


def docomo_customer(carrier: str, number: int, options: DocomoOptions, now: datetime = NOW) -> Account:
    """A customer with one line, of which something was used today, and two bills."""
    shown, month = f"090-0000-{number:04}", Month.of(now.date())
    line = Line(f"line{number}", shown, f"C{number}", f"own{number}", Plan("eximo", 30 * GB))
    line.days = {now.date(): Usage(7_500 * MB)}
    invoices = {back: (Invoice("1", (Item("基本使用料", 2700 + back),), 270),) for back in (1, 2)}
    return Account(
        carrier=carrier,
        account_id=shown.replace("-", ""),
        usernames=(f"{carrier}.sample@example.jp",),
        password="simple-Secret-77",
        name="見本花子",
        lines=[line],
        pools={line.pool_id: Pool(line.pool_id, [Grant(GrantKind.BASE, 30 * GB, 22 * GB, month.last)])},
        bills=[Bill(month.plus(-back), one) for back, one in invoices.items()],
        grant_months=0,
        options=options,
    )


def rakuten_customer() -> Account:
    """A customer of Rakuten Mobile, whose line has no number that the portal would tell."""
    customer = docomo_customer("rakuten", 9, DocomoOptions())
    customer.options, customer.account_id = RakutenOptions(late=3.0), "rakuten-user"
    return customer

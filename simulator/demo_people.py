"""The other members of the demo's household: a line each with SoftBank, Y!mobile, HIS Mobile and a carrier of unknown make.

What a line has used this month is drawn from its allowance when the world is made (`settled_in`).
"""

from collections.abc import Callable
from datetime import date

from .clock import Month
from .people import GB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool
from .portals.bmobile_options import BmobileOptions
from .portals.other_options import OtherOptions
from .portals.other_sites import start_address
from .portals.softbank_options import SoftbankOptions

_PASSWORD = "momiji-Akari-2032"
_BILLS = 4


def softbank(today: date) -> Account:
    """The one that wants a code by SMS before it lets anybody in."""
    return _account("softbank", 4, Plan("", 50 * GB), today, options=SoftbankOptions(code_at_login=True, shape="A"))


def ymobile(today: date) -> Account:
    """With unused data of the month before."""
    account = _account("ymobile", 5, Plan("", 20 * GB), today, options=SoftbankOptions())
    (pool,) = account.pools.values()
    pool.grants.append(Grant(GrantKind.CARRY_OVER, 3_400 * GB // 1000, 3_400 * GB // 1000, Month.of(today).last))
    return account


def his(today: date) -> Account:
    """Its portal tells what was used and nothing else."""
    account = _account("his", 6, Plan("自由自在2.0プラン", 30 * GB), today, options=BmobileOptions())
    account.usernames = (account.account_id,) = ("taro.sample@example.jp",)
    return account


def other(today: date) -> Account:
    """With a carrier that nobody has written a reader for."""
    account = _account("portal", 7, Plan("おてがるプラン", 10 * GB), today, options=OtherOptions())
    account.usernames = (account.account_id,) = ("hanako0007",)
    account.grant_months = 1
    (pool,) = account.pools.values()
    pool.grants = [Grant(GrantKind.BASE, 10 * GB, 10 * GB, Month.of(today).last)]
    account.bills = [_bill(Month.of(today).plus(-back)) for back in range(1, _BILLS + 1)]
    return account


NEIGHBOURS: tuple[Callable[[date], Account], ...] = (softbank, ymobile, his, other)


def credentials_of(account: Account) -> dict[str, str]:
    """What the account's owner types in; the address of the portal too, where no carrier's name says it."""
    typed = {"username": account.usernames[0], "password": account.password}
    return typed | {"url": start_address(account)} if account.carrier == "portal" else typed


def settled_in(account: Account, today: date) -> None:
    """Draw from the allowances what the lines have used this month."""
    for line in account.lines:
        account.pool(line).drain(line.during(Month.of(today)).fast, today)


def _account(carrier: str, number: int, plan: Plan, today: date, options: object) -> Account:
    shown = f"070-0000-{number:04}"
    digits = shown.replace("-", "")
    line = Line(f"L{digits}", shown, f"C{digits}", f"P{digits}", plan, network="S")
    size = plan.size or 0
    return Account(
        carrier=carrier,
        account_id=digits,
        usernames=(digits,),
        password=_PASSWORD,
        name="見本太郎",
        lines=[line],
        pools={line.pool_id: Pool(line.pool_id, [Grant(GrantKind.BASE, size, size, Month.of(today).plus(1).last)])},
        since=Month.of(today).plus(-20).first,
        options=options,
    )


def _bill(month: Month) -> Bill:
    return Bill(month, (Invoice(f"1{month.compact}07", (Item("月額料金", 1080), Item("通話料", 10 * month.month)), 0),))

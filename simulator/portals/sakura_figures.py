"""The figures that Sakura Cloud shows of a world, and what a client ought to read."""

from datetime import date, datetime, time
from typing import Any

from simulator.clock import TOKYO, Month
from simulator.people import Account, Bill, Line
from simulator.world import World, shown_by

from .sakura_options import GatewayOptions, SakuraOptions

type Json = dict[str, Any]

CARRIER = "sakura"
MODES = ("app",)
_SIZES = {"none": 10**6, "decimal": 10**6, "binary": 2**20}


def options_of(account: Account) -> SakuraOptions:
    """The variants that hold for an account."""
    return account.options if isinstance(account.options, SakuraOptions) else SakuraOptions()


def used(world: World, line: Line) -> int:
    """What a SIM used this month, in bytes."""
    return line.during(Month.of(world.today())).total


def used_behind(world: World, account: Account, gateway: GatewayOptions) -> int:
    """What all SIMs of a gateway used this month."""
    return gateway.more + sum(used(world, line) for line in account.lines if line.line_id in gateway.members)


def years_bills(world: World, account: Account) -> list[Bill]:
    """The bills of this year and the last, newest first."""
    this_year = world.today().year
    return [bill for bill in account.newest_bills() if bill.month.year in (this_year, this_year - 1)]


def bill_id(bill: Bill) -> int:
    """A bill's number."""
    return int(f"2222{bill.month.compact}01")


def midnight(day: date) -> str:
    """A day as the API writes it."""
    return datetime.combine(day, time(0), TOKYO).isoformat()


def running(world: World, account: Account) -> Json | None:
    """The running month's bill, as a client ought to read it."""
    amount = options_of(account).running
    if amount is None:
        return None
    return _told(Month.of(world.today()), amount, "estimated", None)


@shown_by(CARRIER)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    return {
        "carrier": CARRIER,
        "account_id": account.account_id,
        "lines": [_line(world, account, line) for line in account.lines],
        "bills": _bills(world, account),
    }


def _line(world: World, account: Account, line: Line) -> Json:
    options = options_of(account)
    told: Json = {
        "line_id": line.line_id,
        "number": None,
        "plan": None,
        "cycle_start": None,
        "cycle_end": None,
        "unlimited": None,
        "used_bytes": used(world, line),
        "remaining_bytes": None,
        "total_bytes": None,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "buckets": [],
        "daily": [],
        "monthly": [],
    }
    behind = [one for one in options.gateways if line.line_id in one.members and one.quota_mb]
    if len(behind) != 1:
        return told
    [gateway] = behind
    total = gateway.quota_mb * _SIZES[options.estimate]
    left = None if options.estimate == "none" else max(0, total - used_behind(world, account, gateway))
    others = sorted(set(gateway.members) - {line.line_id})
    more = {"total_bytes": total, "remaining_bytes": left, "throttled": gateway.shaping, "shared_with": others}
    return told | more


def _bills(world: World, account: Account) -> list[Json]:
    today, found = world.today(), []
    newest = running(world, account)
    for bill in years_bills(world, account):
        late = "overdue" if bill.due is not None and bill.due < today else "issued"
        found.append(_told(bill.month, bill.amount, late if bill.unpaid else "paid", bill.due))
    if newest is not None:
        return [newest, *found]
    if found and options_of(account).rows == "whole":
        first = years_bills(world, account)[0]
        items = [item for invoice in first.invoices for item in invoice.items]
        found[0]["items"] = [{"label": item.label, "amount": item.amount} for item in items]
    return found


def _told(month: Month, amount: int, state: str, due: date | None) -> Json:
    return {
        "month": str(month),
        "amount": amount,
        "state": state,
        "due": None if due is None else due.isoformat(),
        "line_id": None,
        "items": [],
    }

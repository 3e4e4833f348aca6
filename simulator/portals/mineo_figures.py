"""What mineo's servers count, at their granularity: whole MB, of which 1024 are 1 GB. Sheet 4.3 and 6."""

from datetime import date, timedelta
from hashlib import sha256

from simulator.clock import Month
from simulator.people import Account, GrantKind, Line, Usage

from .mineo_options import MineoOptions

CARRIER = "mineo"
MIB = 2**20
MONTHS = 3
KINDS = {
    "base": (GrantKind.BASE,),
    "charge": (GrantKind.TOP_UP,),
    "forward": (GrantKind.CARRY_OVER,),
    "gift": (GrantKind.GIFT, GrantKind.BONUS),
}


def options_of(account: Account | None) -> MineoOptions:
    """The variants that hold for a customer."""
    return account.options if account and isinstance(account.options, MineoOptions) else MineoOptions()


def capacities(account: Account, line: Line, today: date) -> dict[str, tuple[int, int]]:
    """Size and rest of the four capacities, in MB."""
    good = account.pool(line).good(today)
    return {
        name: (
            sum(grant.size for grant in good if grant.kind in kinds) // MIB,
            sum(grant.left for grant in good if grant.kind in kinds) // MIB,
        )
        for name, kinds in KINDS.items()
    }


def charge_end(account: Account, line: Line, today: date) -> date | None:
    """Until when what was bought is good; None where nothing was."""
    told = options_of(account).charge_ends.get(line.line_id)
    if told is not None:
        return date(int(told[:4]), int(told[4:6]), int(told[6:]))
    bought = [grant.expires for grant in account.pool(line).good(today) if grant.kind is GrantKind.TOP_UP]
    return max(bought, default=None)


def months(today: date) -> list[Month]:
    """The months of the history, oldest first."""
    return [Month.of(today).plus(-back) for back in reversed(range(MONTHS))]


def days(month: Month, today: date) -> list[date]:
    """The days of a month that have begun."""
    return [
        day for back in range(month.last.day) if (day := month.first + timedelta(days=back)) <= min(today, month.last)
    ]


def told_day(line: Line, day: date) -> Usage | None:
    """A day's use in MB; None for a day without a record."""
    if day not in line.days:
        return None
    used = line.days[day]
    return Usage(used.fast // MIB, used.slow // MIB)


def told_month(line: Line, month: Month) -> Usage:
    """A month's use in MB."""
    used = line.during(month)
    return Usage(used.fast // MIB, used.slow // MIB)


def customer_id(lines: list[Line]) -> str:
    """What a client can call the customer, whom no answer names: of the smallest line id it has seen at first."""
    return sha256(f"mineo {min(line.line_id for line in lines)}".encode()).hexdigest()[:20] if lines else ""

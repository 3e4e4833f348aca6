"""IIJmio's figures: the world's bytes at the portal's own rounding. Sheet 2, 4.2, 4.4.

Volumes left and months are shown in GB with two decimals (assumed: cut, not rounded), days in whole MB.
"""

from datetime import date, timedelta

from simulator.clock import Month
from simulator.people import GB, MB, Account, Line, Pool, Usage
from simulator.world import World

from .iijmio_options import IijmioOptions

CARRIER = "iijmio"
_STEP = GB // 100
# Days and months before this are "no data", whatever was used (notice on the page).
FIRST_MONTH = Month(2021, 6)
LONG_DAYS = 30
SHORT_DAYS = 4
WEEK = 7


def options_of(account: Account | None) -> IijmioOptions:
    """The variants that an account's portal shows."""
    options = account.options if account else None
    return options if isinstance(options, IijmioOptions) else IijmioOptions()


def cut(amount: int) -> int:
    """Bytes, cut to 0.01 GB."""
    return amount // _STEP * _STEP


def cut_day(usage: Usage) -> Usage:
    """A day's usage in whole MB."""
    return Usage(usage.fast // MB * MB, usage.slow // MB * MB)


def month_of(line: Line, month: Month) -> Usage:
    """A month's usage, at 0.01 GB."""
    used = line.during(month)
    return Usage(cut(used.fast), cut(used.slow))


def gigabytes(amount: int) -> float:
    """Bytes as GB with two decimals."""
    return cut(amount) / GB


def gigabyte_text(amount: int) -> str:
    """As the tables write it: `4.7`, `3.18`, `0.0`."""
    return str(gigabytes(amount))


def left_by_month(pool: Pool, today: date) -> dict[Month, int]:
    """What is left by the month in which it expires, the first to expire first."""
    left: dict[Month, int] = {}
    for grant in pool.good(today):
        month = Month.of(grant.expires)
        left[month] = left.get(month, 0) + grant.left
    return {month: cut(amount) for month, amount in left.items()}


def left_in_app(account: Account, line: Line, today: date) -> dict[Month, int]:
    """What the app shows as left for a line. Members of a share may all show the pool's figure, or differ (assumed)."""
    amounts = left_by_month(account.pool(line), today)
    if shared(account, line) and options_of(account).pool_in_app == "own":
        place = account.members(line.pool_id).index(line)
        first = next(iter(amounts), Month.of(today))
        amounts[first] = amounts.get(first, 0) + place * _STEP
    return amounts


def size_in_app(account: Account, line: Line) -> int | None:
    """The monthly size that the app shows: a member's own, or the pool's (assumed). None where it is left out."""
    own = size(account, line)
    if own is not None and options_of(account).pool_size_in_app == "pool":
        return sum(member.plan.size or 0 for member in account.members(line.pool_id))
    return own


def left(pool: Pool, today: date) -> int:
    """What is left in all, as the sum of what is shown."""
    return sum(left_by_month(pool, today).values())


def shared(account: Account, line: Line) -> bool:
    """Whether a line is a member of a data share."""
    return len(account.members(line.pool_id)) > 1


def share_pools(account: Account) -> list[str]:
    """The data shares of an account."""
    pools = dict.fromkeys(line.pool_id for line in account.lines)
    return [pool for pool in pools if len(account.members(pool)) > 1]


def size(account: Account, line: Line) -> int | None:
    """The monthly size, None where the portal does not say it."""
    return None if line.line_id in options_of(account).capacity else line.plan.size


def is_silent(line: Line, day: date) -> bool:
    """Whether a day has a "no data" row."""
    return Month.of(day) < FIRST_MONTH or (day in line.silent and not line.on(day).total)


def is_silent_month(line: Line, month: Month) -> bool:
    """Whether a month has a "no data" row."""
    return month < FIRST_MONTH or (month.first in line.silent and not line.during(month).total)


def days_back(today: date, count: int) -> list[date]:
    """Days from today back, newest first."""
    return [today - timedelta(days=back) for back in range(count)]


def months_back(today: date, count: int) -> list[Month]:
    """Months from the current one back, newest first."""
    return [Month.of(today).plus(-back) for back in range(count)]


def plan_name(line: Line) -> str:
    """As the app writes it: `ギガプラン 10GB`."""
    return f"{line.plan.name} {charge_plan(line)}GB"


def charge_plan(line: Line) -> str:
    """The contracted size in GB, as text."""
    return f"{(line.plan.size or 0) / GB:g}"


def now_month(world: World) -> Month:
    """The current month."""
    return Month.of(world.today())

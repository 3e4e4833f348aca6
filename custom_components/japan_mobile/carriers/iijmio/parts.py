"""What both interfaces of IIJmio are read into before they are joined, and the rules that hold for both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
import re
from typing import Any

from ..errors import CarrierError, LayoutChanged
from ..model import Bucket, BucketKind, Cycle, DailyUsage, Line, Month, MonthlyUsage, end_of_day
from ..reading import Unreadable, lossy, reading, scaled

ARCHIVE_BEGINS = Month(2021, 6)
"""Before this month the portal shows "no data" whatever was used (sheet, 4.4)."""

_FIRST_HOURS = 2
_LINE_CODE = re.compile(r"hd[a-z]\d{8}", re.ASCII)

type Expiring = tuple[tuple[Month, int], ...]
"""What is left, by the month at whose end it expires."""


class Share(Enum):
    """A line's part in a pool (sheet, 2.1). The app tells members only; which of them represents is the site's word.

    `UNKNOWN`: what tells it cannot be read.
    """

    ALONE = auto()
    REPRESENTATIVE = auto()
    MEMBER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one interface shows of one line. The member site knows no line id in its JSON, only contract and number.

    `group` is the app's name of the pool, `""` if it gives none. An app's line whose code is none that we know has no
    `line_id` either, and a problem.
    """

    contract: str
    line_id: str | None = None
    number: str | None = None
    plan: str | None = None
    total: int | None = None
    remaining: int | None = None
    expiring: Expiring = ()
    throttled: bool | None = None
    fast: bool | None = None
    share: Share = Share.ALONE
    group: str = ""
    daily: tuple[Used[date], ...] = ()
    problems: tuple[CarrierError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Used[When: (date, Month)]:
    """What was used on a day or in a month. `nothing`: the portal has no data, which is not the same as a figure of 0."""

    when: When
    total: int = 0
    fast: int | None = None
    slow: int | None = None
    nothing: bool = False


class Values:
    """Reads values one by one, so that one that cannot be read is a problem and not the end."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.problems: list[CarrierError] = []

    def get[T](self, label: str, read: Callable[[], T]) -> T | None:
        """What `read` gives, or None and a problem that names the label."""
        try:
            with reading(self.page, label):
                return read()
        except LayoutChanged as err:
            self.problems.append(err)
            return None

    def size(self, content: Mapping[str, Any], key: str, unit_key: str) -> int | None:
        """A number beside its unit, in bytes; None when the number is not given."""

        def read() -> int | None:
            amount = lossy(content.get(key))
            return None if amount is None else scaled(amount, str(content.get(unit_key)))

        return self.get(key, read)


def counted(amount: Decimal, unit: str) -> int:
    """What was used or a size, which is never below 0, in bytes. Raises Unreadable("number") or ("unit")."""
    if amount < 0:
        raise Unreadable("number")
    return scaled(amount, unit)


def text(value: Any) -> str | None:
    """A JSON text, None for anything else and for an empty one."""
    return value.strip() or None if isinstance(value, str) else None


def flag(value: Any) -> bool | None:
    """1 and 0 as true and false; every other value is unknown (sheet, 10)."""
    return {"1": True, "0": False}.get("" if isinstance(value, bool) else str(value).strip())


def line_code(value: Any) -> str | None:
    """A line service code (`hdo…`, `hdu…`, …), None for anything else."""
    return value if isinstance(value, str) and _LINE_CODE.fullmatch(value) else None


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two phone numbers are known and the same, hyphens aside."""
    return one is not None and other is not None and re.sub(r"\D", "", one) == re.sub(r"\D", "", other)


def month_begins(now: datetime) -> bool:
    """Whether the month has just begun, so that a cache or a clock that is behind may still tell of the last one."""
    return now.day == 1 and now.hour < _FIRST_HOURS


def left(expiring: Expiring, now: Month) -> int:
    """What is left of amounts that have not expired, never below 0."""
    return max(0, sum(amount for month, amount in expiring if month >= now))


def buckets(expiring: Expiring, now: Month) -> tuple[Bucket, ...]:
    """What is left by expiry: this month carried over, next month this month's grant, later top-ups (sheet, 2.1)."""
    sums: dict[Month, int] = {}
    for month, amount in expiring:
        if month >= now and amount > 0:
            sums[month] = sums.get(month, 0) + amount
    kinds = {now: BucketKind.CARRY_OVER, now.plus(1): BucketKind.BASE}
    return tuple(
        Bucket(kind=kinds.get(month, BucketKind.TOP_UP), remaining=sums[month], expires=end_of_day(month.last))
        for month in sorted(sums)
    )


def to_line(shown: Shown, line_id: str, now: Month) -> Line:
    """A line's allowance, without what it used."""
    return Line(
        line_id=line_id,
        number=shown.number,
        plan=shown.plan,
        cycle=Cycle.month(now),
        remaining=shown.remaining,
        total=shown.total,
        unlimited=False,
        buckets=buckets(shown.expiring, now),
        throttled=shown.throttled,
        fast=shown.fast,
    )


def _rank(used: Used[date] | Used[Month]) -> int:
    if used.nothing:
        return 2
    return 0 if used.slow is not None else 1


def merged[When: (date, Month)](sources: Iterable[Iterable[Used[When]]]) -> list[Used[When]]:
    """The best figure of each day or month, ascending: split before one figure, a figure before "no data".

    Among equals the earlier source wins. "No data" from before the archive begins is left out.
    """
    best: dict[When, Used[When]] = {}
    for source in sources:
        for used in source:
            known = best.get(used.when)
            if known is None or _rank(used) < _rank(known):
                best[used.when] = used
    return [best[when] for when in sorted(best) if not (best[when].nothing and _early(when))]


def _early(when: date | Month) -> bool:
    return (Month.of(when) if isinstance(when, date) else when) < ARCHIVE_BEGINS


def daily(sources: Iterable[Iterable[Used[date]]]) -> tuple[DailyUsage, ...]:
    """A line's days out of several sources."""
    return tuple(DailyUsage(day=u.when, total=u.total, fast=u.fast, slow=u.slow) for u in merged(sources))


def monthly(sources: Iterable[Iterable[Used[Month]]]) -> tuple[MonthlyUsage, ...]:
    """A line's months out of several sources."""
    return tuple(MonthlyUsage(month=u.when, total=u.total, fast=u.fast, slow=u.slow) for u in merged(sources))

"""What every carrier is read into: an account, its lines, their allowances and history, and its bills.

Volumes are whole bytes, money is whole yen with tax, times are aware and in Asia/Tokyo. `None` means that the
carrier did not say, never zero. `wire.py` turns all of it into JSON and back.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .errors import CarrierError

TOKYO = ZoneInfo("Asia/Tokyo")


class Part(StrEnum):
    """What can be fetched separately."""

    USAGE = "usage"
    BILLS = "bills"
    HISTORY = "history"
    CONTRACT = "contract"


class BucketKind(StrEnum):
    """Where an amount of data comes from."""

    BASE = "base"
    CARRY_OVER = "carry_over"
    TOP_UP = "top_up"
    GIFT = "gift"
    SHARED = "shared"
    BONUS = "bonus"
    UNKNOWN = "unknown"


class BillState(StrEnum):
    """How far a bill has come."""

    ESTIMATED = "estimated"
    ISSUED = "issued"
    PAID = "paid"
    UNPAID = "unpaid"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


class Month(NamedTuple):
    """A calendar month; orders and compares as one would expect."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds the day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`. Raises ValueError for anything else."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """This month, moved by a number of months."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date.fromordinal(self.plus(1).first.toordinal() - 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


class Cycle(NamedTuple):
    """A billing cycle: its first and its last day."""

    start: date
    end: date

    @classmethod
    def month(cls, month: Month) -> Cycle:
        """The cycle of a carrier that counts by calendar months."""
        return cls(month.first, month.last)


def end_of_day(day: date, zone: tzinfo = TOKYO) -> datetime:
    """The last second of a day, in Japan: when an amount that is good through that day expires."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """An amount of data of one kind and one expiry."""

    kind: BucketKind
    total: int | None = None
    remaining: int | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyUsage:
    """What a line used on one day. `total` is fast and slow together where the carrier tells them apart."""

    day: date
    total: int
    fast: int | None = None
    slow: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyUsage:
    """What a line used in one calendar month."""

    month: Month
    total: int
    fast: int | None = None
    slow: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One SIM.

    `used` is what counted against the allowance in `cycle`. `total` is the allowance that the carrier states for the
    cycle; what is left may exceed it where unused data carries over. Lines that share a pool all show the pool's
    figures, and name each other in `shared_with`. `as_of` is when the carrier says its figures are from. `name` is what
    the customer calls the line at the carrier, `suspends` the day on which the carrier suspends it if nothing is bought.
    """

    line_id: str
    number: str | None = None
    name: str | None = None
    plan: str | None = None
    cycle: Cycle | None = None
    used: int | None = None
    remaining: int | None = None
    total: int | None = None
    unlimited: bool | None = None
    buckets: tuple[Bucket, ...] = ()
    throttled: bool | None = None
    fast: bool | None = None
    shared_with: tuple[str, ...] = ()
    as_of: datetime | None = None
    suspends: date | None = None
    daily: tuple[DailyUsage, ...] = ()
    monthly: tuple[MonthlyUsage, ...] = ()


class BillItem(NamedTuple):
    """One row of a bill, in whole yen."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is to be paid for one usage month; for one line, or (`line_id` None) for the account."""

    month: Month | None
    amount: int | None
    state: BillState = BillState.UNKNOWN
    due: date | None = None
    items: tuple[BillItem, ...] = ()
    line_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something in an account that was otherwise read is missing."""

    part: Part
    error: CarrierError
    line_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one login shows. `problems` names what could not be read although the rest could."""

    carrier: str
    account_id: str
    fetched_at: datetime
    lines: tuple[Line, ...] = ()
    bills: tuple[Bill, ...] = ()
    problems: tuple[Problem, ...] = ()

    def line(self, line_id: str) -> Line | None:
        """The line of that id, if the account has it."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def updated(self, newer: Account, parts: frozenset[Part]) -> Account:
        """This account with the given parts replaced by those of a newer fetch.

        A fetch without `HISTORY` keeps the known history, one without `BILLS` the known bills; a fetch of only
        bills or only history keeps the usage figures. Facts of the contract (plan, allowance) that a fetch does not
        tell stay as they were, and so do known bills and history that could not be read this time. Usage figures that
        could not be read are unknown: old ones would be wrong.
        """
        failed = {(problem.part, problem.line_id) for problem in newer.problems}
        lines = {line.line_id: line for line in self.lines}
        merged = tuple(
            _merge(
                lines.get(line.line_id),
                line,
                parts,
                {part for part in parts if not failed & {(part, None), (part, line.line_id)}},
            )
            for line in newer.lines
        )
        return replace(
            self,
            fetched_at=newer.fetched_at if Part.USAGE in parts else self.fetched_at,
            lines=merged if merged or Part.USAGE in parts else self.lines,
            bills=newer.bills if Part.BILLS in parts and (Part.BILLS, None) not in failed else self.bills,
            problems=(*(p for p in self.problems if p.part not in parts), *newer.problems),
        )


def _merge(known: Line | None, newer: Line, asked: AbstractSet[Part], read: AbstractSet[Part]) -> Line:
    if known is None:
        return newer
    base = newer if Part.USAGE in asked else known
    daily, monthly = (newer.daily, newer.monthly) if Part.HISTORY in read else (known.daily, known.monthly)
    if Part.HISTORY in asked - read:  # days can be read where months cannot
        daily, monthly = newer.daily or known.daily, newer.monthly or known.monthly
    same_allowance = newer.shared_with == known.shared_with and newer.unlimited == known.unlimited
    return replace(
        base,
        number=base.number or newer.number or known.number,
        plan=newer.plan or known.plan,
        # A line that joined or left a pool, or became unlimited, has another allowance now, whatever it was before.
        total=known.total if newer.total is None and same_allowance else newer.total,
        daily=daily,
        monthly=monthly,
    )

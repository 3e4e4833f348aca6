"""What a line used day by day: as its carrier tells it, and as polls around midnight show it. Pure; JSON in and out.

The carrier's days are kept for good, because portals show few of them; a correction replaces what it told before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Self

from .carriers.model import DailyUsage, Line, Month, MonthlyUsage

_BRIDGE = timedelta(hours=8)
"""Polls on both sides of a midnight that are further apart say nothing of it."""
_MARKS = 45


@dataclass(frozen=True, slots=True)
class Mark:
    """The first and the last poll of a day: when, and what had been used in the cycle by then.

    `whole`: the day has seen one cycle only; another plan may have begun in the middle of it.
    """

    first: datetime
    first_used: int
    last: datetime
    last_used: int
    cycle: date
    whole: bool = True


@dataclass(slots=True)
class LineDays:
    """All that is known of one line's days and months."""

    told: dict[date, DailyUsage] = field(default_factory=dict)
    months: dict[Month, MonthlyUsage] = field(default_factory=dict)
    taken: dict[date, DailyUsage] = field(default_factory=dict)
    taken_months: dict[Month, MonthlyUsage] = field(default_factory=dict)
    """What the line used before that this one goes on from."""
    rested: set[Month] = field(default_factory=set)
    """Months whose rest has a row of its own among the statistics."""
    marks: dict[date, Mark] = field(default_factory=dict)

    def note_told(self, line: Line) -> date | None:
        """Take the days and months of an answer; returns the first day of which anything is new or corrected.

        What is told of a whole month may lie on any day of it, so that of a changed day in such a month it is the first.
        """
        told = {day.day: _richer(day, self.told.get(day.day)) for day in line.daily}
        ended = {month.month: _richer(month, self.months.get(month.month)) for month in line.monthly}
        days = {day: one for day, one in told.items() if self.told.get(day) != one}
        months = {month: one for month, one in ended.items() if self.months.get(month) != one}
        self.told.update(days)
        self.months.update(months)
        whole = self.every_month()
        changed = [Month.of(day).first if Month.of(day) in whole else day for day in days]
        return min((*changed, *(month.first for month in months)), default=None)

    def take_over(self, older: LineDays) -> int:
        """Go on from another line's days and months; returns how many days are new by that. Once more adds nothing."""
        days = older.every_day()
        new = len(days.keys() - self.every_day().keys())
        self.taken.update(days)
        self.taken_months.update(older.every_month())
        return new

    def every_day(self) -> dict[date, DailyUsage]:
        """All days, those of the line before included.

        Of a day that both lines tell of, the one that tells more counts: a new line tells nothing of the days before it,
        and a portal that both are in tells the same of them. So no day is counted twice.
        """
        both = {day: _more(one, self.told[day]) for day, one in self.taken.items() if day in self.told}
        return {**self.taken, **self.told, **both}

    def every_month(self) -> dict[Month, MonthlyUsage]:
        """All months that are known as a whole, those of the line before included, as `every_day`."""
        both = {
            month: _more(one, self.months[month]) for month, one in self.taken_months.items() if month in self.months
        }
        return {**self.taken_months, **self.months, **both}

    def recall(self, kept: Mapping[date, DailyUsage]) -> None:
        """Take days that were kept elsewhere, where none is known."""
        self.told = {**kept, **self.told}

    def note_poll(self, line: Line, now: datetime, zone: tzinfo) -> None:
        """Take what a poll says had been used by now."""
        if line.used is None or line.cycle is None:
            return
        today = now.astimezone(zone).date()
        known = self.marks.get(today)
        whole = known is None or (known.whole and known.cycle == line.cycle.start)
        if known is None or known.cycle != line.cycle.start or line.used < known.last_used:
            known = Mark(now, line.used, now, line.used, line.cycle.start)
        self.marks[today] = Mark(known.first, known.first_used, now, line.used, line.cycle.start, whole)
        for day in sorted(self.marks)[:-_MARKS]:
            del self.marks[day]

    def used_by(self, day: date, zone: tzinfo) -> int | None:
        """What had been used in the cycle when a day began: between two polls it is taken to have been used evenly."""
        after = self.marks.get(day)
        if after is None or not after.whole:
            return None
        if after.cycle == day:
            return 0
        before = self.marks.get(day - timedelta(days=1))
        if before is None or before.cycle != after.cycle or before.last_used > after.first_used:
            return None
        gap = after.first - before.last
        if not timedelta(0) < gap <= _BRIDGE:
            return None
        midnight = datetime.combine(day, time(), zone)
        share = min(max((midnight - before.last) / gap, 0.0), 1.0)
        return before.last_used + int(share * (after.first_used - before.last_used))

    def used_today(self, line: Line, now: datetime, zone: tzinfo) -> int | None:
        """What has been used since the day began."""
        base = self.used_by(now.astimezone(zone).date(), zone)
        return None if base is None or line.used is None else max(line.used - base, 0)

    def whole_days(self, today: date, zone: tzinfo) -> dict[date, int]:
        """What counted against the allowance on days that are over: as told, else as polls show it."""
        seen = dict(self._seen(zone))
        told = {day: usage.total if usage.fast is None else usage.fast for day, usage in self.every_day().items()}
        return {day: used for day, used in (seen | told).items() if day < today}

    def _seen(self, zone: tzinfo) -> Iterator[tuple[date, int]]:
        for day, mark in self.marks.items():
            morning, night = self.used_by(day, zone), self.used_by(day + timedelta(days=1), zone)
            following = self.marks.get(day + timedelta(days=1))
            if morning is not None and night is not None and following is not None and following.cycle == mark.cycle:
                yield day, night - morning

    def dumped(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "told": _dumped(self.told),
            "months": _dumped(self.months),
            "taken": _dumped(self.taken),
            "taken_months": _dumped(self.taken_months),
            "rested": sorted(map(str, self.rested)),
            "marks": {
                str(day): [
                    mark.first.isoformat(),
                    mark.first_used,
                    mark.last.isoformat(),
                    mark.last_used,
                    str(mark.cycle),
                    mark.whole,
                ]
                for day, mark in sorted(self.marks.items())
            },
        }

    @classmethod
    def loaded(cls, content: Mapping[str, Any]) -> Self:
        """From what `dumped` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            told=_days_of(content["told"]),
            months=_months_of(content["months"]),
            taken=_days_of(content.get("taken", {})),
            taken_months=_months_of(content.get("taken_months", {})),
            rested={Month.parse(month) for month in content.get("rested", [])},
            marks={date.fromisoformat(day): _mark(one) for day, one in content["marks"].items()},
        )


def _dumped(told: Mapping[date, DailyUsage] | Mapping[Month, MonthlyUsage]) -> dict[str, list[int | None]]:
    return {str(when): [one.total, one.fast, one.slow] for when, one in told.items()}


def _days_of(content: Mapping[str, list[Any]]) -> dict[date, DailyUsage]:
    days = {date.fromisoformat(day): one for day, one in content.items()}
    return {day: DailyUsage(day=day, total=one[0], fast=one[1], slow=one[2]) for day, one in days.items()}


def _months_of(content: Mapping[str, list[Any]]) -> dict[Month, MonthlyUsage]:
    months = {Month.parse(month): one for month, one in content.items()}
    return {month: MonthlyUsage(month=month, total=one[0], fast=one[1], slow=one[2]) for month, one in months.items()}


def _more[T: (DailyUsage, MonthlyUsage)](one: T, other: T) -> T:
    return one if one.total > other.total else other


def _richer[T: (DailyUsage, MonthlyUsage)](told: T, known: T | None) -> T:
    """What is told, with the parts that are known where it tells none: a carrier has places that tell less than others."""
    if known is None or known.fast is None or told.fast is not None:
        return told
    parts = known.fast + (known.slow or 0)
    return replace(told, total=max(told.total, parts), fast=known.fast, slow=known.slow)


def _mark(told: list[Any]) -> Mark:
    first, first_used, last, last_used, cycle, whole = told
    times = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return Mark(times[0], first_used, times[1], last_used, date.fromisoformat(cycle), whole)

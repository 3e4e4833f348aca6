"""What a line used day by day: as its carrier tells it, and as polls around midnight show it. Pure; JSON in and out.

The carrier's days are kept for good, because portals show few of them; a correction replaces what it told before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Self

from .carriers.model import DailyUsage, Line, Month, MonthlyUsage
from .known import KEPT, OWN, Before, Known, Layers, added, kept_beside, larger, layers
from .series import Row, may_go, recalled

_BRIDGE = timedelta(hours=8)
"""Polls on both sides of a midnight that are further apart say nothing of it."""
_MARKS = 45
_FAMILY = "family"
"""The key of what was kept of lines that share the portal."""


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
    """All that is known of one line's days and months.

    What it holds is never changed but replaced, so that a thread can dump it meanwhile.
    """

    told: dict[date, DailyUsage] = field(default_factory=dict)
    months: dict[Month, MonthlyUsage] = field(default_factory=dict)
    before: dict[str, Before] = field(default_factory=dict)
    """The lines that this one goes on from, by their keys."""
    placed: dict[str, set[datetime]] = field(default_factory=dict)
    """When those rows of each kind of statistics begin that may have to go again."""
    rows_to: date | None = None
    """The day on which rows were written last, by the clock of then; None if it is not known what rows there are."""
    marks: dict[date, Mark] = field(default_factory=dict)

    def note_told(self, line: Line) -> date | None:
        """Take the days and months of an answer; returns the first day of which anything is new or corrected.

        What is told of a whole month may lie on any day of it, so that of a changed day in such a month it is the first.
        """
        told: dict[date, DailyUsage] = {}
        ended: dict[Month, MonthlyUsage] = {}
        for day in line.daily:  # one that is told twice counts once
            told[day.day] = _richer(day, told.get(day.day, self.told.get(day.day)))
        for month in line.monthly:
            ended[month.month] = _richer(month, ended.get(month.month, self.months.get(month.month)))
        days = {day: one for day, one in told.items() if self.told.get(day) != one}
        months = {when: one for when, one in ended.items() if self.months.get(when) != one}
        self.told = {**self.told, **days} if days else self.told
        self.months = {**self.months, **months} if months else self.months
        whole = set(self.months).union(*(one.months for one in self.before.values()))
        changed = [Month.of(day).first if Month.of(day) in whole else day for day in days]
        return min((*changed, *(when.first for when in months)), default=None)

    def layers(self) -> Layers:
        """What is known, by who tells it."""
        return layers(Known(self.told, self.months), self.before)

    def inherited(self, key: str, portal: str) -> dict[str, Before]:
        """What a line takes that goes on from this one, of which `key` and portal are given; each line by itself."""
        lines: dict[str, Before] = {}
        for name, one in self.before.items():
            if one.portal == KEPT:
                lines[kept_beside(portal)] = replace(one, portal=kept_beside(portal))
            elif one.portal == OWN:
                lines[f"{key} {name}" if name == _FAMILY else name] = replace(one, portal=portal)
            else:
                lines[name] = one
        return {**lines, key: Before(portal, self.told, self.months)}

    def take_over(self, older: Mapping[str, Before], key: str, portal: str) -> int:
        """Go on from other lines; returns how many days are new by that. Once more adds nothing.

        `key` and `portal` are this line's: a line never goes on from itself.
        """
        known = self.every_day().keys()
        for name, one in older.items():
            if name == key:
                continue
            kept = one.portal.startswith(KEPT)
            beside = KEPT if one.portal == kept_beside(portal) else OWN if one.portal == portal else one.portal
            called = beside if kept else name
            had = self.before.get(called, Before(beside, {}, {}))
            now = larger(had.known, one.known) if kept else Known(had.told | one.told, had.months | one.months)
            self.before = {**self.before, called: Before(beside, dict(now.days), dict(now.months))}
        self.rows_to = None
        return len(self.every_day().keys() - known)

    def every_day(self) -> Mapping[date, DailyUsage]:
        """All days, those of the lines before included."""
        _, family, others = self.layers()
        return added(family, others).days

    def every_month(self) -> Mapping[Month, MonthlyUsage]:
        """All months that are known as a whole, those of the lines before included."""
        _, family, others = self.layers()
        return added(family, others).months

    def recall(self, kept: Mapping[str, list[tuple[datetime, int]]]) -> None:
        """Take what was kept as rows, where nothing is known."""
        known = recalled(kept)
        self.told = {**known.own.days, **self.told}
        self.months = {**known.own.months, **self.months}
        for name, portal, layer in ((_FAMILY, OWN, known.family), (KEPT, KEPT, known.others)):
            if any(layer):
                self.before = {**self.before, name: Before(portal, dict(layer.days), dict(layer.months))}
        self.placed = {kind: may_go(Row(at, used, 0) for at, used in there) for kind, there in kept.items()}

    def must_go(self, kind: str, there: Iterable[Row]) -> bool:
        """Whether a row is, or may be, among the statistics that is not among those that have to be there."""
        return bool(self.placed.get(kind, set()) - {row.start for row in there})

    def note_poll(self, line: Line, now: datetime, zone: tzinfo) -> None:
        """Take what a poll says had been used by now."""
        if line.used is None or line.cycle is None:
            return
        today = now.astimezone(zone).date()
        known = self.marks.get(today)
        whole = known is None or (known.whole and known.cycle == line.cycle.start)
        if known is None or known.cycle != line.cycle.start or line.used < known.last_used:
            known = Mark(now, line.used, now, line.used, line.cycle.start)
        mark = Mark(known.first, known.first_used, now, line.used, line.cycle.start, whole)
        marks = {**self.marks, today: mark}
        self.marks = {day: marks[day] for day in sorted(marks)[-_MARKS:]}

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
        rows_to = self.rows_to  # first: what is told later may have no rows yet
        return {
            "told": _dumped(self.told),
            "months": _dumped(self.months),
            "before": {
                key: {"portal": one.portal, "told": _dumped(one.told), "months": _dumped(one.months)}
                for key, one in self.before.items()
            },
            "placed": {kind: sorted(at.isoformat() for at in starts) for kind, starts in self.placed.items()},
            "rows_to": rows_to and str(rows_to),
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
        """From what `dumped` wrote. Raises AttributeError, LookupError, TypeError or ValueError for anything else."""
        content = content if "before" in content else _renewed(content)
        return cls(
            told=_days_of(content["told"]),
            months=_months_of(content["months"]),
            before={key: _before(one) for key, one in content["before"].items()},
            placed={kind: set(map(datetime.fromisoformat, starts)) for kind, starts in content["placed"].items()},
            rows_to=content["rows_to"] and date.fromisoformat(content["rows_to"]),
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


def _renewed(old: Mapping[str, Any]) -> dict[str, Any]:
    """What was written when a rest had its row where a day has it: all rows have to go."""
    before = {"portal": OWN, "told": old.get("taken", {}), "months": old.get("taken_months", {})}
    nowhere = ["1970-01-01T00:00:00+00:00"] if old.get("rested") else []
    placed = dict.fromkeys(("used", "used_fast", "used_slow"), nowhere)
    return {
        "months": {},
        **old,
        "before": {_FAMILY: before} if before["told"] or before["months"] else {},
        "placed": placed,
        "rows_to": None,
    }


def _before(content: Mapping[str, Any]) -> Before:
    return Before(str(content["portal"]), _days_of(content["told"]), _months_of(content["months"]))


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

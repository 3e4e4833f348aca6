"""What a number uses day by day, what its portals say of it on a day, and what of that can be known by who listens."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from random import Random

from custom_components.japan_mobile.carriers.model import Cycle, DailyUsage, Line, Month, MonthlyUsage
from simulator import GB

KINDS = ("used", "used_fast", "used_slow")
DAY = timedelta(days=1)
WINDOW = 31
"""Days that a portal shows, today among them."""

type Parts = tuple[int, int]
"""Fast and slow."""


def values(one: DailyUsage | MonthlyUsage) -> dict[str, int]:
    """What is told of a day or month, by kind."""
    told = dict(zip(KINDS, (one.total, one.fast, one.slow), strict=True))
    return {kind: used for kind, used in told.items() if used is not None}


def days_in(month: Month) -> list[date]:
    """All days of a month."""
    return [month.first + timedelta(days=number) for number in range(month.last.day)]


class Said:
    """All that one portal said last of each day and each month: nobody can know more. By kind."""

    def __init__(self) -> None:
        self.days: dict[str, dict[date, int]] = {kind: {} for kind in KINDS}
        self.months: dict[str, dict[Month, int]] = {kind: {} for kind in KINDS}

    def hear(self, line: Line) -> None:
        """Take an answer."""
        for day in line.daily:
            for kind, used in values(day).items():
                self.days[kind][day.day] = used
        for month in line.monthly:
            for kind, used in values(month).items():
                self.months[kind][month.month] = used

    def by(self, kind: str, today: date) -> dict[date, int]:
        """The days until today."""
        return {day: used for day, used in self.days[kind].items() if day <= today}

    def rests(self, kind: str, today: date) -> dict[Month, int]:
        """What is known of months that are over beyond their known days; a month whose days all are known has no more."""
        days, found = self.by(kind, today), {}
        for month, whole in self.months[kind].items():
            known = [days[day] for day in days_in(month) if day in days]
            if month.last < today and len(known) < month.last.day and whole > sum(known):
                found[month] = whole - sum(known)
        return found

    def forget(self, today: date) -> None:
        """The account is removed: what has no row by the clock of then is not known any more."""
        rests = {kind: self.rests(kind, today) for kind in KINDS}
        any_rest = set().union(*rests.values())
        self.days = {kind: self.by(kind, today) for kind in KINDS}
        for kind in KINDS:
            self.months[kind] = {
                month: rests[kind].get(month, 0) + sum(self.days[kind].get(day, 0) for day in days_in(month))
                for month in (any_rest if kind == "used" else rests[kind])
            }

    def larger(self, other: Said) -> Said:
        """Both, of what both say the larger figure: so it is with two lines of a portal, which may say the same of both."""
        both = deepcopy(self)
        for kind in KINDS:
            for day, used in other.days[kind].items():
                both.days[kind][day] = max(used, both.days[kind].get(day, 0))
            for month, used in other.months[kind].items():
                both.months[kind][month] = max(used, both.months[kind].get(month, 0))
        return both


class Contract:
    """A line with a carrier, from its first day on; and its portal, which tells what it shows at a time, right or not yet."""

    def __init__(self, chance: Random, line_id: str, first: date, last: date, *, split: bool, zeros: bool) -> None:
        self.line_id, self.first, self.last = line_id, first, last
        self._chance, self._split, self._zeros = chance, split, zeros
        count = (last - first).days + 1
        days = [first + timedelta(days=number) for number in range(count)]
        self.truth: dict[date, Parts] = {day: (chance.randrange(3 * GB), chance.randrange(GB // 4)) for day in days}
        self.plain = {day for day in days if chance.random() < 0.1}
        """Days of which the portal never tells the parts."""
        self._closing, self._since = chance.choice((31, 20, 5)), first
        """The last day of a cycle; and the day on which the plan began."""

    def pick(self, kind: str, day: date) -> int:
        """What was used on a day."""
        fast, slow = self.truth.get(day, (0, 0))
        return {"used": fast + slow, "used_fast": fast, "used_slow": slow}[kind]

    def tells(self, kind: str) -> bool:
        """Whether the portal tells it at all."""
        return kind == "used" or self._split

    def correct(self, today: date) -> None:
        """The carrier has counted a day again that is still shown: less, more, or nothing at all."""
        day = today - self._chance.randrange(1, WINDOW) * DAY
        if day in self.truth:
            fast, slow = self.truth[day]
            self.truth[day] = self._chance.choice(((fast // 3, slow), (0, 0), (fast + GB, slow // 2), (fast, slow + 7)))

    def change_plan(self, today: date) -> None:
        """Another plan begins, with a cycle of its own."""
        self._since, self._closing = today, self._chance.choice((31, 20, 5))

    def line(self, now: datetime, mode: str, gaps: float) -> Line:
        """What the portal shows now; `mode` says whether it shows days, months, both or neither."""
        days = [now.date() - back * DAY for back in range(WINDOW)]
        told = [self._day(day, now) for day in days if self._is_shown(day) and self._chance.random() > gaps]
        cycle = self._cycle(now.date())
        inside = [self._by(day, now) for day in self.truth if cycle.start <= day <= now.date()]
        return Line(
            line_id=self.line_id,
            cycle=cycle,
            used=sum(fast if self._split else fast + slow for fast, slow in inside),
            daily=tuple(self._with_doubles(told)) if mode in {"days", "both"} else (),
            monthly=tuple(self._months(now)) if mode in {"months", "both"} else (),
        )

    def _is_shown(self, day: date) -> bool:
        return day in self.truth or (self._zeros and day < self.first)

    def _by(self, day: date, now: datetime) -> Parts:
        """What was used on a day until now: half of it by day, all of it late in the evening."""
        fast, slow = self.truth.get(day, (0, 0))
        share = 2 if day < now.date() or now.hour > 22 else 1 if now.hour > 1 else 0
        return fast * share // 2, slow * share // 2

    def _day(self, day: date, now: datetime) -> DailyUsage:
        fast, slow = self._by(day, now)
        if not self._split or day in self.plain:
            return DailyUsage(day=day, total=fast + slow)
        return DailyUsage(day=day, total=fast + slow, fast=fast, slow=slow)

    def _with_doubles(self, told: list[DailyUsage]) -> Iterator[DailyUsage]:
        """In two lists of a page a day may stand twice, in one of them without its parts."""
        for day in told:
            again = (day, DailyUsage(day=day.day, total=day.total)) if self._chance.random() < 0.05 else (day,)
            yield from self._chance.sample(again, len(again))

    def _months(self, now: datetime) -> Iterator[MonthlyUsage]:
        for back in range(13):
            month = Month.of(now.date()).plus(-back)
            if any(self._is_shown(day) for day in days_in(month)):
                inside = [self._by(day, now) for day in days_in(month) if day in self.truth and day <= now.date()]
                fast, slow = (sum(parts[n] for parts in inside) for n in (0, 1))
                parts = {"fast": fast, "slow": slow} if self._split else {}
                yield MonthlyUsage(month=month, total=fast + slow, **parts)

    def _cycle(self, today: date) -> Cycle:
        """The running cycle: it ends on the closing day of a month, and never began before the plan."""
        month = Month.of(today)
        end = min(month.last, month.first + (self._closing - 1) * DAY)
        if end < today:
            end = min(month.plus(1).last, month.plus(1).first + (self._closing - 1) * DAY)
        before = min(Month.of(end).plus(-1).last, Month.of(end).plus(-1).first + (self._closing - 1) * DAY)
        return Cycle(max(before + DAY, self._since), end)

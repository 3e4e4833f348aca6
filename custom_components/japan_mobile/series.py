"""A line's days and months as rows of long-term statistics, and back. Pure.

One row a day, at the hour in which it begins, with what was used on it and the sum of all so far. A day without an answer
has no row, which is not zero. A month of which the days are not all known has the rest of it on the first day that is not.

The hour of a row says what it is, so that an account that was removed and comes back can be told its days by its rows: the
layer of what is known is the hour for a day, and twelve hours later for a rest.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from .carriers.model import DailyUsage, Month, MonthlyUsage
from .known import Known, Layers

_OWN, _FAMILY, _OTHERS = range(3)
_REST = 12


class Row(NamedTuple):
    """A row: when it begins, what was used, and the sum, in bytes."""

    start: datetime
    used: int
    total: int


type Pick = Callable[[DailyUsage | MonthlyUsage], int | None]
"""Which of the figures is meant: all of it, the fast part, or the slow part."""


class _Figures(NamedTuple):
    """One of the figures of a layer: by day, and what is left of months that are over."""

    days: dict[date, int]
    rests: dict[Month, int]


def rows(known: Layers, today: date, zone: tzinfo, pick: Pick) -> list[Row]:
    """All rows, the earliest first; nothing is counted twice, and nothing is negative."""
    own, others = (_figures([layer], today, pick) for layer in (known.own, known.others))
    family = _figures([known.own, known.family], today, pick)
    there = family.days.keys() | others.days.keys()
    whole = {(day, _OWN): used for day, used in own.days.items()}
    for day, used in family.days.items():
        if used > own.days.get(day, -1):
            whole[day, _FAMILY] = used - own.days.get(day, 0)
    whole |= {(day, _OTHERS): used for day, used in others.days.items()}
    for month, rest in family.rests.items():
        place = _place(month, there, family.days)
        of_own = min(rest, own.rests.get(month, 0))
        whole |= {(place, _REST + _OWN): of_own, (place, _REST + _FAMILY): rest - of_own}
    for month, rest in others.rests.items():
        whole[_place(month, there, others.days), _REST + _OTHERS] = rest
    return _summed({at: used for at, used in whole.items() if used or at[1] < _REST}, zone)


def _figures(told: Iterable[Known], today: date, pick: Pick) -> _Figures:
    """One of the figures, by whom tells most of it: the larger total may be told without its parts."""
    days: dict[date, int] = {}
    whole: dict[Month, int] = {}
    for known in told:
        _raise(days, {day: pick(one) for day, one in known.days.items() if day <= today})
        # A running month is told by its days.
        _raise(whole, {month: pick(one) for month, one in known.months.items() if month.last < today})
    inside: dict[Month, list[int]] = {}
    for day, used in days.items():
        inside.setdefault(Month.of(day), []).append(used)
    rests = {month: max(used - sum(inside.get(month, [])), 0) for month, used in whole.items()}
    # So is one of which all days are known.
    return _Figures(days, {month: rest for month, rest in rests.items() if len(inside.get(month, [])) < month.last.day})


def _raise[When](found: dict[When, int], told: Mapping[When, int | None]) -> None:
    for when, used in told.items():
        if used is not None:
            found[when] = max(used, found.get(when, 0))


def _place(month: Month, there: Container[date], known: Container[date]) -> date:
    """The first day that nobody knows, else the first that is not known to whom the rest is of."""
    unknown = [day for day in _days(month) if day not in known]
    return next((day for day in unknown if day not in there), unknown[0])


def first_to_write(changed: date, written_on: date | None, today: date) -> date:
    """From which day on rows have to be written again, if those of all changes before were written on `written_on`.

    As days pass, rows come of themselves: the rest of a month that has ended, and a day that was still to come.
    """
    if written_on is None:
        return date.min
    return changed if written_on == today else min(changed, Month.of(min(written_on, today)).first)


def may_go(there: Iterable[Row]) -> set[datetime]:
    """When rows begin that may have to go: all but those of days, which stay known; and the last day's, if it is to come."""
    starts = {row.start for row in there}
    days = {start for start in starts if start.hour == _OWN}
    return (starts - days) | ({max(days)} if days else set())


def recalled(kept: Mapping[str, Iterable[tuple[datetime, int]]]) -> Layers:
    """What is known by rows that were kept, as `used`, `used_fast` and `used_slow`: when each begins, and what was used.

    Of the family there is only what is more than the line's own. Of months it is not known that they were told unless they
    had a rest, which for the line's own is what they are beyond the days of all the family.
    """
    rows_of = {kind: list(there) for kind, there in kept.items()}
    own, others = _days_by(rows_of, {_OWN}), _days_by(rows_of, {_OTHERS})
    more = {day: told for day, told in _days_by(rows_of, {_OWN, _FAMILY}).items() if told != own.get(day)}
    return Layers(
        Known(own, _months_by(rows_of, {_OWN, _FAMILY}, {_OWN})),
        Known(more, _months_by(rows_of, {_OWN, _FAMILY}, {_FAMILY})),
        Known(others, _months_by(rows_of, {_OTHERS}, {_OTHERS})),
    )


def _days_by(kept: Mapping[str, list[tuple[datetime, int]]], meant: set[int]) -> dict[date, DailyUsage]:
    found: dict[date, dict[str, int]] = {}
    for kind, there in kept.items():
        for at, used in there:
            if at.hour in meant:
                _add(found, at.date(), kind, used)
    return {
        day: DailyUsage(day=day, total=max(total, (fast or 0) + (slow or 0)), fast=fast, slow=slow)
        for day, (total, fast, slow) in ((day, _parts(told)) for day, told in found.items())
    }


def _months_by(
    kept: Mapping[str, list[tuple[datetime, int]]], meant: set[int], rests: set[int]
) -> dict[Month, MonthlyUsage]:
    """The months that had one of these rests: it, the rests of layers before, and their days."""
    found: dict[Month, dict[str, int]] = {}
    hours = meant | {_REST + layer for layer in meant if layer <= max(rests)}
    rested = {
        kind: {Month.of(at.date()) for at, _ in there if at.hour - _REST in rests} for kind, there in kept.items()
    }
    rested["used"] = set().union(*rested.values())
    for kind, there in kept.items():
        for at, used in there:
            if at.hour in hours and Month.of(at.date()) in rested[kind]:
                _add(found, Month.of(at.date()), kind, used)
    return {
        month: MonthlyUsage(month=month, total=total, fast=fast, slow=slow)
        for month, (total, fast, slow) in ((month, _parts(told)) for month, told in found.items())
    }


def _add[When](found: dict[When, dict[str, int]], when: When, kind: str, used: int) -> None:
    parts = found.setdefault(when, {})
    parts[kind] = parts.get(kind, 0) + used


def _parts(told: Mapping[str, int]) -> tuple[int, int | None, int | None]:
    return told.get("used", 0), told.get("used_fast"), told.get("used_slow")


def _days(month: Month) -> Iterator[date]:
    return (month.first + timedelta(days=number) for number in range(month.last.day))


def _summed(whole: Mapping[tuple[date, int], int], zone: tzinfo) -> list[Row]:
    found: list[Row] = []
    total = 0
    for at in sorted(whole):
        total += whole[at]
        found.append(Row(datetime.combine(at[0], time(at[1]), zone), whole[at], total))
    return found

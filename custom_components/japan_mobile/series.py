"""A line's days and months as rows of long-term statistics. Pure.

One row a day, at the hour in which it begins, with what was used on it and the sum of all days so far. A day without an
answer has no row, which is not zero. A month of which the days are not all known has the rest of it on the first day that is not known.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from .carriers.model import DailyUsage, Month, MonthlyUsage


class Row(NamedTuple):
    """A row: when it begins, what was used, and the sum, in bytes."""

    start: datetime
    used: int
    total: int


type Pick = Callable[[DailyUsage | MonthlyUsage], int | None]
"""Which of the figures is meant: all of it, the fast part, or the slow part."""


def rows(
    days: Mapping[date, DailyUsage],
    months: Mapping[Month, MonthlyUsage],
    today: date,
    zone: tzinfo,
    pick: Pick,
    *,
    rested: Container[Month] = (),
) -> list[Row]:
    """All rows, the earliest first; nothing is counted twice, and nothing is negative.

    Where nothing is left of a month there is no row for its rest, unless there was one before: of `rested` months.
    """
    known = {day: used for day, told in days.items() if (used := pick(told)) is not None and day <= today}
    whole = dict(known)
    for month, told in months.items():
        used = pick(told)
        if used is None or not month.last < today:
            continue  # a running month is told by its days
        inside = [amount for day, amount in known.items() if Month.of(day) == month]
        unknown = next((day for day in _days(month) if day not in known), None)
        rest = max(used - sum(inside), 0)
        if unknown is not None and (rest or month in rested):  # else its days tell all of it
            whole[unknown] = rest
    return _summed(whole, zone)


def first_to_write(changed: date, written_on: date | None, today: date) -> date:
    """From which day on rows have to be written again, if those of all changes before were written on `written_on`.

    As days pass, rows come of themselves: the rest of a month that has ended, and a day that was still to come.
    """
    if written_on is None:
        return date.min
    return changed if written_on == today else min(changed, Month.of(min(written_on, today)).first)


def _days(month: Month) -> Iterator[date]:
    return (month.first + timedelta(days=number) for number in range(month.last.day))


def _summed(whole: Mapping[date, int], zone: tzinfo) -> list[Row]:
    found: list[Row] = []
    total = 0
    for day in sorted(whole):
        total += whole[day]
        found.append(Row(datetime.combine(day, time(), zone), whole[day], total))
    return found

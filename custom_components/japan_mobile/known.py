"""The days and months of a line, as one portal or several tell them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import NamedTuple

from .carriers.model import DailyUsage, Month, MonthlyUsage

OWN = ""
"""The portal of the line itself, of one that shares it."""
KEPT = "kept"
"""Not a portal: what the recorder kept of portals of which nothing else is known any more. It is beside the line's own portal."""


def kept_beside(portal: str) -> str:
    """The same, of a line before that has another portal."""
    return f"{KEPT} {portal}"


class Known(NamedTuple):
    """Days and months of one source. Where it tells a month, that is all of it; its days may be a part of it."""

    days: Mapping[date, DailyUsage] = {}
    months: Mapping[Month, MonthlyUsage] = {}


class Layers(NamedTuple):
    """What is known of a line: by its own portal, by that together with lines before that share it, and by other portals.

    A portal may tell the same of each of its lines, so of two of them the larger figure counts. No portal tells what was
    used with another carrier, so the figures of different portals add up.
    """

    own: Known
    family: Known
    others: Known


@dataclass(frozen=True, slots=True)
class Before:
    """A line that another one goes on from: its portal (`OWN` if both share one), and what it knew by itself."""

    portal: str
    told: dict[date, DailyUsage]
    months: dict[Month, MonthlyUsage]

    @property
    def known(self) -> Known:
        """What it knew."""
        return Known(self.told, self.months)


def layers(own: Known, before: Mapping[str, Before]) -> Layers:
    """What is known of a line that goes on from others."""
    by_portal: dict[str, Known] = {OWN: own, KEPT: Known()}
    for one in before.values():
        by_portal[one.portal] = larger(by_portal.get(one.portal, Known()), one.known)
    portals = {portal for portal in by_portal if portal != OWN and not portal.startswith(KEPT)}
    others = larger(_sum_of(by_portal, portals), by_portal[KEPT])
    same = reduce(larger, (one.known for one in before.values() if one.portal == OWN), Known())
    for portal in portals:
        if (kept := by_portal.get(kept_beside(portal))) is not None:
            # What a line before had kept is beside its own portal, so that it adds to that; it may be of this line's portal.
            rest = larger(_sum_of(by_portal, portals - {portal}), less(kept, same))
            others = larger(others, added(by_portal[portal], rest))
    return Layers(own, by_portal[OWN], others)


def _sum_of(by_portal: Mapping[str, Known], portals: Iterable[str]) -> Known:
    """What some portals tell together."""
    return reduce(added, (by_portal[portal] for portal in portals), Known())


def larger(one: Known, other: Known) -> Known:
    """Both, of what both tell the larger figure."""
    return Known(
        {**one.days} | {day: _more(told, one.days.get(day)) for day, told in other.days.items()},
        {**one.months} | {month: _more(told, one.months.get(month)) for month, told in other.months.items()},
    )


def added(one: Known, other: Known) -> Known:
    """Both, of what both tell the sum. A month that only one of them tells gets the other one's days."""
    if not any(one) or not any(other):
        return one if any(one) else other
    days = {**one.days} | {day: _sum(told, one.days.get(day)) for day, told in other.days.items()}
    months = {}
    for month in one.months.keys() | other.months.keys():
        first, second = _whole(one, month), _whole(other, month)
        months[month] = first if second is None else second if first is None else _sum(first, second)
    return Known(days, {month: told for month, told in months.items() if told is not None})


def less(one: Known, other: Known) -> Known:
    """What one tells beyond the other; never less than nothing."""
    days = {day: _beyond(told, other.days.get(day)) for day, told in one.days.items()}
    return Known(days, {month: _beyond(told, _whole(other, month)) for month, told in one.months.items()})


def _beyond[T: (DailyUsage, MonthlyUsage)](one: T, other: T | None) -> T:
    if other is None:
        return one
    parts = (
        None if one.fast is None else max(one.fast - (other.fast or 0), 0),
        None if one.slow is None else max(one.slow - (other.slow or 0), 0),
    )
    return replace(one, total=max(one.total - other.total, 0), fast=parts[0], slow=parts[1])


def _whole(known: Known, month: Month) -> MonthlyUsage | None:
    """A month; by its days where it is not told, or told as less than they are."""
    whole: MonthlyUsage | None = None
    for day, used in known.days.items():
        if Month.of(day) == month:
            of_day = MonthlyUsage(month=month, total=used.total, fast=used.fast, slow=used.slow)
            whole = _sum(of_day, whole)
    told = known.months.get(month)
    return whole if told is None else _more(told, whole)


def _more[T: (DailyUsage, MonthlyUsage)](one: T, other: T | None) -> T:
    """The larger one, with the other one's parts where it has none."""
    if other is None:
        return one
    more, less = (one, other) if (one.total, one.fast or 0) > (other.total, other.fast or 0) else (other, one)
    return replace(more, fast=less.fast, slow=less.slow) if more.fast is None and less.fast is not None else more


def _sum[T: (DailyUsage, MonthlyUsage)](one: T, other: T | None) -> T:
    """Both together; the parts are known where both tell them."""
    if other is None:
        return one
    parts = (
        None if one.fast is None or other.fast is None else one.fast + other.fast,
        None if one.slow is None or other.slow is None else one.slow + other.slow,
    )
    if isinstance(one, DailyUsage):
        return DailyUsage(day=one.day, total=one.total + other.total, fast=parts[0], slow=parts[1])
    return MonthlyUsage(month=one.month, total=one.total + other.total, fast=parts[0], slow=parts[1])

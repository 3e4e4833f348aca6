"""Whether a line's figures go on from those that were accepted last. Sheet: docs/carriers/others.md, 4"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from .. import wire
from ..assembly import Told, adds_up
from ..continuity import Terms, continued
from ..errors import LayoutChanged
from ..labels import key
from ..model import Account, Line
from ..offers import Meaning
from ..reading import UNITS

KEPT = timedelta(days=31)
"""So long what was accepted counts where no period is told: no period is longer."""
_AT_ONCE = 3 * 10**9
"""More than this is hardly used between two looks at a page."""
_LEAST_TOLERANCE = 10_000_000
_FIELDS = {Meaning.REMAINING: "remaining", Meaning.USED: "used", Meaning.TOTAL: "total"}


class Seen(NamedTuple):
    """A line as it was accepted, the figures of its pages in their order, and when."""

    line: Line
    told: tuple[Told, ...]
    at: datetime

    def dump(self) -> dict[str, Any]:
        """As JSON, to be kept."""
        account = Account(carrier="", account_id="", fetched_at=self.at, lines=(self.line,))
        return {**wire.dump(account), "told": [list(one) for one in self.told]}

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> Seen:
        """What `dump` wrote. Raises KeyError, TypeError, ValueError or IndexError for anything else."""
        account = wire.load(kept)
        told = tuple(
            Told(str(label), str(page), int(spot), int(value), str(unit))
            for label, page, spot, value, unit in kept["told"]
        )
        return cls(account.lines[0], told, account.fetched_at)


class Follow:
    """Compares one line with what was accepted last, by labels that a person chose."""

    def __init__(
        self,
        last: Seen | None,
        newer: Seen,
        choice: Mapping[str, str],
        step: int,
        page: str,
        *,
        units: Mapping[str, int] = UNITS,
    ) -> None:
        self._last = last if last is not None and timedelta(0) <= newer.at - last.at < KEPT else None
        self._newer = newer
        self._fields = {key(choice[meaning]): field for meaning, field in _FIELDS.items() if meaning in choice}
        self._labels = {field: choice[meaning] for meaning, field in _FIELDS.items() if meaning in choice}
        self._page = page
        self._units = units
        self._tolerance = max(step, _LEAST_TOLERANCE)

    def check(self) -> None:
        """Raise `LayoutChanged`, with the portal's own words for what was chosen, if the figures do not follow."""
        if self._last is None or not volumes(self._newer.line):
            return
        try:
            self._check(self._last)
        except LayoutChanged as err:
            missing = (self._labels.get(what, what) for what in err.missing)
            raise LayoutChanged(self._page, *missing) from None

    @property
    def turned(self) -> bool:
        """Whether another period than last time is told."""
        before = None if self._last is None else self._last.line.cycle
        return None not in {before, self._newer.line.cycle} and before != self._newer.line.cycle

    @property
    def kept(self) -> Seen:
        """What to remember of a line that follows: the older one where this one tells less, so that it can still be compared."""
        if self._last is None or self.turned or volumes(self._last.line).keys() <= volumes(self._newer.line).keys():
            return self._newer
        return self._last

    def _check(self, last: Seen) -> None:
        self._refuse_other_units(last)
        before, after = last.line.cycle, self._newer.line.cycle
        if before is not None and after is None and self._newer.at.date() <= before.end:
            raise LayoutChanged(self._page, "period")
        moved = self._moved(last)
        # Where no period is told, a new one may have begun, unless labels have moved: then that would excuse anything.
        if self.turned or ((before is None or after is None) and not moved):
            return
        terms = self._terms(last, moved)
        self._continue(last.line, self._newer.line, terms)
        for line in self._exchanged(last) if moved else ():
            self._refuse_doubt(last.line, line, terms)

    def _terms(self, last: Seen, moved: bool | None) -> Terms:
        units = {(one.label, one.unit) for one in last.told}
        exact = all((one.label, one.unit) in units for one in self._newer.told if one.label in self._fields)
        return Terms(
            tolerance=self._tolerance,
            same_cycle=True,
            exact=exact,
            rearranged=moved,
            settled=moved is True,
        )

    def _continue(self, known: Line, newer: Line, terms: Terms) -> None:
        continued(replace(known, cycle=None, plan=None), replace(newer, cycle=None, plan=None), self._page, terms)

    def _refuse_other_units(self, last: Seen) -> None:
        """Raise where a figure has another unit than before, and its number could be one of that unit."""
        known = {one.label: one for one in last.told if one.label in self._fields}
        for one in self._newer.told:
            before = known.get(one.label)
            if before is None or {one.unit, before.unit} - self._units.keys() or one.unit == before.unit:
                continue
            as_before = one.value * self._units[before.unit] // self._units[one.unit]
            change = abs(one.value - before.value)
            if as_before != one.value and abs(as_before - before.value) <= max(change, _AT_ONCE):
                raise LayoutChanged(self._page, self._fields[one.label], "unit")

    def _moved(self, last: Seen) -> bool | None:
        """Whether labels stand in another order than last time; None where some stand on another page."""
        before, after = _order(last.told), _order(self._newer.told)
        common = before.keys() & after.keys()
        if [one for one in before if one in common] != [one for one in after if one in common]:
            return True
        chosen = [{one for one in order if one[1] in self._fields} for order in (before, after)]
        return False if chosen[0] == chosen[1] else None

    def _exchanged(self, last: Seen) -> Iterator[Line]:
        """The line as it would be if two figures whose labels have changed places were each other's."""
        before, after = _order(last.told), _order(self._newer.told)
        for one, other in combinations(self._newer.told, 2):
            mine, its = (one.page, one.label), (other.page, other.label)
            if mine == its or mine[0] != its[0] or not {mine, its} <= before.keys():
                continue
            if (before[mine] < before[its]) == (after[mine] < after[its]):
                continue
            yield self._with(self._with(self._newer.line, one.label, other.value), other.label, one.value)

    def _with(self, line: Line, label: str, value: int) -> Line:
        match self._fields.get(label):
            case "remaining":
                return replace(line, remaining=value)
            case "used":
                return replace(line, used=value)
            case "total":
                return replace(line, total=value)
            case _:
                return line

    def _refuse_doubt(self, known: Line, line: Line, terms: Terms) -> None:
        """Raise if a line with two figures exchanged would be as good a reading."""
        try:
            self._continue(known, line, terms)
        except LayoutChanged:
            return
        if volumes(line) == volumes(self._newer.line) or not adds_up(line, 2 * self._tolerance):
            return
        if _spent(known, line) <= max(_AT_ONCE, _spent(known, self._newer.line)):
            raise LayoutChanged(self._page, *(field for field in _FIELDS.values() if field in self._labels), "swapped")


def volumes(line: Line) -> dict[str, int]:
    """What a line tells, by field."""
    told = {field: getattr(line, field) for field in _FIELDS.values()}
    return {field: value for field, value in told.items() if value is not None}


def _order(told: tuple[Told, ...]) -> dict[tuple[str, str], int]:
    """Page and label of each figure with its place in the order, at its first place on that page."""
    found: dict[tuple[str, str], int] = {}
    for place, one in enumerate(sorted(told, key=lambda one: (one.page, one.spot))):
        found.setdefault((one.page, one.label), place)
    return found


def _spent(known: Line, line: Line) -> int:
    """What would have been used since, as far as a line tells."""
    if known.used is not None and line.used is not None:
        return line.used - known.used
    if known.remaining is not None and line.remaining is not None:
        return known.remaining - line.remaining
    return 0

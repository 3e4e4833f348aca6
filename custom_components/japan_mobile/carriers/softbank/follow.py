"""Whether the data page's figures go on from those that were accepted last. Protocol: docs/carriers/softbank.md, 2.1."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from .. import wire
from ..continuity import Terms, continued
from ..errors import LayoutChanged
from ..model import Account, Line
from .brand import Brand
from .chart import CARRIED

NAME = "data"
"""What errors call the page."""
_LONGEST = 31
_ROUNDING = 10_000_000
_AT_ONCE = 3 * 10**9
"""More than this is hardly used between two looks at a page."""


class Told(NamedTuple):
    """What one page told: the line, and the figures it was made of, by label, in the page's order.

    `itemised`: the buckets are all that can be added to the allowance. `again` makes the line of other figures of the
    same labels, or raises `LayoutChanged`; None where no two figures can be taken for each other. `tolerance` (bytes) is
    what rounding may do.
    """

    line: Line
    figures: tuple[tuple[str, int], ...]
    itemised: bool = False
    again: Callable[[Mapping[str, int]], Line] | None = None
    tolerance: int = _ROUNDING


class Seen(NamedTuple):
    """What was accepted, and when."""

    told: Told
    at: datetime

    def dump(self) -> dict[str, Any]:
        """As JSON, to be kept."""
        account = Account(carrier="", account_id="", fetched_at=self.at, lines=(self.told.line,))
        return {**wire.dump(account), "figures": [list(figure) for figure in self.told.figures]}

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> Seen:
        """What `dump` wrote. Raises KeyError, TypeError, ValueError or IndexError for anything else."""
        account = wire.load(kept)
        figures = tuple((str(label), int(value)) for label, value in kept["figures"])
        return cls(Told(account.lines[0], figures), account.fetched_at)


def followed(last: Seen | None, told: Told, brand: Brand, now: datetime) -> Line:
    """The line, unless it cannot follow upon what was accepted last. Raises `LayoutChanged`."""
    if last is None:
        return told.line
    same = _same_cycle(last.at.date(), now.date(), brand)
    if told.line.cycle is not None or last.told.line.cycle is not None:
        same = told.line.cycle == last.told.line.cycle
    before, after = dict(last.told.figures), dict(told.figures)
    moved = list(before) != list(after) and before.keys() == after.keys()
    terms = Terms(
        tolerance=told.tolerance,
        same_cycle=same,
        exact=True,
        itemised=told.itemised,
        rearranged=moved,
        settled=moved or not told.again,
    )
    _check(last, told.line, after, terms)
    if moved and same:
        _refuse_doubt(last, told, terms)
    return told.line


def _check(last: Seen, line: Line, figures: Mapping[str, int], terms: Terms) -> None:
    continued(last.told.line, line, NAME, terms)
    carried = {label: value for label, value in last.told.figures if label.endswith(CARRIED)}
    if terms.same_cycle and any(figures.get(label, value) != value for label, value in carried.items()):
        raise LayoutChanged(NAME, CARRIED, "changed")


def _refuse_doubt(last: Seen, told: Told, terms: Terms) -> None:
    """Raise if labels stand in another order than last time, and two of them exchanged would be as good a reading."""
    if told.again is None:
        return
    read = told.again(dict(told.figures))
    for (one, mine), (other, its) in combinations(told.figures, 2):
        figures = {**dict(told.figures), one: its, other: mine}
        try:
            line = told.again(figures)
            _check(last, line, figures, terms)
        except LayoutChanged:
            continue
        if line != read and (line.used or 0) - (last.told.line.used or 0) <= _AT_ONCE:
            raise LayoutChanged(NAME, one, other, "swapped")


def _same_cycle(before: date, now: date, brand: Brand) -> bool:
    """Whether no cycle can have begun between two days, for pages that do not say which days they are about."""
    days = (now - before).days
    return 0 <= days < _LONGEST and not any((now - timedelta(days=back)).day in brand.turns for back in range(days))

"""Whether the data page's figures go on from those that were accepted last. Protocol: docs/carriers/softbank.md, 2.1."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
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


class Told(NamedTuple):
    """What one page told: the line, and the figures it was made of, by label, in the page's order.

    `itemised`: the buckets are all that can be added to the allowance.
    """

    line: Line
    figures: tuple[tuple[str, int], ...]
    itemised: bool


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
        return cls(Told(account.lines[0], figures, itemised=False), account.fetched_at)


def followed(last: Seen | None, told: Told, brand: Brand, now: datetime) -> Line:
    """The line, unless it cannot follow upon what was accepted last. Raises `LayoutChanged`."""
    if last is None:
        return told.line
    before, after = dict(last.told.figures), dict(told.figures)
    same = _same_cycle(last.at.date(), now.date(), brand)
    if told.line.cycle is not None or last.told.line.cycle is not None:
        same = told.line.cycle == last.told.line.cycle
    terms = Terms(
        same_cycle=same,
        exact=True,
        itemised=told.itemised,
        rearranged=list(before) != list(after) and before.keys() == after.keys(),
    )
    line = continued(last.told.line, told.line, NAME, terms)
    if same and any(label.endswith(CARRIED) and after.get(label, value) != value for label, value in before.items()):
        raise LayoutChanged(NAME, CARRIED, "changed")
    return line


def _same_cycle(before: date, now: date, brand: Brand) -> bool:
    """Whether no cycle can have begun between two days, for pages that do not say which days they are about."""
    days = (now - before).days
    return 0 <= days < _LONGEST and not any((now - timedelta(days=back)).day in brand.turns for back in range(days))

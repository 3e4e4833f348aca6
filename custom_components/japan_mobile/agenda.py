"""What is coming up for the lines and bills of an account, as far as the carrier has said. Pure."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from .carriers.model import Bill, BillState, Line


class Occasion(StrEnum):
    """What kind of day it is; its words are in the translations."""

    RESET = "reset"
    EXPIRY = "expiry"
    DUE = "due"
    CLOSING = "closing"
    """The last day that the next bill is for, 締め日."""
    SUSPENSION = "suspension"


class Entry(NamedTuple):
    """A day, or a moment, on which something happens to a line or (`whose` None) to the account."""

    at: date | datetime
    occasion: Occasion
    whose: str | None

    @property
    def day(self) -> date:
        """The day in Japan."""
        return self.at.date() if isinstance(self.at, datetime) else self.at


def agenda(lines: Collection[Line], bills: Collection[Bill], name: Callable[[Line], str]) -> list[Entry]:
    """All that is known to come, earliest first. `name` says what a line is called."""
    found = [*(entry for line in lines for entry in _of_line(line, name(line)))]
    if bills:
        found += [Entry(line.cycle.end, Occasion.CLOSING, None) for line in lines if line.cycle is not None]
    found += [Entry(bill.due, Occasion.DUE, None) for bill in bills if bill.due and not _is_settled(bill)]
    return sorted(set(found), key=lambda entry: (entry.day, entry.occasion, entry.whose or ""))


def _of_line(line: Line, name: str) -> Iterator[Entry]:
    if line.cycle is not None:
        yield Entry(line.cycle.end + timedelta(days=1), Occasion.RESET, name)
    for bucket in line.buckets:
        if bucket.expires is not None and bucket.remaining != 0:
            yield Entry(bucket.expires, Occasion.EXPIRY, name)
    if line.suspends is not None:
        yield Entry(line.suspends, Occasion.SUSPENSION, name)


def _is_settled(bill: Bill) -> bool:
    return bill.state is BillState.PAID

"""A line without a portal: what its user says of it, and what he has handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from ..keep import is_time, maybe, record
from ..model import TOKYO, BillState, Cycle, Month
from .reasons import NotUnderstood

HOLDS = timedelta(days=7)
"""How long a figure is shown after it was true."""
BILL_HOLDS = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedLine:
    """What the user says of a line. `cycle_day` is the day of the month on which its data begins anew; bytes."""

    line_id: str
    name: str
    number: str | None = None
    plan: str | None = None
    cycle_day: int = 1
    total: int | None = None
    unlimited: bool = False

    def cycle(self, day: date) -> Cycle:
        """The cycle that holds a day; in a month that is too short it begins on the last day."""
        month = Month.of(day)
        start = self._begins(month)
        if day < start:
            month = month.plus(-1)
            start = self._begins(month)
        return Cycle(start, self._begins(month.plus(1)) - timedelta(days=1))

    def _begins(self, month: Month) -> date:
        return month.first.replace(day=min(self.cycle_day, month.last.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What was understood of something handed in: bytes, yen; `as_of` is when that was true."""

    as_of: datetime
    used: int | None = None
    remaining: int | None = None
    total: int | None = None
    bill: int | None = None
    bill_month: Month | None = None
    bill_state: BillState = BillState.UNKNOWN

    def __post_init__(self) -> None:
        if all(value is None for value in (self.used, self.remaining, self.total, self.bill)):
            raise NotUnderstood("nothing")


@dataclass(frozen=True, slots=True)
class Told[T]:
    """A figure and when it was true."""

    value: T
    at: datetime

    def holds(self, since: datetime, now: datetime, span: timedelta = HOLDS) -> bool:
        """Whether it may still be shown: it is of the running cycle, and not old."""
        return self.at >= since and now - self.at < span


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that was handed in of a line, each figure with its own time."""

    used: Told[int] | None = None
    remaining: Told[int] | None = None
    total: Told[int] | None = None
    bill: Told[tuple[int, Month | None, BillState]] | None = None

    def taken(self, given: HandedIn) -> Self:
        """This with what was given; an older figure never replaces a newer one. Raises `NotUnderstood("older")`."""
        bill = None if given.bill is None else (given.bill, given.bill_month, given.bill_state)
        taken = replace(
            self,
            used=_newer(self.used, given.used, given.as_of),
            remaining=_newer(self.remaining, given.remaining, given.as_of),
            total=_newer(self.total, given.total, given.as_of),
            bill=_newer(self.bill, bill, given.as_of),
        )
        if all(getattr(taken, field.name) is getattr(self, field.name) for field in fields(self)):
            raise NotUnderstood("older")
        return taken

    def dumped(self) -> dict[str, Any]:
        """As JSON."""
        return {
            field.name: {"value": _plain(told.value), "at": told.at.isoformat()}
            for field in fields(self)
            if (told := getattr(self, field.name)) is not None
        }

    @classmethod
    def loaded(cls, content: Mapping[str, Any]) -> Self:
        """From what `dumped` wrote."""
        return cls(
            **{
                name: Told(_READ.get(name, int)(told["value"]), datetime.fromisoformat(told["at"]).astimezone(TOKYO))
                for name, told in content.items()
            }
        )


def _newer[T](known: Told[T] | None, value: T | None, at: datetime) -> Told[T] | None:
    if value is None or (known is not None and known.at > at):
        return known
    return Told(value, at)


def _plain(value: Any) -> Any:
    if isinstance(value, int):
        return value
    amount, month, state = value
    return [amount, None if month is None else str(month), state.value]


def _bill(value: list[Any]) -> tuple[int, Month | None, BillState]:
    amount, month, state = value
    return amount, None if month is None else Month.parse(month), BillState(state)


_READ: dict[str, Callable[[Any], Any]] = {"bill": _bill}


def is_known(value: Any) -> bool:
    """Whether something kept is what `Known.dumped` writes."""
    figure = record(value=lambda one: type(one) is int, at=is_time)
    bill = record(value=_is_bill, at=is_time)
    return isinstance(value, dict) and all(
        name in {"used", "remaining", "total", "bill"} and (bill if name == "bill" else figure)(told)
        for name, told in value.items()
    )


def _is_bill(value: Any) -> bool:
    try:
        amount, month, state = value
        return (
            type(amount) is int and maybe(lambda text: bool(Month.parse(text)))(month) and BillState(state) in BillState
        )
    except TypeError, ValueError:
        return False

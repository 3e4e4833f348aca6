"""What is handed in, as figures of a line: a message's text, or numbers. It is right, or nothing of it counts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation

from ..by_hand import HANDED
from ..model import TOKYO, BillState, Month
from .clauses import lines_of
from .figures import Figure, Message, read
from .line import HOLDS, HandedIn, HandedLine
from .reasons import NotUnderstood
from .when import as_of, holds
from .whose import check_whose, without_numbers
from .words import Sense

_LARGEST = 10_000
_MOST_YEN = 10_000_000
_OLDEST_BILL = 3


def understand(
    text: str,
    line: HandedLine,
    *,
    others: Iterable[str] = (),
    names: Iterable[str] = (),
    now: datetime,
    sent: datetime | None = None,
) -> HandedIn:
    """Read a message about a line; `others` are the numbers of the account's other lines, `names` what else it is called.

    Its figures are from when the message says, else from when it was `sent`, else from now. Raises `NotUnderstood` for whatever is not safe: then nothing counts.
    """
    now = now.astimezone(TOKYO)
    lines = lines_of(text)
    check_whose(lines, line, others)
    message = read([without_numbers(one) for one in lines], now, own=(line.name, *names))
    moment = as_of([*message.moments, *([] if sent is None else [sent.astimezone(TOKYO)])], now)
    _check_time(message, line, moment, now)
    values = {
        sense: _one(message.figures, sense)
        for sense in (Sense.USED, Sense.REMAINING, Sense.TOTAL, Sense.WHOLE, Sense.BILL)
    }
    if all(value is None for value in values.values()):
        raise NotUnderstood("threshold" if message.near else "nothing")
    _check_sum(values)
    if not message.sure:
        raise NotUnderstood("words")
    bill = values[Sense.BILL]
    total = values[Sense.TOTAL] or values[Sense.WHOLE]
    return HandedIn(
        as_of=moment,
        used=_value(values[Sense.USED]),
        remaining=_value(values[Sense.REMAINING]),
        total=_value(total),
        bill=_value(bill),
        bill_month=None if bill is None else _bill_month(message, now),
        bill_state=message.states[0] if len(set(message.states)) == 1 else BillState.UNKNOWN,
    )


def _value(figure: Figure | None) -> int | None:
    return None if figure is None else figure.value


def _one(figures: Collection[Figure], sense: Sense) -> Figure | None:
    """The figure of a sense; told twice it must be the same within what its digits count."""
    found = [figure for figure in figures if figure.sense is sense]
    if not found:
        return None
    finest = min(found, key=lambda figure: figure.step or 1)
    if any(abs(figure.value - finest.value) > figure.step / 2 for figure in found):
        raise NotUnderstood("two_values")
    return finest


def _check_time(message: Message, line: HandedLine, moment: datetime, now: datetime) -> None:
    """Raise for figures of another cycle than the running one, or of one that nobody shows any more."""
    cycle = line.cycle(now.date())
    senses = {figure.sense for figure in message.figures}
    if message.of_a_day and Sense.USED in senses:
        raise NotUnderstood("two_meanings")  # used by that day, or on it
    if not senses - {Sense.BILL}:
        return
    if any(one.start != cycle.start for one in message.periods):
        raise NotUnderstood("past")
    if not holds(message.months, cycle):
        raise NotUnderstood("month")
    if moment < datetime.combine(cycle.start, time(), TOKYO) or now - moment >= HOLDS:
        raise NotUnderstood("past")


def _check_sum(values: Mapping[Sense, Figure | None]) -> None:
    """Raise where used, left and the whole contradict each other; a whole of nobody knows what needs them both."""
    used, left = values[Sense.USED], values[Sense.REMAINING]
    if values[Sense.TOTAL] is not None and values[Sense.WHOLE] is not None:
        raise NotUnderstood("two_meanings")
    total = values[Sense.TOTAL] or values[Sense.WHOLE]
    if values[Sense.WHOLE] is not None and (used is None or left is None):
        raise NotUnderstood("amount")
    if total is None:
        return
    if any(part is not None and part.value > total.value + part.step + total.step for part in (used, left)):
        raise NotUnderstood("sum")
    if used is not None and left is not None:
        slack = used.step + left.step + total.step
        if abs(used.value + left.value - total.value) > slack:
            raise NotUnderstood("sum")


def _bill_month(message: Message, now: datetime) -> Month | None:
    """The month of use that a bill is for, where the message says it. Raises for a bill of long ago."""
    months = set(message.bill_months) or {(month, True) for month in message.months}
    today = Month.of(now.date())
    if any(not today.plus(-_OLDEST_BILL) <= month <= today.plus(1) for month, _ in months):
        raise NotUnderstood("month")
    of_use = {month for month, use in months if use}
    return of_use.pop() if len(of_use) == 1 else None


def from_numbers(values: Mapping[str, object], line: HandedLine, *, now: datetime) -> HandedIn:
    """Numbers as they are: `used`, `remaining`, `total` in GB, `bill` in yen, `bill_month` (`YYYY-MM`), `as_of`.

    Raises `NotUnderstood` for what cannot be, or is of another cycle.
    """
    now = now.astimezone(TOKYO)
    moment = values.get("as_of", now)
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise NotUnderstood("day")
    try:
        moment = as_of([moment.astimezone(TOKYO)], now)
    except OverflowError:  # the last hours of the calendar are over in Tokyo
        raise NotUnderstood("day") from None
    used, remaining, total = (_volume(values.get(name)) for name in ("used", "remaining", "total"))
    if any(value is not None for value in (used, remaining, total)):
        start = datetime.combine(line.cycle(now.date()).start, time(), TOKYO)
        if moment < start or now - moment >= HOLDS:
            raise NotUnderstood("past")
    if total is not None and any(part is not None and part > total for part in (used,)):
        raise NotUnderstood("sum")
    return HandedIn(
        as_of=moment,
        used=used,
        remaining=remaining,
        total=total,
        bill=_yen(values.get("bill")),
        bill_month=_month(values.get("bill_month")),
    )


def _number(value: object, largest: int) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise NotUnderstood("number")
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise NotUnderstood("number") from None
    if not found.is_finite() or not 0 <= found <= largest:
        raise NotUnderstood("number")
    return found


def _volume(value: object) -> int | None:
    found = _number(value, _LARGEST)
    return None if found is None else int((found * HANDED.gigabyte).to_integral_value())


def _yen(value: object) -> int | None:
    found = _number(value, _MOST_YEN)
    if found is not None and found != found.to_integral_value():
        raise NotUnderstood("number")
    return None if found is None else int(found)


def _month(value: object) -> Month | None:
    if value is None:
        return None
    try:
        return Month.parse(str(value))
    except ValueError:
        raise NotUnderstood("month") from None

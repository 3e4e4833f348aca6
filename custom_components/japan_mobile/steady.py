"""Figures that are foreseen, told so that they keep still: rounded to few digits, and told anew only when they no longer hold. Pure."""

from datetime import datetime, timedelta

_QUARTER = 6
_FAR = timedelta(days=2)


def steady_below(exact: int, scale: int, told: object = None) -> int:
    """A size told as at most itself: by a tenth of `scale`, or half as much again while it keeps still; all in bytes.

    `told` is what was told of it last.
    """
    step = _step(scale)
    if isinstance(told, int) and told and told <= exact < told + 1.5 * step:
        return told
    return exact // step * step


def steady_above(exact: int, told: object = None) -> int:
    """A size told as at least itself: by a tenth, or twice as much while it keeps still; in bytes.

    `told` is what was told of it last.
    """
    if isinstance(told, int) and told - 1.5 * _step(told) < exact <= told:
        return told
    step = _step(exact)
    return -(-exact // step) * step


def steady_moment(exact: datetime, now: datetime, told: object = None) -> datetime:
    """The end of the day in which a moment ahead lies, of the quarter of a day if it is near: nobody foresees minutes.

    It keeps still while it is such a span ahead, also where the span has become shorter. `told` is what was told of it last.
    """
    hours = _QUARTER if exact - now < _FAR else 24
    span = timedelta(hours=hours)
    if isinstance(told, datetime) and now < told and exact <= told <= exact + span:
        return told
    return exact.replace(hour=exact.hour // hours * hours, minute=0, second=0, microsecond=0) + span


def _step(size: int) -> int:
    """1, 2 or 5 of a digit such that it is at most a tenth of the size."""
    if size < 10:
        return 1
    second: int = 10 ** (len(str(size)) - 2)
    return second * (1 if size < 20 * second else 2 if size < 50 * second else 5)

"""Will the data last? Pace, daily budget, run-out time and what is left over, from a line's figures and its days. Pure.

Volumes are bytes, days are the carrier's. What is not known is None: nothing is guessed from less than `FEWEST` days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from statistics import median

from .carriers.model import TOKYO, Bucket, BucketKind, Cycle, Line

FEWEST = 3
"""Days that must be known before anything is foreseen."""
_MEMORY = 42
"""Days back that still count."""
_HALF_LIFE = 14
_WEIGHT = 2.0
"""So many average days are mixed into each weekday's, so that one odd Sunday makes no rule."""
_UNUSUAL = 3.0
_LEAST_UNUSUAL = 10**8
_NEVER = datetime.max.replace(tzinfo=TOKYO)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a line uses on each weekday (Monday first), in bytes a day."""

    weekdays: tuple[float, ...]

    def on(self, day: date) -> float:
        """What it is expected to use on a day."""
        return self.weekdays[day.weekday()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is foreseen of a line at a moment.

    `budget` is what may be used a day from now on; `projected` what will have been used at the reset, `left_over` what
    will be left of it then, of which `carries` into the next cycle and `expires`; `runs_out` when nothing is left, None
    if that is not before the reset.
    """

    days_left: float
    budget: int | None = None
    projected: int | None = None
    left_over: int | None = None
    carries: int | None = None
    expires: int | None = None
    runs_out: datetime | None = None
    lasts: bool | None = None


UNFORESEEN = Forecast(days_left=0)
"""Of a line that nothing is foreseen of."""


def pace_of(days: Mapping[date, int], today: date) -> Pace | None:
    """The weekday-aware pace from the days before today, newer ones counting more; None with too few of them."""
    known = {day: used for day, used in days.items() if timedelta(0) < today - day <= timedelta(days=_MEMORY)}
    if len(known) < FEWEST:
        return None
    weights = {day: 0.5 ** ((today - day).days / _HALF_LIFE) for day in known}
    mean = sum(known[day] * weights[day] for day in known) / sum(weights.values())
    return Pace(tuple(_weekday(known, weights, mean, number) for number in range(7)))


def _weekday(known: Mapping[date, int], weights: Mapping[date, float], mean: float, number: int) -> float:
    same = [day for day in known if day.weekday() == number]
    total = sum(known[day] * weights[day] for day in same) + _WEIGHT * mean
    return total / (sum(weights[day] for day in same) + _WEIGHT)


def forecast(
    line: Line,
    days: Mapping[date, int],
    now: datetime,
    zone: tzinfo = TOKYO,
    *,
    together: Mapping[date, int] | None,
) -> Forecast | None:
    """What is foreseen of a line; None for one whose cycle is not known or not running.

    `days` are what it used on whole days before today, `together` what all lines used that share what is left; None where
    that is not known.
    """
    local = now.astimezone(zone)
    if line.cycle is None or not line.cycle.start <= local.date() <= line.cycle.end:
        return None
    end = datetime.combine(line.cycle.end + timedelta(days=1), time(), zone)
    left = (end - local) / timedelta(days=1)
    own, shared = (None if one is None else pace_of(one, local.date()) for one in (days, together))
    rest = None if own is None else _rest(own, local, line.cycle)
    found = _Ahead(line, shared, local, line.cycle)
    return Forecast(
        days_left=left,
        budget=None if line.remaining is None or line.unlimited else int(line.remaining / max(left, 1.0)),
        projected=None if line.used is None or rest is None else line.used + int(rest),
        left_over=found.left_over,
        carries=found.carries,
        expires=found.expires,
        runs_out=found.runs_out,
        lasts=found.lasts,
    )


def _rest(pace: Pace, now: datetime, cycle: Cycle) -> float:
    """What will be used until the cycle ends."""
    return sum(pace.on(day) * share for day, share in _days_ahead(now, cycle))


def _days_ahead(now: datetime, cycle: Cycle) -> Iterator[tuple[date, float]]:
    """The days until the cycle ends, and how much of each is still to come."""
    passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(days=1)
    yield now.date(), 1 - passed
    for ahead in range(1, (cycle.end - now.date()).days + 1):
        yield now.date() + timedelta(days=ahead), 1.0


class _Ahead:
    """The days to the reset, gone through with what is left, at the pace of all that use it."""

    def __init__(self, line: Line, pace: Pace | None, now: datetime, cycle: Cycle) -> None:
        self.left_over: int | None = None
        self.carries: int | None = None
        self.expires: int | None = None
        self.runs_out: datetime | None = None
        self.lasts: bool | None = None
        if line.unlimited:
            self.lasts = True
        elif line.remaining is not None and line.remaining <= 0:
            self.lasts, self.left_over = False, 0
        elif pace is not None and line.remaining is not None:
            rest = int(_rest(pace, now, cycle))
            self.left_over = max(line.remaining - rest, 0)
            self.runs_out = _runs_out(pace, line.remaining, now, cycle)
            self.lasts = self.runs_out is None
            self.carries, self.expires = _fate(line, rest, cycle)


def _runs_out(pace: Pace, remaining: int, now: datetime, cycle: Cycle) -> datetime | None:
    """When nothing is left, in steps of a day that is used evenly; None if not before the cycle ends."""
    left, at = float(remaining), now
    for day, share in _days_ahead(now, cycle):
        use = pace.on(day) * share
        if use >= left and use > 0:
            return (at + timedelta(days=share * left / use)).replace(microsecond=0)
        left -= use
        at += timedelta(days=share)
    return None


def consumed(buckets: Iterable[Bucket], use: int) -> list[tuple[Bucket, int]]:
    """What is left of each bucket after a use: what expires first goes first, as carriers have it."""
    order = sorted(buckets, key=lambda bucket: (bucket.expires is None, bucket.expires or _NEVER))
    found = []
    for bucket in order:
        left = bucket.remaining or 0
        taken = min(left, use)
        use -= taken
        found.append((bucket, left - taken))
    return found


def _fate(line: Line, use: int, cycle: Cycle) -> tuple[int | None, int | None]:
    """How much of what is left over lives on after the reset, and how much expires; unknown unless buckets tell all."""
    told = [bucket for bucket in line.buckets if bucket.remaining]
    if not told or line.remaining != sum(bucket.remaining or 0 for bucket in told):
        return None, None
    if any(bucket.expires is None for bucket in told if bucket.kind is not BucketKind.SHARED):
        return None, None
    lives = ends = 0
    for bucket, left in consumed(told, use):
        if bucket.expires is not None and bucket.expires.date() > cycle.end:
            lives += left
        else:
            ends += left
    return lives, ends


def unusual(used_today: int, days: Mapping[date, int], today: date) -> bool | None:
    """Whether today's use is far beyond three usual days and the busiest of ten; None with too few days known."""
    recent = [used for day, used in days.items() if timedelta(0) < today - day <= timedelta(days=28)]
    if len(recent) < 7:
        return None
    busy = sorted(recent)[-max(len(recent) // 10, 1)]
    return used_today > max(_UNUSUAL * median(recent), 1.5 * busy, _LEAST_UNUSUAL)


def next_expiry(buckets: Sequence[Bucket], now: datetime) -> Bucket | None:
    """The bucket that expires next, of those that still hold something."""
    ahead = [bucket for bucket in buckets if bucket.expires is not None and bucket.expires > now and bucket.remaining]
    return min(ahead, key=lambda bucket: bucket.expires or now, default=None)

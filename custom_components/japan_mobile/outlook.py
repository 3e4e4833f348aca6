"""A line with all that is worked out of it."""

from datetime import datetime, timedelta

from homeassistant.util import dt as dt_util

from .carriers.model import Bucket, BucketKind, Line
from .coordinator import AccountCoordinator
from .forecast import UNFORESEEN, Forecast, next_expiry
from .readings import left_of, remaining_percent

_QUARTER = 6
"""Hours of a quarter of a day: nobody foresees minutes."""


class Outlook:
    """A line as it is shown now. What takes work is worked out when it is asked for."""

    def __init__(self, coordinator: AccountCoordinator, line: Line) -> None:
        self._coordinator = coordinator
        self.line = line
        self.now = dt_util.now(coordinator.carrier.zone)

    @property
    def forecast(self) -> Forecast:
        """What is foreseen of it."""
        return self._coordinator.history.foreseen(self.line.line_id) or UNFORESEEN

    @property
    def used_today(self) -> int | None:
        """What it has used since midnight."""
        return self._coordinator.history.used_today(self.line.line_id)

    @property
    def percent(self) -> int | None:
        """What is left in whole percent, which are enough to look at, and are not recorded anew for every packet."""
        exact = remaining_percent(self.line)
        return None if exact is None else round(exact)

    @property
    def budget(self) -> int | None:
        """What may be used a day. As all that is foreseen, it is not recorded anew each hour: no forecast is so exact."""
        exact = self.forecast.budget
        return None if exact is None else round_down(exact)

    @property
    def projected(self) -> int | None:
        """What will have been used at the reset."""
        exact = self.forecast.projected
        return None if exact is None else round_up(exact)

    @property
    def left_over(self) -> int | None:
        """What will be left at the reset: no more exact than what will be used until then."""
        exact = self.forecast.left_over
        return None if exact is None else round_down(exact, max(exact, self.forecast.projected or 0))

    @property
    def expiring(self) -> Bucket | None:
        """What expires next."""
        return next_expiry(self.line.buckets, self.now)

    @property
    def run_out(self) -> datetime | None:
        """By when nothing will be left, to the end of that quarter of a day."""
        at = self.forecast.runs_out
        if at is None:
            return None
        begun = at.replace(hour=at.hour // _QUARTER * _QUARTER, minute=0, second=0, microsecond=0)
        return begun + timedelta(hours=_QUARTER)

    @property
    def midnight(self) -> datetime:
        """When today began."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def days_to_reset(self) -> int | None:
        """Whole days until a new cycle begins, today among them."""
        return None if self.line.cycle is None else (self.line.cycle.end - self.now.date()).days + 1

    @property
    def cycle_start(self) -> datetime | None:
        """When the cycle began."""
        start = self.line.cycle and self.line.cycle.start
        return None if start is None else self.midnight.replace(year=start.year, month=start.month, day=start.day)

    def left_of(self, kind: BucketKind) -> int | None:
        """What is left of one kind."""
        return left_of(self.line, kind)


def round_down(size: int, scale: int | None = None) -> int:
    """A size rounded down by at most a twentieth of it, or of `scale`."""
    step = _step(size if scale is None else scale)
    return size // step * step


def round_up(size: int) -> int:
    """A size rounded up by at most a twentieth."""
    return -(-size // _step(size)) * _step(size)


def _step(size: int) -> int:
    """1, 2 or 5 of a digit such that it is at most a twentieth of the size."""
    if size < 100:
        return 1
    third: int = 10 ** (len(str(size)) - 3)
    return third * (5 if size < 200 * third else 10 if size < 500 * third else 20)

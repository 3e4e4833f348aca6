"""A line with all that is worked out of it."""

from datetime import date, datetime

from homeassistant.util import dt as dt_util

from .carriers.model import Bucket, BucketKind, Line
from .coordinator import AccountCoordinator
from .forecast import UNFORESEEN, Forecast, next_expiry
from .readings import left_of, remaining_percent
from .steady import steady_above, steady_below, steady_moment

type Told = int | date | datetime | str | None


class Outlook:
    """A line as it is shown now. What takes work is worked out when it is asked for.

    `told` is what was shown last today of the figure that is asked for: no forecast is so exact that each packet should
    change it, so it is shown as long as it holds, and the recorder is spared.
    """

    def __init__(self, coordinator: AccountCoordinator, line: Line, told: Told = None) -> None:
        self._coordinator = coordinator
        self._told = told
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
        """What may be used a day."""
        exact = self.forecast.budget
        return None if exact is None else steady_below(exact, exact, self._told)

    @property
    def projected(self) -> int | None:
        """What will have been used at the reset."""
        exact = self.forecast.projected
        return None if exact is None else steady_above(exact, self._told)

    @property
    def left_over(self) -> int | None:
        """What will be left at the reset: no more exact than what will be used until then."""
        exact = self.forecast.left_over
        return None if exact is None else steady_below(exact, max(exact, self.forecast.projected or 0), self._told)

    @property
    def expiring(self) -> Bucket | None:
        """What expires next."""
        return next_expiry(self.line.buckets, self.now)

    @property
    def run_out(self) -> datetime | None:
        """By when nothing will be left."""
        at = self.forecast.runs_out
        return None if at is None else steady_moment(at, self.now, self._told)

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

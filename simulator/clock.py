"""Time in the simulated world: a clock that can be set, moved and run at any speed, and calendar months."""

from datetime import date, datetime, timedelta
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds the day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`."""
        year, month = text.split("-")
        return cls(int(year), int(month))

    def plus(self, months: int) -> Month:
        """This month, moved by a number of months."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.plus(1).first - timedelta(days=1)

    @property
    def compact(self) -> str:
        """`YYYYMM`, as portals write it."""
        return f"{self.year:04}{self.month:02}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


class Clock:
    """A clock in Tokyo. `speed` is simulated seconds per real second; 0 stands still."""

    def __init__(self, now: datetime | None = None, speed: float = 0.0) -> None:
        self._speed = speed
        self._at = (now or datetime.now(TOKYO)).astimezone(TOKYO)
        self._since = monotonic()

    def now(self) -> datetime:
        """The time in the world, aware, in Tokyo."""
        return self._at + timedelta(seconds=(monotonic() - self._since) * self._speed)

    @property
    def speed(self) -> float:
        """Simulated seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.set(self.now())
        self._speed = speed

    def set(self, now: datetime) -> None:
        """Set the time; it runs on from there."""
        self._at = now.astimezone(TOKYO)
        self._since = monotonic()

    def advance(self, by: timedelta) -> None:
        """Move the time on."""
        self.set(self.now() + by)

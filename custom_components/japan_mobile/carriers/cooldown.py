"""Calls that may come once in a while only, counted for each line."""

from datetime import datetime, timedelta

from .errors import RateLimited


class Cooldown:
    """Remembers, as long as the process lives, when something was done last."""

    def __init__(self, wait: timedelta) -> None:
        self._wait = wait
        self._last: dict[str, datetime] = {}

    def begin(self, key: str, now: datetime) -> None:
        """Note that it is about to be done. Raises `RateLimited` when it was done too shortly before."""
        last = self._last.get(key)
        # A time to come was noted while the clock was wrong.
        if last is not None and timedelta(0) <= now - last < self._wait:
            raise RateLimited(self._wait - (now - last))
        self._last[key] = now

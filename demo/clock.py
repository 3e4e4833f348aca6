"""The clock of the machine that Home Assistant is on, where it is not this machine's: moved by libfaketime while it runs."""

from datetime import UTC, datetime
from pathlib import Path


class MovedClock:
    """A clock that starts at `now` and goes on from wherever it is moved. `library` is libfaketime's file.

    The monotonic clock stays as it is: interpreters wait for locks by it, and libfaketime does not move those waits.
    """

    def __init__(self, file: Path, library: str, now: datetime) -> None:
        self._file = file
        self._library = library
        self.move(now)

    def move(self, to: datetime) -> None:
        """Let it be another moment, at once."""
        ahead = (to - datetime.now(UTC)).total_seconds()
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead:+.6f}\n")  # rounded to less than what writing it takes: never a moment before `to`
        new.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        """What a process that lives by this clock is started with."""
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else timed waits of threads end at once, and they spin
            "NO_FAKE_STAT": "1",  # else every compiled module looks older than its source, and is compiled anew
        }

"""A coordinator that tells thousands of entities what is new without keeping the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, HassJobType, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util.logging import catch_log_exception

from .slices import in_slices

type Steps = Callable[[], Iterator[None]]
"""Work in the event loop that can be interrupted wherever it yields."""


class RoundsCoordinator[T](DataUpdateCoordinator[T]):
    """Tells its listeners in rounds: followers first, then listeners without a context, then those of each context together.

    A listener's context is the line that it is about, so that nobody sees a line of which one figure is new and another is
    old. A round over many lines is done in slices and goes on by itself; a newer one takes its place, and tells everybody.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._followers: dict[object, Steps] = {}
        self._rounds = 0
        self._failed = False
        self._round: asyncio.Task[None] | None = None

    @callback
    def follow(self, steps: Steps) -> CALLBACK_TYPE:
        """Do that work at the beginning of every round, and poll for it; returns what ends it."""
        key = object()
        self._followers[key] = steps
        stay = self.async_add_listener(_wait)  # polls are for listeners alone, and entities may all be disabled

        @callback
        def leave() -> None:
            if self._followers.pop(key, None) is not None:
                stay()

        return leave

    @callback
    @override
    def async_update_listeners(self) -> None:
        assert self.config_entry is not None
        self._rounds += 1
        self._round = self.config_entry.async_create_task(
            self.hass, self._tell_all(self._rounds), f"{self.name}: round {self._rounds}", eager_start=True
        )

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        failed, self._failed = self._failed, not self.last_update_success
        # Home Assistant tells of the first failure alone, and why the next one failed may be another matter.
        if failed and self._failed and not self._shutdown_requested:
            self.async_update_listeners()

    @override
    async def async_refresh(self) -> None:
        await super().async_refresh()
        await self._all_told()

    @override
    async def async_request_refresh(self) -> None:
        await super().async_request_refresh()
        await self._all_told()

    async def _all_told(self) -> None:
        """Wait until everybody knows: who asked for figures wants to see them."""
        while self._round is not None and not self._round.done():
            await asyncio.wait([self._round])

    async def _tell_all(self, number: int) -> None:
        lines = len({context for _, context in self._listeners.values()} - {None})
        await in_slices(self._steps(), lines, lambda: number == self._rounds and not self._shutdown_requested)

    def _steps(self) -> Iterator[None]:
        for steps in list(self._followers.values()):
            yield from self._guarded(steps())
        together: dict[object, list[int]] = {}
        for number, (_, context) in self._listeners.items():
            together.setdefault(context, []).append(number)
        tell = catch_log_exception(self._tell, lambda _number: self._text, HassJobType.Callback)
        for number in together.pop(None, []):
            tell(number)
            yield
        for numbers in together.values():
            for number in numbers:
                tell(number)
            yield

    def _tell(self, number: int) -> None:
        if number in self._listeners:  # else it has left since the round began
            self._listeners[number][0]()

    def _guarded(self, steps: Iterator[None]) -> Iterator[None]:
        """The steps of a follower; one that fails is told in the log and is its last."""
        more = [True]

        def go_on() -> None:
            more.clear()
            more.extend(True for _ in islice(steps, 1))

        guarded = catch_log_exception(go_on, lambda: self._text, HassJobType.Callback)
        while more:
            guarded()
            yield

    @property
    def _text(self) -> str:
        return f"Unexpected error while {self.name} told what is new"


@callback
def _wait() -> None:
    """What a follower does when listeners are told: it was told before."""

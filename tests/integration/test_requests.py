"""How many requests a day costs."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from homeassistant.config_entries import ConfigEntry

from simulator import Fault, Kind, Simulator


async def test_the_requests_of_a_day_are_counted_over_restarts(
    simulator: Simulator,
    entry: ConfigEntry,
    poll: Callable[..., Awaitable[None]],
    restart: Callable[[], Awaitable[None]],
) -> None:
    """As many as the portal saw; those of yesterday no more, and those of a failed poll as well."""
    for _ in range(30):
        await poll(timedelta(hours=1))
    simulator.journal.clear()
    for hour in range(24):
        if hour == 12:
            simulator.faults.add(Fault("*", Kind.STATUS, status=500))
        await poll(timedelta(hours=1))
        simulator.faults.clear()
        if hour in {6, 12}:
            await restart()
    assert len(simulator.journal.calls) > 48
    assert entry.runtime_data.requests_today == len(simulator.journal.calls)

"""The rows of a line in a real recorder's database, and a history that hears what a test says."""

import asyncio
from datetime import datetime

from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.japan_mobile.coordinator import AccountCoordinator
from custom_components.japan_mobile.entity import line_key
from custom_components.japan_mobile.history import UsageHistory
from custom_components.japan_mobile.statistics import statistic_id
from simulator import GB, TOKYO


async def all_written(recorder: Recorder) -> None:
    """Wait for all that is to be written, also for what has left the recorder's queue and is being written now."""
    done = asyncio.get_running_loop().create_future()
    recorder.queue_task(SynchronizeTask(done))
    await done


async def kept(
    hass: HomeAssistant, recorder: Recorder, coordinator: AccountCoordinator, kind: str, line_id: str = "hdo00000001"
) -> list[tuple[datetime, int, int]]:
    """The rows of a line: when each begins in Japan, use and sum in bytes."""
    await all_written(recorder)
    name = statistic_id(line_key(coordinator, line_id), kind)
    found = await recorder.async_add_executor_job(
        statistics_during_period, hass, dt_util.utc_from_timestamp(0), None, {name}, "hour", None, {"state", "sum"}
    )
    return [
        (
            datetime.fromtimestamp(row["start"], TOKYO),
            round((row["state"] or 0) * GB),
            round((row["sum"] or 0) * GB),
        )
        for row in found.get(name, [])
    ]


async def alone(hass: HomeAssistant, entry: ConfigEntry) -> AccountCoordinator:
    """The account without entities and polls: its answers are ours."""
    coordinator: AccountCoordinator = entry.runtime_data
    await hass.config_entries.async_unload(entry.entry_id)
    return coordinator


async def known_by(hass: HomeAssistant, coordinator: AccountCoordinator) -> UsageHistory:
    """The history as a start of Home Assistant makes it."""
    history = UsageHistory(hass, coordinator)
    await history.load()
    return history

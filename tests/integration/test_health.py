"""System health, and the diagnostics of a line."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_device_diagnostics
from simulator import Fault, Kind, Simulator

type Poll = Callable[..., Awaitable[None]]


async def test_it_tells_what_can_be_reached(hass: HomeAssistant, entry: ConfigEntry) -> None:
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info = await get_system_health_info(hass, DOMAIN)
    assert (info["accounts"], info["lines"], info["failing"]) == (1, 3, 0)
    assert "IIJmio" in info
    answer = await info["IIJmio"]
    assert answer == "ok" or answer["type"] == "failed"
    assert info["last_success"].startswith("IIJmio 20")
    assert "070" not in str(info.keys())


async def test_an_account_that_does_not_load_is_told_too(hass: HomeAssistant, entry: ConfigEntry) -> None:
    assert await async_setup_component(hass, "system_health", {})
    await hass.config_entries.async_unload(entry.entry_id)
    info = await get_system_health_info(hass, DOMAIN)
    assert (info["accounts"], info["lines"], info["failing"]) == (1, 0, 1)
    await info["IIJmio"]


async def test_a_line_has_diagnostics_of_its_own(hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry) -> None:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    line = next(one for one in devices if one.name == "070-••••-0001")
    told: Any = await async_get_device_diagnostics(hass, entry, line)
    assert len(told["account"]["lines"]) == 1
    assert told["days"]["told"] > 20
    owner: Any = await async_get_device_diagnostics(
        hass, entry, next(one for one in devices if one.name == entry.title)
    )
    assert len(owner["account"]["lines"]) == 3
    for secret in simulator.world.secrets():
        assert secret not in str(told)


async def test_an_outage_is_logged_once_and_so_is_its_end(
    simulator: Simulator, entry: ConfigEntry, poll: Poll, caplog: pytest.LogCaptureFixture
) -> None:
    """However often the portal is asked meanwhile."""

    def told() -> list[int]:
        return [one.levelno for one in caplog.records if one.name.startswith("custom_components.japan_mobile")]

    caplog.set_level(logging.INFO)
    await poll()
    caplog.clear()
    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    for _ in range(4):
        await poll(timedelta(hours=3))
    assert told() == [logging.ERROR]
    simulator.faults.clear()
    for _ in range(2):
        await poll(timedelta(hours=13))
    assert told() == [logging.ERROR, logging.INFO]

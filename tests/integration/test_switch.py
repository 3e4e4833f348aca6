"""The switch of fast data: off by default, unproven, and always what the carrier says."""

from collections.abc import Awaitable, Callable

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Fault, Kind, Simulator

SWITCH = "/couponStatus"


async def _enabled(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """The entity id of the first line's switch, switched on in the registry by its user."""
    registry = er.async_get(hass)
    found = next(
        one
        for one in registry.entities.values()
        if one.platform == DOMAIN and one.translation_key == "fast_data" and "0001" in one.entity_id
    )
    assert found.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    registry.async_update_entity(found.entity_id, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return found.entity_id


async def _turn(hass: HomeAssistant, entity_id: str, way: str) -> None:
    await hass.services.async_call("switch", f"turn_{way}", {"entity_id": entity_id}, blocking=True)


async def test_it_shows_what_the_carrier_says(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    """Switched off and on; each time one call, and a read of what has come of it."""
    switch = await _enabled(hass, entry)
    for way, fast in (("off", False), ("off", False)):
        await _turn(hass, switch, way)
        assert account.lines[0].fast is fast
        found = hass.states.get(switch)
        assert found is not None
        assert found.state == way
    assert simulator.journal.count(path=SWITCH) == 1  # what is so already is not asked for
    with pytest.raises(HomeAssistantError) as refused:
        await _turn(hass, switch, "on")
    assert refused.value.translation_key == "rate_limited_briefly"


@pytest.mark.parametrize(("status", "key"), [(500, "cannot_connect"), (400, "layout_changed")])
async def test_a_carrier_that_refuses(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, status: int, key: str
) -> None:
    """The user is told in words, and the state stays what it was."""
    switch = await _enabled(hass, entry)
    simulator.faults.add(Fault("*", Kind.STATUS, path=SWITCH, status=status))
    with pytest.raises(HomeAssistantError) as refused:
        await _turn(hass, switch, "off")
    assert refused.value.translation_key == key
    assert account.lines[0].fast
    found = hass.states.get(switch)
    assert found is not None
    assert found.state == "on"


async def test_nothing_is_ever_switched_by_itself(
    simulator: Simulator, entry: ConfigEntry, poll: Callable[..., Awaitable[None]], freezer: FrozenDateTimeFactory
) -> None:
    for _ in range(3):
        await poll()
    assert simulator.journal.count(path=SWITCH) == 0

"""A wall that only a person can get past: it is shown as long as it stands, whatever else happens meanwhile."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile import async_remove_config_entry_device
from custom_components.japan_mobile.carriers.errors import AccountActionNeeded, Action, CarrierError, HumanCheckNeeded
from custom_components.japan_mobile.walls import error_of, wall_of
from simulator import Fault, Kind, Simulator

from .test_lines import _devices
from .test_polling import issues

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]
HOURS = timedelta(hours=7)


@pytest.mark.parametrize(
    ("wall", "issue"), [(HumanCheckNeeded(), "human_check"), (AccountActionNeeded(Action.CONSENT), "action_consent")]
)
async def test_it_is_shown_as_long_as_it_stands(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, state: State, poll: Poll,
    restart: Callable[[], Awaitable[None]], wall: CarrierError, issue: str,
) -> None:  # fmt: skip
    """Over a restart within the pause, and over a carrier that cannot be reached; with the next figures it is gone."""
    with patch.object(type(entry.runtime_data.session), "fetch", side_effect=wall):
        await poll(timedelta(hours=2))
    assert (issues(hass), state("login_needed")) == ({issue}, "on")
    await restart()
    assert (issues(hass), state("login_needed")) == ({issue}, "on")
    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    await poll(HOURS)
    assert (issues(hass), state("login_needed")) == ({issue}, "on")
    await restart()
    assert (issues(hass), state("login_needed")) == ({issue}, "on")
    simulator.faults.clear()
    await poll(HOURS)
    assert (issues(hass), state("login_needed")) == (set(), "off")


@pytest.mark.parametrize("action", Action)
def test_what_is_kept_of_it(action: Action) -> None:
    again = error_of(wall_of(AccountActionNeeded(action)))
    assert again is None if action is Action.PERMISSION else isinstance(again, AccountActionNeeded)
    assert error_of({"action": "x"}) is error_of({}) is error_of(None) is None


async def test_no_device_of_an_account_that_is_not_set_up_is_removed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    device = _devices(hass, entry)["070-••••-0001"]
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await async_remove_config_entry_device(hass, entry, device)

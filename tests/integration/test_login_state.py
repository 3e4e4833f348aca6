"""What the sensor of the login shows follows every poll, and every login."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import credentials_for

from .looks import login_state, shows_login

type Poll = Callable[..., Awaitable[None]]

HOURS = timedelta(hours=3)


async def test_a_second_failure_is_told_by_its_own_name(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    await shows_login(hass, entry)
    assert login_state(hass, entry) == "logged_in"
    for status, state in ((502, "unreachable"), (429, "resting")):
        simulator.faults.clear()
        simulator.faults.add(Fault("*", Kind.STATUS, status=status))
        await poll(HOURS)
        assert login_state(hass, entry) == state
    account.password = "changed-at-the-portal"
    simulator.faults.clear()
    simulator.portal("iijmio").expire(account.account_id)
    await poll(HOURS)
    assert login_state(hass, entry) == "login_needed"


async def test_who_has_logged_in_is_told_so_at_once(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    await shows_login(hass, entry)
    account.password = "changed-at-the-portal"
    simulator.portal("iijmio").expire(account.account_id)
    await poll(HOURS)
    assert login_state(hass, entry) == "login_needed"
    flow = hass.config_entries.flow
    [waiting] = flow.async_progress()
    form: Any = await flow.async_configure(waiting["flow_id"], credentials_for(account))
    assert form["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert login_state(hass, entry) == "logged_in"

"""What is kept may come back damaged from the disk: then it is not believed, and nothing breaks."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.const import DOMAIN
from simulator import GB, Account, Simulator


@pytest.mark.parametrize(
    ("damage", "logins"),
    [
        ({"login": {"app_off": {"why": "too_old", "version": "3.2.5", "at": "soon"}}}, 2),
        ({"login": [], "polled": 5}, 2),
        ({"rest_until": "2026-08-06T12:00:00", "polled": {}}, 0),
        ({"account": {"lines": [5]}}, 0),
        ({"sent": {"2026-08-06T12:00:00": 3}}, 0),
        ({"sent": {"2026-08-06T12:00:00Z": True}}, 0),
        ({"polled": {"usage": "2026-08-06T12:00:00"}, "last_error": "x"}, 0),
    ],
)
async def test_at_worst_it_is_read_anew(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    account: Account,
    entry: ConfigEntry,
    restart: Callable[[], Awaitable[None]],
    state: Callable[..., str],
    damage: dict[str, Any],
    logins: int,
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    hass_storage[f"{DOMAIN}.{entry.unique_id}"]["data"].update(damage | {"polled": damage.get("polled", {})})
    simulator.journal.clear()
    await restart()
    assert entry.state is ConfigEntryState.LOADED
    truth = simulator.world.truth("iijmio", account.account_id, "app")["lines"][0]
    assert float(state("data_remaining", "0001")) == truth["remaining_bytes"] / GB
    assert len(simulator.journal.logins()) == logins
    assert list(hass.config_entries.flow.async_progress()) == []


@pytest.mark.parametrize("ledger", [5, {"attempts": "x"}, {"attempts": [{"at": "soon"}]}, {"key": "no key"}])
async def test_without_a_ledger_a_person_logs_in(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    account: Account,
    entry: ConfigEntry,
    restart: Callable[[], Awaitable[None]],
    ledger: Any,
) -> None:
    """It is not known any more what was refused, so no machine sends the password."""
    await hass.config_entries.async_unload(entry.entry_id)
    hass_storage[f"{DOMAIN}.{entry.unique_id}"]["data"].update({"ledger": ledger, "polled": {}})
    simulator.portal("iijmio").expire(account.account_id, None)
    simulator.journal.clear()
    await restart()
    assert simulator.journal.logins() == []
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"

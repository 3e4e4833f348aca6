"""From a download alone it can be told which change of a portal has happened, whoever it befell."""

from copy import copy
import json
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics
from simulator import Account, Simulator
from simulator.clock import Month
from simulator.portals.other_options import OtherOptions

from .moving_in import added
from .portal_changes import CHANGES, another_person, begin
from .reading_downloads import change_told, signature
from .test_diagnostics_all import in_hand, resident
from .test_person import refresh


async def download(hass: HomeAssistant, simulator: Simulator, account: Account, change: Any) -> str:
    """What a customer downloads after the first poll of a portal that has changed."""
    entry = await added(hass, simulator, account, await in_hand(simulator, account))
    options = copy(account.options)
    begin(simulator, account, change)
    await refresh(hass, entry)
    told = json.dumps(await async_get_config_entry_diagnostics(hass, entry), ensure_ascii=False, default=str)
    simulator.faults.clear()
    vars(account.options).update(vars(options))
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return told


USUAL = {"his", "mineo"}
"""Tried at every run: pages, and an interface. All of them: `script/test --long`."""


@pytest.mark.parametrize(
    "carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in sorted(CHANGES)]
)
async def test_a_download_tells_which_change_happened(hass: HomeAssistant, simulator: Simulator, carrier: str) -> None:
    """Of each of the changes, at two customers with other names, numbers and figures; and it says the same at both."""
    account = resident(simulator, carrier)
    if isinstance(account.options, OtherOptions):
        # Of a portal that nobody knows, any amount beside those that were chosen may be the one that is missed.
        account.options.decoys = frozenset({"ad", "plans", "months"})
    signatures, told = dict[str, str](), dict[str, str]()
    for name, change in CHANGES[carrier].items():
        text = await download(hass, simulator, account, change)
        signatures[name], told[name] = signature(text), change_told(text)
    another_person(account, Month.of(simulator.world.today()))
    for name, change in CHANGES[carrier].items():
        text = await download(hass, simulator, account, change)
        assert signature(text) == signatures[name], name
        told[f"{name}, once more"] = change_told(text)
    wrong = {name: one for name, one in told.items() if one != name.removesuffix(", once more")}
    assert not wrong
    assert len(set(signatures.values())) == len(signatures) > 12

"""A Home Assistant in the test's own process, whose HTTP client reaches the simulated portals by their real names."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
import os
from pathlib import Path
import socket
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory, freeze_time
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import aiohttp_client, entity_registry as er, issue_registry as ir
from homeassistant.util.ssl import SSLCipherList
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.store import _STORES
from simulator import Account, Simulator, connector
from simulator.chromium import chromium, find_chromium
from simulator.demo import credentials, demo_world
from simulator.resolver import trust

type Json = dict[str, Any]

FROZEN = datetime.fromisoformat(os.environ.get("JAPAN_MOBILE_FROZEN", "2026-11-12T11:00:00+09:00"))
"""When the clock stands still in tests that move it: before noon in the middle of a month, unless another time is tried."""


@pytest.fixture
def freezer(simulator: Simulator) -> Iterator[FrozenDateTimeFactory]:
    """A clock that stands still, in Home Assistant and in the world, so that it does not matter when a test runs.

    The portals are there before it: no certificate can be made of a time that is not true.
    """
    with freeze_time(FROZEN.astimezone(UTC).replace(tzinfo=None)) as clock:
        assert isinstance(clock, FrozenDateTimeFactory)
        yield clock


@pytest.fixture(autouse=True)
def _integration(request: pytest.FixtureRequest, enable_custom_integrations: None, socket_enabled: None) -> None:
    """Our integration can be loaded and loopback reached, and the clock stands still in time for whoever asks for it."""
    if "freezer" in request.fixturenames:
        request.getfixturevalue("freezer")


@pytest.fixture(autouse=True)
def _no_jitter() -> Iterator[None]:
    """Polls come when the pace says, so that a test can wait for one."""
    with patch("custom_components.japan_mobile.coordinator.JITTER", 0):
        yield


@pytest.fixture
async def simulator(
    request: pytest.FixtureRequest, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Simulator]:
    """The demo's world at a clock that stands still, reached by all that `hass` sends."""
    world = demo_world(FROZEN if "freezer" in request.fixturenames else None, speed=0)
    for line in world.accounts[0].lines:
        line.rate = 0
    # While the clock is frozen, nobody wakes up from a sleep.
    world.accounts[0].options.post_seconds = 0
    simulator = Simulator(world)
    await simulator.start()
    way = connector(simulator)
    key = aiohttp_client._make_key(True, socket.AF_UNSPEC, SSLCipherList.PYTHON_DEFAULT)
    hass.data.setdefault(aiohttp_client.DATA_CONNECTOR, {})[key] = way
    monkeypatch.setattr("homeassistant.util.ssl.create_client_context", partial(trust, simulator))
    yield simulator
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
    await way.close()
    await simulator.stop()


@pytest.fixture
def account(simulator: Simulator) -> Account:
    """The one account of the world."""
    return simulator.world.accounts[0]


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """The account, added as a user adds it."""
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"carrier": "iijmio"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], credentials())
    await hass.async_block_till_done()
    entry: ConfigEntry = result["result"]
    return entry


@pytest.fixture
def poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory, simulator: Simulator) -> Callable[..., Awaitable[None]]:
    """Let time pass, in Home Assistant and in the world, and with it whatever polls fall due."""

    async def pass_time(by: timedelta = timedelta(minutes=61)) -> None:
        freezer.tick(by)
        simulator.world.clock.advance(by)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)

    return pass_time


@pytest.fixture
def restart(hass: HomeAssistant, entry: ConfigEntry) -> Callable[[], Awaitable[None]]:
    """What a restart of Home Assistant does to an account: nothing is left but what is on disk."""

    async def again() -> None:
        await hass.config_entries.async_unload(entry.entry_id)
        hass.data.pop(_STORES)
        issues = ir.async_get(hass).issues
        for domain, issue_id in [key for key in issues if key[0] == DOMAIN]:
            ir.async_delete_issue(hass, domain, issue_id)
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)

    return again


@pytest.fixture
def entity(hass: HomeAssistant) -> Callable[..., str]:
    """The entity id of one of our entities, by its key and the last digits of the line's number."""

    def find(key: str, ending: str = "") -> str:
        found = [
            entry.entity_id
            for entry in er.async_get(hass).entities.values()
            if entry.platform == DOMAIN and entry.translation_key == key and (not ending or ending in entry.entity_id)
        ]
        assert len(found) == 1, f"{key} {ending}: {found}"
        return found[0]

    return find


@pytest.fixture
def state(hass: HomeAssistant, entity: Callable[..., str]) -> Callable[..., str]:
    """The state of one of our entities."""

    def find(key: str, ending: str = "") -> str:
        found = hass.states.get(entity(key, ending))
        assert found is not None
        return found.state

    return find


@pytest.fixture
async def browser(simulator: Simulator, tmp_path: Path) -> AsyncIterator[str]:
    """The address of the person's browser."""
    program = find_chromium()
    assert program is not None, "this test wants a Chromium"
    async with chromium(program, simulator.port, tmp_path / "profile", simulator.hosts) as address:
        yield address

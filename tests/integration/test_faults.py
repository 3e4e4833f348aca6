"""Every carrier, every fault, every step, in Home Assistant: a named error, no wrong figure, no login too many, and recovery."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
import logging
import socket
from typing import Any

from freezegun.api import FrozenDateTimeFactory, freeze_time, real_monotonic
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import aiohttp_client
from homeassistant.util.ssl import SSLCipherList
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.carriers.model import Part
from simulator import GB, TOKYO, Account, Simulator
from simulator.demo import demo_world
from tests.figures import Note

from .cells import IN_BROWSER, has
from .looks import Poll, ask, figures, is_known, shows_login
from .matrix import Matrix
from .moving_in import added, customer_of
from .promises import logged, meddled
from .strangers import STRANGERS, other_customer
from .troubles import EVERYWHERE, TROUBLES, Place, but_broken_handshakes

type Json = dict[str, Any]

USUAL = ("iijmio", "softbank")
"""Tried at every run: pages, pages behind a code, and an interface. All others: `script/test --long`."""
ALL = sorted(one for one in CARRIERS.keys() - IN_BROWSER if has(one, "poll"))
NOW = datetime(2026, 11, 3, 12, tzinfo=TOKYO)
OUTLASTS = timedelta(days=14)


@pytest.fixture
def frozen(hass: HomeAssistant, simulator: Simulator) -> Iterator[Any]:
    """A clock that stands still, in a world that does; only who waits for an answer does not wait for ever.

    Connections are made anew for every request, so that what is wrong with the line is met.
    """
    key = aiohttp_client._make_key(True, socket.AF_UNSPEC, SSLCipherList.PYTHON_DEFAULT)
    hass.data[aiohttp_client.DATA_CONNECTOR][key]._force_close = True
    hass.loop.time = real_monotonic  # type: ignore[method-assign]
    hass.loop.set_exception_handler(but_broken_handshakes(hass.loop.get_exception_handler()))
    with freeze_time(NOW) as clock:
        simulator.world = demo_world(NOW, speed=0)
        simulator.world.accounts[0].options.post_seconds = 0
        for account in simulator.world.accounts:
            for line in account.lines:
                line.rate = 0
        yield clock


@pytest.fixture
def poll(hass: HomeAssistant, frozen: FrozenDateTimeFactory, simulator: Simulator) -> Poll:
    """Let time pass, in Home Assistant and in the world."""

    async def pass_time(by: timedelta) -> None:
        frozen.tick(by)
        simulator.world.clock.advance(by)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)

    return pass_time


def outlast(account: Account) -> None:
    """Let what was bought live so long that it does not end while the cells are tried, one after the other."""
    for grant in (grant for pool in account.pools.values() for grant in pool.grants):
        if grant.at is not None:
            grant.expires, grant.at = grant.expires + OUTLASTS, grant.at + OUTLASTS


async def bill_places(hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry) -> list[Place]:
    """What is asked for when bills are due, and not otherwise."""

    async def asked(parts: Collection[Part]) -> set[Place]:
        simulator.journal.calls.clear()
        await ask(hass, entry, parts)
        return {(call.host, call.path) for call in simulator.journal.calls}

    without = await asked((Part.USAGE,))
    return sorted(await asked((Part.USAGE, Part.BILLS)) - without)


@pytest.mark.parametrize("carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in ALL])
async def test_matrix(
    hass: HomeAssistant,
    simulator: Simulator,
    poll: Poll,
    caplog: pytest.LogCaptureFixture,
    note_figures: Note,
    carrier: str,
) -> None:
    """Besides what each cell has to show, nothing is bought or changed, and no log tells of anybody."""
    caplog.set_level(logging.DEBUG)
    account = customer_of(simulator, carrier)
    for line in account.lines:
        line.rate = 0
    outlast(account)
    matrix, declared = Matrix(hass, simulator, account, poll), CARRIERS[carrier]
    typed, begun = await matrix.in_hand(), matrix.logins
    first = await added(hass, simulator, account, typed)
    matrix.normal, matrix.truth = matrix.logins - begun, figures(hass)
    await hass.config_entries.async_remove(first.entry_id)
    portal = simulator.portal(carrier)
    if declared.login is not Login.PERSON:
        assert has(carrier, "code") >= bool(portal.sms or portal.mails)
    for trouble in TROUBLES:
        await matrix.added_under(trouble, code=False)
        if has(carrier, "code"):
            await matrix.added_under(trouble, code=True)
    entry = await added(hass, simulator, account, await matrix.in_hand())
    await shows_login(hass, entry)
    await poll(timedelta(minutes=20))
    bills = await bill_places(hass, simulator, entry)
    assert bool(bills) is has(carrier, "bills")
    assert sum(map(is_known, figures(hass).values())) > 0
    for trouble in TROUBLES:
        await matrix.polled_under(entry, trouble, "poll", tuple(Part), EVERYWHERE)
        if bills:
            await matrix.polled_under(entry, trouble, "bills", tuple(Part), bills)
        if has(carrier, "renewal"):
            matrix.expire()
            await matrix.polled_under(entry, trouble, "renewal", tuple(Part), EVERYWHERE)
    assert any("GET " in record.getMessage() for record in caplog.records)
    assert meddled(simulator, account) == []
    assert logged(simulator, account, caplog) == []
    matrix.write(carrier, note_figures)


@pytest.mark.parametrize("carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in ALL])
async def test_strangers(
    hass: HomeAssistant,
    simulator: Simulator,
    frozen: FrozenDateTimeFactory,
    poll: Poll,
    caplog: pytest.LogCaptureFixture,
    note_figures: Note,
    carrier: str,
) -> None:
    """What is shown is the truth, or was the truth when the page was made, or is not shown; and again no log tells of anybody."""
    caplog.set_level(logging.DEBUG)
    account = customer_of(simulator, carrier)
    for line in account.lines:
        line.rate = 0
    matrix = Matrix(hass, simulator, account, poll)
    typed, simulator.faults.remembers = await matrix.in_hand(), True
    begun = matrix.logins
    entry = await added(hass, simulator, account, typed)
    matrix.normal = matrix.logins - begun
    await shows_login(hass, entry)
    older = figures(hass)
    simulator.faults.remembers = False
    simulator.world.use(carrier, account.account_id, account.lines[0].line_id, fast=GB // 4)
    for name, strange in STRANGERS.items():
        for step in ("poll", "renewal"):
            if not has(carrier, step):
                continue
            await poll(timedelta(minutes=20))
            await ask(hass, entry, tuple(Part))
            if not await matrix.polled_among(entry, name, step, strange(simulator, frozen, account), older):
                await hass.config_entries.async_remove(entry.entry_id)
                entry = await added(hass, simulator, account, await matrix.in_hand())
                await shows_login(hass, entry)
    await ask(hass, entry, tuple(Part))
    right = {key: {one, older.get(key, one)} for key, one in figures(hass).items()}
    await hass.config_entries.async_remove(entry.entry_id)
    for name, strange in STRANGERS.items():
        for step in ("login", "code"):
            if has(carrier, step):
                wrong = strange(simulator, frozen, account)
                await matrix.added_among(name, wrong, right, code=step == "code")
    assert meddled(simulator, account) == []
    assert logged(simulator, account, caplog) == []
    with other_customer(account, simulator.world.today()):
        assert logged(simulator, account, caplog) == []  # of the other one either
    matrix.write(f"{carrier}.strangers", note_figures)

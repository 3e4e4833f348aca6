"""Every carrier, every fault, every step, in Home Assistant: a named error, no wrong figure, no login too many, and recovery."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
import json
from pathlib import Path
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
from simulator import GB, TOKYO, Account, Fault, Kind, Simulator
from simulator.demo import demo_world

from .matrix import Matrix, Poll, ask, figures, is_known, issues, said
from .moving_in import added, customer_of
from .troubles import EVERYWHERE, TROUBLES, Place

type Json = dict[str, Any]

RESULTS = Path(__file__).resolve().parents[2] / ".local" / "faults"
USUAL = ("iijmio", "softbank")
"""Tried at every run: pages, pages behind a code, and an interface. All others: `script/test --long`."""
ALL = sorted(CARRIERS.keys() - {"rakuten", "handed"})
CAUTIOUS = {"portal", "biglobe", "excite"}
"""Whose pages set the figures of several lines out alike: a line that was named once is reckoned with for a month."""
NAMELESS = {"softbank"}
"""Whose page with the figures does not say whose they are: nobody could tell."""
NOW = datetime(2026, 11, 3, 12, tzinfo=TOKYO)


type Handler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]


def _but_broken_handshakes(handle: Handler | None) -> Handler:
    """A certificate that is not trusted ends the portal's handshake, which is told to the loop that is ours too."""

    def judge(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if handle is not None and "incoming connection" not in context["message"]:
            handle(loop, context)

    return judge


@pytest.fixture
def frozen(hass: HomeAssistant, simulator: Simulator) -> Iterator[Any]:
    """A clock that stands still, in a world that does; only who waits for an answer does not wait for ever.

    Connections are made anew for every request, so that what is wrong with the line is met.
    """
    key = aiohttp_client._make_key(True, socket.AF_UNSPEC, SSLCipherList.PYTHON_DEFAULT)
    hass.data[aiohttp_client.DATA_CONNECTOR][key]._force_close = True
    hass.loop.time = real_monotonic  # type: ignore[method-assign]
    hass.loop.set_exception_handler(_but_broken_handshakes(hass.loop.get_exception_handler()))
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


async def bill_places(hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry) -> list[Place]:
    """What is asked for when bills are due, and not otherwise."""

    async def asked(parts: Collection[Part]) -> set[Place]:
        simulator.journal.calls.clear()
        await ask(hass, entry, parts)
        return {(call.host, call.path) for call in simulator.journal.calls}

    without = await asked((Part.USAGE,))
    return sorted(await asked((Part.USAGE, Part.BILLS)) - without)


@pytest.mark.parametrize("carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in ALL])
async def test_matrix(hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str) -> None:
    account = customer_of(simulator, carrier)
    for line in account.lines:
        line.rate = 0
    matrix, declared = Matrix(hass, simulator, account, poll), CARRIERS[carrier]
    typed, begun = await matrix.in_hand(), matrix.logins
    await hass.config_entries.async_remove((await added(hass, simulator, account, typed)).entry_id)
    matrix.normal = matrix.logins - begun
    portal = simulator.portal(carrier)
    asks_code = bool(portal.sms or portal.mails) and declared.login is not Login.PERSON
    for trouble in TROUBLES:
        await matrix.added_under(trouble, code=False)
    if asks_code:
        for trouble in TROUBLES:
            await matrix.added_under(trouble, code=True)
    entry = await added(hass, simulator, account, await matrix.in_hand())
    await poll(timedelta(minutes=20))
    bills = await bill_places(hass, simulator, entry)
    assert sum(map(is_known, figures(hass).values())) > 0
    for trouble in TROUBLES:
        await matrix.polled_under(entry, trouble, "poll", tuple(Part), EVERYWHERE)
        if bills:
            await matrix.polled_under(entry, trouble, "bills", tuple(Part), bills)
        if declared.login is Login.PASSWORD or carrier == "soracom":  # whose key gets a token that ends
            simulator.portal(carrier).expire(account.account_id)
            await matrix.polled_under(entry, trouble, "renewal", tuple(Part), EVERYWHERE)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{carrier}.json").write_text(json.dumps(matrix.cells, ensure_ascii=False, indent=1))


# Answers that are whole, and not the ones that were asked for


@contextmanager
def another_customer(account: Account) -> Iterator[None]:
    """The portal mixes up its customers: what it shows is somebody else's, who uses more."""
    mine = [(line.number, line.line_id, line.contract_id, line.sim, line.days) for line in account.lines]
    for n, line in enumerate(account.lines):
        line.number, line.line_id, line.contract_id = (
            f"090-0000-99{n:02}",
            f"{line.line_id[:-2]}9{n}",
            f"{line.contract_id[:-2]}9{n}",
        )
        line.days = {day: replace(used, fast=used.fast + GB) for day, used in line.days.items()}
    try:
        yield
    finally:
        for line, was in zip(account.lines, mine, strict=True):
            line.number, line.line_id, line.contract_id, line.sim, line.days = was


@contextmanager
def a_clock_off(frozen: FrozenDateTimeFactory, by: timedelta) -> Iterator[None]:
    """Home Assistant's clock is wrong; the world's is not."""
    frozen.tick(by)
    try:
        yield
    finally:
        frozen.tick(-by)


@contextmanager
def old_pages(simulator: Simulator) -> Iterator[None]:
    """Every call is answered as it was when it was made first."""
    simulator.faults.add(Fault("*", Kind.OLD))
    try:
        yield
    finally:
        simulator.faults.clear()


@pytest.mark.parametrize("carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in ALL])
async def test_strangers(
    hass: HomeAssistant, simulator: Simulator, frozen: FrozenDateTimeFactory, poll: Poll, carrier: str
) -> None:
    """What is shown is the truth, or was the truth when the page was made, or is not shown."""
    account = customer_of(simulator, carrier)
    for line in account.lines:
        line.rate = 0
    matrix = Matrix(hass, simulator, account, poll)
    typed, simulator.faults.remembers = await matrix.in_hand(), True
    entry = await added(hass, simulator, account, typed)
    older = figures(hass)
    simulator.faults.remembers = False
    simulator.world.use(carrier, account.account_id, account.lines[0].line_id, fast=GB // 4)
    await poll(timedelta(minutes=20))
    await ask(hass, entry, tuple(Part))
    good, calm = figures(hass), issues(hass)
    day = timedelta(days=1)
    strangers = {
        "yesterday's page": old_pages(simulator),
        "a clock that is a day ahead": a_clock_off(frozen, day),
        "a clock that is a day behind": a_clock_off(frozen, -day),
    }
    if carrier not in NAMELESS:
        strangers["another customer's answer"] = another_customer(account)
    for name, wrong in strangers.items():
        before = matrix.logins
        with wrong:
            await ask(hass, entry, tuple(Part))
            kinds, shown = said(entry), figures(hass)
        allowed = {key: {good[key], older.get(key, good[key])} for key in good}
        bad = {key: one for key, one in shown.items() if is_known(one) and key in good and one not in allowed[key]}
        assert not bad, f"{carrier}, {name}: {bad}, not {good} or {older}"
        assert matrix.logins - before <= 2, f"{carrier}, {name}"
        state, open_issues = entry.runtime_data.login_state, sorted(issues(hass) - calm)
        waits: float | None
        cautious = name.startswith("another customer") and carrier in CAUTIOUS
        try:
            waits, person = await matrix.recovered(entry, good, calm, f"{carrier}, {name}")
        except AssertionError:
            assert cautious
            assert all(good[key] == one for key, one in figures(hass).items() if key in good and is_known(one))
            waits, person = None, False
        matrix.cells.setdefault("poll", {})[name] = {
            "said": sorted(kinds) or ["-"], "state": state, "issues": open_issues, "person": person,
            "kept": sum(is_known(shown.get(key, "unknown")) for key in good), "of": sum(map(is_known, good.values())),
            "hours": waits, "logins": matrix.logins - before,
        }  # fmt: skip
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{carrier}.strangers.json").write_text(json.dumps(matrix.cells, ensure_ascii=False, indent=1))

"""Every fault at every step of a carrier that is read in a person's browser: the portal's, and those of the browser itself.

With a real Chromium, one for all cells, and one person who is logged in there.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
import logging
from pathlib import Path

import aiohttp
from freezegun import api, freeze_time
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.carriers.model import Part
from simulator import GB, Account, Simulator
from simulator.chromium import chromium, find_chromium
from tests.carriers.people import NOW, rakuten_customer
from tests.figures import Note
from tests.persons_browser import log_in_rakuten, person_at

from .browser_matrix import BrowserMatrix, Hands, Somebody
from .browser_troubles import PORT_TROUBLES, PortTrouble
from .debug_port import debug_port
from .looks import ask, figures, is_known, shows_login
from .portal_line import portal_line
from .promises import logged, meddled
from .strangers import STRANGERS, other_customer
from .troubles import EVERYWHERE, TROUBLES, Trouble, but_broken_handshakes

ALL: tuple[Trouble | PortTrouble, ...] = (*TROUBLES, *PORT_TROUBLES)
WAITING = {
    "connection refused",
    "HTTP 503",
    "captcha",
    "the browser's port refuses",
    "the browser is gone while the page loads",
    "the tab is closed by somebody",
}
_CARRIERS = "custom_components.japan_mobile.carriers"
_FASTER = {
    "browser.browser._LATE": 1.5,
    "browser.browser._AGAIN": 0.2,
    "browser.browser._CLOSING": 1.0,
    "browser.devtools._CONNECT": 1.0,
    "browser.devtools._ANSWER": 2.2,
    "browser.tab._LOOK": 0.1,
    "browser.tab._CALM": 0.3,
    "browser.tab._LONGEST": 2.0,
    "browser.tab._SLOWEST": 2.6,
    "person.client._LOOK": 0.2,
    "person.client._ASK": 1.0,
}
"""Nobody wants to see minutes pass for each cell. The longest waits stay the longest."""


@pytest.fixture
def expected_lingering_timers() -> bool:
    """The heartbeat of a connection that has ended is asked for once more."""
    return True


@pytest.fixture
def customer(hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The carrier's one customer, in a world whose clock stands still; only who waits for an answer does not for ever."""
    hass.loop.time = api.real_monotonic  # type: ignore[method-assign]
    hass.loop.set_exception_handler(but_broken_handshakes(hass.loop.get_exception_handler()))
    with freeze_time(NOW) as clock:
        hass.data["clock"] = clock
        for name, seconds in _FASTER.items():
            monkeypatch.setattr(f"{_CARRIERS}.{name}", seconds)
        for name in ("browser.browser", "browser.tab"):
            monkeypatch.setattr(f"{_CARRIERS}.{name}.monotonic", api.real_monotonic)
        account = rakuten_customer()
        account.options.late = 0.2
        simulator.world.accounts[:] = [account]
        simulator.world.clock.set(NOW)
        yield account


@pytest.fixture
async def hands(simulator: Simulator, customer: Account, tmp_path: Path) -> AsyncIterator[Hands]:
    """Browsers, and all that is in between."""
    program = find_chromium()
    assert program is not None, "this test wants a Chromium"
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(portal_line(simulator.port))
        own = await stack.enter_async_context(chromium(program, line.port, tmp_path / "own", simulator.hosts))
        nameless = await stack.enter_async_context(chromium(program, line.port, tmp_path / "nameless", ()))
        strict = await stack.enter_async_context(
            chromium(program, line.port, tmp_path / "strict", simulator.hosts, trusting=False)
        )
        port = await stack.enter_async_context(debug_port(own))
        person = await stack.enter_async_context(person_at(own))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        async with http.get(f"{own}/json/version") as told:
            address = (await told.json(content_type=None))["webSocketDebuggerUrl"]
        somebody = Somebody(await stack.enter_async_context(http.ws_connect(address, max_msg_size=0)))
        await log_in_rakuten(person, customer)
        yield Hands(port, nameless, strict, line, somebody, person)


@pytest.fixture
def matrix(hass: HomeAssistant, simulator: Simulator, customer: Account, hands: Hands) -> BrowserMatrix:
    """The cells."""
    clock: FrozenDateTimeFactory = hass.data["clock"]

    async def poll(by: timedelta) -> None:
        clock.tick(by)
        simulator.world.clock.advance(by)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)

    return BrowserMatrix(hass, simulator, customer, poll, hands)


@pytest.mark.long
async def test_matrix(hass: HomeAssistant, matrix: BrowserMatrix, note_figures: Note) -> None:
    for trouble in ALL:
        await matrix.entered_under(trouble)
    entry = await matrix.added()
    await shows_login(hass, entry)
    assert sum(map(is_known, figures(hass).values())) > 0
    for trouble in ALL:
        for step in ("poll", "renewal"):
            if step == "renewal":
                matrix.expire()
            await matrix.polled_under(entry, trouble, step, tuple(Part), EVERYWHERE)
    matrix.write("rakuten", note_figures)


@pytest.mark.long
async def test_waiting(matrix: BrowserMatrix) -> None:
    """While a person is to log in in the tab that was opened for him, nothing of it is told, or what has happened."""
    for trouble in ALL:
        if trouble.name in WAITING:
            await matrix.waited_under(trouble)


@pytest.mark.long
async def test_strangers(
    hass: HomeAssistant, simulator: Simulator, matrix: BrowserMatrix, customer: Account,
    caplog: pytest.LogCaptureFixture, note_figures: Note,
) -> None:  # fmt: skip
    """What is shown is the truth, or was the truth when the page was made; whose it is, the page does not tell."""
    caplog.set_level(logging.DEBUG)
    clock: FrozenDateTimeFactory = hass.data["clock"]
    simulator.faults.remembers = True
    entry = await matrix.added()
    older, simulator.faults.remembers = figures(hass), False
    simulator.world.use("rakuten", customer.account_id, customer.lines[0].line_id, fast=GB // 4)
    await ask(hass, entry, tuple(Part))
    right = {key: {one, older.get(key, one)} for key, one in figures(hass).items()}
    await hass.config_entries.async_remove(entry.entry_id)
    for name, strange in STRANGERS.items():
        await matrix.entered_among(name, strange(simulator, clock, customer), right)
    entry = await matrix.added()
    await shows_login(hass, entry)
    for name, strange in STRANGERS.items():
        for step in ("poll", "renewal"):
            await matrix.poll(timedelta(minutes=20))
            await ask(hass, entry, tuple(Part))
            if not await matrix.polled_among(entry, name, step, strange(simulator, clock, customer), older):
                await hass.config_entries.async_remove(entry.entry_id)
                entry = await matrix.added()
                await shows_login(hass, entry)
    assert meddled(simulator, customer) == []
    assert logged(simulator, customer, caplog) == []
    with other_customer(customer, simulator.world.today()):
        assert logged(simulator, customer, caplog) == []
    matrix.write("rakuten.strangers", note_figures)

"""A month of twenty accounts with a fault in every tenth poll and restarts: the truth at its end, and nothing that grows."""

from collections import Counter
from datetime import timedelta
import gc
from itertools import accumulate
import logging
from random import Random

from _pytest.logging import LogCaptureHandler
from freezegun.api import FrozenDateTimeFactory, real_monotonic
from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.carriers.model import Account as Read, Part
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.coordinator import AccountCoordinator
from simulator import Account, Simulator
from tests.carriers.fetching import session_at
from tests.figures import Note

from .kept_rows import kept
from .looks import Poll, ask, issues
from .moving_in import added, customer_of
from .test_faults import frozen
from .test_statistics import mock_recorder_before_hass
from .troubles import TERMS_TROUBLES, TROUBLES

__all__ = ["frozen", "mock_recorder_before_hass"]

CARRIERS = (
    "iijmio", "ymobile", "his", "bmobile", "nihontsushin", "portal", "biglobe", "nuro", "excite", "gmo",
    "hiho", "aeon", "libmo", "jcom", "qtmobile", "linemo", "sakura", "soracom", "docomo", "au",
)  # fmt: skip
DAYS, STEP = 30, timedelta(hours=1)
STEPS, RESTART = int(timedelta(days=DAYS) / STEP), 60
"""One of the accounts is restarted every so many steps."""
_SLOW = {"no answer in time", "a byte a second", "50 MB", "gzip bomb"}
_NEED_A_PERSON = {"HTTP 403", "redirect to another host", "redirect without TLS", "captcha", *TERMS_TROUBLES}
"""Tried in the matrix, one by one: after them somebody has to log in."""
FAULTS = [one for one in TROUBLES if one.name not in _SLOW | _NEED_A_PERSON]


@pytest.fixture
def poll(hass: HomeAssistant, frozen: FrozenDateTimeFactory, simulator: Simulator) -> Poll:
    """Let time pass in Home Assistant and in the world; whatever waits for a time in the event loop has waited so long."""
    passed = timedelta()
    hass.loop.time = lambda: real_monotonic() + passed.total_seconds()  # type: ignore[method-assign]

    async def pass_time(by: timedelta) -> None:
        nonlocal passed
        passed += by
        frozen.tick(by)
        simulator.world.clock.advance(by)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)

    return pass_time


@pytest.mark.long
async def test_a_month(
    recorder_mock: Recorder, hass: HomeAssistant, simulator: Simulator, poll: Poll, monkeypatch: pytest.MonkeyPatch,
    note_figures: Note,
) -> None:  # fmt: skip
    chance = Random(8)
    accounts = [customer_of(simulator, carrier, beside=True) for carrier in CARRIERS]
    accounts[CARRIERS.index("docomo")].options.session_lifetime = 60 * 86_400.0  # its person stays logged in
    entries = {}
    for account in accounts:
        entries[account.carrier] = await added(hass, simulator, account)
        for line in account.lines:
            line.rate = 3_000_000
    logins, met, sizes = len(simulator.journal.submitted), Counter[str](), list[Counter[str]]()
    polls = _counted(monkeypatch)
    for step in range(STEPS):
        if chance.random() < 0.1:
            trouble = chance.choice(FAULTS)
            met[trouble.name] += 1
            with trouble.on(simulator):
                await poll(STEP)
        else:
            await poll(STEP)
        if step % RESTART == RESTART - 1:
            await hass.config_entries.async_reload(chance.choice(list(entries.values())).entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
        if step % 144 == 143:
            simulator.journal.calls.clear()
            sizes.append(_ours())
    for account in accounts:
        await _shows_the_truth(hass, simulator, account, entries[account.carrier], poll)
    assert issues(hass) == set()
    assert hass.config_entries.flow.async_progress() == []
    lines = [(entry.runtime_data, line.line_id) for entry in entries.values() for line in entry.runtime_data.data.lines]
    days = 0
    for coordinator, line_id in lines:
        rows = await kept(hass, recorder_mock, coordinator, "used", line_id)
        assert len({day for day, *_ in rows}) == len(rows), coordinator.name
        sums = list(accumulate(used for _, used, _ in rows))
        assert [total for *_, total in rows] == pytest.approx(sums, abs=100), coordinator.name
        days += len(rows)
    assert days > DAYS * len(accounts)
    sent = len(simulator.journal.submitted) - logins
    assert sent <= 4 * len(accounts)  # of which one adds the account, and some end while a portal is broken
    assert sizes[-1].total() < 1.1 * sizes[0].total(), (sizes[-1] - sizes[0]).most_common(8)
    assert polls.total() > DAYS * len(accounts)
    note_figures(
        "Soak",
        f"{len(accounts)} accounts, {DAYS} days, {STEPS:,} steps of an hour, {polls.total():,} polls, {sum(met.values())} faults of "
        f"{len(met)} kinds, {STEPS // RESTART} restarts, {sent} logins; objects of ours every six days: {[one.total() for one in sizes]}; "
        f"{days} days of {len(lines)} lines in the statistics, none twice",
    )


def _counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each carrier is polled from now on."""
    polls, real = Counter[str](), AccountCoordinator._async_update_data

    async def counted(coordinator: AccountCoordinator) -> Read:
        polls[coordinator.data.carrier] += 1
        return await real(coordinator)

    monkeypatch.setattr(AccountCoordinator, "_async_update_data", counted)
    return polls


_KEPT = {"DailyUsage", "MonthlyUsage", "Month", "Mark"}
"""What a month adds to the history, which is meant to grow."""


def _ours() -> Counter[str]:
    """How many objects there are of our modules, and of what waits in the event loop, by kind.

    The test's own log is emptied before: it keeps every error that was told, and with it the account that was read then.
    """
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LogCaptureHandler):
            handler.reset()
    gc.collect()
    kinds = Counter(type(one) for one in gc.get_objects())
    return Counter(
        {
            f"{kind.__module__}.{kind.__name__}": count
            for kind, count in kinds.items()
            if kind.__name__ not in _KEPT
            and str(kind.__module__).startswith(("custom_components.japan_mobile", "asyncio", "aiohttp.client"))
        }
    )


async def _shows_the_truth(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    """What is known is what a client reads that has never been here before."""
    coordinator = entry.runtime_data
    for _ in range(8):
        await ask(hass, entry, tuple(Part))
        if coordinator.last_update_success and not coordinator.data.problems:
            break
        await poll(STEP)
    assert coordinator.last_update_success, f"{account.carrier}: {coordinator.last_exception!r}"
    if account.carrier in {"docomo", "au"}:  # nobody may log in but the person
        assert [line.used for line in coordinator.data.lines if line.used is not None]
        return
    async with session_at(simulator, account) as fresh:
        truth = await fresh.fetch(frozenset(Part))
    wanted = {line.line_id: (line.used, line.remaining, line.total) for line in truth.lines}
    assert {line.line_id: (line.used, line.remaining, line.total) for line in coordinator.data.lines} == wanted
    assert entry.domain == DOMAIN

"""A month of twenty accounts with a fault in every tenth poll and restarts: the truth at its end, and nothing that grows."""

from collections import Counter
from datetime import timedelta
import gc
from random import Random
from time import perf_counter

from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Simulator
from tests.carriers.fetching import session_at

from .matrix import Poll, ask, issues
from .moving_in import added, customer_of
from .test_faults import frozen, poll
from .test_statistics import mock_recorder_before_hass
from .troubles import TROUBLES

__all__ = ["frozen", "mock_recorder_before_hass", "poll"]

CARRIERS = (
    "iijmio", "ymobile", "his", "bmobile", "nihontsushin", "portal", "biglobe", "nuro", "excite", "gmo",
    "hiho", "aeon", "libmo", "jcom", "qtmobile", "linemo", "sakura", "soracom", "docomo", "au",
)  # fmt: skip
DAYS, STEP = 30, timedelta(hours=3)
_SLOW = {"no answer in time", "a byte a second", "50 MB", "gzip bomb"}
_NEED_A_PERSON = {"HTTP 403", "redirect to another host", "redirect without TLS", "captcha", "consent page"}
"""Tried in the matrix, one by one: after them somebody has to log in."""
FAULTS = [one for one in TROUBLES if one.name not in _SLOW | _NEED_A_PERSON]


@pytest.mark.long
async def test_a_month(recorder_mock: Recorder, hass: HomeAssistant, simulator: Simulator, poll: Poll) -> None:
    chance, began = Random(8), perf_counter()
    accounts = [customer_of(simulator, carrier) for carrier in CARRIERS]
    entries = {}
    for account in accounts:
        entries[account.carrier] = await added(hass, simulator, account)
        for line in account.lines:
            line.rate = 3_000_000
    logins, met, sizes = len(simulator.journal.submitted), Counter[str](), []
    for step in range(int(timedelta(days=DAYS) / STEP)):
        if chance.random() < 0.1:
            trouble = chance.choice(FAULTS)
            met[trouble.name] += 1
            with trouble.on(simulator):
                await poll(STEP)
        else:
            await poll(STEP)
        if step % 40 == 39:
            await hass.config_entries.async_reload(chance.choice(list(entries.values())).entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
        if step % 48 == 47:
            simulator.journal.calls.clear()
            gc.collect()
            sizes.append(len(gc.get_objects()))
    for account in accounts:
        await _shows_the_truth(hass, simulator, account, entries[account.carrier], poll)
    assert issues(hass) == set()
    assert hass.config_entries.flow.async_progress() == []
    sent = len(simulator.journal.submitted) - logins
    assert sent <= 20 * len(accounts)  # at most a login every other day
    # What a month leaves is the days that it adds to the history, and the recorder's queue.
    assert sizes[-1] - sizes[1] < 0.1 * sizes[1]
    print(
        f"{len(accounts)} accounts, {DAYS} days, {sum(met.values())} faults of {len(met)} kinds, {sent} logins, "
        f"objects {sizes}, {perf_counter() - began:.0f} s"
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

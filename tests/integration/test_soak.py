"""A month of twenty accounts, with a fault in every tenth hour and reloads: the truth at its end, and nothing that grows.

In a Home Assistant in the test's own process, with a real recorder. No process ends: an account is unloaded and set up again.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
import gc
from itertools import accumulate
import logging
from pathlib import Path
from random import Random
import re
import resource
from typing import Any

from _pytest.logging import LogCaptureHandler
from freezegun.api import FrozenDateTimeFactory, real_monotonic
from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from benchmarks.reliability_words import HEAD
from custom_components.japan_mobile.carriers import CARRIERS as ALL
from custom_components.japan_mobile.carriers.model import Account as Read, Part
from custom_components.japan_mobile.coordinator import AccountCoordinator
from simulator import GB, Account, Simulator
from tests.carriers.fetching import told
from tests.figures import Note

from .kept_rows import kept
from .looks import Poll, ask, issues
from .moving_in import added, customer_of
from .test_faults import frozen
from .test_history_world import _quiet
from .test_statistics import mock_recorder_before_hass
from .troubles import TERMS_TROUBLES, TROUBLES

__all__ = ["_quiet", "frozen", "mock_recorder_before_hass"]

CARRIERS = (
    "iijmio", "ymobile", "his", "bmobile", "nihontsushin", "portal", "biglobe", "nuro", "excite", "gmo",
    "hiho", "aeon", "libmo", "jcom", "qtmobile", "linemo", "sakura", "soracom", "docomo", "au",
)  # fmt: skip
DAYS, STEP = 30, timedelta(hours=1)
STEPS, RELOAD, LOOK = int(timedelta(days=DAYS) / STEP), 60, 144
"""One of the accounts is reloaded every so many steps, and the memory is looked at."""
DAILY = {"iijmio", "soracom", "docomo"}
"""Of the 20, those that tell what was used on a day. All others have nothing in the long-term statistics of ours."""
_MODE = {"docomo": "cookies", "au": "cookies"}
"""The way in which the world's truth is to be read, where it is not the usual one."""
_REST, _ROUNDED = 12, 100
"""The hour from which on a row is the rest of a month, and no day; and bytes that are lost where they are kept in GB."""
_GROWS = 25
"""MB a day. The process keeps what this test needs: the database is in the memory, and the stand-in for the disk remembers every
file that was ever written (some 9 MB a day, by tracemalloc). A poll's pages, 280 times a day, would be far more."""
_LOGINS = {"sakura": DAYS + STEPS // RELOAD}
"""So often an account may log in again. No login ends by itself here; さくら is asked once a day, and anew after a reload, whose the key is."""
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


class Memory:
    """What is in the memory, every six days."""

    def __init__(self) -> None:
        self.objects: list[Counter[str]] = []
        self.resident: list[int] = []
        """Bytes of the whole process: Home Assistant, its recorder, the portals, and the test's own bookkeeping."""

    def look(self) -> None:
        """Look once more, when all that can go has gone."""
        self.objects.append(_ours())
        self.resident.append(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize())


class Truth:
    """What the world says of each day that is over, as the carrier counts it; by account and line."""

    def __init__(self, simulator: Simulator, accounts: list[Account]) -> None:
        self._simulator, self._accounts = simulator, [one for one in accounts if one.carrier in DAILY]
        self.days: dict[tuple[str, str], dict[date, int]] = {}

    def hear(self) -> None:
        """Take what can be told now: some carriers tell of two days alone."""
        for account in self._accounts:
            today = self._simulator.world.day_of(account)
            for line in truth_of(self._simulator, account)["lines"]:
                found = {date.fromisoformat(one["date"]): one["bytes"] for one in line["daily"]}
                over = {day: used for day, used in found.items() if day < today}
                self.days.setdefault((account.carrier, line["line_id"]), {}).update(over)


def truth_of(simulator: Simulator, account: Account) -> dict[str, Any]:
    """What a client ought to read now."""
    return simulator.world.truth(account.carrier, account.account_id, _MODE.get(account.carrier, "app"))


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
    first, polls = len(simulator.journal.submitted), _counted(monkeypatch)
    truth, memory = Truth(simulator, accounts), Memory()
    met = await _live(hass, simulator, chance, list(entries.values()), poll, truth, memory)
    logins = Counter(login.carrier for login in simulator.journal.submitted[first:])
    sizes, resident = [one.total() for one in memory.objects], [round(one / 2**20) for one in memory.resident]
    note_figures(
        "Soak",
        f"{len(accounts)} accounts, {DAYS} days, {STEPS:,} steps of an hour, {polls.total():,} polls, {sum(met.values())} faults of "
        f"{len(met)} kinds, {STEPS // RELOAD} reloads; logins after the first, by account: {dict(logins)}; "
        f"objects of ours every six days: {sizes}; MB of the process: {resident}",
    )
    for account in accounts:
        await _shows_the_truth(hass, simulator, account, entries[account.carrier], poll)
    truth.hear()
    days = await _kept_days(hass, recorder_mock, entries, truth)
    note_figures("Soak", f"days in the statistics that are as in the world, of all lines: {dict(days)}")
    assert issues(hass) == set()
    assert hass.config_entries.flow.async_progress() == []
    assert {one: logins[one] for one in CARRIERS if logins[one] > _LOGINS.get(one, 0)} == {}
    assert polls.total() > DAYS * len(accounts)
    assert sizes[-1] < 1.1 * sizes[0], (memory.objects[-1] - memory.objects[0]).most_common(8)
    assert resident[-1] - resident[0] < _GROWS * (DAYS - LOOK // 24), resident


async def _live(
    hass: HomeAssistant, simulator: Simulator, chance: Random, entries: list[ConfigEntry], poll: Poll, truth: Truth, memory: Memory,
) -> Counter[str]:  # fmt: skip
    """Let the month pass; returns how often each fault was met."""
    met, faulty = Counter[str](), set(chance.sample(range(STEPS), STEPS // 10))
    for step in range(STEPS):
        if step in faulty:
            trouble = chance.choice(FAULTS)
            met[trouble.name] += 1
            with trouble.on(simulator):
                await poll(STEP)
        else:
            await poll(STEP)
        if step % 24 == 0:
            truth.hear()
        if step % RELOAD == RELOAD - 1:
            await hass.config_entries.async_reload(chance.choice(entries).entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
        if step % LOOK == LOOK - 1:
            simulator.journal.calls.clear()
            memory.look()
    return met


async def _kept_days(
    hass: HomeAssistant, recorder: Recorder, entries: Mapping[str, ConfigEntry], truth: Truth
) -> Counter[str]:
    """Days in the statistics by carrier; each once, each as the world says, each sum what the days before it add up to."""
    found = Counter[str]()
    lines = [(entry.runtime_data, line.line_id) for entry in entries.values() for line in entry.runtime_data.data.lines]
    for coordinator, line_id in lines:
        rows = await kept(hass, recorder, coordinator, "used", line_id)
        assert len({at for at, *_ in rows}) == len(rows), coordinator.name
        sums = list(accumulate(used for _, used, _ in rows))
        assert [total for *_, total in rows] == pytest.approx(sums, abs=100), coordinator.name
        days = {at.date(): used * coordinator.carrier.gigabyte / GB for at, used, _ in rows if at.hour < _REST}
        wanted = truth.days.get((coordinator.carrier.key, line_id), {})
        wrong = {
            day: (days.get(day), used)
            for day, used in wanted.items()
            if days.get(day) != pytest.approx(used, abs=_ROUNDED)
        }
        assert wrong == {}, coordinator.name
        assert bool(days) is (coordinator.carrier.key in DAILY)
        if wanted:
            assert len(wanted) >= DAYS - 1, coordinator.name
            found[coordinator.carrier.key] += len(wanted)
    return found


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
    """Figures and bills are the world's, as the carrier tells them."""
    coordinator = entry.runtime_data
    for _ in range(8):
        await ask(hass, entry, tuple(Part))
        if coordinator.last_update_success and not coordinator.data.problems:
            break
        await poll(STEP)
    assert coordinator.last_update_success, f"{account.carrier}: {coordinator.last_exception!r}"
    shown, true = told(coordinator.data), truth_of(simulator, account)
    assert _figures(shown) == _figures(true), account.carrier
    assert _bills(shown) == _bills(true), account.carrier


def _figures(account: dict[str, Any]) -> dict[str, list[int | None]]:
    names = ("used_bytes", "remaining_bytes", "total_bytes")
    return {line["line_id"]: [line[name] for name in names] for line in account["lines"]}


def _bills(account: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    return sorted((str(bill["month"]), bill["amount"], bill["state"]) for bill in account["bills"])


def test_the_page_says_who_is_in_it() -> None:
    """Every carrier is named in what is said of the soak, as one of the accounts or as none."""
    said = HEAD.partition("The 20 are")[2].partition("Its faults")[0]
    inside, outside = (set(re.findall(r"`(\w+)`", part)) for part in said.split("Not in it"))
    assert inside == set(CARRIERS)
    assert outside == ALL.keys() - inside

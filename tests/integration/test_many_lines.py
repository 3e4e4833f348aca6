"""Many lines: the event loop is given back while they are set up and told, and nothing that is shown is different by that."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
import logging
from threading import Event, get_ident
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.japan_mobile.agenda import agenda
from custom_components.japan_mobile.carriers import wire
from custom_components.japan_mobile.carriers.model import Account
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.days import LineDays, Mark
from custom_components.japan_mobile.history import UsageHistory
from custom_components.japan_mobile.slices import AT_ONCE
from simulator import MB, Simulator
from tests.integration.test_soracom import added, polled
from tests.worlds_soracom import credentials_of, many

type Poll = Callable[..., Awaitable[None]]

LINES = 12


@pytest.fixture(autouse=True)
def _short_slices() -> Iterator[None]:
    """Everybody has a turn after every step."""
    with patch("custom_components.japan_mobile.slices.SLICE", 0):
        yield


@pytest.fixture
def lines() -> int:
    """How many there are."""
    return LINES


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator, lines: int) -> ConfigEntry:
    """An operator with so many SIMs."""
    simulator.world = many(lines, datetime.now(UTC))
    return await added(hass, credentials_of(simulator.world.accounts[0]))


def doubled(account: Account) -> Account:
    """The same where every line has used twice as much, and begins its cycle a day later."""
    return replace(account, lines=tuple(replace(one, used=2 * (one.used or 0), plan="new") for one in account.lines))


def told(hass: HomeAssistant, plan: str = "new") -> list[tuple[bool, bool]]:
    """Of each line: whether its plan and its use are new."""
    registry = er.async_get(hass)
    found: dict[str | None, dict[str, str]] = {}
    for one in registry.entities.values():
        if one.platform == DOMAIN and one.translation_key in {"plan", "data_used"}:
            state = hass.states.get(one.entity_id)
            found.setdefault(one.device_id, {})[one.translation_key] = "" if state is None else state.state
    return [(one["plan"] == plan, float(one["data_used"]) == USED[number]) for number, one in enumerate(found.values())]


USED: list[float] = []


@pytest.fixture
def newer(entry: ConfigEntry) -> Account:
    """A newer answer, not told yet."""
    account = doubled(entry.runtime_data.data)
    USED[:] = [(one.used or 0) / 10**9 for one in account.lines]
    return account


async def test_a_line_is_told_as_a_whole_and_others_have_a_turn(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account
) -> None:
    entry.runtime_data.async_set_updated_data(newer)
    seen = [told(hass)]
    while seen[-1] != [(True, True)] * LINES:
        await asyncio.sleep(0)
        seen.append(told(hass))
        assert len(seen) < 1000
    assert all(plan == used for lines in seen for plan, used in lines)
    assert {sum(plan for plan, _ in lines) for lines in seen} == set(range(LINES + 1))


@pytest.mark.parametrize("lines", [AT_ONCE])
async def test_the_few_lines_of_a_household_are_told_at_once(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account
) -> None:
    entry.runtime_data.async_set_updated_data(newer)
    assert told(hass) == [(True, True)] * AT_ONCE


async def test_a_newer_answer_takes_the_place_of_one_that_is_being_told(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account
) -> None:
    coordinator, rounds = entry.runtime_data, []
    coordinator.async_set_updated_data(replace(newer, lines=tuple(replace(one, plan="old") for one in newer.lines)))
    rounds.append(coordinator._round)
    for _ in range(LINES):
        await asyncio.sleep(0)
    coordinator.async_set_updated_data(newer)
    await asyncio.wait(rounds)
    assert told(hass) != [(True, True)] * LINES  # the older round has not gone on in its stead
    await hass.async_block_till_done()
    assert told(hass) == [(True, True)] * LINES


async def test_who_asks_for_a_poll_waits_until_all_is_shown(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry
) -> None:
    [operator] = simulator.world.accounts
    for line in operator.lines:
        simulator.world.use("soracom", operator.account_id, line.line_id, fast=10 * MB)
    coordinator = entry.runtime_data
    coordinator.store.polled.clear()
    await coordinator.async_refresh()
    USED[:] = [(one.used or 0) / 10**9 for one in coordinator.data.lines]
    assert told(hass, "plan-D") == [(True, True)] * LINES


async def test_an_entity_that_fails_keeps_nobody_else_from_being_told(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account
) -> None:
    """It is written into the log, as Home Assistant does it; which raises it in tests."""

    def broken() -> None:
        raise KeyError

    def breaks() -> Iterator[None]:
        yield
        raise KeyError

    coordinator = entry.runtime_data
    removals = [coordinator.async_add_listener(broken), coordinator.follow(breaks)]
    coordinator._followers = dict(reversed(coordinator._followers.items()))  # the broken one first
    with patch("homeassistant.util.logging.log_exception") as log:
        coordinator.async_set_updated_data(newer)
        await hass.async_block_till_done()
    assert told(hass) == [(True, True)] * LINES
    assert log.call_count == 2
    assert coordinator._text == "Unexpected error while SORACOM account told what is new"
    for remove in removals:
        remove()


async def test_an_account_may_be_unloaded_while_its_lines_are_told(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account, caplog: pytest.LogCaptureFixture
) -> None:
    entry.runtime_data.async_set_updated_data(newer)
    await asyncio.sleep(0)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_others_have_a_turn_while_lines_are_set_up(hass: HomeAssistant, simulator: Simulator) -> None:
    """At least one for each line and platform."""
    simulator.world = many(LINES, datetime.now(UTC))
    seen: list[int] = []

    async def watch() -> None:
        while True:
            seen.append(len(er.async_get(hass).entities))
            await asyncio.sleep(0)

    watcher = asyncio.create_task(watch())
    await added(hass, credentials_of(simulator.world.accounts[0]))
    watcher.cancel()
    grown = [after - before for before, after in pairwise(seen)]
    assert max(grown) < 3 * LINES  # some of the account, and those of one line of a platform
    assert len(er.async_get(hass).entities) > 6 * LINES


async def test_what_has_not_changed_is_not_worked_out_again(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """A poll of figures takes no days anew, searches no line, and makes one agenda."""
    with (
        patch.object(LineDays, "note_told", side_effect=AssertionError) as noted,
        patch.object(Account, "line", side_effect=AssertionError) as searched,
        patch("custom_components.japan_mobile.calendar.agenda", wraps=agenda) as agendas,
    ):
        await polled(hass, entry)
    assert (noted.call_count, searched.call_count, agendas.call_count) == (0, 0, 1)


@pytest.mark.parametrize("lines", [AT_ONCE, LINES])
async def test_many_lines_are_dumped_in_a_thread(hass: HomeAssistant, entry: ConfigEntry, lines: int) -> None:
    """What is written is the same; a household's few are dumped sooner than a thread could."""
    where: list[int] = []

    def dump(*args: Any, **more: Any) -> dict[str, Any]:
        where.append(get_ident())
        return wire.dump(*args, **more)

    with patch("custom_components.japan_mobile.store.wire") as patched:
        patched.dump = dump
        await entry.runtime_data.store.save()
    assert (where == [get_ident()]) is (lines == AT_ONCE)


async def test_a_login_that_comes_while_figures_are_dumped_is_written(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account, hass_storage: dict[str, Any]
) -> None:
    """And so are figures that come meanwhile."""
    store, loop, changed = entry.runtime_data.store, asyncio.get_running_loop(), Event()

    def change() -> None:
        store.account, store.login["operator_id"] = newer, "another"
        changed.set()

    def dump(account: Account, **more: Any) -> dict[str, Any]:
        if account is not newer:
            loop.call_soon_threadsafe(change)
            assert changed.wait(10)
        return wire.dump(account, **more)

    with patch("custom_components.japan_mobile.store.wire") as patched:
        patched.dump = dump
        await store.save()
    content = hass_storage[f"{DOMAIN}.{entry.unique_id}"]["data"]
    assert content["login"]["operator_id"] == "another"
    assert content["account"]["lines"][0]["plan"] == "new"


def marks(history: UsageHistory, account: Account) -> list[list[tuple[datetime, int]]]:
    """Of each line: the first and the last poll of the day, and what each said had been used."""
    found: list[Mark] = [one for line in account.lines for one in history.days(line.line_id).marks.values()]
    return [[(one.first, one.first_used), (one.last, one.last_used)] for one in found]


async def test_an_answer_that_comes_while_the_one_before_is_taken_is_taken_too(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account
) -> None:
    """As the first poll's does after a start, which begins with what was kept; no figure is taken for a later one."""
    coordinator = entry.runtime_data
    coordinator._followers.clear()
    kept, newer = coordinator.data, replace(newer, fetched_at=newer.fetched_at + timedelta(minutes=1))
    history = UsageHistory(hass, coordinator)
    await history.load()
    following = asyncio.create_task(history.follow())
    while len(marks(history, kept)) < 3:
        await asyncio.sleep(0)
    coordinator.async_set_updated_data(newer)
    end = await following
    await hass.async_block_till_done()
    end()
    [at, now] = [one.fetched_at for one in (kept, newer)]
    seen = [
        [[(at, old.used), (now, new.used)], [(now, new.used), (now, new.used)]]
        for old, new in zip(kept.lines, newer.lines, strict=True)
    ]
    told = marks(history, newer)
    assert len(told) == LINES
    assert [one for one, possible in zip(told, seen, strict=True) if one not in possible] == []


async def test_a_login_is_written_though_the_poll_that_brought_it_is_ended(
    hass: HomeAssistant, entry: ConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """As a stop of Home Assistant ends it: else the next start would go on with the login before."""
    store, ended = entry.runtime_data.store, Event()

    def dump(*args: Any, **more: Any) -> dict[str, Any]:
        assert ended.wait(10)
        return wire.dump(*args, **more)

    with patch("custom_components.japan_mobile.store.wire") as patched:
        patched.dump = dump
        store.login["operator_id"] = "another"
        saving = asyncio.create_task(store.save())
        await asyncio.sleep(0)
        saving.cancel()
        with suppress(asyncio.CancelledError):
            await saving
        ended.set()
        await hass.async_block_till_done()
    assert hass_storage[f"{DOMAIN}.{entry.unique_id}"]["data"]["login"]["operator_id"] == "another"


async def test_a_file_that_is_being_written_is_deleted_all_the_same(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Nobody waits for a write any more whose poll was cancelled, and it goes on."""
    store, done = entry.runtime_data.store, list[str]()
    reached, go = asyncio.Event(), asyncio.Event()

    async def write(_data: Any) -> None:
        reached.set()
        await go.wait()
        done.append("written")

    async def unlink() -> None:
        done.append("deleted")

    with patch.multiple(store._file, _async_write_data=write, async_remove=unlink):
        saving = [asyncio.create_task(store.save()) for _ in range(2)]
        await reached.wait()
        for one in saving:
            one.cancel()
        removing = asyncio.create_task(store.remove())
        await asyncio.sleep(0)
        go.set()
        await asyncio.wait([removing, *saving])
        await hass.async_block_till_done()
    assert done == ["written", "deleted"]


async def test_days_of_a_line_that_was_new_do_not_return_after_its_account_was_removed(
    hass: HomeAssistant, entry: ConfigEntry, newer: Account, hass_storage: dict[str, Any], poll: Poll
) -> None:
    """What was kept of it is still looked for when the account goes."""
    go = asyncio.Event()

    async def kept(*_: Any) -> dict[str, Any]:
        await go.wait()
        return {}

    another = replace(newer.lines[0], line_id="8981000000000009999")
    with patch("custom_components.japan_mobile.history.kept_rows", kept):
        entry.runtime_data.async_set_updated_data(replace(newer, lines=(*newer.lines, another)))
        await asyncio.sleep(0)
        await hass.config_entries.async_remove(entry.entry_id)
        go.set()
        await hass.async_block_till_done()
        await poll(timedelta(minutes=2))
    assert f"{DOMAIN}_days.{entry.unique_id}" not in hass_storage

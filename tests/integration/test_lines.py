"""Lines that come, change, go and return while Home Assistant runs; and accounts that wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from custom_components.japan_mobile import async_remove_config_entry_device
from custom_components.japan_mobile.carriers.errors import ForeignAnswer
from custom_components.japan_mobile.carriers.model import Account as Answer, Line as Told
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.lines import GONE_AFTER
from custom_components.japan_mobile.strangers import refuse_strangers
from custom_components.japan_mobile.turns import in_turn
from simulator import GB, Account, Line, Plan, Pool

type State = Callable[..., str]
type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]
DAY = timedelta(days=1)


def _fourth() -> tuple[Line, Pool]:
    line = Line(
        "hdo00000004", "070-0000-0004", "hdc00000004", "own00000004", Plan("ギガプラン", 5 * GB), sim="GD0000000000004"
    )
    return line, Pool("own00000004", [])


def _devices(hass: HomeAssistant, entry: ConfigEntry) -> dict[str | None, dr.DeviceEntry]:
    return {device.name: device for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)}


async def test_a_new_line_appears_without_a_reload(
    hass: HomeAssistant, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    coordinator = entry.runtime_data
    line, pool = _fourth()
    account.lines.append(line)
    account.pools[pool.pool_id] = pool
    await poll(DAY)
    assert "070-••••-0004" in _devices(hass, entry)
    assert float(state("data_remaining", "0004")) == 0
    assert entry.runtime_data is coordinator


async def test_a_line_that_is_gone_for_good_and_returns(
    hass: HomeAssistant, account: Account, entry: ConfigEntry, state: State, entity: Callable[..., str], poll: Poll
) -> None:
    """First unavailable, then without a device; when it returns it has the ids that its history belongs to."""
    before = entity("data_remaining", "0001")
    line = account.lines.pop(0)
    await poll(DAY)
    assert state("data_remaining", "0001") == "unavailable"
    for _ in range(GONE_AFTER // DAY):
        assert "070-••••-0001" in _devices(hass, entry)
        await poll(DAY)
    assert "070-••••-0001" not in _devices(hass, entry)
    assert hass.states.get(before) is None
    account.lines.insert(0, line)
    await poll(DAY)
    assert entity("data_remaining", "0001") == before
    assert float(state("data_remaining", "0001")) >= 0


async def test_lines_of_which_none_was_there_before(
    hass: HomeAssistant, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    """Somebody else's answer: dropped, and the login with it. What a new login shows is believed, for one may change."""
    coordinator, known = entry.runtime_data, set(_devices(hass, entry))
    line, pool = _fourth()
    account.lines[:], account.pools[pool.pool_id] = [line], pool
    await poll(DAY)
    assert isinstance(coordinator.last_exception.__cause__, ForeignAnswer)
    assert set(_devices(hass, entry)) == known
    assert [issue.translation_key for issue in ir.async_get(hass).issues.values()] == ["foreign_answer"]
    assert coordinator.login_state == "resting"
    assert not coordinator.store.login
    await poll(timedelta(hours=7))
    assert coordinator.last_update_success
    assert "070-••••-0004" in _devices(hass, entry)
    assert float(state("data_remaining", "0004")) == 0
    assert not ir.async_get(hass).issues


@pytest.mark.parametrize(
    ("before", "after", "foreign"),
    [
        (("a", "b"), ("c",), True),
        (("a", "b"), ("b", "c"), False),
        (("a",), (), False),
        ((), ("a",), False),
        (("account",), ("a",), False),  # numbered through while the page names none
        (("account", "account#2"), ("a", "b"), False),
    ],
)
def test_whose_lines(before: tuple[str, ...], after: tuple[str, ...], *, foreign: bool) -> None:
    at = dt_util.utcnow()

    def account(lines: tuple[str, ...]) -> Answer:
        return Answer(
            carrier="iijmio", account_id="account", fetched_at=at, lines=tuple(Told(line_id=one) for one in lines)
        )

    with pytest.raises(ForeignAnswer) if foreign else nullcontext():
        refuse_strangers(account(before), account(after))
    refuse_strangers(None, account(after))


async def test_a_line_that_is_away_for_a_day(
    hass: HomeAssistant,
    account: Account,
    entry: ConfigEntry,
    state: State,
    poll: Poll,
    restart: Callable[[], Awaitable[None]],
) -> None:
    """Nothing is removed, and a restart meanwhile changes nothing."""
    line = account.lines.pop(0)
    await poll(DAY)
    device = _devices(hass, entry)["070-••••-0001"]
    await restart()
    account.lines.insert(0, line)
    await poll(DAY)
    assert _devices(hass, entry)["070-••••-0001"].id == device.id
    assert float(state("data_remaining", "0001")) >= 0
    assert entry.runtime_data.store.absent == {}


async def test_a_device_removed_by_hand(
    hass: HomeAssistant, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    """Only that of a line that is not there; should the line return, so does the device."""
    devices = dr.async_get(hass)
    here = _devices(hass, entry)["070-••••-0001"]
    assert not await async_remove_config_entry_device(hass, entry, here)
    line = account.lines.pop(0)
    await poll(DAY)
    assert await async_remove_config_entry_device(hass, entry, here)
    devices.async_remove_device(here.id)
    await hass.async_block_till_done()
    account.lines.insert(0, line)
    await poll(DAY)
    assert float(state("data_remaining", "0001")) >= 0


async def test_names_and_plans_follow(hass: HomeAssistant, account: Account, entry: ConfigEntry, poll: Poll) -> None:
    """The carrier's news reach the device; what the user calls it stays."""
    devices = dr.async_get(hass)
    device = _devices(hass, entry)["070-••••-0001"]
    devices.async_update_device(device.id, name_by_user="Hanako")
    account.lines[0].plan = Plan("ギガプラン", 20 * GB)
    await poll(DAY)
    coordinator = entry.runtime_data
    named = replace(coordinator.data.lines[0], name="tablet")
    coordinator.async_set_updated_data(replace(coordinator.data, lines=(named, *coordinator.data.lines[1:])))
    found = devices.async_get(device.id)
    assert isinstance(found, dr.DeviceEntry)
    assert (found.name, found.model, found.name_by_user) == ("tablet", "ギガプラン 20GB", "Hanako")


async def test_a_line_that_will_be_suspended(
    hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str]
) -> None:
    """It is in the calendar from the first day, and a warning in the last month, which goes when something is bought."""
    coordinator, issues = entry.runtime_data, ir.async_get(hass)
    today = dt_util.now().date()

    def suspend_in(days: int | None) -> list[str]:
        on = None if days is None else today + timedelta(days=days)
        line = replace(coordinator.data.lines[0], suspends=on)
        coordinator.async_set_updated_data(replace(coordinator.data, lines=(line, *coordinator.data.lines[1:])))
        return [issue_id for domain, issue_id in issues.issues if domain == DOMAIN]

    assert suspend_in(100) == []
    [first] = suspend_in(20)
    [second] = suspend_in(19)
    assert first != second
    issue = issues.async_get_issue(DOMAIN, second)
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["lines"] == f"070-••••-0001 ({today + timedelta(days=19)})"
    events = await hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": entity("dates"), "duration": {"days": 40}},
        blocking=True,
        return_response=True,
    )
    summaries = [event["summary"] for event in cast("Json", events)[entity("dates")]["events"]]
    assert "070-••••-0001: line is suspended if nothing is bought" in summaries
    assert "070-••••-0001: data resets" in summaries
    assert suspend_in(None) == []
    suspend_in(5)
    await hass.config_entries.async_remove(entry.entry_id)
    assert [issue_id for domain, issue_id in issues.issues if domain == DOMAIN] == []


async def test_accounts_at_one_door_wait_for_each_other(hass: HomeAssistant) -> None:
    inside = most = 0

    async def visit(*places: str) -> None:
        nonlocal inside, most
        async with in_turn(hass, places):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit("a.example.jp", f"{n}.example.jp") for n in range(5)))
    assert most == 1
    await asyncio.gather(visit("a.example.jp"), visit("b.example.jp"))
    assert most == 2


async def test_the_queue_is_used(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """While another account is inside, no poll begins."""
    coordinator = entry.runtime_data
    requests = coordinator.session.client.web.requests
    async with in_turn(hass, coordinator.places):
        waiting = hass.async_create_task(coordinator.async_refresh())
        await asyncio.sleep(0.05)
        assert coordinator.session.client.web.requests == requests
    await waiting


async def _set(hass: HomeAssistant, entry: ConfigEntry, **given: Any) -> Json:
    """Fill in the options' first form."""
    form: Any = await hass.config_entries.options.async_init(entry.entry_id)
    form = await hass.config_entries.options.async_configure(form["flow_id"], {"data_low_percent": 20, **given})
    await hass.async_block_till_done(wait_background_tasks=True)
    return dict(form)


async def _choices(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """The lines that the options offer, by what they are called."""
    form: Any = await hass.config_entries.options.async_init(entry.entry_id)
    [shown] = [one for key, one in form["data_schema"].schema.items() if key == "hidden_lines"]
    hass.config_entries.options.async_abort(form["flow_id"])
    return {one["label"]: one["value"] for one in shown.config["options"]}


async def test_a_line_is_hidden_and_shown_again(
    hass: HomeAssistant, entry: ConfigEntry, state: State, entity: Callable[..., str], poll: Poll
) -> None:
    """No device, no entity, no day in the calendar, nothing in the answers; its days go on being kept."""
    before, known = entity("data_remaining", "0002"), await _choices(hass, entry)
    assert [*known] == ["070-••••-0001", "070-••••-0002", "070-••••-0003"]
    assert "0002" not in str([*known.values()])
    await _set(hass, entry, hidden_lines=[known["070-••••-0002"]])
    await poll(DAY)
    assert "070-••••-0002" not in _devices(hass, entry)
    assert hass.states.get(before) is None
    assert "070-••••-0001" in _devices(hass, entry)
    told: Any = await hass.services.async_call(
        DOMAIN, "get_usage", {"config_entry_id": entry.entry_id}, blocking=True, return_response=True
    )
    assert [line["name"] for line in told["lines"]] == ["070-••••-0001", "070-••••-0003"]
    events: Any = await hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": entity("dates"), "duration": {"days": 70}},
        blocking=True,
        return_response=True,
    )
    assert "0001" in str(events)
    assert "0002" not in str(events)
    hidden = next(line for line in entry.runtime_data.data.lines if (line.number or "").endswith("0002"))
    days = len(entry.runtime_data.history.days(hidden.line_id).told)
    await poll(DAY)
    assert len(entry.runtime_data.history.days(hidden.line_id).told) > days
    await _set(hass, entry, hidden_lines=[])
    assert entity("data_remaining", "0002") == before
    assert float(state("data_remaining", "0002")) >= 0


async def test_a_line_gets_another_name(hass: HomeAssistant, entry: ConfigEntry, poll: Poll) -> None:
    """In place of its number, until it is left empty again."""
    key = (await _choices(hass, entry))["070-••••-0002"]
    form = await _set(hass, entry, rename=key)
    assert (form["step_id"], form["description_placeholders"]) == ("name", {"line": "070-••••-0002"})
    await hass.config_entries.options.async_configure(form["flow_id"], {"name": "  花子  "})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert {"070-••••-0001", "花子", "070-••••-0003"} < _devices(hass, entry).keys()
    assert (await _choices(hass, entry))["花子"] == key
    await _set(hass, entry, data_low_percent=30)
    assert "花子" in _devices(hass, entry)
    form = await _set(hass, entry, rename=key)
    await hass.config_entries.options.async_configure(form["flow_id"], {})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "070-••••-0002" in _devices(hass, entry)


async def test_of_an_account_that_is_not_set_up_only_the_share_is_asked(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    """And what was set for its lines stays."""
    key = (await _choices(hass, entry))["070-••••-0003"]
    await _set(hass, entry, hidden_lines=[key])
    await hass.config_entries.async_unload(entry.entry_id)
    form: Any = await hass.config_entries.options.async_init(entry.entry_id)
    assert {str(field) for field in form["data_schema"].schema} == {"data_low_percent"}
    await hass.config_entries.options.async_configure(form["flow_id"], {"data_low_percent": 7})
    assert dict(entry.options) == {"data_low_percent": 7, "hidden_lines": [key]}


async def test_a_line_that_has_left_hands_its_history_over(
    hass: HomeAssistant, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    """Its carrier does not tell it any more: that is when its number has moved."""
    devices = _devices(hass, entry)
    account.lines.pop(0)
    await poll(DAY)
    move = {"from_device": devices["070-••••-0001"].id, "to_device": devices["070-••••-0003"].id}
    told: Any = await hass.services.async_call(DOMAIN, "take_over_history", move, blocking=True, return_response=True)
    assert told["days"] >= 0
    again: Any = await hass.services.async_call(
        DOMAIN, "import_history", {"config_entry_id": entry.entry_id}, blocking=True, return_response=True
    )
    lines = entry.runtime_data.data.lines
    assert again["days"] == sum(len(entry.runtime_data.history.days(line.line_id).every_day()) for line in lines)

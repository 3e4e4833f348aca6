"""What is worked out of figures, in Home Assistant: forecasts, days, events, actions, and the button."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from custom_components.japan_mobile.carriers.model import Account as Found, Line, Part
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.forecast import pace_of
from simulator import GB, MB, TOKYO, Account, Fault, Grant, GrantKind, Kind, Simulator

from .test_diagnostics import add

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]
type Json = dict[str, Any]


async def call(hass: HomeAssistant, action: str, entry: ConfigEntry) -> Json:
    """Call an action that answers."""
    answer: Any = await hass.services.async_call(
        DOMAIN, action, {"config_entry_id": entry.entry_id}, blocking=True, return_response=True
    )
    return dict(answer)


async def test_forecasts_are_shown(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, state: State, freezer: FrozenDateTimeFactory
) -> None:
    """The budget is what is left over the days to the reset; lines that are nearly empty will run out."""
    now = simulator.world.now().astimezone(TOKYO)
    days = int(state("days_to_reset", "0001"))
    assert 1 <= days <= 31
    assert float(state("projected_use", "0001")) >= float(state("data_used", "0001")) - 0.06
    left = float(state("data_remaining", "0001"))
    assert float(state("daily_budget", "0001")) <= left
    assert state("will_run_out", "0001") in {"on", "off"}
    assert state("next_expiry", "0001").startswith(f"{now:%Y-%m}")
    assert float(state("left_over", "0001")) <= left + 0.06


async def test_used_today_needs_polls_around_midnight(
    simulator: Simulator, account: Account, entry: ConfigEntry, state: State, freezer: FrozenDateTimeFactory, poll: Poll
) -> None:
    assert state("used_today", "0001") in {"unknown", "0.0"}
    for _ in range(26):
        await poll(timedelta(minutes=61))
    before = float(state("used_today", "0001"))
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=250 * MB)
    await poll(timedelta(minutes=61))
    now = float(state("used_today", "0001"))
    assert now == pytest.approx(before + 0.25, abs=0.011) or now == pytest.approx(0.25, abs=0.011)


async def test_rarely_needed_ones_are_off(hass: HomeAssistant, entry: ConfigEntry) -> None:
    registry = er.async_get(hass)
    off = {
        one.translation_key
        for one in er.async_entries_for_config_entry(registry, entry.entry_id)
        if one.disabled_by is not None
    }
    assert off == {
        "next_expiry_amount", "top_up", "gift", "shared_pool", "left_over_carries", "left_over_expires", "next_poll", "requests", "login_state",
        "fast_data",
        "bill_breakdown",
    }  # fmt: skip


async def test_events(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll,
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    """Each happens when it happens, and none at the start."""
    keys = ("became_low", "data_reset", "topped_up")
    assert {state(key, "0001") for key in keys} == {"unknown"}
    assert state("bill_issued") == "unknown"
    pool = account.pools["own00000001"]
    pool.grants.append(
        Grant(GrantKind.TOP_UP, GB, GB, simulator.world.now().astimezone(TOKYO).date() + timedelta(days=60))
    )
    await poll()
    assert state("topped_up", "0001") != "unknown"
    assert state("became_low", "0001") == "unknown"
    simulator.world.use(
        "iijmio", account.account_id, "hdo00000001", fast=int(float(state("data_remaining", "0001")) * GB) - GB
    )
    await poll()
    assert state("data_low", "0001") == "on"
    assert state("became_low", "0001") != "unknown"
    assert state("data_reset", "0001") == "unknown"
    for _ in range(33):
        await poll(timedelta(days=1))
    assert state("data_reset", "0001") != "unknown"


async def test_the_actions_answer(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State
) -> None:
    truth = simulator.world.truth("iijmio", account.account_id, "app")
    told = await call(hass, "get_usage", entry)
    assert [line["name"] for line in told["lines"]] == ["070-••••-0001", "070-••••-0002", "070-••••-0003"]
    for line, true in zip(told["lines"], truth["lines"], strict=True):
        assert line["remaining"] == true["remaining_bytes"] / GB
        assert [day["used"] for day in line["daily"]] == [day["bytes"] / GB for day in true["daily"]]
        assert line["monthly"]
    bills = await call(hass, "get_bills", entry)
    assert [(bill["month"], bill["amount"]) for bill in bills["bills"]] == [
        (bill["month"], bill["amount"]) for bill in sorted(truth["bills"], key=lambda one: one["month"], reverse=True)
    ]
    assert bills["bills"][0]["items"]
    assert "070-0000" not in str(told) + str(bills)
    assert (await call(hass, "import_history", entry))["days"] == sum(len(line["daily"]) for line in truth["lines"])
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            DOMAIN, "get_bills", {"config_entry_id": "x"}, blocking=True, return_response=True
        )


async def test_a_moved_number_goes_on_with_its_history(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    """The new line knows the old one's days as well, and keeps its own."""
    [his] = simulator.world.of("his")
    other = await add(hass, his)
    devices = {one.name: one.id for one in dr.async_get(hass).devices}
    move = {"from_device": devices["070-••••-0001"], "to_device": devices["070-••••-0006"]}
    told: Any = await hass.services.async_call(DOMAIN, "take_over_history", move, blocking=True, return_response=True)
    old = (await call(hass, "get_usage", entry))["lines"][0]["daily"]
    [new] = (await call(hass, "get_usage", other))["lines"]
    assert told["days"] == len(old) > 20
    assert new["daily"] == old
    again: Any = await hass.services.async_call(DOMAIN, "take_over_history", move, blocking=True, return_response=True)
    assert again["days"] == 0
    for wrong in ({**move, "to_device": move["from_device"]}, {**move, "from_device": "x"}):
        with pytest.raises(ServiceValidationError):
            await hass.services.async_call(DOMAIN, "take_over_history", wrong, blocking=True)


async def test_the_button_asks_within_the_budget(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, entity: Callable[..., str],
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    await hass.async_block_till_done(wait_background_tasks=True)
    press = {"entity_id": entity("refresh")}
    before = simulator.journal.count()
    await hass.services.async_call("button", "press", press, blocking=True)
    assert simulator.journal.count() == before  # a moment after the last time nobody is asked
    freezer.tick(timedelta(minutes=6))
    await hass.services.async_call("button", "press", press, blocking=True)
    assert simulator.journal.count() > before
    freezer.tick(timedelta(minutes=6))
    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("button", "press", press, blocking=True)


async def test_a_pool_is_foreseen_by_all_who_share_it(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    """What is left belongs to two lines, so it is what both of them use that decides whether it lasts."""
    history = entry.runtime_data.history
    lines = entry.runtime_data.data.lines
    alone, pooled = lines[0], lines[1:]
    today = simulator.world.now().astimezone(TOKYO).date()
    paces = [pace_of(history.before_today(line.line_id), today) for line in pooled]
    together = history.used_together(pooled[0])
    assert together is not None
    both = pace_of(together, today)
    assert both is not None
    for weekday in range(7):
        assert both.weekdays[weekday] == pytest.approx(sum(pace.weekdays[weekday] for pace in paces if pace))
    first, second = (history.foreseen(line.line_id) for line in pooled)
    assert first.left_over == pytest.approx(second.left_over, rel=1e-3)  # a moment passes between the two
    assert (first.runs_out, first.lasts) == (second.runs_out, second.lasts)
    assert first.projected != second.projected  # what each uses is its own
    assert history.used_together(alone) == history.before_today(alone.line_id)


async def test_days_do_not_return_after_an_account_is_removed(
    hass: HomeAssistant, entry: ConfigEntry, hass_storage: Json, poll: Poll
) -> None:
    """They are on disk when the account is unloaded, and nothing writes them again when it is gone."""
    key = f"japan_mobile_days.{entry.unique_id}"
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert hass_storage[key]["data"]["lines"]
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    await poll(timedelta(minutes=2))
    assert key not in hass_storage


async def test_low_is_told_also_after_an_answer_that_could_not_be_read(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    """An answer without figures is neither low nor a top-up when they come back."""
    coordinator = entry.runtime_data
    left = int(float(state("data_remaining", "0001")) * GB)

    def blank(line: Line) -> Line:
        return replace(line, used=None, remaining=None, total=None, buckets=())

    read = coordinator.session.fetch

    async def unread(parts: frozenset[Part]) -> Found:
        found: Found = await read(parts)
        return replace(found, lines=tuple(map(blank, found.lines)))

    with patch.object(coordinator.session, "fetch", unread):
        await poll()
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=left - GB)
    await poll()
    assert state("data_low", "0001") == "on"
    assert state("became_low", "0001") != "unknown"
    assert state("topped_up", "0001") == "unknown"

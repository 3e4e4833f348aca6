"""What an account costs its carrier: few requests, hardly a login, and nothing while it asks for rest."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.japan_mobile.carriers.iijmio import IIJMIO
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.coordinator import STALE_AFTER
from simulator import MB, Account, Fault, Kind, Simulator

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]
type Restart = Callable[[], Awaitable[None]]

WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"


def issues(hass: HomeAssistant) -> set[str]:
    """The translation keys of our repair issues."""
    found = {issue.translation_key for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN}
    return {key for key in found if key}


def reauths(hass: HomeAssistant, entry: ConfigEntry) -> int:
    """How many reauth flows stand open."""
    return len(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))


async def test_a_steady_poll_is_two_requests_and_no_login(simulator: Simulator, entry: ConfigEntry, poll: Poll) -> None:
    for _ in range(5):
        simulator.journal.clear()
        await poll()
        assert [call.path for call in simulator.journal.calls] == [
            "/dataTraffic",
            "/service/setup/hdc/viewmonthlydata/",
        ]
    assert not simulator.journal.logins()


async def test_bills_and_history_are_asked_for_once_a_day(simulator: Simulator, entry: ConfigEntry, poll: Poll) -> None:
    simulator.journal.clear()
    for _ in range(48):
        await poll(timedelta(hours=1))
    assert simulator.journal.count(path="/api/member/getBillSummary") == 2
    assert simulator.journal.count(path="/dataTraffic") == 48


async def test_a_restart_costs_nothing(
    simulator: Simulator, entry: ConfigEntry, restart: Restart, state: State
) -> None:
    before = state("data_remaining", "0001")
    simulator.journal.clear()
    await restart()
    assert not simulator.journal.calls
    assert state("data_remaining", "0001") == before


async def test_a_restart_after_a_long_time_polls_without_a_login(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, freezer: Any, restart: Restart,
    state: State,
) -> None:  # fmt: skip
    freezer.tick(timedelta(hours=3))
    simulator.world.clock.advance(timedelta(hours=3))
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=500 * MB)
    simulator.journal.clear()
    before = float(state("data_remaining", "0001"))
    await restart()
    assert len(simulator.journal.calls) == 2
    assert not simulator.journal.logins()
    assert float(state("data_remaining", "0001")) == pytest.approx(before - 0.5)


async def test_a_refresh_by_hand_is_not_a_way_to_hammer(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, entity: Callable[..., str], poll: Poll
) -> None:
    await async_setup_component(hass, "homeassistant", {})
    simulator.journal.clear()
    target = {"entity_id": entity("data_remaining", "0001")}
    for _ in range(10):
        await hass.services.async_call("homeassistant", "update_entity", target, blocking=True)
    assert simulator.journal.count(path="/dataTraffic") == 0
    await poll(timedelta(minutes=6))
    await hass.services.async_call("homeassistant", "update_entity", target, blocking=True)
    await poll(timedelta(seconds=30))
    assert simulator.journal.count(path="/dataTraffic") == 1


async def test_an_expired_login_is_renewed_once(
    simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, state: State
) -> None:
    simulator.portal("iijmio").expire(account.account_id)
    simulator.journal.clear()
    await poll()
    assert sorted(login.interface for login in simulator.journal.logins()) == ["app", "web"]
    assert state("data_remaining", "0001") != "unavailable"
    simulator.portal("iijmio").expire(account.account_id, "app")
    simulator.journal.clear()
    await poll()
    assert [login.interface for login in simulator.journal.logins()] == ["app"]


async def test_a_refused_password_is_never_sent_again(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, restart: Restart
) -> None:
    account.password = "changed-at-the-portal"
    simulator.portal("iijmio").expire(account.account_id)
    simulator.journal.clear()
    for _ in range(3):
        await poll()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await restart()
    await async_setup_component(hass, "homeassistant", {})
    for _ in range(10):
        await poll(timedelta(hours=1))
        await entry.runtime_data.async_refresh()
    await restart()
    assert [login.accepted for login in simulator.journal.logins()] == [False]
    assert reauths(hass, entry) == 1
    assert not issues(hass)


@pytest.mark.parametrize(
    ("fault", "issue", "pause"),
    [
        (Fault("*", Kind.CLOSE), None, timedelta(minutes=61)),
        (Fault("*", Kind.STATUS, status=503), None, timedelta(minutes=61)),
        (Fault("*", Kind.STATUS, status=429, headers={"Retry-After": "7200"}), None, timedelta(hours=2, minutes=1)),
        (Fault("*", Kind.HTML), "layout_changed", timedelta(minutes=61)),
    ],
)
async def test_figures_stay_through_a_failure_and_return_by_themselves(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, state: State,
    fault: Fault, issue: str | None, pause: timedelta,
) -> None:  # fmt: skip
    before = float(state("data_remaining", "0001"))
    simulator.faults.add(fault)
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=100 * MB)
    await poll()
    assert float(state("data_remaining", "0001")) == before
    assert issues(hass) == ({issue} if issue else set())
    assert reauths(hass, entry) == 0
    simulator.faults.clear()
    await poll(pause)
    assert float(state("data_remaining", "0001")) == pytest.approx(before - 0.1)
    assert not issues(hass)
    assert entry.runtime_data.last_exception is None  # with it, all that was read in the poll that failed is let go


async def test_stale_figures_become_unavailable_and_are_not_shown_again_after_a_restart(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, poll: Poll, restart: Restart, state: State
) -> None:
    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    await poll(STALE_AFTER[Part.USAGE] - timedelta(minutes=2))
    assert state("data_remaining", "0001") != "unavailable"
    await poll(timedelta(minutes=3))
    assert state("data_remaining", "0001") == "unavailable"
    assert state("latest_bill") != "unavailable"
    await restart()
    assert entry.state is ConfigEntryState.LOADED
    assert state("data_remaining", "0001") == "unavailable"
    await poll(timedelta(days=2))
    assert state("latest_bill") == "unavailable"
    simulator.faults.clear()
    await poll()
    assert state("data_remaining", "0001") != "unavailable"
    assert state("latest_bill") != "unavailable"


async def test_a_pause_that_the_carrier_asks_for_outlives_a_restart(
    simulator: Simulator, entry: ConfigEntry, poll: Poll, restart: Restart
) -> None:
    simulator.faults.add(Fault("*", Kind.STATUS, status=429, headers={"Retry-After": "10800"}))
    await poll()
    simulator.faults.clear()
    simulator.journal.clear()
    await poll(timedelta(hours=2))
    await restart()
    await poll(timedelta(minutes=50))
    assert not simulator.journal.calls
    await poll(timedelta(minutes=15))
    assert simulator.journal.calls


async def test_another_customers_answer_is_dropped_with_the_login(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, state: State
) -> None:
    before = state("data_remaining", "0001")
    account.options.foreign = "/dataTraffic"
    await poll()
    assert issues(hass) == {"foreign_answer"}
    assert state("data_remaining", "0001") == before
    assert entry.runtime_data.store.login == {}
    account.options.foreign = None
    simulator.journal.clear()
    await poll(timedelta(hours=2))
    assert not simulator.journal.calls
    await poll(timedelta(hours=5))
    assert len(simulator.journal.logins(accepted=True)) == 2
    assert not issues(hass)


async def test_a_value_that_cannot_be_read_is_unknown_and_says_why(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, poll: Poll, state: State,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    simulator.faults.add(Fault(WEB, Kind.HTML, path="/service/setup/hdc/viewmonthlydata/"))
    for _ in range(3):
        await poll()
    assert state("data_used", "0001") == "unknown"
    assert float(state("data_remaining", "0001")) > 0
    assert issues(hass) == {"layout_changed"}
    assert sum("viewmonthlydata could not be read" in record.message for record in caplog.records) == 1
    simulator.faults.clear()
    await poll()
    assert float(state("data_used", "0001")) > 0
    assert not issues(hass)


async def test_removing_an_account_removes_what_was_kept(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, poll: Poll, hass_storage: dict[str, Any]
) -> None:
    simulator.faults.add(Fault(APP, Kind.HTML))
    await poll()
    assert issues(hass)
    assert f"{DOMAIN}.{entry.unique_id}" in hass_storage
    await hass.config_entries.async_remove(entry.entry_id)
    assert f"{DOMAIN}.{entry.unique_id}" not in hass_storage
    assert not issues(hass)


async def test_a_carrier_that_is_no_longer_known(hass: HomeAssistant, entry: ConfigEntry) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "carrier": "gone"})
    assert not await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "unknown_carrier"


async def test_without_kept_figures_the_first_poll_decides(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, restart: Restart
) -> None:
    store = entry.runtime_data.store
    store.account, store.polled = None, {}
    await store.save()
    simulator.faults.add(Fault("*", Kind.CLOSE))
    await restart()
    assert entry.state is ConfigEntryState.SETUP_RETRY
    simulator.faults.clear()
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert len(entry.runtime_data.data.lines) == 3


async def test_figures_of_another_form_are_dropped_and_fetched_again(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, restart: Restart, hass_storage: dict[str, Any]
) -> None:
    key = f"{DOMAIN}.{entry.unique_id}"
    hass_storage[key]["data"]["account"] = {"from": "another version"}
    simulator.journal.clear()
    await restart()
    assert len(entry.runtime_data.data.lines) == 3
    assert not simulator.journal.logins()


async def test_bills_that_failed_are_asked_for_again_before_the_next_day(
    simulator: Simulator, entry: ConfigEntry, poll: Poll, state: State
) -> None:
    simulator.faults.add(Fault(WEB, Kind.STATUS, path="/api/member/getBillSummary", status=503, times=1))
    await poll(timedelta(hours=25))
    simulator.journal.clear()
    for _ in range(4):
        await poll(timedelta(hours=1))
    assert simulator.journal.count(path="/api/member/getBillSummary") == 1


async def test_what_cannot_be_read_is_still_told_after_a_restart(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, poll: Poll, restart: Restart
) -> None:
    simulator.faults.add(Fault(WEB, Kind.HTML, path="/api/member/getBillSummary"))
    await poll(timedelta(hours=25))
    assert issues(hass) == {"layout_changed"}
    await restart()
    await poll()
    assert issues(hass) == {"layout_changed"}
    simulator.faults.clear()
    await poll(timedelta(hours=4))
    assert not issues(hass)


async def test_a_poll_under_way_does_not_bring_a_removed_account_back(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, hass_storage: dict[str, Any]
) -> None:
    coordinator = entry.runtime_data
    coordinator.store.polled.clear()
    polling = hass.async_create_task(coordinator.async_refresh())
    while not coordinator.session.client.web.requests:
        await asyncio.sleep(0)
    await hass.config_entries.async_remove(entry.entry_id)
    await polling
    assert f"{DOMAIN}.{entry.unique_id}" not in hass_storage


async def test_a_poll_under_way_does_not_touch_a_new_login(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    """A reconfigured login is stored while an old poll still waits for its answer."""
    store = entry.runtime_data.store
    old = entry.runtime_data.session.client.keep
    await store.adopt({"token": "new", "mio_id": account.account_id}, store.ledger, store.account, IIJMIO.pace)
    old.pop("token")
    old["mio_id"] = "somebody else"
    await old.save()
    assert store.login == {"token": "new", "mio_id": account.account_id}


async def test_a_cookie_that_no_standard_allows_does_not_lock_anybody_out(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, restart: Restart, poll: Poll
) -> None:
    store = entry.runtime_data.store
    odd = {"name": "waf[1]", "value": "x", "domain": WEB, "path": "/", "secure": True, "host_only": True}
    store.login["cookies"] = [odd, *store.login["cookies"], {"no": "cookie"}]
    await store.save()
    simulator.journal.clear()
    await restart()
    assert entry.state is ConfigEntryState.LOADED
    await poll()
    assert simulator.journal.calls
    assert not simulator.journal.logins()


async def test_a_sign_in_that_never_lasts_an_hour_does_not_end_in_a_reauth(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, state: State
) -> None:
    for _ in range(50):
        simulator.portal("iijmio").expire(account.account_id, "web")
        await poll(timedelta(hours=1))
    assert reauths(hass, entry) == 0
    assert state("data_remaining", "0001") != "unavailable"

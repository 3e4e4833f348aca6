"""Diagnostics hold what a maintainer needs and nothing that identifies; and no secret is where it need not be."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
import logging
from typing import Any, cast

from homeassistant.components.trace.const import DATA_TRACE
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import MATCH_ALL
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    Action,
    CannotConnect,
    CarrierError,
    ForeignAnswer,
)
from custom_components.japan_mobile.const import CONF_NAMES, DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics
from custom_components.japan_mobile.store import _STORES
from simulator import MB, Account, Fault, Kind, Simulator
from tests.worlds import credentials_of

from .moving_in import added

type Poll = Callable[..., Awaitable[None]]


def found(secrets: list[str], text: str) -> list[str]:
    """The secrets that stand in a text."""
    return [secret for secret in secrets if secret in text]


async def test_diagnostics_tell_the_shape_of_things(hass: HomeAssistant, entry: ConfigEntry) -> None:
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert told["carrier"] == "iijmio"
    assert "REMAINING" in told["capabilities"]
    assert [attempt["outcome"] for attempt in told["login"]["attempts"]] == ["accepted"]
    assert len(told["account"]["lines"]) == 3
    assert told["account"]["lines"][0]["days"] == 31
    assert {bill["amount"] for bill in told["account"]["bills"]} == {True}
    json.dumps(told)


async def test_diagnostics_tell_what_failed(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    simulator.faults.add(Fault("www.iijmio.jp", Kind.HTML, path="/service/setup/hdc/viewmonthlydata/"))
    await poll()
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    [problem] = told["account"]["problems"]
    assert problem["kind"] == "LayoutChanged"
    assert problem["page"] == "viewmonthlydata"
    assert problem["missing"]
    simulator.faults.clear()
    account.options.foreign = "/dataTraffic"
    await poll()
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert told["last_error"]["kind"] == "ForeignAnswer"
    assert told["last_error"]["skeleton"] is None
    assert told["kept"]["rest_until"] is not None


async def add(hass: HomeAssistant, account: Account) -> ConfigEntry:
    """Add an account of any carrier."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    for typed in ({"carrier": account.carrier}, credentials_of(account)):
        result = await hass.config_entries.flow.async_configure(result["flow_id"], typed)
    await hass.async_block_till_done()
    entry: ConfigEntry = result["result"]
    return entry


async def again(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Restart Home Assistant, as far as an account is concerned."""
    await hass.config_entries.async_unload(entry.entry_id)
    hass.data.pop(_STORES)
    await hass.config_entries.async_setup(entry.entry_id)


async def test_diagnostics_hold_the_skeleton_of_a_page_that_could_not_be_read(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    """Of each problem and of the last failure, before and after a restart, and nothing personal in it."""
    [his] = simulator.world.of("his")
    entries = [entry, await add(hass, his)]
    page = (
        f"<body><h2>{account.name}様</h2><div class='viewdata'><p>{account.lines[0].number} ご利用状況</p></div></body>"
    )
    simulator.faults.add(Fault("www.iijmio.jp", Kind.HTML, path="/service/setup/hdc/viewmonthlydata/", body=page))
    his.options.used_label = "今月のデータ利用量"
    await poll(timedelta(hours=25))
    for restarted in (False, True):
        if restarted:
            for entry in entries:
                await again(hass, entry)
        part, whole = [cast("Any", await async_get_config_entry_diagnostics(hass, entry)) for entry in entries]
        assert "viewmonthlydata" in {problem["page"] for problem in part["account"]["problems"]}
        [skeleton] = part["account"]["skeletons"]
        assert [line.strip() for line in skeleton][-3:] == ['h2 "某"', "div.viewdata", 'p "999-9999-9999 ご利用状況"']
        assert part["last_error"] is None
        assert whole["last_error"]["missing"][0] == "当月利用データ量"
        assert any('"今月某データ利用量' in line for line in whole["last_error"]["skeleton"])
        assert not found(simulator.secrets(), json.dumps([part, whole], ensure_ascii=False))


async def test_diagnostics_of_an_account_that_cannot_be_set_up(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, restart: Callable[[], Awaitable[None]]
) -> None:
    store = entry.runtime_data.store
    store.account, store.polled = None, {}
    await store.save()
    simulator.faults.add(Fault("*", Kind.CLOSE))
    await restart()
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert told["polling"] is None
    assert told["account"] is None
    assert {"cookies", "mio_id", "signed_in", "token"} <= set(told["login"]["state"])


async def watched(hass: HomeAssistant) -> list[str]:
    """All events from now on; an automation tells of each change of our sensors, and is traced."""
    ours = [one.entity_id for one in er.async_get(hass).entities.values() if one.domain == "sensor"]
    tell = {"event": "seen", "event_data": {"before": "{{ trigger.from_state }}", "now": "{{ trigger.to_state }}"}}
    automation = {
        "alias": "Watch",
        "mode": "parallel",
        "max": 100,
        "triggers": [{"trigger": "state", "entity_id": ours}],
        "actions": [tell],
        "trace": {"stored_traces": 100},
    }
    assert await async_setup_component(hass, "automation", {"automation": [{"id": "watch", **automation}]})
    events: list[str] = []

    @callback
    def note(event: Event) -> None:
        events.append(f"{event.event_type} {event.data}")

    hass.bus.async_listen(MATCH_ALL, note)
    return events


def traces(hass: HomeAssistant) -> str:
    """All that is kept of what automations did."""
    kept = [trace.as_extended_dict() for kind in hass.data[DATA_TRACE].values() for trace in kind.all_traces()]
    return json.dumps(kept, default=str)


async def test_nothing_that_identifies_is_anywhere_but_where_it_must_be(
    hass: HomeAssistant, simulator: Simulator, account: Account, poll: Poll, entry: ConfigEntry,
    caplog: pytest.LogCaptureFixture, hass_storage: dict[str, Any],
) -> None:  # fmt: skip
    """In health, and through failures that make people write about them."""
    caplog.set_level(logging.DEBUG)
    events = await watched(hass)
    simulator.world.use("iijmio", account.account_id, account.lines[0].line_id, fast=MB)
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    simulator.faults.add(Fault("*", Kind.HTML))
    await poll()
    simulator.faults.clear()
    account.password = "another-secret-of-the-portal"
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    diagnostics = await async_get_config_entry_diagnostics(hass, entry)
    shown = {
        "logs": "\n".join(
            f"{record.getMessage()} {record.exc_text}"
            for record in caplog.records
            if not record.name.startswith("pytest_")  # the test's own storage tells what it writes
        ),
        "events": "\n".join(events),
        "traces": traces(hass),
        "states": json.dumps([state.as_dict() for state in hass.states.async_all()], default=str),
        "entities": repr(list(er.async_get(hass).entities.values())),
        "devices": repr(list(dr.async_get(hass).devices)),
        "issues": repr(list(ir.async_get(hass).issues.values())),
        "diagnostics": json.dumps(diagnostics),
        "entry": f"{entry.title} {entry.unique_id} {entry.options}",
        "reauth": repr(next(iter(entry.async_get_active_flows(hass, {"reauth"})))["context"]),
    }
    assert "seen" in shown["events"]
    assert "data_used" in shown["traces"]
    secrets = simulator.secrets()
    assert len(secrets) > 20
    for place, text in shown.items():
        assert not found(secrets, text), place
    kept = json.dumps(hass_storage, default=str)
    assert "070-0000-0001" in found(secrets, kept)
    outside = {key: value for key, value in hass_storage.items() if key.split(".")[0] not in {DOMAIN, "core"}}
    assert not found(secrets, json.dumps(outside, default=str))


async def test_an_action_that_the_carrier_wants_is_named(hass: HomeAssistant, entry: ConfigEntry, poll: Poll) -> None:
    coordinator = entry.runtime_data

    async def wants(_parts: object) -> None:
        raise AccountActionNeeded(Action.CONSENT)

    coordinator.session.client.fetch = wants
    await poll()
    [issue] = [issue for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN]
    assert issue.translation_key == "action_consent"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["portal"] == "https://www.iijmio.jp/member/"
    coordinator.data = replace(coordinator.data, lines=())


async def test_a_chosen_label_may_be_anybodys(hass: HomeAssistant, simulator: Simulator) -> None:
    """Beside whatever a person says that the figure stands: of the page on which it is missing, only known words are told."""
    [account] = simulator.world.of("portal")
    account.options.labels = {"remaining": "見本花子様の残りデータ量"}
    entry = await added(hass, simulator, account)
    account.options.labels = {"remaining": "あと"}
    entry.runtime_data.store.polled.clear()
    await entry.runtime_data.async_refresh()
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    [problem] = told["account"]["problems"]
    assert problem["missing"] == ["某残りデータ量"]
    assert problem["page"] == "portal.example.jp/mypage/usage/"
    assert any('th "利用状況"' in line or 'h1 "利用状況"' in line for line in told["account"]["skeletons"][0])
    assert "見本花子" not in json.dumps(told, ensure_ascii=False, default=str)


@pytest.mark.parametrize(
    ("error", "more"),
    [
        (AccountActionNeeded(Action.CONSENT), {"action": "consent"}),
        (CannotConnect("no answer"), {}),
        (CannotConnect("it answered 503", 503), {"status": 503}),
        (ForeignAnswer("a page for another number"), {"foreign": "customer"}),
        (ForeignAnswer("https://evil.example is not declared", place=True), {"foreign": "place"}),
    ],
)
async def test_a_failure_is_told_with_what_tells_it_from_others(
    hass: HomeAssistant, entry: ConfigEntry, error: CarrierError, more: dict[str, Any]
) -> None:
    entry.runtime_data.store.note_error(error, datetime(2026, 11, 3, tzinfo=UTC))
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert told["last_error"] == {"at": "2026-11-03T00:00:00+00:00", "kind": error.kind, **more, "skeleton": None}


async def test_names_that_the_user_gave_are_not_told(hass: HomeAssistant, entry: ConfigEntry) -> None:
    line_id = entry.runtime_data.data.lines[0].line_id
    hass.config_entries.async_update_entry(entry, options={CONF_NAMES: {line_id: "見本花子 090-0000-0000"}})
    await hass.async_block_till_done()
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert told["options"] == {CONF_NAMES: 1}
    assert "見本花子" not in json.dumps(told, ensure_ascii=False, default=str)

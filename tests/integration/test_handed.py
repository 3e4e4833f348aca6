"""Lines without a portal in Home Assistant: described by their user, filled by the action and the webhook."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
import json
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.const import CONF_WEBHOOK, DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics, async_get_device_diagnostics
from custom_components.japan_mobile.webhook import LARGEST, MOST

from .facts import PERSONAL, Facts, written

# Home Assistant's own web server keeps things in its requests in a way that aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")

type Json = dict[str, Any]

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
MUM = {
    "name": "Mum",
    "number": "090-0000-5678",
    "plan": "ギガライト",
    "allowance": 20,
    "cycle_day": 1,
    "unlimited": False,
}
DAD = {"name": "Dad", "number": "080-0000-1111", "cycle_day": 11, "unlimited": False}


@pytest.fixture(autouse=True)
def _now(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(NOW)


async def added(hass: HomeAssistant, line: Json) -> ConfigEntry:
    """An account with its first line, as a user adds it."""
    form: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "handed"})
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "handed")
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], {"account": "docomo", **line})
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    entry: ConfigEntry = result["result"]
    return entry


@pytest.fixture
async def entry(hass: HomeAssistant) -> ConfigEntry:
    """An account with one line."""
    return await added(hass, MUM)


async def another(hass: HomeAssistant, entry: ConfigEntry, line: Json, *, waits: bool = True) -> Json:
    """Add another line, until all that follows from it is done; returns how the flow ended."""
    key = (entry.entry_id, "line")
    form: Any = await hass.config_entries.subentries.async_init(key, context={"source": "user"})
    result: Any = await hass.config_entries.subentries.async_configure(form["flow_id"], line)
    if waits:
        await hass.async_block_till_done()
    return dict(result)


def device_of(hass: HomeAssistant, name: str) -> dr.DeviceEntry:
    """The device of a line."""
    (found,) = [device for device in dr.async_get(hass).devices if device.name == name]
    return found


def shown(hass: HomeAssistant, key: str, line: str) -> str:
    """The state of a line's entity."""
    device = device_of(hass, line)
    (found,) = [
        one for one in er.async_get(hass).entities.values() if one.device_id == device.id and one.translation_key == key
    ]
    state = hass.states.get(found.entity_id)
    assert state is not None
    return state.state


async def hand_in(hass: HomeAssistant, line: str | None = None, **told: Any) -> Json:
    """Call the action."""
    target = {} if line is None else {"device_id": device_of(hass, line).id}
    answer: Any = await hass.services.async_call(
        DOMAIN, "hand_in", {**target, **told}, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    return dict(answer)


async def test_a_text_is_shown(hass: HomeAssistant, entry: ConfigEntry) -> None:
    assert entry.title == "docomo"
    assert shown(hass, "data_remaining", "Mum") == "unknown"
    assert shown(hass, "data_allowance", "Mum") == "20.0"
    assert shown(hass, "reset_date", "Mum") == "2026-12-01"
    answer = await hand_in(hass, text="データ残量：3.2GB\n今月のご請求額：3,278円")
    assert answer == {"line": "Mum", "as_of": "2026-11-25T10:00:00+09:00", "remaining": 3.2, "bill": 3278}
    assert shown(hass, "data_remaining", "Mum") == "3.2"
    assert shown(hass, "data_low", "Mum") == "on"
    assert shown(hass, "line_bill", "Mum") == "3278"
    assert device_of(hass, "Mum").model == "ギガライト"


async def test_numbers_are_shown(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hand_in(
        hass, "Mum", used=16.8, remaining=3.2, bill=3278, bill_month="2026-10", as_of="2026-11-25 09:00:00+09:00"
    )
    assert (shown(hass, "data_used", "Mum"), shown(hass, "data_remaining", "Mum")) == ("16.8", "3.2")


async def test_what_is_refused_changes_nothing(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hand_in(hass, text="データ残量：3.2GB")
    for told, reason in (
        ({"text": "080-0000-1111 残り 5GB"}, "line"),
        ({"text": "残り 5GB未満"}, "threshold"),
        ({"text": "x" * 100_000}, "too_long"),
        ({"text": "残り 5GB", "used": 3}, "two_meanings"),
        ({"used": -1}, "number"),
        ({}, "nothing"),
        ({"text": ""}, "nothing"),
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await hand_in(hass, **told)
        assert caught.value.translation_key == f"not_taken_{reason}", told
        assert "080" not in str(caught.value)
    assert shown(hass, "data_remaining", "Mum") == "3.2"
    answer = await hand_in(hass, text="先月\n残り 5GB", quiet=True)
    assert (answer["error"], "another time" in answer["message"]) == ("words", True)
    assert (await hand_in(hass, text=None, quiet=True))["error"] == "nothing"
    assert shown(hass, "data_remaining", "Mum") == "3.2"
    await another(hass, entry, DAD)
    with pytest.raises(ServiceValidationError, match="which one"):
        await hand_in(hass, text="残り 5GB")
    with pytest.raises(ServiceValidationError, match="no such line"):
        await hass.services.async_call(DOMAIN, "hand_in", {"device_id": "x", "used": 1}, blocking=True)


async def test_lines_are_added_changed_and_removed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    assert (await another(hass, entry, {**DAD, "name": " Mum "}))["errors"] == {"name": "name_taken"}
    assert (await another(hass, entry, {**DAD, "number": "12"}))["errors"] == {"number": "number_invalid"}
    assert (await another(hass, entry, {**DAD, "name": " "}))["errors"] == {"name": "field_empty"}
    assert (await another(hass, entry, DAD))["type"] is FlowResultType.CREATE_ENTRY
    await hand_in(hass, "Mum", text="残り 3.2GB")
    await hand_in(hass, "Dad", text="残り 5GB")
    assert (shown(hass, "data_remaining", "Mum"), shown(hass, "data_remaining", "Dad")) == ("3.2", "5.0")
    assert shown(hass, "reset_date", "Dad") == "2026-12-11"
    (dad,) = [one for one in entry.subentries.values() if one.title == "Dad"]
    form: Any = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"), context={"source": "reconfigure", "subentry_id": dad.subentry_id}
    )
    await hass.config_entries.subentries.async_configure(form["flow_id"], {**DAD, "name": "Father", "allowance": 10})
    await hass.async_block_till_done()
    assert shown(hass, "data_allowance", "Father") == "10.0"
    assert shown(hass, "data_remaining", "Father") == "5.0"  # nothing is lost by a new name
    assert device_of(hass, "Father").config_entry_id == entry.entry_id
    hass.config_entries.async_remove_subentry(entry, dad.subentry_id)
    await hass.async_block_till_done()
    assert {device.name for device in dr.async_get(hass).devices} == {"docomo", "Mum"}
    assert shown(hass, "data_remaining", "Mum") == "3.2"


async def test_the_only_line_is_replaced(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Whoever gives up his only line and adds another is no stranger: nobody but the user says which lines there are."""
    await hand_in(hass, "Mum", text="残り 3.2GB")
    (mum,) = entry.subentries
    hass.config_entries.async_remove_subentry(entry, mum)
    assert (await another(hass, entry, DAD))["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    await hand_in(hass, "Dad", text="残り 5GB")
    assert shown(hass, "data_remaining", "Dad") == "5.0"
    assert "Mum" not in {device.name for device in dr.async_get(hass).devices}


async def test_figures_end_with_their_cycle(
    hass: HomeAssistant, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await hand_in(hass, text="残り 3.2GB")
    for by, state in ((timedelta(days=5, hours=13), "3.2"), (timedelta(hours=2), "unknown")):
        freezer.tick(by)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert shown(hass, "data_remaining", "Mum") == state


async def test_figures_that_nobody_hands_in_again_are_no_use_of_nothing(
    hass: HomeAssistant, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Home Assistant looks at what it knows every hour; that is no poll, and says nothing of a day's use."""
    await hand_in(hass, used=10, remaining=10)
    for _ in range(60):
        freezer.tick(timedelta(hours=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, "data_used", "Mum") == "10.0"
    assert shown(hass, "used_today", "Mum") == "unknown"
    assert entry.runtime_data.history.before_today(entry.runtime_data.data.lines[0].line_id) == {}


async def test_half_a_yen_is_none(hass: HomeAssistant, entry: ConfigEntry) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await hand_in(hass, bill=3278.5)
    assert caught.value.translation_key == "not_taken_number"
    assert shown(hass, "line_bill", "Mum") == "unknown"


async def test_reconfigure_says_where_to_look(hass: HomeAssistant, entry: ConfigEntry) -> None:
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "reconfigure", "entry_id": entry.entry_id}
    )
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_login")


async def test_diagnostics_hold_no_address_and_no_number(hass: HomeAssistant, entry: ConfigEntry) -> None:
    told = str(await async_get_config_entry_diagnostics(hass, entry))
    assert entry.data[CONF_WEBHOOK] not in told
    assert "5678" not in told
    assert "Mum" not in told


async def test_diagnostics_repeat_nothing_of_what_was_handed_in(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Whether it could be understood or not, of the account and of each of its devices."""
    facts = Facts(frozenset({*PERSONAL, MUM["number"], entry.data[CONF_WEBHOOK], entry.title}) - {"docomo"})
    said = " ".join(written(facts.known))
    await hand_in(hass, text="ミホンハナコ様\n090-0000-5678\nデータ残量：3.2GB\n今月のご請求額：3,278円")
    with pytest.raises(ServiceValidationError):
        await hand_in(hass, text=said)
    told: list[Any] = [await async_get_config_entry_diagnostics(hass, entry)]
    assert told[0]["account"]["lines"][0]["remaining"] is not None
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        told.append(await async_get_device_diagnostics(hass, entry, device))  # noqa: PERF401 - one after the other
    assert not facts.in_text(json.dumps(told, ensure_ascii=False, default=str))


# The webhook


@pytest.fixture
async def door(
    hass: HomeAssistant, entry: ConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> Callable[..., Awaitable[tuple[int, Json]]]:
    """Posts to the account's address."""
    assert await async_setup_component(hass, "http", {})
    client = await hass_client_no_auth()

    async def post(path: str = "", **sent: Any) -> tuple[int, Json]:
        answer = await client.post(f"/api/webhook/{entry.data[CONF_WEBHOOK]}{path}", **sent)
        await hass.async_block_till_done()
        return answer.status, (await answer.json() if answer.content_type == "application/json" else {})

    return post


async def test_the_webhook_takes_text_and_json(
    hass: HomeAssistant, door: Callable[..., Awaitable[tuple[int, Json]]]
) -> None:
    status, answer = await door(data="残り 3.2GB".encode())
    assert (status, answer["remaining"]) == (HTTPStatus.OK, 3.2)
    status, answer = await door(json={"line": "Mum", "remaining": 3.1, "as_of": "2026-11-25T10:00:00+09:00"})
    assert (status, answer["remaining"], answer["line"]) == (HTTPStatus.OK, 3.1, "Mum")
    assert shown(hass, "data_remaining", "Mum") == "3.1"
    status, answer = await door("?line=Mum", data=b"3.0 GB left")
    assert (status, answer["remaining"]) == (HTTPStatus.OK, 3.0)


async def test_the_webhook_says_why_not(hass: HomeAssistant, door: Callable[..., Awaitable[tuple[int, Json]]]) -> None:
    for sent, status, reason in (
        ({"data": b"hello"}, 422, "nothing"),
        ({"json": ["残り 3.2GB"]}, 422, "not_json"),
        ({"json": {"text": 3}}, 422, "not_json"),
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 422, "not_json"),
        ({"json": {"line": "Aunt", "used": 3}}, 422, "no_such_line"),
        ({"json": {"used": 3, "as_of": "soon"}}, 422, "day"),
        ({"json": {"used": {"a": 1}}}, 422, "number"),
        ({"data": b"x" * (LARGEST + 1)}, 413, "too_long"),
        ({"data": b"\xff\xfe\x00"}, 422, "nothing"),
    ):
        got, answer = await door(**sent)
        assert (got, answer["error"]) == (status, reason), sent
        assert answer["message"]
    assert shown(hass, "data_remaining", "Mum") == "unknown"


async def test_the_webhook_is_not_answered_without_end(
    door: Callable[..., Awaitable[tuple[int, Json]]], freezer: FrozenDateTimeFactory
) -> None:
    assert (MOST, LARGEST) == (30, 64 * 1024)
    for _ in range(MOST):
        assert (await door(data=b"hello"))[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (await door(data=b"3.2 GB left"))[0] == HTTPStatus.TOO_MANY_REQUESTS
    freezer.tick(timedelta(minutes=10))
    assert (await door(data=b"3.2 GB left"))[0] == HTTPStatus.OK


async def test_the_webhook_is_answered_after_a_clock_that_was_ahead(
    door: Callable[..., Awaitable[tuple[int, Json]]], freezer: FrozenDateTimeFactory
) -> None:
    for _ in range(MOST):
        assert (await door(data=b"hello"))[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    freezer.tick(-timedelta(days=1))
    assert (await door(data=b"hello"))[0] == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_the_webhook_is_local_unless_allowed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    def local() -> bool:
        return bool(hass.data["webhook"][entry.data[CONF_WEBHOOK]].local_only)

    assert local()
    assert re.fullmatch("[0-9a-f]{64}", entry.data[CONF_WEBHOOK])  # 256 bits
    form: Any = await hass.config_entries.options.async_init(entry.entry_id)
    assert entry.data[CONF_WEBHOOK] in form["description_placeholders"]["webhook"]
    await hass.config_entries.options.async_configure(form["flow_id"], {"data_low_percent": 10, "webhook_remote": True})
    await hass.async_block_till_done()
    assert not local()
    assert entry.options == {"data_low_percent": 10, "webhook_remote": True}
    await hass.config_entries.async_remove(entry.entry_id)
    assert entry.data[CONF_WEBHOOK] not in hass.data["webhook"]

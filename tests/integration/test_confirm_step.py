"""A portal of unknown make: its address is typed in, and the user says which label means what before anything is saved."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics
from simulator import GB, Account, Fault, Kind, Simulator
from simulator.demo_people import credentials_of

type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]
type State = Callable[..., str]

LABELS = {"remaining": "残りデータ量", "used": "ご利用データ量", "total": "データ容量", "bill": "ご請求金額"}


@pytest.fixture
def customer(simulator: Simulator) -> Account:
    """A customer of a carrier that nobody has written a reader for, whose phone lies still."""
    [customer] = simulator.world.of("portal")
    customer.lines[0].rate = 0
    return customer


async def send(hass: HomeAssistant, form: Json, fields: Json) -> Json:
    """Fill in a form; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done()
    return dict(result)


async def open_form(hass: HomeAssistant) -> Json:
    """The form that asks for the portal's address."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    form = await send(hass, result, {"carrier": "portal"})
    assert form["step_id"] == "address"
    assert form["errors"] == {}
    return form


async def confirming(hass: HomeAssistant, customer: Account) -> Json:
    """The form that asks what the labels mean."""
    form = await send(hass, await open_form(hass), credentials_of(customer))
    assert form["step_id"] == "confirm", form
    assert form["errors"] == {}
    return form


async def added(hass: HomeAssistant, customer: Account, labels: dict[str, str] | None = None) -> ConfigEntry:
    """The account, added with a choice of labels."""
    result = await send(hass, await confirming(hass, customer), labels or LABELS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry: ConfigEntry = result["result"]
    return entry


def suggested(form: Json) -> Json:
    """What is filled in already."""
    return {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}


def options(form: Json, field: str) -> dict[str, str]:
    """What can be chosen in a field, by value."""
    selector = form["data_schema"].schema[field]
    return {option["value"]: option["label"] for option in selector.config["options"]}


async def test_what_was_read_is_shown_and_confirmed(
    hass: HomeAssistant, simulator: Simulator, customer: Account, state: State, poll: Poll
) -> None:
    """Label and value side by side, the likely ones chosen; what is saved is what a poll reads."""
    form = await confirming(hass, customer)
    assert suggested(form) == LABELS
    truth = simulator.world.truth("portal", customer.account_id)
    [line], [bill] = truth["lines"], truth["bills"]
    left, yen = f"{line['remaining_bytes'] / GB:.2f}GB", f"{bill['amount']:,}円"
    # Beside what the portal writes stands what it was read as, and on which page.
    assert options(form, "remaining")[LABELS["remaining"]].startswith(f"{LABELS['remaining']}: {left} (= ")
    assert options(form, "bill")[LABELS["bill"]].startswith(f"{LABELS['bill']}: {yen} (= {yen[:-1]} 円, ")
    assert not set(options(form, "bill")) & set(options(form, "remaining"))
    # What the portal says must not become markup: it is in no text of ours.
    assert set(form["description_placeholders"]) == {"carrier"}
    result = await send(hass, form, LABELS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "portal.example.jp 070-••••-0007"
    assert result["data"] == {"carrier": "portal", **credentials_of(customer), "labels": LABELS}
    assert len(simulator.journal.logins()) == 1
    for key, told in (
        ("data_remaining", "remaining_bytes"),
        ("data_used", "used_bytes"),
        ("data_allowance", "total_bytes"),
    ):
        assert float(state(key)) == line[told] / GB
    assert int(state("latest_bill")) == bill["amount"]
    simulator.world.use("portal", customer.account_id, customer.lines[0].line_id, fast=GB)
    await poll(timedelta(hours=4))
    assert float(state("data_used")) == line["used_bytes"] / GB + 1
    assert len(simulator.journal.logins()) == 1


async def test_the_portals_address_is_where_it_is_needed(hass: HomeAssistant, customer: Account) -> None:
    entry = await added(hass, customer)
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        assert device.configuration_url == credentials_of(customer)["url"]
        assert device.manufacturer == "portal.example.jp"


async def test_what_is_left_empty_is_not_promised(hass: HomeAssistant, customer: Account, poll: Poll) -> None:
    entry = await added(hass, customer, {"used": LABELS["used"]})
    assert entry.data["labels"] == {"used": LABELS["used"]}
    keys = {entry.translation_key for entry in er.async_get(hass).entities.values() if entry.platform == DOMAIN}
    assert "data_used" in keys
    assert not keys & {"data_remaining", "data_allowance", "data_remaining_percent", "data_low", "latest_bill"}


async def test_diagnostics_tell_the_choice(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    """And nothing personal: a label is the portal's own word, which might hold a number."""
    customer.options.labels = {"used": "070-0000-0007のご利用データ量"}
    entry = await added(hass, customer, {"used": customer.options.labels["used"]})
    told: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert told["labels"] == {"used": "999-9999-9999某利用データ量"}
    assert not [secret for secret in simulator.secrets() if secret in json.dumps(told, ensure_ascii=False)]


async def test_nothing_chosen(hass: HomeAssistant, customer: Account) -> None:
    form = await send(hass, await confirming(hass, customer), {})
    assert form["step_id"] == "confirm"
    assert form["errors"] == {"base": "nothing_chosen"}
    assert (await send(hass, form, LABELS))["type"] is FlowResultType.CREATE_ENTRY


async def test_one_label_cannot_mean_two_things(hass: HomeAssistant, customer: Account) -> None:
    form = await send(hass, await confirming(hass, customer), {**LABELS, "used": LABELS["remaining"]})
    assert form["errors"] == {"used": "chosen_twice"}
    assert suggested(form)["used"] == LABELS["remaining"]
    assert (await send(hass, form, LABELS))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_label_that_cannot_be_read_is_told_at_its_field(hass: HomeAssistant, customer: Account) -> None:
    form = await confirming(hass, customer)
    customer.options.labels = {"total": "別の名前の容量"}
    form = await send(hass, form, LABELS)
    assert form["step_id"] == "confirm"
    assert form["errors"] == {"total": "label_unreadable"}
    chosen = {meaning: label for meaning, label in LABELS.items() if meaning != "total"}
    result = await send(hass, form, chosen)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["labels"] == chosen


async def test_a_portal_that_tells_no_bill(hass: HomeAssistant, customer: Account) -> None:
    customer.options.tells = frozenset({"used", "remaining"})
    customer.options.decoys = frozenset()
    form = await confirming(hass, customer)
    assert "bill" not in suggested(form)


async def test_an_error_while_it_is_read_again(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    form = await confirming(hass, customer)
    simulator.faults.add(Fault("*", Kind.CLOSE))
    form = await send(hass, form, LABELS)
    assert form["step_id"] == "confirm"
    assert form["errors"] == {"base": "cannot_connect"}
    assert form["description_placeholders"]["carrier"] == "portal.example.jp"
    simulator.faults.clear()
    assert (await send(hass, form, LABELS))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_login_that_dies_meanwhile_is_asked_for_again(
    hass: HomeAssistant, simulator: Simulator, customer: Account
) -> None:
    """No choice of labels mends that: back to the login."""
    form = await confirming(hass, customer)
    simulator.portal("portal").expire(customer.account_id)
    customer.password = "changed-at-the-portal"
    form = await send(hass, form, LABELS)
    assert form["step_id"] == "address"
    assert form["errors"] == {"base": "login_refused"}
    form = await send(hass, form, credentials_of(customer))
    assert form["step_id"] == "confirm"
    assert (await send(hass, form, LABELS))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("portal.example.jp", "address_https"),
        ("http://portal.example.jp/", "address_https"),
        ("https://", "address_invalid"),
        ("https://[", "address_invalid"),
        ("https://hanako:secret@portal.example.jp/", "address_user"),
        ("https://portal.example.jp:8443/", "address_port"),
        ("https://192.0.2.1/", "address_number"),
        ("https://co.jp/", "address_suffix"),
    ],
)
async def test_a_bad_address_is_told_at_its_field(
    hass: HomeAssistant, simulator: Simulator, customer: Account, address: str, error: str
) -> None:
    form = await send(hass, await open_form(hass), {**credentials_of(customer), "url": address})
    assert form["step_id"] == "address"
    assert form["errors"] == {"url": error}
    assert simulator.journal.calls == []
    form = await send(hass, form, credentials_of(customer))
    assert form["step_id"] == "confirm"


async def test_the_same_account_is_noticed_before_anybody_confirms(hass: HomeAssistant, customer: Account) -> None:
    await added(hass, customer)
    typed = credentials_of(customer)
    again = await send(hass, await open_form(hass), {**typed, "url": f"{typed['url']}?from=bookmark"})
    assert again["type"] is FlowResultType.ABORT
    assert again["reason"] == "already_configured"


async def test_a_code_comes_before_the_choice(hass: HomeAssistant, customer: Account) -> None:
    customer.options.after_password = "code"
    form = await send(hass, await open_form(hass), credentials_of(customer))
    if form["step_id"] == "send_code":
        form = await send(hass, form, {})
    assert form["step_id"] == "code"
    form = await send(hass, form, {"code": customer.options.code})
    assert form["step_id"] == "confirm"
    assert (await send(hass, form, LABELS))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_new_login_keeps_the_choice(hass: HomeAssistant, customer: Account, state: State) -> None:
    chosen = {"remaining": LABELS["remaining"]}
    entry = await added(hass, customer, chosen)
    customer.password = "another-Secret-of-the-portal"
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_REAUTH, "entry_id": entry.entry_id}, data=entry.data
    )
    result = await send(hass, result, credentials_of(customer))
    assert result["reason"] == "reauth_successful"
    assert entry.data["labels"] == chosen
    assert entry.state is ConfigEntryState.LOADED
    assert float(state("data_remaining")) > 0


async def test_the_choice_can_be_corrected(hass: HomeAssistant, customer: Account, entity: Callable[..., str]) -> None:
    entry = await added(hass, customer, {"used": LABELS["used"]})
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    )
    assert result["step_id"] == "reconfigure"
    assert result["description_placeholders"]["portal"] == credentials_of(customer)["url"]
    form = await send(hass, result, credentials_of(customer))
    assert form["step_id"] == "confirm"
    assert suggested(form)["used"] == LABELS["used"]
    result = await send(hass, form, LABELS)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["labels"] == LABELS
    found = hass.states.get(entity("data_remaining"))
    assert found is not None
    assert float(found.state) > 0


async def test_an_address_that_no_longer_counts(hass: HomeAssistant, customer: Account) -> None:
    entry = await added(hass, customer)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "https://co.jp/"})
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "address_unusable"

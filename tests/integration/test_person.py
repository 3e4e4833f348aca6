"""docomo in Home Assistant: a person logs in, by cookies or in a browser of his own; Home Assistant reads, and never logs in."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest

from custom_components.japan_mobile.carriers.errors import ForeignAnswer
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics
from simulator import GB, Account, Simulator
from simulator.clock import TOKYO
from simulator.persons import docomo_cookies
from simulator.portals.docomo import DocomoPortal
from simulator.portals.docomo_options import DocomoOptions
from tests.carriers.people import docomo_customer
from tests.persons_browser import log_in_docomo, person_at

from .moving_in import added, customer_of, watched

type Json = dict[str, Any]


@pytest.fixture
def customer(simulator: Simulator) -> Account:
    """A customer of docomo."""
    options = DocomoOptions(usage="2021", paid="yes")
    customer = docomo_customer("docomo", 1, options, simulator.world.now().astimezone(TOKYO))
    simulator.world.accounts.append(customer)
    return customer


async def send(hass: HomeAssistant, form: Json, fields: Json) -> Json:
    """Fill in a form; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    return dict(result)


async def way(hass: HomeAssistant, name: str) -> Json:
    """The form of one of the two ways in."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    menu = await send(hass, result, {"carrier": "docomo"})
    assert (menu["type"], menu["menu_options"]) == (FlowResultType.MENU, ["browser", "cookies"])
    form = await send(hass, menu, {"next_step_id": name})
    assert (form["step_id"], [str(key) for key in form["data_schema"].schema]) == (name, [name])
    return form


def suggested(form: Json) -> Json:
    """What is filled in already."""
    found = {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}
    return {key: value for key, value in found.items() if value is not None}


def states(hass: HomeAssistant) -> dict[str, str]:
    """The states of the entities, by what they are."""
    found = {}
    for one in er.async_get(hass).entities.values():
        state = hass.states.get(one.entity_id)
        if one.platform == DOMAIN and state is not None:
            found[one.translation_key or one.entity_id] = state.state
    return found


def issues(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """What is open under Repairs."""
    return [one for (domain, _), one in ir.async_get(hass).issues.items() if domain == DOMAIN]


async def refresh(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """A poll, as if it were time for one."""
    entry.runtime_data.store.polled.clear()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()


def truth_of(simulator: Simulator, customer: Account, mode: str) -> Json:
    """What is to be shown."""
    return simulator.world.truth("docomo", customer.account_id, mode)


async def test_cookies(hass: HomeAssistant, simulator: Simulator, customer: Account, caplog: Any) -> None:
    """Wrong ones are told apart; right ones are tried at once, kept, and asked for again when they die."""
    customer.options.usage = "gkyap001"
    form = await way(hass, "cookies")
    for export, error in (
        ("abc", "cookies_format"),
        ('[{"name": "a", "value": "b", "domain": "example.com"}]', "cookies_hosts"),
        ('[{"name": "a", "value": "b", "domain": ".docomo.ne.jp", "expirationDate": 5}]', "cookies_expired"),
        ('[{"name": "a", "value": "b", "domain": ".docomo.ne.jp"}]', "login_expired"),
    ):
        form = await send(hass, form, {"cookies": export})
        assert set(form["errors"].values()) == {error}
    cookies = await docomo_cookies(simulator, customer)
    form = await send(hass, form, {"cookies": cookies})
    assert form["step_id"] == "confirm"
    result = await send(hass, form, suggested(form))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    entry: ConfigEntry = result["result"]
    truth = truth_of(simulator, customer, "cookies")
    shown = states(hass)
    assert float(shown["data_used"]) == pytest.approx(truth["lines"][0]["used_bytes"] / 2**30, abs=0.01)
    assert shown["latest_bill"] == str(truth["bills"][0]["amount"])
    own = [bill["amount"] for bill in truth["bills"] if bill["line_id"] == truth["lines"][0]["line_id"]]
    assert shown["line_bill"] == str(own[0])

    secret = max((one["value"] for one in json.loads(cookies)), key=len)
    told = json.dumps(await async_get_config_entry_diagnostics(hass, entry), default=str)
    logged = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("pytest_homeassistant"))
    for text in (logged, told, json.dumps(dict(entry.data)), repr(entry.runtime_data.session.credentials)):
        assert secret not in text
        assert "09000000001" not in text

    simulator.portal("docomo").expire(customer.account_id)
    await refresh(hass, entry)
    [flow] = hass.config_entries.flow.async_progress()
    assert (flow["context"]["source"], flow["step_id"]) == ("reauth", "reauth_confirm")
    result = await send(hass, dict(flow), {"cookies": await docomo_cookies(simulator, customer)})
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert float(states(hass)["data_used"]) > 0


async def test_a_browser(hass: HomeAssistant, simulator: Simulator, customer: Account, browser: str) -> None:
    """The flow waits for the person and goes on by itself; later one issue says that he has to log in again."""
    form = await way(hass, "browser")
    for address, error in (
        ("http://8.8.8.8:9222", "browser_public"),
        ("::", "browser_address"),
        ("127.0.0.1:9", "browser_unreachable"),
    ):
        form = await send(hass, form, {"browser": address})
        assert set(form["errors"].values()) == {error}
    waiting = await send(hass, form, {"browser": browser})
    assert (waiting["type"], waiting["progress_action"]) == (FlowResultType.SHOW_PROGRESS, "person")
    async with person_at(browser) as person:
        await log_in_docomo(person, simulator, customer)
        form = await watched(hass, waiting)
    result = await send(hass, form, suggested(form))
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry: ConfigEntry = result["result"]
    truth = truth_of(simulator, customer, "browser")
    assert float(states(hass)["data_used"]) == pytest.approx(truth["lines"][0]["used_bytes"] / 2**30, abs=0.01)
    assert entry.data["browser"] == browser
    assert customer.password not in json.dumps(dict(entry.data))

    simulator.portal("docomo").expire(customer.account_id)
    for _ in range(2):
        await refresh(hass, entry)
    [issue] = issues(hass)
    assert issue.translation_key == "action_log_in_phone"
    assert states(hass)["login_needed"] == "on"
    assert issue.learn_more_url == browser
    assert hass.config_entries.flow.async_progress() == []
    assert entry.runtime_data.store.rest_until is None
    # Somebody else of the family may have logged in there: that is mended at once, too.
    assert entry.runtime_data._mended_in_browser(ForeignAnswer("another customer is logged in"))
    line, before = customer.lines[0], float(states(hass)["data_used"])
    simulator.world.use("docomo", customer.account_id, line.line_id, fast=GB)
    async with person_at(browser) as person:
        await log_in_docomo(person, simulator, customer)
    await refresh(hass, entry)
    assert issues(hass) == []
    assert entry.runtime_data.last_update_success
    used = truth_of(simulator, customer, "browser")["lines"][0]["used_bytes"] / 2**30
    assert used > before + 0.5
    assert float(states(hass)["data_used"]) == pytest.approx(used, abs=0.01)
    assert states(hass)["login_needed"] == "off"
    assert entry.runtime_data.login_state == "logged_in"
    portal = simulator.portal("docomo")
    assert isinstance(portal, DocomoPortal)
    assert (len(simulator.journal.submitted), len(portal.sms), portal.harm) == (2, 2, [])


async def test_thirty_days_without_anybody(
    hass: HomeAssistant,
    simulator: Simulator,
    customer: Account,
    poll: Callable[..., Awaitable[None]],
    freezer: FrozenDateTimeFactory,
) -> None:
    """Poll by poll for thirty days and over the turn of a month: every figure is the truth, and nobody is asked anything."""
    freezer.move_to(simulator.world.now())
    customer.options.usage, customer.options.session_lifetime = "gkyap001", 40 * 86_400.0
    customer.lines[0].rate = 30_000_000
    form = await way(hass, "cookies")
    form = await send(hass, form, {"cookies": await docomo_cookies(simulator, customer)})
    result = await send(hass, form, suggested(form))
    await hass.async_block_till_done()
    entry: ConfigEntry = result["result"]
    logins, sms = len(simulator.journal.submitted), len(simulator.portal("docomo").sms)
    seen = 0
    every = entry.runtime_data.carrier.pace.usage + timedelta(minutes=1)
    polls = timedelta(days=30) // every
    for _ in range(polls):
        await poll(every)
        assert entry.runtime_data.last_update_success
        told = truth_of(simulator, customer, "cookies")["lines"][0]["used_bytes"]
        shown = states(hass)["data_used"]
        if shown not in {"unknown", "unavailable"}:
            assert float(shown) == pytest.approx(told / 2**30, abs=0.0001)
            seen += 1
    assert seen >= 0.95 * polls
    assert issues(hass) == []
    assert hass.config_entries.flow.async_progress() == []
    assert (len(simulator.journal.submitted), len(simulator.portal("docomo").sms)) == (logins, sms)


async def test_lines_that_are_billed_one_by_one(hass: HomeAssistant, simulator: Simulator) -> None:
    """An au ID with two telephones: each has its own bill, and the account none."""
    customer = customer_of(simulator, "au")
    second = replace(customer.lines[0], line_id="line22", number="090-0000-0022")
    customer.lines.append(second)
    await added(hass, simulator, customer)
    truth = simulator.world.truth("au", customer.account_id, "cookies")
    wanted = {bill["line_id"]: bill["amount"] for bill in reversed(truth["bills"])}
    shown = {
        hass.states.get(one.entity_id).state  # type: ignore[union-attr]
        for one in er.async_get(hass).entities.values()
        if one.translation_key == "line_bill"
    }
    assert len(shown) == 2
    assert shown == set(map(str, wanted.values()))
    assert states(hass)["latest_bill"] == "unknown"

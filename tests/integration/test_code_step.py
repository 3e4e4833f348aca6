"""The one-time code in the flow: asked for once, corrected, renewed, and never sent without a person waiting for it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import CodeNeeded
from custom_components.japan_mobile.carriers.softbank.client import SharedClient
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Fault, Kind, Simulator
from tests.simulator.softbank_people import NOW, both

type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]
CARRIERS = ("softbank", "ymobile")


@pytest.fixture(params=CARRIERS)
def customer(request: pytest.FixtureRequest, simulator: Simulator, freezer: FrozenDateTimeFactory) -> Account:
    """A customer whose login wants a code by SMS."""
    freezer.move_to(NOW)
    simulator.world = both()
    account = next(account for account in simulator.world.accounts if account.carrier == request.param)
    account.options.code_at_login = True
    return account


def typed(account: Account) -> Json:
    """What the customer types."""
    return {"username": account.usernames[0], "password": account.password}


async def begin(hass: HomeAssistant, account: Account) -> Json:
    """Pick the carrier and send the credentials; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"carrier": account.carrier})
    return await send(hass, result, typed(account))


async def send(hass: HomeAssistant, form: Json, fields: Json) -> Json:
    """Fill in a form; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done()
    return dict(result)


def codes(simulator: Simulator) -> list[str]:
    """The codes that were sent so far."""
    return [sms.code for sms in simulator.portal("softbank").sms]


async def test_a_code_that_came_with_the_login(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    form = await begin(hass, customer)
    assert form["step_id"] == "code"
    assert len(codes(simulator)) == 1
    result = await send(hass, form, {"code": f" {codes(simulator)[0]} "})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED
    assert len(codes(simulator)) == 1


@pytest.mark.parametrize("shape", ["A", "B"])
async def test_a_code_that_has_to_be_asked_for(
    hass: HomeAssistant, simulator: Simulator, customer: Account, shape: str
) -> None:
    customer.options.shape = shape
    form = await begin(hass, customer)
    assert form["step_id"] == "send_code"
    assert codes(simulator) == []
    form = await send(hass, form, {})
    assert form["step_id"] == "code"
    assert len(codes(simulator)) == 1
    assert (await send(hass, form, {"code": codes(simulator)[0]}))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_code_can_be_corrected(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    form = await begin(hass, customer)
    right = codes(simulator)[0]
    wrong = f"{(int(right) + 1) % 1000:03}"
    form = await send(hass, form, {"code": wrong})
    assert form["step_id"] == "code"
    assert form["errors"] == {"base": "code_wrong"}
    assert (await send(hass, form, {"code": right}))["type"] is FlowResultType.CREATE_ENTRY
    assert len(codes(simulator)) == 1


async def test_a_dead_code_is_renewed_when_the_user_says_so(
    hass: HomeAssistant, simulator: Simulator, customer: Account
) -> None:
    customer.options.dead_answer = "login_page"
    form = await begin(hass, customer)
    simulator.world.clock.advance(timedelta(hours=1))
    form = await send(hass, form, {"code": codes(simulator)[0]})
    assert form["step_id"] == "code_expired"
    assert len(codes(simulator)) == 1
    form = await send(hass, form, {})
    assert form["step_id"] == "code"
    assert len(codes(simulator)) == 2
    assert (await send(hass, form, {"code": codes(simulator)[1]}))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_flow_that_is_closed_lets_go(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    form = await begin(hass, customer)
    hass.config_entries.flow.async_abort(form["flow_id"])
    assert not hass.config_entries.async_entries(DOMAIN)
    assert len(codes(simulator)) == 1


async def test_no_code_is_sent_while_nobody_waits(
    hass: HomeAssistant, simulator: Simulator, customer: Account, poll: Poll
) -> None:
    """The login dies at night: the user is told, and the SMS waits for the user."""
    form = await begin(hass, customer)
    entry: ConfigEntry = (await send(hass, form, {"code": codes(simulator)[0]}))["result"]
    simulator.portal("softbank").expire(customer.account_id)
    simulator.journal.clear()
    for _ in range(3):
        await poll(timedelta(hours=3, minutes=1))
        await entry.runtime_data.async_refresh()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)  # the first poll after it
    assert len(codes(simulator)) == 1
    assert not simulator.journal.logins()
    flow = next(iter(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))
    reauth: Any = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert reauth["errors"] == {"base": "code_needed"}
    form = await send(hass, dict(reauth), typed(customer))
    assert form["step_id"] == "code"
    result = await send(hass, form, {"code": codes(simulator)[1]})
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("shape", ["A", "C"])
async def test_a_form_that_is_opened_again_is_still_there(
    hass: HomeAssistant, simulator: Simulator, customer: Account, shape: str
) -> None:
    customer.options.shape = shape
    form = await begin(hass, customer)
    again: Any = await hass.config_entries.flow.async_configure(form["flow_id"])
    assert again["step_id"] == form["step_id"] == {"A": "send_code", "C": "code"}[shape]
    assert len(codes(simulator)) == {"A": 0, "C": 1}[shape]


async def test_a_connection_that_breaks_before_the_code_is_sent(
    hass: HomeAssistant, simulator: Simulator, customer: Account
) -> None:
    customer.options.shape = "A"
    form = await begin(hass, customer)
    simulator.faults.add(Fault("*", Kind.CLOSE))
    form = await send(hass, form, {})
    assert form["step_id"] == "send_code"
    assert form["errors"] == {"base": "cannot_connect"}
    simulator.faults.clear()
    form = await send(hass, form, {})
    assert form["step_id"] == "code"
    assert (await send(hass, form, {"code": codes(simulator)[-1]}))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_connection_that_breaks_with_the_code(
    hass: HomeAssistant, simulator: Simulator, customer: Account
) -> None:
    form = await begin(hass, customer)
    simulator.faults.add(Fault("*", Kind.CLOSE))
    form = await send(hass, form, {"code": codes(simulator)[0]})
    assert form["step_id"] == "credentials"
    assert form["errors"] == {"base": "cannot_connect"}
    simulator.faults.clear()
    form = await send(hass, form, typed(customer))
    assert (await send(hass, form, {"code": codes(simulator)[-1]}))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_code_that_nobody_can_type_in(
    hass: HomeAssistant, customer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A carrier may ask for a code in a way that is not known: that is told, and no form pretends to take it."""

    async def asks(_client: SharedClient, _credentials: Credentials) -> None:
        raise CodeNeeded

    monkeypatch.setattr(SharedClient, "log_in", asks)
    form = await begin(hass, customer)
    assert form["step_id"] == "credentials"
    assert form["errors"] == {"base": "code_needed"}


async def test_an_expired_form_that_is_opened_again(
    hass: HomeAssistant, simulator: Simulator, customer: Account
) -> None:
    customer.options.dead_answer = "login_page"
    form = await begin(hass, customer)
    simulator.world.clock.advance(timedelta(hours=1))
    form = await send(hass, form, {"code": codes(simulator)[0]})
    again: Any = await hass.config_entries.flow.async_configure(form["flow_id"])

    assert again["step_id"] == "code_expired"
    assert len(codes(simulator)) == 1

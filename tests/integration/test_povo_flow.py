"""povo in the flow: one mail, a second one only when the user says so, and the same device after a new login."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.store import account_store
from simulator import Account, Clock, Fault, Kind, Simulator, World
from simulator.portals.povo import PovoPortal
from tests.carriers.povo import EMAIL, NOW, customer_of, portal_of

type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]
ANNOUNCED = "/api/v3/user-service/v3/jp/ja/mobile/users/login/action"


@pytest.fixture
def customer(simulator: Simulator, freezer: FrozenDateTimeFactory) -> Account:
    """A customer of povo, alone in the world."""
    freezer.move_to(NOW)
    account = customer_of()
    simulator.world = World(Clock(NOW), [account], settled=NOW)
    return account


@pytest.fixture
def portal(simulator: Simulator, customer: Account) -> PovoPortal:
    """The back end of that world."""
    return portal_of(simulator)


async def begin(hass: HomeAssistant) -> Json:
    """Pick povo and type the address; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"carrier": "povo"})
    assert set(result["data_schema"].schema) == {"email"}
    return await send(hass, result, {"email": EMAIL})


async def send(hass: HomeAssistant, form: Json, fields: Json) -> Json:
    """Fill in a form; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done()
    return dict(result)


async def added(hass: HomeAssistant, portal: PovoPortal) -> ConfigEntry:
    """The account, added as a user adds it."""
    form = await send(hass, await begin(hass), {})
    entry: ConfigEntry = (await send(hass, form, {"code": portal.mails[-1].code}))["result"]
    return entry


async def device_of(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """The id under which the carrier knows us."""
    assert entry.unique_id is not None
    device: str = (await account_store(hass, entry.unique_id)).login["device_id"]
    return device


async def test_added_with_one_mail(
    hass: HomeAssistant, portal: PovoPortal, state: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    """It is sent when the user says so. The address is in no state, title, id or log."""
    caplog.set_level(logging.DEBUG)
    form = await begin(hass)
    assert (form["step_id"], portal.mails) == ("send_code", [])
    assert form["description_placeholders"]["destination"] == "h…@example.jp"
    form = await send(hass, form, {})
    assert (form["step_id"], len(portal.mails)) == ("code", 1)
    result = await send(hass, form, {"code": portal.mails[0].code})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.title, dict(entry.data)) == ("povo2.0 070-••••-0001", {"carrier": "povo", "email": EMAIL})
    assert state("data_remaining") == "0.75"
    assert float(state("data_allowance")) == pytest.approx(3, abs=0.001)
    shown = json.dumps([one.as_dict() for one in hass.states.async_all()], default=str) + entry.title + entry.unique_id
    logged = "\n".join(record.getMessage() for record in caplog.records if "japan_mobile" in record.name)
    for secret in (EMAIL, "external-0000001", "LW0000000001", await device_of(hass, entry)):
        assert secret not in shown + logged
    assert len(portal.mails) == 1


async def test_a_wrong_code_then_the_right_one(hass: HomeAssistant, portal: PovoPortal) -> None:
    form = await send(hass, await begin(hass), {})
    form = await send(hass, form, {"code": f"{(int(portal.mails[0].code) + 1) % 10**6:06}"})
    assert (form["step_id"], form["errors"]) == ("code", {"base": "code_wrong"})
    assert (await send(hass, form, {"code": portal.mails[0].code}))["type"] is FlowResultType.CREATE_ENTRY
    assert len(portal.mails) == 1


async def test_a_second_mail_on_the_users_word(
    hass: HomeAssistant, simulator: Simulator, portal: PovoPortal, freezer: FrozenDateTimeFactory
) -> None:
    """The two minutes are over: nothing is sent until the user has said so, twice."""
    form = await send(hass, await begin(hass), {})
    for clock in (freezer.tick, simulator.world.clock.advance):
        clock(timedelta(minutes=3))
    form = await send(hass, form, {"code": portal.mails[0].code})
    assert (form["step_id"], len(portal.mails)) == ("code_expired", 1)
    form = await send(hass, form, {})
    assert (form["step_id"], len(portal.mails)) == ("send_code", 1)
    form = await send(hass, form, {})
    assert (form["step_id"], len(portal.mails)) == ("code", 2)
    assert (await send(hass, form, {"code": portal.mails[1].code}))["type"] is FlowResultType.CREATE_ENTRY


async def test_an_impatient_user(
    hass: HomeAssistant, simulator: Simulator, portal: PovoPortal, freezer: FrozenDateTimeFactory
) -> None:
    """Within half a minute no second mail goes out, even if the first got lost."""
    form = await begin(hass)
    simulator.faults.add(Fault("*", Kind.STATUS, path="/api/v3/user-service/v4/jp/ja/mobile/otp", status=502, times=1))
    form = await send(hass, form, {})
    assert (form["step_id"], form["errors"]) == ("send_code", {"base": "cannot_connect"})
    form = await send(hass, form, {})
    assert (form["step_id"], form["errors"]) == ("send_code", {"base": "rate_limited_briefly"})
    assert portal.mails == []
    freezer.tick(timedelta(seconds=31))
    form = await send(hass, form, {})
    assert (form["step_id"], len(portal.mails)) == ("code", 1)


async def test_a_code_that_lets_nobody_in(hass: HomeAssistant, simulator: Simulator, portal: PovoPortal) -> None:
    """It was right, and yet the account cannot be read: that is not called a wrong code."""
    form = await send(hass, await begin(hass), {})
    path = "/api/v3/user-service/v4/jp/ja/mobile/users"
    simulator.faults.add(Fault("*", Kind.STATUS, path=path, status=401, body="{}"))
    form = await send(hass, form, {"code": portal.mails[0].code})
    assert (form["step_id"], form["errors"]) == ("credentials", {"base": "code_needed"})


async def test_a_new_login_is_the_same_device(
    hass: HomeAssistant, simulator: Simulator, customer: Account, portal: PovoPortal, poll: Poll
) -> None:
    """The login dies: the user is told, no machine announces a login or has a mail sent, and the device stays."""
    entry = await added(hass, portal)
    device = await device_of(hass, entry)
    simulator.portal("povo").expire(customer.account_id)
    simulator.journal.clear()
    for _ in range(3):
        await poll(timedelta(hours=3, minutes=1))
        await entry.runtime_data.async_refresh()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (simulator.journal.count(path=ANNOUNCED), len(portal.mails)) == (0, 1)
    flow = next(iter(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))
    reauth: Any = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert reauth["errors"] == {"base": "code_needed"}
    form = await send(hass, dict(reauth), {"email": EMAIL})
    assert (form["step_id"], len(portal.mails)) == ("send_code", 1)
    form = await send(hass, form, {})
    result = await send(hass, form, {"code": portal.mails[1].code})
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED
    assert await device_of(hass, entry) == device
    assert {call.headers.get("X-Deviceid") for call in simulator.journal.calls} == {device}


async def test_the_device_outlives_another_customers_answer(
    hass: HomeAssistant, customer: Account, portal: PovoPortal, poll: Poll
) -> None:
    entry = await added(hass, portal)
    device = await device_of(hass, entry)
    customer.options.foreign = "token"
    await poll()
    assert await device_of(hass, entry) == device
    assert len(portal.mails) == 1


async def test_another_customer_in_a_new_login(
    hass: HomeAssistant, simulator: Simulator, portal: PovoPortal, freezer: FrozenDateTimeFactory
) -> None:
    """The account stays the one it is."""
    entry = await added(hass, portal)
    other = customer_of()
    other.account_id, other.usernames = "external-0000002", ("taro.sample@example.jp",)
    simulator.world.accounts.append(other)
    entry.async_start_reauth(hass)
    await hass.async_block_till_done()
    flow = next(iter(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))
    freezer.tick(timedelta(seconds=31))
    form = await send(hass, dict(flow), {"email": "taro.sample@example.jp"})
    form = await send(hass, form, {})
    result = await send(hass, form, {"code": portal.mails[-1].code})
    assert result["reason"] == "wrong_account"
    assert entry.data["email"] == EMAIL

"""Adding and mending an account as a user does: every error has its text, and every one can be recovered from."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Fault, Kind, Simulator
from simulator.demo import credentials

type Json = dict[str, Any]
WEB = "www.iijmio.jp"
WRONG = {**credentials(), "password": "not-the-password"}


async def open_form(hass: HomeAssistant) -> Json:
    """The form for the credentials of IIJmio."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"carrier": "iijmio"})
    assert result["step_id"] == "credentials"
    assert result["errors"] == {}
    return dict(result)


async def send(hass: HomeAssistant, form: Json, fields: Json) -> Json:
    """Fill in a form; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done()
    return dict(result)


async def test_an_account_is_added(hass: HomeAssistant, simulator: Simulator, account: Account) -> None:
    result = await send(hass, await open_form(hass), credentials())
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "IIJmio 070-••••-0001"
    assert result["data"] == {"carrier": "iijmio", **credentials()}
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert account.account_id not in entry.unique_id
    # Setting up used what the flow had read: one login on each interface, and nothing read twice.
    assert len(simulator.journal.logins()) == 2
    assert simulator.journal.count(path="/dataTraffic") == 1


async def test_a_name_is_trimmed_and_a_password_is_not(
    hass: HomeAssistant, simulator: Simulator, account: Account
) -> None:
    account.password = " blanks belong to it "
    typed = {"username": f" {account.account_id}\u3000", "password": account.password}
    result = await send(hass, await open_form(hass), typed)
    assert result["data"] == {"carrier": "iijmio", "username": account.account_id, "password": account.password}
    assert {login.username for login in simulator.journal.logins()} == {account.account_id}


async def test_an_account_that_is_there_is_known_before_it_is_read(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, account: Account
) -> None:
    """It is known by the login, before anything is read."""
    form = await open_form(hass)
    simulator.journal.clear()
    result = await send(hass, form, {**credentials(), "username": account.usernames[1]})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert [call.path for call in simulator.journal.calls] == [
        "/auth/login/", "/api/member/login", "/api/front/loginInfo", "/token",
    ]  # fmt: skip


async def test_a_flow_that_is_closed_at_the_pick_list(hass: HomeAssistant, simulator: Simulator) -> None:
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    hass.config_entries.flow.async_abort(result["flow_id"])
    assert hass.config_entries.flow.async_progress() == []
    assert simulator.journal.calls == []


async def test_the_form_speaks_the_carriers_words(hass: HomeAssistant, simulator: Simulator) -> None:
    form = await open_form(hass)
    assert form["description_placeholders"]["username_term"] == "mioID / メールアドレス"
    assert form["description_placeholders"]["portal"] == "https://www.iijmio.jp/member/"
    keys = [str(key) for key in form["data_schema"].schema]
    assert keys == ["username", "password"]


def wrong_password(_simulator: Simulator, account: Account) -> Callable[[], None]:
    """The carrier refuses."""
    was, account.password = account.password, "changed-at-the-portal"
    return lambda: setattr(account, "password", was)


def fault(*faults: Fault) -> Callable[[Simulator, Account], Callable[[], None]]:
    """Something goes wrong on the way."""

    def begin(simulator: Simulator, _account: Account) -> Callable[[], None]:
        for each in faults:
            simulator.faults.add(each)
        return simulator.faults.clear

    return begin


def foreign(_simulator: Simulator, account: Account) -> Callable[[], None]:
    """Another customer's answer."""
    account.options.foreign = "/dataTraffic"
    return lambda: setattr(account.options, "foreign", None)


@pytest.mark.parametrize(
    ("begin", "error"),
    [
        pytest.param(fault(Fault("*", Kind.CLOSE)), "cannot_connect", id="cannot_connect"),
        pytest.param(fault(Fault(WEB, Kind.STATUS, status=429)), "rate_limited", id="rate_limited"),
        pytest.param(fault(Fault(WEB, Kind.HTML, path="/api/member/login")), "layout_changed", id="layout_changed"),
        pytest.param(foreign, "foreign_answer", id="foreign_answer"),
    ],
)
async def test_an_error_is_told_and_can_be_recovered_from(
    hass: HomeAssistant,
    simulator: Simulator,
    account: Account,
    begin: Callable[[Simulator, Account], Callable[[], None]],
    error: str,
) -> None:
    form = await open_form(hass)
    end = begin(simulator, account)
    result = await send(hass, form, credentials())
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert result["description_placeholders"]["carrier"] == "IIJmio"
    end()
    assert (await send(hass, result, credentials()))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_password_is_sent_once_however_often_the_button_is_pressed(
    hass: HomeAssistant, simulator: Simulator, account: Account
) -> None:
    result = await send(hass, await open_form(hass), WRONG)
    assert result["errors"] == {"base": "login_refused"}
    suggested = {str(key): (key.description or {}).get("suggested_value") for key in result["data_schema"].schema}
    assert suggested == {"username": credentials()["username"], "password": None}
    second = {**WRONG, "password": "neither-this"}
    for typed in (WRONG, second, WRONG, second):
        result = await send(hass, result, typed)
        assert result["errors"] == {"base": "login_refused"}
    assert len(simulator.journal.logins(accepted=False)) == 2
    assert (await send(hass, result, credentials()))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_login_that_worked_is_not_repeated_because_reading_failed(
    hass: HomeAssistant, simulator: Simulator, account: Account
) -> None:
    simulator.faults.add(Fault("gapi.iijmio.jp", Kind.STATUS, path="/dataTraffic", status=429))
    result = await open_form(hass)
    for _ in range(3):
        result = await send(hass, result, credentials())
        assert result["errors"] == {"base": "rate_limited"}
    simulator.faults.clear()
    assert (await send(hass, result, credentials()))["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.journal.logins()) == 2


async def test_a_refused_password_stays_refused_after_a_new_one_was_stored(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Callable[..., Any]
) -> None:
    """A power cut may undo the new password in the entry; the ledger knows the old one all the same."""
    account.password = "new-password"
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    await send(hass, await reauth_form(hass, entry), {**credentials(), "password": "new-password"})
    simulator.portal("iijmio").expire(account.account_id)
    hass.config_entries.async_update_entry(entry, data={**entry.data, **credentials()})
    await hass.config_entries.async_reload(entry.entry_id)
    simulator.journal.clear()
    await poll()
    assert not simulator.journal.logins()
    assert (await reauth_form(hass, entry))["errors"] == {"base": "login_refused"}


@pytest.mark.parametrize("name", ["MA0000001", " ma0000001 "])
async def test_a_known_user_name_is_known_without_a_login(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, name: str
) -> None:
    before = len(simulator.journal.logins())
    result = await send(hass, await open_form(hass), {**credentials(), "username": name})
    assert result["reason"] == "already_configured"
    assert len(simulator.journal.logins()) == before


async def test_the_same_account_by_its_other_name(hass: HomeAssistant, account: Account, entry: ConfigEntry) -> None:
    login = entry.runtime_data.store.login["token"]
    result = await send(hass, await open_form(hass), {**credentials(), "username": account.usernames[1]})
    assert result["reason"] == "already_configured"
    assert entry.runtime_data.store.login["token"] == login


async def reauth_form(hass: HomeAssistant, entry: ConfigEntry) -> Json:
    """The reauth form that stands open."""
    flow = next(iter(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))
    form: Any = await hass.config_entries.flow.async_configure(flow["flow_id"])
    return dict(form)


async def test_reauth_says_why_and_takes_the_new_password(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Callable[..., Any]
) -> None:
    account.password = "new-password"
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    form = await reauth_form(hass, entry)
    assert form["step_id"] == "reauth_confirm"
    assert form["errors"] == {"base": "login_refused"}
    result = await send(hass, form, {**credentials(), "password": "new-password"})
    assert result["reason"] == "reauth_successful"
    assert entry.data["password"] == "new-password"
    assert entry.state is ConfigEntryState.LOADED
    assert not list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))


async def test_reauth_without_a_refusal_says_that_the_login_ended(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry
) -> None:
    entry.async_start_reauth(hass)
    await hass.async_block_till_done()
    form = await reauth_form(hass, entry)
    assert form["errors"] == {"base": "login_expired"}
    result = await send(hass, form, WRONG)
    assert result["errors"] == {"base": "login_refused"}
    assert entry.data["password"] == credentials()["password"]
    assert (await send(hass, result, credentials()))["reason"] == "reauth_successful"


async def reconfigure_form(hass: HomeAssistant, entry: ConfigEntry) -> Json:
    """The form behind "Reconfigure"."""
    context: Any = {"source": "reconfigure", "entry_id": entry.entry_id}
    return dict(await hass.config_entries.flow.async_init(DOMAIN, context=context))


async def test_another_account_is_not_taken_over(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    other = deepcopy(account)
    other.account_id, other.usernames = "MA0000002", ("MA0000002",)
    simulator.world.accounts.append(other)
    form = await reconfigure_form(hass, entry)
    assert form["step_id"] == "reconfigure"
    result = await send(hass, form, {**credentials(), "username": "MA0000002"})
    assert result["reason"] == "wrong_account"
    assert entry.data["username"] == credentials()["username"]


async def test_reconfigure_changes_the_password(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry
) -> None:
    account.password = "new-password"
    form = await reconfigure_form(hass, entry)
    result = await send(hass, form, credentials())
    assert result["errors"] == {"base": "login_refused"}
    result = await send(hass, result, {**credentials(), "password": "new-password"})
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["password"] == "new-password"
    assert entry.state is ConfigEntryState.LOADED

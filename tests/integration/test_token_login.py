"""An account that a token opens which is good once: handed in, renewed for ever, and handed in anew when it is lost."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.store import account_store
from simulator import Account, Simulator
from simulator.portals.mineo import MineoPortal
from tests.worlds_mineo import HANDED, mineo_customer

from .test_config_flow import send

TOKEN = "/oidc/v1/token"


@pytest.fixture
def portal(simulator: Simulator) -> MineoPortal:
    """Mineo's servers, with one customer."""
    simulator.world.accounts.append(mineo_customer(simulator.world.today()))
    portal = simulator.portal("mineo")
    assert isinstance(portal, MineoPortal)
    return portal


@pytest.fixture
def customer(simulator: Simulator, portal: MineoPortal) -> Account:
    """That customer."""
    [customer] = simulator.world.of("mineo")
    return customer


async def added(hass: HomeAssistant) -> ConfigEntry:
    """The account, added with the token that the customer has copied."""
    form: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "mineo"})
    assert [str(key) for key in form["data_schema"].schema] == ["refresh_token"]
    result = await send(hass, form, {"refresh_token": HANDED})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry: ConfigEntry = result["result"]
    return entry


async def test_a_token_is_handed_in_and_renewed(
    hass: HomeAssistant,
    simulator: Simulator,
    portal: MineoPortal,
    customer: Account,
    poll: Callable[..., Awaitable[None]],
    state: Callable[..., str],
) -> None:
    """It is not stored, for it is worth nothing any more. Its successor is, each day another."""
    entry = await added(hass)
    assert entry.data == {"carrier": "mineo"}
    assert entry.title == "mineo 080-••••-0001"
    assert state("data_remaining", "tablet") == "1.0"
    for day in range(1, 4):
        await poll(timedelta(hours=24))
        assert simulator.journal.count(path=TOKEN) == 1 + day
        assert entry.unique_id is not None
        store = await account_store(hass, entry.unique_id)
        assert store.login["refresh_token"] == portal.desk.newest[customer.account_id]
    assert [login.accepted for login in simulator.journal.logins("eo-0001")] == [True] * 4
    assert hass.config_entries.flow.async_progress() == []
    assert portal.harm == []


async def test_a_token_that_is_lost_is_asked_for(
    hass: HomeAssistant,
    simulator: Simulator,
    portal: MineoPortal,
    customer: Account,
    poll: Callable[..., Awaitable[None]],
    state: Callable[..., str],
) -> None:
    """The user is told what to do; the one that he used before is not even sent; a new one mends it."""
    entry = await added(hass)
    portal.expire(customer.account_id)
    await poll(timedelta(hours=4))
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    asked = simulator.journal.count(path=TOKEN)
    form: Any = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["errors"] == {"base": "token_spent"}
    form = await send(hass, form, {"refresh_token": HANDED})
    assert form["errors"] == {"base": "token_spent"}
    assert simulator.journal.count(path=TOKEN) == asked
    form = await send(hass, form, {"refresh_token": portal.desk.app_login(customer)})
    assert (form["type"], form["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert entry.data == {"carrier": "mineo"}
    assert state("data_remaining", "tablet") == "1.0"


async def test_a_token_of_somebody_else_is_not_taken(
    hass: HomeAssistant, portal: MineoPortal, customer: Account, poll: Callable[..., Awaitable[None]]
) -> None:
    """In place of the one that was lost."""
    entry = await added(hass)
    assert entry.unique_id is not None
    portal.expire(customer.account_id)
    await poll(timedelta(hours=4))
    [flow] = hass.config_entries.flow.async_progress()
    customer.options.stranger = True
    form = await send(hass, dict(flow), {"refresh_token": portal.desk.app_login(customer)})
    assert form["errors"] == {"base": "foreign_answer"}
    customer.options.stranger = False
    form = await send(hass, form, {"refresh_token": portal.desk.app_login(customer)})
    assert form["reason"] == "reauth_successful"


async def test_no_token_is_told(hass: HomeAssistant, simulator: Simulator, customer: Account) -> None:
    """Not in the entry, not in the registries: only in the account's own file."""
    await added(hass)
    await hass.async_block_till_done()
    entries = json.dumps([entry.as_dict() for entry in hass.config_entries.async_entries(DOMAIN)], default=str)
    assert not [secret for secret in (HANDED, *simulator.journal.issued) if secret in entries]

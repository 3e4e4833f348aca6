"""Of a carrier of each family: nothing that identifies is in what Home Assistant shows, tells, keeps and gives to the cards."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
import logging
from typing import Any
from urllib.parse import unquote_plus

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.japan_mobile.const import CONF_WEBHOOK, DOMAIN
from simulator import GB, MB, Account, Fault, Kind, Simulator

from .facts import Facts
from .moving_in import added, customer_of
from .promises import logged, meddled
from .test_diagnostics import traces, watched
from .test_diagnostics_all import _rakuten as rakuten_at
from .test_handed import MUM, added as described
from .test_person import refresh

# Home Assistant's own web server keeps things in its requests in a way that aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")

type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]

FAMILIES = ("iijmio", "softbank", "docomo", "au", "his", "bmobile", "mineo", "povo", "soracom", "sakura", "portal")
_CHANCE = 6
"""So many letters and digits stand in any text by chance, in a time or an id."""
_ASKED = ("get_states", "config/entity_registry/list_for_display", "config/device_registry/list")
"""What the frontend hands to every card."""
_MUST_HOLD = ("core.config_entries", f"{DOMAIN}.")
"""How the names of the files begin that hold a login."""


@pytest.fixture
def expected_lingering_timers() -> bool:
    """The heartbeat of a connection that has ended is asked for once more."""
    return True


@pytest.fixture(autouse=True)
async def _frontend(hass: HomeAssistant) -> None:
    """What answers the frontend is there before anybody connects."""
    for name in ("config", "websocket_api"):
        assert await async_setup_component(hass, name, {})


def _ways(facts: Facts, told: Json) -> list[tuple[str, str]]:
    """Which fact stands where, in whatever way it is written."""
    return [
        (place, fact)
        for place, text in told.items()
        for fact in facts.in_text(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, default=str))
        if len(fact) > _CHANCE or not fact.isascii()
    ]


def shown(hass: HomeAssistant, events: list[str], kept: Json) -> Json:
    """What users, other integrations and the disk are told; not the files that have to hold a login."""
    return {
        "events": "\n".join(events),
        "traces": traces(hass),
        "entities": repr(list(er.async_get(hass).entities.values())),
        "devices": repr(list(dr.async_get(hass).devices)),
        "issues": repr(list(ir.async_get(hass).issues.values())),
        **{f"file {name}": content for name, content in kept.items() if not name.startswith(_MUST_HOLD)},
    }


async def given_to_cards(hass: HomeAssistant, connect: WebSocketGenerator, entry: ConfigEntry) -> Json:
    """What a card may ask for over its connection: all states with their attributes, the registries, and our actions."""
    [owner] = [user for user in await hass.auth.async_get_users() if user.refresh_tokens and not user.system_generated]
    token = next(iter(owner.refresh_tokens.values()))
    client = await connect(hass, hass.auth.async_create_access_token(token))  # the first one has ended in these days
    calls: list[Json] = [{"type": name} for name in _ASKED]
    for service in ("get_usage", "get_bills", "import_history"):
        data = {"config_entry_id": entry.entry_id}
        call = {"domain": DOMAIN, "service": service, "service_data": data, "return_response": True}
        calls.append({"type": "call_service", **call})
    told = {}
    for call in calls:
        await client.send_json_auto_id(call)
        answer = await client.receive_json()
        assert answer["success"], answer
        told[f"{call['type']} {call.get('service', '')}"] = answer["result"]
    await client.close()
    assert told["call_service get_usage"]["response"]["lines"]
    return told


async def _go_on(simulator: Simulator, account: Account, poll: Poll) -> None:
    """A day of use, a day of pages that nobody can read, and one on which the login ends."""
    day = timedelta(hours=25)
    simulator.world.use(account.carrier, account.account_id, account.lines[0].line_id, fast=MB)
    await poll(day)
    simulator.faults.add(Fault("*", Kind.HTML))
    await poll(day)
    simulator.faults.clear()
    simulator.portal(account.carrier).expire(account.account_id)
    await poll(day)


@pytest.mark.parametrize("carrier", FAMILIES)
async def test_of_each_family(
    hass: HomeAssistant, simulator: Simulator, poll: Poll, caplog: pytest.LogCaptureFixture,
    hass_storage: Json, hass_ws_client: WebSocketGenerator, carrier: str,
) -> None:  # fmt: skip
    """The search finds what it looks for in the files that have to hold it."""
    caplog.set_level(logging.DEBUG)
    account = customer_of(simulator, carrier)
    entry = await added(hass, simulator, account)
    events = await watched(hass)
    await _go_on(simulator, account, poll)
    # What an owner has called his SIMs at SORACOM is what he is to recognise them by.
    called = {sim.name for sim in getattr(account.options, "sims", {}).values()} if carrier == "soracom" else set()
    facts = Facts(Facts.of(simulator, account).known - called)
    assert "seen" in "\n".join(events)
    told = shown(hass, events, hass_storage) | await given_to_cards(hass, hass_ws_client, entry)
    assert any(name.startswith(f"file {DOMAIN}_days.") for name in told)
    assert _ways(facts, told) == []
    assert logged(simulator, account, caplog) == []
    asked = [unquote_plus(f"{call.path}?{call.query}") for call in simulator.journal.calls]
    assert len(asked) > 1
    assert not [address for address in asked if account.password in address]
    assert facts.in_text(json.dumps(hass_storage[f"{DOMAIN}.{entry.unique_id}"], ensure_ascii=False, default=str))


@pytest.mark.long
async def test_of_rakuten(
    hass: HomeAssistant, simulator: Simulator, caplog: pytest.LogCaptureFixture, hass_storage: Json,
    hass_ws_client: WebSocketGenerator, browser: str,
) -> None:  # fmt: skip
    """Whose page a person's browser reads: with use, and with a login that ends."""
    caplog.set_level(logging.DEBUG)
    account, entry = await rakuten_at(hass, simulator, browser)
    events = await watched(hass)
    simulator.world.use("rakuten", account.account_id, account.lines[0].line_id, fast=GB)
    await refresh(hass, entry)
    simulator.portal("rakuten").expire(account.account_id)
    await refresh(hass, entry)
    assert "seen" in "\n".join(events)
    told = shown(hass, events, hass_storage) | await given_to_cards(hass, hass_ws_client, entry)
    assert _ways(Facts.of(simulator, account), told) == []
    assert logged(simulator, account, caplog) == []
    assert meddled(simulator, account) == []


async def test_of_what_is_handed_in(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, hass_storage: Json,
    hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator,
) -> None:  # fmt: skip
    """Neither the line's number nor the address, nor what else the text says."""
    caplog.set_level(logging.DEBUG)
    entry = await described(hass, MUM)
    events = await watched(hass)
    secret: str = entry.data[CONF_WEBHOOK]
    said = (
        f"山田太郎 様\n電話番号：{MUM['number']}\nデータ残量：3.2GB\n今月のご請求額：3,278円\ntaro.yamada@mail.invalid"
    )
    client = await hass_client_no_auth()
    taken = []
    for body in (said, said.replace("5678", "9900"), "山田太郎 taro.yamada@mail.invalid"):
        answer = await client.post(f"/api/webhook/{secret}", data=body.encode())
        await hass.async_block_till_done()
        taken.append((await answer.json()).get("error"))
    assert taken == [None, "line", "nothing"]
    facts = Facts(frozenset({str(MUM["number"]), "090-0000-9900", secret, "山田太郎", "taro.yamada@mail.invalid"}))
    told = shown(hass, events, hass_storage) | await given_to_cards(hass, hass_ws_client, entry)
    told["log"] = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("pytest_"))
    assert "3.2" in json.dumps(told["get_states "])
    assert _ways(facts, told) == []
    assert facts.in_text(json.dumps(entry.as_dict(), default=str))

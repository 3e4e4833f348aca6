"""Help for the user: the sister brand is named, the hotline is at hand, and each action has words of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest

from custom_components.japan_mobile import carriers
from custom_components.japan_mobile.carriers.errors import AccountActionNeeded, Action, HumanCheckNeeded
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Simulator
from tests.simulator.softbank_people import NOW, both

type Json = dict[str, Any]
type Poll = Callable[..., Awaitable[None]]
OTHER = {"softbank": "ymobile", "ymobile": "softbank"}
PHONES = {"softbank": "157", "ymobile": "0120-921-156"}
NAMES = {"softbank": "SoftBank", "ymobile": "Y!mobile"}
LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi", "pt-BR")
TRANSLATIONS = Path(__file__).parents[2] / "custom_components/japan_mobile/translations"


@pytest.fixture(params=sorted(OTHER))
def customer(request: pytest.FixtureRequest, simulator: Simulator, freezer: FrozenDateTimeFactory) -> Account:
    """A customer of either brand."""
    freezer.move_to(NOW)
    simulator.world = both()
    return next(account for account in simulator.world.accounts if account.carrier == request.param)


async def add(hass: HomeAssistant, carrier: str, account: Account) -> Json:
    """Pick a carrier and send the account's credentials; returns what comes next."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"carrier": carrier})
    return await send(hass, result, account)


async def send(hass: HomeAssistant, form: Json, account: Account) -> Json:
    """Send the account's credentials; returns what comes next."""
    typed = {"username": account.usernames[0], "password": account.password}
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], typed)
    await hass.async_block_till_done()
    return dict(result)


@pytest.mark.parametrize("way", ["redirect", "handover"])
async def test_a_number_of_the_sister_brand_is_told_where_it_belongs(
    hass: HomeAssistant, simulator: Simulator, customer: Account, way: str
) -> None:
    """However often it is tried, and nothing is sent a second time; at the right brand it works."""
    customer.options.at_other_brand = way
    form = await add(hass, OTHER[customer.carrier], customer)
    for _ in range(2):
        assert form["type"] is FlowResultType.FORM
        assert form["errors"] == {"base": "wrong_brand"}
        assert form["description_placeholders"]["other"] == NAMES[customer.carrier]
        assert form["description_placeholders"]["carrier"] == NAMES[OTHER[customer.carrier]]
        form = await send(hass, form, customer)
    assert len(simulator.journal.logins()) == 1
    assert (await add(hass, customer.carrier, customer))["type"] is FlowResultType.CREATE_ENTRY


async def test_the_hotline_is_on_the_accounts_device(
    hass: HomeAssistant, customer: Account, entity: Callable[..., str]
) -> None:
    await add(hass, customer.carrier, customer)
    state = hass.states.get(entity("support"))
    assert state is not None
    assert state.state == PHONES[customer.carrier]
    assert "languages" not in state.attributes  # no sheet says which it speaks
    entry = er.async_get(hass).async_get(entity("support"))
    last = er.async_get(hass).async_get(entity("last_update"))
    assert entry is not None
    assert last is not None
    assert entry.device_id == last.device_id
    assert entry.entity_category == "diagnostic"


async def test_the_languages_of_a_hotline(
    hass: HomeAssistant, customer: Account, entity: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = carriers.CARRIERS[customer.carrier]
    support = carrier.support._replace(languages=("ja", "en"))
    monkeypatch.setitem(carriers.CARRIERS, carrier.key, replace(carrier, support=support))
    await add(hass, customer.carrier, customer)
    state = hass.states.get(entity("support"))
    assert state is not None
    assert state.attributes["languages"] == ["ja", "en"]


async def test_no_hotline_no_sensor(hass: HomeAssistant, entry: ConfigEntry) -> None:
    keys = {entry.translation_key for entry in er.async_get(hass).entities.values() if entry.platform == DOMAIN}
    assert "support" not in keys


@pytest.mark.parametrize("error", [HumanCheckNeeded(), *map(AccountActionNeeded, Action)], ids=str)
async def test_a_repair_text_names_the_hotline(
    hass: HomeAssistant, customer: Account, poll: Poll, error: Exception
) -> None:
    """In every language, and in none are words of another language filled in."""
    entry = (await add(hass, customer.carrier, customer))["result"]

    async def fails(_parts: object) -> None:
        raise error

    entry.runtime_data.session.client.fetch = fails
    await poll()
    [issue] = [issue for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN]
    assert issue.translation_key is not None
    assert issue.translation_placeholders is not None
    assert issue.learn_more_url == f"https://my.{customer.carrier}.jp/"
    for language in LANGUAGES:
        texts = json.loads((TRANSLATIONS / f"{language}.json").read_text())["issues"][issue.translation_key]
        told = texts["description"].format(**issue.translation_placeholders)
        assert PHONES[customer.carrier] in told
        assert f"https://my.{customer.carrier}.jp/" in told


@pytest.mark.parametrize(
    ("option", "wanted", "key"),
    [("interrupt", "consent", "action_consent"), ("cancelled", True, "action_cancelled_line")],
)
async def test_an_action_has_words_of_its_own(
    hass: HomeAssistant, customer: Account, option: str, wanted: str | bool, key: str
) -> None:
    usual = getattr(customer.options, option)
    setattr(customer.options, option, wanted)
    form = await add(hass, customer.carrier, customer)
    assert form["errors"] == {"base": key}
    setattr(customer.options, option, usual)
    assert (await send(hass, form, customer))["type"] is FlowResultType.CREATE_ENTRY

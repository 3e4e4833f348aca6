"""Questions by voice in Home Assistant: answered with what is exposed and known now, and with nothing else."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er, intent
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.intent import ASK
from custom_components.japan_mobile.voice.languages import ENGLISH, LANGUAGES
from custom_components.japan_mobile.voice.speech import Say
from simulator import GB, Account, Fault, Kind, Simulator

type Entity = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]


@pytest.fixture
async def asked(
    hass: HomeAssistant, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> Callable[..., Awaitable[str]]:
    """Ask Assist, to which nothing of ours is exposed; answers with an empty text where it did not understand."""
    for domain in ("homeassistant", "intent", "conversation"):
        assert await async_setup_component(hass, domain, {})
    await hass.async_block_till_done(wait_background_tasks=True)  # the words of all languages are imported
    for one in er.async_get(hass).entities.values():
        async_expose_entity(hass, "conversation", one.entity_id, False)
    await settle(hass, freezer)

    async def ask(text: str, language: str = "en") -> str:
        result = await conversation.async_converse(hass, text, None, Context(), language=language)
        speech = str(result.response.speech["plain"]["speech"])
        return "" if result.response.response_type is intent.IntentResponseType.ERROR else speech

    return ask


async def settle(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let the sentences follow what has changed."""
    freezer.tick(timedelta(seconds=3))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
def expose(hass: HomeAssistant, entity: Entity, freezer: FrozenDateTimeFactory) -> Callable[..., Awaitable[None]]:
    """Expose some figures of a line, or (without one) of the account."""

    async def show(line: str, *keys: str) -> None:
        for key in keys:
            async_expose_entity(hass, "conversation", entity(key, line), True)
        await settle(hass, freezer)

    return show


def call(hass: HomeAssistant, line: str, **more: Any) -> None:
    """Give a line's device a name or an area."""
    registry = dr.async_get(hass)
    [device] = [one for one in registry.devices if one.name == line]
    registry.async_update_device(device.id, **more)


async def test_nothing_is_told_that_is_not_exposed(
    hass: HomeAssistant, asked: Any, expose: Any, simulator: Simulator, account: Account, freezer: FrozenDateTimeFactory
) -> None:
    call(hass, "070-••••-0001", name_by_user="Anna")
    call(hass, "070-••••-0002", name_by_user="Dad")
    assert await asked("how much data is left") == "Nothing that I could tell you about is exposed to Assist."
    await expose("0001", "data_remaining")
    left = simulator.world.truth("iijmio", account.account_id, "app")["lines"][0]["remaining_bytes"] / GB
    assert await asked("how much data is left") == f"Anna has {left:.1f} gigabytes left."
    assert await asked("how much data does Anna have left") == f"Anna has {left:.1f} gigabytes left."
    assert await asked("how much data does Dad have left") == ENGLISH.speech.say[Say.NOT_UNDERSTOOD]
    assert await asked("how much data has Anna used") == "I have no figure for Anna right now."
    assert "Dad" not in await asked("which line has the least data left")
    assert await asked("how much is the phone bill") == "Nothing that I could tell you about is exposed to Assist."
    assert await asked("花子のデータ残量は", "ja") == LANGUAGES["ja"].speech.say[Say.NOT_UNDERSTOOD]
    await expose("0002", "data_remaining")
    assert "Dad" in await asked("how much data is left")


async def test_lines_are_known_by_area_person_alias_and_carrier(
    hass: HomeAssistant, asked: Any, expose: Any, entity: Entity, freezer: FrozenDateTimeFactory
) -> None:
    area = ar.async_get(hass).async_create("Office", aliases={"Study"})
    call(hass, "070-••••-0001", name_by_user="Anna's phone", area_id=area.id)
    er.async_get(hass).async_update_entity(entity("data_remaining", "0001"), aliases=["Work phone"])
    hass.states.async_set("person.anna", "home", {"friendly_name": "Anna"})
    await expose("0001", "data_remaining")
    await expose("0002", "data_remaining")
    for name in ("Anna", "Anna's phone", "office", "the study", "work phone"):
        answer = await asked(f"how much data does {name} have left")
        assert answer.startswith("Anna's phone has "), name
    assert (await asked("how much data is left at IIJmio")).startswith("Data left: 0002 ")
    assert (await asked("how much data does 0002 have left")).startswith("0002 has ")
    call(hass, "070-••••-0002", name_by_user="太郎")
    await settle(hass, freezer)
    assert (await asked("太郎のギガはあとどれくらい？", "ja")).startswith("太郎のデータ残量は")
    assert await asked("how much data does 0002 have left") == ENGLISH.speech.say[Say.NOT_UNDERSTOOD]


async def test_old_figures_are_told_with_their_time(
    hass: HomeAssistant, asked: Any, expose: Any, simulator: Simulator, poll: Poll
) -> None:
    await expose("0001", "data_remaining")
    assert "That was" not in await asked("how much data is left")

    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    for _ in range(8):
        await poll(timedelta(hours=1))
    assert "That was" in await asked("how much data is left")
    for _ in range(20):
        await poll(timedelta(hours=1))
    assert "I have no figure for 0001" in await asked("how much data is left")


async def test_every_topic_is_answered(
    hass: HomeAssistant, asked: Any, expose: Any, poll: Poll, simulator: Simulator, account: Account
) -> None:
    await expose(
        "0001",
        "data_remaining",
        "data_used",
        "used_today",
        "will_run_out",
        "run_out_time",
        "reset_date",
        "daily_budget",
    )
    await expose("", "latest_bill", "amount_due", "payment_overdue")
    for _ in range(26):
        await poll(timedelta(hours=1))
    for text, wanted in (
        ("how much data did 0001 use", "0001 has used "),
        ("how much data did 0001 use today", "0001 has used "),
        ("will the data last", "0001's data should last until the reset."),
        ("when does the data reset", "0001's data is reset "),
        ("how much data can I use today", "0001 can use about "),
        ("how much is the phone bill", "The latest bill of IIJmio is "),
        ("is any phone bill unpaid", "Nothing is overdue at IIJmio."),
    ):
        assert (await asked(text)).startswith(wanted), text
    assert (await asked("今月の携帯代はいくら", "ja")).startswith("IIJmioの最新の請求額は")
    assert (await asked("流量什么时候重置", "zh-CN")).startswith("0001的流量")
    assert (await asked("流量什麼時候重置", "zh-TW")).startswith("0001的流量")


async def test_without_an_account_nothing_is_understood(
    hass: HomeAssistant, entry: ConfigEntry, asked: Any, freezer: FrozenDateTimeFactory
) -> None:
    assert await asked("how much data is left")
    await hass.config_entries.async_unload(entry.entry_id)
    await settle(hass, freezer)
    assert await asked("how much data is left") == ""


async def test_own_sentences_may_use_the_intent(hass: HomeAssistant, asked: Any, expose: Any) -> None:
    await expose("0001", "data_remaining")
    slots: Any = {"topic": {"value": "left"}, "name": {"value": "0001"}}
    response = await intent.async_handle(hass, DOMAIN, ASK, slots, language="ja", assistant="conversation")
    assert response.speech["plain"]["speech"].startswith("0001のデータ残量は")
    with pytest.raises(intent.InvalidSlotInfo):
        await intent.async_handle(hass, DOMAIN, ASK, {"topic": {"value": "weather"}}, assistant="conversation")

"""The tool for language models, called through Home Assistant's own interface: only exposed lines, and nothing is guessed."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er, llm
from homeassistant.setup import async_setup_component
import pytest

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.llm import GetMobileLines
from simulator import GB, Account, Simulator


@pytest.fixture
async def context(hass: HomeAssistant, entry: ConfigEntry) -> llm.LLMContext:
    """Somebody who asks an assistant to which nothing is exposed."""
    for domain in ("homeassistant", "llm"):
        assert await async_setup_component(hass, domain, {})
    await hass.async_block_till_done()
    for one in er.async_get(hass).entities.values():
        async_expose_entity(hass, "conversation", one.entity_id, False)
    return llm.LLMContext(platform="test", context=Context(), language="ja", assistant="conversation", device_id=None)


async def ask(hass: HomeAssistant, context: llm.LLMContext) -> Any:
    """Call the tool; None where it is not offered."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, context)
    if GetMobileLines.name not in [tool.name for tool in api.tools]:
        return None
    return await api.async_call_tool(llm.ToolInput(tool_name=GetMobileLines.name, tool_args={}))


async def test_only_what_is_exposed_is_told(
    hass: HomeAssistant, simulator: Simulator, account: Account, context: llm.LLMContext, entity: Callable[..., str]
) -> None:
    assert await ask(hass, context) is None
    for key in ("data_remaining", "used_today"):
        async_expose_entity(hass, "conversation", entity(key, "0002"), True)
    answer = await ask(hass, context)
    left = simulator.world.truth("iijmio", account.account_id, "app")["lines"][1]["remaining_bytes"] / GB
    data = answer.data if hasattr(answer, "data") else answer
    [line] = data["lines"]
    assert line["name"] == "070-••••-0002"
    assert line["data_remaining"] == f"{left} GB"
    assert set(line) == {"name", "data_remaining", "used_today"}
    assert "0001" not in str(data)


async def test_it_only_reads(
    hass: HomeAssistant, simulator: Simulator, context: llm.LLMContext, entity: Callable[..., str]
) -> None:
    """It says so, and it does: no portal is asked, and no state is another afterwards."""
    async_expose_entity(hass, "conversation", entity("data_remaining", "0002"), True)
    calls, states = len(simulator.journal.calls), [one.as_dict() for one in hass.states.async_all()]
    assert await ask(hass, context) is not None
    await hass.async_block_till_done()
    assert len(simulator.journal.calls) == calls
    assert [one.as_dict() for one in hass.states.async_all()] == states
    annotations = GetMobileLines.annotations
    assert (annotations.read_only, annotations.destructive, annotations.open_world) == (True, False, False)
    assert GetMobileLines.name.startswith(f"{DOMAIN}__")

"""Tools for language models: what the lines and accounts show, read only, and only what is exposed to Assist."""

from collections import defaultdict
from collections.abc import Iterator
from typing import override

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.components.llm import LLMTools
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.llm import LLM_API_ASSIST, LLMContext, Tool, ToolAnnotations, ToolInput, ToolResult
from homeassistant.util.json import JsonObjectType, JsonValueType

from .const import DOMAIN

TOLD = frozenset({
    "data_remaining", "data_used", "data_allowance", "data_remaining_percent", "data_low", "will_run_out", "used_today",
    "daily_budget", "left_over", "run_out_time", "reset_date", "days_to_reset", "plan", "latest_bill", "estimated_bill",
    "line_bill", "amount_due", "due_date", "payment_overdue", "last_update",
})  # fmt: skip
"""What is told: what people ask for, and how new it is."""


class GetMobileLines(Tool):
    """Answers with the exposed figures of all lines and accounts."""

    name = f"{DOMAIN}__get_mobile_lines"
    title = "Get mobile lines"
    description = (
        "Get the household's mobile phone lines and their carriers' accounts: data left and used, whether it will last,"
        " when it is reset, and bills in yen. A value that is null is not known now; do not guess it."
    )
    annotations = ToolAnnotations(read_only=True, destructive=False, idempotent=True, open_world=False)
    integration = DOMAIN

    @override
    async def async_call(self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext) -> ToolResult:
        return ToolResult(data=told(hass, llm_context.assistant))


@callback
def told(hass: HomeAssistant, assistant: str) -> JsonObjectType:
    """The exposed figures, by the names of their devices."""
    found: dict[str, dict[str, JsonValueType]] = defaultdict(dict)
    for name, key, value in _figures(hass, assistant):
        found[name][key] = value
    return {"lines": [{"name": name, **figures} for name, figures in found.items()]}


def _figures(hass: HomeAssistant, assistant: str) -> Iterator[tuple[str, str, JsonValueType]]:
    """Each exposed figure: whose, what, and how much with its unit; None for what is not known."""
    devices = dr.async_get(hass)
    for one in er.async_get(hass).entities.values():
        if one.platform != DOMAIN or one.translation_key not in TOLD or one.device_id is None:
            continue
        state, device = hass.states.get(one.entity_id), devices.async_get(one.device_id)
        if state is None or device is None or not async_should_expose(hass, assistant, one.entity_id):
            continue
        known = state.state not in {STATE_UNAVAILABLE, STATE_UNKNOWN}
        unit = state.attributes.get("unit_of_measurement")
        value = f"{state.state} {unit}" if unit else state.state
        yield device.name_by_user or device.name or "", one.translation_key, value if known else None


@callback
def async_get_tools(hass: HomeAssistant, llm_context: LLMContext, api_id: str) -> LLMTools | None:
    """The tool, where something of ours is exposed."""
    if api_id != LLM_API_ASSIST or not llm_context.assistant or not told(hass, llm_context.assistant)["lines"]:
        return None
    return LLMTools(tools=[GetMobileLines()])

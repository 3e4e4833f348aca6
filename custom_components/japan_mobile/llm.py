"""Tools for language models: what the lines and accounts show, read only, and only what is exposed to Assist."""

from typing import override

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers.llm import LLM_API_ASSIST, LLMContext, Tool, ToolAnnotations, ToolInput, ToolResult
from homeassistant.util.json import JsonObjectType, JsonValueType

from .const import DOMAIN
from .exposed import Shown, shown_to

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
    """The exposed figures of each line and account; None for what is not known."""
    return {"lines": [{"name": one.title, **_figures(one)} for one in shown_to(hass, assistant, TOLD)]}


def _figures(one: Shown) -> dict[str, JsonValueType]:
    return {key: _value(state) if (state := one.known(key)) is not None else None for key in one.states}


def _value(state: State) -> str:
    unit = state.attributes.get("unit_of_measurement")
    return f"{state.state} {unit}" if unit else state.state


@callback
def async_get_tools(hass: HomeAssistant, llm_context: LLMContext, api_id: str) -> LLMTools | None:
    """The tool, where something of ours is exposed."""
    if api_id != LLM_API_ASSIST or not llm_context.assistant or not told(hass, llm_context.assistant)["lines"]:
        return None
    return LLMTools(tools=[GetMobileLines()])

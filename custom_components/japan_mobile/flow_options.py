"""What a user may set."""

from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry, ConfigFlowResult, OptionsFlow, OptionsFlowWithReload

from . import schemas
from .const import CONF_LOW_PERCENT, CONF_WEBHOOK, CONF_WEBHOOK_REMOTE, DEFAULT_LOW_PERCENT
from .flow_handed import is_handed


def options_flow(entry: ConfigEntry) -> OptionsFlow:
    """The flow for an account."""
    return HandedOptionsFlow() if is_handed(entry) else JapanMobileOptionsFlow()


class JapanMobileOptionsFlow(OptionsFlowWithReload):
    """When data counts as low."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """When data counts as low."""
        if user_input is not None:
            return self.async_create_entry(data={CONF_LOW_PERCENT: int(user_input[CONF_LOW_PERCENT])})
        low = self.config_entry.options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT)
        return self.async_show_form(step_id="init", data_schema=schemas.low_percent(low))


class HandedOptionsFlow(OptionsFlow):
    """What a user may set for lines without a portal. A change of the entry reloads it, as one of its lines does."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The door, and when data counts as low."""
        return await self.async_step_handed(user_input)

    async def async_step_handed(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The same, under a name of its own, for it has its own texts."""
        if user_input is not None:
            return self.async_create_entry(
                data={
                    CONF_LOW_PERCENT: int(user_input[CONF_LOW_PERCENT]),
                    CONF_WEBHOOK_REMOTE: user_input[CONF_WEBHOOK_REMOTE],
                }
            )
        options = self.config_entry.options
        return self.async_show_form(
            step_id="handed",
            data_schema=schemas.handed_options(
                options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT), remote=options.get(CONF_WEBHOOK_REMOTE, False)
            ),
            description_placeholders={"webhook": webhook.async_generate_path(self.config_entry.data[CONF_WEBHOOK])},
        )

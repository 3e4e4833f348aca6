"""What a user may set."""

from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlow,
    OptionsFlowWithReload,
)

from . import schemas
from .const import (
    CONF_HIDDEN,
    CONF_LOW_PERCENT,
    CONF_NAME,
    CONF_NAMES,
    CONF_RENAME,
    CONF_WEBHOOK,
    CONF_WEBHOOK_REMOTE,
    DEFAULT_LOW_PERCENT,
)
from .coordinator import JapanMobileConfigEntry
from .entity import device_name, line_key
from .flow_handed import is_handed


def options_flow(entry: ConfigEntry) -> OptionsFlow:
    """The flow for an account."""
    return HandedOptionsFlow() if is_handed(entry) else JapanMobileOptionsFlow()


class JapanMobileOptionsFlow(OptionsFlowWithReload):
    """When data counts as low, which lines are hidden, and what they are called."""

    _kept: dict[str, Any]
    _renamed: str

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """All but a name, which has a step of its own. Of an account that is not set up the lines stay as they are."""
        options = self.config_entry.options
        if user_input is not None:
            low = int(user_input[CONF_LOW_PERCENT])
            self._kept = {key: value for key, value in options.items() if key != CONF_HIDDEN} | {CONF_LOW_PERCENT: low}
            gone = set(options.get(CONF_HIDDEN, ())) - self._lines().keys()
            if hidden := sorted({*user_input.get(CONF_HIDDEN, ()), *gone}):
                self._kept[CONF_HIDDEN] = hidden
            if CONF_RENAME not in user_input:
                return self.async_create_entry(data=self._kept)
            self._renamed = user_input[CONF_RENAME]
            return await self.async_step_name()
        low = options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT)
        schema = schemas.options(low, self._lines(), options.get(CONF_HIDDEN, ()))
        return self.async_show_form(step_id="init", data_schema=schema)

    async def async_step_name(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """What one line is called."""
        names = dict(self._kept.get(CONF_NAMES, {}))
        if user_input is not None:
            names[self._renamed] = user_input.get(CONF_NAME, "").strip()
            names = {key: name for key, name in names.items() if name}
            return self.async_create_entry(data={**self._kept, CONF_NAMES: names})
        return self.async_show_form(
            step_id="name",
            data_schema=schemas.line_name(names.get(self._renamed, "")),
            description_placeholders={"line": self._lines()[self._renamed]},
        )

    def _lines(self) -> dict[str, str]:
        """The key and the name of each line."""
        entry: JapanMobileConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return {}
        account = entry.runtime_data
        return {line_key(account, line.line_id): device_name(account, line) for line in account.data.lines}


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

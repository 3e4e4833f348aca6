"""The forms of lines without a portal: the first line makes the account, others are added to it."""

from collections.abc import Mapping
import re
from secrets import token_hex
from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)

from . import schemas
from .about import about
from .carriers import CARRIERS
from .carriers.by_hand import HANDED
from .carriers.carrier import Login
from .const import (
    CONF_ACCOUNT,
    CONF_CARRIER,
    CONF_NAME,
    CONF_NUMBER,
    CONF_WEBHOOK,
    SUBENTRY_LINE,
)

_NUMBER = re.compile(r"0\d{9,10}|81\d{9,10}")


def mistakes(typed: Mapping[str, Any], taken: set[str]) -> dict[str, str]:
    """What is wrong with a line as it was typed, by field; `taken` are the names of the other lines."""
    found: dict[str, str] = {}
    name = str(typed[CONF_NAME]).strip()
    if not name:
        found[CONF_NAME] = "field_empty"
    elif name in taken:
        found[CONF_NAME] = "name_taken"
    if (number := typed.get(CONF_NUMBER)) and not _NUMBER.fullmatch(re.sub(r"\D", "", number)):
        found[CONF_NUMBER] = "number_invalid"
    return found


def cleaned(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a line: no blanks around anything."""
    return {key: value.strip() if isinstance(value, str) else value for key, value in typed.items()}


def is_handed(entry: ConfigEntry) -> bool:
    """Whether an account's lines are without a portal."""
    carrier = CARRIERS.get(entry.data[CONF_CARRIER])
    return carrier is not None and carrier.login is Login.NONE


class HandedSteps(ConfigFlow):
    """The step `handed`."""

    async def async_step_handed(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what the account is called, and describe its first line."""
        errors = {} if user_input is None else mistakes(user_input, set())
        if user_input is None or errors:
            return self.async_show_form(
                step_id="handed",
                data_schema=schemas.handed_line(user_input or {}, account=True),
                errors=errors,
                description_placeholders={"about": about(self.hass, HANDED)},
            )
        line = cleaned(user_input)
        account = line.pop(CONF_ACCOUNT) or line[CONF_NAME]
        webhook_id = webhook.async_generate_id()
        await self.async_set_unique_id(token_hex(10))  # like a keyed id, of nobody
        return self.async_create_entry(
            title=account,
            data={CONF_CARRIER: HANDED.key, CONF_WEBHOOK: webhook_id},
            subentries=[{"data": line, "subentry_type": SUBENTRY_LINE, "title": line[CONF_NAME], "unique_id": None}],
        )


class LineFlow(ConfigSubentryFlow):
    """Add a line without a portal, or change what was said of it."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Describe another line."""
        errors = {} if user_input is None else mistakes(user_input, self._names())
        if user_input is None or errors:
            return self.async_show_form(
                step_id="user", data_schema=schemas.handed_line(user_input or {}), errors=errors
            )
        line = cleaned(user_input)
        return self.async_create_entry(title=line[CONF_NAME], data=line)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change a line."""
        subentry = self._get_reconfigure_subentry()
        errors = {} if user_input is None else mistakes(user_input, self._names(subentry))
        if user_input is None or errors:
            return self.async_show_form(
                step_id="reconfigure",
                data_schema=schemas.handed_line(subentry.data if user_input is None else user_input),
                errors=errors,
            )
        line = cleaned(user_input)
        return self.async_update_and_abort(self._get_entry(), subentry, title=line[CONF_NAME], data=line)

    def _names(self, but: ConfigSubentry | None = None) -> set[str]:
        lines = self._get_entry().subentries.values()
        return {line.data[CONF_NAME] for line in lines if but is None or line.subentry_id != but.subentry_id}

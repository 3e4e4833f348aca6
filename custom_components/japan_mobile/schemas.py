"""The forms of the flows: a carrier's login, a one-time code, and which label of a portal means what."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from .carriers import CARRIERS
from .carriers.carrier import Carrier, Field
from .carriers.offers import Meaning, Offer
from .const import (
    CONF_ACCOUNT,
    CONF_ALLOWANCE,
    CONF_CARRIER,
    CONF_CODE,
    CONF_CYCLE_DAY,
    CONF_HIDDEN,
    CONF_LOW_PERCENT,
    CONF_NAME,
    CONF_NUMBER,
    CONF_PLAN,
    CONF_RENAME,
    CONF_UNLIMITED,
    CONF_WEBHOOK_REMOTE,
)

_TYPES = {
    "username": (TextSelectorType.TEXT, "username"),
    "email": (TextSelectorType.EMAIL, "email"),
    "url": (TextSelectorType.URL, "url"),
}
_LONG = {"cookies"}
"""What has several lines."""
_SECRETS = {"password": "current-password", "mfa_code": "one-time-code"}


def carriers(login_of: Callable[[Carrier], str]) -> probatio.Schema:
    """The pick list; `login_of` says how one logs in to a carrier."""
    options = [
        SelectOptionDict(value=key, label=f"{_pick_label(carrier)} · {login_of(carrier)}")
        for key, carrier in CARRIERS.items()
    ]
    return probatio.Schema({probatio.Required(CONF_CARRIER): _select(options)})


def _pick_label(carrier: Carrier) -> str:
    return carrier.name if carrier.name == carrier.name_ja else f"{carrier.name} ({carrier.name_ja})"


def _select(options: list[SelectOptionDict]) -> SelectSelector:
    return SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN))


def login(carrier: Carrier, shown: Mapping[str, Any], step: str) -> probatio.Schema:
    """The carrier's login form. What was typed before is suggested again, secrets excepted.

    A step that is called like a field asks for that field alone.
    """
    schema: dict[Any, TextSelector | SelectSelector] = {}
    alone = [field for field in carrier.fields if field.key == step]
    for field in alone or carrier.fields:
        key = probatio.Secret(field.key) if field.secret else field.key
        marker = probatio.Required if field.required or alone else probatio.Optional
        suggested = {} if field.secret else {"suggested_value": shown.get(field.key)}
        schema[marker(key, description=suggested)] = _choice(field) if field.options else _text(field)
    return probatio.Schema(schema)


def _choice(field: Field) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(options=list(field.options), mode=SelectSelectorMode.DROPDOWN, translation_key=field.key)
    )


def _text(field: Field) -> TextSelector:
    if field.key in _LONG:
        return TextSelector(TextSelectorConfig(multiline=True))
    if field.secret:
        kind, complete = TextSelectorType.PASSWORD, _SECRETS.get(field.key, "off")
    else:
        kind, complete = _TYPES.get(field.key, (TextSelectorType.TEXT, "off"))
    return TextSelector(TextSelectorConfig(type=kind, autocomplete=complete))


def code() -> probatio.Schema:
    """One box for a one-time code."""
    field = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))
    return probatio.Schema({probatio.Required(probatio.Secret(CONF_CODE)): field})


def labels(offers: Iterable[Offer], shown: Mapping[str, str]) -> probatio.Schema:
    """A select for each meaning that something on offer could have.

    What the portal wrote stands in the options, which are shown as plain text, and nowhere else.
    """
    schema: dict[Any, SelectSelector] = {}
    for meaning in Meaning:
        fitting = [offer for offer in offers if offer.kind is meaning.kind]
        if not fitting:
            continue
        known = shown.get(meaning)
        suggested = known if known in {offer.label for offer in fitting} else None
        options = [SelectOptionDict(value=offer.label, label=f"{offer.label}: {offer.text}") for offer in fitting]
        schema[probatio.Optional(meaning.value, description={"suggested_value": suggested})] = _select(options)
    return probatio.Schema(schema)


_PERCENT = NumberSelector(
    NumberSelectorConfig(min=1, max=99, step=1, unit_of_measurement="%", mode=NumberSelectorMode.SLIDER)
)


def options(low: int, lines: Mapping[str, str], hidden: Iterable[str]) -> probatio.Schema:
    """The share below which data counts as low; which of the `lines` (key and name) to hide, and which to rename."""
    schema: dict[Any, Any] = {probatio.Required(CONF_LOW_PERCENT, default=low): _PERCENT}
    if lines:
        choices = [SelectOptionDict(value=key, label=name) for key, name in lines.items()]
        several = SelectSelectorConfig(options=choices, multiple=True, mode=SelectSelectorMode.LIST)
        chosen = [key for key in hidden if key in lines]
        schema[probatio.Optional(CONF_HIDDEN, description={"suggested_value": chosen})] = SelectSelector(several)
        schema[probatio.Optional(CONF_RENAME)] = _select(choices)
    return probatio.Schema(schema)


def line_name(known: str) -> probatio.Schema:
    """What a line is called; nothing for what it is called without that."""
    return probatio.Schema({probatio.Optional(CONF_NAME, description={"suggested_value": known}): TextSelector()})


def handed_line(shown: Mapping[str, Any], *, account: bool = False) -> probatio.Schema:
    """What only its user knows of a line without a portal; with `account`, also what the account is called."""
    fields: dict[str, Any] = {
        CONF_NAME: TextSelector(),
        CONF_NUMBER: TextSelector(TextSelectorConfig(type=TextSelectorType.TEL, autocomplete="off")),
        CONF_PLAN: TextSelector(),
        CONF_ALLOWANCE: _number(0, 10_000, "any", "GB"),
        CONF_CYCLE_DAY: _number(1, 31, 1),
        CONF_UNLIMITED: BooleanSelector(),
    }
    defaults = {CONF_CYCLE_DAY: 1, CONF_UNLIMITED: False}
    schema: dict[Any, Any] = {}
    if account:
        schema[probatio.Optional(CONF_ACCOUNT, default=shown.get(CONF_ACCOUNT, ""))] = TextSelector()
    for name, selector in fields.items():
        value = shown.get(name, defaults.get(name))
        described = {} if value is None else {"suggested_value": value}
        if name in defaults:
            schema[probatio.Required(name, default=value)] = selector
        else:
            marker = probatio.Required if name == CONF_NAME else probatio.Optional
            schema[marker(name, description=described)] = selector
    return probatio.Schema(schema)


def _number(least: float, most: float, step: float | Literal["any"], unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(min=least, max=most, step=step, mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def handed_options(low: int, *, remote: bool) -> probatio.Schema:
    """What may be set for lines without a portal."""
    return probatio.Schema(
        {
            probatio.Required(CONF_LOW_PERCENT, default=low): _PERCENT,
            probatio.Required(CONF_WEBHOOK_REMOTE, default=remote): BooleanSelector(),
        }
    )

"""icons.json: its form, and that what has an icon exists."""

from typing import Any

import probatio as vol

from .schemas import faults, mapping, slug
from .tree import Tree

DRAWN_BY_CLASS = ("entity.binary_sensor", "entity.calendar")  # these come with icons


def _icon(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("mdi:"):
        raise vol.Invalid("expected mdi:…")
    return value


def _range(value: Any) -> dict[str, str]:
    """Thresholds as texts, rising: the icon is the one of the highest threshold that the value reaches."""
    try:
        thresholds = [float(each) for each in value]
    except (TypeError, ValueError) as error:
        raise vol.Invalid("expected numbers as keys") from error
    if not thresholds or thresholds != sorted(thresholds):
        raise vol.Invalid("expected rising numbers as keys")
    return {each: _icon(icon) for each, icon in value.items()}


STATES = mapping(_icon)
ENTITY = {
    vol.Optional("default"): _icon,
    vol.Optional("state"): STATES,
    vol.Optional("range"): _range,
    vol.Optional("state_attributes"): mapping({vol.Optional("default"): _icon, vol.Optional("state"): STATES}),
}
SCHEMA = vol.Schema({
    vol.Optional("entity"): mapping(mapping(ENTITY), slug),
    vol.Optional("services"): mapping({vol.Optional("service"): _icon, vol.Optional("sections"): STATES}),
    vol.Optional("triggers"): mapping({vol.Required("trigger"): _icon}),
    vol.Optional("conditions"): mapping({vol.Required("condition"): _icon}),
})  # fmt: skip


def check(tree: Tree) -> list[str]:
    """Schema; every icon's key has a text; every entity, action, trigger and condition with a text has an icon."""
    icons = tree.json("icons.json")
    findings = faults(SCHEMA, icons, "icons.json")
    english = tree.english
    pairs = [(name, icons.get(name, {}), english.get(name, {})) for name in ("services", "triggers", "conditions")]
    entities, texts = icons.get("entity", {}), english.get("entity", {})
    pairs += [(f"entity.{each}", entities.get(each, {}), texts.get(each, {})) for each in {**entities, **texts}]
    for name, drawn, told in pairs:
        findings += [f"icons.json: {name}.{key}: has no text" for key in drawn if key not in told]
        if name not in DRAWN_BY_CLASS:
            findings += [f"icons.json: {name}.{key}: has a text and no icon" for key in told if key not in drawn]
    for platform, each in entities.items():
        for key, entity in each.items():
            states = texts.get(platform, {}).get(key, {}).get("state", {})
            known = {*states, "on", "off"} if platform in ("binary_sensor", "switch", "calendar") else set(states)
            findings += [
                f"icons.json: entity.{platform}.{key}.state.{state}: no such state"
                for state in entity.get("state", {})
                if state not in known
            ]
    return findings

"""translations/*.json: only sections and keys that Home Assistant knows, and texts as it lets them be."""

from typing import Any

import probatio as vol

from .schemas import faults, key, mapping, plain, slug, text
from .tree import Tree

TEXTS = mapping(text)
STATES = mapping(plain)
FIELDS = mapping({vol.Required("name"): text, vol.Optional("description"): text, vol.Optional("example"): text})

STEP = {
    vol.Optional("title"): text,
    vol.Optional("description"): text,
    vol.Optional("data"): TEXTS,
    vol.Optional("data_description"): TEXTS,
    vol.Optional("menu_options"): TEXTS,
    vol.Optional("menu_option_descriptions"): TEXTS,
    vol.Optional("submit"): text,
    vol.Optional("sections"): mapping({
        vol.Optional("name"): text,
        vol.Optional("description"): text,
        vol.Optional("data"): TEXTS,
        vol.Optional("data_description"): TEXTS,
    }),
}  # fmt: skip


def _described(flow: dict[str, Any]) -> dict[str, Any]:
    """Every described field is a field."""
    for step_id, step in flow["step"].items():
        for part in (step, *step.get("sections", {}).values()):
            if unknown := part.get("data_description", {}).keys() - part.get("data", {}).keys():
                raise vol.Invalid(f"step {step_id} describes fields it does not have: {', '.join(sorted(unknown))}")
    return flow


def _flow(**more: Any) -> Any:
    return vol.All(
        vol.Schema({
            vol.Optional("flow_title"): text,
            vol.Required("step"): mapping(STEP),
            **{vol.Optional(name): TEXTS for name in ("error", "abort", "progress", "create_entry")},
            **more,
        }),
        _described,
    )  # fmt: skip


def _issue(value: dict[str, Any]) -> dict[str, Any]:
    if ("description" in value) == ("fix_flow" in value):
        raise vol.Invalid("expected either description or fix_flow")
    return value


ISSUE = vol.All(
    vol.Schema({vol.Required("title"): text, vol.Optional("description"): text, vol.Optional("fix_flow"): _flow()}),
    _issue,
)
ENTITY = {
    vol.Optional("name"): text,
    vol.Optional("state"): STATES,
    vol.Optional("state_attributes"): mapping({vol.Optional("name"): plain, vol.Optional("state"): STATES}),
    vol.Optional("unit_of_measurement"): plain,
}
ACTION = {
    vol.Required("name"): text,
    vol.Required("description"): text,
    vol.Optional("fields"): FIELDS,
    vol.Optional("sections"): mapping({vol.Required("name"): text, vol.Optional("description"): text}),
}
AUTOMATION = {vol.Required("name"): text, vol.Required("description"): text, vol.Optional("fields"): FIELDS}
SELECTOR = {
    vol.Optional("options"): TEXTS,
    vol.Optional("choices"): TEXTS,
    vol.Optional("unit_of_measurement"): TEXTS,
    vol.Optional("fields"): mapping(vol.Any(text, {vol.Required("name"): text, vol.Required("description"): text})),
}

SCHEMA = vol.Schema({
    vol.Optional("title"): text,
    vol.Optional("common"): mapping(text, slug),
    vol.Optional("config"): _flow(),
    vol.Optional("config_subentries"): mapping(
        _flow(entry_type=text, initiate_flow={vol.Required("user"): text, key: text}), slug
    ),
    vol.Optional("options"): _flow(),
    vol.Optional("selector"): mapping(SELECTOR, slug),
    vol.Optional("services"): mapping(ACTION),
    vol.Optional("entity"): mapping(mapping(ENTITY), slug),
    vol.Optional("device"): mapping({vol.Optional("name"): text}),
    vol.Optional("device_automation"): mapping(TEXTS),
    vol.Optional("exceptions"): mapping({vol.Required("message"): text}, slug),
    vol.Optional("issues"): mapping(ISSUE),
    vol.Optional("system_health"): {vol.Optional("info"): TEXTS},
    vol.Optional("triggers"): mapping(AUTOMATION, slug),
    vol.Optional("conditions"): mapping(AUTOMATION, slug),
    vol.Optional("preview_features"): mapping({
        vol.Required("name"): text,
        vol.Required("description"): text,
        vol.Optional("enable_confirmation"): text,
        vol.Optional("disable_confirmation"): text,
    }),
})  # fmt: skip


def check(tree: Tree) -> list[str]:
    """Each language against the schema; strings.json is not for custom integrations."""
    findings = [
        finding
        for language, texts in tree.languages.items()
        for finding in faults(SCHEMA, texts, f"translations/{language}.json")
    ]
    if "en" not in tree.languages:
        findings.append("translations/en.json: missing")
    if (tree.integration / "strings.json").exists():
        findings.append("strings.json: custom integrations write translations/en.json instead")
    return findings

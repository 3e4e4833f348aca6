"""manifest.json: the keys a custom integration may and must have, their order and their values."""

from typing import Any
from urllib.parse import urlsplit

from awesomeversion import AwesomeVersion, AwesomeVersionException, AwesomeVersionStrategy as Strategy
from homeassistant.const import Platform
import probatio as vol

from .schemas import KEY, faults, slug
from .tree import DOMAIN, Tree

CLASSES = ("assumed_state", "calculated", "cloud_polling", "cloud_push", "local_polling", "local_push")
KINDS = ("device", "entity", "hardware", "helper", "hub", "service", "system", "virtual")
QUALITIES = ("bronze", "silver", "gold", "platinum", "custom", "no_score", "internal", "legacy")
VERSIONS = [Strategy.CALVER, Strategy.SEMVER, Strategy.SIMPLEVER, Strategy.BUILDVER, Strategy.PEP440]
CORE_SITE = "home-assistant.io"


def _address(value: Any) -> str:
    address = urlsplit(value) if isinstance(value, str) else urlsplit("")
    if address.scheme != "https" or not address.hostname:
        raise vol.Invalid("expected an https address")
    if address.hostname == CORE_SITE or address.hostname.endswith(f".{CORE_SITE}"):
        raise vol.Invalid("only Home Assistant's own integrations are documented on its site")
    return str(value)


def _version(value: Any) -> str:
    try:
        AwesomeVersion(value, ensure_strategy=VERSIONS)
    except (AwesomeVersionException, TypeError) as error:
        raise vol.Invalid("expected a version") from error
    return str(value)


def _owner(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("@"):
        raise vol.Invalid("expected @name")
    return value


def _category(value: Any) -> str:
    """A category of 2026.11, such as finance or computers_network.routers_network."""
    if not isinstance(value, str) or not 1 <= len(parts := value.split(".")) <= 2 or not all(map(KEY.fullmatch, parts)):
        raise vol.Invalid("expected a category")
    return value


def _requirement(value: Any) -> str:
    if not isinstance(value, str) or value.count("==") != 1:
        raise vol.Invalid("expected a package pinned with ==")
    return value


SCHEMA = vol.Schema({
    vol.Required("domain"): DOMAIN,
    vol.Required("name"): str,
    vol.Optional("after_dependencies"): [slug],
    vol.Optional("categories"): [_category],
    vol.Required("codeowners"): vol.All([_owner], vol.Length(min=1)),
    vol.Optional("config_flow"): bool,
    vol.Optional("connectivity"): [slug],
    vol.Optional("dependencies"): [slug],
    vol.Required("documentation"): _address,
    vol.Optional("integration_type"): vol.In(KINDS),
    vol.Required("iot_class"): vol.In(CLASSES),
    vol.Required("issue_tracker"): _address,
    vol.Optional("loggers"): [str],
    vol.Optional("preview_features"): dict,
    vol.Optional("quality_scale"): vol.In(QUALITIES),
    vol.Optional("requirements"): [_requirement],
    vol.Optional("single_config_entry"): bool,
    vol.Required("version"): _version,
})  # fmt: skip


def check(tree: Tree) -> list[str]:
    """Schema, order of the keys, and whether what it promises is there."""
    found = tree.json("manifest.json")
    findings = faults(SCHEMA, found, "manifest.json")
    order = [name for name in ("domain", "name") if name in found]
    order += sorted(set(found) - {"domain", "name"})
    if list(found) != order:
        findings.append(f"manifest.json: keys must be in this order: {', '.join(order)}")
    if bool(found.get("config_flow")) != (tree.integration / "config_flow.py").is_file():
        findings.append("manifest.json: config_flow and config_flow.py must go together")
    if found.get("domain") in [platform.value for platform in Platform]:
        findings.append("manifest.json: the domain is a platform of Home Assistant")
    if not (tree.integration / "brand" / "icon.png").is_file():
        findings.append("brand/icon.png: missing")
    return findings

"""hacs.json: what the Marketplace, and HACS before it, accepts."""

import json
from typing import Any

import probatio as vol

from .schemas import faults
from .tree import Tree


def _country(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 2 or not value.isupper():
        raise vol.Invalid("expected a country's two capital letters")
    return value


SCHEMA = vol.Schema({
    vol.Required("name"): str,
    vol.Optional("content_in_root"): bool,
    vol.Optional("country"): vol.Any(_country, [_country]),
    vol.Optional("filename"): str,
    vol.Optional("hacs"): str,
    vol.Optional("hide_default_branch"): bool,
    vol.Optional("homeassistant"): str,
    vol.Optional("persistent_directory"): str,
    vol.Optional("render_readme"): bool,
    vol.Optional("zip_release"): bool,
})  # fmt: skip


def check(tree: Tree) -> list[str]:
    """Schema; a zip needs a name; one integration to a repository; a README to show."""
    path = tree.root / "hacs.json"
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    findings = faults(SCHEMA, found, "hacs.json")
    if found.get("zip_release") and "filename" not in found:
        findings.append("hacs.json: zip_release needs filename")
    folders = [each.name for each in (tree.root / "custom_components").glob("*/manifest.json")]
    if len(folders) != 1:
        findings.append("custom_components: exactly one integration belongs here")
    if not (tree.root / "README.md").is_file():
        findings.append("README.md: missing, and the Marketplace shows it")
    return findings

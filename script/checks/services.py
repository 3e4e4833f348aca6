"""services.yaml, triggers.yaml and conditions.yaml: what they declare is described, and the other way round."""

from typing import Any

from homeassistant.util.yaml import load_yaml_dict

from .tree import Tree


def _load(tree: Tree, name: str) -> dict[str, Any]:
    path = tree.integration / name
    return load_yaml_dict(str(path)) if path.is_file() else {}


def _fields(declared: dict[str, Any] | None) -> tuple[set[str], set[str]]:
    """Names of the fields and of the sections; a section is a field that has fields."""
    fields, sections = set(), set()
    for name, field in ((declared or {}).get("fields") or {}).items():
        if inner := (field or {}).get("fields"):
            sections.add(name)
            fields |= set(inner)
        else:
            fields.add(name)
    return fields, sections


def _unlike(name: str, kind: str, declared: set[str], told: set[str]) -> list[str]:
    return [f"translations/en.json: {name}: {kind} {each} has no text" for each in sorted(declared - told)] + [
        f"translations/en.json: {name}: {kind} {each} does not exist" for each in sorted(told - declared)
    ]


def check(tree: Tree) -> list[str]:
    """Compare names, fields and sections of all three with the texts in English."""
    findings = []
    for kind in ("services", "triggers", "conditions"):
        declared = {name: each for name, each in _load(tree, f"{kind}.yaml").items() if not name.startswith(".")}
        told = tree.english.get(kind, {})
        findings += _unlike(kind, "entry", set(declared), set(told))
        for name in declared.keys() & told.keys():
            fields, sections = _fields(declared[name])
            findings += _unlike(f"{kind}.{name}", "field", fields, set(told[name].get("fields", {})))
            findings += _unlike(f"{kind}.{name}", "section", sections, set(told[name].get("sections", {})))
    if tree.code and (tree.integration / "services.yaml").is_file() != bool(tree.english.get("services")):
        findings.append("services.yaml: goes together with the services section of the texts")
    return findings

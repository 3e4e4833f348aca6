"""Translation keys: each that the code names exists, and each that exists is named by the code."""

import ast
from collections.abc import Iterator

from homeassistant.const import Platform

from .tree import Tree, called, constant, keyword

PLATFORMS = frozenset(f"{platform.value}.py" for platform in Platform)
SECTION_OF_CALL = {
    "async_create_issue": "issues",
    "SelectSelectorConfig": "selector",
    "DeviceInfo": "device",
    "ChildDeviceInfo": "device",
}


def _assigned(node: ast.AST) -> ast.expr | None:
    """What is assigned, if this assigns a translation key to a class or an instance."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return None
    names = [target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets]
    return node.value if "_attr_translation_key" in names else None


def _entity_keys(module: ast.Module, *, by_key: bool) -> Iterator[str]:
    """Keys in a platform file: of entity descriptions, and as class or instance attributes."""
    for node in ast.walk(module):
        found = constant(_assigned(node))
        if isinstance(node, ast.Call) and called(node).endswith("Description"):
            found = constant(keyword(node, "translation_key"))
            if found is None and by_key:
                found = constant(keyword(node, "key"))
        if found is not None:
            yield found


def _uses_description_key(tree: Tree) -> bool:
    """Whether entities take their description's `key` as the translation key, as in `_attr_translation_key = d.key`."""
    return any(
        getattr(_assigned(node), "attr", "") == "key" for module in tree.code.values() for node in ast.walk(module)
    )


def named(tree: Tree) -> dict[str, set[str]]:
    """Section of the translations ("entity.sensor", "exceptions", …) -> the keys that the code names in plain."""
    found: dict[str, set[str]] = {}
    by_key = _uses_description_key(tree)
    for path, module in tree.code.items():
        if path in PLATFORMS:
            found.setdefault(f"entity.{path.removesuffix('.py')}", set()).update(_entity_keys(module, by_key=by_key))
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or (key := constant(keyword(node, "translation_key"))) is None:
                continue
            section = SECTION_OF_CALL.get(called(node))
            if section is None and keyword(node, "translation_domain") is not None:
                section = "exceptions"
            if section:
                found.setdefault(section, set()).add(key)
    return found


def _existing(tree: Tree) -> dict[str, set[str]]:
    existing = {name: set(tree.english.get(name, {})) for name in ("exceptions", "issues", "selector", "device")}
    for platform, entities in tree.english.get("entity", {}).items():
        existing[f"entity.{platform}"] = set(entities)
    return existing


def check(tree: Tree) -> list[str]:
    """Both ways. A key that the code picks at run time counts as used when it stands anywhere in the code."""
    existing, used = _existing(tree), named(tree)
    findings = [
        f"translations/en.json: {section}.{key}: missing, and the code uses it"
        for section, keys in used.items()
        for key in sorted(keys - existing.get(section, set()))
    ]
    findings += [
        f"translations/en.json: {section}.{key}: the code does not use it"
        for section, keys in existing.items()
        for key in sorted(keys - used.get(section, set()) - tree.strings)
    ]
    return findings

"""Config and options flows: their steps, errors and abort reasons have texts, and no text is left over."""

import ast
from collections.abc import Iterator

from .tree import Tree, called, constant, keyword

STEPS = ("async_show_form", "async_show_menu", "async_show_progress")
# Home Assistant has texts of its own for these since 2026.10.
CENTRAL = frozenset({
    "already_in_progress", "single_instance_allowed", "no_devices_found", "cloud_not_connected", "reauth_successful",
    "reconfigure_successful",
})  # fmt: skip
IMPLIED = {
    "_abort_if_unique_id_configured": "already_configured",
    "_async_abort_entries_match": "already_configured",
    "_abort_if_unique_id_mismatch": "unique_id_mismatch",
}


def _section(name: str) -> str | None:
    if "Subentry" in name or "Repair" in name:
        return None
    return "options" if "Options" in name else "config"


def _errors(node: ast.AST) -> Iterator[str]:
    """Texts set as `errors["base"] = "…"`, or given as `errors={"base": "…"}`."""
    if isinstance(node, ast.Assign) and (text := constant(node.value)):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == "errors":
                yield text
    value = node.value if isinstance(node, ast.keyword) and node.arg == "errors" else None
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        value = node.value if any(getattr(target, "id", "") == "errors" for target in targets) else None
    if isinstance(value, ast.Dict):
        yield from filter(None, map(constant, value.values))


def _uses(flow: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """What a flow's class names in plain, as ("step" | "abort" | "error", key)."""
    for node in ast.walk(flow):
        for key in _errors(node):
            yield "error", key
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        if name in STEPS and (step := constant(keyword(node, "step_id"))):
            yield "step", step
        if name in ("async_abort", "async_update_reload_and_abort", "async_update_and_abort", *IMPLIED):
            reason = keyword(node, "reason")
            abort = IMPLIED.get(name) if reason is None else constant(reason)
            if abort and abort not in CENTRAL and keyword(node, "translation_domain") is None:
                yield "abort", abort


def check(tree: Tree) -> list[str]:
    """Both ways, for config and options. A key picked at run time counts as used when it stands anywhere in the code."""
    used: dict[str, set[tuple[str, str]]] = {"config": set(), "options": set()}
    for node in ast.walk(tree.code.get("config_flow.py", ast.Module([], []))):
        if isinstance(node, ast.ClassDef) and (section := _section(node.name)):
            used[section].update(_uses(node))
    implied = {*CENTRAL, *IMPLIED.values()}
    findings = []
    for section, uses in used.items():
        texts = tree.english.get(section, {})
        findings += [
            f"translations/en.json: {section}.{part}.{key}: missing, and the flow uses it"
            for part, key in sorted(uses)
            if key not in texts.get(part, {})
        ]
        findings += [
            f"translations/en.json: {section}.{part}.{key}: the flow does not use it"
            for part in ("step", "error", "abort")
            for key in texts.get(part, {})
            if (part, key) not in uses and key not in tree.strings and key not in implied
            and not _is_method(tree, key)
        ]  # fmt: skip
    return findings


def _is_method(tree: Tree, step: str) -> bool:
    """A step that a menu leads to is named by its method alone."""
    flow = tree.code.get("config_flow.py", ast.Module([], []))
    return any(getattr(node, "name", "") == f"async_step_{step}" for node in ast.walk(flow))

"""quality_scale.yaml: every rule's state, in the form Home Assistant uses."""

from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import probatio as vol

from .schemas import faults, key
from .tree import Tree


def _state(value: Any) -> Any:
    if value in ("done", "todo"):
        return value
    if not isinstance(value, dict) or value.get("status") not in ("done", "todo", "exempt"):
        raise vol.Invalid("expected done, todo, or a status with a comment")
    if set(value) - {"status", "comment"} or (value["status"] == "exempt" and not value.get("comment")):
        raise vol.Invalid("expected status and comment")
    return value


SCHEMA = vol.Schema({vol.Required("rules"): {key: _state}})


def check(tree: Tree) -> list[str]:
    """Schema; the file may be missing."""
    path = tree.integration / "quality_scale.yaml"
    return faults(SCHEMA, load_yaml_dict(str(path)), "quality_scale.yaml") if path.is_file() else []

"""The tree under check: where its files are and what they hold."""

import ast
from functools import cached_property
import json
from pathlib import Path
import subprocess
from typing import Any

DOMAIN = "japan_mobile"


class Tree:
    """A checkout. Files that are missing or broken read as empty; `broken` says which could not be parsed."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder that holds custom_components."""
        self.root = root
        self.integration = root / "custom_components" / DOMAIN

    def json(self, name: str) -> Any:
        """The JSON file `name` of the integration, {} when it is not there."""
        path = self.integration / name
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    @cached_property
    def languages(self) -> dict[str, Any]:
        """Language -> its translations."""
        paths = sorted((self.integration / "translations").glob("*.json"))
        return {path.stem: self.json(f"translations/{path.name}") for path in paths}

    @property
    def english(self) -> Any:
        """The texts that every language must have."""
        return self.languages.get("en", {})

    @cached_property
    def code(self) -> dict[str, ast.Module]:
        """Path relative to the integration -> its syntax tree."""
        return {
            path.relative_to(self.integration).as_posix(): ast.parse(path.read_text("utf-8"))
            for path in sorted(self.integration.rglob("*.py"))
        }

    @cached_property
    def strings(self) -> frozenset[str]:
        """Every string constant in the integration's code."""
        return frozenset(
            node.value
            for module in self.code.values()
            for node in ast.walk(module)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    @cached_property
    def files(self) -> list[Path]:
        """Files that git knows or would add, so without what is ignored; every file outside a checkout."""
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if listing.returncode or not (self.root / ".git").exists():
            return sorted(path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        return sorted(path for name in listing.stdout.split("\0") if name and (path := self.root / name).is_file())


def constant(node: ast.expr | None) -> str | None:
    """The text, if the expression is a string constant."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The argument `name` of a call."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def called(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")

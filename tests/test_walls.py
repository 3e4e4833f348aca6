"""Dependencies run one way: the client library knows nothing of Home Assistant, the simulator nothing of us."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CARRIERS = ROOT / "custom_components/japan_mobile/carriers"
SIMULATOR = ROOT / "simulator"


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, relative ones made absolute."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, node.module or ""])


def sources(folder: Path) -> list[Path]:
    """The Python files of a folder."""
    found = sorted(folder.rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("file", sources(CARRIERS), ids=lambda file: str(file.relative_to(CARRIERS)))
def test_the_library_knows_nothing_of_home_assistant(file: Path) -> None:
    inside = "custom_components.japan_mobile.carriers"
    for module in imported(file):
        assert not module.startswith(("homeassistant", "probatio", "voluptuous", "simulator")), module
        assert not module.startswith("custom_components") or module.startswith(inside), module


@pytest.mark.parametrize("file", sources(SIMULATOR), ids=lambda file: str(file.relative_to(SIMULATOR)))
def test_the_simulator_cannot_inherit_our_mistakes(file: Path) -> None:
    for module in imported(file):
        assert not module.startswith(("custom_components", "homeassistant", "carriers")), module


@pytest.mark.parametrize("file", sources(ROOT / "custom_components"), ids=lambda file: file.name)
def test_no_production_code_knows_of_the_simulator(file: Path) -> None:
    assert not [module for module in imported(file) if module.startswith(("simulator", "demo", "tests"))]
    assert "simulat" not in file.read_text()


def test_the_wall_is_looked_at() -> None:
    """Relative imports are seen through."""
    assert "custom_components.japan_mobile.carriers.model" in set(imported(CARRIERS / "wire.py"))

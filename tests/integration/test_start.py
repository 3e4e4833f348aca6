"""Home Assistant's start: what is imported then, and that nothing of ours is imported in its event loop later."""

import json
from pathlib import Path
import subprocess
import sys

from benchmarks.startup import OURS

ROOT = Path(__file__).parents[2]
CODE = """
import importlib, json, sys
for name in {ours}: importlib.import_module("custom_components.japan_mobile" + name)
print(json.dumps([name for name in sys.modules]))
"""
NAME = "custom_components.japan_mobile"
LARGE = ("document", "skeleton", "labels", "survey", "fitting", "signs", "forms", "reading")
"""Modules of the client library that read pages."""
MOST = 90
"""Modules of ours: one more for each family, and for what every home needs."""


def test_the_start_imports_no_client() -> None:
    """The registry needs facts alone, and whatever else is rarely needed is imported when it is."""
    command = [sys.executable, "-c", CODE.format(ours=OURS)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(answer.stdout))
    ours = {name for name in loaded if name.startswith(NAME)}
    families = {path.name for path in (ROOT / "custom_components/japan_mobile/carriers").iterdir() if path.is_dir()}
    assert {"iijmio", "handed", "browser"} <= families
    facts = {"softbank.brand", "docomo.hosts"}
    for name in ours:
        _, _, inside = name.partition(".carriers.")
        family, _, module = inside.partition(".")
        assert not (family in families and module) or inside in facts, name
        assert inside not in LARGE, name
    assert not {f"{NAME}.carriers.{name}" for name in ("handed", "browser")} & ours
    assert not {f"{NAME}.{name}" for name in ("handed", "webhook", "voice.languages", "voice.words_en")} & ours
    assert not [name for name in loaded if name.startswith("selectolax")]
    assert len(ours) <= MOST, sorted(ours)


def test_nothing_is_imported_in_the_event_loop() -> None:
    """In a process that has imported no client yet."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/integration/from_cold.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout[-5000:]
    assert "2 passed" in run.stdout

"""What tests find out is told at the end of a run, added up."""

from pathlib import Path
import subprocess
import sys

from tests.figures import lines, noted

TESTS = """
import pytest

@pytest.mark.parametrize("number", [1200, 34])
def test_cells(note_figures, number):
    note_figures("Faults", numbers={"cells": number, "shown": 1})

def test_soak(note_figures):
    note_figures("Soak", "30 days")
"""


def test_numbers_are_added_up_and_texts_are_lines() -> None:
    found = [noted("B", "one\ntwo", {"cells": 999}), noted("A", "", {}), noted("B", "three", {"cells": 2, "more": 3})]
    assert list(lines(found)) == ["A", "B: 1,001 cells, 3 more", "  one", "  two", "  three"]


def test_they_come_from_other_processes_too(tmp_path: Path) -> None:
    """As in `script/test --long`, whose workers' own output nobody sees."""
    root, told = Path(__file__).parents[1], tmp_path / "figures.txt"
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "conftest.py").write_text((root / "tests" / "conftest.py").read_text())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:homeassistant", "-c", "/dev/null", "--rootdir", ".", "."],
        cwd=tmp_path, env={"PYTHONPATH": str(root), "JAPAN_MOBILE_FIGURES": str(told), "PATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wanted = ["Faults: 1,234 cells, 2 shown", "Soak", "  30 days"]
    assert done.returncode == 0, done.stdout + done.stderr
    assert told.read_text().splitlines() == wanted
    assert "\n".join(wanted) in done.stdout

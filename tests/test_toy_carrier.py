"""Whoever follows docs/adding-a-carrier.md to the letter has a carrier that works: in a copy of this repository."""

from pathlib import Path
import re
import shutil
import subprocess
import sys

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
PARTS = ("custom_components", "simulator", "tests", "demo", "pyproject.toml")


def documented() -> tuple[dict[str, str], list[str]]:
    """The files that the documentation shows, by their paths, and its single lines."""
    blocks = BLOCK.findall((ROOT / "docs" / "adding-a-carrier.md").read_text())
    files = {block.split("\n", 1)[0].removeprefix("# "): block.split("\n", 1)[1] for block in blocks if "\n\n" in block}
    return files, [block.strip() for block in blocks if "\n\n" not in block]


def register(path: Path, line: str, name: str, before: str) -> None:
    """Add an import, and a name to the tuple."""
    text = path.read_text()
    first = text.index("from .")
    assert before in text
    text = f"{text[:first]}{line}\n{text[first:]}"
    at = text.rindex(before)
    path.write_text(f"{text[:at]}{name},\n{text[at:]}")


def test_a_toy_carrier_by_the_book(tmp_path: Path) -> None:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / part)
    files, lines = documented()
    assert [*files] == [
        "custom_components/japan_mobile/carriers/toy.py",
        "simulator/portals/toy.py",
        "tests/carriers/test_toy.py",
    ]
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    client, portal = lines
    register(tmp_path / "custom_components/japan_mobile/carriers/__init__.py", client, "TOY", "        HANDED,\n")
    register(tmp_path / "simulator/portals/__init__.py", portal, "    ToyPortal", "    SoracomPortal,\n")
    command = [sys.executable, "-m", "pytest", "-q", "tests/carriers/test_toy.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout[-3000:]
    assert "1 passed" in run.stdout
    typed = [
        sys.executable,
        "-c",
        "from custom_components.japan_mobile.carriers import CARRIERS; print('toy' in CARRIERS)",
    ]
    assert subprocess.run(typed, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip() == "True"

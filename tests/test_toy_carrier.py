"""Whoever follows docs/adding-a-carrier.md to the letter has a carrier that works: in a copy of this repository."""

from pathlib import Path
import re
import shutil
import subprocess
import sys

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
PARTS = ("custom_components", "simulator", "tests", "demo", "pyproject.toml")

OFFERED = '''
"""Home Assistant offers the carrier, logs in to it, and shows what it holds."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.japan_mobile.const import DOMAIN
from simulator import Simulator
from simulator.portals.toy import ToyOptions
from tests.carriers.portals import customer_of


async def test_it_is_added_by_the_config_flow(hass: HomeAssistant, simulator: Simulator, state) -> None:
    account = customer_of("toy")
    account.options = ToyOptions()
    simulator.world.accounts.append(account)
    flow = hass.config_entries.flow
    form = await flow.async_init(DOMAIN, context={"source": "user"})
    [select] = [one for key, one in form["data_schema"].schema.items() if key == "carrier"]
    assert "toy" in [one["value"] for one in select.config["options"]]
    form = await flow.async_configure(form["flow_id"], {"carrier": "toy"})
    assert form["step_id"] == "credentials"
    assert form["description_placeholders"]["carrier"] == "Toy Mobile"
    typed = {"username": account.usernames[0], "password": account.password}
    result = await flow.async_configure(form["flow_id"], typed)
    await hass.async_block_till_done()
    assert result["result"].state is ConfigEntryState.LOADED
    left = simulator.world.truth("toy", account.account_id, "web")["lines"][0]["remaining_bytes"]
    assert float(state("data_remaining")) == left / 10**9
'''


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
    (tmp_path / "tests/integration/test_toy.py").write_text(OFFERED)
    command = [sys.executable, "-m", "pytest", "-q", "tests/carriers/test_toy.py", "tests/integration/test_toy.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout[-3000:]
    assert "2 passed" in run.stdout

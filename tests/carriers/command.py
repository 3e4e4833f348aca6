"""The `script/carrier` command at a simulated portal: what the tests of it share."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from simulator import Simulator
from simulator.demo import credentials


class Command:
    """Runs the command at a portal."""

    def __init__(self, sim: Simulator, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.folder = folder
        ca = folder / "ca.pem"
        ca.write_text(sim.ca_pem)
        self.reach = ["--connect-to", f":443:127.0.0.1:{sim.port}", "--cacert", str(ca)]
        self.errors = ""

    def run(self, *arguments: str) -> tuple[int, Any]:
        """Exit status and JSON."""
        status = main([*arguments, "--json"])
        printed = self._capsys.readouterr()
        self.errors = printed.err
        return status, json.loads(printed.out)

    def fetch(self, *arguments: str, **typed: str) -> tuple[int, Any]:
        """Fetch with the demo's credentials, some of them replaced."""
        return self.fetch_from("iijmio", credentials() | typed, *arguments)

    def fetch_from(self, carrier: str, typed: dict[str, str], *arguments: str) -> tuple[int, Any]:
        """Fetch from any carrier."""
        file = self.folder / "credentials.json"
        file.write_text(json.dumps(typed))
        return self.run("fetch", carrier, "--credentials", str(file), *self.reach, *arguments)

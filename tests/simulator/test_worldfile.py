"""A world as a file: what comes back is what was written, and what is wrong is told with its place."""

from collections.abc import Callable
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from simulator import TOKYO
from simulator.demo import demo_world
from simulator.worldfile import BadWorld, dump, load

from .test_main import ROOT

type Json = dict[str, Any]


@pytest.fixture
def told() -> Json:
    """The demo's world as it is written down."""
    content: Json = json.loads(json.dumps(dump(demo_world(speed=0))))
    return content


def first(told: Json) -> Json:
    account: Json = told["accounts"][0]
    return account


def test_what_comes_back(told: Json) -> None:
    assert json.loads(json.dumps(dump(load(told)))) == told


def test_a_time_without_a_zone_is_tokyos(told: Json) -> None:
    told["now"] = "2026-08-06T12:00:00"
    assert load(told).clock.now().isoformat() == "2026-08-06T12:00:00+09:00"
    assert load(told).clock.now().tzinfo is TOKYO


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda told: told.update(now="soon"), "now: Invalid isoformat"),
        (lambda told: told.pop("now"), "now: not a text, but None"),
        (lambda told: told.update(seed="x"), "seed: not a whole number, but 'x'"),
        (lambda told: told.update(accounts={}), "accounts: not a list"),
        (lambda told: told["accounts"].append(5), "not an object"),
        (lambda told: told["accounts"].append(first(told)), "accounts: one is there twice"),
        (lambda told: first(told).update(carrier="nobody"), "accounts[0].carrier: no portal shows 'nobody'"),
        (lambda told: first(told).update(password=5), "accounts[0].password: not a text, but 5"),
        (lambda told: first(told).pop("lines"), "accounts[0].lines: missing"),
        (lambda told: first(told).update(colour="red"), "accounts[0].colour: nothing is called that"),
        (lambda told: first(told)["pools"].pop("own00000001"), "accounts[0].lines[0].pool_id: there is no pool 'own0"),
        (lambda told: first(told)["lines"][1].update(line_id="hdo00000001"), "accounts[0].lines: 'hdo00000001' is"),
        (lambda told: first(told)["lines"][0].update(rate=-1), "accounts[0].lines[0].rate: below 0: -1"),
        (lambda told: first(told)["lines"][0].update(fast="yes"), "accounts[0].lines[0].fast: not true or false"),
        (lambda told: first(told)["lines"][0]["days"].update({"2026-13-01": {}}), "accounts[0].lines[0].days.2026-13-01"),
        (
            lambda told: first(told)["pools"]["own00000001"]["grants"][0].update(left=-5),
            "accounts[0].pools.own00000001.grants[0].left: below 0: -5",
        ),
        (
            lambda told: first(told)["pools"]["own00000001"]["grants"][0].update(kind="loan"),
            "accounts[0].pools.own00000001.grants[0].kind: 'loan' is not a valid",
        ),
        (lambda told: first(told)["options"].update(zero_left="none"), "accounts[0].options: zero_left: 'none' is none of"),
        (lambda told: first(told)["options"].update(magic=True), "accounts[0].options.magic: nothing is called that"),
        (lambda told: first(told)["options"].update(comma="no"), "accounts[0].options.comma: not true or false"),
        (lambda told: first(told)["options"].update(week_units=["MB"]), "accounts[0].options.week_units: not 2 values"),
    ],
)  # fmt: skip
def test_what_is_no_world(told: Json, spoil: Callable[[Json], object], problem: str) -> None:
    spoil(told)
    with pytest.raises(BadWorld) as caught:
        load(told)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an object"),
        ('{"now": "2026-08-06T12:00", "accounts": [{}]}', "accounts[0].carrier: missing"),
    ],
)
def test_the_command_tells(tmp_path: Path, content: str | None, problem: str) -> None:
    """In one line, which names the file."""
    file = tmp_path / "world.json"
    if content is not None:
        file.write_text(content)
    command = [sys.executable, "-m", "simulator", "--ca", str(tmp_path / "ca.pem"), "--world", str(file)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"simulator: {file}: ")
    assert problem in ended.stderr
    assert len(ended.stderr.splitlines()) == 1

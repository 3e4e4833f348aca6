"""Pages that are changed as carriers change them: no value is ever wrong, and most of what says the same is read."""

import os
from pathlib import Path

import pytest

from tests.mutations.families import FAMILIES
from tests.mutations.judge import WRONG, run

LOCAL = Path(__file__).parents[2] / ".local"
ALL, SAMPLE = 10_000, 300
LEAST = 97.0


def check(family: str, mutations: int, worlds: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Change pages, print what came of it, and hold the two figures."""
    tally = run(FAMILIES[family], mutations, worlds, number=int(os.environ.get("JAPAN_MOBILE_SEED", "1")))
    tally.write(LOCAL)
    with capsys.disabled():
        print(f"\n{tally.table()}")
    wrong = [note[:3] for note in tally.notes if note[1] == WRONG]
    assert tally.total() >= mutations
    assert wrong == []
    assert tally.share >= LEAST


@pytest.mark.parametrize("family", FAMILIES)
def test_sample(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A few hundred of each family."""
    check(family, SAMPLE, 20, capsys)


@pytest.mark.long
@pytest.mark.parametrize("family", FAMILIES)
def test_all(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten thousand of each family."""
    check(family, ALL, 200, capsys)

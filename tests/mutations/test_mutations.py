"""Pages that are changed as carriers change them: no value is ever wrong, and most of what says the same is read."""

import os
from pathlib import Path

import pytest

from tests.figures import Note
from tests.mutations.families import FAMILIES
from tests.mutations.judge import WRONG, run

LOCAL = Path(__file__).parents[2] / ".local"
ALL, SAMPLE = 10_000, 300
LEAST = 97.0


def check(family: str, mutations: int, worlds: int, note: Note, capsys: pytest.CaptureFixture[str]) -> None:
    """Change pages, print what came of it, and hold the two figures."""
    tally = run(FAMILIES[family], mutations, worlds, number=int(os.environ.get("JAPAN_MOBILE_SEED", "1")))
    tally.write(LOCAL)
    with capsys.disabled():
        print(f"\n{tally.table()}")
    wrong = [page[:3] for page in tally.notes if page[1] == WRONG]
    told = f"{family}: {tally.total():,}, {tally.share:.2f} % of the cosmetic ones read right"
    note("Changed pages", told, {"changes": tally.total(), "wrong": len(wrong)})
    assert tally.total() >= mutations
    assert wrong == []
    assert tally.share >= LEAST


@pytest.mark.parametrize("family", FAMILIES)
def test_sample(family: str, note_figures: Note, capsys: pytest.CaptureFixture[str]) -> None:
    """A few hundred of each family."""
    check(family, SAMPLE, 20, note_figures, capsys)


@pytest.mark.long
@pytest.mark.parametrize("family", FAMILIES)
def test_all(family: str, note_figures: Note, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten thousand of each family."""
    check(family, ALL, 200, note_figures, capsys)

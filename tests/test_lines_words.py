"""What docs/performance.md says of many lines follows from the figures."""

from dataclasses import replace
import re

import pytest

from benchmarks.lines import Figures, Stage, middle
from benchmarks.lines_words import page_part, plot
from demo.watch import Hold


def stage(cpu: float, hold: float, **more: float) -> Stage:
    """A stage of so much CPU time, whose longest hold is ours."""
    return Stage(cpu, **{"ours": hold, "others": 0.0, "garbage": 0.0, "whole": hold, "wall": 2 * hold, **more})


def figures() -> list[Figures]:
    """Figures that grow with the lines, and meet all aims."""
    return [
        Figures(
            count,
            setup=stage(0.1 * count, 0.03),
            poll=stage(0.001 * count, 0.004),
            daily=stage(0.001 * count, 0.003),
            memory=200_000 * count,
            rows=2 * count,
            start=0.05 + 0.001 * count,
        )
        for count in (1, 20, 200, 1000)
    ]


def verdicts(part: str) -> list[str]:
    """What is said of the aims: the growth, 20 lines and 1,000 without and with garbage, and the start."""
    return re.findall(r"\*\*(met|not met)\*\*", part)


def test_the_table() -> None:
    rows = [line for line in page_part(figures()).splitlines() if line.startswith("|")]
    assert rows[5] == "| 20 | set-up | 2,000 ms | × 20.0 | 30.0 ms | < 1.0 ms | < 1.0 ms | 60.0 ms | 200 kB a line |  |"
    assert rows[6] == "|  | poll | 20.0 ms | × 20.0 | 4.0 ms | < 1.0 ms | < 1.0 ms | 8.0 ms |  | 40 |"
    assert rows[7] == "|  | daily poll | 20.0 ms | × 20.0 | 3.0 ms | < 1.0 ms | < 1.0 ms | 6.0 ms |  |  |"
    assert len(rows) == 2 + 3 * 4


def test_rows_a_day() -> None:
    assert "with 1,000 lines 2.0 for each of them" in page_part(figures())
    assert "**48 rows a line and day**" in page_part(figures())


def test_aims_that_are_met() -> None:
    assert verdicts(page_part(figures())) == ["met"] * 6


@pytest.mark.parametrize(
    ("place", "poll", "said"),
    [
        (1, stage(0.02, 0.0051), ["met", "not met", "not met", "met", "met", "met"]),
        (3, stage(1.0, 0.021), ["met", "met", "met", "not met", "not met", "met"]),
        (3, stage(1.0, 0.004, others=0.021), ["met", "met", "met", "not met", "met", "met"]),
        (3, stage(1.0, 0.004, whole=0.4), ["met", "met", "met", "met", "not met", "met"]),
        (3, stage(1.2, 0.004), ["not met", "met", "met", "met", "met", "met"]),
    ],
)
def test_aims_that_are_not_met(place: int, poll: Stage, said: list[str]) -> None:
    for worse in (replace(figures()[place], poll=poll), replace(figures()[place], daily=poll)):
        told = figures()
        told[place] = worse
        assert verdicts(page_part(told)) == said


def test_several_runs() -> None:
    """An aim is met where all of them meet it."""
    quiet = figures()[1]
    slow = replace(quiet, daily=stage(0.02, 0.009))
    told = figures()
    told[1] = middle([quiet, slow, quiet])
    assert "no poll in 3 runs holds the event loop for longer than 9.0 ms" in page_part(told)
    assert "**not met** (met in 2 of 3 runs), with garbage **not met** (met in 2 of 3 runs)" in page_part(told)
    assert told[1].daily == quiet.daily
    told[1] = middle([slow, slow, slow])
    assert verdicts(page_part(told))[1:3] == ["not met", "not met"]
    assert "met in" not in page_part(told)
    told[1] = middle([quiet, quiet, quiet])
    assert verdicts(page_part(told)) == ["met"] * 6


def test_a_start() -> None:
    """That of a home counts: 20 lines, not 1,000."""
    told = figures()
    assert "51.0 ms with 1, 70.0 ms with 20, 250 ms with 200 and 1,050 ms with 1,000 lines" in page_part(told)
    told[1] = replace(told[1], start=0.31)
    assert verdicts(page_part(told))[-1] == "not met"


def test_the_plot_is_told_in_words_too() -> None:
    """By the page's text in place of the picture, and with the picture's own names."""
    [alt] = re.findall(r"!\[(.*)\]\(performance\.svg\)", page_part(figures()))
    assert "from 1 to 1,000 lines the CPU time of a poll goes from 1.0 ms to 1,000 ms" in alt
    assert plot(figures()).count("<circle") == 4 * 4


def test_holds_are_told_apart() -> None:
    """Ours, others', and garbage, which nobody's work is."""
    holds = [
        Hold(at=1.0, wall=0.5, cpu=0.4, collecting=0.39, ours=True, what=""),
        Hold(at=2.0, wall=0.03, cpu=0.02, collecting=0.0, ours=False, what=""),
    ]
    told = Stage.of(1.5, holds)
    assert (told.cpu, told.others, told.garbage, told.whole, told.wall) == (1.5, 0.02, 0.39, 0.4, 0.5)
    assert told.ours == pytest.approx(0.01)
    assert told.hold == 0.02
    assert Stage.of(0.1, []) == Stage(0.1, 0.0, 0.0, 0.0, 0.0, 0.0)

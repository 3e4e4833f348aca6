"""What docs/performance.md says of a single account follows from the figures."""

from dataclasses import replace
import re

from benchmarks.cost import Cost
from benchmarks.performance import page_part
from benchmarks.polls import Measured

SMALL = Measured(
    "his",
    first=Cost(0.020, 5, 3000, 0.003, 0.004),
    steady=Cost(0.004, 1, 1000, 0.001, 0.002),
    script=Cost(0.016, 6, 3000),
    started=0.200,
    bare=0.0016,
)
LARGE = replace(SMALL, steady=Cost(0.012, 1, 150_000, 0.001, 0.002), script=Cost(0.150, 6, 450_000), started=0.300)


def told(*measured: Measured) -> str:
    """The part of the page, in one line."""
    return " ".join(page_part(measured, (40.0, 70.0, 90.0)).split("\n"))


def verdicts(part: str) -> list[str]:
    """What is said of the aims: requests, and CPU time."""
    return re.findall(r"\*\*(met|not met)\*\*", part)


def test_the_table() -> None:
    rows = [line for line in page_part((SMALL,), (40.0, 70.0, 90.0)).split("\n") if line.startswith("|")][2:]
    assert rows == [
        "| HIS Mobile, pages of 1 kB | login and first reading | 20.0 ms | 5 | 3.0 kB | 3.0 ms | 4.0 ms |",
        "|  | steady poll | 4.0 ms | 1 | 1.0 kB | 1.0 ms | 2.0 ms |",
        "|  | script | 16.0 ms | 6 | 3.0 kB | – | – |",
        "|  | script, started by cron | 200.0 ms | 6 | 3.0 kB | – | – |",
    ]


def test_some_pages_meet_the_aim() -> None:
    page = told(SMALL, LARGE)
    assert verdicts(page) == ["met", "not met"]
    assert "it needs 2% to 4%" in page
    assert "it needs 8% to 25%" in page
    assert "it is met by HIS Mobile, pages of 150 kB" in page
    assert "takes 1.6 ms, 10% of all that the script does" in page


def test_each_aim_is_judged() -> None:
    assert verdicts(told(LARGE)) == ["met"] * 2
    assert verdicts(told(replace(LARGE, steady=Cost(0.016, 1, 150_000)))) == ["met", "not met"]
    assert verdicts(told(replace(LARGE, steady=Cost(0.012, 4, 150_000)))) == ["not met", "met"]
    assert "not met** by any of them" in told(SMALL)

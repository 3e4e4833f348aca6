"""The page of the faults shows the matrix as the tests have it: no cell more, none less, and none that is empty."""

import re

import pytest

from benchmarks.reliability import PAGE, check, unlike
from tests.integration.cells import MISSING, STEPS, cells


@pytest.fixture
def page() -> str:
    """The page."""
    return PAGE.read_text("utf-8")


def test_every_cell_is_shown(page: str) -> None:
    assert check(page) == []


def test_every_carrier_has_every_step_or_a_reason() -> None:
    has = {(step, carrier) for step, carrier, _ in cells()}
    carriers = {carrier for _, carrier in has}
    for step in STEPS:
        assert {carrier for at, carrier in has if at == step} | MISSING[step].keys() == carriers
        assert not has & {(step, carrier) for carrier in MISSING[step]}


@pytest.mark.parametrize(
    ("pattern", "instead", "finding"),
    [
        (r"^\| HTTP 502 \|.*\n", "", "not in the page: bills, aeon, HTTP 502"),  # in every table
        (r"(?<=^\| gzip bomb \| ).*?(?= \|)", "", "an empty cell"),
        (r"\bsoftbank\b(?=[^\n]*\|\n\| ---)", "softbonk", "in the page, and no cell: bills, softbonk"),
        (r"\brakuten\b(?=[^\n]*\|\n\| ---)", "rabbit", "not in the page: login, rakuten"),
        (
            r"^\| the tab breaks down \|",
            "| the tab breaks |",
            "in the page, and no cell: login, rakuten, the tab breaks",
        ),
        (r"The token is all there is\.", "", "another text"),
        (r"[\d,]+ cells", "9 cells", "another text"),
    ],
)
def test_what_is_missing_is_found(page: str, pattern: str, instead: str, finding: str) -> None:
    changed, count = re.subn(pattern, instead, page, flags=re.MULTILINE)
    assert count
    assert any(finding in found for found in check(changed))


def test_what_comes_out_otherwise_is_found(page: str) -> None:
    """A cell that now says something else, one that does not exist, and none for what the page says."""
    right, other = {"said": ["CannotConnect"]}, {"said": ["LayoutChanged"], "hours": 3}
    assert unlike(page, "iijmio", {"poll": {"HTTP 502": right}}) == []
    assert unlike(page, "iijmio", {"poll": {"HTTP 502": other}}) == [
        "poll, HTTP 502: `LayoutChanged` (3 h), not `CannotConnect`"
    ]
    assert unlike(page, "iijmio", {"poll": {"HTTP 499": right}}) == ["poll, HTTP 499: `CannotConnect`, not None"]

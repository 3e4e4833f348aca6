"""What all tests share: the figures that they find out are told at the end of a run."""

from collections.abc import Callable, Mapping
import os
from pathlib import Path

from _pytest.terminal import TerminalReporter
import pytest

from tests.figures import KEY, Note, Noted, lines, noted


@pytest.fixture
def note_figures(record_property: Callable[[str, object], None]) -> Note:
    """Notes figures; see `Note`."""

    def note(title: str, text: str = "", numbers: Mapping[str, int] = {}) -> None:
        record_property(KEY, noted(title, text, numbers))

    return note


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Tell all figures, and add them to the file that `JAPAN_MOBILE_FIGURES` names."""
    found: list[Noted] = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "teardown"  # the last of a test's reports, which has all
        for name, value in report.user_properties
        if name == KEY
    ]
    told = list(lines(found))
    if not told or hasattr(terminalreporter.config, "workerinput"):  # a worker's reports are told by who started it
        return
    terminalreporter.section("figures")
    for line in told:
        terminalreporter.line(line)
    if file := os.environ.get("JAPAN_MOBILE_FIGURES"):
        with Path(file).open("a", encoding="utf-8") as kept:
            kept.write("".join(f"{line}\n" for line in told))

"""Writes docs/performance.md and its plot: measures everything anew on the machine that it runs on."""

from pathlib import Path
from statistics import median

from .lines import all_measured
from .lines_words import page_part, plot
from .polls import Cost, measured, started
from .startup import ACCOUNTS, RUNS, measured as measured_startup

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
PLOT = PAGE.with_suffix(".svg")
_SHARE = 0.1
"""The aim: of a script's CPU time."""
_NAMES = {"his": "HIS Mobile", "portal": "any portal, by its labels"}
_HEAD = """# What it costs

Measured by `script/bench performance` on one core of a small virtual machine, against simulated portals in a process of their
own. A *script* is what people write today: requests and BeautifulSoup, a login each time, the same pages, and the certificates
that are trusted read each time. It keeps its TLS connection for all it asks, while we make a new one for every request. The
event loop is held for as long as its own thread computes without a pause: pages are read in a thread beside it, whatever the
carrier ([test](../tests/carriers/test_aside.py)).

*By the clock* is the longest hold with what it waits for that thread and for other processes.

| portal | | CPU | requests | data | longest hold of the event loop | by the clock |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
"""
_TAIL = """
The simulated page by itself holds what is known of a portal and little else, 1 to 3 kB; in the other rows menus, scripts and a footer stand
around it, as on real portals' pages. A steady poll needs **{requests:.0%}** of the script's requests. Of its CPU time it needs {low:.0%} to
{high:.0%}: on the shortest pages nearly all of both is the TLS connection. The aim of a tenth is **{cpu_met}**{where}. A script
that cron starts takes {started:.0f} ms more each time, for Python's start and its imports; they are not counted.

Our imports take {startup[0]:.0f} ms of Home Assistant's start without an account, {startup[1]:.0f} ms with one with IIJmio and {startup[2]:.0f} ms with two, with
SoftBank and docomo (medians of {runs}), in a thread beside its event loop; with what it takes to set an account up, see
[below](#many-lines-on-one-home-assistant). A carrier's client is
imported with the first account that needs it ([test](../tests/integration/test_start.py)), and the words of the voice when conversation is there.

Tested elsewhere, not measured here: a line that uses up its 10 GB in eight days, polled hourly, writes at most 119 rows to the
recorder in any 24 hours of a month, and fewer with any other carrier that is polled over the network (aim: 120;
[test](../tests/integration/test_recorder.py), which prints them); twelve lines on a dashboard render in under 50 ms ([test](../tests/e2e/test_browser_card.py)); in a
simulated month of twenty accounts with a fault in every tenth hour no login storm comes ([test](../tests/integration/test_soak.py);
[what came of it](reliability.md#a-month-and-what-a-long-run-finds-out)).
"""


def _met(aim: bool) -> str:
    return "met" if aim else "not met"


def row(portal: str, what: str, cost: Cost) -> str:
    """A row of the table."""
    return (
        f"| {portal} | {what} | {1000 * cost.cpu:.1f} ms | {cost.requests:.0f} | {cost.size / 1000:.1f} kB | "
        f"{_milliseconds(cost.block)} | {_milliseconds(cost.wall)} |\n"
    )


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds else "–"


def _where(shares: dict[str, float]) -> str:
    """On which of the pages the aim is met, where it is on some alone."""
    met = [name for name, share in shares.items() if share <= _SHARE]
    return "" if len(met) == len(shares) else f"; it is met by {'; '.join(met)}" if met else " by any of them"


def main() -> None:
    """Write the page."""
    rows, shares, asked = "", dict[str, float](), []
    for key, _trimmings, first, steady, script in measured():
        name = f"{_NAMES[key]}, pages of {script.size / script.requests / 1000:.0f} kB"
        rows += row(name, "login and first reading", first) + row("", "steady poll", steady) + row("", "script", script)
        shares[name] = steady.cpu / script.cpu
        asked.append(steady.requests / script.requests)
    startup = [1000 * median(measured_startup(accounts)) for accounts in ACCOUNTS]
    tail = _TAIL.format(
        requests=max(asked), low=min(shares.values()), high=max(shares.values()),
        started=1000 * started(), cpu_met=_met(max(shares.values()) <= _SHARE), where=_where(shares),
        startup=startup, runs=RUNS,
    )  # fmt: skip
    figures = list(all_measured())
    PLOT.write_text(plot(figures))
    PAGE.write_text(_HEAD + rows + tail + page_part(figures))
    print(PAGE.read_text())


if __name__ == "__main__":
    main()

"""Writes docs/performance.md and its plot: measures everything anew on the machine that it runs on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from .lines import all_measured
from .lines_words import page_part as lines_part, plot
from .polls import Measured, measured as measured_polls
from .startup import ACCOUNTS, RUNS, measured as measured_startup

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
PLOT = PAGE.with_suffix(".svg")
_SHARE = 0.1
"""The aim: of a script's CPU time."""
_REQUESTS = 0.5
"""The aim: of its requests."""
_NAMES = {"his": "HIS Mobile", "ymobile": "Y!mobile", "portal": "any portal, by its labels"}
_HEAD = """# What it costs

Measured by `script/bench performance` on a small virtual machine with two cores, against simulated portals in a process of their
own. A *script* is what people write today ([this one](../benchmarks/script.py)): requests and BeautifulSoup, a login each time, the same
pages, and the certificates that are trusted read each time. It keeps its TLS connection for all it asks, while we make a new one
for every request. *Started by cron* counts what Python's start and the imports take it each time, as in a home; the row above does not.
The event loop is held for as long as its own thread computes without a pause: pages are read in a thread beside it, whatever the
carrier ([test](../tests/carriers/test_aside.py)).

*By the clock* is the longest hold with what it waits for that thread and for other processes.

| portal | | CPU | requests | data | longest hold of the event loop | by the clock |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
"""
_TAIL = """
The simulated page by itself holds what is known of a portal and little else, 1 to 3 kB; in the other rows menus, scripts and a footer stand
around it, as on real portals' pages. A steady poll needs at most **{requests:.0%}** of the script's requests (aim: half, **{requests_met}**). Of the
CPU time of its login and reading it needs {low:.0%} to {high:.0%}: the aim of a tenth is **{cpu_met}**{where}. The shortest pages leave no room
for it: a request alone, of which nothing is read, takes {bare:.1f} ms, {bare_share:.0%} of all that the script does. Of the whole of a script
that cron starts it needs {cron_low:.0%} to {cron_high:.0%}.

These are three portals of HTML. Those that answer in JSON, those where a person logs in, and IIJmio's are not measured like this.

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


def _name(one: Measured) -> str:
    return f"{_NAMES[one.carrier]}, pages of {one.page / 1000:.0f} kB"


def _rows(one: Measured) -> str:
    """The rows of the table."""
    costs = (
        (_name(one), "login and first reading", one.first),
        ("", "steady poll", one.steady),
        ("", "script", one.script),
        ("", "script, started by cron", replace(one.script, cpu=one.started)),
    )
    return "".join(
        f"| {portal} | {what} | {1000 * cost.cpu:.1f} ms | {cost.requests:.0f} | {cost.size / 1000:.1f} kB | "
        f"{_milliseconds(cost.block)} | {_milliseconds(cost.wall)} |\n"
        for portal, what, cost in costs
    )


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds else "–"


def _where(shares: dict[str, float]) -> str:
    """On which of the pages the aim is met, where it is on some alone."""
    met = [name for name, share in shares.items() if share <= _SHARE]
    return "" if len(met) == len(shares) else f"; it is met by {'; '.join(met)}" if met else " by any of them"


def page_part(measured: Sequence[Measured], startup: Sequence[float]) -> str:
    """The table of single accounts, what follows from it, and what `startup` tells of imports: milliseconds by `ACCOUNTS`."""
    running = {_name(one): one.steady.cpu / one.script.cpu for one in measured}
    cron = [one.steady.cpu / one.started for one in measured]
    asked = max(one.steady.requests / one.script.requests for one in measured)
    shortest = measured[0]
    return _HEAD + "".join(map(_rows, measured)) + _TAIL.format(
        requests=asked, requests_met=_met(asked <= _REQUESTS),
        cron_low=min(cron), cron_high=max(cron),
        low=min(running.values()), high=max(running.values()), cpu_met=_met(max(running.values()) <= _SHARE), where=_where(running),
        bare=1000 * shortest.bare, bare_share=shortest.bare / shortest.script.cpu,
        startup=startup, runs=RUNS,
    )  # fmt: skip


def main() -> None:
    """Write the page."""
    polls = list(measured_polls())
    startup = [1000 * median(measured_startup(accounts)) for accounts in ACCOUNTS]
    figures = list(all_measured())
    PLOT.write_text(plot(figures))
    PAGE.write_text(page_part(polls, startup) + lines_part(figures))
    print(PAGE.read_text())


if __name__ == "__main__":
    main()

"""What docs/performance.md says of many lines, with its plot: all words follow from the figures."""

from collections.abc import Sequence
from itertools import pairwise

from demo.watch import LEAST

from .lines import DAILY, POLLS, Figures, Stage
from .plot import Points, plotted

AIMS = {20: 0.005, 1000: 0.020}
"""By lines: for how many seconds a poll may hold the event loop."""
LINEAR = 1.1
"""How much faster than the lines the CPU time may grow before it is more than what measuring adds."""
START = 0.3
"""Seconds that a home's lines may add to Home Assistant's start."""
_A_DAY = 24
"""Polls: SORACOM is asked once an hour."""

_HEAD = """
## Many lines on one Home Assistant

![{alt}](performance.svg)

A Home Assistant with its recorder, and a simulated SORACOM with so many SIMs, added and then polled {polls} times; before each poll *every*
line has used something. A *daily poll* is the first of a day, which reads history and bills too; after a restart there are {daily} of
them. *CPU time* is that of the whole process until it is calm again, the recorder's included: of a poll the median.
A *hold* is one callback of the event loop, counted in CPU time of its thread, so that other processes do not lengthen it: the longest of
all polls. *Ours* are callbacks in which our code is at work, what it calls of Home Assistant's included (such as writing states);
*others'* are Home Assistant's own. Neither holds what Python spends on the garbage of the whole process, which has a column of its own: the most
within one callback. *By the clock* is the longest hold with everything, waiting for other threads and processes too.

| lines | | CPU time | growth | longest hold, ours | others' | garbage | by the clock | memory | rows |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""
_TAIL = """
{growth} {aims} The set-up, which makes all entities, holds it for up to {setup}; no aim is set for that. Python looks for garbage among all objects of Home Assistant now and then, whoever's callback it meets.

*Memory* is what the whole process grew by when the lines were added, for each of them; with {first:,}
nearly all of it is what is there once, such as our modules. *Rows* are states that a poll writes to the
recorder: with {lines:,} lines {rows:.1f} for each of them. Polled once an hour, as SORACOM is, that is **{day:.0f} rows a line and day** if every line is used
between any two polls; a line that is not used writes next to none. The statistics that Home Assistant makes of them by itself are not among them.

A *start* of Home Assistant where the lines are known takes {start} longer, imports, account and entities included, as Home
Assistant itself counts it (`integration/setup_info`); of hundreds of lines that is Home Assistant's registries. With up to 20 lines the aim of {start_aim:.0f} ms is **{start_met}**.

Not measured: browsers that look on meanwhile.
"""


def page_part(figures: Sequence[Figures]) -> str:
    """The part of the page."""
    last = figures[-1]
    ratios = [
        getattr(newer, what).cpu / getattr(older, what).cpu / (newer.lines / older.lines)
        for what in ("poll", "daily")
        for older, newer in pairwise(figures)
    ]
    return (
        _HEAD.format(alt=_alt(figures), polls=POLLS, daily=DAILY)
        + "".join(_rows(older, one) for older, one in zip((None, *figures), figures, strict=False))
        + _TAIL.format(
            growth=_growth(max(ratios)),
            aims=" ".join(_aim(one) for one in figures if one.lines in AIMS),
            setup=_ms(max(one.setup.hold for one in figures)),
            first=figures[0].lines,
            lines=last.lines,
            rows=last.rows / last.lines,
            day=_A_DAY * last.rows / last.lines,
            start=_starts(figures),
            start_aim=1000 * START,
            start_met=_met(all(one.start < START for one in figures if one.lines <= 20)),
        )
    )


def plot(figures: Sequence[Figures]) -> str:
    """The plot, as SVG. What is too short to be noted is drawn as a millisecond."""

    def of(stages: Sequence[tuple[int, float]]) -> Points:
        return [(lines, 1000 * max(seconds, LEAST)) for lines, seconds in stages]

    return plotted(
        "What many lines cost",
        "lines on one Home Assistant",
        "milliseconds",
        {
            "set-up: CPU time": of([(one.lines, one.setup.cpu) for one in figures]),
            "poll: CPU time": of([(one.lines, one.poll.cpu) for one in figures]),
            "poll: longest hold of the event loop": of([(one.lines, one.poll.hold) for one in figures]),
            "daily poll: longest hold": of([(one.lines, one.daily.hold) for one in figures]),
        },
    )


def _alt(figures: Sequence[Figures]) -> str:
    first, last = figures[0], figures[-1]
    return (
        f"Plot: from {first.lines:,} to {last.lines:,} lines the CPU time of a poll goes from {_ms(first.poll.cpu)} to "
        f"{_ms(last.poll.cpu)} and its longest hold of the event loop from {_ms(first.poll.hold)} to {_ms(last.poll.hold)}; "
        f"that of a daily poll from {_ms(first.daily.hold)} to {_ms(last.daily.hold)}; "
        f"the CPU time of the set-up goes from {_ms(first.setup.cpu)} to {_ms(last.setup.cpu)}. All figures are in the table."
    )


def _rows(older: Figures | None, one: Figures) -> str:
    """The three rows of the table."""
    ends = {"setup": (f"{one.memory / one.lines / 1000:,.0f} kB a line", ""), "poll": ("", f"{one.rows:,}")}
    return "".join(
        _row(
            f"{one.lines:,}" if kind == "setup" else "",
            name,
            getattr(one, kind),
            None if older is None else getattr(older, kind),
            ends.get(kind, ("", "")),
        )
        for kind, name in (("setup", "set-up"), ("poll", "poll"), ("daily", "daily poll"))
    )


def _starts(figures: Sequence[Figures]) -> str:
    *others, last = (f"{_ms(one.start)} with {one.lines:,}" for one in figures)
    return f"{', '.join(others)} and {last} lines"


def _row(lines: str, what: str, stage: Stage, older: Stage | None, ends: tuple[str, str]) -> str:
    growth = "" if older is None else f"× {stage.cpu / older.cpu:.1f}"
    holds = (_hold(stage.ours), _hold(stage.others), _hold(stage.garbage), _hold(stage.wall))
    return f"| {' | '.join((lines, what, _ms(stage.cpu), growth, *holds, *ends))} |\n"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f} ms" if seconds >= 0.1 else f"{1000 * seconds:.1f} ms"


def _hold(seconds: float) -> str:
    return _ms(seconds) if seconds >= LEAST else f"< {_ms(LEAST)}"


def _met(aim: bool) -> str:
    return "met" if aim else "not met"


def _growth(worst: float) -> str:
    faster = worst > LINEAR
    return (
        f"From one row to the next the CPU time of a poll, daily or not, grows at most {worst:.2f} times as much as the lines do: the aim that it "
        f"grows no faster than they is **{_met(not faster)}** ({LINEAR - 1:.0%} more is what measuring adds)."
    )


def _aim(one: Figures) -> str:
    most = AIMS[one.lines]
    hold, whole = (_kept([run[which] for run in one.holds], most) for which in (0, 1))
    longest = " and ".join(_hold(max(run[which] for run in one.holds)) for which in (0, 1))
    several = f" in {len(one.holds)} runs" if len(one.holds) > 1 else ""
    return (
        f"With {one.lines:,} lines no poll{several} holds the event loop for longer than {longest} with garbage: the aim of {1000 * most:.0f} ms is "
        f"**{hold[0]}**{hold[1]}, with garbage **{whole[0]}**{whole[1]}."
    )


def _kept(holds: Sequence[float], most: float) -> tuple[str, str]:
    """Whether an aim is met, and in how many of several runs it is where it is not in all."""
    kept = sum(hold <= most for hold in holds)
    return _met(kept == len(holds)), f" (met in {kept} of {len(holds)} runs)" if 0 < kept < len(holds) else ""

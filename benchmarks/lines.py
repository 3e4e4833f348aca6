"""What many lines cost one Home Assistant: a real process, with a real recorder, that polls an operator with 1 to 1,000 SIMs.

Polls are asked for by hand, some seconds apart, so that several can be measured; before each of them every line has used
something more. By itself Home Assistant polls the operator once an hour, and once a day it reads history, bills and
contracts as well.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
import os
from pathlib import Path
import sqlite3
from statistics import median
from tempfile import TemporaryDirectory
import time

from demo.client import HomeClient
from demo.process import HomeAssistant
from demo.watch import Hold, read_holds
from simulator import MB, TOKYO, Simulator
from tests.e2e.household import up
from tests.worlds_soracom import credentials_of, many

COUNTS = (1, 20, 200, 1000)
RUNS = {20: 3}
"""Where the longest hold is so near its aim that a slow moment of the machine would decide: how often all is measured."""
POLLS = 5
DAILY = 3
"""How often everything is read."""
_COOLDOWN = 11
"""Seconds after which Home Assistant asks again at once when somebody wants it."""
_CALM, _IDLE, _LONGEST = 3, 0.05, 180
"""Home Assistant has done its work when it needed less than that share of a core for so many seconds; after how many it is given up."""
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Stage:
    """A set-up, or a poll, until the recorder too has done its work.

    `cpu`: seconds of CPU time of the whole process. The longest holds of the event loop, in seconds: `ours` of those in
    which the integration's code is at work, `others` of all others, both in CPU time of the loop's thread without what is
    spent on garbage; `garbage` of that; `whole` in CPU time with everything; `wall` by the clock.
    """

    cpu: float
    ours: float
    others: float
    garbage: float
    whole: float
    wall: float

    @property
    def hold(self) -> float:
        """The longest hold, whoever's it is, without what is spent on garbage."""
        return max(self.ours, self.others)

    @classmethod
    def of(cls, cpu: float, holds: Iterable[Hold]) -> Stage:
        """From all that was held meanwhile."""
        there = list(holds)
        return cls(
            cpu,
            ours=max((hold.work for hold in there if hold.ours), default=0.0),
            others=max((hold.work for hold in there if not hold.ours), default=0.0),
            garbage=max((hold.collecting for hold in there), default=0.0),
            whole=max((hold.cpu for hold in there), default=0.0),
            wall=max((hold.wall for hold in there), default=0.0),
        )


@dataclass(frozen=True)
class Figures:
    """Of so many lines: their set-up; a poll, and one that reads everything (the median of the CPU, the worst of the holds);
    bytes of memory; rows of a poll; seconds that the integration adds to a start with these lines, as Home Assistant counts.

    Where all was measured in several runs each figure is the median of theirs; `runs` has each one's longest hold of a poll,
    and the longest with garbage.
    """

    lines: int
    setup: Stage
    poll: Stage
    daily: Stage
    memory: int
    rows: int
    start: float
    runs: tuple[tuple[float, float], ...] = ()

    @property
    def holds(self) -> tuple[tuple[float, float], ...]:
        """The longest hold of a poll, and the longest with garbage: of each run."""
        return self.runs or ((max(self.poll.hold, self.daily.hold), max(self.poll.whole, self.daily.whole)),)


class _Process:
    """What a process has used since it was looked at last."""

    def __init__(self, pid: int, watch: Path) -> None:
        self._pid = pid
        self._watch = watch
        self._since = 0.0
        self._seen = 0
        self.begin()

    @property
    def _cpu(self) -> float:
        return time.clock_gettime((~self._pid << 3) | 2)  # how the kernel calls the clock of a process's CPU time

    @property
    def memory(self) -> int:
        """Bytes that it holds."""
        return int(Path(f"/proc/{self._pid}/statm").read_text().split()[1]) * _PAGE_SIZE

    def begin(self) -> None:
        """Count from now on."""
        self._since, self._seen = self._cpu, len(read_holds(self._watch))

    async def calm(self) -> None:
        """Wait until it has nothing to do. Raises TimeoutError."""
        async with asyncio.timeout(_LONGEST):
            while True:
                before = self._cpu
                await asyncio.sleep(_CALM)
                if self._cpu - before < _CALM * _IDLE:
                    return

    def used(self) -> Stage:
        """What it did since it began."""
        return Stage.of(self._cpu - self._since, read_holds(self._watch)[self._seen :])


def _rows(home: HomeAssistant) -> int:
    """The states that the recorder has written."""
    with sqlite3.connect(f"file:{home.folder / 'home-assistant_v2.db'}?mode=ro", uri=True) as told:
        return int(told.execute("select count(*) from states").fetchone()[0])


async def measured(count: int) -> Figures:
    """Add an operator with so many SIMs to a new Home Assistant, and poll it."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        simulator = Simulator(many(count, datetime.now(TOKYO)), folder / "ca.pem")
        await simulator.start()
        watch = folder / "holds.txt"
        home = HomeAssistant(
            folder / "config", portals=simulator.port, ca_file=simulator.ca_file, watch=watch, pace=3600,
            python=os.environ["JAPAN_MOBILE_DEMO_PYTHON"],
        )  # fmt: skip
        try:
            await home.start()
            async with HomeClient(home.url) as client:
                await client.onboard("en")
                await up(client)
                process = _Process(home.pid, watch)
                setup, memory = await _set_up(simulator, client, process)
                polls = [one async for one in _polls(simulator, home, client, process, POLLS)]
            await home.stop()
            await home.start(whole=True)
            async with HomeClient(home.url) as client:
                await client.log_in()
                await up(client)
                [start] = [
                    one["seconds"]
                    for one in await client.command("integration/setup_info")
                    if one["domain"] == "japan_mobile"
                ]
                process = _Process(home.pid, watch)
                await process.calm()
                simulator.journal.clear()
                daily = [poll async for poll, _ in _polls(simulator, home, client, process, DAILY)]
                assert any(call.path.endswith("/bills/latest") for call in simulator.journal.calls), "not everything"
        finally:
            await home.kill()
            await simulator.stop()
    rows = round(median(rows for _, rows in polls))
    return Figures(count, setup, _worst([poll for poll, _ in polls]), _worst(daily), memory, rows, start)


async def _set_up(simulator: Simulator, client: HomeClient, process: _Process) -> tuple[Stage, int]:
    """Add the operator; also the bytes by which the process has grown."""
    [operator] = simulator.world.accounts
    await process.calm()
    before = process.memory
    process.begin()
    form = await client.flow({"carrier": "soracom"}, credentials_of(operator))
    assert form["type"] == "create_entry", form
    await process.calm()
    setup, memory = process.used(), process.memory - before
    entities = [one for one in await client.registry() if one["translation_key"] == "data_used"]
    assert len(entities) == len(operator.lines), len(entities)
    return setup, memory


async def _polls(
    simulator: Simulator, home: HomeAssistant, client: HomeClient, process: _Process, times: int
) -> AsyncIterator[tuple[Stage, int]]:
    """Each poll, and the rows that it has written; before it each line uses something."""
    [operator] = simulator.world.accounts
    [last] = [one["entity_id"] for one in await client.registry() if one["translation_key"] == "last_update"]
    known = await client.call("GET", f"/api/states/{last}")
    for _ in range(times):
        await asyncio.sleep(_COOLDOWN)
        for line in operator.lines:
            simulator.world.use("soracom", operator.account_id, line.line_id, fast=10 * MB)
        kept = _rows(home)
        process.begin()
        await client.act("homeassistant.update_entity", {"entity_id": last})
        await process.calm()
        used, rows = process.used(), _rows(home) - kept
        before, known = known, await client.call("GET", f"/api/states/{last}")
        assert known["state"] != before["state"], "no poll"
        yield used, rows


def _worst(polls: list[Stage]) -> Stage:
    """The median of what is used, the worst of what is held."""
    return Stage(
        median(one.cpu for one in polls),
        ours=max(one.ours for one in polls),
        others=max(one.others for one in polls),
        garbage=max(one.garbage for one in polls),
        whole=max(one.whole for one in polls),
        wall=max(one.wall for one in polls),
    )


def _middle(stages: Sequence[Stage]) -> Stage:
    """What is the median of several runs, one figure as the other."""
    return Stage(**{one.name: median(getattr(stage, one.name) for stage in stages) for one in fields(Stage)})


def middle(runs: Sequence[Figures]) -> Figures:
    """The medians of several runs with the same lines, and each one's longest holds."""
    return Figures(
        runs[0].lines,
        setup=_middle([one.setup for one in runs]),
        poll=_middle([one.poll for one in runs]),
        daily=_middle([one.daily for one in runs]),
        memory=round(median(one.memory for one in runs)),
        rows=round(median(one.rows for one in runs)),
        start=median(one.start for one in runs),
        runs=tuple(hold for one in runs for hold in one.holds),
    )


def all_measured() -> Iterator[Figures]:
    """The figures of all counts; about a quarter of an hour."""
    for count in COUNTS:
        yield middle([asyncio.run(measured(count)) for _ in range(RUNS.get(count, 1))])


def main() -> None:
    """Print the figures."""
    for one in all_measured():
        print(
            f"{one.lines:5} lines: memory {one.memory / one.lines / 1e3:.0f} kB a line, rows {one.rows}, start {1000 * one.start:.0f} ms"
        )
        for name, stage in (("set-up", one.setup), ("poll", one.poll), ("daily poll", one.daily)):
            print(
                f"      {name:10} CPU {1000 * stage.cpu:8.1f} ms, longest hold {1000 * stage.ours:6.1f} ms ours,"
                f" {1000 * stage.others:6.1f} ms others', {1000 * stage.garbage:6.1f} ms garbage, {1000 * stage.wall:6.1f} ms by the clock",
                flush=True,
            )


if __name__ == "__main__":
    main()

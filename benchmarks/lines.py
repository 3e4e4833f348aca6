"""What many lines cost one Home Assistant: a real process, with a real recorder, that polls an operator with 1 to 1,000 SIMs."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
import os
from pathlib import Path
import sqlite3
from statistics import median
from tempfile import TemporaryDirectory

from demo.client import HomeClient
from demo.process import HomeAssistant
from simulator import MB, TOKYO, Simulator
from tests.e2e.household import until, up
from tests.worlds_soracom import credentials_of, many

COUNTS = (1, 20, 200, 1000)
POLLS = 5
_COOLDOWN = 11
"""Seconds after which Home Assistant asks again at once when somebody wants it."""
_TICK, _PAGE_SIZE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Figures:
    """Of so many lines: seconds of CPU of a poll, the longest hold of the event loop, bytes of memory, and rows of a poll."""

    lines: int
    cpu: float
    hold: float
    memory: int
    rows: int


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _memory(pid: int) -> int:
    """Bytes that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_SIZE


def _holds(watch: Path) -> list[float]:
    """How long the event loop was held, in seconds, of what did for a millisecond."""
    return [float(told) for told in watch.read_text().split()]


def _rows(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as told:
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
                return await _polled(simulator, home, client, watch, count)
        finally:
            await home.kill()
            await simulator.stop()


async def _polled(simulator: Simulator, home: HomeAssistant, client: HomeClient, watch: Path, count: int) -> Figures:
    [operator] = simulator.world.accounts
    before = _memory(home.pid)
    form = await client.flow({"carrier": "soracom"}, credentials_of(operator))
    assert form["type"] == "create_entry", form
    [last] = [one["entity_id"] for one in await client.registry() if one["translation_key"] == "last_update"]
    cpus, holds, rows = [], [], []
    for _ in range(POLLS):
        await asyncio.sleep(_COOLDOWN)
        for line in operator.lines:
            simulator.world.use("soracom", operator.account_id, line.line_id, fast=10 * MB)
        began, seen, kept = _cpu(home.pid), len(_holds(watch)), _rows(home.folder / "home-assistant_v2.db")
        known = (await client.states())[last]["state"]
        await client.act("homeassistant.update_entity", {"entity_id": last})

        async def newer(known: str = known) -> bool:
            state = await client.call("GET", f"/api/states/{last}")
            return bool(state["state"] != known)

        await until(newer, seconds=120, every=0.5)
        await asyncio.sleep(3)  # until the recorder has written it
        cpus.append(_cpu(home.pid) - began)
        holds.append(max(_holds(watch)[seen:], default=0.0))
        rows.append(_rows(home.folder / "home-assistant_v2.db") - kept)
    return Figures(count, median(cpus), median(holds), _memory(home.pid) - before, round(median(rows)))


def main() -> None:
    """Print the figures."""
    for count in COUNTS:
        one = asyncio.run(measured(count))
        print(
            f"{one.lines:5} lines: a poll {1000 * one.cpu:7.1f} ms CPU, longest hold {1000 * one.hold:6.1f} ms,"
            f" memory {one.memory / 1e6:6.1f} MB ({one.memory / one.lines / 1e3:.1f} kB a line), rows {one.rows}"
            f" ({24 * one.rows / one.lines:.0f} a line and day)",
            flush=True,
        )


if __name__ == "__main__":
    main()

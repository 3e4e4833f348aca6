"""mineo's client is killed at random moments around renewals: the token on disk is the newest that was given out.

There is one exception, and the protocol makes it: the carrier has spent the old token, and its answer is on its way
or being written. The time of that is measured.
"""

import asyncio
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
from random import Random
import signal
from statistics import median
import sys
from time import monotonic

import pytest

from custom_components.japan_mobile.carriers.errors import LoginExpired
from demo.process import ROOT
from simulator import Simulator
from tests.carriers.mineo_child import Place, renew
from tests.carriers.mineo_household import customer_of, desk_of, mineo, newest
from tests.figures import Note
from tests.worlds_mineo import HANDED

SEED = 20260806
RUNS = 25
LONGEST = 0.25
"""How long after its first renewal a process is killed at the latest, in seconds: some renewals more."""

_YEAR = 400


@dataclass
class Tally:
    """What all the runs found. Times are in seconds."""

    on_the_way: int = 0
    being_written: int = 0
    renewals: int = 0
    writes: list[float] = field(default_factory=list)
    windows: list[float] = field(default_factory=list)
    since_issue: list[float] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many kills fell into the window."""
        return self.on_the_way + self.being_written

    def add(self, events: list[tuple[str, float]]) -> bool:
        """Take the times of one process; whether it was killed with an answer in its hands that was not yet on disk."""
        answered = began = None
        for what, when in events:
            if what == "answer":
                answered = when
                self.renewals += 1
            elif what == "saving":
                began = when
            elif what == "saved" and answered is not None and began is not None:
                self.writes.append(when - began)
                self.windows.append(when - answered)
                answered = None
        return answered is not None

    def __str__(self) -> str:
        most, middle = max(self.windows), median(self.windows)
        overhead = [window - write for window, write in zip(self.windows, self.writes, strict=True)]
        return (
            f"{self.renewals} renewals; from answer to disk {middle * 1000:.2f} ms (at most {most * 1000:.2f}), of which the "
            f"write {median(self.writes) * 1000:.2f} (at most {max(self.writes) * 1000:.2f}) and the rest "
            f"{median(overhead) * 1000:.3f} (at most {max(overhead) * 1000:.3f}); {self.lost} kills fell into that window: "
            f"{self.on_the_way} with the answer on its way, {self.being_written} before it was on disk; the latest "
            f"{max(self.since_issue, default=0) * 1000:.2f} ms after it was given out"
        )


@pytest.mark.parametrize("runs", [RUNS, pytest.param(8 * RUNS, marks=pytest.mark.long)])
@pytest.mark.usefixtures("socket_enabled")
async def test_killed_around_renewals(tmp_path: Path, runs: int, note_figures: Note) -> None:
    random, tally = Random(SEED), Tally()
    async with mineo() as sim:
        ca = tmp_path / "ca.pem"
        ca.write_text(sim.ca_pem)
        place = Place(sim.port, str(ca), str(tmp_path / "state.json"), HANDED)
        command = (sys.executable, "-m", "tests.carriers.mineo_child")
        nursery = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        for run in range(runs):
            if await _killed(sim, nursery, place, run, random.uniform(0, LONGEST), tally):
                place = place._replace(token=await _over(sim, place, run))
            else:
                await renew(place, _YEAR * run + _YEAR // 2, 1, lambda _: None)  # goes on as if nothing had happened
                assert _stored(place)["refresh_token"] == newest(sim)
        nursery.terminate()
        await nursery.wait()
    note_figures("mineo killed around renewals", f"seed {SEED}, {runs} kills: {tally}", {"kills": runs})
    assert tally.renewals > runs / 2, "processes were killed before they did anything: this proves little"
    assert median(tally.windows) - median(tally.writes) < max(0.001, median(tally.writes) / 4)


async def _killed(
    sim: Simulator, nursery: asyncio.subprocess.Process, place: Place, run: int, after: float, tally: Tally
) -> bool:
    """Kill one process that long after its first renewal; whether a token was lost."""
    sim.journal.clear()
    assert nursery.stdin is not None
    nursery.stdin.write(json.dumps({"place": place, "day": _YEAR * run}).encode() + b"\n")
    async with asyncio.timeout(60):
        while not sim.journal.logins():
            await asyncio.sleep(0.001)
        await asyncio.sleep(after)
        events = await _heard(nursery, "born")
        pid = int(next(what for what, _ in events if what.startswith("born")).split()[1])
        os.kill(pid, signal.SIGKILL)
        killed = monotonic()
        events += await _heard(nursery, "dead")
    unwritten = tally.add(events)
    assert all(login.accepted for login in sim.journal.logins()), f"run {run}: a token was sent twice"
    stored = _stored(place)
    if stored.get("refresh_token") == newest(sim):
        return False
    # What is lost is the last answer, of which it was noted that it was to come, and nothing else.
    assert "renewing" in stored, f"run {run}, {after:.4f} s: {stored.keys()}"
    assert stored.get("refresh_token", place.token) == sim.journal.logins()[-1].password
    tally.being_written += unwritten
    tally.on_the_way += not unwritten
    tally.since_issue.append(killed - desk_of(sim).issued_at[customer_of(sim).account_id])
    assert tally.since_issue[-1] < 0.1 + 10 * max(tally.writes, default=0.1), f"run {run}: long after the answer"
    return True


async def _over(sim: Simulator, place: Place, run: int) -> str:
    """After a loss the old token is tried once, and never again; then the owner logs in to the app for a new one."""
    sim.journal.clear()
    for _ in range(2):
        with pytest.raises(LoginExpired, match="lost on the way"):
            await renew(place, _YEAR * run + _YEAR // 2, 1, lambda _: None)
    assert [login.accepted for login in sim.journal.logins()] == [False]
    return desk_of(sim).app_login(customer_of(sim))


async def _heard(nursery: asyncio.subprocess.Process, last: str) -> list[tuple[str, float]]:
    """What was said and when, up to a word."""
    assert nursery.stdout is not None
    found: list[tuple[str, float]] = []
    while not found or not found[-1][0].startswith(last):
        what, _, when = (await nursery.stdout.readline()).decode().strip().rpartition(" ")
        assert when, "the nursery has died"
        found.append((what, float(when)))
    return found


def _stored(place: Place) -> dict[str, str]:
    content: dict[str, str] = json.loads(Path(place.state).read_text())["mineo"]["login"]
    return content

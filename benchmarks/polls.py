"""What a steady poll costs, next to the way people's scripts do it: `script.py`.

Both read the same simulated pages, from a portal in a process of its own. Written to docs/performance.md by
`script/bench performance`.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import json
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
import ssl
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time
from typing import Any

import aiohttp
import certifi

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Page, Web
from simulator import SimulatorResolver

from .cost import Cost
from .script import SCRIPTS, led, read

ROOT = Path(__file__).resolve().parents[1]
RUNS = 30
STARTS = 5
LENGTHS = (0, 20_000, 60_000, 150_000)
"""Bytes of menus, scripts and the like around each simulated page, which by itself holds what is known and little else."""
USAGE = frozenset({Part.USAGE})


@contextmanager
def portals(trimmings: int) -> Iterator[dict[str, Any]]:
    """The simulated portals in a process of their own: hosts, port, CA file, credentials. `trimmings` are bytes around each page.

    The CA file holds what everybody trusts as well, for reading all that is part of what a script does.
    """
    with TemporaryDirectory() as folder:
        authority, trusted = Path(folder) / "ca.pem", Path(folder) / "trusted.pem"
        command = [
            sys.executable,
            "-m",
            "simulator",
            "--ca",
            str(authority),
            "--now",
            "2026-11-10T12:00:00",
            "--speed",
            "0",
            "--trimmings",
            str(trimmings),
        ]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            place = json.loads(process.stdout.readline())
            trusted.write_text(Path(certifi.where()).read_text() + authority.read_text())
            yield {**place, "ca": str(trusted)}
        finally:
            process.terminate()
            process.wait(10)


# Ours


def _session(place: dict[str, Any], trust: ssl.SSLContext) -> aiohttp.ClientSession:
    """One that makes a new connection for each request."""
    way = aiohttp.TCPConnector(resolver=SimulatorResolver(place["hosts"], place["port"]), ssl=trust, force_close=True)
    return aiohttp.ClientSession(connector=way, cookie_jar=aiohttp.CookieJar(quote_cookie=False))


async def ours(key: str, place: dict[str, Any]) -> tuple[Cost, Cost]:
    """A login with a first reading, and a steady poll: the median of many."""
    credentials, sizes = Credentials(place["credentials"][key]), list[int]()
    trust = ssl.create_default_context(cafile=place["ca"])  # once, as Home Assistant does at its start

    def note(page: Page) -> None:
        sizes.append(len(page.body))

    carrier = CARRIERS[key]

    async def polled(keep: Keep, ledger: Keep, parts: frozenset[Part]) -> Cost:
        async with _session(place, trust) as http:
            web = Web(http, carrier.places(credentials), recorder=note)
            client = carrier.client(carrier, web, keep)
            client.choose(None)
            sizes.clear()
            with blocks() as longest:
                began = process_time()
                # As a task of its own: what it does last, the reading, is over when the next callback begins.
                account = await asyncio.create_task(Session(client, credentials, Ledger(ledger)).fetch(parts))
                cpu = process_time() - began
            assert any(line.used is not None for line in account.lines)
            computed, waited = zip(*longest, strict=True)
            return Cost(cpu, web.requests, sum(sizes), max(computed), max(waited))

    keep, ledger = Keep(), Keep()
    first = await polled(keep, ledger, frozenset(Part))
    await polled(keep, ledger, USAGE)
    return first, middle([await polled(keep, ledger, USAGE) for _ in range(RUNS)])


async def bare_request(address: str, place: dict[str, Any]) -> float:
    """CPU seconds of one request for a page, and nothing else: the median of many."""
    trust = ssl.create_default_context(cafile=place["ca"])

    async def once() -> float:
        async with _session(place, trust) as http:
            began = process_time()
            async with http.get(address, allow_redirects=False) as answer:
                await answer.read()
            return process_time() - began

    return median([await once() for _ in range(RUNS)])


@contextmanager
def blocks() -> Iterator[list[tuple[float, float]]]:
    """How long each callback kept the event loop: in CPU time of its thread, and as clocks go."""
    found: list[tuple[float, float]] = []
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began, at = thread_time(), perf_counter()
        run(handle)
        found.append((thread_time() - began, perf_counter() - at))

    asyncio.events.Handle._run = timed  # type: ignore[method-assign, assignment]
    try:
        yield found
    finally:
        asyncio.events.Handle._run = run  # type: ignore[method-assign]


# Theirs


def by_cron(key: str, place: dict[str, Any]) -> float:
    """CPU seconds of a whole script that is started for one reading, as cron does: Python's start and the imports too."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.script", key], cwd=ROOT, input=json.dumps(place), text=True, check=True
    )
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def middle(costs: list[Cost]) -> Cost:
    """The medians; of what blocks the loop the worst."""
    return Cost(
        median(one.cpu for one in costs), median(one.requests for one in costs), median(one.size for one in costs),
        max(one.block for one in costs), max(one.wall for one in costs),
    )  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What a carrier's pages of about one length cost: a login with a first reading, a steady poll, and a script.

    CPU seconds also: `started`, of a script that is started for one reading; `bare`, of one request for the same page over a
    connection of its own, of which nothing is read.
    """

    carrier: str
    first: Cost
    steady: Cost
    script: Cost
    started: float
    bare: float

    @property
    def page(self) -> float:
        """Bytes of the page with the figures."""
        return self.steady.size / self.steady.requests


def measured() -> Iterator[Measured]:
    """For each length of pages and each carrier."""
    for trimmings in LENGTHS:
        with portals(trimmings) as place:
            for key, (_, page) in SCRIPTS.items():
                first, steady = asyncio.run(ours(key, place))
                bare = asyncio.run(bare_request(page, place))
                with led(place):
                    read(key, place)
                    script = middle([read(key, place) for _ in range(RUNS)])
                started = median(by_cron(key, place) for _ in range(STARTS))
                yield Measured(key, first, steady, script, started, bare)


def main() -> None:
    """Print the figures."""
    for one in measured():
        print(f"{one.carrier}, pages of {one.page / 1000:.0f} kB")
        for name, cost in (
            ("login and first reading", one.first),
            ("steady poll", one.steady),
            ("script", one.script),
        ):
            print(
                f"  {name:24} {1000 * cost.cpu:6.1f} ms CPU, {cost.requests:3.0f} requests, {cost.size / 1000:6.1f} kB,"
                f" loop {1000 * cost.block:5.1f} ms CPU, {1000 * cost.wall:5.1f} ms"
            )
        print(f"  a request alone {1000 * one.bare:.1f} ms, a script that is started {1000 * one.started:.0f} ms")
        print(
            f"  steady poll / script: CPU {one.steady.cpu / one.script.cpu:.2f}, started {one.steady.cpu / one.started:.3f},"
            f" requests {one.steady.requests / one.script.requests:.2f}"
        )


if __name__ == "__main__":
    main()

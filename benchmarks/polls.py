"""What a steady poll costs, next to the way people's scripts do it: requests and BeautifulSoup, with a login each time.

Both read the same simulated pages, from a portal in a process of its own, with a new connection each time. Written to
docs/performance.md by `script/bench performance`.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import re
from resource import RUSAGE_CHILDREN, getrusage
import socket
import ssl
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time
from typing import Any
from urllib.parse import urljoin

import aiohttp
from bs4 import BeautifulSoup
import certifi
import requests

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Page, Web
from simulator import SimulatorResolver

ROOT = Path(__file__).resolve().parents[1]
RUNS = 30
LENGTHS = (0, 20_000, 60_000, 150_000)
"""Bytes of menus, scripts and the like around each simulated page, which by itself holds what is known and little else."""
USAGE = frozenset({Part.USAGE})
_FIGURE = re.compile(r"\d[\d,.]*\s*[GM]B")

# Where each login begins, and the pages that hold the figures.
SCRIPTS = {
    "his": ("https://his.mvno.ne.jp/checkout/status", ("https://his.mvno.ne.jp/checkout/status",)),
    "portal": ("https://portal.example.jp/", ("https://portal.example.jp/mypage/usage/",)),
}


@dataclass
class Cost:
    """What one reading took. `block` is the longest that the event loop's own thread computed without a pause, which another
    program's load does not change; `wall` is how long that was for whoever waited.
    """

    cpu: float
    requests: float
    size: float
    block: float = 0.0
    wall: float = 0.0


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


async def ours(key: str, place: dict[str, Any]) -> tuple[Cost, Cost]:
    """A login with a first reading, and a steady poll: the median of many."""
    credentials, sizes = Credentials(place["credentials"][key]), list[int]()
    trust = ssl.create_default_context(cafile=place["ca"])  # once, as Home Assistant does at its start

    def note(page: Page) -> None:
        sizes.append(len(page.body))

    def session() -> aiohttp.ClientSession:
        way = aiohttp.TCPConnector(
            resolver=SimulatorResolver(place["hosts"], place["port"]), ssl=trust, force_close=True
        )
        return aiohttp.ClientSession(connector=way, cookie_jar=aiohttp.CookieJar(quote_cookie=False))

    carrier = CARRIERS[key]

    async def polled(keep: Keep, ledger: Keep, parts: frozenset[Part]) -> Cost:
        async with session() as http:
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


@contextmanager
def led(place: dict[str, Any]) -> Iterator[None]:
    """All names lead to the simulated portals."""
    real = socket.getaddrinfo

    def lead(_host: Any, _port: Any, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", place["port"]))]

    socket.getaddrinfo = lead  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.getaddrinfo = real


def theirs(key: str, place: dict[str, Any]) -> Cost:
    """Log in, read the pages, and forget everything, as a cron job does."""
    typed = place["credentials"][key]
    start, pages = SCRIPTS[key]
    began, size, asked = process_time(), 0, 0
    with requests.Session() as http:
        http.verify, http.trust_env = place["ca"], False

        def take(call: Callable[..., requests.Response], address: str, **more: Any) -> tuple[str, Any]:
            nonlocal size, asked
            answer = call(address, **more)
            asked += 1 + len(answer.history)
            size += len(answer.content)
            return answer.url, BeautifulSoup(answer.content, "html.parser")

        where, soup = take(http.get, typed.get("url", start))
        form = next(one for one in soup.find_all("form") if one.find("input", type="password"))
        fields = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("name")}
        password = form.find("input", type="password")["name"]
        name = next(one["name"] for one in form.find_all("input") if one.get("type") in {"text", "tel", "email"})
        fields |= {name: typed["username"], password: typed["password"]}
        take(http.post, urljoin(where, form.get("action", "")), data=fields)
        texts = [take(http.get, address)[1].get_text() for address in pages]
        assert any(_FIGURE.search(text) for text in texts), texts
    return Cost(process_time() - began, asked, size)


def started() -> float:
    """The CPU seconds of a script that does nothing but start and import what it reads with; the median of several."""

    def once() -> float:
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "import bs4, requests"], check=True)
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return median(once() for _ in range(5))


def middle(costs: list[Cost]) -> Cost:
    """The medians; of what blocks the loop the worst."""
    return Cost(
        median(one.cpu for one in costs), median(one.requests for one in costs), median(one.size for one in costs),
        max(one.block for one in costs), max(one.wall for one in costs),
    )  # fmt: skip


def measured() -> Iterator[tuple[str, int, Cost, Cost, Cost]]:
    """For each carrier and each length of pages: a login with a first reading, a steady poll, and the script."""
    for trimmings in LENGTHS:
        with portals(trimmings) as place:
            for key in SCRIPTS:
                first, steady = asyncio.run(ours(key, place))
                with led(place):
                    theirs(key, place)
                    yield key, trimmings, first, steady, middle([theirs(key, place) for _ in range(RUNS)])


def main() -> None:
    """Print the figures."""
    print(f"a script's start and imports, counted nowhere below: {1000 * started():.0f} ms CPU")
    for key, trimmings, first, steady, script in measured():
        for name, cost in (("login and first reading", first), ("steady poll", steady), ("script", script)):
            print(
                f"{key:8} +{trimmings // 1000:3} kB {name:24} {1000 * cost.cpu:6.1f} ms CPU, {cost.requests:3.0f} requests, {cost.size / 1000:6.1f} kB,"
                f" loop {1000 * cost.block:5.1f} ms CPU, {1000 * cost.wall:5.1f} ms"
            )
        print(
            f"{key:8} steady poll / script: CPU {steady.cpu / script.cpu:.2f}, requests {steady.requests / script.requests:.2f}"
        )


if __name__ == "__main__":
    main()

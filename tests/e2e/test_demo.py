"""`script/demo` as its user sees it: an address, a dashboard with the world's numbers, and a clean end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import re
import signal
import subprocess
from time import monotonic
from typing import Any

import aiohttp

from demo.client import HomeClient
from demo.dashboard import PATH, entities_by_device
from demo.handed import NAMES
from demo.process import ROOT, free_port

from .household import GIGABYTE, needed, reauths, shown, until, up, update_by_hand

LINES = {"iijmio": 3, "softbank": 1, "ymobile": 1, "his": 1, "portal": 1, "povo": 1, "soracom": 3, "docomo": 1}
HANDED = 1
"""The line without a portal, of which the simulated world knows nothing."""
TOLD = {"data_remaining": "remaining_bytes", "data_used": "used_bytes", "data_allowance": "total_bytes"}
FIRST_START = 120
SECOND_START = 30
"""What we promise for a start of a home that is there, in seconds. What else the machine does at that moment is not
the demo's doing, so that one of two starts may take longer."""


@dataclass
class Demo:
    """The demo's process, where it says that Home Assistant and the simulated truth are, and its seconds to that."""

    process: subprocess.Popen[str]
    url: str
    control: str
    truths: list[str]
    seconds: float

    async def ask(self, path: str, body: Any = None) -> Any:
        """A call of the simulator's control interface; a POST when there is something to say."""
        async with (
            aiohttp.ClientSession() as http,
            http.request("GET" if body is None else "POST", self.control + path, json=body) as answer,
        ):
            assert answer.ok, await answer.text()
            return await answer.json()


def _start(folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """The demo's command, in a terminal of its own."""
    command = [needed("JAPAN_MOBILE_DEMO_PYTHON"), "-m", "demo", "--folder", str(folder), "--port", str(port)]
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@asynccontextmanager
async def demo(folder: Path, port: int, within: float, end: signal.Signals = signal.SIGINT) -> AsyncIterator[Demo]:
    """The demo, started and ended: with Ctrl-C, or another signal."""
    started = monotonic()
    process = _start(folder, port)
    try:
        async with asyncio.timeout(within):
            told = await asyncio.to_thread(_until_ready, process)
        url, control = (_found(pattern, told) for pattern in (r"Home Assistant: +(http\S+)", r"(http\S+?)/truth"))
        assert "user demo, password demo" in told
        truths = re.findall(r"http\S+?(/truth/\S+)", told)
        yield Demo(process, url, control, truths, monotonic() - started)
        os.killpg(process.pid, end)
        if end is signal.SIGKILL:
            await asyncio.to_thread(process.wait, 5)
            await until(lambda: _gone(folder), 45)
            return
        rest, _ = await asyncio.to_thread(process.communicate, timeout=45)
        assert process.returncode == 0, rest
        assert "Traceback" not in rest
        assert "Stopped." in rest
        assert _processes(folder) == [], "something outlived the demo"
    finally:
        if process.poll() is None:
            process.terminate()
            await asyncio.to_thread(process.wait, 45)


def _until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if "Ctrl-C" in line:
            return told
    raise AssertionError(f"the demo ended:\n{told}")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1]


def _processes(folder: Path) -> list[str]:
    """The command lines of all processes that were started for a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found.append(path.read_bytes().decode(errors="replace").replace("\0", " "))
    return [line for line in found if str(folder) in line]


async def _gone(folder: Path) -> bool:
    return not _processes(folder)


async def _shows_handed(client: HomeClient) -> None:
    """The figures of the message that the demo hands in."""
    states, devices = await client.states(), await entities_by_device(client)
    (line,) = [keys for name, keys in devices.items() if name in NAMES.values()]
    shown = {key: states[line[key]]["state"] for key in ("data_remaining", "data_used", "data_allowance", "line_bill")}
    assert shown == {"data_remaining": "1.24", "data_used": "1.76", "data_allowance": "3.0", "line_bill": "1078"}


async def test_demo(tmp_path: Path) -> None:
    """Two starts of the demo in one folder."""
    port = free_port()
    async with demo(tmp_path, port, FIRST_START) as first:
        assert first.url == f"http://127.0.0.1:{port}"
        # The demo, Home Assistant, and Chromium on its leash; what Chromium starts itself has a type.
        assert len([one for one in _processes(tmp_path) if "--type=" not in one and "crashpad" not in one]) == 4
        async with _user(first) as client:
            await _shows_truth(first, client)
            await _shows_handed(client)
            await _moves(first, client)
            devices = await _line_devices(client)
            assert len(devices) == sum(LINES.values()) + HANDED
            sms = await first.ask("/sms")
            assert sorted(one["carrier"] for one in sms) == ["docomo", "softbank"]
            assert [one["carrier"] for one in await first.ask("/mail")] == ["povo"]
            await _has_dashboard(client)
    async with demo(tmp_path, port, FIRST_START) as second, _user(second) as client:
        await _shows_truth(second, client)
        await _shows_handed(client)
        assert await _line_devices(client) == devices
        await _has_dashboard(client)
        assert await reauths(client) == []
        journal = await second.ask("/journal")
        # The simulated carriers are new ones, which know nothing of the old sign-ins: one silent login each.
        logins = sorted((login["carrier"], login["interface"]) for login in journal["logins"])
        others = [
            ("docomo", "web"),
            ("his", "web"),
            ("portal", "web"),
            ("softbank", "identity"),
            ("soracom", "key"),
            ("ymobile", "identity"),
        ]
        assert logins == sorted([("iijmio", "app"), ("iijmio", "web"), *others])
        assert all(login["accepted"] for login in journal["logins"])
        assert [one["carrier"] for one in await second.ask("/sms")] == ["docomo"]  # its person logs in again
        assert await second.ask("/mail") == []
    best = second.seconds
    if best > SECOND_START:
        async with demo(tmp_path, port, FIRST_START) as third:
            best = min(best, third.seconds)
    assert best <= SECOND_START


async def test_a_demo_that_is_ended_in_every_way(tmp_path: Path) -> None:
    """In the middle of its set-up, by closing its terminal, and without any warning: nothing stays, and it starts again.

    While it runs, another start in its folder says so and touches nothing.
    """
    port = free_port()
    first_account = tmp_path / "config" / ".storage" / "japan_mobile"

    async def half_furnished() -> bool:
        return first_account.exists()

    process = _start(tmp_path, port)
    await until(half_furnished, FIRST_START)
    os.killpg(process.pid, signal.SIGINT)
    told, _ = await asyncio.to_thread(process.communicate, timeout=45)
    assert process.returncode == 0, told
    assert "Ctrl-C" not in told
    async with demo(tmp_path, port, FIRST_START, signal.SIGHUP) as whole, _user(whole) as client:
        devices = await _line_devices(client)
        assert len(devices) == sum(LINES.values()) + HANDED
        await _has_dashboard(client)
        for options in ([], ["--reset"]):
            other = _start(tmp_path, free_port(), *options)
            told, _ = await asyncio.to_thread(other.communicate, timeout=45)
            assert (other.returncode, "A demo is running" in told) == (1, True), told
        await _shows_truth(whole, client)
    async with demo(tmp_path, port, FIRST_START, signal.SIGKILL) as again, _user(again) as client:
        assert await _line_devices(client) == devices
    async with demo(tmp_path, port, FIRST_START) as last, _user(last) as client:
        assert await _line_devices(client) == devices
        assert await reauths(client) == []


@asynccontextmanager
async def _user(demo: Demo) -> AsyncIterator[HomeClient]:
    async with HomeClient(demo.url) as client:
        await client.log_in()
        await up(client)
        yield client


async def _shows_truth(demo: Demo, client: HomeClient) -> None:
    """With the world's clock held, Home Assistant shows what the carrier would show."""
    await demo.ask("/clock", {"speed": 0})
    wanted = await _wanted(demo)
    assert len([key for key in wanted if key[1] == "data_used"]) == sum(LINES.values())
    await update_by_hand(client)
    seen: dict[tuple[str, str], float | str] = {}

    async def same() -> bool:
        found = await shown(client)
        seen.update({key: _rounded(found.get(key, "missing")) for key in wanted})
        return seen == wanted

    try:
        await until(same)
    finally:
        assert seen == wanted


def _rounded(value: float | str) -> float | str:
    return round(value, 9) if isinstance(value, float) else value


async def _wanted(demo: Demo) -> dict[tuple[str, str], float]:
    """What the carriers would show of all accounts, by the same keys as `shown`."""
    wanted: dict[tuple[str, str], float] = {}
    told = [await demo.ask(path) for path in demo.truths]
    assert {truth["carrier"]: len(truth["lines"]) for truth in told} == LINES
    for truth in told:
        for line in truth["lines"]:
            end = line["number"][-4:]
            size = 2**30 if truth["carrier"] in {"povo", "docomo"} else GIGABYTE
            # States have fifteen digits, which binary gigabytes do not fit into.
            wanted |= {(end, key): round(line[name] / size, 9) for key, name in TOLD.items() if line[name] is not None}
        bills = [bill for bill in truth["bills"] if bill["line_id"] is None and bill["state"] != "estimated"]
        amounts = {str(bill["month"]): bill["amount"] for bill in bills}
        if amounts:
            wanted[f"account {truth['lines'][0]['number'][-4:]}", "latest_bill"] = amounts[max(amounts)]
    return wanted


async def _moves(demo: Demo, client: HomeClient) -> None:
    """Hours later, more is used of every line, and it is shown: at night some telephones lie still for a while."""
    before = await shown(client)
    ends = [f"{number:04}" for number in range(1, sum(LINES.values()) + 1)]
    still = ends
    for _ in range(8):
        await demo.ask("/clock", {"advance": 3600})
        await _shows_truth(demo, client)
        after = await shown(client)
        still = [end for end in ends if before[end, "data_used"] == after[end, "data_used"]]
        if not still:
            break
    assert still == []


async def _line_devices(client: HomeClient) -> dict[str, str]:
    """Ids of the lines' devices by name: the same ones at each start, so that history stays with them."""
    devices = await client.devices()
    ours = {entry["device_id"] for entry in await client.registry() if entry["translation_key"] == "data_used"}
    return {devices[device]["name"]: device for device in ours}


async def _has_dashboard(client: HomeClient) -> None:
    """It is the first page, is served, and all its cards show entities that exist."""
    async with aiohttp.ClientSession() as http, http.get(f"{client.url}/{PATH}") as answer:
        assert answer.status == 200
        assert "<home-assistant>" in await answer.text()
    config = await client.command("lovelace/config", url_path=PATH, force=False)
    named = set(re.findall(r"(?:sensor|binary_sensor)\.[a-z0-9_]+", str(config)))
    assert len(named) >= 3 * sum(LINES.values())
    assert named <= set(await client.states())
    system = await client.command("frontend/get_system_data", key="core")
    assert system["value"]["default_panel"] == PATH

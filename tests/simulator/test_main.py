"""The simulator runs as a process of its own: it says when it is ready, writes its CA, and ends when told to."""

import asyncio
import json
from pathlib import Path
import ssl
import sys

import aiohttp

from simulator import SimulatorResolver

ROOT = Path(__file__).parents[2]


async def test_it_runs_alone(socket_enabled: None, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--ca",
        str(authority),
        "--now",
        "2026-08-06T12:00:00",
        "--speed",
        "0",
    ]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    ready = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    username, password = ready["credentials"]["iijmio"].values()
    connector = aiohttp.TCPConnector(
        resolver=SimulatorResolver(ready["hosts"], ready["port"]), ssl=ssl.create_default_context(cafile=authority)
    )
    async with aiohttp.ClientSession(connector=connector) as http:
        body = {"mioId": username, "password": password}
        async with http.post("https://www.iijmio.jp/api/member/login", json=body) as answer:
            assert await answer.json() == {}
    clock = f"http://127.0.0.1:{ready['control_port']}/clock"
    async with aiohttp.ClientSession() as plain, plain.get(clock) as answer:
        assert (await answer.json())["now"] == "2026-08-06T12:00:00+09:00"
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0

"""A Chromium as a person runs it: with remote debugging, and the simulated portals for the internet."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
import os
from pathlib import Path
import shutil
import sys

_ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # root has none, and the portals are ours
    "--remote-debugging-address=127.0.0.1",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--lang=ja",
)
_TRUSTING = "--ignore-certificate-errors"
"""The simulator's certificates are signed by nobody whom Chromium knows."""


def find_chromium() -> str | None:
    """The program: what the environment names, else what is installed."""
    named = os.environ.get("JAPAN_MOBILE_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@asynccontextmanager
async def chromium(
    program: str, portals: int, folder: Path, hosts: Collection[str], port: int = 0, *, trusting: bool = True
) -> AsyncIterator[str]:
    """Start it, these hosts leading to a port of this machine, all others nowhere; yields its address. It ends with the context.

    `port` is where it is debugged, any that is free for 0. One that is not `trusting` looks at certificates, and knows none
    that is good here.

    Raises RuntimeError when it does not start.
    """
    rules = ", ".join(f"MAP {host} 127.0.0.1:{portals}" for host in hosts)
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "DevToolsActivePort"
    told.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator.leash",
        program,
        *_FLAGS,
        *([_TRUSTING] if trusting else []),
        f"--remote-debugging-port={port}",
        f"--user-data-dir={folder}",
        f"--host-resolver-rules={rules}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "about:blank",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{await (_answering(process, port) if port else _port(process, told))}"
    finally:
        await _end(process)


async def _port(process: asyncio.subprocess.Process, told: Path) -> int:
    for _ in range(300):
        if process.returncode is not None:
            break
        with suppress(OSError, ValueError, IndexError):
            return int(told.read_text().splitlines()[0])
        await asyncio.sleep(0.1)
    raise RuntimeError("Chromium does not start")


async def _answering(process: asyncio.subprocess.Process, port: int) -> int:
    """Wait until it is debugged at the port that it was given, which it tells nobody."""
    for _ in range(300):
        if process.returncode is not None:
            break
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return port
        await asyncio.sleep(0.1)
    raise RuntimeError("Chromium does not start")


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the browser with all the processes that it has started."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(15):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

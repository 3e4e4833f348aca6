"""The member of the household whose carrier lets only persons in: he has a browser, and is logged in there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
from typing import Any

import aiohttp

from simulator.chromium import chromium, find_chromium
from simulator.people import Account
from simulator.persons import docomo_cookies
from simulator.server import Simulator

CARRIER = "docomo"


@asynccontextmanager
async def browser_of(simulator: Simulator, folder: Path, port: int) -> AsyncIterator[str | None]:
    """His browser, logged in, found at a port of this machine; yields its address, None where no Chromium is installed."""
    program = find_chromium()
    if program is None:
        yield None
        return
    async with chromium(program, simulator.port, folder, simulator.hosts, port) as address:
        for account in simulator.world.of(CARRIER):
            await _log_in(simulator, account, address)
        yield address


async def _log_in(simulator: Simulator, account: Account, address: str) -> None:
    """Log him in with all that docomo asks, and put what that leaves into his browser."""
    cookies = json.loads(await docomo_cookies(simulator, account))
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{address}/json/version") as answer:
            place = (await answer.json())["webSocketDebuggerUrl"]
        async with http.ws_connect(place) as socket:
            await socket.send_json(
                {"id": 1, "method": "Storage.setCookies", "params": {"cookies": [*map(_cookie, cookies)]}}
            )
            told = await socket.receive_json()
    if "error" in told:
        raise RuntimeError(f"the browser takes no cookies: {told['error']}")


def _cookie(cookie: dict[str, Any]) -> dict[str, Any]:
    """A cookie as the DevTools protocol has it."""
    host = cookie["domain"].removeprefix(".")
    found = {name: cookie[name] for name in ("name", "value", "path", "secure", "httpOnly")}
    return found | ({"url": f"https://{host}/"} if cookie["hostOnly"] else {"domain": cookie["domain"]})

"""The port at which a person's browser is debugged, with everything that can be wrong there in between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
import json
from typing import Any

import aiohttp
from aiohttp import web

type Json = dict[str, Any]
type Change = Callable[[Json], str | None]
"""What arrives instead of a message of the browser's; None: nothing."""
type Meddle = Callable[[Json], Awaitable[None]]
"""What somebody does in the browser at a call of ours."""


class DebugPort:
    """Passes everything on between Home Assistant and a browser at `upstream`, unless something is wrong.

    `opening`, a status and a text, answers instead of the browser before there is a connection. `change` replaces what the browser says from the
    moment on that `since` is called; `meddle` is done at that moment; with `hangs_up` the connection ends then. `meddled` tells whether it was done.
    `target` is the tab that was opened last.
    """

    def __init__(self, upstream: str) -> None:
        self.upstream = self.own = upstream
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._http = aiohttp.ClientSession()
        self._sockets: set[web.WebSocketResponse] = set()
        self.target = ""
        self.mend()

    def mend(self) -> None:
        """Nothing is wrong."""
        self.upstream = self.own
        self.opening: tuple[int, str] | None = None
        self.since = ""
        self.change: Change | None = None
        self.meddle: Meddle | None = None
        self.hangs_up = self.silent = self.no_socket = self.meddled = False

    @property
    def is_open(self) -> bool:
        """Whether anybody listens."""
        return self._runner is not None

    @property
    def address(self) -> str:
        """What is typed in as the browser's address."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen, at the same port as before."""
        app = web.Application()
        app.router.add_get("/json/version", self._version)
        app.router.add_get("/devtools/{path:.*}", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def shut(self) -> None:
        """Listen no more."""
        for one in list(self._sockets):
            await one.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def close(self) -> None:
        """Be gone."""
        await self.shut()
        await self._http.close()

    async def _version(self, _request: web.Request) -> web.StreamResponse:
        if self.silent:
            await asyncio.sleep(30)
        if self.opening is not None:
            status, text = self.opening
            return web.Response(status=status, text=text, headers={"Location": text} if status == 302 else None)
        async with self._http.get(f"{self.upstream}/json/version") as told:
            return web.json_response(await told.json(content_type=None))

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.no_socket:
            return web.Response(status=403)
        ours = web.WebSocketResponse(max_msg_size=0)
        await ours.prepare(request)
        self._sockets.add(ours)
        try:
            async with self._http.get(f"{self.upstream}/json/version") as told:
                target = (await told.json(content_type=None))["webSocketDebuggerUrl"]
            async with self._http.ws_connect(target, max_msg_size=0) as browser:
                await self._between(ours, browser)
        finally:
            self._sockets.discard(ours)
        return ours

    async def _between(self, ours: web.WebSocketResponse, browser: aiohttp.ClientWebSocketResponse) -> None:
        begun = asyncio.Event()
        jobs = {
            asyncio.ensure_future(self._answers(ours, browser, begun)),
            asyncio.ensure_future(self._calls(ours, browser, begun)),
        }
        await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)  # whoever hangs up first
        with suppress(ConnectionError):
            await ours.close()

    async def _answers(
        self, ours: web.WebSocketResponse, browser: aiohttp.ClientWebSocketResponse, begun: asyncio.Event
    ) -> None:
        async for message in browser:
            text: str | None = str(message.data)
            told = json.loads(message.data).get("result", {})
            self.target = told.get("targetId", self.target) if "sessionId" not in told else self.target
            if begun.is_set() and self.change is not None:
                text = self.change(json.loads(message.data))
            if text:
                await ours.send_str(text)

    async def _calls(
        self, ours: web.WebSocketResponse, browser: aiohttp.ClientWebSocketResponse, begun: asyncio.Event
    ) -> None:
        """Ends where the connection is to end."""
        async for message in ours:
            call = json.loads(message.data)
            if call["method"] == self.since and not begun.is_set():
                begun.set()
                if self.meddle is not None:
                    await self.meddle(call)
                    self.meddled = True
                if self.hangs_up:
                    return
            await browser.send_str(json.dumps(call))


@asynccontextmanager
async def debug_port(browser: str) -> AsyncIterator[DebugPort]:
    """The port of a browser at an address."""
    port = DebugPort(browser)
    await port.open()
    try:
        yield port
    finally:
        await port.close()

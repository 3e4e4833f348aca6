"""One TLS server for all portals, dispatching on the host name, with a CA of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
import socket
import ssl

from aiohttp import web
import trustme

from .control import Control
from .faults import HTML as NOTICE, Fault, Faults, Kind, Line
from .journal import Call, Journal
from .portals import PORTALS, Portal
from .portals.portal import Instead
from .spoilt import poured, spoilt
from .trimmings import trimmed
from .world import World

LOOPBACK = "127.0.0.1"
_REPLACED = frozenset({Kind.STATUS, Kind.HTML, Kind.EMPTY, Kind.CLOSE})
"""What stands instead of the portal's answer; everything else is done to it."""
_LAST_YEAR = datetime(2025, 1, 1, tzinfo=UTC)


class Simulator:
    """The portals of all carriers. `world` can be exchanged while it runs: that ends every sign-in."""

    def __init__(self, world: World, ca_file: str | Path | None = None) -> None:
        self.journal = Journal()
        self.faults = Faults()
        self.trimmings = 0
        """Bytes of menus and the like around what a page says."""
        self.hosts: tuple[str, ...] = tuple(host for portal in PORTALS for host in portal.hosts)
        self.port = 0
        self.control_port = 0
        self._ca = trustme.CA(organization_name="Simulated portals")
        self._ca_file = Path(ca_file) if ca_file else None
        self._runners: list[web.AppRunner] = []
        self._old: dict[tuple[str, str, str, bytes], Callable[[], web.Response]] = {}
        self._bad_ports: dict[Line, int] = {}
        self._late = 0
        self.world = world

    @property
    def log(self) -> Journal:
        """The journal."""
        return self.journal

    @property
    def world(self) -> World:
        """What the portals show."""
        return self._world

    @world.setter
    def world(self, world: World) -> None:
        self._world = world
        self.portals: list[Portal] = [portal(world, self.journal) for portal in PORTALS]
        self._by_host = {host: portal for portal in self.portals for host in portal.hosts}
        self._by_carrier = {carrier: portal for portal in self.portals for carrier in portal.carriers}

    @property
    def ca_pem(self) -> str:
        """The certificate that a client must trust, as PEM."""
        return self._ca.cert_pem.bytes().decode()

    @property
    def ca_file(self) -> Path:
        """The file that holds `ca_pem`. Raises RuntimeError when none was named."""
        if self._ca_file is None:
            raise RuntimeError("this simulator was made without a CA file")
        return self._ca_file

    def portal(self, carrier: str) -> Portal:
        """A carrier's portal. Raises KeyError."""
        return self._by_carrier[carrier]

    def secrets(self) -> list[str]:
        """Every secret of the world, and every token and cookie handed out."""
        return [*self.world.secrets(), *self.journal.issued]

    async def start(self, port: int = 0, control: int | None = None) -> None:
        """Serve on loopback; port 0 takes any that is free. With `control`, the control interface too."""
        if self._ca_file:
            self._ca_file.write_text(self.ca_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*self.hosts).configure_cert(context)
        self.port = await self._serve(self._handle, port, context)
        if control is not None:
            self.control_port = await self._serve(Control(self).handle, control, None)

    async def _serve(
        self, handle: Callable[[web.Request], Awaitable[web.StreamResponse]], port: int, context: ssl.SSLContext | None
    ) -> int:
        app = web.Application(client_max_size=2**20)
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self._runners.append(runner)
        listener = socket.create_server((LOOPBACK, port))
        await web.SockSite(runner, listener, ssl_context=context).start()
        return int(listener.getsockname()[1])

    async def port_for(self, line: Line | None) -> int:
        """The port that the portals' names lead to while something is wrong with the line to them."""
        if line is None:
            return self.port
        if line not in self._bad_ports:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            ca = trustme.CA(organization_name="Nobody") if line is Line.WRONG_CERTIFICATE else self._ca
            ends = _LAST_YEAR if line is Line.EXPIRED_CERTIFICATE else None
            ca.issue_cert(*self.hosts, not_after=ends).configure_cert(context)
            refused = line is Line.REFUSED
            self._bad_ports[line] = _closed_port() if refused else await self._serve(self._handle, 0, context)
        return self._bad_ports[line]

    async def settled(self) -> None:
        """Return when no answer is late any more, whether somebody waits for it or not."""
        while self._late:
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """Close every connection and stop serving."""
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        host = request.host.split(":")[0]
        call = await self._note(request, host)
        fault = self.faults.take(request.method, host, request.path)
        answer = await self._answer(request, host, fault)
        if fault is None or fault.kind is not Kind.CLOSE:
            call.status = answer.status
        return answer

    async def _note(self, request: web.Request, host: str) -> Call:
        head = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        body = (await request.read()).decode("utf-8", "replace")
        call = Call(
            method=request.method,
            host=host,
            path=request.path,
            when=self.world.clock.now(),
            query=request.query_string,
            headers=dict(request.headers),
            raw=f"{request.method} {request.path_qs}\n{head}\n\n{body}",
        )
        self.journal.calls.append(call)
        return call

    async def _answer(self, request: web.Request, host: str, fault: Fault | None) -> web.StreamResponse:
        if fault is None:
            return await self._real(request, host)
        if fault.seconds:
            self._late += 1
            try:
                await self.faults.delay(fault)
                return await self._misleading(request, host, fault)
            finally:
                self._late -= 1
        return await self._misleading(request, host, fault)

    async def _misleading(self, request: web.Request, host: str, fault: Fault) -> web.StreamResponse:
        replaced = fault.kind in _REPLACED
        if fault.after or not replaced:
            real = await self._real(request, host)
            if not replaced:
                return await self._changed(request, real, fault)
        return _instead(request, fault)

    async def _changed(self, request: web.Request, real: web.StreamResponse, fault: Fault) -> web.StreamResponse:
        if fault.kind is Kind.OLD:
            return self._old.get(_call_of(request, await request.read()), lambda: real)()
        if fault.kind is Kind.TRUNCATED:
            return await _break_off(request, real)
        if fault.kind is Kind.DELAY or not isinstance(real, web.Response):
            return real
        if fault.kind in (Kind.STALL, Kind.BIG, Kind.BOMB):
            return await poured(request, real, fault)
        return spoilt(request, real, fault)

    async def _real(self, request: web.Request, host: str) -> web.StreamResponse:
        portal = self._by_host.get(host)
        if portal is None:
            return web.Response(status=421)
        try:
            answer = await portal.answer(request)
        except Instead as instead:
            answer = instead.answer
        answer = trimmed(answer, self.trimmings)
        if self.faults.remembers and isinstance(answer, web.Response):
            status, body, headers = answer.status, answer.body, answer.headers.copy()
            self._old.setdefault(
                _call_of(request, await request.read()), lambda: web.Response(status=status, body=body, headers=headers)
            )
        return answer


def _closed_port() -> int:
    """One on which nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return int(listener.getsockname()[1])


def _call_of(request: web.Request, body: bytes) -> tuple[str, str, str, bytes]:
    return request.method, request.host, request.path_qs, body


def _instead(request: web.Request, fault: Fault) -> web.StreamResponse:
    match fault.kind:
        case Kind.CLOSE:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        case Kind.STATUS:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        case Kind.HTML:
            return web.Response(text=fault.body or NOTICE, content_type="text/html", charset="utf-8")
        case _:
            return web.Response(body=b"")


async def _break_off(request: web.Request, real: web.StreamResponse) -> web.StreamResponse:
    """Promise the whole body, send half of it, and hang up."""
    body = real.body if isinstance(real, web.Response) and isinstance(real.body, bytes) else b"{" * 64
    broken = web.StreamResponse(status=real.status, headers={"Content-Type": real.headers.get("Content-Type", "")})
    broken.content_length = len(body)
    await broken.prepare(request)
    with suppress(ConnectionError):
        await broken.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return broken

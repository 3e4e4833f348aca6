"""How a client reaches the simulator: host names that lead to it and to nothing else, and a session that trusts it."""

from collections.abc import Awaitable, Callable, Collection
import socket
import ssl
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from .faults import Line

if TYPE_CHECKING:
    from .server import Simulator


class SimulatorResolver(AbstractResolver):
    """Leads the simulated hosts to the simulator's port on this machine; refuses every other name."""

    def __init__(self, hosts: Collection[str], port: int | Callable[[], Awaitable[int]]) -> None:
        self._hosts = frozenset(hosts)
        self._port = port
        self.refused: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """One address on loopback. Raises OSError for a name that is not simulated."""
        if host not in self._hosts:
            self.refused.append(host)
            raise socket.gaierror(socket.EAI_NONAME, f"not simulated: {host}")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port if isinstance(self._port, int) else await self._port(),
                family=socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
        ]

    async def close(self) -> None:
        """Nothing to give back."""


def trust(simulator: Simulator) -> ssl.SSLContext:
    """A TLS context that trusts the simulator's CA and no other."""
    return ssl.create_default_context(cadata=simulator.ca_pem)


def connector(simulator: Simulator) -> aiohttp.TCPConnector:
    """A connector that reaches the simulator by the portals' real names."""

    async def port() -> int:
        line = simulator.faults.line
        if line is Line.DNS:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return await simulator.port_for(line)

    return aiohttp.TCPConnector(
        resolver=SimulatorResolver(simulator.hosts, port), ssl=trust(simulator), use_dns_cache=False
    )


def session(simulator: Simulator) -> aiohttp.ClientSession:
    """A client session with a cookie jar of its own. Close it."""
    return aiohttp.ClientSession(connector=connector(simulator), cookie_jar=aiohttp.CookieJar(quote_cookie=False))

"""How `script/carrier` reaches a portal: `--connect-to` and `--cacert`, as curl has them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import re
import socket
import ssl
from typing import NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from .cli_state import Usage

_HOST = r"(\[[^\]]*\]|[^:\[\]]*)"
_CONNECT_TO = re.compile(rf"{_HOST}:(\d*):{_HOST}:(\d*)", re.ASCII)
_LARGEST_PORT = 65535


class ConnectTo(NamedTuple):
    """One rule: requests for a host and port (empty: any) go to another place (empty: as it was)."""

    host: str
    port: int | None
    to_host: str
    to_port: int | None

    def fits(self, host: str, port: int) -> bool:
        """Whether the rule is about this place."""
        return self.host in {"", host.lower()} and self.port in {None, port}


def connect_to(text: str) -> ConnectTo:
    """Read `HOST:PORT:ADDRESS:PORT`; addresses of IPv6 stand in brackets."""
    match = _CONNECT_TO.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError("expected HOST:PORT:ADDRESS:PORT")
    ports = [int(match[group]) if match[group] else None for group in (2, 4)]
    if any(port is not None and not 0 < port <= _LARGEST_PORT for port in ports):
        raise argparse.ArgumentTypeError("a port is a number up to 65535")
    return ConnectTo(match[1].strip("[]").lower(), ports[0], match[3].strip("[]"), ports[1])


class Resolver(AbstractResolver):
    """Resolves names after applying the first rule that fits."""

    def __init__(self, rules: Sequence[ConnectTo]) -> None:
        self._rules = rules
        self._plain = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses to connect to. Raises OSError when there are none."""
        rule = next((rule for rule in self._rules if rule.fits(host, port)), None)
        if rule is None:
            return await self._plain.resolve(host, port, family)
        family = socket.AF_UNSPEC if rule.to_host else family
        found = await self._plain.resolve(rule.to_host or host, rule.to_port or port, family)
        # The name stays the one that was asked for: it is what the certificate has to show.
        return [ResolveResult(**{**entry, "hostname": host}) for entry in found]

    async def close(self) -> None:
        """Nothing to give back."""
        await self._plain.close()


def trusting(cacert: Path | None) -> ssl.SSLContext:
    """A context that trusts the given certificates instead of the system's. Raises `Usage`."""
    try:
        return ssl.create_default_context(cafile=None if cacert is None else str(cacert))
    except OSError as err:  # an ssl.SSLError is one too
        raise Usage(f"certificates {cacert} cannot be used: {err.strerror or err}") from None


def connector(rules: Sequence[ConnectTo], cacert: Path | None) -> aiohttp.TCPConnector:
    """A connector that follows the rules and trusts the given certificates instead of the system's."""
    return aiohttp.TCPConnector(resolver=Resolver(rules), ssl=trusting(cacert), use_dns_cache=False)

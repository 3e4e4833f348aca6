"""Which places requests may go to: by TLS, to the hosts that a carrier declares."""

from collections.abc import Collection
import re

from yarl import URL

from .errors import ForeignAnswer

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
"""A name of the network's; neither a number with the name of a network card behind it, nor anything that is escaped."""


class Hosts:
    """The declared hosts.

    One that begins with a dot stands for every host below that domain, the domain itself not among them. A star in a
    host stands for letters, digits and hyphens.
    """

    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = frozenset(host for host in hosts if not host.startswith("."))
        self._shapes = tuple(_shape(host) for host in hosts if "*" in host)
        self._domains = tuple(host for host in hosts if host.startswith("."))

    def declares(self, url: URL) -> bool:
        """Whether requests may go to an address: by TLS, to a host that the carrier declares."""
        host = url.raw_host or ""
        shaped = any(shape.fullmatch(host) for shape in self._shapes)
        declared = shaped or host in self._hosts or (host.endswith(self._domains) and _NAME.fullmatch(host) is not None)
        return url.scheme == "https" and declared and url.port == 443 and not url.user and not url.password

    def check(self, url: URL) -> None:
        """Raise `ForeignAnswer` for an address that requests may not go to."""
        if not self.declares(url):
            raise ForeignAnswer(f"{url.scheme}://{url.raw_host} is not a place that the carrier declares", place=True)


def _shape(host: str) -> re.Pattern[str]:
    return re.compile(re.escape(host).replace(r"\*", "[a-z0-9-]+"))

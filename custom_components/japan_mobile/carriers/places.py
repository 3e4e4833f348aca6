"""Which hosts an account may talk to when its person has typed the portal's address."""

from functools import cache
import re

from publicsuffixlist import PublicSuffixList
from yarl import URL

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)


@cache
def suffixes() -> PublicSuffixList:
    """The public suffixes. The first time they are read from a file, which takes a while: not in an event loop."""
    return PublicSuffixList()


class Unusable(Exception):
    """A login field cannot be used as it was typed: the person's mistake. `field` is its key, `why` names the fault.

    Never repeats what was typed.
    """

    kind = "Unusable"

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"the login field {field} cannot be used: {_WHYS[why]}")
        self.field = field
        self.why = why


_WHYS = {
    "empty": "it is empty",
    "option": "it is none of the values that there are",
    "address": "it is not an address",
    "https": "the address has to begin with https://",
    "host": "the address names no host",
    "user": "the address holds a user name",
    "port": "the address names a port",
    "number": "the address names a machine by its number",
    "suffix": "the address names no domain of the portal's own",
    "browser_address": "it is not the address of a browser, such as 192.168.1.20:9222",
    "browser_public": "the browser has to be in the same home network",
    "cookies_format": "it is no export of cookies, neither JSON nor a cookies.txt",
    "cookies_hosts": "none of the cookies is for the carrier's site",
    "cookies_expired": "all cookies for the carrier's site have expired",
}


def address_of(text: str, field: str = "url") -> URL:
    """The address that was typed. Raises `Unusable` for what no portal of a carrier would have."""
    typed = text.strip()
    try:
        url = URL(typed)
        host, port = url.raw_host, url.explicit_port
    except ValueError:
        raise Unusable(field, "address") from None
    if url.scheme != "https":
        raise Unusable(field, "https")
    if not host:
        raise Unusable(field, "host")
    if url.raw_user is not None or url.raw_password is not None:
        raise Unusable(field, "user")
    if port is not None:
        raise Unusable(field, "port")
    if ":" in host or re.fullmatch(r"(?:0x[0-9a-f]*|\d+)", host.rpartition(".")[2] or host, re.IGNORECASE):
        raise Unusable(field, "number")
    if not _HOST.fullmatch(host):
        raise Unusable(field, "address")
    return url.with_fragment(None)


def places_of(text: str, field: str = "url") -> tuple[str, ...]:
    """The hosts that follow from an address: its own, and those of the same registrable domain. Raises `Unusable`."""
    host = address_of(text, field).raw_host or ""
    domain = suffixes().privatesuffix(host)
    if domain is None:
        raise Unusable(field, "suffix")
    return tuple(dict.fromkeys((host, domain, f".{domain}")))

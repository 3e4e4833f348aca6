"""Cookies that a person hands over: what a browser extension exports as JSON, or a Netscape cookies.txt."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
import json
import re
from typing import Any, NamedTuple

from ..places import Unusable

FIELD = "cookies"
LONGEST = 2**18
_COLUMNS = 7
_HTTP_ONLY = "#HttpOnly_"
_TIME = re.compile(r"-?\d{1,18}(?:\.\d{1,9})?", re.ASCII)
_TRUE = {"TRUE": True, "FALSE": False}


class Cookie(NamedTuple):
    """One cookie, by the names of `Web.set_cookie`."""

    name: str
    value: str
    domain: str
    path: str
    secure: bool
    host_only: bool


class _Found(NamedTuple):
    cookie: Cookie
    expires: float | None


def read_cookies(text: str, hosts: Collection[str], now: datetime) -> tuple[Cookie, ...]:
    """The living cookies for these hosts in an export; those of other sites are left alone.

    Raises `Unusable` with `cookies_format` for what is no export, `cookies_hosts` where none is for the carrier, and
    `cookies_expired` where all of those are dead. It repeats nothing of the text.
    """
    if len(text) > LONGEST:
        raise Unusable(FIELD, "cookies_format")
    stripped = text.strip().removeprefix("\ufeff")
    found = list(_of_json(stripped) if stripped[:1] in {"[", "{"} else _of_netscape(stripped))
    if not found:
        raise Unusable(FIELD, "cookies_format")
    ours = [one for one in found if any(_reaches(one.cookie, host) for host in hosts)]
    if not ours:
        raise Unusable(FIELD, "cookies_hosts")
    living = tuple(one.cookie for one in ours if one.expires is None or one.expires > now.timestamp())
    if not living:
        raise Unusable(FIELD, "cookies_expired")
    return living


def _reaches(cookie: Cookie, host: str) -> bool:
    """Whether a cookie is sent to a host; a host that begins with a dot stands for those below it."""
    if host.startswith("."):
        return cookie.domain.endswith(host) or cookie.domain == host[1:]
    return cookie.domain == host or (not cookie.host_only and host.endswith(f".{cookie.domain}"))


def _of_json(text: str) -> Iterator[_Found]:
    try:
        content = json.loads(text)
    except ValueError, RecursionError:
        raise Unusable(FIELD, "cookies_format") from None
    entries = content.get("cookies") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise Unusable(FIELD, "cookies_format")
    for entry in entries:
        if not isinstance(entry, dict):
            raise Unusable(FIELD, "cookies_format")
        with suppress(Unusable):  # another site's may be anything
            yield _of_entry(entry)


def _of_entry(entry: Mapping[str, Any]) -> _Found:
    """One cookie, as extensions and browser drivers name its properties."""
    name, value, domain = entry.get("name"), entry.get("value"), entry.get("domain")
    path = entry.get("path", "/")
    if not isinstance(name, str) or not isinstance(value, str) or not isinstance(domain, str):
        raise Unusable(FIELD, "cookies_format")
    if not isinstance(path, str):
        raise Unusable(FIELD, "cookies_format")
    host_only = entry.get("hostOnly", not domain.startswith("."))
    expires = next((entry[key] for key in ("expirationDate", "expires", "expiry") if key in entry), None)
    if (
        isinstance(expires, bool)
        or not isinstance(expires, int | float)
        or expires <= 0
        or entry.get("session") is True
    ):
        expires = None  # it dies with the browser, so the portal says when
    return _Found(
        _checked(Cookie(name, value, domain, path, entry.get("secure") is not False, host_only is True)), expires
    )


def _of_netscape(text: str) -> Iterator[_Found]:
    for raw in text.splitlines():
        line = raw.removeprefix(_HTTP_ONLY)
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != _COLUMNS:
            raise Unusable(FIELD, "cookies_format")
        domain, below, path, secure, expires, name, value = columns
        if below not in _TRUE or secure not in _TRUE or not _TIME.fullmatch(expires):
            raise Unusable(FIELD, "cookies_format")
        with suppress(Unusable):
            cookie = _checked(Cookie(name, value, domain, path, _TRUE[secure], not _TRUE[below]))
            yield _Found(cookie, float(expires) if float(expires) > 0 else None)


def _checked(cookie: Cookie) -> Cookie:
    """The cookie, its domain without the dot before it. Raises `Unusable`."""
    host = cookie.domain.removeprefix(".").lower()
    written = (cookie.name, cookie.value, cookie.path)
    if not all(map(str.isprintable, written)) or not cookie.path.startswith("/"):
        raise Unusable(FIELD, "cookies_format")
    if not cookie.name or not host.isascii() or "." not in host:
        raise Unusable(FIELD, "cookies_format")
    return cookie._replace(domain=host)

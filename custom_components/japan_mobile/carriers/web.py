"""The only door to the network.

https only, to the carrier's declared hosts only, redirects included; one request at a time; bounded in time and
size; private cookies; and a log that names host and path but never a query, a body or a header.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie
import json
import logging
import re
import ssl
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from .charsets import decode
from .errors import CannotConnect, ForeignAnswer, LayoutChanged, RateLimited
from .hosts import Hosts
from .json_text import load_json
from .model import TOKYO
from .vocabulary import NAMES, PLACES

_LOGGER = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=45, connect=15)
MAX_BODY = 4 * 2**20
MAX_REDIRECTS = 10
_DIGITS = 9
"""Of seconds; a number of thousands of them is none for Python."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 2**16
_ANYWHERE = frozenset({"accept", "accept-language", "content-type", "user-agent"})
"""The headers that may follow a redirect to another host. Whatever else a client sends may let somebody in."""
_PLAIN_SEGMENT = re.compile(r"[A-Za-z]{1,20}(?:[_.\-]{1,2}[A-Za-z]{1,20}){0,3}", re.ASCII)
_SEGMENT_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", re.ASCII)
_SECOND_SEGMENT = re.compile(r"[A-Za-z]{2,12}\d", re.ASCII)
_PAGE_NUMBER = re.compile(r"M(?:SB|WBWL|RERE)\d{4,6}", re.ASCII)
"""How SoftBank numbers its pages."""


def cookie_jar() -> aiohttp.CookieJar:
    """A jar for one account. Values go back exactly as they came, as a browser sends them."""
    return aiohttp.CookieJar(quote_cookie=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer. `name` is what errors and logs call it."""

    url: URL
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """Host and path, without the query, which may hold secrets."""
        return page_name(self.url)

    @property
    def text(self) -> str:
        """The body as text: the character set of the header, else of the page, else UTF-8, else cp932."""
        return decode(self.body, self.headers.get("Content-Type", ""))

    def json(self) -> Any:
        """The body as JSON. Raises `LayoutChanged` when it is something else."""
        try:
            return load_json(self.body)
        except ValueError, RecursionError:
            raise LayoutChanged(self.name, "JSON") from None

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises `LayoutChanged` when it is something else."""
        match self.json():
            case dict() as content:
                return content
            case _:
                raise LayoutChanged(self.name, "JSON object")


def page_name(url: URL) -> str:
    """Host and path of an address: enough to know the page, free of what a query, a number or a token in it may tell."""
    return f"{url.raw_host}{'/'.join(_told_segment(segment) for segment in url.path.split('/'))}"


def _told_segment(segment: str) -> str:
    """A piece of a path; `*` for one that may be somebody's: with a number in it, or no word that a portal would write."""
    name = segment.partition(";")[0]
    if not name or _PAGE_NUMBER.fullmatch(name):
        return name
    shaped = _PLAIN_SEGMENT.fullmatch(name) or _SECOND_SEGMENT.fullmatch(name)
    known = all(len(word) == 1 or word.lower() in NAMES | PLACES for word in _SEGMENT_WORD.findall(name))
    return name if shaped and known else "*"


type Trust = Callable[[], ssl.SSLContext]
"""Makes a new context that checks certificates. Reads files."""


class Web:
    """Requests of one account, to declared `Hosts`. The session must have a cookie jar of its own.

    `old_tls` are hosts that know nothing of RFC 5746. That is put up with there and nowhere else; their certificates are checked by
    a context of `trust`, as the session's are by its own.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        hosts: Collection[str],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        recorder: Callable[[Page], None] | None = None,
        old_tls: Collection[str] = (),
        trust: Trust = ssl.create_default_context,
    ) -> None:
        self._session = session
        self._old_tls = frozenset(old_tls)
        self._trust = trust
        self._putting_up: ssl.SSLContext | None = None
        self._hosts = Hosts(hosts)
        self._now = now
        self.recorder = recorder
        self._turn = asyncio.Lock()
        self.requests = 0
        self.last: Page | None = None
        """The answer that is being read."""

    def now(self) -> datetime:
        """The time, in Tokyo."""
        return self._now().astimezone(TOKYO)

    async def get(
        self,
        url: str | URL,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = (),
    ) -> Page:
        """GET an address; see `_request` for what is raised."""
        target = URL(url) if params is None else URL(url).with_query(params)
        return await self._request("GET", target, headers=headers, expect=expect)

    async def post(
        self,
        url: str | URL,
        *,
        form: Iterable[tuple[str, str]] | None = None,
        json_body: Any = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = (),
    ) -> Page:
        """POST a form or JSON; see `_request` for what is raised."""
        if form is not None:
            body, content_type = urlencode(list(form)).encode(), "application/x-www-form-urlencoded"
        else:
            body, content_type = json.dumps(json_body).encode(), "application/json"
        headers = {"Content-Type": content_type, **(headers or {})}
        return await self._request("POST", URL(url), data=body, headers=headers, expect=expect)

    async def _request(
        self,
        method: str,
        url: URL,
        *,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = (),
    ) -> Page:
        """Send a request and follow its redirects.

        Statuses below 500 except 429 come back as a page for the caller to judge, and so do those in `expect`.
        Raises `RateLimited` for 429, `CannotConnect` for other 5xx and for everything that the network does,
        `ForeignAnswer` for a host that is not declared or an address without TLS, `LayoutChanged` for too big a body.
        """
        async with self._turn:
            for _ in range(MAX_REDIRECTS + 1):
                self.check(url)
                page = await self._send(method, url, data=data, headers=headers)
                target = page.headers.get("Location")
                if page.status not in _REDIRECTS or target is None:
                    return judged(page, expect, self.now())
                url = _joined(page, target)
                if page.status not in {307, 308}:
                    method, data, headers = "GET", None, _without(headers, "Content-Type")
                if url.raw_host != page.url.raw_host:
                    if data is not None:
                        raise ForeignAnswer(f"{page.name} sends what was posted on to another host", place=True)
                    headers = {name: value for name, value in (headers or {}).items() if name.lower() in _ANYWHERE}
        raise LayoutChanged(page.name, f"an end of more than {MAX_REDIRECTS} redirects")

    def declares(self, url: URL) -> bool:
        """Whether requests may go to an address."""
        return self._hosts.declares(url)

    def check(self, url: URL) -> None:
        """Raise `ForeignAnswer` for an address that requests may not go to."""
        self._hosts.check(url)

    async def _send(self, method: str, url: URL, **request: Any) -> Page:
        if self._session.closed:
            raise CannotConnect("the connection was closed meanwhile")
        started = monotonic()
        self.requests += 1
        self.last = None  # what fails from here on is not of the answer before
        if url.raw_host in self._old_tls:
            request["ssl"] = await self._put_up()
        try:
            async with self._session.request(method, url, allow_redirects=False, timeout=TIMEOUT, **request) as answer:
                page = Page(url, answer.status, answer.headers.copy(), await _body(answer, page_name(url)))
        except (aiohttp.ClientError, TimeoutError, OSError, ssl.SSLError) as err:
            _LOGGER.debug("%s %s: %s", method, page_name(url), type(err).__name__)
            # Texts of network errors can hold whole addresses; their kind is enough.
            raise CannotConnect(f"{url.raw_host} could not be reached: {type(err).__name__}") from None
        _LOGGER.debug(
            "%s %s: %s, %s bytes, %.0f ms",
            method, page.name, page.status, len(page.body), 1000 * (monotonic() - started),
        )  # fmt: skip
        if self.recorder is not None:
            self.recorder(page)
        self.last = page
        return page

    async def _put_up(self) -> ssl.SSLContext:
        if self._putting_up is None:
            self._putting_up = await asyncio.to_thread(self._trust)
            self._putting_up.options |= ssl.OP_LEGACY_SERVER_CONNECT
        return self._putting_up

    def cookies(self) -> list[dict[str, Any]]:
        """The cookies as JSON-able data, in a stable order."""
        jar = self._session.cookie_jar
        assert isinstance(jar, aiohttp.CookieJar)
        return sorted(
            (
                {
                    "name": cookie.key,
                    "value": cookie.value,
                    "domain": cookie["domain"],
                    "path": cookie["path"],
                    "secure": bool(cookie["secure"]),
                    "host_only": (cookie["domain"], cookie["path"], cookie.key) in jar.host_only_cookies,
                }
                for cookie in jar
            ),
            key=lambda cookie: (cookie["domain"], cookie["path"], cookie["name"]),
        )

    def restore_cookies(self, cookies: Iterable[Mapping[str, Any]]) -> None:
        """Put kept cookies into the jar. Their age is not kept: the portal decides whether they still count.

        A cookie that cannot be put back (portals use names that the standard forbids) is left out: at worst the
        portal asks for a new login.
        """
        for cookie in cookies:
            try:
                self.set_cookie(**cookie)
            except LayoutChanged, TypeError, ValueError:
                _LOGGER.debug("A kept cookie was left out")

    def set_cookie(
        self, *, name: str, value: str, domain: str, path: str = "/", secure: bool = True, host_only: bool = False
    ) -> None:
        """Put one cookie into the jar. Raises `LayoutChanged` for a name that no cookie can have."""
        morsel: Morsel[str] = Morsel()
        try:
            morsel.set(name, value, value)
        except CookieError:
            raise LayoutChanged("cookies", "a valid name") from None
        morsel["path"] = path
        morsel["secure"] = secure
        if not host_only:
            morsel["domain"] = domain
        jar_entry: SimpleCookie = SimpleCookie()
        jar_entry[name] = morsel
        self._session.cookie_jar.update_cookies(jar_entry, URL.build(scheme="https", host=domain))

    def forget_cookies(self) -> None:
        """Empty the jar, as before a new login."""
        self._session.cookie_jar.clear()


def judged(page: Page, expect: Collection[int], now: datetime) -> Page:
    """The page, unless its status says that there is none. Raises `RateLimited` for 429, `CannotConnect` for other 5xx."""
    if page.status in expect or (page.status < 500 and page.status != 429):
        return page
    if page.status == 429:
        raise RateLimited(retry_after(page, now))
    raise CannotConnect(f"{page.name} answered {page.status}", page.status)


def _without(headers: Mapping[str, str] | None, left_out: str) -> dict[str, str]:
    return {name: value for name, value in (headers or {}).items() if name != left_out}


def _joined(page: Page, target: str) -> URL:
    try:
        return page.url.join(URL(target))
    except ValueError:
        _refuse(page)


def _refuse(page: Page) -> NoReturn:
    raise ForeignAnswer(f"{page.name} redirects to what is not an address", place=True)


async def _body(answer: aiohttp.ClientResponse, name: str) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY:
            raise LayoutChanged(name, f"a size below {MAX_BODY} bytes")
    return bytes(body)


def retry_after(page: Page, now: datetime) -> timedelta | None:
    """The header's seconds or date as a time from now on; None when it says nothing useful."""
    text = page.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        return timedelta(days=1) if len(digits) > _DIGITS else timedelta(seconds=min(int(digits), 86_400))
    try:
        pause = parsedate_to_datetime(text) - now
    except TypeError, ValueError:
        return None
    return min(pause, timedelta(days=1)) if pause > timedelta(0) else None

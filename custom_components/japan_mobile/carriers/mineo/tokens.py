"""mineo's tokens: a refresh token that is good once, and the bearer that comes with its successor.

Protocol: docs/carriers/mineo.md, 3. What the carrier gives out is on disk before it is used, and no two tasks renew
at once. What is left is the time between the carrier's answer and the end of that one write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
import hashlib
import hmac
import re
import secrets
from typing import Any, NamedTuple

from ..codes import told_code
from ..errors import CannotConnect, LayoutChanged, LoginExpired
from ..keep import Keep
from ..reading import Unreadable, whole
from ..web import Page, Web

TOKEN = "https://login.eonet.jp/oidc/v1/token"
PAGE = "token"
_CLIENT_ID = "100064798"
"""The app's own id, the same for everybody."""

_EARLY = timedelta(minutes=15)
_LIFETIME = timedelta(days=1)
_DEAD_TEXT = re.compile(r"not exists|invalid|expired", re.IGNORECASE)
_DEAD_CODES = frozenset({"invalid_token", "invalid_grant"})
_REMEMBERED = 20

_SPENT = "this refresh token was used before: the app has to be logged in anew for another one"
_DEAD = "the carrier does not know the refresh token any more: the app has to be logged in anew for another one"
_LOST = f"an answer was lost on the way, and the new refresh token with it; {_DEAD}"

_RUNNING: set[asyncio.Task[None]] = set()
"""Renewals under way, so that none is collected while nobody waits for it any more."""


class Issued(NamedTuple):
    """What a renewal brings. Without a bearer it is incomplete, and yet the one refresh token that is still good."""

    id_token: str | None
    refresh_token: str
    lifetime: timedelta


class Dead(Exception):
    """The carrier says that the token was used or has expired."""


class Tokens:
    """The tokens of one account.

    Uses `refresh_token`, `id_token`, `id_expires`, `renewing`, `ended`, `handed` and `salt` of the keep.
    """

    def __init__(self, web: Web, keep: Keep) -> None:
        self._web = web
        self._keep = keep

    @property
    def alive(self) -> bool:
        """Whether there is a token to renew with."""
        return isinstance(self._keep.get("refresh_token"), str)

    def was_handed(self, handed: str) -> bool:
        """Whether a token that a person handed in has been exchanged, or refused, before."""
        return self._mark(handed) in self._handed

    async def take(self, handed: str, about_to_send: Callable[[], Awaitable[None]]) -> None:
        """Exchange the token that a person handed in, once.

        Raises `LoginExpired` for one that is spent: without a request if that is known here.
        """
        await _to_the_end(self._take(handed, about_to_send))

    async def _take(self, handed: str, about_to_send: Callable[[], Awaitable[None]]) -> None:
        async with self._keep.turn:
            if self.was_handed(handed):
                raise LoginExpired(self._keep.get("ended") or _SPENT)
            await about_to_send()
            await self._exchange(handed, handed=True)

    async def bearer(self, refused: str | None = None) -> str:
        """What the API wants to see, renewed shortly before its end, or at once where it was `refused`.

        Raises `LoginExpired` when nothing is left to renew with.
        """
        if not self._fits(refused):
            await _to_the_end(self._renew(refused))
        bearer: str = self._keep["id_token"]
        return bearer

    async def _renew(self, refused: str | None) -> None:
        async with self._keep.turn:
            if self._fits(refused):  # another task was faster
                return
            if not self.alive:
                raise LoginExpired
            await self._exchange(self._keep["refresh_token"])

    def _fits(self, refused: str | None) -> bool:
        """Whether the bearer can be used. After a renewal whose answer is not known it is renewed again, early enough."""
        match self._keep:
            case {"renewing": _}:
                return False
            case {"id_token": str(bearer), "id_expires": str(expires), "refresh_token": str()} if bearer != refused:
                return _moment(expires) - self._web.now() > _EARLY
            case _:
                return False

    async def _exchange(self, token: str, *, handed: bool = False) -> None:
        """Send a token and keep what comes back; it is on disk when this returns.

        That it was sent is on disk first: whoever starts after a crash knows that its answer may be lost.
        """
        mark = self._mark(token)
        lost = self._keep.get("renewing") == mark
        self._keep["renewing"] = mark
        await self._keep.save()
        try:
            try:
                page = await self._send(token)
            except CannotConnect:
                lost = True
                page = await self._send(token)  # it may have arrived or not: the carrier says which (sheet, 3.3)
            issued = read_issued(page)
        except Dead:
            self._keep["ended"] = _LOST if lost else _DEAD
            await self._know(mark, handed=handed)
            raise LoginExpired(self._keep["ended"]) from None
        self._keep.pop("ended", None)
        self._keep["refresh_token"] = issued.refresh_token
        if issued.id_token is not None:
            self._keep["id_token"] = issued.id_token
            self._keep["id_expires"] = (self._web.now() + issued.lifetime).isoformat()
        await self._know(mark, handed=handed, alive=True)
        if issued.id_token is None:
            raise LayoutChanged(PAGE, "id_token")

    async def _know(self, mark: str, *, handed: bool, alive: bool = False) -> None:
        """Write down the outcome. A token that was handed in is not sent again."""
        self._keep.pop("renewing", None)
        if handed:
            self._keep["handed"] = [*self._handed, mark][-_REMEMBERED:]
        if not alive:
            for key in ("refresh_token", "id_token", "id_expires"):
                self._keep.pop(key, None)
        await self._keep.save()

    async def _send(self, token: str) -> Page:
        form = (("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", _CLIENT_ID))
        return await self._web.post(TOKEN, form=form)

    @property
    def _handed(self) -> list[str]:
        found = self._keep.get("handed")
        return found if isinstance(found, list) else []

    def _mark(self, token: str) -> str:
        """A keyed hash that recognises a token and does not tell it."""
        salt = str(self._keep.setdefault("salt", secrets.token_hex(32)))
        return hmac.new(salt.encode(), token.encode(), hashlib.sha256).hexdigest()[:32]


def read_issued(page: Page) -> Issued:
    """The tokens of an answer, judged by its content: the status of a refusal is not known (sheet, 3.2).

    Raises `Dead`; `LayoutChanged` for an answer that is neither.
    """
    try:
        content = page.json_object()
    except LayoutChanged as err:
        raise LayoutChanged(PAGE, *err.missing) from None
    if content.get("error") is not None:
        raise _refusal(content)
    match content:
        case {"refresh_token": str(refresh_token), **rest} if refresh_token:
            bearer = rest.get("id_token")
            bearer = bearer if isinstance(bearer, str) and bearer else None
            return Issued(bearer, refresh_token, _lifetime(rest.get("expires_in")))
        case _:
            raise LayoutChanged(PAGE, "refresh_token")


def _refusal(content: dict[str, Any]) -> Exception:
    code, text = content["error"], content.get("error_description")
    if code in _DEAD_CODES or (isinstance(text, str) and _DEAD_TEXT.search(text)):
        return Dead()
    return LayoutChanged(PAGE, told_code(code) or "error")


def _lifetime(value: Any) -> timedelta:
    """How long the bearer lives: as told, else the day that it is known to live. A wrong guess ends in a 401."""
    try:
        seconds = whole(value)
    except Unreadable:
        seconds = None
    return timedelta(seconds=seconds) if seconds and 0 < seconds <= 10**8 else _LIFETIME


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Await some work that goes on when whoever waits is cancelled: a token that is on its way must be written down."""
    task = asyncio.ensure_future(work)
    _RUNNING.add(task)
    task.add_done_callback(_done)
    await asyncio.shield(task)


def _done(task: asyncio.Task[None]) -> None:
    _RUNNING.discard(task)
    if not task.cancelled():
        task.exception()  # whoever waited has seen it, and if nobody did, the next poll will

"""The code by e-mail. Protocol: docs/carriers/povo.md, 3.

A mail goes out with `send()` and nothing else; when one was asked for last is kept, so that no second one follows
within half a minute, whoever asks and from whichever process.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import re

from ..carrier import Credentials
from ..errors import CodeNeeded, LoginExpired, RateLimited
from ..keep import Keep
from ..reading import plain
from ..web import Web
from .api import Api

LIFE = timedelta(minutes=2)
HOLD = timedelta(seconds=30)
_TRIES = 5
"""How many wrong codes we send for one mail: how many the carrier takes before it blocks is not known."""
_CODE = re.compile(r"[0-9]{6}")


class EmailChallenge:
    """A login that waits for the six digits of a mail. Uses `code_asked` and `pending` of the keep."""

    def __init__(
        self, api: Api, web: Web, keep: Keep, credentials: Credentials, entered: Callable[[], Awaitable[None]]
    ) -> None:
        self._api = api
        self._web = web
        self._keep = keep
        self._credentials = credentials
        self._entered = entered
        self._tries = 0
        self._auth_id = pending(keep, web.now())

    @property
    def sent(self) -> bool:
        """Whether a code is on its way."""
        return self._auth_id is not None

    @property
    def destination(self) -> str | None:
        """The address with all but its first letter and its domain hidden."""
        name, _, domain = self._credentials["email"].strip().rpartition("@")
        return f"{name[:1]}…@{domain}" if name and domain else None

    async def send(self) -> None:
        """Have the code mailed. Raises `RateLimited` within half a minute of the last one."""
        if self.sent:
            return
        now = self._web.now()
        asked = _time(self._keep.get("code_asked"))
        if asked is not None and timedelta(0) <= now - asked < HOLD:
            raise RateLimited(asked + HOLD - now)
        self._keep["code_asked"] = now.isoformat()
        await self._keep.save()
        self._auth_id = await self._api.ask_for_code(self._credentials)
        self._keep["pending"] = {"auth_id": self._auth_id}
        await self._keep.save()

    async def submit(self, code: str) -> None:
        """Send the code. What cannot be one is not sent, nor is anything once its two minutes are over."""
        digits = "".join(plain(code).split())
        if self._auth_id is None:
            raise CodeNeeded(self)
        if pending(self._keep, self._web.now()) is None or self._tries >= _TRIES:
            await self._drop()
            raise LoginExpired("the code is no longer good")
        if not _CODE.fullmatch(digits):
            raise CodeNeeded(self)
        self._tries += 1
        if not await self._api.send_code(self._auth_id, digits):
            raise CodeNeeded(self)
        await self._drop()
        await self._entered()

    async def _drop(self) -> None:
        self._auth_id = None
        self._keep.pop("pending", None)
        await self._keep.save()


def pending(keep: Keep, now: datetime) -> str | None:
    """What a code that was mailed and can still be good is called by."""
    asked = _time(keep.get("code_asked"))
    match keep.get("pending"):
        case {"auth_id": str(auth_id)} if asked is not None and timedelta(0) <= now - asked < LIFE:
            return auth_id
        case _:
            return None


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None

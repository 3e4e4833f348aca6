"""IIJmio's back end of the official app: a bearer token, JSON. Protocol: docs/carriers/iijmio.md, 3.3 and 4.5 to 4.8.

`App` sends and judges; what the answers mean is in `app_read.py`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ..aside import aside
from ..carrier import Credentials
from ..errors import ForeignAnswer, LayoutChanged, LoginExpired, LoginRefused
from ..keep import Keep, is_time
from ..model import Month
from ..web import Page, Web
from .notices import UNAVAILABLE, refuse_notice
from .parts import month_begins

BASE = "https://gapi.iijmio.jp"
VERSION = "3.2.5"
"""The app version that we name. When the carrier wants a newer one it answers 505 (sheet, 8.2)."""

SWITCH = "couponStatus"
_TOO_OLD = 505
_EXPECTED = frozenset({_TOO_OLD, UNAVAILABLE})


class Off(StrEnum):
    """Why the app's interface is left alone for a while."""

    TOO_OLD = "too_old"
    REFUSED = "refused"
    CHANGED = "changed"
    UNREACHABLE = "unreachable"
    WALL = "wall"


_REST = {
    Off.TOO_OLD: timedelta(days=1),
    Off.REFUSED: timedelta(days=1),
    Off.CHANGED: timedelta(days=1),
    Off.UNREACHABLE: timedelta(hours=6),
    Off.WALL: timedelta(hours=6),
}
_ONLY_A_NEW_LOGIN = frozenset({Off.TOO_OLD, Off.REFUSED, Off.CHANGED})


def is_off(value: Any) -> bool:
    """Whether this is what `App.rest` notes."""
    match value:
        case {"why": str(why), "version": str(), "at": at}:
            return why in set(Off) and is_time(at)
        case _:
            return False


class AppTooOld(LayoutChanged):
    """The carrier wants a newer app version: no login failure, and no login helps."""

    def __init__(self, page: str) -> None:
        super().__init__(page, "app version")

    @property
    def kind(self) -> str:
        """For everybody else a page that cannot be read."""
        return LayoutChanged.__name__


class App:
    """Requests of one account to the app's interface. Uses `token`, `mio_id`, `month` and `app_off` of the keep."""

    def __init__(self, web: Web, keep: Keep) -> None:
        self._web = web
        self._keep = keep

    @property
    def last(self) -> Page | None:
        """The answer that is being read."""
        return self._web.last

    @property
    def has_token(self) -> bool:
        """Whether there is a token to try."""
        return isinstance(self._keep.get("token"), str)

    @property
    def resting(self) -> bool:
        """Whether it was noted as unusable, by this version of ours and not long ago."""
        off = self._keep.get("app_off")
        if off is None or off["version"] != VERSION:
            return False
        return self._web.now() - datetime.fromisoformat(off["at"]) < _REST[Off(off["why"])]

    @property
    def wants_login(self) -> bool:
        """Whether a login would help: there is no token, and no reason to think that none can be had.

        After a refusal beside an accepted member-site login, or an answer that nobody understands, only the next
        login there gives a new chance.
        """
        off = self._keep.get("app_off") or {}
        same = off.get("version") == VERSION
        known = same and off.get("why") in _ONLY_A_NEW_LOGIN
        return not self.has_token and not known and not self.resting

    @property
    def wants_fresh(self) -> bool:
        """Whether the server's cache may still hold last month's figures (sheet, 4.8)."""
        now = self._web.now()
        return month_begins(now) or self._keep.get("month") != str(Month.of(now))

    async def month_was_read(self) -> None:
        """Note that the figures of this month have been read past the cache, so that it may be used from now on.

        In the month's first hours that is not noted: the server's clock may be behind ours.
        """
        now = self._web.now()
        if self.wants_fresh and not month_begins(now):
            self._keep["month"] = str(Month.of(now))
            await self._keep.save()

    async def rest(self, why: Off) -> None:
        """Note why it is left alone, for which version, since when."""
        self._keep["app_off"] = {"why": why.value, "version": VERSION, "at": self._web.now().isoformat()}
        await self._keep.save()

    async def log_in(self, credentials: Credentials) -> str:
        """Get a token for the credentials; the answer's mioID is returned, the token is not yet kept.

        Raises `LoginRefused` for 401 and 403, `AppTooOld` for 505, `ForeignAnswer` when the mioID is not the known one,
        `Maintenance`, `HumanCheckNeeded` or `AccountActionNeeded` for a page that clearly is one.
        """
        page = await self._web.post(
            f"{BASE}/token",
            json_body={"loginId": credentials.username, "password": credentials.password},
            headers=_headers(f"appVersion={VERSION}"),
            expect=_EXPECTED,
        )
        await aside(refuse_notice, page, self._web.now())
        if page.status in {401, 403}:
            raise LoginRefused
        mio_id, token = read_token(page)
        if self._keep.get("mio_id") not in {None, mio_id}:
            raise ForeignAnswer("token: an answer for another customer")
        self._keep.pop("app_off", None)
        self._keep["token"] = token
        self._keep["mio_id"] = mio_id
        return mio_id

    async def get(self, name: str, params: Mapping[str, str] | None = None, *, fresh: bool = False) -> dict[str, Any]:
        """Read one answer; a `fresh` one does not come out of the server's cache.

        Raises `LoginExpired` and forgets the token when it is refused; what `read_answer` raises; and for notices as
        `log_in`.
        """
        headers = _headers(f"Bearer {self._keep['token']},appVersion={VERSION}")
        if fresh:
            headers["ForceUpdate"] = "1"
        page = await self._web.get(f"{BASE}/{name}", params=params, headers=headers, expect=_EXPECTED)
        await aside(refuse_notice, page, self._web.now())
        await self._check_token(page)
        content = await aside(read_answer, page, self._keep.get("mio_id"))
        if self._keep.pop("app_off", None) is not None:
            await self._keep.save()
        return content

    async def _check_token(self, page: Page) -> None:
        if page.status in {401, 403}:
            self._keep.pop("token", None)
            await self._keep.save()
            raise LoginExpired("the app's interface wants a new login", "app")

    async def switch(self, service: str, line: str, *, fast: bool) -> None:
        """Set a line's fast data (sheet, 7). Nobody has run this in public: only the answer's status is judged.

        What it did is told by the next read, which goes past the server's cache.
        """
        page = await self._web.post(
            f"{BASE}/{SWITCH}",
            json_body={"serviceCode": service, "lineServiceCode": line, "couponStatus": int(fast)},
            headers=_headers(f"Bearer {self._keep['token']},appVersion={VERSION}"),
            expect={_TOO_OLD},
        )
        await self._check_token(page)
        if page.status == _TOO_OLD:
            raise AppTooOld(SWITCH)
        if page.status != 200:
            raise LayoutChanged(SWITCH, f"status {page.status}")
        self._keep.pop("month", None)
        await self._keep.save()

    async def data_traffic(self, *, fresh: bool = False) -> dict[str, Any]:
        """All lines with what is left, and their last seven days (sheet, 4.6)."""
        return await self.get("dataTraffic", {"dataDetailFlag": "1"}, fresh=fresh)

    async def past_data_traffic(self, service: str, line: str, *, fresh: bool = False) -> dict[str, Any]:
        """One line's last five months and the days of this month (sheet, 4.7)."""
        params = {"serviceCode": service}
        if not service.startswith("hdc"):
            params["lineServiceCode"] = line
        return await self.get("pastDataTraffic", params, fresh=fresh)

    async def usage_fee(self) -> dict[str, Any]:
        """The bills with their items (sheet, 5.1)."""
        return await self.get("usageFee")


def _headers(authorization: str) -> dict[str, str]:
    return {"Accept": "application/json", "Cache-Control": "no-store", "Authorization": authorization}


def _name(page: Page) -> str:
    return page.url.path.rpartition("/")[2]


def _content(page: Page) -> dict[str, Any]:
    name = _name(page)
    if page.status == _TOO_OLD:
        raise AppTooOld(name)
    if page.status != 200:
        raise LayoutChanged(name, f"status {page.status}")
    try:
        return page.json_object()
    except LayoutChanged as err:
        raise LayoutChanged(name, *err.missing) from None


def read_token(page: Page) -> tuple[str, str]:
    """The mioID and the token of a login answer. Raises `AppTooOld` or `LayoutChanged`."""
    match _content(page):
        case {"mioId": str(mio_id), "token": str(token), **rest} if mio_id and token:
            _check_status(rest.get("statusCode", 200), "token")
            return mio_id, token
        case _:
            raise LayoutChanged("token", "mioId", "token")


def read_answer(page: Page, mio_id: str | None) -> dict[str, Any]:
    """The content of an answer for this customer, or for anyone when `mio_id` is None.

    Raises `ForeignAnswer` for another customer's, `AppTooOld`, or `LayoutChanged`.
    """
    content = _content(page)
    match content.get("mioId"):
        case str(found) if found and mio_id in {None, found}:
            _check_status(content.get("statusCode"), _name(page))
            return content
        case str(found) if found:
            raise ForeignAnswer(f"{_name(page)}: an answer for another customer")
        case _:
            raise LayoutChanged(_name(page), "mioId")


def _check_status(status: Any, name: str) -> None:
    if isinstance(status, bool) or str(status).strip() != "200":
        raise LayoutChanged(name, "statusCode")

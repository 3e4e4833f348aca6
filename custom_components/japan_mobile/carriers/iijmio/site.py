"""IIJmio's member site: cookies, JSON, and server-rendered HTML. Protocol: docs/carriers/iijmio.md, 3.1, 3.2, 4, 5.

`Site` sends and judges; what the pages mean is in `site_read.py` (JSON) and `site_html.py`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..aside import aside
from ..carrier import Credentials
from ..codes import told_code
from ..errors import CannotConnect, LayoutChanged, LoginExpired, LoginRefused
from ..keep import Keep
from ..web import Page, Web
from .notices import UNAVAILABLE, refuse_notice

BASE = "https://www.iijmio.jp"

_REFUSED = frozenset({"ERROR_CODE_008", "WARNING_CODE_008"})
_SIGNED_OUT = frozenset({"ERROR_CODE_032", "ERROR_CODE_023"})
_SIGNED_OUT_STATUS = frozenset({401, 403, 419})
_PATHS = {
    "top": "/api/member/top",
    "getBillSummary": "/api/member/getBillSummary",
    "getSuspensionInfo": "/api/member/getSuspensionInfo",
    "viewdailydata": "/service/setup/hdc/viewdailydata/",
    "viewmonthlydata": "/service/setup/hdc/viewmonthlydata/",
    "detail": "/customer/bill/detail/",
}
_MARKS = {"viewdailydata": "viewdata", "viewmonthlydata": "viewdata", "detail": "bill-detail-top"}
"""What the pages in HTML are known by. A page that has it is the wanted one, whatever notice stands on it."""

_EXPECTED = frozenset({UNAVAILABLE})


class Site:
    """Requests of one account to the member site. Uses `signed_in` and the cookies of the keep."""

    def __init__(self, web: Web, keep: Keep) -> None:
        self._web = web
        self._keep = keep

    @property
    def signed_in(self) -> bool:
        """Whether there is a sign-in to try."""
        return self._keep.get("signed_in") is True

    async def warm_up(self) -> None:
        """Collect the cookies that the site wants before a login. No secret is sent.

        Raises `CannotConnect` or `Maintenance` when the site is out, `HumanCheckNeeded` for a wall before the login,
        `LayoutChanged` when something else answers.
        """
        self._web.forget_cookies()
        page = await self._web.get(f"{BASE}/auth/login/", expect=_EXPECTED)
        await aside(_refuse_wall, page, self._web.now())

    async def log_in(self, credentials: Credentials) -> None:
        """Send the credentials, once. Raises what `read_login` raises."""
        body = {"mioId": credentials.username, "password": credentials.password}
        page = await self._web.post(f"{BASE}/api/member/login", json_body=body, expect=_EXPECTED)
        await aside(read_login, page, self._web.now())
        self._keep["signed_in"] = True

    async def mio_id(self) -> str | None:
        """The mioID of the sign-in (sheet, 3.2), None when the site does not say."""
        page = await self._web.post(f"{BASE}/api/front/loginInfo", json_body={}, expect=_EXPECTED)
        try:
            return await aside(read_login_info, page, self._web.now())
        except LayoutChanged:
            return None

    async def get(self, name: str) -> Page:
        """GET a page or an answer. Raises `LoginExpired` and forgets the sign-in when it is gone."""
        return await self._judged(name, await self._web.get(BASE + _PATHS[name], expect=_EXPECTED))

    async def post(self, name: str, form: Iterable[tuple[str, str]]) -> Page:
        """POST a form to a page; as `get`."""
        return await self._judged(name, await self._web.post(BASE + _PATHS[name], form=form, expect=_EXPECTED))

    async def top(self) -> Page:
        """What is left of every contract (sheet, 4.2)."""
        page = await self._web.post(BASE + _PATHS["top"], json_body={}, expect=_EXPECTED)
        return await self._judged("top", page)

    async def _judged(self, name: str, page: Page) -> Page:
        try:
            await aside(check_page, page, name, self._web.now())
        except LoginExpired:
            await self.forget()
            raise
        return page

    async def forget(self) -> None:
        """Drop a dead sign-in, so that the next login makes a new one."""
        self._web.forget_cookies()
        self._keep.pop("signed_in", None)
        self._keep["cookies"] = []
        await self._keep.save()


def check_page(page: Page, name: str, now: datetime) -> None:
    """Raise what the sheet's table 8.1 says of an answer to a signed-in request.

    `Maintenance`, `HumanCheckNeeded`, `LoginExpired`, `CannotConnect` for the site's error page, `LayoutChanged` for
    an unknown status or error code.
    """
    if page.status != 200 or name not in _MARKS or _MARKS[name] not in page.text:
        refuse_notice(page, now)
    if page.status in _SIGNED_OUT_STATUS or "login" in page.url.path:
        raise LoginExpired("the member site wants a new login", "site")
    _refuse_error_page(page, name)
    if page.status != 200:
        raise LayoutChanged(name, f"status {page.status}")
    if page.body.lstrip()[:1] == b"{":
        code = _error_code(json_object(page, name))
        if code in _SIGNED_OUT:
            raise LoginExpired("the member site wants a new login", "site")
        if code is not None:
            raise LayoutChanged(name, code)


def _refuse_wall(page: Page, now: datetime) -> None:
    """Raise for what stands in place of the page with the login."""
    refuse_notice(page, now)
    _refuse_error_page(page, "login")
    if page.status != 200:
        raise LayoutChanged("login", f"status {page.status}")


def _refuse_error_page(page: Page, name: str) -> None:
    if "システムエラー" in page.text:
        raise CannotConnect(f"{name} shows the portal's error page")


def json_object(page: Page, name: str) -> dict[str, Any]:
    """The JSON object of an answer. Raises `LayoutChanged`."""
    try:
        return page.json_object()
    except LayoutChanged as err:
        raise LayoutChanged(name, *err.missing) from None


def _error_code(content: Mapping[str, Any]) -> str | None:
    """The portal's error code; None for success. A text that is not a code is not repeated."""
    match content.get("error"):
        case None | "":
            return None
        case str(code):
            return told_code(code) or "error"
        case _:
            return "error"


def read_login(page: Page, now: datetime) -> None:
    """Judge the answer to a login (sheet, 3.1).

    Raises `LoginRefused`; `Maintenance`, `HumanCheckNeeded` or `AccountActionNeeded` for a page that clearly is one;
    `LayoutChanged`.
    """
    refuse_notice(page, now)
    if page.status != 200:
        raise LayoutChanged("login", f"status {page.status}")
    code = _error_code(json_object(page, "login"))
    if code in _REFUSED:
        raise LoginRefused
    if code is not None:
        raise LayoutChanged("login", code)


def read_login_info(page: Page, now: datetime) -> str | None:
    """The mioID in `/api/front/loginInfo`. Raises `LayoutChanged`, and for notices as `read_login`."""
    refuse_notice(page, now)
    if page.status != 200:
        raise LayoutChanged("loginInfo", f"status {page.status}")
    match json_object(page, "loginInfo").get("id_ma"):
        case str(mio_id) if mio_id:
            return mio_id
        case _:
            return None

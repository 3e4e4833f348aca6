"""Sakura Cloud's API: Basic authentication, queries that are JSON, and the judgement of answers. Protocol: docs/carriers/sakura.md"""

from base64 import b64encode
from collections.abc import Mapping
import json
from typing import Any, NamedTuple
from urllib.parse import quote

from yarl import URL

from ..aside import aside
from ..carrier import Credentials
from ..codes import told_code
from ..errors import CannotConnect, LayoutChanged, LoginExpired, LoginRefused, NotPermitted
from ..keep import Keep
from ..web import Page, Web
from . import HOST

HOME_ZONE = "is1a"
"""SIMs are the same in every zone; this one is asked."""
ZONES = (HOME_ZONE, "is1b", "tk1a")
"""Where gateways can stand. The sandbox is none of them."""
PER_PAGE = 100

_MOST_PAGES = 20
_LOCKED = 423
_SERVER_ERRORS = range(500, 600)


class Who(NamedTuple):
    """Whose key it is, and whether it may read bills."""

    account: str
    member: str | None
    bills: bool


class Api:
    """Requests of one account. Uses `authorization` of the keep."""

    def __init__(self, web: Web, keep: Keep) -> None:
        self.web = web
        self._keep = keep

    async def who(self, authorization: str) -> Who:
        """Whose key this is: the only way to try one. Raises `LoginRefused` for 401. Sheet, 3."""
        page = await self._send(_address(HOME_ZONE, "cloud/1.1/auth-status"), authorization)
        if page.status == 401:
            raise LoginRefused
        content = await aside(_content, page, "auth-status", "view")
        match content:
            case {"Account": {"ID": account}} if (key := ident(account)) is not None:
                pass
            case _:
                raise LayoutChanged("auth-status", "Account.ID")
        member = content.get("Member")
        code = member.get("Code") if isinstance(member, dict) else None
        allowed = content.get("ExternalPermission")
        words = allowed.split("+") if isinstance(allowed, str) else []
        return Who(key, code if isinstance(code, str) and code else None, "bill" in words)

    async def get(
        self, name: str, path: str, *, zone: str = HOME_ZONE, query: Any = None, permission: str = "view"
    ) -> Mapping[str, Any] | None:
        """The content of an answer; None for 404. `name` is what errors call it.

        Raises `LoginExpired` and forgets the key when it is refused, `NotPermitted(permission)` for 403, `CannotConnect`
        for what passes by itself, `LayoutChanged` for anything else that is no success.
        """
        authorization = self._keep.get("authorization")
        if not isinstance(authorization, str):
            raise LoginExpired
        page = await self._send(_address(zone, path, query), authorization)
        if page.status == 401:
            self._keep.pop("authorization", None)
            await self._keep.save()
            raise LoginExpired(f"{name} refused the key")
        return None if page.status == 404 else await aside(_content, page, name, permission)

    async def every(self, name: str, path: str, key: str, query: Mapping[str, Any], zone: str = HOME_ZONE) -> list[Any]:
        """All entries of a list, page by page. Raises as `get`, and `LayoutChanged` for a list that does not add up."""
        found: list[Any] = []
        for _ in range(_MOST_PAGES):
            asked = {"From": len(found), "Count": PER_PAGE, "Sort": ["ID"], **query}
            content = await self.get(name, path, zone=zone, query=asked)
            match content:
                case {"Total": int(total), "From": int(start), **rest} if start == len(found):
                    entries = rest.get(key)
                case _:
                    raise LayoutChanged(name, "Total", "From")
            if not isinstance(entries, list):
                raise LayoutChanged(name, key)
            found += entries
            if len(found) >= total:
                return found
            if not entries:
                break
        raise LayoutChanged(name, key, "all of them")

    async def _send(self, url: URL, authorization: str) -> Page:
        headers = {"Authorization": authorization, "Accept": "application/json"}
        return await self.web.get(url, headers=headers, expect=_SERVER_ERRORS)


def basic(credentials: Credentials) -> str:
    """The header's value."""
    pair = f"{credentials['access_token'].strip()}:{credentials['access_token_secret'].strip()}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def ident(value: Any) -> str | None:
    """An id, which comes as a number or as text, as text."""
    match value:
        case bool():
            return None
        case int() if value > 0:
            return str(value)
        case str() if value.isascii() and value.isdigit():
            return value
        case _:
            return None


def _address(zone: str, path: str, query: Any = None) -> URL:
    """The address of a call. The whole query is one JSON text, without a key. Sheet, 4."""
    asked = "" if query is None else f"?{quote(json.dumps(query, separators=(',', ':')), safe='')}"
    return URL(f"https://{HOST}/cloud/zone/{zone}/api/{path}{asked}", encoded=True)


def _content(page: Page, name: str, permission: str) -> Mapping[str, Any]:
    """The object of an answer, if it is a success. Sheet, 8."""
    if page.status in _SERVER_ERRORS or page.status == _LOCKED:
        raise CannotConnect(f"{name} answered {page.status}", page.status)
    if page.status == 403:
        raise NotPermitted(permission)
    try:
        content = page.json_object()
    except LayoutChanged as err:
        raise LayoutChanged(name, *([f"status {page.status}"] if page.status != 200 else err.missing)) from None
    failed = content.get("is_ok") is False or content.get("Success") is False
    if page.status != 200 or failed:
        code = told_code(content.get("error_code"))
        known = [] if code is None else [code]
        raise LayoutChanged(name, "is_ok" if page.status == 200 else f"status {page.status}", *known)
    return content

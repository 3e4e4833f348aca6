"""SORACOM's API on one coverage: the login, its tokens, and the judgement of answers. Protocol: docs/carriers/soracom.md, 3 and 8."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import re
from typing import Any, NamedTuple

from yarl import URL

from ..aside import aside
from ..carrier import Credentials
from ..errors import CannotConnect, LayoutChanged, LoginExpired, LoginRefused, NotPermitted
from ..keep import Keep
from ..web import Page, Web
from . import HOSTS, Coverage

LIFETIME = timedelta(days=1)
"""What a token is asked to live; the answer does not say when it ends, so that is noted here."""
RENEW_WITHIN = timedelta(hours=6)
"""A token is renewed when it has less than this to live: in any of several polls before its end."""

_SERVER_ERRORS = range(500, 600)
_CODE = re.compile(r"[A-Z]{3}\d{4}", re.ASCII)


class Token(NamedTuple):
    """The two headers, and when the token dies."""

    key: str
    token: str
    until: datetime

    @classmethod
    def kept(cls, key: str, token: str, until: str) -> Token | None:
        """What was kept; None where its time cannot be read."""
        try:
            ends = datetime.fromisoformat(until)
        except ValueError:
            return None
        return cls(key, token, ends) if ends.tzinfo else None


class Api:
    """Requests of one account to one coverage. Uses `tokens` and `operator_id` of the keep."""

    def __init__(self, web: Web, keep: Keep, coverage: Coverage) -> None:
        self.web = web
        self.coverage = coverage
        self._keep = keep
        self._base = f"https://{HOSTS[coverage]}/v1"

    @property
    def now(self) -> datetime:
        """The time, in Tokyo."""
        return self.web.now()

    @property
    def operator(self) -> str:
        """The operator's id. Raises `LoginExpired` without one."""
        match self._keep.get("operator_id"):
            case str(found) if found:
                return found
            case _:
                raise LoginExpired(login=self.coverage)

    @property
    def _token(self) -> Token | None:
        match self._keep.get("tokens"):
            case {self.coverage.value: {"key": str(key), "token": str(token), "until": str(until)}}:
                return Token.kept(key, token, until)
            case _:
                return None

    @property
    def has_token(self) -> bool:
        """Whether there is a token to try."""
        return self._token is not None

    async def log_in(self, credentials: Credentials) -> str:
        """Get key and token, noted but not yet saved; the operator's id is returned.

        Raises `LoginRefused` for 401, `CannotConnect` for a server's error or what is no JSON, else `LayoutChanged`.
        """
        body = {**way(credentials), "tokenTimeoutSeconds": int(LIFETIME.total_seconds())}
        asked = self.now
        page = await self.web.post(f"{self._base}/auth", json_body=body, expect=_SERVER_ERRORS)
        if page.status == 401:
            raise LoginRefused
        if page.status != 200:
            raise _failure("auth", page)
        match _login_answer(page):
            case {"apiKey": str(key), "token": str(token), "operatorId": str(operator)} if key and token and operator:
                self._note(key, token, asked)
                return operator
            case _:
                raise LayoutChanged("auth", "apiKey", "token", "operatorId")

    async def renew(self) -> None:
        """Get a new token while the old one lives. Raises `LoginExpired` when it is too late. Sheet, 3.4."""
        held = self._token
        if held is None:
            raise LoginExpired(login=self.coverage)
        asked = self.now
        if asked < held.until - RENEW_WITHIN:
            return
        body = {"tokenTimeoutSeconds": int(LIFETIME.total_seconds())}
        page = await self._send("POST", f"operators/{self.operator}/token", body)
        if page.status in {400, 401}:
            await self._forget()
            raise LoginExpired("the token could no longer be renewed", self.coverage)
        match _json("generateAuthToken", _judged("generateAuthToken", page)):
            case {"token": str(token)} if token:
                self._note(held.key, token, asked)
                await self._keep.save()
            case _:
                raise LayoutChanged("generateAuthToken", "token")

    async def get(self, operation: str, path: str, params: Mapping[str, str] | None = None) -> Page | None:
        """Read one answer; None for 404. `operation` is the call's name in the carrier's definition.

        Raises `LoginExpired` and forgets the token when it is refused, `NotPermitted`, `CannotConnect`,
        `RateLimited`, or `LayoutChanged` for any other status.
        """
        return await self._read(operation, await self._send("GET", path, params=params))

    async def post(self, operation: str, path: str, body: Mapping[str, Any], params: Mapping[str, str]) -> Any:
        """The content of the answer to one of the calls that only read, though they are posted. Raises as `get`."""
        page = await self._read(operation, await self._send("POST", path, body, params))
        if page is None:
            raise LayoutChanged(operation, "status 404")
        return await aside(_json, operation, page)

    async def _read(self, operation: str, page: Page) -> Page | None:
        if page.status == 404:
            return None
        if page.status == 401:
            await self._forget()
            raise LoginExpired(f"{operation} wants a new login", self.coverage)
        return _judged(operation, page)

    async def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Page:
        held = self._token
        if held is None:
            raise LoginExpired(login=self.coverage)
        headers = {"X-Soracom-API-Key": held.key, "X-Soracom-Token": held.token, "Accept": "application/json"}
        url = URL(f"{self._base}/{path}").with_query(params or {})
        if method == "POST":
            return await self.web.post(url, json_body=body, headers=headers, expect=_SERVER_ERRORS)
        return await self.web.get(url, headers=headers, expect=_SERVER_ERRORS)

    def _note(self, key: str, token: str, asked: datetime) -> None:
        until = asked + LIFETIME
        tokens = self._keep.get("tokens")
        known = tokens if isinstance(tokens, dict) else {}
        self._keep["tokens"] = {
            **known,
            self.coverage.value: {"key": key, "token": token, "until": until.isoformat()},
        }

    async def _forget(self) -> None:
        tokens = self._keep.get("tokens")
        self._keep["tokens"] = {key: held for key, held in (tokens or {}).items() if key != self.coverage.value}
        await self._keep.save()


def way(credentials: Credentials) -> dict[str, str]:
    """The body of a login: the key, else the user, else the root account, whichever is filled in. Sheet, 3.1."""

    def typed(key: str) -> str:
        return credentials.get(key, "").strip()

    if typed("auth_key_id") and typed("auth_key"):
        return {"authKeyId": typed("auth_key_id"), "authKey": typed("auth_key")}
    code = {"mfaOTPCode": typed("mfa_code")} if typed("mfa_code") else {}
    if typed("operator_id") and typed("user_name"):
        named = {"operatorId": typed("operator_id"), "userName": typed("user_name")}
    else:
        named = {"email": typed("email")}
    return {**named, "password": credentials.password, **code}


def rows(operation: str, page: Page | None) -> list[Any]:
    """A list of an answer; nothing for 404. Raises `LayoutChanged`."""
    if page is None:
        return []
    match _json(operation, page):
        case [*found]:
            return found
        case _:
            raise LayoutChanged(operation, "list")


def table(operation: str, page: Page) -> Mapping[str, Any]:
    """An object of an answer. Raises `LayoutChanged`."""
    match _json(operation, page):
        case dict() as found:
            return found
        case _:
            raise LayoutChanged(operation, "object")


def _judged(operation: str, page: Page) -> Page:
    if page.status != 200:
        raise _failure(operation, page)
    return page


def _failure(operation: str, page: Page) -> CannotConnect | LayoutChanged | NotPermitted:
    if page.status in _SERVER_ERRORS:
        return CannotConnect(f"{operation} answered {page.status}", page.status)
    if page.status == 403:
        return NotPermitted(operation)
    code = error_code(page)
    return LayoutChanged(operation, f"status {page.status}", *([code] if code else []))


def error_code(page: Page) -> str | None:
    """The code in an error's body, whichever of its two forms that has; None where there is none. Sheet, 8."""
    try:
        content = page.json()
    except LayoutChanged:  # a load balancer's text
        return None
    match content:
        case {"errorMessage": {"code": str(code)}} | {"code": str(code)} if _CODE.fullmatch(code):
            return code
        case _:
            return None


def _json(operation: str, page: Page) -> Any:
    try:
        return page.json()
    except LayoutChanged:
        raise LayoutChanged(operation, "JSON") from None


def _login_answer(page: Page) -> Any:
    try:
        return page.json()
    except LayoutChanged:
        raise CannotConnect("auth answered with what is no JSON") from None

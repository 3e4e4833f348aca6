"""IIJmio's app interface: token, version check, cache, and the calls. Sheet 3.3, 4.5 to 4.8, 5.1, 7, 8.2."""

from collections.abc import Awaitable, Callable
from datetime import datetime
import json
import re
from typing import Any

from aiohttp import web

from simulator.people import Account

from .iijmio_app_data import AppData
from .iijmio_desk import Desk, as_json
from .iijmio_figures import CARRIER, options_of
from .portal import Instead

type Json = dict[str, Any]

_AUTHORIZATION = re.compile(r"(?:Bearer\s+(?P<token>[^,\s]+)\s*,\s*)?appVersion=(?P<version>[0-9.]+)")
_FOREIGN_ID = "MA9999999"


class AppApi:
    """`gapi.iijmio.jp`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._data = AppData(desk)
        self._cache: dict[tuple[str, str], tuple[datetime, Json]] = {}
        self._reads: dict[str, Callable[[Account, web.Request], Json]] = {
            "/identityStatus": self._data.identity,
            "/lineInfo": self._data.line_info,
            "/contract": self._data.contract,
            "/dataTraffic": self._data.traffic,
            "/pastDataTraffic": self._data.past,
            "/usageFee": self._data.fees,
        }
        self.routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]] = {
            ("POST", "/token"): self._log_in,
            ("DELETE", "/token"): self._log_out,
            ("GET", "/mio-announce"): self._news,
            ("POST", "/couponStatus"): self._switch,
            ("POST", "/detectReplace"): self._report,
            **{("GET", path): self._read for path in self._reads},
        }

    async def _log_in(self, request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text())
            username, password = str(body["loginId"]), str(body["password"])
        except ValueError, KeyError, TypeError:
            return web.Response(status=400)
        options = options_of(self._desk.world.named(CARRIER, username) or self._desk.anybody())
        _, version = _authorization(request)
        if version is None:
            return web.Response(status=400)  # assumed
        if _older(version, options.app_version):
            return web.Response(status=505)
        account = self._desk.try_login("app", username, password)
        if account is None:
            return web.Response(status=options.app_refusal)  # assumed
        token = self._desk.new_token(account)
        return as_json({"mioId": self._own_id(account, request), "token": token, "contractorName": account.name})

    async def _log_out(self, request: web.Request) -> web.Response:
        token, _ = _authorization(request)
        self._desk.tokens.pop(token or "", None)
        return as_json({"statusCode": "200"})

    async def _news(self, _request: web.Request) -> web.Response:
        return as_json({"news": []})

    async def _report(self, request: web.Request) -> web.Response:
        # No client may call this; the journal tells.
        self._account(request)
        return as_json({"statusCode": "200"})

    async def _switch(self, request: web.Request) -> web.Response:
        """The high-speed switch: body, values and answer are assumed."""
        account = self._account(request)
        try:
            body = json.loads(await request.text())
            line = account.line(str(body["lineServiceCode"]))
            state = {0: False, 1: True}[int(body["couponStatus"])]
        except ValueError, KeyError, TypeError:
            return web.Response(status=400)
        line.fast = state
        return as_json(self._envelope(account, request))

    async def _read(self, request: web.Request) -> web.Response:
        account = self._account(request)
        now = self._desk.world.now()
        key = account.account_id, request.path_qs
        kept = self._cache.get(key)
        if kept and request.headers.get("ForceUpdate") != "1":
            age = (now - kept[0]).total_seconds()
            if 0 <= age < options_of(account).cache_seconds:
                return as_json(kept[1])
        answer = self._envelope(account, request) | self._reads[request.path](account, request)
        self._cache[key] = now, answer
        return as_json(answer)

    def _account(self, request: web.Request) -> Account:
        """Who calls. Raises the answer to an old version or a bad token: a status alone, for no body is known."""
        token, version = _authorization(request)
        account = self._desk.holder(token or "")
        options = options_of(account or self._desk.anybody())
        if version is not None and _older(version, options.app_version):
            raise Instead(web.Response(status=505))
        if account is None or version is None:
            raise Instead(web.Response(status=options.app_refusal))
        return account

    def _envelope(self, account: Account, request: web.Request) -> Json:
        style = options_of(account).status_code
        number = style == "number" or (style == "mixed" and request.path == "/usageFee")
        return {"mioId": self._own_id(account, request), "statusCode": 200 if number else "200"}

    def _own_id(self, account: Account, request: web.Request) -> str:
        return _FOREIGN_ID if options_of(account).foreign in ("*", request.path) else account.account_id


def _authorization(request: web.Request) -> tuple[str | None, str | None]:
    """Token and version of the header, whatever its case."""
    match = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", "").strip())
    return (match["token"], match["version"]) if match else (None, None)


def _older(version: str, minimum: str) -> bool:
    return _parts(version) < _parts(minimum)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part]

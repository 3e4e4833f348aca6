"""What SORACOM's calls share: logins, tokens, refusals, and the two forms of an error's body. Sheet 3 and 8."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from secrets import token_hex
from typing import Any

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .portal import Instead, try_login
from .soracom_figures import CARRIER, options_of

LONGEST_TOKEN = 172_800
_DEFAULT_TOKEN = 86_400


@dataclass
class Token:
    """A token on one coverage, and when it dies."""

    account: Account
    coverage: str
    key: str
    until: datetime


@dataclass
class Desk:
    """The tokens of one world, and harm done."""

    world: World
    journal: Journal
    tokens: dict[str, Token] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    harm: list[str] = field(default_factory=list)

    def anybody(self) -> Account | None:
        """Whose variants hold where nobody has said who calls."""
        return next(iter(self.world.of(CARRIER)), None)

    def log_in(self, body: dict[str, Any], coverage: str) -> Token:
        """Check a login in one of its three forms. Raises 401."""
        interface, username, secret = _way(body)
        found = try_login(
            self.world, self.journal, carrier=CARRIER, interface=interface, username=username, password=secret
        )
        if found is None:
            raise Instead(self.error(None, 401, "AUM0001", "Authentication failed."))
        options = options_of(found)
        wrong_code = interface != "key" and options.mfa is not None and body.get("mfaOTPCode") != options.mfa
        wrong_operator = interface == "sam" and body.get("operatorId") != found.account_id
        if wrong_code or wrong_operator or interface != kind_of(found, username):
            raise Instead(self.error(found, 401, "AUM0002", "Authentication failed."))
        return self._issue(found, coverage, self.journal.issue(f"api-{token_hex(16)}"), _lifetime(self, found, body))

    def renew(self, token: Token, body: dict[str, Any]) -> str:
        """A new token beside the old key."""
        fresh = self._issue(token.account, token.coverage, token.key, _lifetime(self, token.account, body))
        return next(key for key, one in self.tokens.items() if one is fresh)

    def _issue(self, account: Account, coverage: str, key: str, lifetime: float) -> Token:
        token = Token(account, coverage, key, self.world.now() + timedelta(seconds=lifetime))
        self.tokens[self.journal.issue(token_hex(32))] = token
        return token

    def name_of(self, token: Token) -> str:
        """The token as it is written."""
        return next(key for key, one in self.tokens.items() if one is token)

    def caller(self, request: web.Request, coverage: str, *, dead: int = 401) -> Token:
        """Who calls, by both headers. Raises 401, or `dead` for a token whose time is over."""
        token = self.tokens.get(request.headers.get("X-Soracom-Token", ""))
        if token is None or token.coverage != coverage or request.headers.get("X-Soracom-API-Key") != token.key:
            raise Instead(self.error(None, 401, "AUM0004", "Invalid API key or token."))
        if self.world.now() >= token.until:
            raise Instead(self.error(token.account, dead, "AUM0005", "The token has expired."))
        return token

    def error(self, account: Account | None, status: int, code: str, message: str) -> web.Response:
        """An error in the form of the day."""
        asked = account or self.anybody()
        shape = options_of(asked).error_shape if asked else "nested"
        if shape == "text":
            return web.Response(status=status, text="upstream error")
        if shape == "html":
            return web.Response(status=status, text="<html><body>Error</body></html>", content_type="text/html")
        flat = {"code": code, "message": message}
        return as_json(flat if shape == "flat" else {"httpStatus": status, "errorMessage": flat}, status)

    def expire(self, account_id: str, coverage: str | None) -> None:
        """Let tokens die."""
        self.tokens = {
            key: one
            for key, one in self.tokens.items()
            if one.account.account_id != account_id or coverage not in (None, one.coverage)
        }


def kind_of(account: Account, username: str) -> str:
    """Which of the three logins a name is for: key ids, addresses and user names differ in form."""
    assert username in account.usernames
    return "key" if username.startswith("keyId-") else "root" if "@" in username else "sam"


def typed(account: Account, way: str = "key") -> dict[str, str]:
    """What the account's owner types in to log in by `key`, as `root` or as `sam`."""
    options = options_of(account)
    name = next(name for name in account.usernames if kind_of(account, name) == way)
    own = {
        "key": {"auth_key_id": name, "auth_key": account.password},
        "root": {"email": name, "password": account.password},
        "sam": {"operator_id": account.account_id, "user_name": name, "password": account.password},
    }[way]
    code = {"mfa_code": options.mfa} if options.mfa and way != "key" else {}
    return {**own, **code, "coverage": options.coverage, "estimate": options.estimate}


def _way(body: dict[str, Any]) -> tuple[str, str, str]:
    if "authKeyId" in body:
        return "key", str(body["authKeyId"]), str(body.get("authKey"))
    if "userName" in body:
        return "sam", str(body["userName"]), str(body.get("password"))
    return "root", str(body.get("email")), str(body.get("password"))


def _lifetime(desk: Desk, account: Account, body: dict[str, Any]) -> float:
    asked = body.get("tokenTimeoutSeconds", _DEFAULT_TOKEN)
    if not isinstance(asked, int) or asked > LONGEST_TOKEN:  # assumed
        raise Instead(desk.error(account, 400, "AUM0006", "tokenTimeoutSeconds is too large."))
    return options_of(account).token_lifetime or asked


def as_json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON answer."""
    return web.Response(
        text=json.dumps(content, ensure_ascii=False), status=status, content_type="application/json", headers=headers
    )


async def body_of(request: web.Request) -> dict[str, Any]:
    """The JSON body. Raises 400."""
    try:
        found = json.loads(await request.text())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Instead(as_json({"code": "COM0001", "message": "Invalid request body."}, 400))
    return found

"""povo's logins: the announced address, the code by mail, and tokens that belong to a device. Sheet 3, 8."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from secrets import randbelow, token_urlsafe
from typing import Any

from aiohttp import web

from simulator.journal import Journal, Login
from simulator.people import Account
from simulator.world import World

from .portal import Instead, Mail
from .povo_figures import CARRIER, options_of

type Json = dict[str, Any]

WRONG_DEVICE = "403001"


@dataclass
class Code:
    """A code on its way; `auth_id` is what the client calls it by."""

    account: Account
    device: str
    digits: str
    since: datetime
    used: bool = False


@dataclass
class Token:
    """A token and whose it is."""

    account: Account
    device: str
    since: datetime
    revoked: bool = False


@dataclass
class Desk:
    """Codes and tokens of one world."""

    world: World
    journal: Journal
    mails: list[Mail]
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, datetime] = field(default_factory=dict)

    async def announce(self, request: web.Request) -> web.Response:
        """Step 1. What an unknown address is told is assumed."""
        body = await _body(request)
        account = self.world.named(CARRIER, str(body.get("email")))
        options = options_of(account)
        if options.captcha:
            return failed(403, "CAPTCHA_REQUIRED")  # assumed
        actions = options.actions if account else ("REGISTER_OTP",)
        told = [{"action": action, "metadata": {"message": "メールを確認してください"}} for action in actions]
        return done({"actions": told, "message": ""})

    async def mail(self, request: web.Request) -> web.Response:
        """Step 2: a mail goes out, and an earlier code is void (assumed)."""
        body = await _body(request)
        account = self.world.named(CARRIER, str(body.get("email")))
        wanted = {"otp_duration": 15, "auth_mode": "ENHANCED_EMAIL_OTP", "request_type": "LOGIN_EMAIL_OTP"}
        if account is None or any(body.get(key) != value for key, value in wanted.items()):
            return failed(400, "BAD_REQUEST")  # assumed
        self._refuse_blocked(account)
        if body.get("device_id") != request.headers.get("X-Deviceid"):
            raise Instead(failed(403, WRONG_DEVICE))
        self.codes = {key: code for key, code in self.codes.items() if code.account is not account}
        auth_id = self.journal.issue(token_urlsafe(18))
        digits = f"{randbelow(10**6):06}"
        self.codes[auth_id] = Code(account, str(body["device_id"]), digits, self.world.now())
        self.mails.append(Mail(CARRIER, account.account_id, account.usernames[0], digits, self.world.now()))
        return done({"auth_id": auth_id})

    async def exchange(self, request: web.Request) -> web.Response:
        """Step 3: the code for a token."""
        body = await _body(request)
        auth = body.get("email_auth")
        auth = auth if isinstance(auth, dict) else {}
        device = str(auth.get("device_id"))
        wanted = {"device_id": device, "device_type": "Mobile", "app_type": "ecosystem"}
        if device != request.headers.get("X-Deviceid") or body.get("device") != wanted:
            return failed(403, WRONG_DEVICE)
        code = self.codes.get(str(auth.get("auth_id")))
        if code is None:
            return _wrong()
        options = options_of(code.account)
        self._refuse_blocked(code.account)
        age = (self.world.now() - code.since).total_seconds()
        right = str(auth.get("otp_code")) == code.digits and not code.used and age < options.code_life
        self._note(code.account, right and code.device == device, str(auth.get("otp_code")))
        if code.device != device:
            return failed(403, WRONG_DEVICE)
        if not right:
            self._count(code.account)
            return _wrong()
        code.used = True
        if options.pin_token:
            return done({"pin_token": self.journal.issue(token_urlsafe(18)), "next_step": "pin"})
        answer = done({"auth_token": self._issue(code.account, device), "first_login": False, "next_step": "dashboard"})
        answer.headers["X-User-Id"] = code.account.account_id
        return answer

    def _note(self, account: Account, accepted: bool, digits: str) -> None:
        self.journal.submitted.append(
            Login(CARRIER, "code", account.usernames[0], account.account_id, accepted, self.world.now(), digits)
        )

    def _count(self, account: Account) -> None:
        wrong = self.wrong[account.account_id] = self.wrong.get(account.account_id, 0) + 1
        if wrong >= options_of(account).wrong_codes:
            self.wrong[account.account_id] = 0
            self.blocked[account.account_id] = self.world.now() + timedelta(seconds=options_of(account).block)

    def _refuse_blocked(self, account: Account) -> None:
        until = self.blocked.get(account.account_id)
        if until is None or self.world.now() >= until:
            return
        seconds = int(until.timestamp())
        forms: dict[str, Json] = {
            "seconds": {"block_until": seconds},
            "milliseconds": {"block_until": str(seconds * 1000)},
            "text": {"block_until": until.isoformat()},
            "absent": {},
        }
        raise Instead(
            web.json_response({"success": False, "result": forms[options_of(account).block_form]}, status=429)
        )

    def _issue(self, account: Account, device: str) -> str:
        options = options_of(account)
        end = int((self.world.now() + timedelta(seconds=options.token_life)).timestamp())
        owner = "OTHER-EXTERNAL-ID" if options.foreign == "token" else account.account_id
        claims = {
            "iss": "circles",
            "external_id": owner,
            "exp": end,
            "expiry_time": str(end) if options.expiry_time == "text" else end,
        }
        parts = [_base64({"alg": "RS256", "typ": "JWT"}), _base64(claims), token_urlsafe(32)]
        token = self.journal.issue(".".join(parts))
        self.tokens[token] = Token(account, device, self.world.now())
        options.devices = (*(known for known in options.devices if known != device), device)
        return token

    async def renew(self, request: web.Request) -> web.Response:
        """Step 4: before its end the same token comes back, afterwards a new one. An old one can be renewed too."""
        token = self._of(request)
        options = options_of(token.account)
        if options.renewal != 200:
            return failed(options.renewal, "REFUSED")  # assumed
        key = request.headers["X-AUTH"]
        if self._over(token):
            key = self._issue(token.account, token.device)
        return done({"auth_token": key, "first_login": False})

    def holder(self, request: web.Request) -> Account:
        """Who calls. Raises the answer to a dead token, or to another device's."""
        token = self._of(request)
        if self._over(token):
            raise Instead(_expired())
        return token.account

    def _of(self, request: web.Request) -> Token:
        token = self.tokens.get(request.headers.get("X-AUTH", "")) or self._remembered(request)
        if token is None or token.revoked or request.headers.get("X-USER-ID") != token.account.account_id:
            raise Instead(_expired())  # assumed
        if request.headers.get("X-Deviceid") != token.device:
            raise Instead(failed(403, WRONG_DEVICE))
        return token

    def _remembered(self, request: web.Request) -> Token | None:
        """A token of before the server's own restart: over by now, and good for a renewal on its device."""
        device, user = request.headers.get("X-Deviceid", ""), request.headers.get("X-USER-ID")
        for account in self.world.of(CARRIER):
            if self.tokens or account.account_id != user or device not in options_of(account).devices:
                continue
            return Token(account, device, datetime.min.replace(tzinfo=self.world.now().tzinfo))
        return None

    def _over(self, token: Token) -> bool:
        return (self.world.now() - token.since).total_seconds() >= options_of(token.account).token_life

    def expire(self, account_id: str, interface: str | None) -> None:
        """Let tokens die: `token` ends their time, everything else revokes them."""
        for token in self.tokens.values():
            if token.account.account_id == account_id and interface == "token":
                token.since = datetime.min.replace(tzinfo=token.since.tzinfo)
            elif token.account.account_id == account_id:
                token.revoked = True


def done(result: Json) -> web.Response:
    """A good answer."""
    return web.json_response({"success": True, "result": result})


def failed(status: int, code: str) -> web.Response:
    """A bad one; where the code stands is as in the generic failure."""
    failure = {"code": code, "title": "エラー", "description": "時間をおいて再度お試しください"}
    return web.json_response({"success": False, "result": None, "failure": failure}, status=status)


def _wrong() -> web.Response:
    result = {"code": 1001, "title": "認証エラー", "message": "認証コードが違います", "description": ""}  # assumed
    return web.json_response({"success": False, "result": result}, status=401)


def _expired() -> web.Response:
    return web.json_response({"success": False, "result": {"message": "Token Expired"}}, status=401)


def _base64(content: Json) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Instead(failed(400, "BAD_REQUEST"))  # assumed
    return body

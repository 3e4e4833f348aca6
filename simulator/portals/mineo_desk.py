"""mineo's token service: refresh tokens that are good once, and the bearers of the API. Sheet 3."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from secrets import token_urlsafe
from time import monotonic

from aiohttp import web

from simulator.journal import Journal, Login
from simulator.people import Account
from simulator.world import World

from .mineo_figures import CARRIER, options_of

CLIENT_ID = "100064798"
_HTML = "<!DOCTYPE html><html><body><p>しばらくお待ちください。</p></body></html>"


@dataclass
class Desk:
    """Tokens of one world. What the app got for its owner is an account's `password`.

    `newest` is each account's last refresh token, `issued_at` when it was given out (monotonic seconds).
    """

    world: World
    journal: Journal
    good: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)
    issued_at: dict[str, float] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def _settle(self) -> None:
        """Whoever is new in the world has logged in to the app already."""
        for account in self.world.of(CARRIER):
            if account.account_id not in self.seen:
                self.seen.add(account.account_id)
                self._give(account, account.password)

    def _give(self, account: Account, token: str) -> None:
        self.good[token] = account.account_id
        self.newest[account.account_id] = token
        self.issued_at[account.account_id] = monotonic()

    def app_login(self, account: Account) -> str:
        """The owner logs in to the app anew: what he can read off his proxy then."""
        self._settle()
        token = self.journal.issue(token_urlsafe(24))
        self._give(account, token)
        return token

    async def token(self, request: web.Request) -> web.Response:
        """Exchange a refresh token."""
        self._settle()
        form = await request.post()
        token = str(form.get("refresh_token", ""))
        account = self._owner(token)
        self.journal.submitted.append(
            Login(
                carrier=CARRIER,
                interface="token",
                username="",
                account_id=account.account_id if account else None,
                accepted=account is not None,
                when=self.world.now(),
                password=token,
            )
        )
        if account is None or (form.get("grant_type"), form.get("client_id")) != ("refresh_token", CLIENT_ID):
            return self._refusal()
        del self.good[token]
        return self._answer(account)

    def _owner(self, token: str) -> Account | None:
        wanted = self.good.get(token)
        return next((one for one in self.world.of(CARRIER) if one.account_id == wanted), None)

    def _refusal(self) -> web.Response:
        options = options_of(next(iter(self.world.of(CARRIER)), None))
        body = {"error": options.refusal_code, "error_description": options.refusal}
        return web.json_response(body, status=options.refusal_status)

    def _answer(self, account: Account) -> web.Response:
        options = options_of(account)
        body = {
            "access_token": self.journal.issue(token_urlsafe(24)),
            "expires_in": options.told_lifetime or str(int(options.id_token_lifetime)),
            "id_token": self._bearer(account),
            "refresh_token": self.journal.issue(token_urlsafe(24)),
            "token_type": "Bearer",
        }
        self._give(account, body["refresh_token"])
        if options.issued == "html":
            return web.Response(text=_HTML, content_type="text/html")
        body.pop(options.issued.removeprefix("no_"), None)
        return web.json_response(body)

    def _bearer(self, account: Account) -> str:
        """In the form of a JWT; older ones stay good."""
        parts = ({"alg": "RS256"}, {"exp": 0})
        head = ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        bearer = self.journal.issue(f"{head}.{token_urlsafe(32)}")
        until = self.world.now() + timedelta(seconds=options_of(account).id_token_lifetime)
        self.bearers[bearer] = account.account_id, until
        return bearer

    def holder(self, bearer: str) -> Account | None:
        """Whose bearer it is, if it is good."""
        found = self.bearers.get(bearer)
        if found is None or found[1] <= self.world.now():
            return None
        account = next((one for one in self.world.of(CARRIER) if one.account_id == found[0]), None)
        return account if options_of(account).bearers else None

    def expire(self, account_id: str, interface: str | None) -> None:
        """Let refresh tokens (`token`), bearers (`bearer`) or both die."""
        self._settle()
        if interface in (None, "token"):
            self.good = {token: owner for token, owner in self.good.items() if owner != account_id}
        if interface in (None, "bearer"):
            self.bearers = {bearer: held for bearer, held in self.bearers.items() if held[0] != account_id}

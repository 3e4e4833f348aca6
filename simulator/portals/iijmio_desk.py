"""What IIJmio's two interfaces have in common: who is signed in where, and since when. Sheet 3."""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex, token_urlsafe
from typing import Any
from uuid import uuid4

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .iijmio_figures import CARRIER, options_of
from .portal import try_login

SESSION = "JSESSIONID"
VISITOR = "mio_visitor"  # assumed: the names of the WAF's cookies are unknown


@dataclass
class Session:
    """A sign-in on the member site. `selected` is the line last asked for: it is what overlapping calls confuse."""

    account_id: str
    since: datetime
    csrf: str
    selected: str = ""
    busy: int = 0


@dataclass
class Desk:
    """Sessions and tokens of one world."""

    world: World
    journal: Journal
    sessions: dict[str, Session] = field(default_factory=dict)
    tokens: dict[str, Session] = field(default_factory=dict)
    visitors: set[str] = field(default_factory=set)

    def new_visitor(self) -> str:
        """An anonymous cookie value, with the characters that a careless jar puts in quotes."""
        value = f"{token_urlsafe(9)}/{token_urlsafe(6)}+=="
        self.visitors.add(value)
        return self.journal.issue(value)

    def new_session(self, account: Account) -> str:
        """Sign in on the member site; the cookie's value."""
        csrf = str(uuid4())
        if options_of(account).csrf_plus:
            csrf = csrf.replace("-", "+", 1)
        key = token_hex(16).upper()
        self.sessions[key] = Session(account.account_id, self.world.now(), self.journal.issue(csrf))
        return self.journal.issue(key)

    def new_token(self, account: Account) -> str:
        """Sign in to the app's interface; the token."""
        key = token_urlsafe(32)
        self.tokens[key] = Session(account.account_id, self.world.now(), "")
        return self.journal.issue(key)

    def try_login(self, interface: str, username: str, password: str) -> Account | None:
        """Check credentials; the journal counts the try."""
        return try_login(
            self.world, self.journal, carrier=CARRIER, interface=interface, username=username, password=password
        )

    def signed_in(self, request: web.Request) -> tuple[Session, Account] | None:
        """The living sign-in of a call to the member site."""
        key = request.cookies.get(SESSION, "")
        return self._living(self.sessions, key, web=True)

    def holder(self, token: str) -> Account | None:
        """The account that a living token belongs to."""
        found = self._living(self.tokens, token, web=False)
        return found and found[1]

    def _living(self, store: dict[str, Session], key: str, *, web: bool) -> tuple[Session, Account] | None:
        session = store.get(key)
        if session is None:
            return None
        account = next((one for one in self.world.of(CARRIER) if one.account_id == session.account_id), None)
        if account is None:
            return None
        options = options_of(account)
        lifetime = options.session_lifetime if web else options.token_lifetime
        if lifetime is not None and (self.world.now() - session.since).total_seconds() > lifetime:
            del store[key]
            return None
        return session, account

    def anybody(self) -> Account | None:
        """The first customer: whose variants hold where nobody has said who calls."""
        return next(iter(self.world.of(CARRIER)), None)

    def expire(self, account_id: str, interface: str | None) -> None:
        """Let sign-ins die."""
        for name, store in (("web", self.sessions), ("app", self.tokens)):
            if interface in (None, name):
                for key in [key for key, session in store.items() if session.account_id == account_id]:
                    del store[key]


def page(body: str, status: int = 200) -> web.Response:
    """An HTML answer."""
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8")


def as_json(body: Any, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.json_response(body, status=status)

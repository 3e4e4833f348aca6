"""Web sessions as server-rendered portals have them: a cookie, what hangs on it, and its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from aiohttp import web

from simulator.people import Account
from simulator.world import World


@dataclass
class Visit:
    """One web session. `account` is None before the sign-in; `calls` counts what was asked for inside."""

    since: datetime
    account: Account | None = None
    calls: int = 0
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class Visits:
    """The web sessions that hang on one cookie. `issue` remembers each value handed out: it is a secret."""

    cookie: str
    world: World
    issue: Callable[[str], str]
    kept: dict[str, Visit] = field(default_factory=dict)

    def begin(self, answer: web.Response, account: Account | None = None) -> Visit:
        """A new web session, whose cookie goes out with the answer."""
        key = self.issue(token_hex(16).upper())
        self.kept[key] = Visit(self.world.now(), account)
        answer.set_cookie(self.cookie, key, path="/", secure=True, httponly=True)
        return self.kept[key]

    def of(self, request: web.Request) -> Visit | None:
        """The web session that a call belongs to."""
        return self.kept.get(request.cookies.get(self.cookie, ""))

    def end(self, visit: Visit) -> None:
        """Let one web session die."""
        self.kept = {key: one for key, one in self.kept.items() if one is not visit}

    def expire(self, account_id: str) -> None:
        """Let the web sessions of an account die."""
        self.kept = {
            key: visit
            for key, visit in self.kept.items()
            if visit.account is None or visit.account.account_id != account_id
        }

    def aged(self, visit: Visit, lifetime: float | None) -> bool:
        """Whether a web session has outlived its time, in seconds."""
        return lifetime is not None and (self.world.now() - visit.since).total_seconds() > lifetime


def page(body: str, status: int = 200, *, charset: str = "utf-8", header: bool = True) -> web.Response:
    """An HTML answer; without `header` only the page itself can say in which character set it is.

    What portals call Shift_JIS is Microsoft's superset of it; letters that a character set lacks become references.
    """
    content = body.encode("cp932" if charset == "Shift_JIS" else charset, "xmlcharrefreplace")
    kind = f"text/html; charset={charset}" if header else "text/html"
    return web.Response(body=content, status=status, headers={"Content-Type": kind})


def redirect(target: str, status: int = 302) -> web.Response:
    """Leads elsewhere."""
    return web.Response(status=status, headers={"Location": target})

"""Rakuten Mobile: a dashboard whose figure a script draws late. docs/carriers/rakuten.md; all of the login is assumed"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote

from aiohttp import web

from simulator.clock import Month
from simulator.journal import Journal
from simulator.people import GB, Account
from simulator.world import World, shown_by

from .choices import one_of
from .portal import Portal, try_login
from .visits import Visits, page, redirect

PORTAL, LOGIN = "portal.mobile.rakuten.co.jp", "login.account.rakuten.com"


@dataclass
class RakutenOptions:
    """The variants; times are in seconds."""

    late: float = 1.0  # the figure appears so late
    blank: bool = True  # `3.2 GB`, else `3.2GB`
    value: str = one_of("shown", "absent", "twice")
    session_lifetime: float | None = None


def shown(world: World, account: Account) -> str:
    """What was used this month, in GB with one decimal."""
    return f"{Decimal(account.lines[0].during(Month.of(world.today())).total * 10 // GB) / 10:.1f}"


@shown_by("rakuten")
def truth(world: World, account: Account, mode: str) -> dict[str, Any]:
    """What a client ought to read; with `cookies` alone nothing, for a script draws it. Its id is the client's own."""
    if mode not in RakutenPortal.modes:
        raise ValueError(f"mode is one of {', '.join(RakutenPortal.modes)}")
    month = Month.of(world.today())
    told = mode == "browser" and options_of(account).value == "shown"
    names = ("remaining_bytes", "total_bytes", "number", "plan", "unlimited", "throttled", "fast", "as_of")
    line: dict[str, Any] = {
        "line_id": account.account_id,
        "cycle_start": month.first.isoformat(),
        "cycle_end": month.last.isoformat(),
        "used_bytes": int(Decimal(shown(world, account)) * GB),
        **dict.fromkeys(names),
        **{name: [] for name in ("shared_with", "buckets", "daily", "monthly")},
    }
    return {"carrier": "rakuten", "account_id": account.account_id, "lines": [line] if told else [], "bills": []}


def options_of(account: Account | None) -> RakutenOptions:
    """The account's variants."""
    return account.options if account and isinstance(account.options, RakutenOptions) else RakutenOptions()


class RakutenPortal(Portal):
    """The portal and its login."""

    carriers: ClassVar[tuple[str, ...]] = ("rakuten",)
    hosts: ClassVar[tuple[str, ...]] = (PORTAL, LOGIN)
    options: ClassVar[type] = RakutenOptions
    modes: ClassVar[tuple[str, ...]] = ("browser", "cookies")

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.harm: list[str] = []
        self._visits = Visits("TS01", world, journal.issue)
        self._tickets: dict[str, Account] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host and path."""
        if request.host.split(":")[0] == LOGIN:
            sent = await request.post() if request.method == "POST" else request.query
            return self._login({name: str(value) for name, value in sent.items()})
        if request.path == "/enter" and (account := self._tickets.pop(request.query.get("ticket", ""), None)):
            answer = redirect("/dashboard")
            self._visits.begin(answer, account)
            return answer
        if request.path != "/dashboard" or request.method != "GET":
            if request.path != "/favicon.ico":
                self.harm.append(f"{request.method} {request.path}")
            return page("<html><body><p>404</p></body></html>", 404)
        visit = self._visits.of(request)
        if visit is None or visit.account is None:
            return redirect(f"https://{LOGIN}/sso/authorize")
        if self._visits.aged(visit, options_of(visit.account).session_lifetime):
            self._visits.end(visit)
            return redirect(f"https://{LOGIN}/sso/authorize")
        return self._dashboard(visit.account)

    def _dashboard(self, account: Account) -> web.Response:
        options = options_of(account)
        text = f"{shown(self.world, account)}{' ' if options.blank else ''}GB"
        found = {"shown": [text], "absent": [], "twice": [text, "19.9 GB"]}[options.value]
        circles = "".join(f'<div class="circle"><div class="title__data">{one}</div></div>' for one in found)
        code = f"setTimeout(() => home.append(t.content), {round(options.late * 1000)})"
        body = (
            f'<main id="home"></main><template id="t">{circles}</template><script>{code}</script><div id="plans"></div>'
        )
        return page(
            f"<!DOCTYPE html><html lang=ja><head><title>my 楽天モバイル</title></head><body>{body}</body></html>"
        )

    def _login(self, told: Mapping[str, str]) -> web.Response:
        """The user ID, then the password."""
        user = told.get("user", "")
        if "password" in told:
            account = try_login(
                self.world,
                self.journal,
                carrier="rakuten",
                interface="web",
                username=user,
                password=told["password"],
            )
            if account is not None:
                ticket = self.journal.issue(quote(f"{account.account_id}-{len(self.journal.submitted)}"))
                self._tickets[ticket] = account
                return redirect(f"https://{PORTAL}/enter?ticket={ticket}", 303)
        box = (
            f'<input type="hidden" name="user" value="{escape(user)}"><label>パスワード <input type="password" name="password"></label>'
            if user
            else '<label>ユーザID <input type="text" name="user"></label>'
        )
        form = f'<form method="post" action="https://{LOGIN}/sso/authorize">{box}<button>次へ</button></form>'
        return page(f"<html><head><title>ログイン</title></head><body><h1>ログイン</h1>{form}</body></html>")

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die."""
        self._visits.expire(account_id)

"""Any other portal: server-rendered, of unknown make. Sheet 3 (docs/carriers/others.md); nearly all is assumed."""

from datetime import timedelta
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.world import World

from .other_desk import Desk
from .other_login import LoginPages
from .other_options import OtherOptions
from .other_pages import NEVER, MyPages
from .other_sites import SITES, TRAP, Site
from .other_truth import MODES
from .portal import Portal
from .visits import page, redirect

_LURE = """<html><body><form method="post" action="/login"><input type="text" name="loginId">
<input type="password" name="loginPassword"><input type="submit" value="ログイン"></form>
<p>残りデータ量：99.99GB</p></body></html>"""


class OtherPortal(Portal):
    """The sites, and a host that belongs to none."""

    carriers: ClassVar[tuple[str, ...]] = tuple(carrier for site in SITES for carrier in site.carriers)
    hosts: ClassVar[tuple[str, ...]] = (*(host for site in SITES for host in site.hosts), TRAP)
    options: ClassVar[type] = OtherOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self._desks = [Desk(world, journal, site, self.sms) for site in SITES]
        rooms = [(desk, LoginPages(desk)) for desk in self._desks]
        self._rooms = {host: room for room in rooms for host in room[0].site.hosts}

    @property
    def harm(self) -> list[str]:
        """The calls that change something, cost money, end the sign-in, or bother somebody."""
        return [call for desk in self._desks for call in desk.harm]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host, method and path."""
        host = request.host.split(":")[0]
        if host not in self._rooms:
            return page(_LURE)
        desk, login = self._rooms[host]
        if desk.options.maintenance:
            return self._notice(desk)
        if host == desk.site.login_host and request.path == desk.site.login:
            return await (login.submit(request) if request.method == "POST" else login.show(request))
        if host == desk.site.host:
            return await self._page(request, desk, login)
        return self._missing(request, desk)

    async def _page(self, request: web.Request, desk: Desk, login: LoginPages) -> web.Response:
        site = desk.site
        if request.path == f"{site.home}enter":
            sent = await request.post() if request.method == "POST" else request.query
            return desk.enter(str(sent.get("ticket", "")), str(sent.get("to", "")))
        if request.method == "GET" and request.path in ("/", site.home):
            return self._start(request, desk, login)
        name = request.path.removeprefix(site.home)
        if request.method == "GET" and request.path.startswith(site.home) and not _never(site, name):
            account = desk.inside(request)
            if name == "contract/":
                return desk.html("ご契約内容", "<h1>ご契約内容</h1><p>お申込み日：2021年4月1日</p>")
            return MyPages(desk).answer(request.query, account, name) or self._missing(request, desk)
        return self._missing(request, desk)

    def _start(self, request: web.Request, desk: Desk, login: LoginPages) -> web.Response:
        site = desk.site
        found = desk.visit(request)
        if found is not None:
            told = MyPages(desk).answer(request.query, found[1], "") if request.path == site.home else None
            return told or redirect(site.home)
        match desk.options.entry or site.entry:
            case "link":
                more = '<a href="/campaign/">キャンペーン</a> <a href="/contact/">お問い合わせ</a>'
                link = f'<p><a href="{desk.login_address(site.home)}">ログインする</a></p>'
                return desk.html("マイページ", f"<h1>マイページ</h1>{more}{link}")
            case "start":
                return desk.html("マイページ", f"<h1>ようこそ</h1>{login.form(site.home, absolute=True)}")
            case _:
                return redirect(desk.login_address(site.home))

    def _missing(self, request: web.Request, desk: Desk) -> web.Response:
        name = request.path.removeprefix(desk.site.home)
        if request.method != "GET" or _never(desk.site, name) or request.path == "/contact/":
            desk.harm.append(f"{request.method} {request.path}")
        if name == "logout":
            visit = desk.visits.of(request)
            if visit is not None:
                desk.visits.end(visit)
        return page("<html><body><p>ページが見つかりません。</p></body></html>", 404)

    def _notice(self, desk: Desk) -> web.Response:
        until = self.world.today() + timedelta(days=1)
        text = f"ただいまシステムメンテナンス中です。{until.year}年{until.month}月{until.day}日 6:00まで"
        answer = desk.html("お知らせ", f"<h1>お知らせ</h1><p>{text}</p>")
        answer.set_status(503 if desk.options.maintenance == "503" else 200)
        return answer

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die; there is one interface, `web`."""
        for desk in self._desks:
            desk.visits.expire(account_id)


def _never(site: Site, name: str) -> bool:
    return name in NEVER or name == site.charge

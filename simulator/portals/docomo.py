"""docomo, ahamo and irumo: one d account, pages of many years. docs/carriers/docomo.md"""

from datetime import timedelta
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.world import World

from .docomo_bills import PATH, ebilling, webbilling
from .docomo_desk import AHAMO, CARRIERS, CFG, HOSTS, ID, MY, PAYMENT, WEBBILLING, WWW, Desk, html
from .docomo_login import LoginPages
from .docomo_options import DocomoOptions
from .docomo_truth import MODES
from .docomo_usage import UsagePages, labelled
from .portal import Portal


class DocomoPortal(Portal):
    """All hosts of a d account."""

    carriers: ClassVar[tuple[str, ...]] = CARRIERS
    hosts: ClassVar[tuple[str, ...]] = HOSTS
    options: ClassVar[type] = DocomoOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self._desk = Desk(world, journal, self.sms)
        self._login = LoginPages(self._desk)
        self._usage = UsagePages(self._desk)

    @property
    def harm(self) -> list[str]:
        """Calls that change something, cost money or bother somebody (sheet, 7)."""
        return self._desk.harm

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host and path."""
        host = request.host.split(":")[0]
        if self._desk.options.maintenance:
            until = self.world.today() + timedelta(days=1)
            return html(
                "メンテナンス", f"<h1>システムメンテナンス中です</h1><p>{until.month}月{until.day}日 7:00まで</p>"
            )
        if host in {CFG, ID}:
            return await self._login.answer(request)
        if request.path == "/enter" and (entered := self._desk.enter(request)) is not None:
            return entered
        if host == WWW:
            return html("My docomo", f'<a href="{self._desk.login_address(request)}">ログインする</a>')
        return await self._page(request, host)

    async def _page(self, request: web.Request, host: str) -> web.StreamResponse:
        account = self._desk.inside(request)
        if host == PAYMENT and request.path == PATH:
            sent = await request.post() if request.method == "POST" else request.query
            entry = str(sent.get("root_GKFAGS001_DENWABANGOPULLDOWN", ""))
            return ebilling(account, str(sent.get("ym", "")), entry)
        if request.method != "GET":
            self._desk.harm.append(f"{request.method} {request.path}")
        found = self._usage.detail(request, account) if host == PAYMENT else None
        if found is not None:
            return found
        if host == MY and request.path == "/":
            return self._usage.my(account)
        if host == AHAMO and request.path.startswith("/myportal/home/auth/"):
            return html("ahamo", f'<a href="/logout">ログアウト</a>{labelled(self.world, account)}')
        if host == WEBBILLING and request.path == "/mem/b0201/init":
            return webbilling(account)
        if request.path != "/favicon.ico" and request.path not in {
            "/pcguide/charges/gkyap001.srv",
            "/smph/charges/gkyap003.srv",
        }:
            self._desk.harm.append(f"{request.method} {request.path}")
        missing = html("エラー", "<p>ページが見つかりません。</p>")
        missing.set_status(404)
        return missing

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die; there is one interface, `web`."""
        self._desk.visits.expire(account_id)
        for visits in self._desk.others.values():
            visits.expire(account_id)

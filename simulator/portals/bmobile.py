"""日本通信SIM / b-mobile and HISモバイル: one application on two hosts. Sheet 9 (docs/carriers/bmobile.md)."""

from datetime import timedelta
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.world import World

from .bmobile_desk import TRAP, Desk
from .bmobile_figures import BRANDS
from .bmobile_options import BmobileOptions
from .bmobile_pages import StatusPages
from .bmobile_signon import Josso, Keycloak
from .bmobile_truth import MODES
from .portal import Portal
from .visits import page

_LURE = """<html><body><form method="post" action="/login"><input name="josso_username"/><input name="username"/>
<input type="password" name="josso_password"/><input type="password" name="password"/></form></body></html>"""


class BmobilePortal(Portal):
    """Both brands, their sign-on hosts (assumed), and a host that belongs to neither."""

    carriers: ClassVar[tuple[str, ...]] = tuple(carrier for brand in BRANDS for carrier in brand.carriers)
    hosts: ClassVar[tuple[str, ...]] = (*(host for brand in BRANDS for host in (brand.host, brand.id_host)), TRAP)
    options: ClassVar[type] = BmobileOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desks = [Desk(world, journal, brand) for brand in BRANDS]

    @property
    def harm(self) -> list[str]:
        """The calls that change something, cost money or end the sign-in."""
        return [call for desk in self.desks for call in desk.harm]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host, method and path."""
        host = request.host.split(":")[0]
        desk = next((one for one in self.desks if host in (one.brand.host, one.brand.id_host)), None)
        if desk is None:
            return page(_LURE)
        if desk.options.maintenance:
            return self._notice(desk)
        # Made for each call: a variant can change at any time.
        sign_on = Josso(desk).routes if desk.login == "josso" else {}
        keycloak = Keycloak(desk).routes if desk.login == "keycloak" else {}
        at_id = desk.brand.id_host if desk.options.sign_on_host == "id" else desk.brand.host
        routes = (StatusPages(desk).routes | sign_on) if host == desk.brand.host else {}
        routes |= keycloak if host == at_id else {}
        route = routes.get((request.method, request.path))
        if route is not None:
            return await route(request)
        if request.method != "GET" or request.path.startswith("/planchange/"):
            desk.harm.append(f"{request.method} {request.path}")
        return page("<html><body>Not Found</body></html>", 404)

    def _notice(self, desk: Desk) -> web.Response:
        until = self.world.today() + timedelta(days=1)
        text = f"ただいまシステムメンテナンス中です。{until.year}年{until.month}月{until.day}日 6:00まで"
        status = 503 if desk.options.maintenance == "503" else 200
        return page(f"<!DOCTYPE html><html lang='ja'><body><h1>お知らせ</h1><p>{text}</p></body></html>", status)

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die: `web` (the pages), `sign_on` (what would renew them silently), or both."""
        for desk in self.desks:
            desk.expire(account_id, interface)

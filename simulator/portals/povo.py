"""povo2.0: the back end of the app on one host. Sheet 9 (docs/carriers/povo.md)."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .portal import Portal
from .povo_data import bills, plan, users
from .povo_desk import Desk
from .povo_figures import CARRIER, options_of
from .povo_options import PovoOptions
from .povo_screens import dashboard, orders, profile, toppings, usage
from .povo_truth import MODES

HOST = "app.povo.jp"
_USERS = "/api/v3/user-service"
_QUILT = "/api/v1/quilt/page/"

type Route = Callable[[web.Request], Awaitable[web.Response]]


class PovoPortal(Portal):
    """Logins by a code in a mail, and everything behind them."""

    carriers: ClassVar[tuple[str, ...]] = (CARRIER,)
    hosts: ClassVar[tuple[str, ...]] = (HOST,)
    options: ClassVar[type] = PovoOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desk = Desk(world, journal, self.mails)
        self.harm: list[str] = []
        for account in world.of(CARRIER):
            journal.issue(options_of(account).au_id)
        self._routes: dict[tuple[str, str], Route] = {
            ("POST", f"{_USERS}/v3/jp/ja/mobile/users/login/action"): self.desk.announce,
            ("POST", f"{_USERS}/v4/jp/ja/mobile/users/login/action"): self.desk.announce,
            ("POST", f"{_USERS}/v4/jp/ja/mobile/otp"): self.desk.mail,
            ("POST", "/user-service/v5/public/jp/ja/mobile/users/auth"): self.desk.exchange,
            ("GET", f"{_USERS}/v4/jp/ja/mobile/users/token"): self.desk.renew,
        }
        self._reads: dict[str, Callable[[Account], object]] = {
            f"{_USERS}/v4/jp/ja/mobile/users": users,
            f"{_USERS}/v4/jp/ja/mobile/account/usage/plan/get": lambda account: plan(world, account),
            f"{_USERS}/v5/jp/ja/mobile/layout/bills/info": bills,
            f"{_QUILT}user-plan-details-v2": lambda account: toppings(world, account),
            f"{_QUILT}profile": profile,
            f"{_QUILT}dashboard-v2": lambda _account: dashboard(),
            f"{_QUILT}order-history": lambda _account: orders(),
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by method and path."""
        route = self._routes.get((request.method, request.path))
        if route is not None:
            return await route(request)
        if request.method != "GET":
            self.harm.append(f"{request.method} {request.path}")
            return _nowhere()
        if request.path in self._reads:
            return web.json_response(self._reads[request.path](self.desk.holder(request)))
        if request.path == f"{_QUILT}usage-history":
            return usage(self.world, self.desk.holder(request), request.query.get("type", ""))
        if request.path.startswith(_QUILT):
            told = {"code": 404, "type": "NO_RESULT", "description": "mongo: no documents in result"}
            return web.json_response(told, status=404)
        return _nowhere()

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let tokens die: `token` ends their time only, anything else revokes them."""
        self.desk.expire(account_id, interface)


def _nowhere() -> web.Response:
    return web.json_response({"message": "no Route matched with those values"}, status=404)  # assumed for most paths

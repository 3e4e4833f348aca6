"""IIJmio's servers: member site, app interface, and the one that is gone. Sheet 9 (docs/carriers/iijmio.md)."""

from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.world import World

from .iijmio_app import AppApi
from .iijmio_bill import BillPage
from .iijmio_desk import Desk, page
from .iijmio_figures import CARRIER
from .iijmio_options import IijmioOptions
from .iijmio_pages import UsagePages
from .iijmio_truth import MODES
from .iijmio_web import MemberJson
from .portal import Portal

SITE = "www.iijmio.jp"
APP = "gapi.iijmio.jp"
DEAD = "api.iijmio.jp"
_WRITES = {("DELETE", "/token"), ("POST", "/couponStatus"), ("POST", "/detectReplace")}
"""What changes something: the switch for fast data too, which its owner alone may use."""


class IijmioPortal(Portal):
    """Member site and app interface over one customer base. `harm` are the calls that write, and those that nobody knows."""

    carriers: ClassVar[tuple[str, ...]] = (CARRIER,)
    hosts: ClassVar[tuple[str, ...]] = (SITE, APP, DEAD)
    options: ClassVar[type] = IijmioOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desk = Desk(world, journal)
        self.harm: list[str] = []
        site = (MemberJson(self.desk).routes, UsagePages(self.desk).routes, BillPage(self.desk).routes)
        self._routes = {
            SITE: {key: route for routes in site for key, route in routes.items()},
            APP: AppApi(self.desk).routes,
            DEAD: {},  # assumed: it answers 404 to everything
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host, method and path."""
        call = request.method, request.path
        route = self._routes[request.host.split(":")[0]].get(call)
        if call in _WRITES or (route is None and request.method != "GET"):
            self.harm.append(" ".join(call))
        return page("<html><body>Not Found</body></html>", 404) if route is None else await route(request)

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die: `web`, `app`, or both."""
        self.desk.expire(account_id, interface)

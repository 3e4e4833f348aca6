"""SoftBank's and Y!mobile's servers: portal, identity, data and billing hosts of both. Sheet 9 (docs/carriers/softbank.md).

One system under two sets of names. LINEMO has none: nothing is known about it.
"""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.world import World

from .portal import Portal
from .softbank_bills import Billing
from .softbank_brand import BRANDS, FOREIGN, SOFTBANK, YMOBILE, anybody, brand_at
from .softbank_data import Data
from .softbank_desk import Desk
from .softbank_forms import frame, login_page, maintenance_page
from .softbank_identity import Identity
from .softbank_options import SoftbankOptions
from .softbank_site import Site
from .softbank_truth import MODES
from .visits import page

type Route = Callable[[web.Request], Awaitable[web.Response]]


class SoftbankPortal(Portal):
    """Both brands over one customer base, and a hostile host that imitates them (see `HOSTILE`)."""

    carriers: ClassVar[tuple[str, ...]] = (SOFTBANK.carrier, YMOBILE.carrier)
    hosts: ClassVar[tuple[str, ...]] = (*SOFTBANK.hosts, *YMOBILE.hosts, FOREIGN)
    options: ClassVar[type] = SoftbankOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desk = Desk(world, journal, self.sms)
        site, self._billing = Site(self.desk), Billing(self.desk, Site(self.desk))
        self._identity, self._data = Identity(self.desk), Data(self.desk)
        self._routes: dict[str, dict[tuple[str, str], Route]] = {}
        for brand in BRANDS:
            own = {key: route for key, route in site.routes.items() if key[1].startswith(brand.prefix)}
            self._routes |= {brand.portal: own, brand.identity: self._identity.routes}
            self._routes |= {brand.data: self._data.routes, brand.billing: self._billing.routes}

    @property
    def charged(self) -> list[str]:
        """Account ids that ordered something that costs money. No client may ever do so."""
        return self.desk.charged

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host, method and path."""
        host = request.host.split(":")[0]
        if host == FOREIGN:
            return page(login_page(SOFTBANK, SoftbankOptions(), "foreign-ticket-0000000000"))
        shut = self._shut(request, host)
        if shut is not None:
            return shut
        if request.path.startswith("/wco/detailsCalls") and host in (SOFTBANK.billing, YMOBILE.billing):
            return await self._billing.answer_calls(request)
        route = self._routes[host].get((request.method, request.path))
        return page(frame("エラー", "<p>ページが見つかりません。</p>"), 404) if route is None else await route(request)

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die on one kind of host (`portal`, `identity`, `data`, `billing`) or on all."""
        for account in self.world.accounts:
            if account.account_id == account_id and account.carrier in self.carriers:
                self.desk.end(account, (interface,)) if interface else self.desk.end(account)

    def _shut(self, request: web.Request, host: str) -> web.Response | None:
        """Maintenance at night, and the check of the caller's name."""
        options = anybody(self.world, brand_at(host))
        start, end = options.maintenance_hours
        if options.maintenance and start <= self.world.now().hour < end:
            return page(maintenance_page(), int(options.maintenance))
        if options.user_agent_check and "Mozilla/5.0" not in request.headers.get("User-Agent", ""):
            return page(frame("エラー", "<p>ご利用のブラウザには対応していません。</p>"), 403)
        return None

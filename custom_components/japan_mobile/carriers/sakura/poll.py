"""One poll of Sakura Cloud: SIMs, their gateways' quota, and the bills. Protocol: docs/carriers/sakura.md, 4 and 5."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import quote

from ..aside import ENTRY, aside, beside, length
from ..errors import CannotConnect, CarrierError, LayoutChanged, NotPermitted, RateLimited
from ..model import Bill, BillItem, Line, Part, Problem
from ..skeleton import shown_on
from . import MEGABYTES
from .api import ZONES, Api
from .read import (
    BILLS,
    DETAIL,
    GATEWAYS,
    MEMBERS,
    QUOTA,
    SIMS,
    TRAFFIC,
    Billed,
    Gateway,
    Sim,
    Traffic,
    read_bills,
    read_detail,
    read_gateways,
    read_members,
    read_quota,
    read_sims,
    read_traffic,
)

_MISSING = (LayoutChanged, CannotConnect, NotPermitted, RateLimited)
_NOMINAL = MEGABYTES["decimal"]
"""Shows a quota in the number that the carrier shows: 3000 MB are 3 GB, however large it counts both."""


class Poll:
    """The reads of one `fetch`. `gateways` are those known from before, None for none."""

    def __init__(
        self, api: Api, parts: frozenset[Part], gateways: tuple[Gateway, ...] | None, megabyte: int | None
    ) -> None:
        self.gateways = gateways
        self.problems: list[Problem] = []
        self._api = api
        self._parts = parts
        self._megabyte = megabyte
        self._failed: CarrierError | None = None
        self._stopped: CarrierError | None = None

    async def lines(self) -> tuple[Line, ...]:
        """All SIMs. Raises when the list cannot be read."""
        query = {"Include": ["*", "Status.sim"], "Filter": {"Provider.Class": "sim"}}
        entries = await self._api.every(SIMS, f"cloud/1.1/{SIMS}", "CommonServiceItems", query)
        sims = await beside(ENTRY * len(entries), read_sims, entries)
        if self.gateways is None or Part.CONTRACT in self._parts:
            self.gateways = await self._find_gateways() if sims else ()
        traffic = {gateway: await self._traffic(gateway) for gateway in self.gateways} if sims else {}
        return await beside(ENTRY * len(sims), self._lines, sims, traffic)

    def _lines(self, sims: list[Sim], traffic: dict[Gateway, Traffic | None]) -> tuple[Line, ...]:
        known = {one.sim_id for one in sims}
        return tuple(self._line(sim, traffic, known) for sim in sims)

    async def _find_gateways(self) -> tuple[Gateway, ...]:
        """The gateways of all zones that have a quota."""
        found: list[Gateway] = []
        for zone in ZONES:
            keys: list[str] = []

            async def read(zone: str = zone, keys: list[str] = keys) -> None:
                query = {"Filter": {"Class": "mobilegateway"}}
                keys += read_gateways(
                    await self._api.every(GATEWAYS, f"cloud/1.1/{GATEWAYS}", "Appliances", query, zone)
                )

            await self._try(Part.CONTRACT, read)
            for key in keys:

                async def look(zone: str = zone, key: str = key) -> None:
                    gateway = await self._gateway(zone, key)
                    found.extend([gateway] if gateway is not None else [])

                await self._try(Part.CONTRACT, look)
        return tuple(found)

    async def _gateway(self, zone: str, key: str) -> Gateway | None:
        """A gateway, None for one without a quota or that is gone."""
        quota = read_quota(await self._api.get(QUOTA, f"cloud/1.1/{GATEWAYS}/{key}/{QUOTA}", zone=zone))
        if quota is None:
            return None
        members = await self._api.get(MEMBERS, f"cloud/1.1/{GATEWAYS}/{key}/{MEMBERS}", zone=zone)
        if members is None:
            return None
        return Gateway(key, zone, quota, await beside(length(self._api.web.last), read_members, members))

    async def _traffic(self, gateway: Gateway) -> Traffic | None:
        """The use of a gateway; None with a problem for each of its lines where it cannot be read."""
        found: list[Traffic] = []

        async def read() -> None:
            path = f"cloud/1.1/{GATEWAYS}/{gateway.gateway_id}/{TRAFFIC}"
            content = await self._api.get(TRAFFIC, path, zone=gateway.zone)
            if content is None:
                raise LayoutChanged(TRAFFIC, "status 404")
            found.append(read_traffic(content))

        if Part.USAGE in self._parts and not await self._try(None, read) and self._failed is not None:
            for member in sorted(gateway.members):
                self._note(Part.USAGE, self._failed, member)
        return found[0] if found else None

    async def _try(self, part: Part | None, read: Callable[[], Awaitable[None]]) -> bool:
        """Whether it could be read; if not, a problem of that part says why. After some failures nothing more is asked."""
        self._failed = self._stopped
        if self._failed is None:
            try:
                await read()
            except _MISSING as err:
                await aside(shown_on, self._api.web.last, err)
                self._failed = err
                if isinstance(err, RateLimited | CannotConnect):
                    self._stopped = err
        if self._failed is not None and part is not None:
            self._note(part, self._failed)
        return self._failed is None

    def _note(self, part: Part, error: CarrierError, line_id: str | None = None) -> None:
        problem = Problem(part=part, error=error, line_id=line_id)
        if problem not in self.problems:
            self.problems.append(problem)

    def _line(self, sim: Sim, traffic: dict[Gateway, Traffic | None], known: set[str]) -> Line:
        line = Line(line_id=sim.sim_id, name=sim.name)
        if Part.USAGE in self._parts:
            line = replace(line, used=sim.used)
            if sim.problem is not None:
                self._note(Part.USAGE, sim.problem, sim.sim_id)
        behind = [gateway for gateway in traffic if sim.sim_id in gateway.members]
        if len(behind) != 1:  # without one there is no quota; with several nobody knows whose it is
            return line
        [gateway] = behind
        total, told = gateway.quota * (self._megabyte or _NOMINAL), traffic[gateway]
        left = None if told is None or self._megabyte is None else max(0, total - told.used)
        others = tuple(sorted((gateway.members & known) - {sim.sim_id}))
        shaping = None if told is None else told.shaping
        return replace(line, total=total, remaining=left, shared_with=others, throttled=shaping)

    async def bills(self, account: str, member: str | None, *, allowed: bool) -> tuple[Bill, ...]:
        """The bills of this year and the last, newest first, the newest with its rows; none where they cannot be read."""
        if not allowed:
            self._note(Part.BILLS, NotPermitted("bill"))
            return ()
        found: list[Billed] = []
        today = self._api.web.now().date()

        async def read() -> None:
            for year in (today.year, today.year - 1):
                path = f"system/1.0/{BILLS}/{account}/{year}"
                content = await self._api.get(BILLS, path, permission="bill")
                found.extend(await beside(length(self._api.web.last), read_bills, content, today))

        if not await self._try(Part.BILLS, read):
            return ()
        found.sort(key=lambda one: (str(one.bill.month), one.bill_id), reverse=True)
        bills = [one.bill for one in found]
        if found and member is not None:
            bills[0] = await self._with_rows(member, found[0])
        return tuple(bills)

    async def _with_rows(self, member: str, newest: Billed) -> Bill:
        """A bill with what it is made of, where that can be read: it is right without, too."""
        items: list[BillItem] = []

        async def read() -> None:
            path = f"system/1.0/{DETAIL}/{quote(member, safe='')}/{newest.bill_id}"
            content = await self._api.get(DETAIL, path, permission="bill")
            if content is not None:
                items.extend(await beside(length(self._api.web.last), read_detail, content, newest.bill.amount))

        await self._try(None, read)
        return replace(newest.bill, items=tuple(items))

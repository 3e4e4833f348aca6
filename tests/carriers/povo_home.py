"""A home with povo: its client is made anew for each poll, as after a restart."""

from datetime import timedelta

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CarrierError,
)
from custom_components.japan_mobile.carriers.model import Account as Read, Line as ReadLine, Part
from simulator import Account, Simulator
from simulator.people import Grant
from simulator.portals.povo_figures import GIGABYTE
from tests.carriers.fetching import Disk, session_at, told

USAGE = frozenset({Part.USAGE})
HOUR = timedelta(hours=1)
PLAN = "/api/v3/user-service/v4/jp/ja/mobile/account/usage/plan/get"
USERS = "/api/v3/user-service/v4/jp/ja/mobile/users"
TOKEN = f"{USERS}/token"
TILES = "/api/v1/quilt/page/user-plan-details-v2"
HISTORY = "/api/v1/quilt/page/usage-history"
BILLS = "/api/v3/user-service/v5/jp/ja/mobile/layout/bills/info"


class Home:
    """A customer's client that is made anew for each poll, as after a restart."""

    def __init__(self, sim: Simulator, customer: Account) -> None:
        self.sim = sim
        self.customer = customer
        self.disk = Disk()
        self.asked: list[str] = []

    async def poll(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> Read:
        """Let time pass and read; `asked` are the paths of the requests."""
        self.sim.world.clock.advance(after)
        before = len(self.sim.journal.calls)
        async with session_at(self.sim, self.customer, self.disk) as session:
            try:
                return await session.fetch(parts)
            finally:
                self.asked = [call.path for call in self.sim.journal.calls[before:]]

    async def line(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> ReadLine:
        """The line, which has to be what the world says."""
        account = await self.poll(after, parts)
        assert account.problems == ()
        self.check(account, parts)
        return account.lines[0]

    def check(self, account: Read, parts: frozenset[Part]) -> None:
        """Usage figures are the truth, buckets within what the app rounds by."""
        [mine], [theirs] = told(account)["lines"], self.sim.world.truth("povo", self.customer.account_id)["lines"]
        ours, shown = mine.pop("buckets"), theirs.pop("buckets")
        if Part.HISTORY not in parts:
            theirs |= {"daily": [], "monthly": []}
        assert mine == theirs
        assert [(one["kind"], one["expires"], one["total_bytes"]) for one in ours] == [
            (one["kind"], one["expires"], one["total_bytes"]) for one in shown
        ]
        for one, other in zip(ours, shown, strict=True):
            if one["remaining_bytes"] != other["remaining_bytes"]:
                assert abs(one["remaining_bytes"] - other["remaining_bytes"]) <= GIGABYTE // 100

    async def error(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> CarrierError:
        """What a poll ends in."""
        with pytest.raises(CarrierError) as caught:
            await self.poll(after, parts)
        return caught.value


def grants(customer: Account) -> list[Grant]:
    """What the customer has bought."""
    return customer.pools["own"].grants

"""Any world, shown by Sakura Cloud's API and read by our client, comes back equal."""

import asyncio
import os

from hypothesis import HealthCheck, given, settings
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.sakura import SakuraPortal
from tests.carriers.fetching import ALL, session_at, told
from tests.worlds_sakura import sakura_worlds

USAGE = frozenset({Part.USAGE})
EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 80


async def back_equal(sim: Simulator, world: World) -> None:
    """Read everything, then usage alone: one request a page of SIMs and a gateway with a quota."""
    [customer] = world.accounts
    sim.world = world
    truth = world.truth("sakura", customer.account_id)
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert account.problems == ()
        assert told(account) == truth
        assert {line.line_id: line.name for line in account.lines if line.name} == {
            key: name for key, name in customer.options.names.items() if customer.lines
        }
        sim.journal.clear()
        assert told(await session.fetch(USAGE)) == truth | {"bills": []}
    pages = max(1, -(-len(customer.lines) // customer.options.page))
    gateways = sum(1 for one in customer.options.gateways if one.quota_mb) if customer.lines else 0
    assert len(sim.journal.calls) == pages + gateways
    portal = sim.portal("sakura")
    assert isinstance(portal, SakuraPortal)
    assert portal.harm == []


@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal() -> None:
    """The truth of the simulator and what the client makes of the answers are the same JSON."""

    @settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(sakura_worlds())
    def check(world: World) -> None:
        sim.journal.clear()
        runner.run(back_equal(sim, world))

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            check()
        finally:
            runner.run(sim.stop())

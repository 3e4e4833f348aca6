"""Any world, shown by povo's back end and read by our client, comes back equal."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.povo import PovoPortal
from simulator.portals.povo_figures import bonus
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.povo import enter
from tests.worlds_povo import povo_worlds

USAGE = frozenset({Part.USAGE})


async def back_equal(sim: Simulator, world: World) -> None:
    """Read everything after the login, and the usage once more after a restart, when the token's time is over."""
    [customer] = world.accounts
    sim.world = world
    sim.journal.clear()
    disk = Disk()
    await enter(sim, customer, disk)
    truth = world.truth("povo", customer.account_id)
    async with session_at(sim, customer, disk) as session:
        account = await session.fetch(ALL)
    assert account.problems == ()
    assert told(account)["lines"] == truth["lines"]
    assert told(account) == truth
    sim.journal.clear()
    gifts = bonus(customer, world.now())
    world.clock.advance(timedelta(minutes=21))
    async with session_at(sim, customer, disk) as session:
        again = await session.fetch(USAGE)
    [line], [shown] = told(again)["lines"], world.truth("povo", customer.account_id)["lines"]
    assert line == shown | {"daily": [], "monthly": []}
    # When gift data ends is told nowhere if it has no tile: the list of toppings is read once more then. So it is when
    # nothing is left all of a sudden.
    told_by_totals = gifts != bonus(customer, world.now()) and not customer.options.gift_tiles
    used_up = shown["remaining_bytes"] == 0 and truth["lines"][0]["remaining_bytes"] != 0 and shown["buckets"]
    assert len(sim.journal.calls) in ({2, 3} if told_by_totals or used_up else {2})
    portal = sim.portal("povo")
    assert isinstance(portal, PovoPortal)
    assert (portal.harm, len(portal.mails)) == ([], 1)


@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal() -> None:
    """The truth of the world and what the client makes of the answers are the same JSON."""

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(povo_worlds())
    def check(world: World) -> None:
        runner.run(back_equal(sim, world))

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            check()
        finally:
            runner.run(sim.stop())

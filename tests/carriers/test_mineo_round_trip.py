"""Any world, shown by mineo's app interface and read by our client, comes back equal."""

import asyncio

from hypothesis import HealthCheck, given, settings
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.mineo import MineoPortal
from tests.carriers.fetching import ALL, session_at, told
from tests.worlds_mineo import mineo_worlds

USAGE = frozenset({Part.USAGE})


async def back_equal(sim: Simulator, world: World) -> None:
    """Read everything after a login, and usage again without one: one request a line."""
    [customer] = world.accounts
    sim.world = world
    sim.journal.clear()
    truth = world.truth("mineo", customer.account_id)
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert account.problems == ()
        found = told(account)
        if not truth["lines"]:  # then nothing tells who the customer is
            truth["account_id"] = found["account_id"]
        assert found == truth
        names = {line.line_id: line.name or "" for line in account.lines}
        assert names == {one["line_id"]: customer.options.names.get(one["line_id"], "") for one in truth["lines"]}
        sim.journal.clear()
        again = told(await session.fetch(USAGE))
    assert again["lines"] == [{**line, "daily": [], "monthly": []} for line in truth["lines"]]
    calls = [call.path for call in sim.journal.calls]
    assert calls == ["/mineo/v1/get_capacity"] * len(truth["lines"]) or calls == ["/mineo/v1/get_telnum_list"]
    portal = sim.portal("mineo")
    assert isinstance(portal, MineoPortal)
    assert (portal.harm, portal.switched) == ([], [])


@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal() -> None:
    """The truth of the portal's world and what the client makes of its answers are the same JSON."""

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(mineo_worlds())
    def check(world: World) -> None:
        runner.run(back_equal(sim, world))

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            check()
        finally:
            runner.run(sim.stop())

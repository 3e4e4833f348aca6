"""Any world, shown by IIJmio's portals and read by our client, comes back equal: over both interfaces, or either."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
import pytest

from simulator import Fault, Kind, Simulator, World
from simulator.demo import demo_world
from tests.carriers.fetching import ALL, app_alone, session_at, told
from tests.worlds import iijmio_worlds

MODES = ("app", "web", "app_only")


async def read(sim: Simulator, world: World, mode: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The world's only account as our client reads it, and the truth."""
    [customer] = world.accounts
    sim.world = world
    sim.faults.clear()
    if mode == "web":
        customer.options.app_version = "99.0.0"
    if mode == "app_only":
        sim.faults.add(Fault("www.iijmio.jp", Kind.STATUS, status=503))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    truth = world.truth("iijmio", customer.account_id, mode)
    return told(account), app_alone(account, truth) if mode == "app_only" else truth


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal(mode: str) -> None:
    """The truth of the simulator and what the client makes of the pages are the same JSON."""

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(iijmio_worlds(pools=2))
    def check(world: World) -> None:
        found, truth = runner.run(read(sim, world, mode))
        for mine, theirs in zip(found["lines"], truth["lines"], strict=True):
            assert mine == theirs
        assert found == truth

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            check()
        finally:
            runner.run(sim.stop())

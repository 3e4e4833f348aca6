"""Any world, shown by a portal of unknown make and read by our client with what it suggests, comes back equal."""

import asyncio
import os
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.other import OtherPortal
from tests.carriers.fetching import ALL, session_at, told
from tests.worlds_other import STYLES, other_worlds

EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 25


def over(worlds: st.SearchStrategy[World], check: Any) -> None:
    """Run a check over drawn worlds, all in one simulator."""

    @settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(worlds)
    def drawn(world: World) -> None:
        runner.run(check(sim, world))

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            drawn()
        finally:
            runner.run(sim.stop())


async def comes_back(sim: Simulator, world: World) -> None:
    """Read twice: looked for at first, then known; nothing that changes anything is called."""
    [customer] = world.accounts
    sim.world = world
    async with session_at(sim, customer) as session:
        expected = world.truth(customer.carrier, customer.account_id)
        first = await session.fetch(ALL)
        assert told(first) == expected
        assert first.problems == ()
        assert session.client.web.requests < 20
        sim.journal.clear()
        assert told(await session.fetch(ALL)) == expected
        assert len(sim.journal.calls) <= 8
    portal = sim.portal(customer.carrier)
    assert isinstance(portal, OtherPortal)
    assert portal.harm == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal(style: str) -> None:
    """The truth of the simulator and what the client makes of the pages are the same JSON."""
    over(other_worlds(style=style), comes_back)


@pytest.mark.usefixtures("socket_enabled")
def test_several_lines_come_back_equal() -> None:
    """Each line with its own figures, on one page or on pages of their own."""
    over(other_worlds(lines=3), comes_back)

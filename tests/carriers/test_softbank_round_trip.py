"""Any world, shown by the portal of SoftBank or Y!mobile and read by our client, comes back equal, in every layout."""

import asyncio
import os
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers.errors import CodeNeeded, LayoutChanged
from simulator import Simulator, World
from simulator.demo import demo_world
from tests.carriers.fetching import ALL, session_at, told
from tests.worlds_softbank import softbank_worlds, ymobile_worlds

EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 100
WORLDS = {
    ("softbank", layout): softbank_worlds(layout=layout, code=True)
    for layout in ("chart", "spans", "p-left-10", "tables")
} | {("ymobile", layout): ymobile_worlds(layout=layout, code=True) for layout in ("tables", "card")}


async def read(sim: Simulator, world: World) -> dict[str, Any]:
    """The world's only account as our client reads it; when a code is asked for, the person reads it off his phone."""
    [customer] = world.accounts
    sim.world = world
    async with session_at(sim, customer) as session:
        try:
            return told(await session.fetch(ALL))
        except CodeNeeded as needed:
            challenge = needed.challenge
        assert challenge is not None
        await challenge.send()
        sms = sim.portal("softbank").sms[-1]
        assert challenge.destination == sms.number[-4:]
        await session.submit(challenge, sms.code)
        return told(await session.fetch(ALL))


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


@pytest.mark.parametrize(("carrier", "layout"), list(WORLDS))
@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal(carrier: str, layout: str) -> None:
    """The truth of the simulator and what the client makes of the pages are the same JSON."""

    async def check(sim: Simulator, world: World) -> None:
        found = await read(sim, world)
        assert found == world.truth(carrier, world.accounts[0].account_id, "app")

    over(WORLDS[carrier, layout], check)


@pytest.mark.usefixtures("socket_enabled")
def test_the_packets_of_2015_are_no_bytes() -> None:
    """What a packet is, is a guess (sheet, 4.2): that page is not read."""

    async def check(sim: Simulator, world: World) -> None:
        with pytest.raises(LayoutChanged):
            await read(sim, world)

    over(softbank_worlds(layout="packets"), check)

"""Any world, shown by SORACOM's API and read by our client, comes back equal; and each word of both is by its definition."""

import asyncio
from datetime import timedelta
import os
from typing import Any

from hypothesis import HealthCheck, given, settings
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.soracom import API, SoracomPortal
from tests.carriers.conftest import NOW
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.openapi import faults, overheard
from tests.worlds_soracom import credentials_of, many, soracom_worlds

USAGE = frozenset({Part.USAGE})
EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 80


def names(world: World) -> dict[str, str | None]:
    """What the customer calls each SIM."""
    [customer] = world.accounts
    return {key: own.name or None for key, own in customer.options.sims.items()}


async def back_equal(sim: Simulator, world: World) -> None:
    """Read everything after a login, then usage without one."""
    [customer] = world.accounts
    sim.world = world
    truth = world.truth("soracom", customer.account_id)
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert account.problems == ()
        assert told(account) == truth
        assert {line.line_id: line.name for line in account.lines}.items() <= names(world).items()
        again = await session.fetch(USAGE)
    bare = [{**line, "daily": [], "monthly": []} for line in truth["lines"]]
    assert told(again) == truth | {"lines": bare, "bills": []}
    assert all(login.accepted for login in sim.journal.logins())
    portal = sim.portal("soracom")
    assert isinstance(portal, SoracomPortal)
    assert portal.harm == []


def run(check: Any) -> None:
    """Run a check of worlds against one simulator."""
    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            check(runner, sim)
        finally:
            runner.run(sim.stop())


@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal() -> None:
    """The truth of the simulator and what the client makes of the answers are the same JSON."""

    def worlds(runner: asyncio.Runner, sim: Simulator) -> None:
        @settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(soracom_worlds())
        def check(world: World) -> None:
            sim.journal.clear()
            runner.run(back_equal(sim, world))

        check()

    run(worlds)


@pytest.mark.usefixtures("socket_enabled")
def test_all_that_is_said_in_any_world_is_by_the_definition() -> None:
    """SORACOM's own OpenAPI definition, held against both sides."""

    def worlds(runner: asyncio.Runner, sim: Simulator) -> None:
        @settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=EXAMPLES // 4)
        @given(soracom_worlds(defined=True))
        def check(world: World) -> None:
            sim.journal.clear()
            with overheard(sim, API) as heard:
                runner.run(back_equal(sim, world))
            assert heard
            assert faults(heard) == []

        check()

    run(worlds)


async def test_what_is_said_at_other_times_is_by_the_definition(sim: Simulator) -> None:
    """Each of the three logins, a renewal in time and too late, an export, and refusals with both error bodies."""
    sim.world = many(12, NOW)
    [customer] = sim.world.accounts
    disk = Disk()
    with overheard(sim, API) as heard:
        for way in ("key", "root", "sam"):
            async with session_at(sim, customer, disk, **credentials_of(customer, way)) as session:
                await session.fetch(ALL)
            sim.portal("soracom").expire(customer.account_id)
        for pause in (timedelta(hours=20), timedelta(days=2)):
            async with session_at(sim, customer, disk) as session:
                await session.fetch(ALL)
                sim.world.clock.advance(pause)
                await session.fetch(USAGE)
        for shape in ("nested", "flat"):
            customer.options.error_shape = shape
            customer.options.denied = frozenset({"getBillingHistory", "exportAirStats"})
            async with session_at(sim, customer, disk) as session:
                await session.fetch(ALL)
    assert faults(heard) == []
    said = {call.path.removeprefix("/v1/").replace(customer.account_id, "OP") for call, _ in heard}
    assert {"auth", "operators/OP/token", "sims", "stats/air/operators/OP/export", "bills", "bills/latest"} <= said
    assert {400, 401, 403} <= {call.status for call, _ in heard}

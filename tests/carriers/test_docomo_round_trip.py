"""Any d account, shown by its pages and read by our client with the cookies of a person who is in, comes back equal."""

import asyncio
from collections.abc import Callable, Coroutine
import os
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.session import Session
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.persons import docomo_cookies
from simulator.portals.docomo import DocomoPortal
from tests.carriers.fetching import ALL, Disk, client_at, told
from tests.worlds_docomo import USAGE, docomo_worlds

EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 25


def over(worlds: st.SearchStrategy[World], check: Callable[[Simulator, World], Coroutine[Any, Any, None]]) -> None:
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
    """Read twice, the second time with what is remembered of the first."""
    [customer] = world.accounts
    sim.world = world
    portal = sim.portal(customer.carrier)
    assert isinstance(portal, DocomoPortal)
    cookies = await docomo_cookies(sim, customer)
    expected = world.truth(customer.carrier, customer.account_id, "cookies")
    disk, logins = Disk(), len(sim.journal.submitted)
    for credentials in ({"cookies": cookies}, {}):
        async with client_at(sim, disk, customer.carrier, credentials) as client:
            session = Session(client, Credentials(credentials), Ledger(disk.keep("ledger")))
            assert told(await session.fetch(ALL)) == expected
    assert (portal.harm, len(sim.journal.submitted), len(portal.sms)) == ([], logins, 1)


@pytest.mark.parametrize("usage", USAGE)
@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal(usage: str) -> None:
    """The truth of the simulator and what the client makes of the pages are the same JSON."""
    over(docomo_worlds(usage=usage), comes_back)

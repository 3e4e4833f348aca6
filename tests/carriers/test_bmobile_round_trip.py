"""Any world, shown by the b-mobile / HIS portal and read by our client, comes back equal."""

import asyncio

from hypothesis import HealthCheck, given, settings
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator, World
from simulator.demo import demo_world
from simulator.portals.bmobile import BmobilePortal
from tests.carriers.fetching import ALL, session_at, told
from tests.worlds_bmobile import CARRIERS, bmobile_worlds

USAGE = frozenset({Part.USAGE})


async def back_equal(sim: Simulator, world: World) -> None:
    """Read everything twice: after a login, and without one. One request a line."""
    [customer] = world.accounts
    sim.world = world
    truth = world.truth(customer.carrier, customer.account_id, "app")
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert account.problems == ()
        assert told(account) == truth
        assert len(sim.journal.logins()) == 1
        sim.journal.clear()
        assert told(await session.fetch(USAGE)) == truth
    assert [call.path for call in sim.journal.calls] == ["/checkout/status"] * _requests(world)
    assert sim.journal.logins() == []
    portal = sim.portal("bmobile")
    assert isinstance(portal, BmobilePortal)
    assert portal.harm == []


def _requests(world: World) -> int:
    """One for each line; a switch that is answered with a redirect is two."""
    [customer] = world.accounts
    further = len(customer.lines) - 1
    return 1 + further * (2 if customer.options.switch == "redirect" else 1)


@pytest.mark.parametrize("login", ["josso", "keycloak"])
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.usefixtures("socket_enabled")
def test_any_world_comes_back_equal(carrier: str, login: str) -> None:
    """The truth of the portal's world and what the client makes of its pages are the same JSON."""

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(bmobile_worlds(carrier=carrier, login=login))
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

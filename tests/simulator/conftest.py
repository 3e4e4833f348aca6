"""A simulator with the demo's people, at a time that stands still, and a raw client for it."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest

from simulator import TOKYO, Account, Simulator, session
from simulator.demo import demo_world

NOW = datetime(2026, 8, 6, 12, 30, tzinfo=TOKYO)


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The demo's world at noon on 2026-08-06."""
    one = Simulator(demo_world(NOW, speed=0))
    await one.start(control=0)
    yield one
    await one.stop()


@pytest.fixture
async def http(simulator: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """A session that reaches the simulated hosts alone."""
    async with session(simulator) as one:
        yield one


@pytest.fixture
def account(simulator: Simulator) -> Account:
    """The demo's account."""
    return simulator.world.accounts[0]

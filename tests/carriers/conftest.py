"""A simulator for the carrier tests: the demo's world, standing still in August 2026."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
import os
from pathlib import Path
import threading

from hypothesis import settings
import pytest

from simulator import TOKYO, Account, Simulator
from simulator.demo import demo_world
from tests.carriers.command import Command
from tests.carriers.sheet import Reader

settings.register_profile("long", max_examples=2000)
if profile := os.environ.get("HYPOTHESIS_PROFILE"):
    settings.load_profile(profile)

NOW = datetime(2026, 8, 6, 12, 0, tzinfo=TOKYO)


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """A running simulator."""
    simulator = Simulator(demo_world(now=NOW, speed=0))
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
def customer(sim: Simulator) -> Account:
    """The demo's customer: one line alone, two that share a pool."""
    return sim.world.accounts[0]


@pytest.fixture
def read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Reader:
    """Reads pages of IIJmio offline."""
    return Reader(tmp_path, capsys)


@pytest.fixture
def portal(socket_enabled: None) -> Iterator[Simulator]:
    """A simulator on a loop of its own, because the command runs a loop itself. Its clock is the real one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    sim = Simulator(demo_world(speed=0))
    asyncio.run_coroutine_threadsafe(sim.start(), loop).result()
    yield sim
    asyncio.run_coroutine_threadsafe(sim.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def command(portal: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, pointed at the portal."""
    return Command(portal, tmp_path, capsys)

"""Renewals of mineo's token that are disturbed: at the same time, cancelled, broken off, and by a crash."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from custom_components.japan_mobile.carriers.errors import CannotConnect, LoginExpired
from custom_components.japan_mobile.carriers.mineo import MINEO
from custom_components.japan_mobile.carriers.mineo.client import MineoClient
from custom_components.japan_mobile.carriers.web import Web
from simulator import Fault, Kind, Simulator, session as simulated_session
from simulator.portals.mineo import LOGIN
from tests.carriers.fetching import Disk
from tests.carriers.mineo_household import (
    USAGE,
    calls,
    client_of,
    dropped,
    fetched,
    later,
    mineo,
    newest,
    stored,
)


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The portal with one customer."""
    async with mineo() as running:
        yield running


@pytest.fixture
async def disk(sim: Simulator) -> Disk:
    """A login that has been made; the journal is empty again."""
    disk = Disk()
    await fetched(sim, disk)
    sim.journal.clear()
    return disk


async def test_two_tasks_never_renew_at_once(sim: Simulator, disk: Disk) -> None:
    """Of one client, and of two that share a keep, as while an entry is reloaded."""
    later(sim, hours=24)
    keep = disk.keep("login")
    async with simulated_session(sim) as one, simulated_session(sim) as other:
        clients = [MineoClient(MINEO, Web(http, MINEO.hosts, now=sim.world.clock.now), keep) for http in (one, other)]
        found = await asyncio.gather(*(client.fetch(USAGE) for client in clients * 3))
    assert all(len(account.lines) == 2 for account in found)
    assert calls(sim).count("token") == 1
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_poll_that_is_cancelled_does_not_lose_the_token(sim: Simulator, disk: Disk) -> None:
    later(sim, hours=24)
    sim.faults.add(Fault(LOGIN, Kind.DELAY, seconds=0.15))
    async with client_of(sim, disk) as client:
        poll = asyncio.create_task(client.fetch(USAGE))
        await asyncio.sleep(0.08)
        poll.cancel()
        with suppress(asyncio.CancelledError):
            await poll
        assert "renewing" in stored(disk)
        async with asyncio.timeout(5):
            while "renewing" in stored(disk):
                await asyncio.sleep(0.01)
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_cancelled_poll_whose_renewal_fails_says_nothing(
    sim: Simulator, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    later(sim, hours=24)
    sim.faults.add(Fault(LOGIN, Kind.STATUS, status=429, seconds=0.1))
    async with client_of(sim, disk) as client:
        poll = asyncio.create_task(client.fetch(USAGE))
        await asyncio.sleep(0.05)
        poll.cancel()
        with suppress(asyncio.CancelledError):
            await poll
        await asyncio.sleep(0.15)
    assert "never retrieved" not in caplog.text


@pytest.mark.parametrize("times", [1, 2])
async def test_a_line_that_breaks_before_the_token_arrives(sim: Simulator, disk: Disk, times: int) -> None:
    """It is sent once more at once, and after that with the next poll."""
    later(sim, hours=24)
    sim.faults.add(dropped(after=False, times=times))
    if times == 2:
        with pytest.raises(CannotConnect):
            await fetched(sim, disk)
    assert len((await fetched(sim, disk)).lines) == 2
    assert calls(sim).count("token") == times + 1
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_line_that_breaks_after_the_token_was_spent(sim: Simulator, disk: Disk) -> None:
    """The one thing that nobody can mend: the old token is tried once more, and then it is over."""
    later(sim, hours=24)
    sim.faults.add(dropped(after=True))
    for _ in range(2):  # a person is told why, whenever he looks
        with pytest.raises(LoginExpired, match="lost on the way"):
            await fetched(sim, disk)
    assert calls(sim) == ["token", "token"]
    assert "refresh_token" not in stored(disk)
    assert "renewing" not in stored(disk)


async def test_a_crash_between_answer_and_save(sim: Simulator, disk: Disk) -> None:
    """The next start knows that an answer may be lost, tries the old token once, and says what happened."""
    later(sim, hours=24)
    async with client_of(sim, disk) as client:
        real, saves = client.keep.save, 0

        async def save() -> None:
            nonlocal saves
            saves += 1
            if saves == 2:
                raise SystemError("power cut")
            await real()

        client.keep.save = save  # type: ignore[method-assign]
        with pytest.raises(SystemError):
            await client.fetch(USAGE)
    assert stored(disk)["refresh_token"] != newest(sim)
    sim.journal.clear()
    async with client_of(sim, disk) as client:
        with pytest.raises(LoginExpired, match="lost on the way"):
            await client.fetch(USAGE)
        with pytest.raises(LoginExpired):
            await client.fetch(USAGE)
    assert calls(sim) == ["token"]


async def test_a_crash_before_the_token_was_sent(sim: Simulator, disk: Disk) -> None:
    """What was noted and never sent is good, though the bearer would be too."""
    async with client_of(sim, disk) as client:
        client.keep["renewing"] = client.tokens._mark(client.keep["refresh_token"])
        await client.keep.save()
    assert len((await fetched(sim, disk)).lines) == 2
    assert calls(sim)[0] == "token"
    assert "renewing" not in stored(disk)


async def test_a_lost_answer_to_a_handed_in_token(sim: Simulator) -> None:
    """It is tried again at the next login, once, and then known to be spent."""
    disk = Disk()
    sim.faults.add(dropped(after=True, times=1))
    sim.faults.add(dropped(after=False, times=1))
    with pytest.raises(CannotConnect):
        await fetched(sim, disk)
    for _ in range(2):
        with pytest.raises(LoginExpired):
            await fetched(sim, disk)
    assert calls(sim) == ["token"] * 3

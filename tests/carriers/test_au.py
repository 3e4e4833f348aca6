"""au, UQ mobile and povo1.0 for a person who is logged in: any of their pages comes back equal, and no wall is climbed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    CarrierError,
    ForeignAnswer,
    HumanCheckNeeded,
    LoginExpired,
    Maintenance,
)
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.session import Session
from simulator import Simulator
from simulator.chromium import chromium, find_chromium
from simulator.clock import Clock
from simulator.demo import demo_world
from simulator.people import GB, Account, Line, Plan, Pool, Usage
from simulator.persons import au_cookies
from simulator.portals.au import CARRIERS, AuOptions, AuPortal
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.fetching import ALL, Disk, client_at, told
from tests.carriers.people import NOW, docomo_customer
from tests.persons_browser import log_in_au, person_at

EXAMPLES = 300 if os.environ.get("JAPAN_MOBILE_LONG") else 25


def au_customer(carrier: str, options: AuOptions, used: int = 75, lines: int = 1) -> Account:
    """A customer; `used` in hundredths of a GB on each line."""
    account = docomo_customer(carrier, 5, DocomoOptions())
    account.options = options
    while len(account.lines) < lines:
        number = f"080-0000-{len(account.lines):04}"
        line = Line(f"line{number}", number, f"C{number}", f"own{number}", Plan("x", 30 * GB))
        account.lines.append(line)
        account.pools[line.pool_id] = Pool(line.pool_id, account.pools[account.lines[0].pool_id].grants)
    for line in account.lines:
        line.days = {NOW.date(): Usage(used * GB // 100)}
    return account


async def fetched(sim: Simulator, disk: Disk, **credentials: str) -> dict[str, Any]:
    """One poll, as after a restart."""
    [customer] = sim.world.accounts
    async with client_at(sim, disk, customer.carrier, credentials) as client:
        return told(await Session(client, Credentials(credentials), Ledger(disk.keep("ledger"))).fetch(ALL))


@pytest.mark.usefixtures("socket_enabled")
def test_any_account_comes_back_equal() -> None:
    @settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(
        carrier=st.sampled_from(CARRIERS),
        style=st.sampled_from(["dl", "table", "cards"]),
        flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
        used=st.integers(0, 3000),
        lines=st.integers(1, 3),
    )
    def drawn(carrier: str, style: str, flags: tuple[bool, bool, bool], used: int, lines: int) -> None:
        options = AuOptions(style=style, overdue=flags[0], electricity=flags[1], pin=flags[2])
        runner.run(comes_back(sim, au_customer(carrier, options, used, lines)))

    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            drawn()
        finally:
            runner.run(sim.stop())


async def comes_back(sim: Simulator, customer: Account) -> None:
    """Read twice; nothing is pressed, paid or downloaded."""
    sim.world = World(clock=Clock(NOW, speed=0), accounts=[customer])
    disk, expected = Disk(), sim.world.truth(customer.carrier, customer.account_id, "cookies")
    cookies = await au_cookies(sim, customer)
    for credentials in ({"cookies": cookies}, {}):
        assert await fetched(sim, disk, **credentials) == expected
    portal = sim.portal(customer.carrier)
    assert isinstance(portal, AuPortal)
    assert (portal.harm, len(portal.sms)) == ([], 1)


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """A customer of UQ mobile."""
    simulator = Simulator(World(clock=Clock(NOW, speed=0), accounts=[au_customer("uq", AuOptions())]))
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.mark.parametrize(
    ("wall", "error"),
    [
        ("none", LoginExpired),
        ("passkey", HumanCheckNeeded),
        ("forced_change", AccountActionNeeded),
        ("maintenance", Maintenance),
    ],
)
async def test_walls(sim: Simulator, wall: str, error: type[CarrierError]) -> None:
    """Each has its own name, and none is climbed."""
    [customer] = sim.world.accounts
    disk, cookies = Disk(), await au_cookies(sim, customer)
    await fetched(sim, disk, cookies=cookies)
    customer.options.wall = wall
    sim.portal("uq").expire(customer.account_id)
    with pytest.raises(error):
        await fetched(sim, disk)
    assert len(sim.journal.submitted) == 1


async def test_the_bills_of_another_contract_are_not_taken(sim: Simulator) -> None:
    """Of two telephones the first is chosen, and the second one's bills come."""
    sim.world.accounts[:] = [au_customer("uq", AuOptions(after_choice="wrong"), lines=2)]
    with pytest.raises(ForeignAnswer):
        await fetched(sim, Disk(), cookies=await au_cookies(sim, sim.world.accounts[0]))


async def test_bills_under_several_numbers_are_nobodys(sim: Simulator) -> None:
    """Unavailable, with the reason; the rest is read."""
    sim.world.accounts[:] = [au_customer("uq", AuOptions(after_choice="all"), lines=2)]
    read = await fetched(sim, Disk(), cookies=await au_cookies(sim, sim.world.accounts[0]))
    assert (len(read["lines"]), read["bills"]) == (2, [])


@pytest.mark.parametrize("electricity", [False, True])
async def test_a_contract_is_chosen_in_a_browser(sim: Simulator, tmp_path: Path, electricity: bool) -> None:
    """Each telephone's bills are its own; what is no telephone is left alone."""
    customer, program = au_customer("uq", AuOptions(electricity=electricity), lines=2), find_chromium()
    assert program is not None, "this test wants a Chromium"
    sim.world.accounts[:] = [customer]
    async with chromium(program, sim.port, tmp_path / "profile", sim.hosts) as address:
        async with person_at(address) as person:
            await log_in_au(person, sim, customer)
        read = await fetched(sim, Disk(), browser=address)
    assert read == sim.world.truth("uq", customer.account_id, "browser")
    assert {bill["line_id"] for bill in read["bills"]} == {line.number.replace("-", "") for line in customer.lines}
    portal = sim.portal("uq")
    assert isinstance(portal, AuPortal)
    assert portal.harm == []


async def test_in_a_browser(sim: Simulator, tmp_path: Path) -> None:
    """The person logs in there, code included; a day passes; he is logged out, and logs in again."""
    [customer], disk, program = sim.world.accounts, Disk(), find_chromium()
    assert program is not None, "this test wants a Chromium"
    async with chromium(program, sim.port, tmp_path / "profile", sim.hosts) as address:
        with pytest.raises(AccountActionNeeded):
            await fetched(sim, disk, browser=address)
        async with person_at(address) as person:
            await log_in_au(person, sim, customer)
        assert await fetched(sim, disk, browser=address) == sim.world.truth("uq", customer.account_id, "browser")
        sim.world.clock.set(NOW + timedelta(hours=30))
        assert (await fetched(sim, disk))["lines"][0]["used_bytes"] == 750_000_000
        sim.portal("uq").expire(customer.account_id)
        with pytest.raises(AccountActionNeeded):
            await fetched(sim, disk)
        async with person_at(address) as person:
            await log_in_au(person, sim, customer)
        assert (await fetched(sim, disk))["lines"][0]["used_bytes"] == 750_000_000
    assert len(sim.journal.submitted) == 2


@pytest.mark.long
async def test_thirty_days_in_a_browser(sim: Simulator, tmp_path: Path) -> None:
    """Once logged in, a month of polls and the turn of a month need nobody: every figure is the truth."""
    [customer], disk, program = sim.world.accounts, Disk(), find_chromium()
    assert program is not None, "this test wants a Chromium"
    customer.lines[0].rate = 20_000_000
    async with chromium(program, sim.port, tmp_path / "profile", sim.hosts) as address:
        async with person_at(address) as person:
            await log_in_au(person, sim, customer)
        logins, seen = len(sim.journal.submitted), 0
        for day in range(31):
            sim.world.clock.set(NOW + timedelta(days=day))
            used = (await fetched(sim, disk, browser=address))["lines"][0]["used_bytes"]
            truth = sim.world.truth("uq", customer.account_id, "browser")["lines"][0]["used_bytes"]
            assert used in {None, truth}, day  # right after the turn of a month it may be unknown
            seen += used is not None
        assert seen >= 28
    assert len(sim.journal.submitted) == logins

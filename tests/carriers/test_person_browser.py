"""Carriers that only let a person in, with a real Chromium in which a person has logged in."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    Action,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
)
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.session import Session
from simulator import Simulator
from simulator.chromium import chromium, find_chromium
from simulator.clock import Clock
from simulator.portals.docomo import DocomoPortal
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.fetching import ALL, Disk, client_at, told
from tests.carriers.people import NOW, docomo_customer, rakuten_customer
from tests.persons_browser import log_in_docomo, log_in_rakuten, person_at, visit


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """A docomo customer whose login asks for everything, and whose bills come late."""
    options = DocomoOptions(human_check=True, passkey="offered", late=2.0, stale=1.5, usage="2021")
    simulator = Simulator(World(clock=Clock(NOW, speed=0), accounts=[docomo_customer("docomo", 1, options)]))
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def browser(sim: Simulator, tmp_path: Path) -> AsyncIterator[str]:
    """The address of the person's browser."""
    program = find_chromium()
    assert program is not None, "these tests want a Chromium"
    async with chromium(program, sim.port, tmp_path / "profile", sim.hosts) as address:
        yield address


async def fetched(sim: Simulator, address: str, carrier: str, disk: Disk) -> dict[str, Any]:
    """One poll, as after a restart."""
    credentials = Credentials({"browser": address})
    async with client_at(sim, disk, carrier, credentials) as client:
        return told(await Session(client, credentials, Ledger(disk.keep("ledger"))).fetch(ALL))


async def test_docomo(sim: Simulator, browser: str) -> None:
    """Nobody in, then a person; a month later he is out, and in again: no login of ours ever."""
    [customer], disk = sim.world.accounts, Disk()
    with pytest.raises(HumanCheckNeeded):
        await fetched(sim, browser, "docomo", disk)
    customer.options.human_check = False
    with pytest.raises(AccountActionNeeded) as caught:
        await fetched(sim, browser, "docomo", disk)
    assert caught.value.action is Action.LOG_IN
    customer.options.human_check = True
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, customer)
    truth = sim.world.truth("docomo", customer.account_id, "browser")
    assert await fetched(sim, browser, "docomo", disk) == truth
    assert [bill["amount"] for bill in truth["bills"]] == [2971, 2971, 2972, 2972]
    assert truth["lines"][0]["used_bytes"] is not None
    sim.world.clock.set(NOW + timedelta(days=16))
    customer.options.human_check = False
    with pytest.raises(AccountActionNeeded):
        await fetched(sim, browser, "docomo", disk)
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, customer)
    assert await fetched(sim, browser, "docomo", disk) == sim.world.truth("docomo", customer.account_id, "browser")
    portal = sim.portal("docomo")
    assert isinstance(portal, DocomoPortal)
    assert (len(sim.journal.submitted), len(portal.sms), portal.harm) == (2, 2, [])


async def test_another_customer_in_the_browser(sim: Simulator, browser: str) -> None:
    """His figures are dropped."""
    [customer], disk = sim.world.accounts, Disk()
    customer.options = DocomoOptions()
    other = docomo_customer("docomo", 2, DocomoOptions())
    other.usernames = ("other.sample@example.jp",)
    sim.world.accounts.append(other)
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, customer)
    await fetched(sim, browser, "docomo", disk)
    sim.portal("docomo").expire(customer.account_id)
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, other)
    with pytest.raises(ForeignAnswer):
        await fetched(sim, browser, "docomo", disk)


@pytest.mark.long
async def test_ahamo(sim: Simulator, browser: str) -> None:
    """Its bills are docomo's, its data is read by labels on pages of its own."""
    customer = docomo_customer("ahamo", 3, DocomoOptions())
    sim.world.accounts = [customer]
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, customer)
        await visit(person, "https://ahamo.com/myportal/home/auth/")
    truth = sim.world.truth("ahamo", customer.account_id, "browser")
    assert await fetched(sim, browser, "ahamo", Disk()) == truth
    assert truth["lines"][0]["remaining_bytes"] is not None


@pytest.mark.long
async def test_the_bill_of_another_line_is_dropped(sim: Simulator, browser: str) -> None:
    [customer] = sim.world.accounts
    customer.options = DocomoOptions(wrong_line=True)
    async with person_at(browser) as person:
        await log_in_docomo(person, sim, customer)
    with pytest.raises(ForeignAnswer):
        await fetched(sim, browser, "docomo", Disk())


async def test_rakuten(sim: Simulator, browser: str) -> None:
    """Its figure comes late; it names no line and no month, so it has to follow upon the last one."""
    customer, disk = rakuten_customer(), Disk()
    sim.world.accounts = [customer]
    with pytest.raises(AccountActionNeeded):
        await fetched(sim, browser, "rakuten", disk)
    async with person_at(browser) as person:
        await log_in_rakuten(person, customer)
    found, truth = await fetched(sim, browser, "rakuten", disk), sim.world.truth("rakuten", "rakuten-user", "browser")
    [line], [expected] = found["lines"], truth["lines"]
    assert line | {"line_id": ""} == expected | {"line_id": ""}
    assert line["line_id"] == found["account_id"]
    for value in ("absent", "twice"):
        customer.options.value = value
        with pytest.raises(LayoutChanged):
            await fetched(sim, browser, "rakuten", disk)
    customer.options.value = "shown"
    customer.lines[0].days.clear()
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, browser, "rakuten", disk)
    assert caught.value.missing == ("データ利用量", "fell")
    assert len(sim.journal.submitted) == 1

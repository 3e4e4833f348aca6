"""Toppings of povo that cannot be read, and the day of the suspension. Sheet 4.3, 4.5, 10."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
import json

import pytest

from custom_components.japan_mobile.carriers.errors import (
    LayoutChanged,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import Account, Fault, Kind
from simulator.portals.povo_figures import GIGABYTE
from tests.carriers.fetching import ALL, session_at
from tests.carriers.povo import NOW, customer_of, enter, portal_of, running, topping
from tests.carriers.povo_home import HOUR, PLAN, TILES, TOKEN, USAGE, Home, grants


@pytest.fixture
def customer() -> Account:
    """A customer with one topping."""
    return customer_of()


@pytest.fixture
async def home(socket_enabled: None, customer: Account) -> AsyncIterator[Home]:
    """That customer's home, after the login and the first poll."""
    async with running(customer) as sim:
        home = Home(sim, customer)
        await enter(sim, customer, home.disk)
        await home.line(timedelta(0), ALL)
        yield home
        assert len(portal_of(sim).mails) == 1
        assert portal_of(sim).harm == []


# Toppings that cannot be read (sheet 10)


@pytest.mark.parametrize("text", ["∞", "0.75GB", "750MB / 3000MB", "4.00GB / 3.00GB", "1,2GB / 3GB"])
async def test_a_tile_that_cannot_be_read(home: Home, customer: Account, text: str) -> None:
    """The rest stays usable: the exact totals, and the other topping without a guess at what is left in it."""
    customer.options.odd_tile = text
    grants(customer).append(topping(20, 12.5, NOW + timedelta(days=90)))
    account = await home.poll()
    [problem] = account.problems
    assert isinstance(problem.error, LayoutChanged)
    assert problem.error.missing[0] == "remaining"
    line = account.lines[0]
    assert (line.unlimited, line.suspends) == (None, None)
    assert line.remaining == 13 * GIGABYTE + GIGABYTE // 4
    assert [(one.total, one.remaining) for one in line.buckets] == [(20 * GIGABYTE, 12 * GIGABYTE + GIGABYTE // 2)]
    later = await home.poll()
    assert (home.asked, str(later.problems[0].error)) == ([TOKEN, PLAN], str(problem.error))
    assert [one.remaining for one in later.lines[0].buckets] == [None]


async def test_a_tile_that_cannot_be_read_beside_nothing(home: Home, customer: Account) -> None:
    """It could be an unlimited one, so nothing is said of what is left."""
    customer.options.odd_tile = "たくさん"
    grants(customer)[0].left = 0
    account = await home.poll()
    line = account.lines[0]
    assert (line.unlimited, line.remaining, line.used, line.total) == (None, None, None, None)


@pytest.mark.parametrize("heading", ["あたらしい区分", "プラン"])
async def test_a_group_that_is_not_known(home: Home, customer: Account, heading: str) -> None:
    customer.options.heading = heading
    account = await home.poll(timedelta(minutes=1))
    assert account.lines[0].unlimited is None
    assert account.lines[0].remaining == 3 * GIGABYTE // 4
    assert account.problems


async def test_an_unlimited_call_topping_is_not_unlimited_data(home: Home, customer: Account) -> None:
    """Nor is it a data topping; while it runs, it puts the suspension off."""
    customer.options.calls = (NOW + timedelta(days=30),)
    line = await home.line(timedelta(minutes=1))
    assert (line.unlimited, line.remaining) == (False, 3 * GIGABYTE // 4)
    assert line.suspends == date(2026, 12, 20) + timedelta(days=181)
    customer.options.calls = (None,)
    line = await home.line(timedelta(minutes=1))
    assert (line.unlimited, line.suspends) == (False, None)


async def test_nothing_without_the_sentence_is_not_believed(home: Home, customer: Account) -> None:
    customer.options.no_sentence = True
    account = await home.poll(timedelta(days=8), ALL)
    assert [str(problem.error) for problem in account.problems] == [
        "user-plan-details-v2 could not be read: povo-tile-plan-detail"
    ]
    assert (account.lines[0].unlimited, account.lines[0].remaining) == (None, None)
    customer.options.no_sentence = False
    await home.line()


async def test_tiles_that_do_not_agree_with_the_totals(home: Home, customer: Account) -> None:
    customer.options.over = 10**6
    account = await home.poll()
    assert [str(problem.error) for problem in account.problems] == [
        "user-plan-details-v2 could not be read: remaining, does not agree with the totals"
    ]
    assert (account.lines[0].buckets, account.lines[0].remaining) == ((), 3 * GIGABYTE // 4)


async def test_a_list_of_toppings_that_is_out(home: Home, customer: Account) -> None:
    """What a total still proves is said; what was bought meanwhile is not made up."""
    home.sim.faults.add(Fault("*", Kind.STATUS, path=TILES, status=500))
    account = await home.poll(timedelta(minutes=1))
    assert account.problems[0].part is Part.USAGE
    home.check(account, USAGE)
    grants(customer).append(topping(20, 20, NOW + timedelta(days=90)))
    account = await home.poll()
    line = account.lines[0]
    assert (line.unlimited, line.buckets, line.remaining) == (None, (), 20 * GIGABYTE + 3 * GIGABYTE // 4)
    home.sim.faults.clear()
    await home.line()


async def test_kept_figures_that_are_damaged_are_read_again(home: Home) -> None:
    state = json.loads(home.disk.saved["login"])
    home.disk.saved["login"] = json.dumps(state | {"toppings": {"toppings": []}})
    await home.line()
    assert home.asked == [TOKEN, PLAN, TILES]


# The suspension


async def test_the_day_of_the_suspension(home: Home, customer: Account) -> None:
    """181 days after the newest topping ends; it is remembered after the topping has gone, and over a new login."""
    end = date(2026, 11, 27) + timedelta(days=181)
    for after in (HOUR, timedelta(days=8), timedelta(days=100)):
        assert (await home.line(after)).suspends == end
    grants(customer).append(topping(1, 1, home.sim.world.now() + timedelta(days=7)))
    longer = (await home.line()).suspends
    assert longer == (home.sim.world.now() + timedelta(days=7, hours=-1)).date() + timedelta(days=181)
    async with session_at(home.sim, customer, home.disk) as session:
        session.client.keep.forget(session.client.lasting)
        assert "last_expiry" in session.client.keep
    assert (await home.line(timedelta(days=181 + 8))).suspends is None

"""One customer of povo: what the tests of its client share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from custom_components.japan_mobile.carriers.carrier import Challenge
from custom_components.japan_mobile.carriers.errors import CodeNeeded
from custom_components.japan_mobile.carriers.session import Session
from simulator import TOKYO, Account, Clock, Line, Plan, Pool, Simulator, World
from simulator.clock import Month
from simulator.people import Bill, Grant, GrantKind, Invoice, Item
from simulator.portals.povo import PovoPortal
from simulator.portals.povo_figures import GIGABYTE
from simulator.portals.povo_options import PovoOptions
from tests.carriers.fetching import Disk, session_at

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=TOKYO)
EMAIL = "hanako.sample@example.jp"


def topping(size: int, left: float, until: datetime) -> Grant:
    """A topping of so many GB, of which so many are left."""
    return Grant(GrantKind.TOP_UP, size * GIGABYTE, int(left * GIGABYTE), until.date(), until)


def customer_of(*grants: Grant) -> Account:
    """A customer; without other grants, with 0.75 GB left of 3 GB that are good for another week."""
    found = list(grants) or [topping(3, 0.75, NOW + timedelta(days=7))]
    bills = [
        Bill(Month(2026, 11).plus(-back), (Invoice(f"{back:013}", (Item("料金", 330 * back),), 0),))
        for back in range(1, 7)
    ]
    return Account(
        carrier="povo",
        account_id="external-0000001",
        usernames=(EMAIL,),
        password="",
        name="見本花子",
        lines=[Line("LW0000000001", "070-0000-0001", "C1", "own", Plan("povo2.0", None))],
        pools={"own": Pool("own", found)},
        bills=bills,
        grant_months=0,
        options=PovoOptions(),
    )


@asynccontextmanager
async def running(customer: Account, now: datetime = NOW) -> AsyncIterator[Simulator]:
    """The back end with that customer alone."""
    one = Simulator(World(Clock(now), [customer], settled=now))
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


def portal_of(sim: Simulator) -> PovoPortal:
    """The back end."""
    portal = sim.portal("povo")
    assert isinstance(portal, PovoPortal)
    return portal


async def asked(session: Session) -> Challenge:
    """The challenge in which every login ends."""
    with pytest.raises(CodeNeeded) as needed:
        await session.log_in()
    assert needed.value.challenge is not None
    return needed.value.challenge


async def enter(sim: Simulator, customer: Account, disk: Disk) -> None:
    """Log in as a person does: with the code out of the mailbox."""
    async with session_at(sim, customer, disk) as session:
        challenge = await asked(session)
        await challenge.send()
        await session.submit(challenge, portal_of(sim).mails[-1].code)

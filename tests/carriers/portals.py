"""One customer at a portal of unknown make: what the tests of the portal's client share."""

from collections.abc import AsyncIterator
from datetime import date, datetime

import pytest

from custom_components.japan_mobile.carriers.errors import CarrierError
from simulator import (
    GB,
    TOKYO,
    Account,
    Bill,
    Clock,
    Grant,
    GrantKind,
    Invoice,
    Item,
    Line,
    Month,
    Plan,
    Pool,
    Simulator,
    Usage,
    World,
)
from simulator.portals.other import OtherPortal
from simulator.portals.other_options import OtherOptions
from tests.carriers.fetching import ALL, Disk, session_at

NOW = datetime(2026, 8, 6, 12, 0, tzinfo=TOKYO)
PASSWORD = "simple-Secret-77"
USER = "07000000001"


def customer_of(carrier: str, lines: int = 1) -> Account:
    """A customer with 20 GB a line, 16.75 of them left, whose portal shows nothing misleading."""
    month = Month(2026, 8)
    shown = [
        Line(f"line{n}", f"070-0000-{n:04}", f"C{n}", f"own{n}", Plan("20GBプラン", 20 * GB))
        for n in range(1, lines + 1)
    ]
    for place, line in enumerate(shown):
        line.days = {date(2026, 8, 3): Usage((325 + place) * GB // 100)}
    pools = {
        line.pool_id: Pool(line.pool_id, [Grant(GrantKind.BASE, 20 * GB, (1675 - place) * GB // 100, month.last)])
        for place, line in enumerate(shown)
    }
    return Account(
        carrier=carrier,
        account_id=USER,
        usernames=(USER,),
        password=PASSWORD,
        name="見本花子",
        lines=shown,
        pools=pools,
        bills=[Bill(month.plus(-1), (Invoice("100", (Item("月額料金", 1980),), 198),))],
        grant_months=0,
        options=OtherOptions(decoys=frozenset()),
    )


def move(customer: Account, used: int) -> None:
    """Let the first line use some more, in bytes."""
    line = customer.lines[0]
    line.days[date(2026, 8, 3)] = Usage(line.days[date(2026, 8, 3)].fast + used)
    [grant] = customer.pools[line.pool_id].grants
    grant.left -= used


def portal_of(sim: Simulator, customer: Account) -> OtherPortal:
    """The portal of a customer."""
    portal = sim.portal(customer.carrier)
    assert isinstance(portal, OtherPortal)
    return portal


async def run(customer: Account) -> AsyncIterator[Simulator]:
    """The portal with that customer alone, at noon on 2026-08-06."""
    one = Simulator(World(Clock(NOW), [customer], settled=NOW))
    await one.start()
    yield one
    await one.stop()


async def fails(sim: Simulator, customer: Account, disk: Disk | None = None, **typed: str) -> CarrierError:
    """What a fetch ends in."""
    async with session_at(sim, customer, disk, **typed) as session:
        with pytest.raises(CarrierError) as caught:
            await session.fetch(ALL)
    return caught.value

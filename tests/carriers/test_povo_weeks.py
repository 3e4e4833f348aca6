"""Three weeks at an hourly pace, with restarts and a life on the line: one mail in all, two requests a poll."""

from collections import Counter
from datetime import datetime, timedelta
import json
from random import Random

import pytest

from custom_components.japan_mobile.carriers.errors import CannotConnect
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.session import Session
from simulator import TOKYO, Fault, Kind, Simulator
from simulator.people import Account
from simulator.portals.povo_figures import use
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.povo import customer_of, enter, portal_of, running, topping

START = datetime(2026, 11, 30, 9, 7, tzinfo=TOKYO)
USAGE = frozenset({Part.USAGE})
HOUR = timedelta(hours=1)
WEEKS = 21 * 24


class Life:
    """Uses data by the hour and buys a topping now and then."""

    def __init__(self, sim: Simulator, customer: Account) -> None:
        self.sim = sim
        self.customer = customer
        self.figures = Random(7)
        self.used = 0

    @property
    def now(self) -> datetime:
        """The time in the world."""
        return self.sim.world.now()

    def goes_on(self) -> None:
        """An hour passes."""
        for _ in range(4):
            self.sim.world.clock.advance(HOUR / 4)
            amount = self.figures.randrange(5 * 2**20) if self.now.hour > 8 else 0
            use(self.customer, self.now, amount)
            self.used += amount

    def buys(self, size: int, days: int) -> None:
        """A topping is bought."""
        self.customer.pools["own"].grants.append(topping(size, size, self.now + timedelta(days=days)))


@pytest.mark.usefixtures("socket_enabled")
async def test_three_weeks() -> None:
    customer = customer_of(topping(3, 3, START + timedelta(days=4, minutes=9)))
    async with running(customer, START) as sim:
        disk, life, counted, by_hand = Disk(), Life(sim, customer), Counter[str](), 0
        await enter(sim, customer, disk)

        async def poll(session: Session, parts: frozenset[Part]) -> int:
            before = len(sim.journal.calls)
            account = await session.fetch(parts)
            [line], [truth] = told(account)["lines"], sim.world.truth("povo", customer.account_id)["lines"]
            assert account.problems == ()
            for key in ("remaining_bytes", "used_bytes", "total_bytes", "unlimited"):
                assert line[key] == truth[key]
            return len(sim.journal.calls) - before

        hour = 0
        while hour < WEEKS:
            async with session_at(sim, customer, disk) as session:  # a restart: all that is known is what was saved
                for _ in range(life.figures.randrange(1, 30)):
                    full = hour % 24 == 0
                    cost = await poll(session, ALL if full else USAGE)
                    counted["full" if full else "polls"] += 1
                    counted["full requests" if full else "requests"] += cost
                    if hour in {60, 200, 330}:  # someone buys a topping and wants to see it at once
                        sim.world.clock.advance(timedelta(minutes=10))
                        life.buys(*{60: (1, 7), 200: (3, 6), 330: (1, 1)}[hour])
                        counted["requests"] += await poll(session, USAGE)
                        counted["polls"] += 1
                        by_hand += 1
                    life.goes_on()
                    hour += 1
        average = counted["requests"] / counted["polls"]
        print(f"{counted['polls']} polls of usage, {average:.3f} requests each; {counted['full']} of all parts,")
        print(f"{counted['full requests'] / counted['full']:.2f} each; mails: {len(portal_of(sim).mails)}")
        assert (by_hand, life.used > 2**31) == (3, True)
        assert average <= 2
        assert counted["full requests"] <= 7 * counted["full"]
        assert len(portal_of(sim).mails) == 1
        assert len(sim.journal.logins()) == 1
        assert sim.journal.count(path="/api/v3/user-service/v3/jp/ja/mobile/users/login/action") == 1
        assert portal_of(sim).harm == []


@pytest.mark.usefixtures("socket_enabled")
async def test_a_death_between_an_answer_and_its_save() -> None:
    """At any renewal: the old token, which is what the disk holds, renews once more."""
    customer = customer_of(topping(3, 3, START + timedelta(days=40)))
    async with running(customer, START) as sim:
        disk = Disk()
        await enter(sim, customer, disk)
        async with session_at(sim, customer, disk) as session:
            await session.fetch(ALL)
        for _ in range(5):
            sim.world.clock.advance(HOUR)
            held = dict(disk.saved)
            async with session_at(sim, customer, disk) as session:
                await session.fetch(USAGE)
            assert json.loads(disk.saved["login"])["token"] != json.loads(held["login"])["token"]
            disk.saved = dict(held)
        sim.world.clock.advance(HOUR)
        sim.faults.add(
            Fault("*", Kind.STATUS, path="/api/v3/user-service/v4/jp/ja/mobile/account", status=502, times=1)
        )
        async with session_at(sim, customer, disk) as session:
            with pytest.raises(CannotConnect):
                await session.fetch(USAGE)
        assert json.loads(disk.saved["login"])["token"] != json.loads(held["login"])["token"]
        assert len(portal_of(sim).mails) == 1

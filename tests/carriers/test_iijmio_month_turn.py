"""The turn of the month, while the app's server answers out of a cache (sheet, 4.8)."""

from datetime import datetime, timedelta

import pytest

from custom_components.japan_mobile.carriers.model import Account as Read, Part
from custom_components.japan_mobile.carriers.web import Page
from simulator import TOKYO, Account, Fault, Kind, Simulator
from tests.carriers.fetching import Disk, session_at, told

USAGE = frozenset({Part.USAGE})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"
EVENING = datetime(2026, 11, 30, 23, 35, tzinfo=TOKYO)
KEYS = ("remaining_bytes", "buckets", "used_bytes", "cycle_start")


@pytest.fixture
def cached(sim: Simulator, customer: Account) -> Account:
    """The customer on the last evening of November, with answers that are kept for an hour."""
    sim.world.clock.set(EVENING)
    customer.options.cache_seconds = 3600
    return customer


def forced(sim: Simulator) -> list[str | None]:
    """The header that asks for fresh figures, of each read of the lines."""
    return [call.headers.get("ForceUpdate") for call in sim.journal.calls if call.path == "/dataTraffic"]


def is_true(sim: Simulator, customer: Account, account: Read, mode: str = "app") -> bool:
    """Whether everything that was read is what the world holds now."""
    truth = sim.world.truth("iijmio", customer.account_id, mode)["lines"]
    return [[line[key] for key in KEYS] for line in told(account)["lines"]] == [
        [line[key] for key in KEYS] for line in truth
    ]


async def test_the_first_read_of_a_month_is_fresh(sim: Simulator, cached: Account) -> None:
    """At midnight, for two hours, and once more; then the cache is good enough."""
    disk = Disk()
    async with session_at(sim, cached, disk) as session:
        assert is_true(sim, cached, await session.fetch(USAGE))
    for minutes in (30, 60, 90, 120):
        sim.world.clock.set(EVENING + timedelta(minutes=minutes))
        async with session_at(sim, cached, disk) as session:
            account = await session.fetch(USAGE)
        assert is_true(sim, cached, account)
        assert account.problems == ()
    sim.world.clock.set(EVENING + timedelta(minutes=150))
    async with session_at(sim, cached, disk) as session:
        await session.fetch(USAGE)
        await session.fetch(USAGE)
    assert forced(sim) == ["1"] * 6 + [None]


async def test_a_later_first_read_is_fresh_too(sim: Simulator, cached: Account) -> None:
    """On the fifth, after days without a poll."""
    async with session_at(sim, cached) as session:
        await session.fetch(USAGE)
        await session.fetch(USAGE)
        sim.world.clock.advance(timedelta(days=5))
        await session.fetch(USAGE)
    assert forced(sim) == ["1", None, "1"]


@pytest.mark.parametrize("minutes", [25, 90])
async def test_last_months_answer_is_not_shown(sim: Simulator, cached: Account, minutes: int) -> None:
    """A server that answers with November whatever is asked: unknown, with the reason, until it knows the month."""
    async with session_at(sim, cached) as session:
        pages: list[Page] = []
        session.client.web.recorder = pages.append
        november = await session.fetch(USAGE)
        text = next(page.text for page in pages if page.url.path == "/dataTraffic")
        sim.faults.add(Fault(APP, Kind.STATUS, path="/dataTraffic", status=200, body=text))
        sim.world.clock.advance(timedelta(minutes=minutes))
        account = await session.fetch(USAGE)
    alone = account.line("hdo00000001")
    assert november.lines[0].remaining is not None
    assert alone is not None
    assert (alone.remaining, alone.buckets) == (None, ())
    assert ("hdo00000001", "dataTraffic could not be read: remaining, of this month") in {
        (problem.line_id, str(problem.error)) for problem in account.problems
    }

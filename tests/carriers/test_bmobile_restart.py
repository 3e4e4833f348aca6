"""What was read before a restart counts after it."""

from collections.abc import AsyncIterator

import pytest

from simulator import MB, Account, Clock, Simulator, Usage, World
from tests.carriers.fetching import ALL, Disk, session_at
from tests.carriers.test_bmobile_login import NOW, customer_of
from tests.carriers.test_bmobile_status import reasons


@pytest.fixture
def customer() -> Account:
    """A customer of two lines, with 111 MB used on the first."""
    return customer_of("bmobile", 2)


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    one = Simulator(World(Clock(NOW), [customer], settled=NOW))
    await one.start()
    yield one
    await one.stop()


def use(customer: Account, megabytes: int) -> None:
    """Let the portal say that so much was used on the first line."""
    customer.lines[0].days = {NOW.date(): Usage(megabytes * MB)}


async def test_use_that_fell_over_a_restart(sim: Simulator, customer: Account) -> None:
    """The first page after a restart is held against the last one before it; what follows is read again."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    use(customer, 110)
    async with session_at(sim, customer, disk) as session:
        account = await session.fetch(ALL)
    assert (account.lines[0].used, reasons(account)) == (None, [("used", "fell")])
    use(customer, 112)
    async with session_at(sim, customer, disk) as session:
        assert (await session.fetch(ALL)).lines[0].used == 112 * MB


@pytest.mark.parametrize("kept", ["", "[]", '{"lines": 3}', '{"lines": [{}]}'])
async def test_what_was_kept_is_broken(sim: Simulator, customer: Account, kept: str) -> None:
    """Then nothing is known, as on the very first day."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    disk.saved["login"] = disk.saved["login"].replace('"last": {', f'"last": {kept or "null"}, "x": {{')
    use(customer, 110)
    async with session_at(sim, customer, disk) as session:
        assert (await session.fetch(ALL)).lines[0].used == 110 * MB


async def test_another_login_is_another_memory(sim: Simulator, customer: Account) -> None:
    """Figures of one login are not held against those of another."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    disk.saved["login"] = disk.saved["login"].replace("bmobile@example.jp", "before@example.jp")
    use(customer, 110)
    async with session_at(sim, customer, disk) as session:
        await session.log_in()
        assert (await session.fetch(ALL)).lines[0].used == 110 * MB

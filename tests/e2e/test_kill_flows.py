"""Power cuts while a person logs in: when an account is added, and when its login is renewed."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
import json
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from demo.client import HomeClient
from simulator import Account, Fault, Kind

from .household import CARRIER, Household, credentials_of, household, issues, neighbours, new_seed, reauths, until

KILLS = 4
DELAY = 0.06
FLOW = 40 * DELAY
"""About as long as a flow takes from its first request to its end: a login, and everything read once."""


async def test_killed_while_an_account_is_added(tmp_path: Path) -> None:
    """Either it is there and works, or it is not and can be added; nobody is asked for anything else."""
    random = Random(new_seed())
    there = 0
    async with household(tmp_path, neighbours(KILLS), pace=1) as house:
        async with house.client() as client:
            assert await reauths(client) == []
        await house.restart()
        house.simulator.faults.add(Fault("*", Kind.DELAY, seconds=DELAY))
        for account in house.world.accounts:
            async with house.client() as client:
                typing = client.flow({"carrier": CARRIER}, credentials_of(account))
                await _killed_meanwhile(house, typing, random.uniform(0, FLOW))
            _check_files(house)
            await house.home.start()
            async with house.client() as client:
                there += await _is_there(house, client, account)
                assert await reauths(client) == []
                assert await issues(client) == []
            assert house.simulator.journal.logins(accepted=False) == []
            for interface in ("web", "app"):
                assert len(house.simulator.journal.logins(account.account_id, interface)) in {1, 2}
            await _written(house, house.entries[account.account_id])
    print(f"{there} of {KILLS} accounts were there after the kill")


async def _is_there(house: Household, client: HomeClient, account: Account) -> bool:
    """Whether the account survived; it is there and works afterwards."""
    known = set(house.entries.values())
    entries = await client.command("config_entries/get", domain="japan_mobile")
    survived = [entry["entry_id"] for entry in entries if entry["entry_id"] not in known]
    if survived:
        [house.entries[account.account_id]] = survived
    else:
        await house.add(client, account)
    await house.shows_truth(client, account)
    return bool(survived)


async def test_killed_while_a_login_is_renewed(tmp_path: Path) -> None:
    """Whoever has typed the new password is asked again at most; the old one is never sent again."""
    random = Random(new_seed())
    async with household(tmp_path, neighbours(1), pace=1) as house:
        (account,) = house.world.accounts
        async with house.client() as client:
            await house.add(client, account)
        await house.restart()
        house.simulator.faults.add(Fault("*", Kind.DELAY, seconds=DELAY))
        for number in range(KILLS):
            account.password = f"new-Secret-{number}"
            house.simulator.portal(CARRIER).expire(account.account_id, None)
            async with house.client() as client:
                [flow] = await until(lambda: reauths(client))
                typing = client.answer(flow, credentials_of(account))
                await _killed_meanwhile(house, typing, random.uniform(0, FLOW))
            _check_files(house)
            house.simulator.journal.clear()
            await house.home.start()
            async with house.client() as client:
                await _mended(house, client, account)
                assert await issues(client) == []
            assert house.simulator.journal.logins(accepted=False) == []


async def _mended(house: Household, client: HomeClient, account: Account) -> None:
    """The new login is known, or is asked for; with it all is well."""
    shown = asyncio.ensure_future(house.shows_truth(client, account, seconds=60))
    async with HomeClient(house.home.url) as person:
        person.token = house.token

        async def polled() -> bool:
            journal = house.simulator.journal
            return bool(await reauths(person)) or bool(journal.calls)

        await until(polled)
        await asyncio.sleep(2)  # a poll that finds a dead login says so within that
        for flow in await reauths(person):
            result = await person.answer(flow, credentials_of(account))
            assert (result["type"], result["reason"]) == ("abort", "reauth_successful"), result
            await _written(house, account.password)
        await shown
        assert await reauths(person) == []


async def _killed_meanwhile(house: Household, typing: Coroutine[Any, Any, Any], after: float) -> None:
    """Kill Home Assistant that long after the first request of what a person does."""
    journal = house.simulator.journal
    journal.clear()

    async def typed() -> None:
        with suppress(aiohttp.ClientError, OSError):
            await typing

    task = asyncio.ensure_future(typed())

    async def asked() -> bool:
        return any(call.path == "/auth/login/" for call in journal.calls)

    await until(asked, every=0.01)
    await asyncio.sleep(after)
    await house.home.kill()
    await task
    print(f"killed {after:.3f} s after the first request; the last one was {journal.calls[-1].path}")


async def _written(house: Household, text: str) -> None:
    """Wait until Home Assistant has written down what it writes a moment later."""
    entries = house.storage / "core.config_entries"

    async def there() -> bool:
        return text in entries.read_text()

    await until(there)


def _check_files(house: Household) -> None:
    """Each file of ours is whole."""
    for path in house.storage.glob("japan_mobile*"):
        assert json.loads(path.read_text())["data"], path

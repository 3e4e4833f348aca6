"""What restarts and polls cost the carrier, and how often a wrong password is sent."""

import asyncio
from pathlib import Path
from typing import Any

from demo.client import HomeClient
from simulator import MB, Account, Simulator

from .household import CARRIER, Household, household, issues, neighbours, reauths, until, update_by_hand

STEADY = {"GET gapi.iijmio.jp/dataTraffic", "GET www.iijmio.jp/service/setup/hdc/viewmonthlydata/"}
PACE = 1
NEW_PASSWORD = "sakura-Yuki-2032"


async def polls(simulator: Simulator, count: int) -> None:
    """Wait for that many more polls and the end of the last of them."""
    wanted = simulator.journal.count(path="/dataTraffic") + count

    async def seen() -> bool:
        return simulator.journal.count(path="/dataTraffic") >= wanted

    await until(seen)
    await asyncio.sleep(PACE / 2)


async def test_a_restart_costs_nothing_at_the_usual_pace(tmp_path: Path) -> None:
    """The figures are younger than an hour: they are shown, and nobody is asked for newer ones."""
    async with household(tmp_path, neighbours(1)) as house:
        (account,) = house.world.accounts
        async with house.client() as client:
            await house.add(client, account)
        assert house.simulator.journal.logins(accepted=True), "the account was added without any login"
        house.simulator.journal.clear()
        await house.restart()
        async with house.client() as client:
            await house.shows_truth(client, account)
            assert (await house.entry(client, account))["state"] == "loaded"
        assert house.simulator.journal.counts() == {}


async def test_polls_and_restarts_need_no_login(tmp_path: Path) -> None:
    """A poll is two requests, also the one that a restart finds due."""
    async with household(tmp_path, neighbours(1), pace=PACE) as house:
        (account,) = house.world.accounts
        journal = house.simulator.journal
        async with house.client() as client:
            await house.add(client, account)
            await update_by_hand(client)  # the first poll after adding an account comes after a minute at the earliest
            journal.clear()
            for _ in range(3):
                house.world.use(CARRIER, account.account_id, account.lines[0].line_id, fast=30 * MB)
                await polls(house.simulator, 1)
                await house.shows_truth(client, account)
            assert journal.logins() == []
            assert _steady(house) >= 3
        await house.home.stop()
        house.world.use(CARRIER, account.account_id, account.lines[1].line_id, fast=50 * MB)
        journal.clear()
        await house.home.start()
        async with house.client() as client:
            await house.shows_truth(client, account)
        assert journal.logins() == []
        assert _steady(house) >= 1


def _steady(house: Household) -> int:
    """How many polls there were; each of them was the two requests of a steady one, and there was nothing else."""
    counts = house.simulator.journal.counts()
    assert set(counts) == STEADY, counts
    assert max(counts.values()) - min(counts.values()) <= 1, counts  # one may be under way
    return min(counts.values())


async def test_a_wrong_password_is_sent_once(tmp_path: Path) -> None:
    """Neither polls nor a reload nor a restart send it again; the user is told, and the new one brings all back."""
    async with household(tmp_path, neighbours(1), pace=PACE) as house:
        (account,) = house.world.accounts
        old = account.password
        async with house.client() as client:
            await house.add(client, account)
            await update_by_hand(client)
            await _change_password(house, account)
            await until(lambda: reauths(client))
            assert _sent(house, old) == 1
            await asyncio.sleep(3 * PACE)
            await update_by_hand(client)
            assert _sent(house, old) == 1, "sent again by a poll"
            await client.call("POST", f"/api/config/config_entries/entry/{house.entries[account.account_id]}/reload")
            await asyncio.sleep(2 * PACE)
            await update_by_hand(client)
            assert _sent(house, old) == 1, "sent again by a reload"
        await house.restart()
        async with house.client() as client:
            (flow,) = await until(lambda: reauths(client))
            await update_by_hand(client)
            assert _sent(house, old) == 1, "sent again by a restart"
            await _asks_for_password(client, flow["flow_id"], old)
            assert _sent(house, old) == 1, "the form sent a pair again that was refused"
            house.world.use(CARRIER, account.account_id, account.lines[0].line_id, fast=70 * MB)
            done = await client.answer(flow, {"username": account.account_id, "password": NEW_PASSWORD})
            assert (done["type"], done["reason"]) == ("abort", "reauth_successful")
            await house.shows_truth(client, account)
            assert (await house.entry(client, account))["state"] == "loaded"
            assert await reauths(client) == []
            assert await issues(client) == []
        assert [login.interface for login in house.simulator.journal.logins(accepted=True)] == ["web", "app"]
        assert _sent(house, old) == 1


async def _change_password(house: Household, account: Account) -> None:
    """The customer changes the password in the portal, which ends all sign-ins."""
    house.simulator.journal.clear()
    account.password = NEW_PASSWORD
    house.simulator.portal(CARRIER).expire(account.account_id)


def _sent(house: Household, password: str) -> int:
    """How often a password went out, to whichever host."""
    return len([login for login in house.simulator.journal.logins() if login.password == password])


async def _asks_for_password(client: HomeClient, flow_id: str, old: str) -> None:
    """The form says what is wrong, and suggests the name but no password."""
    form: dict[str, Any] = await client.call("GET", f"/api/config/config_entries/flow/{flow_id}")
    assert form["step_id"] == "reauth_confirm"
    assert form["errors"] == {"base": "login_refused"}
    assert old not in str(form)

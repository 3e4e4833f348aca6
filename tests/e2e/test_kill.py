"""Power cuts: Home Assistant is killed in the middle of logins, polls and savings, and comes back by itself."""

import asyncio
from dataclasses import dataclass
import json
from pathlib import Path
from random import Random
import stat
from typing import Any

import pytest

from demo.client import HomeClient
from simulator import MB, Account, Fault, Kind
from tests.figures import Note

from .household import CARRIER, Household, household, issues, neighbours, new_seed, reauths, until

HOMES = 2
"""Home Assistants that are killed side by side, each `KILLS` times."""

ACCOUNTS = 5
KILLS = 15
PACE = 1
DELAY = 0.06
"""How long the portals take for an answer, so that most of a login's time is a time at which something is under way."""

POLL, LOGIN = 8 * DELAY, 5 * DELAY
"""About as long as the polls of all accounts take, and as a login takes, savings included."""

LOGIN_PAGES = {"/auth/login/", "/token"}
EXPIRIES = ("web", "app", "both", None)
"""What died before the kill: the sign-in on the member site, the app's token, both, or nothing (a mere poll)."""


@dataclass(frozen=True)
class Cut:
    """One kill: whose sign-in had died, and how long after which first request Home Assistant is killed."""

    account: Account
    expired: str | None
    login: bool
    after: float

    def __str__(self) -> str:
        first = "login" if self.login else "poll"
        return f"{self.account.account_id}, expired: {self.expired}, {self.after:.3f} s after the first {first}"


@pytest.mark.parametrize("count", [KILLS, pytest.param(5 * KILLS, marks=pytest.mark.long)])
async def test_killed_at_random_moments(tmp_path: Path, count: int, note_figures: Note) -> None:
    """Nothing is left to repair by hand, and no sign-in is renewed that had not expired."""
    seed = new_seed()
    homes = (_kill_often(tmp_path / str(home), Random(seed + home), count) for home in range(HOMES))
    open_logins = sum(await asyncio.gather(*homes))
    note_figures(
        "Home Assistant killed in the middle of things",
        f"{open_logins} kills fell into a login whose outcome was not yet known",
        {"kills": HOMES * count},
    )
    assert open_logins > 0, "no kill fell into a login: this proves little"


async def _kill_often(folder: Path, random: Random, count: int) -> int:
    """Kill one home that often; how many kills fell into a login."""
    open_logins = 0
    while count > 0:
        part = min(count, KILLS)  # the ledger stops a machine that logs in too often in a day: a new home, a new ledger
        async with household(folder / str(count), neighbours(ACCOUNTS), pace=PACE) as house:
            async with house.client() as client:
                for account in house.world.accounts:
                    await house.add(client, account)
            await house.restart()
            house.simulator.faults.add(Fault("*", Kind.DELAY, seconds=DELAY))
            for number in range(part):
                account = house.world.accounts[number % ACCOUNTS]
                expired = random.choice(EXPIRIES)
                login = expired is not None and random.random() < 0.7
                open_logins += await _cut(
                    house, number, Cut(account, expired, login, random.uniform(0, LOGIN if login else POLL))
                )
        count -= part
    return open_logins


async def _cut(house: Household, number: int, cut: Cut) -> bool:
    """Kill and start again; whether it fell into a login."""
    async with house.client() as client:
        await house.shows_truth(client, *house.world.accounts)
    journal = house.simulator.journal
    journal.clear()
    if cut.expired:
        house.simulator.portal(CARRIER).expire(cut.account.account_id, None if cut.expired == "both" else cut.expired)

    async def asked() -> bool:
        return any(not cut.login or call.path in LOGIN_PAGES for call in journal.calls)

    await until(asked, every=0.01)
    await asyncio.sleep(cut.after)
    await house.home.kill()
    print(f"kill {number} at {house.home.url}: {cut}; the last request was {journal.calls[-1].path}")
    open_login = _check_files(house)
    for account in house.world.accounts:
        house.world.use(CARRIER, account.account_id, account.lines[0].line_id, fast=10 * MB)
    await house.home.start()
    async with house.client() as client:
        await house.shows_truth(client, *house.world.accounts)
        await _check_home(house, client)
    _check_logins(house, cut)
    return open_login


def _check_files(house: Household) -> bool:
    """Each file of ours is whole, for its owner only, and knows who it belongs to. Whether a login was under way."""
    open_login = False
    kept = [*house.storage.glob("japan_mobile"), *house.storage.glob("japan_mobile.*")]
    files = sorted(path for path in kept if path.is_file())
    assert len(files) == 1 + len(house.world.accounts), files
    days = list(house.storage.glob("japan_mobile_days.*"))
    assert len(days) == len(house.world.accounts), days
    for path in days:
        assert json.loads(path.read_text())["data"]["lines"], path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for path in files:
        content: dict[str, Any] = json.loads(path.read_text())["data"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        if path.name != "japan_mobile":
            assert content["login"]["mio_id"] in {account.account_id for account in house.world.accounts}
            open_login |= content["ledger"]["attempts"][-1]["outcome"] == "open"
            assert content["account"]["lines"]
    return open_login


async def _check_home(house: Household, client: HomeClient) -> None:
    """All entries work, and nobody is asked for anything."""
    for account in house.world.accounts:
        entry = await house.entry(client, account)
        assert entry["state"] == "loaded", entry
    assert await reauths(client) == []
    assert await issues(client) == []


def _check_logins(house: Household, cut: Cut) -> None:
    """What had expired was renewed, at most twice because of the kill; nothing else was."""
    journal = house.simulator.journal
    assert journal.logins(accepted=False) == []
    for account in house.world.accounts:
        for interface in ("web", "app"):
            dead = account is cut.account and cut.expired in {interface, "both"}
            sent = len(journal.logins(account.account_id, interface))
            assert sent in ({1, 2} if dead else {0}), f"{cut}: {sent} logins of {account.account_id} at {interface}"

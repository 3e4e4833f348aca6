"""docomo, ahamo, au and UQ mobile in a real Home Assistant, read in a real browser in which a person has logged in."""

from datetime import datetime
from pathlib import Path
from typing import Any

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from simulator import Account
from simulator.chromium import chromium
from simulator.clock import TOKYO, Clock
from simulator.people import GB, Usage
from simulator.portals.au import AuOptions, AuPortal
from simulator.portals.docomo import DocomoPortal
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.people import docomo_customer
from tests.persons_browser import log_in_au, log_in_docomo, person_at, visit

from .household import household, issues, needed, reauths, until, update_by_hand


def _world() -> World:
    """Four customers whose logins ask for everything."""
    now = datetime.now(TOKYO)
    options = DocomoOptions(human_check=True, passkey="offered", usage="2021", late=1.0)
    people = [
        docomo_customer("docomo", 1, options, now),
        docomo_customer("ahamo", 2, DocomoOptions(), now),
        docomo_customer("au", 3, options, now),
        docomo_customer("uq", 4, options, now),
    ]
    for account in people[2:]:
        account.options = AuOptions()
        account.lines[0].days = {now.date(): Usage(3 * GB // 4)}
    return World(clock=Clock(now, speed=0), accounts=people)


async def _add(client: HomeClient, account: Account, address: str) -> dict[str, Any]:
    """Add an account whose person is logged in already; what was read is confirmed."""
    menu = await client.flow({"carrier": account.carrier})
    assert menu["menu_options"] == ["browser", "cookies"]
    form = await client.answer(menu, {"next_step_id": "browser"})
    form = await client.answer(form, {"browser": address})
    assert form["step_id"] == "confirm", form
    fields = {one["name"]: (one.get("description") or {}).get("suggested_value") for one in form["data_schema"]}
    result = await client.answer(form, {name: value for name, value in fields.items() if value is not None})
    assert result["type"] == "create_entry", result
    return result


async def test_four_lines_in_one_house(tmp_path: Path) -> None:
    """Data and bills of all four; one is logged out: one issue, no login by us; his person comes back, and so do the values."""
    async with household(tmp_path, _world(), pace=3600) as house:
        program, sim = needed("JAPAN_MOBILE_CHROMIUM"), house.simulator
        for account in house.world.accounts:
            async with (
                chromium(program, sim.port, tmp_path / f"profile-{account.carrier}", sim.hosts) as address,
                house.client() as client,
            ):
                async with person_at(address) as person:
                    logs_in = log_in_au if account.carrier in {"au", "uq"} else log_in_docomo
                    await logs_in(person, sim, account)
                    if account.carrier == "ahamo":
                        await visit(person, "https://ahamo.com/myportal/home/auth/")
                await _add(client, account, address)
                await _shows(client, house.world, account)
                if account.carrier == "uq":
                    sim.portal("uq").expire(account.account_id)
                    await update_by_hand(client)
                    [issue] = await until(lambda: issues(client))
                    assert issue == "action_log_in_phone"
                    assert await reauths(client) == []
                    async with person_at(address) as person:
                        await log_in_au(person, sim, account)
                    await update_by_hand(client)
                    await until(lambda: _none(client))
                    await _shows(client, house.world, account)
        assert len(sim.journal.submitted) == len(house.world.accounts) + 1
        for account in house.world.accounts:
            portal = sim.portal(account.carrier)
            assert isinstance(portal, AuPortal | DocomoPortal)
            assert portal.harm == []
        assert not [one for one in house.world.accounts if one.password in _stored(house.storage)]


async def _none(client: HomeClient) -> bool:
    return not await issues(client)


def _stored(folder: Path) -> str:
    return "".join(file.read_text(errors="replace") for file in folder.iterdir() if file.is_file())


async def _shows(client: HomeClient, world: World, account: Account) -> None:
    """Wait until the line's data and the newest bill are the truth's."""
    truth = world.truth(account.carrier, account.account_id, "browser")
    giga = 10**9 if account.carrier in {"au", "uq"} else 2**30
    used, bill = truth["lines"][0]["used_bytes"] / giga, str(truth["bills"][0]["amount"])

    async def shown() -> bool:
        states = await client.states()
        devices = await entities_by_device(client)
        line = next(
            (
                keys
                for name, keys in devices.items()
                if name.endswith(account.lines[0].number[-4:]) and "data_used" in keys
            ),
            None,
        )
        whole = next(
            (
                keys
                for name, keys in devices.items()
                if name.endswith(account.lines[0].number[-4:]) and "latest_bill" in keys
            ),
            None,
        )
        if line is None or whole is None:
            return False
        told = states[line["data_used"]]["state"]
        return (
            told not in {"unknown", "unavailable"}
            and abs(float(told) - used) < 0.01
            and states[whole["latest_bill"]]["state"] == bill
        )

    await until(shown, seconds=60)

"""docomo, ahamo, au and UQ mobile in a real Home Assistant, read in a real browser in which a person has logged in."""

from datetime import datetime
from pathlib import Path
from typing import Any

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from simulator import Account, Simulator
from simulator.chromium import chromium
from simulator.clock import TOKYO, Clock
from simulator.people import GB, Usage
from simulator.portals.au import AuOptions, AuPortal
from simulator.portals.docomo import DocomoPortal
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.people import docomo_customer
from tests.persons_browser import log_in_au, log_in_docomo, opened_tab, person_at, visit

from .household import household, issues, needed, reauths, until, update_by_hand

_SHORT = 6
"""Characters: a code that somebody typed may be anywhere by chance."""


def _world() -> World:
    """Four customers whose logins ask for everything."""
    now = datetime.now(TOKYO)
    options = DocomoOptions(human_check=True, passkey="offered", usage="2021", late=1.0)
    people = [
        docomo_customer("docomo", 1, options, now),
        docomo_customer("ahamo", 2, DocomoOptions(human_check=True, passkey="offered"), now),
        docomo_customer("au", 3, options, now),
        docomo_customer("uq", 4, options, now),
    ]
    for account in people[2:]:
        account.options = AuOptions(human_check=True, passkey=True)
        account.lines[0].days = {now.date(): Usage(3 * GB // 4)}
    return World(clock=Clock(now, speed=0), accounts=people)


async def _add(client: HomeClient, sim: Simulator, account: Account, address: str) -> None:
    """Add an account while nobody is logged in: Home Assistant opens a tab, its person logs in there, and it goes on."""
    menu = await client.flow({"carrier": account.carrier})
    assert menu["menu_options"] == ["browser", "cookies"]
    form = await client.answer(menu, {"next_step_id": "browser"})
    waiting = await client.answer(form, {"browser": address})
    assert (waiting["type"], waiting["step_id"]) == ("progress", "person"), waiting
    await _log_in(sim, account, address, there=True)

    async def goes_on() -> dict[str, Any]:
        form: dict[str, Any] = await client.call("GET", f"/api/config/config_entries/flow/{waiting['flow_id']}")
        return {} if form["type"] == "progress" else form

    form = await until(goes_on, seconds=90)
    assert form["step_id"] == "confirm", form
    fields = {one["name"]: (one.get("description") or {}).get("suggested_value") for one in form["data_schema"]}
    result = await client.answer(form, {name: value for name, value in fields.items() if value is not None})
    assert result["type"] == "create_entry", result


async def _log_in(sim: Simulator, account: Account, address: str, *, there: bool) -> None:
    """The person at his browser; `there`: in the tab that is open for him."""
    au = account.carrier in {"au", "uq"}
    logs_in = log_in_au if au else log_in_docomo
    async with person_at(address) as own:
        page = await opened_tab(own, "connect.auone.jp" if au else "cfg.smt.docomo.ne.jp") if there else own
        await logs_in(page, sim, account, there=there)
        if account.carrier == "ahamo":
            await visit(own, "https://ahamo.com/myportal/home/auth/")


async def test_four_lines_in_one_house(tmp_path: Path) -> None:
    """Data and bills of all four; one is logged out: one issue, no login by us; his person comes back, and so do the values."""
    async with household(tmp_path, _world(), pace=3600) as house:
        program, sim = needed("JAPAN_MOBILE_CHROMIUM"), house.simulator
        for account in house.world.accounts:
            async with (
                chromium(program, sim.port, tmp_path / f"profile-{account.carrier}", sim.hosts) as address,
                house.client() as client,
            ):
                await _add(client, sim, account, address)
                await _shows(client, house.world, account)
                if account.carrier == "uq":
                    await _comes_back(client, house.world, sim, account, address)
        assert len(sim.journal.submitted) == len(house.world.accounts) + 1
        for account in house.world.accounts:
            portal = sim.portal(account.carrier)
            assert isinstance(portal, AuPortal | DocomoPortal)
            assert portal.harm == []
        stored = _stored(house.storage) + house.home.log.read_text()
        for account in house.world.accounts:
            assert [one for one in (account.password, *account.usernames) if one in stored] == []
        tickets = [one for one in sim.journal.issued if len(one) > _SHORT]
        assert len(tickets) > len(house.world.accounts)
        assert [one for one in tickets if one in stored] == []


async def _comes_back(client: HomeClient, world: World, sim: Simulator, account: Account, address: str) -> None:
    """The portal ends the login, more data is used, and the person logs in again."""
    sim.portal(account.carrier).expire(account.account_id)
    line = account.lines[0]
    world.use(account.carrier, account.account_id, line.line_id, fast=GB)
    await update_by_hand(client)
    [issue] = await until(lambda: issues(client))
    assert issue == "action_log_in_phone"
    assert await reauths(client) == []
    await _log_in(sim, account, address, there=False)
    await update_by_hand(client)
    await until(lambda: _none(client))
    await _shows(client, world, account)


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

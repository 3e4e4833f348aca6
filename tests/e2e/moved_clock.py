"""A household whose days pass in fractions of a second: the world's clock and Home Assistant's are moved on together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
import shutil
from typing import Any

from demo.client import HomeClient
from demo.clock import MovedClock
from demo.process import AUTOMATIONS
from simulator import TOKYO, Account, World

from .household import Household, household, needed, until, up

type Json = dict[str, Any]

QUIET = time(9, 0, 1)
"""No carrier is asked then: automations tell at nine what was read half an hour before. They may take half a second."""
STOPS = (time(0, 30), time(8, 30), QUIET, time(17))
"""When the clocks stop: never so late that what was read has become old."""
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """What an automation told, and when by Home Assistant's clock."""

    name: str
    at: datetime
    title: str
    message: str


@dataclass
class Days:
    """A household and its time. `updates` are the entities that show when an account was read, by config entry."""

    house: Household
    client: HomeClient
    clock: MovedClock
    now: datetime
    updates: dict[str, str] = field(default_factory=dict)

    async def pass_to(self, moment: datetime) -> None:
        """Let it be that moment, and wait until everything has happened that is to happen by then."""
        self.house.world.clock.set(moment)
        self.house.world.now()
        self.clock.move(moment)
        self.now = moment
        await self.client.come_back()
        await self._settled(asked=moment.time() != QUIET)

    async def pass_until(self, end: date) -> AsyncIterator[datetime]:
        """Every stop before a day, one after the other."""
        day = self.now.date()
        while day < end:
            for stop in STOPS:
                moment = datetime.combine(day, stop, TOKYO)
                if moment > self.now:
                    await self.pass_to(moment)
                    yield moment
            day += timedelta(days=1)

    async def _settled(self, *, asked: bool) -> None:
        """Wait until no automation runs, and every carrier has been asked. Raises AssertionError with what has not ended."""
        open_ones: dict[str, str] = {}

        async def quiet() -> bool:
            states = {state["entity_id"]: state for state in await self.client.command("get_states")}
            shown = {one: states[one]["state"] for one in self.updates.values()} if asked else {}
            open_ones.clear()
            open_ones.update({one: at for one, at in shown.items() if not self._is_now(at)})
            open_ones.update({one: "runs" for one, state in states.items() if state["attributes"].get("current")})
            return not open_ones

        try:
            await until(quiet, every=0.05)
        except AssertionError:
            raise AssertionError(f"{self.now}: {open_ones}\n{self.house.home.tail(30)}") from None

    def _is_now(self, shown: str) -> bool:
        return shown[:1].isdigit() and datetime.fromisoformat(shown) >= self.now

    async def follow(self, entry: str) -> None:
        """Wait from now on at each stop until this account has been read."""
        self.updates[entry] = (await self.rows(entry))["last_update"]["entity_id"]

    async def change_password(self, account: Account) -> None:
        """Let a carrier log an account out and refuse the password that Home Assistant knows, until that is noticed."""
        entry = self.house.entries[account.account_id]
        shows = (await self.rows(entry))["login_needed"]["entity_id"]
        account.password = "another-Secret-2040"
        self.house.simulator.portal(account.carrier).expire(account.account_id)
        del self.updates[entry]
        await self.pass_to(self.now + timedelta(hours=2))

        async def noticed() -> bool:
            return bool((await self.state(shows))["state"] == "on")

        await until(noticed)
        await self._settled(asked=False)

    async def rows(self, entry: str, line: str = "") -> dict[str, Json]:
        """The entities of an account, or of its line with such a name, by our keys: what the entity registry has of them."""
        listed = await self.client.command("config/entity_registry/list")
        ours = [row for row in listed if row["config_entry_id"] == entry]
        devices = await self.client.devices()
        if line:
            wanted = next(row["device_id"] for row in ours if devices[row["device_id"]]["name"] == line)
        else:
            wanted = next(row["device_id"] for row in ours if row["translation_key"] == "last_update")
        return {row["translation_key"]: row for row in ours if row["device_id"] == wanted}

    async def state(self, entity_id: str) -> Json:
        """The state of an entity."""
        states = await self.client.command("get_states")
        found: Json = next(state for state in states if state["entity_id"] == entity_id)
        return found

    async def automate(self, name: str, config: Json) -> None:
        """Store an automation as the editor does, and wait until it is on."""
        await self.client.call("POST", f"/api/config/automation/config/{name}", {"alias": name, **config})

        async def on() -> bool:
            states = await self.client.command("get_states")
            return any(state["attributes"].get("id") == name and state["state"] == "on" for state in states)

        await until(on, every=0.05)

    async def told(self) -> list[Told]:
        """What all automations have told, in the order in which they did."""
        notes = await self.client.command("persistent_notification/get")
        found = []
        for note in notes:
            name, at, stamp = note["notification_id"].partition("@")
            if at:
                when = datetime.fromtimestamp(float(stamp), TOKYO)
                found.append(Told(name, when, note["title"] or "", note["message"]))
        return sorted(found, key=lambda one: one.at)

    async def ran(self, name: str) -> list[Told]:
        """What one automation has told."""
        return [one for one in await self.told() if one.name == name]


def telling(name: str, message: str, title: str = "") -> Json:
    """The action that lets an automation tell something: a notification of its own each time."""
    stamp = f"{name}@{{{{ now().timestamp() }}}}"
    data = {"notification_id": stamp, "title": title or name, "message": message}
    return {"action": "persistent_notification.create", "data": data}


@asynccontextmanager
async def days(folder: Path, world: World, more: str = "", components: tuple[str, ...] = ()) -> AsyncIterator[Days]:
    """A household that begins when the world does. `components` are folders beside this file for Home Assistant's own."""
    start = world.now()
    for one in components:
        shutil.copytree(_HERE / one, folder / "config" / "custom_components" / one)
    clock = MovedClock(folder / "clock", needed("JAPAN_MOBILE_FAKETIME"), start)
    async with household(folder, world, more=AUTOMATIONS + more, clock=clock) as house, house.client() as client:
        await up(client)
        yield Days(house, client, clock, start)
        log = house.home.log.read_text()
        assert "custom_components/japan_mobile" not in log, log[-3000:]

"""A simulated world, a Home Assistant beside it, and what a test asks the two of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
import json
import os
from pathlib import Path
import re
from secrets import randbits
from typing import Any

import pytest

from demo.client import HomeClient
from demo.clock import MovedClock
from demo.dashboard import entities_by_device
from demo.process import HomeAssistant
from simulator import Account, Simulator, World
from simulator.demo import demo_world
from simulator.worldfile import dump, load

GIGABYTE = 10**9
CARRIER = "iijmio"

type Json = dict[str, Any]
type Figures = dict[tuple[str, str], float | str]

_IDS = re.compile(r"(?:hd[ocug]|own|MA|GD)\d{7,13}|070-0000-\d{4}|89813\d{14}|\"1000000\d{5}")


def needed(name: str) -> str:
    """A variable of the environment that `script/test` sets. Without it the test fails: it must not pass unseen."""
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: run the end-to-end tests with script/test")
    return value


def new_seed() -> int:
    """What chance begins with: another one each time, told so that `JAPAN_MOBILE_SEED` can bring a failure back."""
    seed = int(os.environ.get("JAPAN_MOBILE_SEED") or randbits(32))
    print(f"JAPAN_MOBILE_SEED={seed}")
    return seed


def neighbours(count: int, now: datetime | None = None) -> World:
    """The demo's account and others like it, each with names, numbers and a password of its own; nothing moves."""
    original = demo_world(now, speed=0)
    for line in original.accounts[0].lines:
        line.rate = 0
    told = dump(original)
    first = json.dumps(told["accounts"][0], ensure_ascii=False)
    told["accounts"] = [json.loads(_moved(first, number)) for number in range(count)]
    return load(told)


def _moved(account: str, by: int) -> str:
    """The JSON of an account with all its numbers moved on, so that it is somebody else's."""

    def move(match: re.Match[str]) -> str:
        head, tail = match[0][:-4], match[0][-4:]
        return f"{head}{int(tail) + 20 * by:04}" if '"' not in head else f"{head[:-1]}{by}{tail}"

    moved = _IDS.sub(move, account) if by else account
    return (
        moved.replace("hanako@", f"hanako{by}@")
        .replace("見本花子", f"見本{'花雪月星桜梅菊蘭'[by]}子")
        .replace("-2031", f"-{2031 + by}")
    )


def credentials_of(account: Account) -> dict[str, str]:
    """What the account's owner types in."""
    return {"username": account.account_id, "password": account.password}


async def until[T](ask: Callable[[], Awaitable[T]], seconds: float = 30, every: float = 0.1) -> T:
    """Ask until the answer is true, and return it. Raises AssertionError with the last answer."""
    answer: T | None = None
    try:
        async with asyncio.timeout(seconds):
            while not (answer := await ask()):
                await asyncio.sleep(every)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s; last: {answer!r}") from None
    return answer


async def up(client: HomeClient) -> None:
    """Wait until Home Assistant has finished its start: before, a request to stop ends it as a kill does."""

    async def running() -> bool:
        return bool((await client.call("GET", "/api/config"))["state"] == "RUNNING")

    await until(running)


@dataclass
class Household:
    """One world with one Home Assistant. `entries` are the config entries' ids by account id."""

    simulator: Simulator
    home: HomeAssistant
    entries: dict[str, str] = field(default_factory=dict)
    token: str = ""

    @property
    def world(self) -> World:
        """The world."""
        return self.simulator.world

    @property
    def storage(self) -> Path:
        """Home Assistant's folder of stored data."""
        return self.home.folder / ".storage"

    def truth(self, account: Account, mode: str = "app") -> Json:
        """What the carrier would say of an account now."""
        return self.world.truth(CARRIER, account.account_id, mode)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[HomeClient]:
        """The household's user, logged in."""
        async with HomeClient(self.home.url) as client:
            client.token = self.token
            if not self.token:
                await (client.log_in() if await client.onboarded() else client.onboard("en"))
                self.token = client.token
            yield client

    async def add(self, client: HomeClient, account: Account) -> Json:
        """Add an account through the config flow, and wait for its entities."""
        result = await client.flow({"carrier": CARRIER}, credentials_of(account))
        assert result["type"] == "create_entry", result
        self.entries[account.account_id] = result["result"]["entry_id"]
        await self.shows_truth(client, account)
        return result

    async def restart(self) -> None:
        """Shut Home Assistant down in order, when it is fully up, and start it again."""
        async with self.client() as client:
            await up(client)
        await self.home.stop()
        await self.home.start()

    async def entry(self, client: HomeClient, account: Account) -> Json:
        """The config entry of an account, with its state."""
        entries = await client.command("config_entries/get", domain="japan_mobile")
        wanted = self.entries[account.account_id]
        found: Json = next(entry for entry in entries if entry["entry_id"] == wanted)
        return found

    async def shows_truth(self, client: HomeClient, *accounts: Account, seconds: float = 30) -> None:
        """Wait until Home Assistant shows exactly the world's figures."""
        wanted: Figures = {}
        for account in accounts:
            wanted |= expected(self.truth(account))
        seen: Figures = {}

        async def same() -> bool:
            found = await shown(client)
            seen.clear()
            seen.update({key: found.get(key, "missing") for key in wanted})
            return seen == wanted

        try:
            await until(same, seconds)
        except AssertionError:
            wrong = {key: (value, seen.get(key)) for key, value in wanted.items() if seen.get(key) != value}
            raise AssertionError(f"expected and shown differ: {wrong}\n{self.home.tail(20)}") from None


@asynccontextmanager
async def household(
    folder: Path,
    world: World,
    *,
    pace: float = 0,
    level: str = "warning",
    language: str = "en",
    more: str = "",
    clock: MovedClock | None = None,
) -> AsyncIterator[Household]:
    """A household whose Home Assistant runs, with its first user and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    simulator = Simulator(world, folder / "ca.pem")
    await simulator.start()
    home = HomeAssistant(
        folder / "config",
        portals=simulator.port,
        ca_file=simulator.ca_file,
        python=needed("JAPAN_MOBILE_DEMO_PYTHON"),
        language=language,
        level=level,
        pace=pace,
        more=more,
        clock=clock,
    )
    try:
        await home.start()
        yield Household(simulator, home)
    finally:
        await home.kill()  # nobody asks what it leaves
        await simulator.stop()


def expected(truth: Json) -> Figures:
    """The states that the truth asks for, by the end of the phone number (of the first one for the account)."""
    figures: Figures = {}
    for line in truth["lines"]:
        end = line["number"][-4:]
        figures[end, "data_remaining"] = line["remaining_bytes"] / GIGABYTE
        figures[end, "data_used"] = line["used_bytes"] / GIGABYTE
        figures[end, "data_allowance"] = line["total_bytes"] / GIGABYTE
    newest = max(truth["bills"], key=lambda bill: str(bill["month"]))
    figures[f"account {truth['lines'][0]['number'][-4:]}", "latest_bill"] = newest["amount"]
    return figures


async def shown(client: HomeClient) -> Figures:
    """The states of all our entities, numbers as numbers, by the same keys as `expected`."""
    states = await client.states()
    figures: Figures = {}
    for device, entities in (await entities_by_device(client)).items():
        end = device[-4:] if "plan" in entities else f"account {device[-4:]}"
        for key, entity in entities.items():
            text = states[entity]["state"] if entity in states else "missing"
            try:
                figures[end, key] = float(text)
            except ValueError:
                figures[end, key] = text
    return figures


async def reauths(client: HomeClient) -> list[Json]:
    """The reauthentications that wait for somebody."""
    flows = await client.command("config_entries/flow/progress")
    return [flow for flow in flows if flow["handler"] == "japan_mobile" and flow["context"]["source"] == "reauth"]


async def issues(client: HomeClient) -> list[str]:
    """The kinds of our repair issues."""
    listed = await client.command("repairs/list_issues")
    return sorted(issue["translation_key"] for issue in listed["issues"] if issue["domain"] == "japan_mobile")


async def update_by_hand(client: HomeClient) -> None:
    """Ask for new figures of every account as a person does; within ten seconds of the last time it comes later."""
    entities = [entry["entity_id"] for entry in await client.registry() if entry["translation_key"] == "last_update"]
    await client.call("POST", "/api/services/homeassistant/update_entity", {"entity_id": entities})

"""`script/demo`: simulated carriers, and a real Home Assistant that has an account with each of them.

Everything it makes is in one folder; `--reset` throws that away. Ends with Ctrl-C.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
import json
from pathlib import Path
import shutil
import signal
import sys
from typing import Any
from urllib.parse import quote

from simulator.clock import TOKYO
from simulator.demo import demo_world
from simulator.demo_people import credentials_of
from simulator.people import Account
from simulator.server import Simulator
from simulator.world import World
from simulator.worldfile import dump, load

from .client import PASSWORD, USER, HomeClient
from .dashboard import entities_by_device, make_dashboard
from .history import put_in_history
from .process import ROOT, HomeAssistant

FOLDER = ROOT / ".local" / "demo"
PACE = 20.0
"""Seconds between two polls: far quicker than the integration ever is with a real carrier."""

LANGUAGES = ("en", "ja", "zh-Hans")


@asynccontextmanager
async def demo(folder: Path, port: int, language: str) -> AsyncIterator[tuple[Simulator, HomeAssistant]]:
    """The simulator and a Home Assistant with its accounts and its dashboard, as long as the context lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "world.json"
    simulator = Simulator(world_of(kept), folder / "ca.pem")
    await simulator.start(control=0)
    forget_logins(folder / "config")
    home = HomeAssistant(
        folder / "config",
        portals=simulator.port,
        ca_file=simulator.ca_file,
        port=port,
        language=language,
        pace=PACE,
    )
    try:
        await home.start()
        await furnish(home, simulator, language)
        yield simulator, home
    finally:
        await home.stop()
        await simulator.stop()
        kept.write_text(json.dumps(dump(simulator.world)))


def world_of(kept: Path) -> World:
    """The world as the last demo left it, if that was this month; else a new one."""
    new = demo_world()
    if not kept.exists():
        return new
    told = json.loads(kept.read_text())
    left = datetime.fromisoformat(told["now"]).astimezone(TOKYO)
    now = new.now()
    return load(told, now, speed=1.0) if (left.year, left.month) == (now.year, now.month) else new


def forget_logins(config: Path) -> None:
    """Drop what was kept of the accounts: the simulated carriers are new at every start and know no old login."""
    for kept in config.glob(".storage/japan_mobile.*"):
        kept.unlink()


async def furnish(home: HomeAssistant, simulator: Simulator, language: str) -> None:
    """Do what a new user does once: make the first user, add the accounts, arrange the dashboard."""
    async with HomeClient(home.url) as client:
        if await client.onboarded():
            return
        await client.onboard(language)
        for account in simulator.world.accounts:
            await add(client, simulator, account)
        await settled(client, [line.number[-4:] for account in simulator.world.accounts for line in account.lines])
        for account in simulator.world.accounts:
            await put_in_history(client, simulator.world, account)
        await make_dashboard(client, language)


async def add(client: HomeClient, simulator: Simulator, account: Account) -> None:
    """Add an account through the config flow, with the code that came to its telephone if one was asked for."""
    result = await client.flow({"carrier": account.carrier}, credentials_of(account))
    if result.get("step_id") == "send_code":
        result = await client.answer(result, {})
    if result.get("step_id") == "code":
        portal = simulator.portal(account.carrier)
        codes = [*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)]
        result = await client.answer(result, {"code": codes[-1]})
        # Home Assistant is a known device from now on, also when the simulated carriers start anew.
        account.options.code_at_login = False
    if result.get("step_id") == "confirm":
        result = await client.answer(result, suggested(result))
    if result["type"] != "create_entry":
        raise RuntimeError(f"the account with {account.carrier} could not be added: {result}")


def suggested(form: dict[str, Any]) -> dict[str, str]:
    """What a form has filled in already, which is what a user who agrees sends."""
    fields = {field["name"]: (field.get("description") or {}).get("suggested_value") for field in form["data_schema"]}
    return {name: value for name, value in fields.items() if value is not None}


async def settled(client: HomeClient, ends: list[str]) -> None:
    """Wait until every line has its entities. Raises TimeoutError after half a minute."""
    async with asyncio.timeout(30):
        while not set(ends) <= {
            name[-4:] for name, keys in (await entities_by_device(client)).items() if "plan" in keys
        }:
            await asyncio.sleep(0.2)


async def run(arguments: argparse.Namespace) -> None:
    """Show the demo until somebody stops it. Raises RuntimeError when Home Assistant does not start or stay."""
    showing = asyncio.ensure_future(_show(arguments))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, showing.cancel)
    with suppress(asyncio.CancelledError):
        await showing


async def _show(arguments: argparse.Namespace) -> None:
    print("Starting the simulated carriers and Home Assistant …", flush=True)
    try:
        async with demo(arguments.folder, arguments.port, arguments.language) as (simulator, home):
            print(f"\n  Home Assistant:  {home.url}\n  user {USER}, password {PASSWORD}\n\n  Simulated truth:")
            for account in simulator.world.accounts:
                place = f"truth/{account.carrier}/{quote(account.account_id)}"
                print(f"    http://127.0.0.1:{simulator.control_port}/{place}")
            print("\nCtrl-C ends it.", flush=True)
            while home.running:
                await asyncio.sleep(0.5)
            raise RuntimeError(f"Home Assistant ended by itself:\n{home.tail()}")
    finally:
        print("Stopped.", flush=True)


def main() -> int:
    """Read the command line and run; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="script/demo", description="Home Assistant with Japan Mobile, on simulated carriers."
    )
    parser.add_argument("--reset", action="store_true", help="throw the demo's state away first")
    parser.add_argument("--port", type=int, default=8123, help="where Home Assistant listens (8123)")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help="what the demo speaks, chosen at the first start"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.reset:
        shutil.rmtree(arguments.folder, ignore_errors=True)
    try:
        asyncio.run(run(arguments))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`script/demo`: simulated carriers, and a real Home Assistant that has an account with each of them.

Everything it makes is in one folder; `--reset` throws that away. Ends with Ctrl-C.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
import signal
import sys
from typing import Any
from urllib.parse import quote

from simulator.demo_people import credentials_of
from simulator.people import Account
from simulator.server import Simulator

from .client import PASSWORD, USER, HomeClient
from .dashboard import entities_by_device, make_dashboard
from .handed import add_handed
from .history import put_in_history
from .home import Folder, taken
from .person import CARRIER, browser_of
from .process import AUTOMATIONS, ROOT, HomeAssistant, check_free, free_port

FOLDER = ROOT / ".local" / "demo"
PACE = 20.0
"""Seconds between two polls: far quicker than the integration ever is with a real carrier."""

LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi", "pt-BR")


@asynccontextmanager
async def demo(folder: Folder, port: int, wanted: str | None) -> AsyncIterator[tuple[Simulator, HomeAssistant]]:
    """The simulator and a Home Assistant with its accounts and its dashboard, as long as the context lasts."""
    language = folder.language
    if language is None:
        # A home that was left half furnished is begun anew: what Home Assistant had not yet written is lost anyway.
        folder.reset()
    elif wanted not in {None, language}:
        print(f"This demo speaks {language} since its first start; --reset --language {wanted} makes a new one.")
    speaks = language or wanted or LANGUAGES[0]
    simulator = Simulator(folder.world(), folder.path / "ca.pem")
    await simulator.start(control=0)
    folder.forget_logins()
    port_of_browser = folder.browser_port or free_port()
    home = HomeAssistant(
        folder.config,
        portals=simulator.port,
        ca_file=simulator.ca_file,
        port=port,
        language=speaks,
        pace=PACE,
        holds=(folder.lock,),
        more=AUTOMATIONS,
    )
    try:
        async with browser_of(simulator, folder.path / "browser", port_of_browser) as browser:
            if browser is None:
                print("No Chromium is installed, so the household goes without docomo.")
                simulator.world.accounts = [one for one in simulator.world.accounts if one.carrier != CARRIER]
            await home.start()
            if language is None:
                await furnish(home, simulator, speaks, browser)
                folder.keep(simulator.world)
                folder.furnished(speaks, port_of_browser)
            yield simulator, home
    finally:
        await home.stop()
        await simulator.stop()
        folder.keep(simulator.world)


async def furnish(home: HomeAssistant, simulator: Simulator, language: str, browser: str | None) -> None:
    """Do what a new user does once: make the first user, add the accounts, arrange the dashboard."""
    async with HomeClient(home.url) as client:
        await client.onboard(language)
        for account in simulator.world.accounts:
            await (add_person(client, browser) if account.carrier == CARRIER else add(client, simulator, account))
        await add_handed(client, language)
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
        if account.carrier == "softbank":
            # Home Assistant is a known device from now on, also when the simulated carriers start anew.
            account.options.code_at_login = False
    await confirm(client, result, account.carrier)


async def add_person(client: HomeClient, browser: str | None) -> None:
    """Add the account whose person is logged in, in his browser."""
    menu = await client.flow({"carrier": CARRIER})
    form = await client.answer(menu, {"next_step_id": "browser"})
    await confirm(client, await client.answer(form, {"browser": browser}), CARRIER)


async def confirm(client: HomeClient, result: dict[str, Any], carrier: str) -> None:
    """Agree with what was read, where a person has to. Raises RuntimeError unless an account comes of it."""
    if result.get("step_id") == "confirm":
        result = await client.answer(result, suggested(result))
    if result["type"] != "create_entry":
        raise RuntimeError(f"the account with {carrier} could not be added: {result}")


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
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, showing.cancel)
    with suppress(asyncio.CancelledError):
        await showing


async def _show(arguments: argparse.Namespace) -> None:
    with taken(arguments.folder) as folder:
        check_free(arguments.port)
        if arguments.reset:
            folder.reset()
        await _show_home(folder, arguments)


async def _show_home(folder: Folder, arguments: argparse.Namespace) -> None:
    print("Starting the simulated carriers and Home Assistant …", flush=True)
    try:
        async with demo(folder, arguments.port, arguments.language) as (simulator, home):
            print(f"\n  Home Assistant:  {home.url}\n  user {USER}, password {PASSWORD}\n\n  Simulated truth:")
            for account in simulator.world.accounts:
                place = f"truth/{account.carrier}/{quote(account.account_id)}"
                mode = "?mode=browser" if account.carrier == CARRIER else ""
                print(f"    http://127.0.0.1:{simulator.control_port}/{place}{mode}")
            print("\nCtrl-C ends it.", flush=True)
            while home.running:
                await asyncio.sleep(0.5)
            raise RuntimeError(f"Home Assistant ended by itself:\n{home.tail()}")
    finally:
        with suppress(OSError):  # the terminal may be closed
            print("Stopped.", flush=True)


def main() -> int:
    """Read the command line and run; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="script/demo", description="Home Assistant with Japan Mobile, on simulated carriers."
    )
    parser.add_argument("--reset", action="store_true", help="throw the demo's state away first")
    parser.add_argument("--port", type=int, default=8123, help="where Home Assistant listens (8123)")
    parser.add_argument("--language", choices=LANGUAGES, help="what the demo speaks (en), chosen at the first start")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    try:
        asyncio.run(run(arguments))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

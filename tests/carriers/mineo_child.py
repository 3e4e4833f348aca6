"""Processes that do nothing but renew mineo's tokens, as `script/carrier --state` does, until they are killed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import json
import os
from pathlib import Path
import sys
from time import monotonic
from typing import NamedTuple

import aiohttp

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.cli_network import connect_to, connector
from custom_components.japan_mobile.carriers.cli_state import StateFile
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.mineo import MINEO
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Page, Web, cookie_jar

USAGE = frozenset({Part.USAGE})
_FIRST_DAY = datetime(2026, 8, 6, tzinfo=UTC)
_DAYS = 10_000

type Tell = Callable[[str], None]


class Place(NamedTuple):
    """Where the portal is, where the state is kept, and what was handed in."""

    port: int
    ca: str
    state: str
    token: str


async def renew(place: Place, first_day: int, polls: int, tell: Tell) -> None:
    """Poll that often, a day apart by the client's clock, so that each poll renews.

    Tells of each answer of the token service, and when the login state begins to be written and is on disk.
    """
    credentials = Credentials({"refresh_token": place.token})
    login, ledger = StateFile(Path(place.state)).keeps(MINEO, credentials)
    days = first_day

    def recorder(page: Page) -> None:
        if page.url.path.endswith("/token"):
            tell("answer")

    reach = connector((connect_to(f":443:127.0.0.1:{place.port}"),), Path(place.ca))
    async with aiohttp.ClientSession(cookie_jar=cookie_jar(), connector=reach) as http:
        web = Web(http, MINEO.hosts, now=lambda: _FIRST_DAY + timedelta(days=days), recorder=recorder)
        client = MINEO.client(MINEO, web, _told(login, tell))
        session = Session(client, credentials, Ledger(ledger))
        for _ in range(polls):
            await session.fetch(USAGE)
            days += 1


def _told(login: Keep, tell: Tell) -> Keep:
    """The keep, which says when it is written."""
    save = login.save

    async def telling() -> None:
        tell("saving")
        await save()
        tell("saved")

    login.save = telling  # type: ignore[method-assign]
    return login


def main() -> None:
    """Fork a process for each line of input, and say when it has died. To start one costs nothing that way."""
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            asyncio.run(renew(Place(*told["place"]), told["day"], _DAYS, _say))
            os._exit(1)  # it lived for longer than anybody wanted
        _say(f"born {child}")
        os.waitpid(child, 0)
        _say("dead")


def _say(what: str) -> None:
    os.write(sys.stdout.fileno(), f"{what} {monotonic()}\n".encode())


if __name__ == "__main__":
    main()

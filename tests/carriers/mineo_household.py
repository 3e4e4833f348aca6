"""One customer of mineo at his portal: what the tests of mineo's client share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
import json
from typing import Any

from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.mineo.client import MineoClient
from custom_components.japan_mobile.carriers.model import Account as Found, Part
from simulator import TOKYO, Account, Clock, Fault, Kind, Simulator, World
from simulator.portals.mineo import API, LOGIN, MineoPortal
from simulator.portals.mineo_desk import Desk
from tests.carriers.fetching import Disk, client_at, session_at
from tests.worlds_mineo import mineo_customer

NOW = datetime(2026, 8, 6, 12, 0, tzinfo=TOKYO)
USAGE = frozenset({Part.USAGE})
TOKEN = "/oidc/v1/token"


@asynccontextmanager
async def mineo() -> AsyncIterator[Simulator]:
    """The portal with that customer alone, at noon on 2026-08-06."""
    sim = Simulator(World(Clock(NOW), [mineo_customer(NOW.date())], settled=NOW))
    await sim.start()
    yield sim
    await sim.stop()


def customer_of(sim: Simulator) -> Account:
    """The customer."""
    [customer] = sim.world.accounts
    return customer


def portal_of(sim: Simulator) -> MineoPortal:
    """The portal."""
    portal = sim.portal("mineo")
    assert isinstance(portal, MineoPortal)
    return portal


def desk_of(sim: Simulator) -> Desk:
    """The token service."""
    return portal_of(sim).desk


def newest(sim: Simulator) -> str:
    """The refresh token that was given out last."""
    return desk_of(sim).newest[customer_of(sim).account_id]


def stored(disk: Disk) -> dict[str, Any]:
    """The login state that is on disk."""
    content: dict[str, Any] = json.loads(disk.saved["login"])
    return content


def later(sim: Simulator, **by: float) -> None:
    """Let time pass."""
    sim.world.clock.advance(timedelta(**by))


def calls(sim: Simulator) -> list[str]:
    """The last part of every path that was asked for."""
    return [call.path.rpartition("/")[2] for call in sim.journal.calls]


async def fetched(sim: Simulator, disk: Disk | None = None, parts: frozenset[Part] = USAGE, **typed: str) -> Found:
    """What is read, after a login if there is none."""
    async with session_at(sim, customer_of(sim), disk, **typed) as session:
        return await session.fetch(parts)


@asynccontextmanager
async def client_of(sim: Simulator, disk: Disk) -> AsyncIterator[MineoClient]:
    """The client as after a restart."""
    async with client_at(sim, disk, "mineo") as client:
        assert isinstance(client, MineoClient)
        yield client


def dropped(*, after: bool, times: int | None = 1) -> Fault:
    """The token service hangs up: after it has spent the token, or before."""
    return Fault(LOGIN, Kind.CLOSE, path=TOKEN, times=times, after=after)


def missing(account: Found) -> list[tuple[Part, str | None, tuple[str, ...]]]:
    """What could not be read, and why."""
    return [
        (problem.part, problem.line_id, problem.error.missing)
        for problem in account.problems
        if isinstance(problem.error, LayoutChanged)
    ]


def answering(name: str, content: dict[str, Any], times: int | None = None, code: str = "00") -> Fault:
    """A call of the API that answers this instead."""
    body = json.dumps({"resultCode": code, "messages": [None], **content})
    return Fault(API, Kind.STATUS, path=f"/mineo/v1/{name}", status=200, body=body, times=times)

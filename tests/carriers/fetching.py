"""A client of ours at the simulator: what the carrier tests share."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
import json
from typing import Any

from custom_components.japan_mobile.carriers import CARRIERS, wire
from custom_components.japan_mobile.carriers.carrier import Client, Credentials
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Account, Part
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Web
from simulator import Simulator, session as simulated_session
from simulator.people import Account as Customer
from simulator.resolver import trust
from tests.worlds import credentials_of
from tests.worlds_other import credentials_with_address
from tests.worlds_sakura import credentials_of as sakura_credentials_of
from tests.worlds_soracom import credentials_of as soracom_credentials_of

ALL = frozenset(Part)


class Disk:
    """Keeps that remember what was saved, as JSON: what a restart would find."""

    def __init__(self) -> None:
        self.saved: dict[str, str] = {}

    def keep(self, name: str) -> Keep:
        """The keep of that name as it was saved last."""

        async def save() -> None:
            self.saved[name] = json.dumps(found)

        found = Keep(json.loads(self.saved.get(name, "{}")), save)
        return found


@asynccontextmanager
async def client_at(
    sim: Simulator, disk: Disk, key: str = "iijmio", credentials: Mapping[str, str] | None = None
) -> AsyncIterator[Client]:
    """A client as after a restart: all that it knows is what the disk holds."""
    carrier = CARRIERS[key]
    async with simulated_session(sim) as http:
        web = Web(
            http,
            carrier.places(credentials or {}),
            now=sim.world.clock.now,
            old_tls=carrier.old_tls,
            trust=partial(trust, sim),
        )
        yield carrier.client(carrier, web, disk.keep("login"))


def credentials_for(customer: Customer) -> dict[str, str]:
    """What a customer types in: the portal's address too, where only he knows it; a token or an address alone elsewhere."""
    if customer.carrier == "soracom":
        return soracom_credentials_of(customer)
    if customer.carrier == "sakura":
        return sakura_credentials_of(customer)
    asked = {field.key for field in CARRIERS[customer.carrier].fields}
    if asked == {"refresh_token"}:
        return {"refresh_token": customer.password}
    if "email" in asked:
        return {"email": customer.usernames[0]}
    return credentials_with_address(customer) if "url" in asked else credentials_of(customer)


@asynccontextmanager
async def session_at(
    sim: Simulator, customer: Customer, disk: Disk | None = None, **changes: str
) -> AsyncIterator[Session]:
    """A session of a customer; `changes` replace what he types in."""
    disk = disk or Disk()
    credentials = Credentials(credentials_for(customer) | changes)
    async with client_at(sim, disk, customer.carrier, credentials) as client:
        yield Session(client, credentials, Ledger(disk.keep("ledger")))


def told(account: Account) -> dict[str, Any]:
    """What was read, in the form of `World.truth`."""
    return {key: value for key, value in wire.dump(account).items() if key != "fetched_at"}


def app_alone(account: Account, truth: dict[str, Any]) -> dict[str, Any]:
    """The truth of the app alone as our client may tell it: what was used is unknown where slow data may be in it."""
    unknown = {
        problem.line_id
        for problem in account.problems
        if isinstance(problem.error, LayoutChanged) and problem.error.missing == ("fast data alone",)
    }
    lines = [line | {"used_bytes": None} if line["line_id"] in unknown else line for line in truth["lines"]]
    return truth | {"lines": lines}

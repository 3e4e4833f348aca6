"""True pages: what the simulated portals answered to our clients, and which reader of ours each is for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
import json
import os
from typing import NamedTuple

from hypothesis import strategies as st

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Account
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Page
from simulator import Fault, Kind, Simulator, World
from simulator.clock import Clock
from simulator.demo import demo_world
from simulator.people import Account as Customer
from simulator.persons import au_cookies, docomo_cookies
from simulator.portals.au import AuOptions
from tests.carriers.fetching import ALL, Disk, client_at, session_at
from tests.carriers.people import NOW
from tests.carriers.povo import enter
from tests.carriers.test_au import au_customer
from tests.mutations.cases import drawn
from tests.worlds import iijmio_worlds
from tests.worlds_bmobile import bmobile_worlds
from tests.worlds_docomo import docomo_worlds
from tests.worlds_mineo import mineo_worlds
from tests.worlds_other import other_worlds
from tests.worlds_povo import povo_worlds
from tests.worlds_sakura import sakura_worlds
from tests.worlds_softbank import softbank_worlds, ymobile_worlds
from tests.worlds_soracom import soracom_worlds

SOFTBANK_LAYOUTS = ("chart", "spans", "p-left-10", "tables")
"""Those that have figures."""

type Entrance = Callable[[Simulator, Customer], AbstractAsyncContextManager[Session]]
LONG = bool(os.environ.get("JAPAN_MOBILE_LONG"))
_WORLDS, _EACH = (12, 6) if LONG else (4, 2)
_MANY = 30
"""SIMs, of which an export is read."""


class Seen(NamedTuple):
    """A true page, and when it was read."""

    page: Page
    now: datetime


@dataclass(frozen=True)
class Seed:
    """A true page for one of a carrier's readers."""

    carrier: str
    reader: str
    page: Page
    now: datetime

    def read(self, body: bytes) -> Account:
        """What the reader makes of another body of this page. Raises `CarrierError`."""
        page = Page(self.page.url, 200, self.page.headers, body)
        return CARRIERS[self.carrier].client.pages[self.reader](page, self.now)

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        try:
            json.loads(self.page.body)
        except ValueError:
            return False
        return True


@asynccontextmanager
async def _plainly(sim: Simulator, customer: Customer) -> AsyncIterator[Session]:
    async with session_at(sim, customer) as session:
        yield session


@asynccontextmanager
async def _without_site(sim: Simulator, customer: Customer) -> AsyncIterator[Session]:
    """As while IIJmio's member site is closed, so that the app is asked for its history too."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    sim.faults.add(Fault("www.iijmio.jp", Kind.STATUS, status=502))
    try:
        async with session_at(sim, customer, disk) as session:
            yield session
    finally:
        sim.faults.clear()


@asynccontextmanager
async def _with_code(sim: Simulator, customer: Customer) -> AsyncIterator[Session]:
    disk = Disk()
    await enter(sim, customer, disk)
    async with session_at(sim, customer, disk) as session:
        yield session


@asynccontextmanager
async def _with_cookies(sim: Simulator, customer: Customer) -> AsyncIterator[Session]:
    take = au_cookies if customer.carrier in {"au", "uq", "povo1"} else docomo_cookies
    credentials, disk = {"cookies": await take(sim, customer)}, Disk()
    async with client_at(sim, disk, customer.carrier, credentials) as client:
        yield Session(client, Credentials(credentials), Ledger(disk.keep("ledger")))


def _au_world(style: str, used: int, lines: int, *, overdue: bool) -> World:
    options = AuOptions(style=style, overdue=overdue)
    return World(Clock(NOW, speed=0), [au_customer("au", options, used, lines)])


def _has_many(world: World) -> bool:
    return len(world.accounts[0].lines) == _MANY


FAMILIES: dict[str, tuple[st.SearchStrategy[World], Entrance]] = {
    "povo": (povo_worlds(), _with_code),
    "mineo": (mineo_worlds(), _plainly),
    "soracom": (soracom_worlds(), _plainly),
    "soracom, many SIMs": (soracom_worlds(lines=_MANY).filter(_has_many), _plainly),
    "sakura": (sakura_worlds(), _plainly),
    "iijmio": (iijmio_worlds(), _plainly),
    "iijmio, site closed": (iijmio_worlds(), _without_site),
    "softbank": (st.one_of([softbank_worlds(layout=layout) for layout in SOFTBANK_LAYOUTS]), _plainly),
    "ymobile": (ymobile_worlds(layout=None), _plainly),
    "bmobile": (bmobile_worlds(carrier="bmobile"), _plainly),
    "nihontsushin": (bmobile_worlds(carrier="nihontsushin"), _plainly),
    "his": (bmobile_worlds(carrier="his"), _plainly),
    "portal": (other_worlds(), _plainly),
    "docomo": (docomo_worlds(carrier="docomo"), _with_cookies),
    "au": (
        st.builds(
            _au_world,
            st.sampled_from(["dl", "table", "cards"]),
            st.integers(0, 3000),
            st.integers(1, 3),
            overdue=st.booleans(),
        ),
        _with_cookies,
    ),
}
"""Portals, a strategy of worlds of each, and how one logs in."""

JSON = ("povo", "mineo", "soracom", "sakura", "iijmio", "iijmio, site closed")
"""Those that answer in JSON."""


async def _pages(enter_at: Entrance, sim: Simulator, world: World) -> list[Seen]:
    """All that a portal answers while everything is read once."""
    found: list[Page] = []
    sim.world = world
    for customer in world.accounts:
        async with enter_at(sim, customer) as session:
            session.client.web.recorder = found.append
            await session.fetch(ALL)
    return [Seen(page, world.clock.now()) for page in found if page.status == 200 and page.body]


@cache
def pages(family: str) -> tuple[Seen, ...]:
    """All answers of a portal in some worlds; opens sockets on loopback the first time."""
    strategy, entrance = FAMILIES[family]
    with asyncio.Runner() as runner:
        sim = Simulator(demo_world())
        runner.run(sim.start())
        try:
            worlds = drawn(strategy, _WORLDS, 1)
            return tuple(seen for world in worlds for seen in runner.run(_pages(entrance, sim, world)))
        finally:
            runner.run(sim.stop())


@cache
def seeds(family: str) -> tuple[Seed, ...]:
    """Some true pages of each reader of a carrier, the largest first."""
    carrier = family.partition(",")[0]
    by_reader: dict[str, dict[bytes, Seed]] = {}
    for seen in pages(family):
        for seed in _readable(carrier, *seen):
            by_reader.setdefault(seed.reader, {}).setdefault(seed.page.body, seed)
    return tuple(seed for kept in by_reader.values() for seed in some(list(kept.values()), lambda one: one.page.body))


def some[T](found: Sequence[T], body: Callable[[T], bytes]) -> list[T]:
    """A few of all sizes, the largest first."""
    ordered = sorted(found, key=lambda one: len(body(one)), reverse=True)
    return ordered[:: max(1, len(ordered) // _EACH)][:_EACH]


def _readable(carrier: str, page: Page, now: datetime) -> list[Seed]:
    """The page for its reader, or for each that finds something in it where the address does not name one."""
    found, readers, last = [], CARRIERS[carrier].client.pages, page.url.path.rstrip("/").rpartition("/")[2]
    for reader in sorted(readers, key=lambda name: name != last):
        seed = Seed(carrier, reader, page, now)
        try:
            account = seed.read(page.body)
        except CarrierError:
            continue
        if reader == last:
            return [seed]
        if account.lines or account.bills or account.account_id:
            found.append(seed)
    return found

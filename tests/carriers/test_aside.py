"""Long pages are read beside the event loop: neither a login nor a poll holds it, whatever the carrier."""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
import threading
from typing import Any

from aiohttp import web
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.aside import LONG, aside, length
from custom_components.japan_mobile.carriers.carrier import Challenge, Login
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import CarrierError, CodeNeeded, LayoutChanged
from custom_components.japan_mobile.carriers.model import Account as Read, Part
from custom_components.japan_mobile.carriers.session import Session
from custom_components.japan_mobile.carriers.web import Page
from simulator import Account, Fault, Kind, Simulator
from simulator.chromium import chromium, find_chromium
from simulator.demo import demo_world
from simulator.persons import au_cookies, docomo_cookies
from simulator.portals.au import AuOptions
from simulator.portals.docomo_options import DocomoOptions
from simulator.portals.other_options import OtherOptions
from simulator.portals.povo import PovoPortal
from simulator.trimmings import trimmed
from tests.carriers.fetching import ALL, Disk, session_at
from tests.carriers.holding import held
from tests.carriers.people import NOW, docomo_customer, rakuten_customer
from tests.carriers.portals import customer_of
from tests.carriers.test_au import au_customer
from tests.persons_browser import log_in_docomo, log_in_rakuten, person_at
from tests.worlds_mineo import mineo_customer
from tests.worlds_sakura import customer as sakura_customer, sim as sakura_sim
from tests.worlds_soracom import many

LENGTH = 150_000
MOST = 0.008
"""Seconds. What a poll does of itself, TLS and cookies above all, takes 1 to 3 ms of one callback."""
SIMS = 500
LIST = 40_000
"""Bytes that a list of so many has, at least."""
USAGE = frozenset({Part.USAGE})


def demo(carrier: str) -> Account:
    """The demo's customer of a carrier."""
    [found] = demo_world(now=NOW, speed=0).of(carrier)
    return found


def of_any_portal(**options: object) -> Account:
    """A customer of a portal of unknown make."""
    found = customer_of("portal")
    found.options = OtherOptions(**options)  # type: ignore[arg-type]
    return found


CUSTOMERS: dict[str, Callable[[], Account]] = {
    "iijmio": lambda: demo("iijmio"),
    "softbank, with a code": lambda: demo("softbank"),
    "ymobile": lambda: demo("ymobile"),
    "his": lambda: demo("his"),
    "portal": of_any_portal,
    "portal, in steps": lambda: of_any_portal(second_step=True, layout="spread", lines="links"),
    "portal, with a code": lambda: of_any_portal(after_password="code"),
    "docomo": lambda: docomo_customer("docomo", 1, DocomoOptions(usage="gkyap001")),
    "ahamo": lambda: docomo_customer("ahamo", 1, DocomoOptions()),
    "au": lambda: au_customer("au", AuOptions(), lines=2),
}
"""One or two of each family whose pages are for people, and come over the network."""
BROWSED: dict[str, Callable[[], Account]] = {"rakuten": rakuten_customer}
"""Those whose pages come by a person's browser alone."""
MACHINES: dict[str, Callable[[], Account]] = {
    "povo": lambda: demo("povo"),
    "mineo": lambda: mineo_customer(NOW.date()),
    "soracom, many": lambda: many(SIMS, NOW).accounts[0],
    "sakura, many": lambda: sakura_customer([sakura_sim(place) for place in range(1, SIMS + 1)]),
}
"""Those whose answers are for programs; long ones come of many SIMs."""
SELDOM_CHANGED = {
    "ymobile",
    "portal, in steps",
    "portal, with a code",
    "ahamo",
    "au",
    "mineo",
    "soracom, many",
    "sakura, many",
}


def often(names: Iterable[str], seldom: Container[str]) -> list[Any]:
    """The names; some of them in the long run of the tests only."""
    return [pytest.param(name, marks=pytest.mark.long if name in seldom else ()) for name in names]


@pytest.fixture
def customer(request: pytest.FixtureRequest) -> Account:
    """The customer of that name."""
    return (CUSTOMERS | BROWSED | MACHINES)[request.param]()


@pytest.fixture
def sim(socket_enabled: None, customer: Account) -> Iterator[Simulator]:
    """That customer's portal with long pages, on a loop of its own: what it does holds nobody else's."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    simulator = Simulator(demo_world(now=NOW, speed=0))
    simulator.world.accounts[:] = [customer]
    asyncio.run_coroutine_threadsafe(simulator.start(), loop).result()
    yield simulator
    asyncio.run_coroutine_threadsafe(simulator.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def handed_over(sim: Simulator, customer: Account) -> dict[str, str]:
    """What a person hands over, where only persons get in."""
    match CARRIERS[customer.carrier].family:
        case "docomo":
            return {"cookies": await docomo_cookies(sim, customer)}
        case "au":
            return {"cookies": await au_cookies(sim, customer)}
        case _:
            return {}


@dataclass
class Polls:
    """Logs in as a person would, who reads a code off his telephone."""

    sim: Simulator
    customer: Account
    session: Session
    worst: list[float] = field(default_factory=list)

    async def fetched(self, parts: frozenset[Part]) -> Read:
        """A fetch, the callbacks of which are timed."""
        with held() as found:
            # As a task of its own: what it does last is over when the next callback begins.
            account = await asyncio.create_task(self._fetched(parts))
        self.worst.append(max(found))
        return account

    async def _fetched(self, parts: frozenset[Part]) -> Read:
        try:
            return await self.session.fetch(parts)
        except CodeNeeded as needed:
            challenge = needed.challenge or await self._asked()
        assert challenge is not None
        await challenge.send()
        await self.session.submit(challenge, self._code())
        return await self.session.fetch(parts)

    async def _asked(self) -> Challenge | None:
        """The challenge of a login that a person has to begin."""
        with pytest.raises(CodeNeeded) as needed:
            await self.session.log_in()
        return needed.value.challenge

    def _code(self) -> str:
        if isinstance(self.customer.options, OtherOptions):
            return self.customer.options.code
        portal = self.sim.portal(self.customer.carrier)
        return (portal.mails if isinstance(portal, PovoPortal) else portal.sms)[-1].code


async def best_of(check: Callable[..., Awaitable[float]], *of: object, most: float = MOST) -> float:
    """What a check measures; the better of two, for the first may have met a fault of the machine's memory."""
    found = await check(*of)
    return found if found < most else min(found, await check(*of))


async def polled(sim: Simulator, customer: Account, least: int, browser: str = "") -> float:
    """The longest that a login with a look at everything, a second look and a steady poll hold the loop.

    One answer at least is longer than `least`. `browser` is the address of the person's, where pages come from it.
    """
    typed, longest = {"browser": browser} if browser else await handed_over(sim, customer), list[int]()
    async with session_at(sim, customer, Disk(), **typed) as session:
        session.client.choose(None)
        session.client.web.recorder = lambda page: longest.append(len(page.body))
        polls = Polls(sim, customer, session)
        for parts in (ALL, ALL, USAGE):
            account = await polls.fetched(parts)
            assert account.problems == ()
            assert account.lines
    assert max(longest) > least
    return max(polls.worst)


async def unknown_pages(sim: Simulator, customer: Account) -> float:
    """The longest that polls hold the loop when long pages come that nobody knows, the login's too: what they are gets told."""
    sim.faults.clear()
    sim.trimmings = 0
    typed, told = await handed_over(sim, customer), set[str]()
    async with session_at(sim, customer, Disk(), **typed) as session:
        polls = Polls(sim, customer, session)
        await polls.fetched(ALL)
        polls.worst.clear()
        sim.faults.add(Fault("*", Kind.HTML, body=unknown_page()))
        for parts in (USAGE, ALL):
            with held() as found:
                told |= await asyncio.create_task(_skeletons(session, parts))
            polls.worst.append(max(found))
    assert any("gnav" in skeleton for skeleton in told)
    return max(polls.worst)


async def _skeletons(session: Session, parts: frozenset[Part]) -> set[str]:
    try:
        errors = [problem.error for problem in (await session.fetch(parts)).problems]
    except CarrierError as err:
        errors = [err]
    return {err.skeleton or "" for err in errors if isinstance(err, LayoutChanged)}


def unknown_page() -> str:
    """A long page with a way out, that says nothing."""
    text = "<!DOCTYPE html><html><head><title>新しいページ</title></head><body><h1>新しいページ</h1><a href='/logout'>ログアウト</a></body></html>"
    answer = trimmed(web.Response(text=text, content_type="text/html"), LENGTH)
    assert isinstance(answer, web.Response)
    assert answer.text is not None
    return answer.text


@pytest.mark.parametrize("customer", often(CUSTOMERS, {"ymobile", "ahamo"}), indirect=True)
async def test_no_page_holds_the_loop(sim: Simulator, customer: Account) -> None:
    """A login with a look at everything, a second look and a steady poll, each page some 150 kB long."""
    CARRIERS[customer.carrier].load()
    sim.trimmings = LENGTH
    assert await best_of(polled, sim, customer, LENGTH) < MOST


@pytest.mark.parametrize("customer", ["his", "portal"], indirect=True)
async def test_no_short_page_holds_the_loop(sim: Simulator, customer: Account) -> None:
    """Of 1 to 3 kB, in which there is nothing but figures: most is to be done for each of them."""
    CARRIERS[customer.carrier].load()
    assert await best_of(polled, sim, customer, 1000, most=0.005) < 0.005


@pytest.mark.parametrize("customer", ["soracom, many", "sakura, many"], indirect=True)
async def test_no_list_holds_the_loop(sim: Simulator, customer: Account) -> None:
    """Of hundreds of SIMs."""
    CARRIERS[customer.carrier].load()
    assert await best_of(polled, sim, customer, LIST) < MOST


@pytest.mark.parametrize("customer", often((*CUSTOMERS, *MACHINES), SELDOM_CHANGED), indirect=True)
async def test_no_unknown_page_holds_the_loop(sim: Simulator, customer: Account) -> None:
    """Whatever the carrier, a page that has become another one is told with its skeleton."""
    CARRIERS[customer.carrier].load()
    assert await best_of(unknown_pages, sim, customer) < MOST


def test_no_family_is_forgotten() -> None:
    """A new one is added above."""
    read = {CARRIERS[name.partition(",")[0]].family for name in (*CUSTOMERS, *BROWSED, *MACHINES)}
    assert read == {carrier.family for carrier in CARRIERS.values() if carrier.login is not Login.NONE}


@pytest.mark.long
@pytest.mark.parametrize("customer", ["docomo", "rakuten"], indirect=True)
async def test_no_page_of_a_browser_holds_the_loop(sim: Simulator, customer: Account, tmp_path: Path) -> None:
    """Its pages are looked at again and again until their figures are there."""
    CARRIERS[customer.carrier].load()
    program = find_chromium()
    assert program is not None, "this test wants a Chromium"
    async with chromium(program, sim.port, tmp_path / "profile", sim.hosts) as address:
        async with person_at(address) as person:
            if customer.carrier == "docomo":
                await log_in_docomo(person, sim, customer)
            else:
                await log_in_rakuten(person, customer)
        sim.trimmings = LENGTH
        assert await best_of(polled, sim, customer, LENGTH, address) < MOST


def answer(size: int) -> Page:
    """An answer of so many bytes."""
    return Page(URL("https://www.example.jp/"), 200, {}, b"x" * size)


@pytest.mark.parametrize(("size", "beside"), [(LONG - 1, False), (LONG, True)])
async def test_only_what_is_long_pays_for_a_thread(size: int, beside: bool) -> None:
    assert (await aside(lambda _: threading.get_ident(), answer(size)) != threading.get_ident()) is beside


async def test_all_answers_count() -> None:
    """Two halves are as much as a whole; a document counts as its page, everything else for nothing."""
    half = answer(LONG // 2)
    assert length(half, Document(half), "x" * LONG, None) == LONG


async def test_errors_and_context_are_the_same_in_the_thread() -> None:
    """The very error is raised, and what is known of the surroundings is known there too."""
    known: ContextVar[str] = ContextVar("known")
    known.set("here")
    error = LayoutChanged("page", "label")

    def fails(_: Page) -> None:
        assert known.get() == "here"
        raise error

    with pytest.raises(LayoutChanged) as caught:
        await aside(fails, answer(LONG))
    assert caught.value is error


async def test_who_is_cancelled_does_not_wait_for_the_thread() -> None:
    """The reading goes on to its end, and harms nobody."""
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def reads(_: Page) -> None:
        begun.set()
        go_on.wait(10)
        done.set()

    task = asyncio.create_task(aside(reads, answer(LONG)))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not done.is_set()
    go_on.set()
    assert await asyncio.to_thread(done.wait, 10)

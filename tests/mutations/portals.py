"""Portals of unknown make: a person has chosen the labels, a poll was accepted, then a page is changed."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import datetime
from random import Random
import sys
from typing import Any, cast, override
from unittest import mock

import aiohttp
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS, aside, wire
from custom_components.japan_mobile.carriers.carrier import Carrier
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.model import Account, Part
from custom_components.japan_mobile.carriers.portal.by_form import PortalClient
from custom_components.japan_mobile.carriers.web import Page, Web
from simulator.clock import Month
from simulator.journal import Journal
from simulator.people import GB, MB, Account as Customer, Usage
from simulator.portals.other_desk import Desk
from simulator.portals.other_figures import bill_label, label, remaining
from simulator.portals.other_pages import MyPages
from simulator.portals.other_sites import Site, options_of, site_of
from simulator.world import World
from tests.mutations.cases import Case, Found, Json, later_on
from tests.mutations.kinds import Scene
from tests.worlds_other import credentials_with_address

_PARTS = frozenset(Part)
_KINDS = ("used", "remaining", "total", "bill")


class Shelf:
    """A portal's pages in one world, by their addresses."""

    def __init__(self, world: World) -> None:
        [self.customer] = world.accounts
        self.site: Site = site_of(self.customer)
        self._pages = MyPages(Desk(world, Journal(), self.site, []))
        self._charset = options_of(self.customer).charset
        self._shown: dict[URL, str] = {}

    def __getitem__(self, url: URL) -> str:
        """The page at an address, without figures where there is none."""
        if url not in self._shown:
            name = url.path.removeprefix(self.site.home)
            answer = self._pages.answer(url.query, self.customer, name)
            self._shown[url] = "<p>404</p>" if answer is None else _text(answer.body, self._charset)
        return self._shown[url]


def _text(body: Any, charset: str) -> str:
    assert isinstance(body, bytes)
    return body.decode(charset)


class ShelfWeb(Web):
    """Brings pages from a shelf, one of them replaced."""

    def __init__(self, shelf: Shelf, hosts: Collection[str], now: datetime, changed: Mapping[URL, str]) -> None:
        super().__init__(cast("aiohttp.ClientSession", None), hosts, now=lambda: now)
        self._shelf = shelf
        self._changed = changed

    @override
    async def get(
        self,
        url: str | URL,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = (),
    ) -> Page:
        target = URL(url)
        self.check(target)
        html = self._changed.get(target) or self._shelf[target]
        return Page(target, 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())

    @override
    def cookies(self) -> list[dict[str, Any]]:
        return []

    @override
    def forget_cookies(self) -> None:
        pass


class _Looks:
    """Polls of one account, each by a client as after a restart."""

    def __init__(self, customer: Customer, choice: Mapping[str, str]) -> None:
        self._carrier: Carrier = CARRIERS[customer.carrier]
        self._hosts = self._carrier.places(credentials_with_address(customer))
        self._choice = choice

    def poll(self, kept: Json, shelf: Shelf, now: datetime, changed: Mapping[URL, str]) -> tuple[Account, Json]:
        """What a poll finds, and what it keeps. Raises what the client raises."""
        web = ShelfWeb(shelf, self._hosts, now, changed)
        client = self._carrier.client(self._carrier, web, Keep(deepcopy(kept)))
        assert isinstance(client, PortalClient)
        client.choose(self._choice)
        fetching = client.fetch(_PARTS)
        try:
            with mock.patch.object(aside, "LONG", sys.maxsize):  # there is no event loop beside which it could be read
                fetching.send(None)
        except StopIteration as end:
            return end.value, dict(client.keep)
        raise AssertionError("a poll of a shelf waits for nothing")


def _flat(account: Json) -> Json:
    """Every value of lines and bills under a name of its own."""
    lines = {f"{line['line_id']} {name}": value for line in account["lines"] for name, value in line.items()}
    return lines | {f"bill {name}": value for bill in account["bills"] for name, value in bill.items()}


def _label(account: Customer, kind: str) -> str:
    return bill_label(account) if kind == "bill" else label(options_of(account), kind)


def portal_case(world: World, random: Random) -> Case:
    """One page of a portal. The labels are right, and all or some of what the portal tells is chosen."""
    later = later_on(world, random)
    [customer], [changed] = world.accounts, later.accounts
    options = options_of(customer)
    told = [kind for kind in _KINDS if kind in options.tells]
    kinds = told if random.random() < 0.7 else random.sample(told, random.randint(1, len(told)))
    choice = {kind: _label(customer, kind) for kind in kinds}
    month = Month.of(later.today())
    step = MB if options.unit == "MB" else GB // 10**options.decimals
    for line in changed.lines:
        left = remaining(later, changed, line) // step
        most = min(left, max(1, (line.plan.size or 0) // step // 20))
        fresh = Usage(random.randint(min(1, left), most) * step)
        later.use(changed.carrier, changed.account_id, line.line_id, fast=fresh.fast)
        line.months[month] = line.months[month].plus(fresh)
    before, after = Shelf(world), Shelf(later)
    home = f"https://{before.site.host}{before.site.home}"
    looks = _Looks(customer, choice)
    kept: Json = {"account": customer.account_id, "doors": [home], "signed_in": True}
    first, kept = looks.poll(kept, before, world.now(), {})
    assert first.problems == ()
    assert compared_truth(world, choice).items() <= _flat(wire.dump(first)).items()

    places = [url for url in map(URL, kept["seen"]) if _shows(after[url], choice)]
    place = random.choice(places)

    def read(html: str) -> Found:
        account, _ = looks.poll(kept, after, later.now(), {place: html})
        return Found(_flat(wire.dump(account)), tuple(str(problem.error) for problem in account.problems))

    dated = options.tells_month != "none"
    usage = place.path.removeprefix(after.site.home) == "usage/"
    past = after[place.update_query(month=month.plus(-1).compact)] if options.archive and dated and usage else ""
    around = [kind for kind in ("number", "plan", "month", "period", "bill_month") if _told(options, kind)]
    scene = Scene(
        labels=(*(_label(customer, kind) for kind in told), *(label(options, kind) for kind in around)),
        month=f"{month.month}月のご利用状況",
        other_month=f"{month.plus(-1).month}月のご利用状況",
        past=past,
        converts=True,
        strings=options.style.startswith("json"),
    )
    truth = compared_truth(later, choice)
    also = {} if dated else _flat_cycle(truth, month)
    return Case(after[place], scene, truth, read, also)


def _shows(html: str, choice: Mapping[str, str]) -> bool:
    escaped = html.encode("ascii", "backslashreplace").decode()
    return any(name in html or name.encode("ascii", "backslashreplace").decode() in escaped for name in choice.values())


def _told(options: Any, kind: str) -> bool:
    match kind:
        case "number":
            return bool(options.tells_number)
        case "plan":
            return bool(options.tells_plan)
        case "bill_month":
            return bool(options.tells_bill_month)
        case _:
            return bool(options.tells_month == {"month": "label", "period": "period"}[kind])


def compared_truth(world: World, choice: Mapping[str, str]) -> Json:
    """The truth of what is chosen. What nobody chose is not read."""
    [account] = world.accounts
    truth = world.truth(account.carrier, account.account_id)
    fields = {f"{kind}_bytes" for kind in _KINDS if kind not in choice}
    for line in truth["lines"]:
        line.update(dict.fromkeys(fields & line.keys()))
        if not choice.keys() - {"bill"}:
            line.update(cycle_start=None, cycle_end=None)
    return _flat(truth if "bill" in choice else truth | {"bills": []})


def _flat_cycle(truth: Json, month: Month) -> Json:
    """The month that a heading may add where none was told."""
    days = {"cycle_start": month.first.isoformat(), "cycle_end": month.last.isoformat()}
    return {name: day for name in truth for end, day in days.items() if name.endswith(f" {end}")}

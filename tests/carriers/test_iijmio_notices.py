"""A portal that says that it is closed, or that wants to see a person, at either of IIJmio's interfaces."""

from collections.abc import Callable
from datetime import datetime

import pytest

from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    CannotConnect,
    HumanCheckNeeded,
    Maintenance,
)
from custom_components.japan_mobile.carriers.model import TOKYO, Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import ALL, Disk, session_at, told as told_by
from tests.carriers.sheet import Reader

USAGE = frozenset({Part.USAGE})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"
WARM_UP, LOGIN, TOP = "/auth/login/", "/api/member/login", "/api/member/top"
MONTHLY, BILLS = "/service/setup/hdc/viewmonthlydata/", "/api/member/getBillSummary"
CLOSED = (
    "<!DOCTYPE html><html><head><title>メンテナンスのお知らせ</title></head><body>"
    "<p>ただいまシステムメンテナンス中です。8月6日 18:00まで</p></body></html>"
)
CAPTCHA = (
    "<!DOCTYPE html><html><body><form method=post><input name=id><input type=password name=pw>"
    '<div class="g-recaptcha" data-sitekey="0x0"></div></form></body></html>'
)
WALL = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>x</noscript>"
    '<script>window._cf_chl_opt={cType:"managed"};</script></body></html>'
)
TERMS = (
    "<!DOCTYPE html><html><head><title>重要なお知らせ</title></head><body><h1>利用規約改定のお知らせ</h1>"
    "<form method=post action=/notice><button>確認しました</button></form></body></html>"
)
UNTIL = datetime(2026, 8, 6, 18, 0, tzinfo=TOKYO)


def closed(host: str, path: str = "/", status: int = 200) -> Fault:
    """A notice of maintenance in the place of an answer."""
    return Fault(host, Kind.STATUS, path=path, status=status, body=CLOSED)


def wall(host: str, path: str = "/", status: int = 200, body: str = WALL) -> Fault:
    """A page for people in the place of an answer."""
    return Fault(host, Kind.STATUS, path=path, status=status, body=body)


def terms(host: str, path: str = "/", status: int = 200) -> Fault:
    """A notice that wants to be acknowledged in the place of an answer."""
    return wall(host, path, status, TERMS)


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize("path", ["/", WARM_UP])
async def test_nothing_is_sent_to_a_closed_portal(sim: Simulator, customer: Account, path: str, status: int) -> None:
    """It says until when, the app's interface gets no password either, and no login is counted."""
    sim.faults.add(closed("*" if path == "/" else WEB, path, status))
    async with session_at(sim, customer) as session:
        with pytest.raises(Maintenance) as caught:
            await session.fetch(ALL)
        assert session.ledger.attempts == []
    assert caught.value.until == UNTIL
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize(
    ("body", "kind"),
    [(CAPTCHA, HumanCheckNeeded), (WALL, HumanCheckNeeded), (TERMS, AccountActionNeeded)],
    ids=["captcha", "wall", "terms"],
)
async def test_nothing_is_sent_to_a_wall(
    sim: Simulator, customer: Account, body: str, kind: type[Exception], status: int
) -> None:
    """It is known before the password is sent, and no login is counted."""
    sim.faults.add(wall(WEB, WARM_UP, status, body))
    async with session_at(sim, customer) as session:
        with pytest.raises(kind):
            await session.fetch(ALL)
        assert session.ledger.attempts == []
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize(("fault", "kind"), [(closed(WEB, LOGIN), Maintenance), (wall(WEB, LOGIN), HumanCheckNeeded)])
async def test_in_place_of_the_logins_answer(
    sim: Simulator, customer: Account, fault: Fault, kind: type[Exception]
) -> None:
    """Named for what it is, and the password goes nowhere else."""
    sim.faults.add(fault)
    async with session_at(sim, customer) as session:
        with pytest.raises(kind):
            await session.fetch(ALL)
    assert sim.journal.saw(customer.password) == [WEB]


async def test_the_site_closes_between_logins(sim: Simulator, customer: Account) -> None:
    """With a token for the app nothing is lost, and nothing is sent."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
        sim.portal("iijmio").expire(customer.account_id, "web")
        sim.faults.add(closed(WEB, WARM_UP))
        sim.journal.clear()
        account = await session.fetch(USAGE)
    truth = sim.world.truth("iijmio", customer.account_id, "app_only")["lines"]
    assert [line.remaining for line in account.lines] == [line["remaining_bytes"] for line in truth]
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize(
    ("path", "parts"),
    [(TOP, USAGE), (MONTHLY, USAGE), (BILLS, frozenset({Part.BILLS}))],
    ids=["top", "months", "bills"],
)
@pytest.mark.parametrize(
    ("fault", "kind"),
    [(closed, Maintenance), (wall, HumanCheckNeeded), (terms, AccountActionNeeded)],
    ids=["closed", "wall", "terms"],
)
@pytest.mark.parametrize("status", [200, 403, 503])
async def test_in_place_of_data_on_the_site(
    sim: Simulator, customer: Account, path: str, parts: frozenset[Part], fault: Callable[[str, str, int], Fault], kind: type[Exception], status: int
) -> None:  # fmt: skip
    """Where the site is all there is; the sign-in is not given up for it."""
    customer.options.app_version = "99.0.0"
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
        sim.faults.add(fault(WEB, path, status))
        with pytest.raises(kind) as caught:
            await session.fetch(parts)
        if isinstance(caught.value, Maintenance):
            assert caught.value.until == UNTIL
        sim.faults.clear()
        sim.journal.clear()
        await session.fetch(USAGE)
    assert sim.journal.logins() == []


@pytest.mark.parametrize(
    ("fault", "kind"), [(closed, Maintenance), (wall, HumanCheckNeeded), (terms, AccountActionNeeded)]
)
@pytest.mark.parametrize("path", ["/token", "/dataTraffic"])
@pytest.mark.parametrize("status", [200, 403])
async def test_at_the_apps_interface(
    sim: Simulator,
    customer: Account,
    fault: Callable[[str, str, int], Fault],
    kind: type[Exception],
    path: str,
    status: int,
) -> None:
    """The site does alone, as when the app is out; a 403 of such a page refuses no password."""
    sim.faults.add(fault(APP, path, status))
    async with session_at(sim, customer) as session:
        assert told_by(await session.fetch(ALL)) == sim.world.truth("iijmio", customer.account_id, "web")
        asked = sim.journal.count(APP, path)
        await session.fetch(USAGE)
        resting = path == "/token" or kind is not Maintenance
        assert sim.journal.count(APP, path) == asked + (not resting)
        assert session.ledger.attempts[-1]["outcome"] == "accepted"


async def test_a_closed_app_without_the_site(sim: Simulator, customer: Account) -> None:
    """Then the carrier is closed."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.faults.add(closed("*"))
        with pytest.raises(Maintenance):
            await session.fetch(USAGE)


async def test_a_notice_that_is_none(sim: Simulator, customer: Account) -> None:
    """Vague words with a 503 are an outage."""
    sim.faults.add(wall("*", status=503, body="<p>しばらくお待ちください"))
    async with session_at(sim, customer) as session:
        with pytest.raises(CannotConnect):
            await session.fetch(ALL)
    assert sim.journal.count(path=LOGIN) == 0


def test_saved_pages(read: Reader) -> None:
    """The command tells the same of a saved page, for each of the pages."""
    for page in ("top", "dataTraffic", "usageFee", "viewdailydata", "detail", "login", "token"):
        for content, status, kind in (
            (CLOSED, 6, "Maintenance"),
            (WALL, 5, "HumanCheckNeeded"),
            (TERMS, 5, "AccountActionNeeded"),
        ):
            found, told = read(page, content)
            assert (found, told["error"]["kind"]) == (status, kind), page

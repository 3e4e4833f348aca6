"""What is read of a portal of unknown make: by which labels, at what cost, and what is refused."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from custom_components.japan_mobile.carriers.errors import ForeignAnswer, HumanCheckNeeded, LayoutChanged
from custom_components.japan_mobile.carriers.model import BillState
from custom_components.japan_mobile.carriers.offers import Meaning
from simulator import Account, Fault, Kind, Simulator
from simulator.portals.other_options import DECOYS
from simulator.portals.other_sites import TRAP
from tests.carriers.fetching import ALL, session_at, told
from tests.carriers.portals import LABELS, USAGE, USER, customer_of, fails, fault, portal_of, reasons, rows, run


@pytest.fixture
def customer() -> Account:
    """A customer of some portal."""
    return customer_of("portal")


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (rows(残りデータ量="16.75", ご利用データ量="3.25GB", データ容量="20GB"), [("remaining", "unit")]),
        (rows(残りデータ量="16.75GB", ご利用データ量="4.25GB", データ容量="20GB"), [("total", "sum")]),
        (rows(残りデータ量="16.75GB") + rows(残りデータ量="16.8GB"), [("remaining", "two values"), ("used",), ("total",)]),
        (rows(残りデータ量="16.75GB") + rows(残りデータ量="16.76GB"), [("remaining", "two values"), ("used",), ("total",)]),
        (rows(対象月="2026年7月", 残りデータ量="16.75GB"), [("remaining", "period"), ("used",), ("total",)]),
        (rows(対象月="2026年8月", ご利用月="2026年7月", 残りデータ量="1GB"), [("remaining", "period"), ("used",), ("total",)]),
        ("<h1>2026年7月のご利用状況</h1>" + rows(残りデータ量="16.75GB"), [("remaining", "period"), ("used",), ("total",)]),
        (rows(残りデータ量="使い放題"), [("remaining", "unlimited"), ("used",), ("total",)]),
        (rows(残りデータ量="-", ご利用データ量="1GB"), [("remaining", "empty"), ("total",)]),
        (rows(残りデータ量="1,000円"), [("remaining", "unit"), ("used",), ("total",)]),
        (rows(残りデータ量="1GB / 3GB"), [("remaining", "number"), ("used",), ("total",)]),
        (rows(残りデータ量="1GB", 電話番号="070-0000-0001", ご利用回線="070-0000-0002"), [("remaining", "line"), ("used",), ("total",)]),
    ],
)  # fmt: skip
async def test_what_is_refused(sim: Simulator, customer: Account, page: str, why: list[tuple[str, ...]]) -> None:
    """A value that could be another's, of another time, or not that much, is none."""
    sim.faults.add(fault(page))
    async with session_at(sim, customer) as session:
        session.client.choose(LABELS)
        account = await session.fetch(ALL)
    assert reasons(account) == [(LABELS[meaning], *more) for meaning, *more in why]
    for meaning, *_ in why:
        assert all(getattr(line, meaning) is None for line in account.lines)
    assert account.bills[0].amount == 2178


async def test_bills_that_disagree(sim: Simulator, customer: Account) -> None:
    """None of them counts."""
    sim.faults.add(fault(rows(ご請求金額="100円") + rows(ご請求金額="200円"), "/mypage/bill/"))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    assert (account.bills, reasons(account)) == ((), [("ご請求金額", "two values")])


async def test_an_estimate(sim: Simulator, customer: Account) -> None:
    """A label that says so; without a month when none is told."""
    customer.options.labels, customer.options.tells_bill_month = {"bill": "請求予定額"}, False
    async with session_at(sim, customer) as session:
        [bill] = (await session.fetch(ALL)).bills
    assert (bill.state, bill.month, bill.amount) == (BillState.ESTIMATED, None, 2178)


async def test_a_portal_that_says_nothing(sim: Simulator, customer: Account) -> None:
    """The first page is what has to be looked at."""
    customer.options.tells = frozenset()
    error = await fails(sim, customer)
    assert isinstance(error, LayoutChanged)
    assert (error.page, error.missing) == ("portal.example.jp/mypage/", tuple(Meaning))


async def test_a_page_that_is_gone(sim: Simulator, customer: Account) -> None:
    """The rest is read."""
    sim.faults.add(Fault("portal.example.jp", Kind.STATUS, path="/mypage/bill/", status=404))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert (account.lines[0].used, account.bills) == (3_250_000_000, ())


async def test_a_page_that_wants_more(sim: Simulator, customer: Account) -> None:
    """A captcha before the bills costs the bills alone."""
    sim.faults.add(fault('<form><input name="a"><img src="/captcha.png"></form>', "/mypage/bill/"))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert (account.lines[0].used, account.bills) == (3_250_000_000, ())


async def test_figures_of_one_month_in_a_list(sim: Simulator, customer: Account) -> None:
    """Of a list by month the running one counts, of a list by day none."""
    head = "<tr><th>ご利用月</th><th>ご利用データ量</th></tr>"
    months = "<tr><td>2026年8月</td><td>3.25GB</td></tr><tr><td>2026年7月</td><td>9GB</td></tr>"
    days = "<tr><td>8月5日</td><td>1GB</td></tr><tr><td>8月4日</td><td>2GB</td></tr>"
    sim.faults.add(fault(f"<table>{head}{months}</table><table>{head}{days}</table>"))
    async with session_at(sim, customer) as session:
        [line] = (await session.fetch(ALL)).lines
    assert (line.used, line.cycle and line.cycle.start) == (3_250_000_000, date(2026, 8, 1))


@pytest.mark.parametrize("lines", ["sections", "links"])
@pytest.mark.parametrize("layout", ["home", "usage", "spread", "mixed"])
async def test_several_lines(socket_enabled: None, lines: str, layout: str) -> None:
    """Each with its own figures."""
    customer = customer_of("gmo", 3)
    customer.options.lines, customer.options.layout, customer.options.decoys = lines, layout, DECOYS
    async for sim in run(customer):
        async with session_at(sim, customer) as session:
            for _ in range(2):
                account = await session.fetch(ALL)
                assert told(account) == sim.world.truth("gmo", USER)
                assert account.problems == ()
        assert portal_of(sim, customer).harm == []


async def test_lines_without_numbers(socket_enabled: None) -> None:
    """Nobody can say whose is whose."""
    customer = customer_of("gmo", 2)
    customer.options.tells_number = False
    async for sim in run(customer):
        async with session_at(sim, customer) as session:
            account = await session.fetch(ALL)
    assert [line.used for line in account.lines] == [None]
    assert ("ご利用データ量", "two values") in reasons(account)


async def test_too_many_lines(socket_enabled: None) -> None:
    """What eight pages do not hold is missing, and said to be."""
    customer = customer_of("gmo", 6)
    customer.options.lines, customer.options.layout = "links", "spread"
    async for sim in run(customer):
        async with session_at(sim, customer) as session:
            account = await session.fetch(ALL)
            truth = {line["line_id"]: line for line in sim.world.truth("gmo", USER)["lines"]}
    for line in account.lines:
        assert line.used in {None, truth[line.line_id]["used_bytes"]}
        assert line.remaining in {None, truth[line.line_id]["remaining_bytes"]}
    assert {problem.line_id for problem in account.problems} == {
        line.line_id for line in account.lines if None in {line.used, line.remaining, line.total}
    }


async def test_somebody_elses_number(socket_enabled: None) -> None:
    """Where one logs in by the line's number, a page about another one is not ours."""
    customer = customer_of("nuro")
    customer.lines[0].number = "070-0000-0099"
    async for sim in run(customer):
        assert isinstance(await fails(sim, customer), ForeignAnswer)


async def test_a_number_that_only_the_first_page_tells(sim: Simulator, customer: Account) -> None:
    """The line stays the same line at polls that do not look there."""
    customer.options.tells_number = False
    sim.faults.add(fault(rows(電話番号="070-0000-0001") + '<a href="/mypage/usage/">利用状況</a>', "/mypage/enter"))
    links = '<a href="/mypage/usage/">利用状況</a>'
    async with session_at(sim, customer) as session:
        await session.log_in()
        sim.faults.clear()
        sim.faults.add(fault(rows(電話番号="070-0000-0001") + links, "/mypage/"))
        sim.faults.add(fault(rows(残りデータ量="1GB"), "/mypage/usage/"))
        found = [[line.line_id for line in (await session.fetch(USAGE)).lines] for _ in range(2)]
    assert found == [["07000000001"]] * 2


async def test_figures_of_nobody(sim: Simulator, customer: Account) -> None:
    """Of several lines, but on a page that names none; and two periods of which each could be the running one."""
    links = '<a href="/mypage/usage/">利用状況</a><a href="/mypage/remain/">データ残量</a>'
    sim.faults.add(fault(rows(電話番号="070-0000-0001", ご利用回線="070-0000-0002") + links, "/mypage/"))
    sim.faults.add(fault(rows(残りデータ量="1GB"), "/mypage/usage/"))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert [line.remaining for line in account.lines] == [None, None]
        assert reasons(account) == [("残りデータ量", "line")]
        sim.faults.clear()
        sim.faults.add(fault(links, "/mypage/"))
        sim.faults.add(fault(rows(対象月="2026年8月", 残りデータ量="1GB"), "/mypage/usage/"))
        sim.faults.add(fault(rows(ご利用期間="2026年7月20日～2026年8月19日", 使用量="2GB"), "/mypage/remain/"))
        session.client.choose({"remaining": "残りデータ量", "used": "使用量"})
        account = await session.fetch(USAGE)
    assert [(line.remaining, line.used) for line in account.lines] == [(1_000_000_000, None)]
    assert reasons(account) == [("使用量", "period", "two values")]


async def test_a_page_that_leads_away(sim: Simulator, customer: Account) -> None:
    """A link to our own host that is turned to another one costs its page alone, unless nothing else is left."""
    away = Fault(
        "portal.example.jp", Kind.STATUS, path="/mypage/bill/", status=302, headers={"Location": f"https://{TRAP}/"}
    )
    sim.faults.add(away)
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    assert (account.lines[0].used, account.bills) == (3_250_000_000, ())
    away.path = "/mypage/usage/"
    customer.options.tells = frozenset({"used"})
    assert isinstance(await fails(sim, customer), ForeignAnswer)
    assert sim.journal.count(host=TRAP) == 0


async def test_a_page_with_a_login_of_its_own(sim: Simulator, customer: Account) -> None:
    """It costs its page alone; a sign-in that died in the middle is seen at the first page."""
    login = '<html><form method="post"><input name="u"><input type="password" name="p"></form></html>'
    sim.faults.add(Fault("portal.example.jp", Kind.STATUS, path="/mypage/bill/", status=200, body=login))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
        assert (account.lines[0].used, account.bills) == (3_250_000_000, ())
        assert len(sim.journal.logins()) == 1
    sim.faults.clear()
    customer.options.calls_per_session = 2
    assert isinstance(await fails(sim, customer), HumanCheckNeeded)

"""What is read of a portal of unknown make: by which labels, at what cost, and what is refused."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.errors import ForeignAnswer, LayoutChanged
from custom_components.japan_mobile.carriers.model import Account as Read, BillState, Part
from custom_components.japan_mobile.carriers.offers import Meaning, Offer, OfferKind
from simulator import GB, Account, Fault, Kind, Simulator
from simulator.portals.other_options import DECOYS
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.portals import USER, customer_of, fails, move, portal_of, run

USAGE = frozenset({Part.USAGE, Part.CONTRACT})
LABELS = {"remaining": "残りデータ量", "used": "ご利用データ量", "total": "データ容量", "bill": "ご請求金額"}


@pytest.fixture
def customer() -> Account:
    """A customer of some portal."""
    return customer_of("portal")


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


def reasons(account: Read) -> list[tuple[str, ...]]:
    """Why values are missing."""
    return [problem.error.missing for problem in account.problems if isinstance(problem.error, LayoutChanged)]


def fault(body: str, path: str = "/mypage/usage/") -> Fault:
    """Another page in place of one of the portal's."""
    html = f'<html><meta charset="utf-8"><body>{body}<a href="/mypage/logout">ログアウト</a></body></html>'
    return Fault("portal.example.jp", Kind.STATUS, path=path, status=200, body=html)


def rows(**values: str) -> str:
    """A table of labels and values."""
    cells = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in values.items())
    return f"<table>{cells}</table>"


def test_only_these_carriers_are_confirmed() -> None:
    """The family, and nobody else; the one for everything else stands last."""
    confirmed = [key for key, carrier in CARRIERS.items() if carrier.confirms]
    assert confirmed == [key for key, carrier in CARRIERS.items() if carrier.family == "portal"]
    assert [*CARRIERS][-1] == "portal"
    assert len(confirmed) == 11


async def test_offers_and_suggestions(sim: Simulator, customer: Account) -> None:
    """Every figure is offered; what is suggested is what one label alone fits."""
    customer.options.decoys, customer.options.archive = DECOYS, 3
    async with session_at(sim, customer) as session:
        client = session.client
        assert (client.offers, dict(client.suggested)) == ((), {})
        await session.fetch(ALL)
        assert client.suggested == LABELS
        offers = {offer.label: offer for offer in client.offers}
    assert offers["残りデータ量"] == Offer("残りデータ量", "16.75GB", OfferKind.VOLUME)
    assert offers["ご請求金額"] == Offer("ご請求金額", "2,178円", OfferKind.YEN)
    assert set(offers) == {
        *LABELS.values(),
        "翌月繰越予定データ量",
        "追加購入データ残量",
        "前日までのご利用データ量",
        "前月のご請求金額",
    }


async def test_a_steady_poll(sim: Simulator, customer: Account) -> None:
    """One request for usage, one for bills; over restarts too; and no login."""
    customer.options.decoys, customer.options.archive = DECOYS, 12
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    assert sim.journal.count("portal.example.jp") <= 8
    for parts, calls in ((USAGE, 1), (frozenset({Part.BILLS}), 1), (ALL, 2), (frozenset({Part.HISTORY}), 0)):
        sim.journal.clear()
        async with session_at(sim, customer, disk) as session:
            account = await session.fetch(parts)
        assert (len(sim.journal.calls), sim.journal.logins()) == (calls, [])
        assert bool(account.bills) == (Part.BILLS in parts)
        assert bool(account.lines) == bool(parts & USAGE)


async def test_what_a_person_chooses(sim: Simulator, customer: Account) -> None:
    """The next fetch reads by it, and what is left out is not read."""
    customer.options.decoys = DECOYS
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        session.client.choose({"remaining": "追加購入データ残量", "bill": "前月のご請求金額"})
        sim.journal.clear()
        account = await session.fetch(ALL)
        assert len(sim.journal.calls) == 2
        [line], [bill] = account.lines, account.bills
        assert (line.remaining, line.used, line.total, bill.amount) == (0, None, None, 2178 + 1111)
        assert account.problems == ()
        session.client.choose({})
        account = await session.fetch(ALL)
        assert ([line.line_id for line in account.lines], account.bills) == (["07000000001"], ())
        session.client.choose(None)
        assert told(await session.fetch(ALL)) == sim.world.truth("portal", USER)


async def test_a_choice_from_the_start(sim: Simulator, customer: Account) -> None:
    """As after a restart without a login state: a label that is not there is a problem, others go on."""
    async with session_at(sim, customer) as session:
        session.client.choose({"remaining": "残りデータ量", "used": "なかった量"})
        account = await session.fetch(ALL)
        assert (account.lines[0].remaining, account.lines[0].used) == (16_750_000_000, None)
        assert reasons(account) == [("used",)]
        sim.journal.clear()
        assert reasons(await session.fetch(USAGE)) == [("used",)]
        assert len(sim.journal.calls) == 1  # it is not looked for at every poll
        sim.world.clock.set(sim.world.now() + timedelta(days=1, minutes=1))
        sim.journal.clear()
        await session.fetch(USAGE)
        assert len(sim.journal.calls) > 1
        session.client.choose({"used": "なかった量"})
        with pytest.raises(LayoutChanged) as caught:
            await session.fetch(ALL)
    assert caught.value.missing == ("used",)
    assert caught.value.skeleton


async def test_a_label_that_moves(sim: Simulator, customer: Account) -> None:
    """The portal is looked through once more."""
    async with session_at(sim, customer) as session:
        session.client.choose(LABELS)
        await session.fetch(ALL)
        customer.options.layout = "spread"
        assert told(await session.fetch(ALL)) == sim.world.truth("portal", USER)
        sim.journal.clear()
        assert told(await session.fetch(ALL)) == sim.world.truth("portal", USER)
        assert len(sim.journal.calls) == 3
        customer.options.labels = {"used": "つかった量"}
        account = await session.fetch(ALL)
    assert (account.lines[0].used, account.lines[0].remaining) == (None, 16_750_000_000)
    assert reasons(account) == [("used",)]


async def test_swapped_labels_are_noticed(sim: Simulator, customer: Account) -> None:
    """At the next poll, over a restart: the figures cannot have become those."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    customer.options.labels = {"used": "残りデータ量", "remaining": "ご利用データ量"}
    async with session_at(sim, customer, disk) as session:
        account = await session.fetch(ALL)
    assert (account.lines[0].used, account.lines[0].remaining, account.lines[0].number) == (None, None, "07000000001")
    assert account.problems[0].line_id == "07000000001"
    customer.options.labels = {}
    move(customer, 2 * GB)
    async with session_at(sim, customer, disk) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("portal", USER)


async def test_at_most_eight_pages(sim: Simulator, customer: Account) -> None:
    """However many links name usage, and never one that names harm, an earlier month or another host."""
    links = "".join(f'<a href="/mypage/usage/?part={n}">利用状況 {n}</a>' for n in range(20))
    never = (
        '<a href="/mypage/x1">データ量の追加</a><a href="/mypage/charge/">データ残量</a><a href="/mypage/x2">2026年7月の利用状況</a>'
        '<a href="/mypage/x3">過去の利用明細</a><a href="https://collector.example.net/usage">利用状況</a><a href="http://portal.example.jp/x4">料金</a>'
        '<a href="/mypage/x5">料金シミュレーション</a><a href="/mypage/usage/?do=cancel">ご利用明細</a>'
    )
    sim.faults.add(fault(never + links + rows(残りデータ量="1GB"), "/mypage/"))
    async with session_at(sim, customer) as session:
        await session.log_in()
        before = len(sim.journal.calls)
        await session.fetch(ALL)
    asked = sim.journal.calls[before:]
    assert len(asked) == 8
    assert {call.method for call in asked} == {"GET"}
    assert {call.path for call in asked} <= {"/mypage/enter", "/mypage/usage/"}
    assert not [call for call in asked if "cancel" in call.query]
    assert portal_of(sim, customer).harm == []


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (rows(残りデータ量="16.75", ご利用データ量="3.25GB", データ容量="20GB"), [("remaining", "unit")]),
        (rows(残りデータ量="16.75GB", ご利用データ量="4.25GB", データ容量="20GB"), [("total", "sum")]),
        (rows(残りデータ量="16.75GB") + rows(残りデータ量="16.8GB"), [("used",), ("total",)]),
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
    assert [reason for reason in reasons(account) if reason[0] != "bill"] == why
    for meaning, *_ in why:
        assert all(getattr(line, meaning) is None for line in account.lines)
    assert account.bills[0].amount == 2178


async def test_bills_that_disagree(sim: Simulator, customer: Account) -> None:
    """None of them counts."""
    sim.faults.add(fault(rows(ご請求金額="100円") + rows(ご請求金額="200円"), "/mypage/bill/"))
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    assert (account.bills, reasons(account)) == ((), [("bill", "two values")])


async def test_an_estimate(sim: Simulator, customer: Account) -> None:
    """A label that says so; without a month when none is told."""
    customer.options.labels, customer.options.tells_bill_month = {"bill": "請求予定額"}, False
    async with session_at(sim, customer) as session:
        [bill] = (await session.fetch(ALL)).bills
    assert (bill.state, bill.month, bill.amount) == (BillState.ESTIMATED, None, 2178)


async def test_two_labels_for_one_meaning(sim: Simulator, customer: Account) -> None:
    """Then a person has to say; without one the value is missing, at every poll."""
    sim.faults.add(fault(rows(残りデータ量="16.75GB", データ残高="1GB", ご利用データ量="3.25GB")))
    async with session_at(sim, customer) as session:
        for _ in range(2):
            account = await session.fetch(ALL)
            assert "remaining" not in session.client.suggested
            assert (account.lines[0].remaining, account.lines[0].used) == (None, 3_250_000_000)
            assert reasons(account) == [("remaining", "two labels")]
        session.client.choose({"remaining": "残りデータ量"})
        assert (await session.fetch(ALL)).lines[0].remaining == 16_750_000_000


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
    assert ("used", "two values") in reasons(account)


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
        assert reasons(account) == [("remaining", "line")]
        sim.faults.clear()
        sim.faults.add(fault(links, "/mypage/"))
        sim.faults.add(fault(rows(対象月="2026年8月", 残りデータ量="1GB"), "/mypage/usage/"))
        sim.faults.add(fault(rows(ご利用期間="2026年7月20日～2026年8月19日", 使用量="2GB"), "/mypage/remain/"))
        session.client.choose({"remaining": "残りデータ量", "used": "使用量"})
        account = await session.fetch(USAGE)
    assert [(line.remaining, line.used) for line in account.lines] == [(1_000_000_000, None)]
    assert reasons(account) == [("used", "period", "two values")]

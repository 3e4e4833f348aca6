"""What is offered and suggested, what a person chooses, and what a poll costs at a portal of unknown make."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.offers import Offer, OfferKind
from simulator import GB, Account, Simulator
from simulator.portals.other_options import DECOYS
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.portals import LABELS, USAGE, USER, customer_of, fault, move, portal_of, reasons, rows, run


@pytest.fixture
def customer() -> Account:
    """A customer of some portal."""
    return customer_of("portal")


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


def test_only_these_carriers_are_confirmed() -> None:
    """The family, and those into which only a person gets; the one for everything else stands last."""
    confirmed = {key for key, carrier in CARRIERS.items() if carrier.confirms}
    persons = {key for key, carrier in CARRIERS.items() if carrier.login is Login.PERSON}
    family = {key for key, carrier in CARRIERS.items() if carrier.family == "portal"}
    assert confirmed == family | persons
    assert [*CARRIERS][-2:] == ["portal", "handed"]
    assert (len(family), len(persons)) == (11, 7)


async def test_offers_and_suggestions(sim: Simulator, customer: Account) -> None:
    """Every figure is offered; what is suggested is what one label alone fits."""
    customer.options.decoys, customer.options.archive = DECOYS, 3
    async with session_at(sim, customer) as session:
        client = session.client
        assert (client.offers, dict(client.suggested)) == ((), {})
        await session.fetch(ALL)
        assert client.suggested == LABELS
        offers = {offer.label: offer for offer in client.offers}
    assert offers["残りデータ量"] == Offer("残りデータ量", "16.75GB (= 16.750 GB, 利用状況)", OfferKind.VOLUME)
    assert offers["ご請求金額"] == Offer("ご請求金額", offers["ご請求金額"].text, OfferKind.YEN)
    assert offers["ご請求金額"].text.startswith("2,178円 (= 2,178 円")
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
        assert reasons(account) == [("なかった量",)]
        sim.journal.clear()
        assert reasons(await session.fetch(USAGE)) == [("なかった量",)]
        assert len(sim.journal.calls) == 1  # it is not looked for at every poll
        sim.world.clock.set(sim.world.now() + timedelta(days=1, minutes=1))
        sim.journal.clear()
        await session.fetch(USAGE)
        assert len(sim.journal.calls) > 1
        session.client.choose({"used": "なかった量"})
        with pytest.raises(LayoutChanged) as caught:
            await session.fetch(ALL)
    assert caught.value.missing == ("なかった量",)
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
    assert reasons(account) == [("ご利用データ量",)]


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

"""SORACOM's bills: yen to the yen, no half sums, and what is made of other answers."""

import pytest

from custom_components.japan_mobile.carriers.model import BillState
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.conftest import NOW
from tests.carriers.fetching import ALL, session_at
from tests.carriers.operators import BILLS, JP, body, problems, read_with
from tests.worlds_soracom import many


@pytest.fixture
def operator(sim: Simulator) -> Account:
    """An operator with three SIMs."""
    sim.world = many(3, NOW)
    return sim.world.accounts[0]


async def test_bills_of_one_month(sim: Simulator, operator: Account) -> None:
    """Half a yen is no bill; another currency is no yen; an estimate is told to the yen."""
    [bill] = operator.bills
    operator.options.fractions = frozenset({str(bill.month)})
    operator.options.latest = "99.5"
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
        assert problems(account) == {("bills", None, "getBillingHistory could not be read: amount, fraction")}
        assert account.bills == ()
        operator.options.fractions, operator.options.currency = frozenset(), "USD"
        account = await session.fetch(ALL)
    assert not account.problems
    assert {one.amount for one in account.bills} == {None}
    assert {one.state for one in account.bills if one.line_id is None} == {BillState.ESTIMATED, BillState.PAID}


@pytest.mark.parametrize(
    ("path", "content", "text"),
    [
        ("/v1/bills/latest", [], "getLatestBilling could not be read: object"),
        ("/v1/bills/latest", {"amount": 1}, "getLatestBilling could not be read: currency"),
        ("/v1/bills/latest", {"currency": "JPY"}, "getLatestBilling could not be read: amount"),
        ("/v1/bills/latest", {"currency": "JPY", "amount": "much"}, "getLatestBilling could not be read: amount, number"),
        ("/v1/bills", {"billList": None}, "getBillingHistory could not be read: billList"),
        ("/v1/bills", {"billList": [3]}, "getBillingHistory could not be read: billList"),
        ("/v1/bills", {"billList": [{"amount": 1}]}, "getBillingHistory could not be read: yearMonth"),
        ("/v1/bills", {"billList": [{"amount": 1, "yearMonth": "202613"}]}, "getBillingHistory could not be read: yearMonth"),
        ("/v1/bills/summaries/sims", [{}], "getBillingSummaryOfSims could not be read: costBreakdownList"),
        ("/v1/bills/summaries/sims", [{"yearMonth": "202607", "costBreakdownList": [{}]}],
         "getBillingSummaryOfSims could not be read: simId"),
    ],
)  # fmt: skip
async def test_bills_of_another_form(sim: Simulator, operator: Account, path: str, content: object, text: str) -> None:
    others = Fault(JP, Kind.DELAY, path=f"{path}/")  # what lies below is as ever
    account = await read_with(sim, operator, BILLS, body(path, content), others)
    assert problems(account) == {("bills", None, text)}
    assert account.bills == ()


async def test_an_account_without_bills(sim: Simulator, operator: Account) -> None:
    """404 is no error; without an estimate nobody knows the currency of a bill that does not name it."""
    operator.options.latest, operator.bills = None, []
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
        assert (account.bills, account.problems) == ((), ())
        operator.bills = many(1, NOW).accounts[0].bills
        operator.options.currency = None
        account = await session.fetch(ALL)
    assert problems(account) == {("bills", None, "getBillingHistory could not be read: currency")}


async def test_half_of_a_sum_is_no_bill(sim: Simulator, operator: Account) -> None:
    """With both coverages, a failure of one leaves no bill that would look like all of it."""
    operator.options.coverage = "both"
    async with session_at(sim, operator) as session:
        whole = await session.fetch(ALL)
        assert [item.label for item in whole.bills[0].items] == ["Japan coverage", "Global coverage"]
        sim.faults.add(Fault("g.api.soracom.io", Kind.STATUS, path="/v1/bills", status=500))
        account = await session.fetch(ALL)
        assert account.bills == ()
        assert whole.updated(account, ALL).bills == whole.bills
        sim.faults.clear()
        operator.options.global_currency = "USD"
        mixed = await session.fetch(ALL)
    assert [bill.amount for bill in mixed.bills if bill.line_id is None] == [None, None]


async def test_an_estimate_of_another_month_has_none(sim: Simulator, operator: Account) -> None:
    content = {"amount": 5, "currency": "JPY", "lastEvaluatedTime": "20260731235959"}
    account = await read_with(sim, operator, BILLS, body("/v1/bills/latest", content))
    [estimate] = [bill for bill in account.bills if bill.state is BillState.ESTIMATED and bill.line_id is None]
    assert (estimate.month, estimate.amount) == (None, 5)

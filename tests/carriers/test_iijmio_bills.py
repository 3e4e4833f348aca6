"""IIJmio's bills, whole and broken: an amount is right or missing with a reason."""

import json

import pytest

from custom_components.japan_mobile.carriers.errors import (
    LayoutChanged,
)
from custom_components.japan_mobile.carriers.model import BillState, Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import told
from tests.carriers.test_iijmio_fetch import body, problems, read_with

USAGE = frozenset({Part.USAGE})
HISTORY = frozenset({Part.HISTORY})
BILLS = frozenset({Part.BILLS})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"
MONTHLY = "/service/setup/hdc/viewmonthlydata/"
DAILY = "/service/setup/hdc/viewdailydata/"


@pytest.mark.parametrize("mode", ["app", "web"])
async def test_bills(sim: Simulator, customer: Account, mode: str) -> None:
    """Alone, and with arrears that no bill shows."""
    customer.arrears = 2
    if mode == "web":
        customer.options.app_version = "99.0.0"
    account = await read_with(sim, customer, BILLS)
    assert told(account)["bills"] == sim.world.truth("iijmio", customer.account_id, mode)["bills"]
    assert account.bills[-1].state is BillState.UNPAID


async def test_bills_while_the_site_is_out(sim: Simulator, customer: Account) -> None:
    """The app's bills, and the reason why nothing is said of arrears."""
    account = await read_with(sim, customer, BILLS, Fault(WEB, Kind.STATUS, status=503))
    assert told(account)["bills"] == sim.world.truth("iijmio", customer.account_id, "app_only")["bills"]
    assert [problem.part for problem in account.problems] == [Part.BILLS]


async def test_bills_that_cannot_be_read(sim: Simulator, customer: Account) -> None:
    """Alone an error, beside usage a problem."""
    fault = Fault(WEB, Kind.HTML, path="/api/member/getBillSummary")
    with pytest.raises(LayoutChanged):
        await read_with(sim, customer, BILLS, fault)
    account = await read_with(sim, customer, BILLS | USAGE, fault)
    assert account.bills == ()
    assert problems(account) == {("bills", None, "getBillSummary could not be read: JSON")}


@pytest.mark.parametrize(
    ("fault", "break_it"),
    [
        (body(APP, "/usageFee", "<html>"), None),
        (body(WEB, "/api/member/getSuspensionInfo", "{}"), None),
        (Fault(WEB, Kind.STATUS, path="/api/member/getSuspensionInfo", status=503), None),
        (body(WEB, "/customer/bill/detail/", "<p>システムエラー</p>"), "app"),
        (Fault(WEB, Kind.HTML, path="/customer/bill/detail/"), "app"),
    ],
)
async def test_parts_of_bills_that_cannot_be_read(
    sim: Simulator, customer: Account, fault: Fault, break_it: str | None
) -> None:
    """Amounts and months stay, with a problem for the rest."""
    if break_it:
        customer.options.app_version = "99.0.0"
    account = await read_with(sim, customer, BILLS | USAGE, fault)
    assert [bill.amount for bill in account.bills] == [bill.amount for bill in customer.newest_bills()]
    assert {problem.part for problem in account.problems} == {Part.BILLS}


async def test_totals_that_disagree(sim: Simulator, customer: Account) -> None:
    """A bill whose items belong to another amount has no items."""
    number = customer.newest_bills()[0].invoices[0].number
    detail = {"detailItemList": [{"title": "x", "amount": 1}]}
    fee = {"billingNo": number, "billingTotalAmount": "1", "detailDataList": [detail]}
    fees = json.dumps({"mioId": "MA0000001", "statusCode": 200, "billingSummary": [fee]})
    account = await read_with(sim, customer, BILLS, body(APP, "/usageFee", fees))
    assert account.bills[0].items == ()
    assert problems(account) == {("bills", None, "usageFee could not be read: billingTotalAmount")}

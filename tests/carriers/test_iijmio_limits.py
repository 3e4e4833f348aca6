"""A carrier that wants to be asked less: what was read by then is kept, and nothing more is asked."""

import pytest

from custom_components.japan_mobile.carriers.errors import RateLimited
from custom_components.japan_mobile.carriers.model import Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import ALL, session_at

USAGE = frozenset({Part.USAGE})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"
DAILY, MONTHLY = "/service/setup/hdc/viewdailydata/", "/service/setup/hdc/viewmonthlydata/"


@pytest.mark.parametrize(
    ("host", "path", "method", "parts", "last"),
    [
        (WEB, DAILY, "GET", ALL, {Part.HISTORY, Part.BILLS}),
        (WEB, DAILY, "POST", ALL, {Part.HISTORY, Part.BILLS}),
        (WEB, MONTHLY, "POST", ALL, {Part.HISTORY, Part.BILLS}),
        (WEB, "/api/member/top", "POST", ALL, {Part.CONTRACT, Part.HISTORY, Part.BILLS}),
        (WEB, "/api/member/getBillSummary", "GET", ALL, {Part.BILLS}),
        (WEB, "/api/member/getSuspensionInfo", "GET", ALL, {Part.BILLS}),
        (APP, "/usageFee", "GET", ALL, {Part.BILLS}),
        (WEB, "/api/member/getBillSummary", "GET", USAGE | {Part.BILLS}, {Part.BILLS}),
    ],
)
async def test_beside_usage(
    sim: Simulator, customer: Account, host: str, path: str, method: str, parts: frozenset[Part], last: set[Part]
) -> None:
    """Usage is kept, each part that is missing says why, and the refused request was the last one."""
    fault = Fault(host, Kind.STATUS, path=path, method=method, status=429, headers={"Retry-After": "600"})
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.faults.add(fault)
        account = await session.fetch(parts)
    truth = sim.world.truth("iijmio", customer.account_id, "app")["lines"]
    assert [line.remaining for line in account.lines] == [line["remaining_bytes"] for line in truth]
    assert {problem.part for problem in account.problems} == last
    assert {type(problem.error) for problem in account.problems} == {RateLimited}
    call = sim.journal.calls[-1]
    # The months are read for the usage, after the contract.
    usage = path == "/api/member/top"
    assert (call.host, call.path) == (host, path) or usage
    assert sim.journal.count(host, path, method) == 1


async def test_the_bill_page(sim: Simulator, customer: Account) -> None:
    """The list of bills stays without items, and nobody is asked about arrears."""
    customer.options.app_version = "99.0.0"
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.faults.add(Fault(WEB, Kind.STATUS, path="/customer/bill/detail/", status=429))
        account = await session.fetch(USAGE | {Part.BILLS})
    assert [bill.amount for bill in account.bills] == [bill.amount for bill in customer.newest_bills()]
    assert [(problem.part, type(problem.error)) for problem in account.problems] == [(Part.BILLS, RateLimited)]
    assert sim.journal.calls[-1].path == "/customer/bill/detail/"


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/dataTraffic", ALL),
        (MONTHLY, ALL),
        (DAILY, frozenset({Part.HISTORY})),
        ("/api/member/getBillSummary", frozenset({Part.BILLS})),
    ],
)
async def test_nothing_else_to_tell(sim: Simulator, customer: Account, path: str, parts: frozenset[Part]) -> None:
    """Usage itself, or a part that was asked for alone: the error with the carrier's own pause."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.faults.add(Fault("*", Kind.STATUS, path=path, status=429, headers={"Retry-After": "600"}))
        with pytest.raises(RateLimited) as caught:
            await session.fetch(parts)
    assert caught.value.retry_after is not None

"""What IIJmio's client makes of pages that break, partly or whole: the value is missing with a reason, never wrong."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Account as Read, Part
from simulator import TOKYO, Account, Fault, Kind, Simulator
from simulator.people import MB, Usage
from tests.carriers.fetching import ALL, session_at, told

USAGE = frozenset({Part.USAGE})
HISTORY = frozenset({Part.HISTORY})
BILLS = frozenset({Part.BILLS})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"
MONTHLY = "/service/setup/hdc/viewmonthlydata/"
DAILY = "/service/setup/hdc/viewdailydata/"


def problems(account: Read) -> set[tuple[str, str | None, str]]:
    """Part, line and text of each problem."""
    return {(problem.part.value, problem.line_id, str(problem.error)) for problem in account.problems}


async def read_with(sim: Simulator, customer: Account, parts: frozenset[Part], *faults: Fault) -> Read:
    """Log in while all is well, then read with faults."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        for fault in faults:
            sim.faults.add(fault)
        return await session.fetch(parts)


def body(host: str, path: str, text: str, **more: Any) -> Fault:
    """An answer that is replaced by a text."""
    return Fault(host, Kind.STATUS, path=path, status=200, body=text, **more)


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, RateLimited), (400, LayoutChanged), (404, LayoutChanged)],
)
async def test_statuses_of_the_app(sim: Simulator, customer: Account, status: int, error: type[CarrierError]) -> None:
    """Each status has its error, which is told when there is no site to do without the app."""
    faults = [Fault(APP, Kind.STATUS, path="/dataTraffic", status=status), Fault(WEB, Kind.STATUS, status=503)]
    async with session_at(sim, customer) as session:
        sim.faults.add(faults[1])
        await session.fetch(USAGE)
        sim.faults.add(faults[0])
        with pytest.raises(error):
            await session.fetch(USAGE)


@pytest.mark.parametrize("status", [500, 502, 503, 598])
async def test_the_app_is_out(sim: Simulator, customer: Account, status: int) -> None:
    """The site does alone, and the account says why something is missing; without the site it is an error."""
    fault = Fault(APP, Kind.STATUS, status=status)
    account = await read_with(sim, customer, USAGE, fault)
    assert account.lines[0].remaining is not None
    assert account.lines[0].throttled is None
    assert [type(problem.error) for problem in account.problems] == [CannotConnect]
    sim.faults.clear()
    with pytest.raises(CannotConnect):
        await read_with(sim, customer, USAGE, fault, Fault(WEB, Kind.STATUS, status=503))


@pytest.mark.parametrize("kind", [Kind.CLOSE, Kind.TRUNCATED])
async def test_a_broken_line(sim: Simulator, customer: Account, kind: Kind) -> None:
    """Half an answer is no answer."""
    with pytest.raises(CannotConnect):
        await read_with(sim, customer, USAGE, Fault("*", kind))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("<html>busy</html>", "JSON"),
        ("[]", "JSON object"),
        ("{}", "mioId"),
        ('{"mioId":"MA0000001","statusCode":"500"}', "statusCode"),
        ('{"mioId":"MA0000001"}', "statusCode"),
        ('{"mioId":"MA0000001","statusCode":200}', "hdcList"),
        ('{"mioId":"MA0000001","statusCode":200,"dataTraffic":{"hdcList":[{}]}}', "lineServiceCode"),
        ('{"mioId":"MA0000001","statusCode":200,"dataTraffic":{"hdcList":7}}', "hdcList"),
    ],
)
async def test_an_app_answer_of_another_form(sim: Simulator, customer: Account, text: str, missing: str) -> None:
    """The error names page and what was missing, and the site does alone."""
    account = await read_with(sim, customer, USAGE, body(APP, "/dataTraffic", text))
    assert problems(account) == {("usage", None, f"dataTraffic could not be read: {missing}")}
    truth = sim.world.truth("iijmio", customer.account_id, "web")["lines"]
    for key in ("remaining_bytes", "used_bytes", "throttled"):
        assert [line[key] for line in told(account)["lines"]] == [line[key] for line in truth]


EMPTY = '{"mioId":"MA0000001","statusCode":200,"dataTraffic":{"hdcList":[],"hddList":[]}}'
NO_LIST = '{"mioId":"MA0000001","statusCode":200,"dataTraffic":{"hdcList":null}}'
NO_LINES = ("usage", None, "dataTraffic could not be read: hdcList")


async def test_an_empty_account(sim: Simulator, customer: Account) -> None:
    """No line at all is an answer too, where none is known and the site shows none."""
    sim.faults.add(body(APP, "/dataTraffic", EMPTY))
    sim.faults.add(body(WEB, MONTHLY, "<div class='service-headline'>4か月間のデータ利用量を照会します。</div>"))
    sim.faults.add(body(WEB, "/api/member/top", '{"serviceInfoList":[]}'))
    async with session_at(sim, customer) as session:
        with pytest.raises(LayoutChanged, match="対象月"):  # what the site's page of nobody looks like is unknown
            await session.fetch(USAGE)
        sim.faults.add(Fault(WEB, Kind.STATUS, status=503))
        assert (await session.fetch(USAGE)).lines == ()


@pytest.mark.parametrize("text", [EMPTY, NO_LIST])
@pytest.mark.parametrize("before", [True, False])
async def test_lines_that_are_gone(sim: Simulator, customer: Account, text: str, *, before: bool) -> None:
    """An answer without any line is not believed while the site shows some."""
    async with session_at(sim, customer) as session:
        if before:
            await session.fetch(USAGE)
        sim.faults.add(body(APP, "/dataTraffic", text))
        account = await session.fetch(USAGE)
    assert problems(account) == {NO_LINES}
    assert [line.remaining is not None for line in account.lines] == [True] * 3


async def test_known_lines_that_are_gone(sim: Simulator, customer: Account) -> None:
    """Nor while lines are known from the last read; without any line there is nothing to tell."""
    gone = body(APP, "/dataTraffic", EMPTY)
    with pytest.raises(CannotConnect):
        await read_with(sim, customer, USAGE, gone, Fault(WEB, Kind.STATUS, status=503))
    sim.faults.clear()
    with pytest.raises(LayoutChanged, match="serviceInfoList"):
        await read_with(sim, customer, USAGE, gone, body(WEB, "/api/member/top", '{"serviceInfoList":[]}'))


async def test_one_unusual_line(sim: Simulator, customer: Account) -> None:
    """A SIM whose code is none that we know costs only itself; a pool that it belongs to is whole."""
    customer.lines[2].line_id = "hdu0003"
    async with session_at(sim, customer) as session:
        account = await session.fetch(USAGE)
    truth = sim.world.truth("iijmio", customer.account_id, "app")["lines"]
    assert [line.line_id for line in account.lines] == [line.line_id for line in customer.lines[:2]]
    assert [line.remaining for line in account.lines] == [line["remaining_bytes"] for line in truth[:2]]
    assert problems(account) == {
        ("usage", customer.lines[2].contract_id, "dataTraffic could not be read: lineServiceCode")
    }


async def test_lines_of_somebody_else(sim: Simulator, customer: Account) -> None:
    """Two interfaces without one line in common do not speak of the same customer."""
    text = '{"mioId":"MA0000001","statusCode":200,"dataTraffic":{"hdcList":[{"serviceCode":"hdc1","lineServiceCode":"hdo99999999"}]}}'
    with pytest.raises(ForeignAnswer):
        await read_with(sim, customer, USAGE, body(APP, "/dataTraffic", text))


async def test_a_monthly_page_of_another_form(sim: Simulator, customer: Account) -> None:
    """What is left is known, what was used is not, and nothing is put in its place."""
    account = await read_with(sim, customer, USAGE, Fault(WEB, Kind.HTML, path=MONTHLY))
    assert all(line.used is None and line.remaining is not None for line in account.lines)
    assert problems(account) == {("usage", None, "viewmonthlydata could not be read: 対象月")}
    assert sim.journal.count(path="/pastDataTraffic") == 0


async def test_the_error_page(sim: Simulator, customer: Account) -> None:
    """A page that says "system error" with status 200 is an outage."""
    customer.options.app_version = "99.0.0"
    with pytest.raises(CannotConnect):
        await read_with(sim, customer, USAGE, body(WEB, MONTHLY, "<p>システムエラー</p>"))


async def test_an_unknown_code_of_the_site(sim: Simulator, customer: Account) -> None:
    """The code is told, a text is not."""
    customer.options.app_version = "99.0.0"
    for text, missing in (('{"error":"ERROR_CODE_777"}', "ERROR_CODE_777"), ('{"error":"見本花子"}', "error")):
        with pytest.raises(LayoutChanged) as caught:
            await read_with(sim, customer, USAGE, body(WEB, "/api/member/top", text, times=1))
        assert caught.value.missing == (missing,)


async def test_one_failing_post_costs_one_line(sim: Simulator, customer: Account) -> None:
    """The other lines have their month of days."""
    account = await read_with(
        sim, customer, HISTORY | USAGE, Fault(WEB, Kind.STATUS, path=DAILY, method="POST", status=500, times=1)
    )
    assert [len(line.daily) for line in account.lines] == [7, 31, 31]
    assert problems(account) == {
        ("history", "hdo00000001", f"{WEB}{DAILY} answered 500"),
    }


async def test_history_alone(sim: Simulator, customer: Account) -> None:
    """No app is needed for it."""
    sim.journal.clear()
    account = await read_with(sim, customer, HISTORY)
    assert [len(line.daily) for line in account.lines] == [31] * 3
    assert [len(line.monthly) for line in account.lines] == [12] * 3
    assert all(line.remaining is None for line in account.lines)


async def test_history_while_the_site_is_out(sim: Simulator, customer: Account) -> None:
    """The app's days and months, one figure each, and the reason."""
    account = await read_with(sim, customer, HISTORY, Fault(WEB, Kind.STATUS, status=503))
    truth = sim.world.truth("iijmio", customer.account_id, "app_only")
    assert [line["daily"] for line in told(account)["lines"]] == [line["daily"] for line in truth["lines"]]
    assert {problem.part for problem in account.problems} == {Part.HISTORY}


async def test_history_pages_of_another_form(sim: Simulator, customer: Account) -> None:
    """The app's week is what is left, and without the app it is an error."""
    fault = Fault(WEB, Kind.HTML, path="/service/")
    account = await read_with(sim, customer, HISTORY, fault)
    assert [len(line.daily) for line in account.lines] == [7] * 3
    assert {problem.part for problem in account.problems} == {Part.HISTORY}
    sim.faults.clear()
    with pytest.raises(LayoutChanged):
        await read_with(sim, customer, HISTORY, fault, Fault(APP, Kind.STATUS, path="/dataTraffic", status=404))
    sim.faults.clear()
    account = await read_with(sim, customer, HISTORY | USAGE, fault)
    assert {problem.part for problem in account.problems} == {Part.USAGE, Part.HISTORY}


async def test_another_lines_table(sim: Simulator, customer: Account) -> None:
    """A POST that shows another line is not booked on the line that was asked for."""
    page = """<div class="viewdata"><div class="viewdata-title row"><div><b>070-0000-0002</b></div></div>
      <table class="viewdatatbl"><tr><td class="viewdata-header1">対象日</td><td class="viewdata-header2">高速通信利用量</td></tr>
      </table></div>"""
    account = await read_with(sim, customer, HISTORY | USAGE, body(WEB, DAILY, page, method="POST"))
    assert [len(line.daily) for line in account.lines] == [7, 4 + 3, 7]
    wrong = {problem.line_id for problem in account.problems}
    assert wrong == {"hdo00000001", "hdu00000003"}


SLOW = ("usage", "hdo00000001", "pastDataTraffic could not be read: fast data alone")


@pytest.mark.parametrize("slow", [0, 7 * MB])
@pytest.mark.parametrize("day", [date(2026, 8, 2), date(2026, 7, 31)])
async def test_what_was_used_from_the_app_alone(sim: Simulator, customer: Account, slow: int, day: date) -> None:
    """Its one figure may hold slow data; where there was some this month, it is not taken for the fast."""
    sim.world.clock.set(datetime(2026, 8, 6, 12, tzinfo=TOKYO))
    for line in customer.lines:
        line.days = {day: Usage(1530 * MB, slow)}
    account = await read_with(sim, customer, USAGE, Fault(WEB, Kind.STATUS, status=503))
    doubtful = slow > 0 and day.month == 8
    used = 0 if day.month == 7 else 1_530_000_000
    assert [line.used for line in account.lines] == [None if doubtful else used] * 3
    assert (SLOW in problems(account)) is doubtful


async def test_legacy_lines(sim: Simulator, customer: Account) -> None:
    """A line that the site's pages do not show is read from the app."""
    customer.options.legacy_contracts = frozenset({"hdc00000001"})
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    assert problems(account) == {SLOW}
    legacy = next(line for line in told(account)["lines"] if line["line_id"] == "hdo00000001")
    assert legacy["used_bytes"] is None
    [expected] = [
        line for line in sim.world.truth("iijmio", customer.account_id, "app_only")["lines"]
        if line["line_id"] == "hdo00000001"
    ]  # fmt: skip
    for key in ("remaining_bytes", "number", "monthly", "daily"):
        assert legacy[key] == expected[key], key


async def test_a_pool_whose_members_differ_in_the_app(sim: Simulator, customer: Account) -> None:
    """The site's figure is taken; without the site it is unknown, never a sum."""
    customer.options.pool_in_app = "own"
    async with session_at(sim, customer) as session:
        account = await session.fetch(USAGE)
        truth = sim.world.truth("iijmio", customer.account_id, "app")
        assert [line.remaining for line in account.lines] == [line["remaining_bytes"] for line in truth["lines"]]
        sim.faults.add(Fault(WEB, Kind.STATUS, status=503))
        account = await session.fetch(USAGE)
    assert [line.remaining is None for line in account.lines] == [False, True, True]
    unclear = [problem.line_id for problem in account.problems if "share group" in str(problem.error)]
    assert unclear == ["hdo00000002", "hdu00000003"]


async def test_an_empty_list_without_a_pool(sim: Simulator, customer: Account) -> None:
    """It was never observed, so it is unknown, not 0."""
    customer.options.app_version = "99.0.0"
    customer.options.orphans = frozenset({"hdo00000001"})
    customer.lines, customer.pools = customer.lines[:1], {"own00000001": customer.pools["own00000001"]}
    async with session_at(sim, customer) as session:
        account = await session.fetch(USAGE)
    assert told(account)["lines"][0]["remaining_bytes"] is None
    assert problems(account) == {("usage", "hdo00000001", "top could not be read: share group")}


async def test_a_new_month_that_is_not_shown_yet(sim: Simulator, customer: Account) -> None:
    """Yesterday's page is not today's: what was used is unknown until the page knows the month."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        client_now = sim.world.clock.now() + timedelta(days=31)
        session.client.web._now = lambda: client_now
        customer.options.app_version = "99.0.0"
        account = await session.fetch(USAGE)
    assert all(line.used is None for line in account.lines)
    assert ("usage", "hdo00000001", "viewmonthlydata could not be read: month 2026-09") in problems(account)

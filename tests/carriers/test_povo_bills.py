"""History and bills of povo. Sheet 5, 6, 10."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import AccountActionNeeded, Action, LayoutChanged
from custom_components.japan_mobile.carriers.model import BillState, Part
from simulator import TOKYO, Account, Fault, Kind
from simulator.portals.povo_figures import GIGABYTE
from tests.carriers.fetching import ALL
from tests.carriers.povo import customer_of, enter, portal_of, running, topping
from tests.carriers.povo_home import BILLS, HISTORY, HOUR, Home


@pytest.fixture
def customer() -> Account:
    """A customer with one topping."""
    return customer_of()


@pytest.fixture
async def home(socket_enabled: None, customer: Account) -> AsyncIterator[Home]:
    """That customer's home, after the login and the first poll."""
    async with running(customer) as sim:
        home = Home(sim, customer)
        await enter(sim, customer, home.disk)
        await home.line(timedelta(0), ALL)
        yield home
        assert len(portal_of(sim).mails) == 1
        assert portal_of(sim).harm == []


# History and bills


async def test_terms_in_the_place_of_bills(home: Home) -> None:
    """They are said to be what keeps the bills away; the figures are read."""
    notice = "<title>利用規約改定のお知らせ</title><form><button>確認しました</button></form>"
    home.sim.faults.add(Fault("*", Kind.HTML, path=BILLS, body=notice))
    account = await home.poll(HOUR, ALL)
    assert account.bills == ()
    assert account.lines[0].remaining is not None
    [error] = [problem.error for problem in account.problems]
    assert isinstance(error, AccountActionNeeded)
    assert error.action is Action.CONSENT


async def test_months_with_other_labels(home: Home, customer: Account) -> None:
    """They cost the months alone."""
    customer.options.month_label = "{month}月"
    account = await home.poll(HOUR, ALL)
    assert [str(problem.error) for problem in account.problems] == ["usage-history could not be read: title, month"]
    assert (len(account.lines[0].daily), account.lines[0].monthly) == (31, ())


def _graph(*entries: Any) -> str:
    graph = {"type": "povo-tile-graph", "data": {"graph_details": list(entries)}}
    return json.dumps({"widgets": [{"type": "list", "components": [graph]}]})


def _entry(title: str = "2026年 11月 19日", usage: Any = 1.23, subtitle: Any = "データ使用量: 1.23GB") -> Any:
    return {"time": "19日", "usage": usage, "tooltip": {"title": title, "subtitle": subtitle}}


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ('{"widgets":[]}', ("povo-tile-graph",)),
        ('{"widgets":{}}', ("widgets",)),
        (_graph({"usage": 1}), ("tooltip",)),
        (_graph(_entry(), _entry()), ("title", "date")),
        (_graph(_entry("2026年 11月 22日")), ("title", "date")),
        (_graph(_entry("19日")), ("title", "date")),
        (_graph(_entry(usage=None)), ("usage", "number")),
        (_graph(_entry(usage=-1)), ("usage", "number")),
        (_graph(_entry(usage=1.5)), ("usage", "two values")),
    ],
)
async def test_days_that_cannot_be_read(home: Home, body: str, missing: tuple[str, ...]) -> None:
    home.sim.faults.add(Fault("*", Kind.STATUS, path=HISTORY, status=200, body=body, times=2))
    account = await home.poll(HOUR, ALL)
    error = account.problems[0].error
    assert isinstance(error, LayoutChanged)
    assert error.missing == missing
    assert account.lines[0].daily == ()


async def test_a_day_without_a_text_beside_it(home: Home) -> None:
    home.sim.faults.add(Fault("*", Kind.STATUS, path=HISTORY, status=200, body=_graph(_entry(subtitle=None)), times=2))
    account = await home.poll(HOUR, ALL)
    assert [day.total for day in account.lines[0].daily] == [round(1.23 * GIGABYTE)]


async def test_an_unpaid_bill_is_not_called_unpaid(home: Home, customer: Account) -> None:
    """Its shape is unproved: the portal's own word stands beside it."""
    customer.bills[0].unpaid = True
    account = await home.poll(HOUR, ALL)
    assert (account.bills[0].state, account.bills[0].items) == (BillState.UNKNOWN, (("未払い", 330),))
    assert account.bills[0].due is None


async def test_what_was_paid_at_once_is_the_lines(home: Home, customer: Account) -> None:
    customer.options.at_once = (("データ追加1GB(7日間)", 390),)
    account = await home.poll(HOUR, ALL)
    [paid] = [bill for bill in account.bills if bill.line_id is not None]
    assert (paid.line_id, paid.amount, paid.state) == ("LW0000000001", 390, BillState.PAID)
    assert str(paid.month) == "2026-11"


@pytest.mark.parametrize(
    ("change", "missing", "left"),
    [
        ({"code": 1}, ("code",), 0),
        ({"code": None}, ("code",), 0),
        ({"past_bills": None}, ("past_bills",), 2),
        ({"past_bills": {"list": [1]}}, ("past_bills",), 2),
        ({"upcoming_bill": []}, ("upcoming_bill",), 7),
        ({"upcoming_bill": {"total": {"value": 1.5, "postfix": "JPY"}}}, ("total", "number"), 7),
        ({"upcoming_bill": {"total": {"value": 1, "postfix": "USD"}}}, ("total", "unit"), 7),
        ({"upcoming_bill": {"total": 1}}, ("total", "object"), 7),
        ({"upcoming_bill": {"total": {"value": None, "postfix": "JPY"}}}, ("total", "number"), 7),
        ({"instant_charges": 7}, ("instant_charges",), 7),
    ],
)
async def test_bills_that_cannot_be_read(home: Home, change: Any, missing: tuple[str, ...], left: int) -> None:
    """A section costs itself alone."""
    from simulator.portals.povo_data import bills

    body = json.dumps(bills(home.customer) | change)
    home.sim.faults.add(Fault("*", Kind.STATUS, path=BILLS, status=200, body=body))
    account = await home.poll(HOUR, ALL)
    [problem] = account.problems
    assert isinstance(problem.error, LayoutChanged)
    assert (problem.part, problem.error.missing, len(account.bills)) == (Part.BILLS, missing, left)


async def test_bills_of_two_months(home: Home, customer: Account) -> None:
    """The title and the time of a bill have to agree, and no month comes twice."""
    customer.options.bad_time = True
    account = await home.poll(HOUR, ALL)
    assert [str(problem.error) for problem in account.problems] == ["bills could not be read: title, two values"]
    customer.options.bad_time = False
    customer.bills.append(customer.bills[0])
    account = await home.poll(HOUR, ALL)
    assert "twice" in str(account.problems[0].error)


async def test_optional_sections(home: Home) -> None:
    body = json.dumps({"code": 0, "past_bills": {"list": []}})
    home.sim.faults.add(Fault("*", Kind.STATUS, path=BILLS, status=200, body=body))
    account = await home.poll(HOUR, ALL)
    assert (account.bills, account.problems) == ((), ())


@pytest.mark.parametrize("times", [datetime(2026, 12, 31, 23, 59, 58, tzinfo=TOKYO)])
async def test_around_a_years_end(socket_enabled: None, times: datetime) -> None:
    customer = customer_of(topping(3, 0.4, times + timedelta(minutes=1)), topping(20, 20, times + timedelta(hours=13)))
    async with running(customer, times) as sim:
        home = Home(sim, customer)
        await enter(sim, customer, home.disk)
        await home.line(timedelta(0), ALL)
        await home.line(timedelta(minutes=30), ALL)

"""What a poll of povo asks for, and what is made of each answer. Sheet 4 to 6, 8, 10."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    CodeNeeded,
    LayoutChanged,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Account as Read, BillState, BucketKind, Line as ReadLine, Part
from simulator import TOKYO, Account, Fault, Kind, Simulator
from simulator.people import Grant, GrantKind
from simulator.portals.povo_figures import GIGABYTE, use
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.povo import NOW, customer_of, enter, portal_of, running, topping

USAGE = frozenset({Part.USAGE})
HOUR = timedelta(hours=1)
PLAN = "/api/v3/user-service/v4/jp/ja/mobile/account/usage/plan/get"
USERS = "/api/v3/user-service/v4/jp/ja/mobile/users"
TOKEN = f"{USERS}/token"
TILES = "/api/v1/quilt/page/user-plan-details-v2"
HISTORY = "/api/v1/quilt/page/usage-history"
BILLS = "/api/v3/user-service/v5/jp/ja/mobile/layout/bills/info"


class Home:
    """A customer's client that is made anew for each poll, as after a restart."""

    def __init__(self, sim: Simulator, customer: Account) -> None:
        self.sim = sim
        self.customer = customer
        self.disk = Disk()
        self.asked: list[str] = []

    async def poll(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> Read:
        """Let time pass and read; `asked` are the paths of the requests."""
        self.sim.world.clock.advance(after)
        before = len(self.sim.journal.calls)
        async with session_at(self.sim, self.customer, self.disk) as session:
            try:
                return await session.fetch(parts)
            finally:
                self.asked = [call.path for call in self.sim.journal.calls[before:]]

    async def line(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> ReadLine:
        """The line, which has to be what the world says."""
        account = await self.poll(after, parts)
        assert account.problems == ()
        self.check(account, parts)
        return account.lines[0]

    def check(self, account: Read, parts: frozenset[Part]) -> None:
        """Usage figures are the truth, buckets within what the app rounds by."""
        [mine], [theirs] = told(account)["lines"], self.sim.world.truth("povo", self.customer.account_id)["lines"]
        ours, shown = mine.pop("buckets"), theirs.pop("buckets")
        if Part.HISTORY not in parts:
            theirs |= {"daily": [], "monthly": []}
        assert mine == theirs
        assert [(one["kind"], one["expires"], one["total_bytes"]) for one in ours] == [
            (one["kind"], one["expires"], one["total_bytes"]) for one in shown
        ]
        for one, other in zip(ours, shown, strict=True):
            if one["remaining_bytes"] != other["remaining_bytes"]:
                assert abs(one["remaining_bytes"] - other["remaining_bytes"]) <= GIGABYTE // 100

    async def error(self, after: timedelta = HOUR, parts: frozenset[Part] = USAGE) -> CarrierError:
        """What a poll ends in."""
        with pytest.raises(CarrierError) as caught:
            await self.poll(after, parts)
        return caught.value


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


def grants(customer: Account) -> list[Grant]:
    """What the customer has bought."""
    return customer.pools["own"].grants


# Cost


async def test_a_steady_poll_is_two_requests(home: Home, customer: Account) -> None:
    """The token's renewal and the totals; data that is used moves between two figures of the same sum."""
    for _ in range(5):
        use(customer, home.sim.world.now(), 12_345_678)
        await home.line()
        assert home.asked == [TOKEN, PLAN]


async def test_a_poll_by_hand_has_a_request_to_spare(home: Home, customer: Account) -> None:
    """While the token lives, the list of toppings is read too: what was just bought is there at once."""
    customer.options.unlimited = (NOW + timedelta(days=1),)
    line = await home.line(timedelta(minutes=6))
    assert home.asked == [PLAN, TILES]
    assert (line.unlimited, line.remaining, line.used, line.total) == (True, None, None, None)
    assert line.buckets[0].expires == (NOW + timedelta(days=1)).replace(second=59)


async def test_a_topping_that_was_bought(home: Home, customer: Account) -> None:
    """The sum moves, so the list is read once; not again afterwards."""
    grants(customer).append(topping(20, 20, NOW + timedelta(days=90)))
    line = await home.line()
    assert home.asked == [TOKEN, PLAN, TILES]
    assert [bucket.total for bucket in line.buckets] == [3 * GIGABYTE, 20 * GIGABYTE]
    use(customer, home.sim.world.now(), GIGABYTE)
    line = await home.line()
    assert home.asked == [TOKEN, PLAN]
    assert [bucket.remaining for bucket in line.buckets] == [0, 19 * GIGABYTE + 3 * GIGABYTE // 4]


async def test_a_topping_that_ends(home: Home, customer: Account) -> None:
    """When is known, so the sum may fall by it, and nothing more is asked for."""
    grants(customer).append(topping(20, 12.5, NOW + timedelta(days=90)))
    await home.line()
    await home.line(timedelta(days=7, hours=1))
    assert home.asked == [TOKEN, PLAN]


async def test_the_same_topping_is_bought_again_as_it_ends(home: Home, customer: Account) -> None:
    """The sum does not move although it should."""
    grants(customer).append(topping(3, 3, NOW + timedelta(days=37)))
    line = await home.line(timedelta(days=7, hours=1))
    assert line.remaining == 3 * GIGABYTE
    assert line.buckets[0].expires == (NOW + timedelta(days=37)).replace(second=59)


async def test_used_up(home: Home, customer: Account) -> None:
    """Nothing is left: whether an unlimited topping was bought is looked up, from then on in turns with the totals."""
    use(customer, home.sim.world.now(), GIGABYTE)
    line = await home.line()
    assert home.asked == [TOKEN, PLAN, TILES]
    assert (line.remaining, line.total, line.unlimited) == (0, 3 * GIGABYTE + 1024, False)
    for path in (PLAN, TILES, PLAN, TILES):
        line = await home.line()
        assert home.asked == [TOKEN, path]
        assert (line.remaining, line.unlimited) == (0, False)
    customer.options.unlimited = (home.sim.world.now() + timedelta(days=1),)
    await home.poll()
    line = await home.line()
    assert (line.remaining, line.unlimited) == (None, True)


async def test_without_toppings(home: Home, customer: Account) -> None:
    """After the last one has ended; then one is bought."""
    for _ in range(3):
        line = await home.line(timedelta(days=8))
        assert len(home.asked) == 2
        assert (line.remaining, line.used, line.total, line.unlimited, line.buckets) == (0, 0, 0, False, ())
    grants(customer).append(topping(1, 1, home.sim.world.now() + timedelta(days=7)))
    line = await home.line()
    assert line.remaining == GIGABYTE


async def test_gift_data_beside_nothing(home: Home, customer: Account) -> None:
    """It is found although the list of toppings says that there are none."""
    await home.line(timedelta(days=8))
    end = home.sim.world.now() + timedelta(days=7)
    grants(customer).append(Grant(GrantKind.BONUS, GIGABYTE // 2, GIGABYTE // 2, end.date(), end))
    await home.poll()
    line = await home.line()
    assert line.remaining == GIGABYTE // 2
    assert [bucket.kind for bucket in line.buckets] == [BucketKind.BONUS]


async def test_gift_data_that_cannot_be_told_from_a_topping(home: Home, customer: Account) -> None:
    """Two tiles of the same size, of which one is a gift."""
    customer.options.gift_tiles = True
    end = NOW + timedelta(days=9)
    grants(customer)[0].left = 3 * GIGABYTE
    grants(customer).append(Grant(GrantKind.BONUS, 3 * GIGABYTE, 3 * GIGABYTE, end.date(), end))
    account = await home.poll()
    line = account.lines[0]
    assert (line.remaining, account.problems) == (6 * GIGABYTE, ())
    assert [bucket.kind for bucket in line.buckets] == [BucketKind.UNKNOWN] * 2
    use(customer, home.sim.world.now(), GIGABYTE)
    line = (await home.poll()).lines[0]
    assert line.remaining == 5 * GIGABYTE == sum(bucket.remaining or 0 for bucket in line.buckets)


async def test_with_the_contract(home: Home) -> None:
    """Once a day the account and the toppings are read as well."""
    await home.line(timedelta(days=1), frozenset({Part.USAGE, Part.CONTRACT}))
    assert home.asked == [TOKEN, USERS, PLAN, TILES]


async def test_all_parts(home: Home) -> None:
    account = await home.poll(timedelta(days=1), ALL)
    assert told(account) == home.sim.world.truth("povo", home.customer.account_id)
    assert len(home.asked) == 7


async def test_parts_without_usage(home: Home) -> None:
    account = await home.poll(HOUR, frozenset({Part.BILLS}))
    assert home.asked == [TOKEN, BILLS]
    assert account.bills
    line = (await home.poll(HOUR, frozenset({Part.HISTORY}))).lines[0]
    assert (len(line.daily), len(line.monthly), line.remaining) == (31, 13, None)


# The token


async def test_a_token_that_ends_sooner_than_it_says(home: Home) -> None:
    """After a 401 it is renewed once, and the call repeated once."""
    home.sim.portal("povo").expire(home.customer.account_id, "token")
    await home.line(timedelta(minutes=1))
    assert home.asked == [
        PLAN,
        TOKEN,
        PLAN,
    ]


async def test_a_401_that_no_renewal_helps(home: Home) -> None:
    home.sim.faults.add(Fault("*", Kind.STATUS, path=PLAN, status=401, body='{"success":false}'))
    assert isinstance(await home.error(timedelta(minutes=1)), CodeNeeded)
    assert home.asked == [PLAN, TOKEN, PLAN]
    home.sim.faults.clear()
    assert isinstance(await home.error(), CodeNeeded)
    assert home.asked == []


async def test_a_renewal_whose_answer_is_lost(home: Home) -> None:
    """The old token can be renewed again."""
    home.sim.faults.add(Fault("*", Kind.STATUS, path=TOKEN, status=502, after=True, times=1))
    assert isinstance(await home.error(), CannotConnect)
    await home.line()


async def test_a_wall_in_front_of_the_renewal(home: Home) -> None:
    """A page for people is no refusal: the login stays."""
    wall = "<html><body><form><div class='g-recaptcha' data-sitekey='x'></div></form></body></html>"
    home.sim.faults.add(
        Fault("*", Kind.STATUS, path=TOKEN, status=403, body=wall, headers={"Content-Type": "text/html"})
    )
    assert (await home.error()).kind == "HumanCheckNeeded"
    home.sim.faults.clear()
    await home.line()


async def test_expiry_as_a_number(customer: Account, socket_enabled: None) -> None:
    customer.options.expiry_time = "number"
    async with running(customer) as sim:
        home = Home(sim, customer)
        await enter(sim, customer, home.disk)
        await home.line(HOUR, ALL)


# Failures (sheet 8)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, '{"block_until":1795150800}', RateLimited()),
        (429, "", RateLimited()),
        (403, '{"code":"403001"}', CodeNeeded()),
        (403, "{}", LayoutChanged("plan", "status 403")),
        (200, '{"success":false,"result":null,"failure":{"code":"E1"}}', LayoutChanged("plan", "E1")),
        (200, '{"success":false}', LayoutChanged("plan", "success")),
        (404, '{"code":404,"type":"NO_RESULT"}', LayoutChanged("plan", "status 404")),
        (491, '{"code":"error_not_found_message"}', LayoutChanged("plan", "status 491", "error_not_found_message")),
        (500, '{"code":"error_system_issue"}', CannotConnect()),
        (200, "<html></html>", LayoutChanged("plan", "JSON")),
        (200, "{}", LayoutChanged("plan", "data")),
    ],
)
async def test_failures_of_a_data_call(home: Home, status: int, body: str, error: CarrierError) -> None:
    home.sim.faults.add(Fault("*", Kind.STATUS, path=PLAN, status=status, body=body))
    found = await home.error()
    assert type(found) is type(error)
    if isinstance(error, LayoutChanged):
        assert str(found) == str(error)
    home.sim.faults.clear()


def _section(**changes: Any) -> str:
    good = {"left": 5, "used": 5, "unit": "kilobytes"}
    return json.dumps({"data": {"boost": good | changes, "bonus": good}})


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (_section(unit="megabytes"), ("boost", "unit")),
        (_section(left=None), ("boost", "number")),
        (_section(left=-1), ("boost", "number")),
        (_section(used="much"), ("boost", "number")),
        ('{"data":{"boost":null}}', ("boost", "bonus")),
        ('{"data":{"boost":{},"bonus":{},"basic":[]}}', ("basic", "object")),
    ],
)
async def test_totals_that_cannot_be_read(home: Home, body: str, missing: tuple[str, ...]) -> None:
    home.sim.faults.add(Fault("*", Kind.STATUS, path=PLAN, status=200, body=body))
    error = await home.error()
    assert isinstance(error, LayoutChanged)
    assert error.missing == missing


async def test_fractions_and_text_are_exact(home: Home) -> None:
    """Half a byte goes to the even one; a number may come as text."""
    body = '{"data":{"boost":{"left":"786432.50048828125","used":0.0009765625,"unit":"kilobytes"},"bonus":null}}'
    body = body.replace('"bonus":null', '"bonus":{"left":0,"used":0,"unit":"kilobytes"}')
    home.sim.faults.add(Fault("*", Kind.STATUS, path=PLAN, status=200, body=body))
    line = (await home.poll()).lines[0]
    assert (line.remaining, line.used) == (805306880, 1)


@pytest.mark.parametrize(
    "body", ['{"telco_info":{}}', '{"external_id":"e"}', '{"external_id":"e","telco_info":{"service_instance_no":" "}}']
)
async def test_an_account_that_cannot_be_read(home: Home, body: str) -> None:
    """It is known from before; the first time it is needed."""
    home.sim.faults.add(Fault("*", Kind.STATUS, path=USERS, status=200, body=body, times=1))
    account = await home.poll(timedelta(minutes=1), ALL)
    assert [problem.part for problem in account.problems] == [Part.CONTRACT]
    assert account.lines[0].remaining == 3 * GIGABYTE // 4
    state = json.loads(home.disk.saved["login"])
    del state["line"]
    home.disk.saved["login"] = json.dumps(state)
    home.sim.faults.add(Fault("*", Kind.STATUS, path=USERS, status=200, body=body, times=1))
    assert isinstance(await home.error(timedelta(minutes=1)), LayoutChanged)


# Toppings that cannot be read (sheet 10)


@pytest.mark.parametrize("text", ["∞", "0.75GB", "750MB / 3000MB", "4.00GB / 3.00GB", "1,2GB / 3GB"])
async def test_a_tile_that_cannot_be_read(home: Home, customer: Account, text: str) -> None:
    """The rest stays usable: the exact totals, and the other topping without a guess at what is left in it."""
    customer.options.odd_tile = text
    grants(customer).append(topping(20, 12.5, NOW + timedelta(days=90)))
    account = await home.poll()
    [problem] = account.problems
    assert isinstance(problem.error, LayoutChanged)
    assert problem.error.missing[0] == "remaining"
    line = account.lines[0]
    assert (line.unlimited, line.suspends) == (None, None)
    assert line.remaining == 13 * GIGABYTE + GIGABYTE // 4
    assert [(one.total, one.remaining) for one in line.buckets] == [(20 * GIGABYTE, 12 * GIGABYTE + GIGABYTE // 2)]
    later = await home.poll()
    assert (home.asked, str(later.problems[0].error)) == ([TOKEN, PLAN], str(problem.error))
    assert [one.remaining for one in later.lines[0].buckets] == [None]


async def test_a_tile_that_cannot_be_read_beside_nothing(home: Home, customer: Account) -> None:
    """It could be an unlimited one, so nothing is said of what is left."""
    customer.options.odd_tile = "たくさん"
    grants(customer)[0].left = 0
    account = await home.poll()
    line = account.lines[0]
    assert (line.unlimited, line.remaining, line.used, line.total) == (None, None, None, None)


@pytest.mark.parametrize("heading", ["あたらしい区分", "プラン"])
async def test_a_group_that_is_not_known(home: Home, customer: Account, heading: str) -> None:
    customer.options.heading = heading
    account = await home.poll(timedelta(minutes=1))
    assert account.lines[0].unlimited is None
    assert account.lines[0].remaining == 3 * GIGABYTE // 4
    assert account.problems


async def test_an_unlimited_call_topping_is_not_unlimited_data(home: Home, customer: Account) -> None:
    """Nor is it a data topping; while it runs, it puts the suspension off."""
    customer.options.calls = (NOW + timedelta(days=30),)
    line = await home.line(timedelta(minutes=1))
    assert (line.unlimited, line.remaining) == (False, 3 * GIGABYTE // 4)
    assert line.suspends == date(2026, 12, 20) + timedelta(days=181)
    customer.options.calls = (None,)
    line = await home.line(timedelta(minutes=1))
    assert (line.unlimited, line.suspends) == (False, None)


async def test_nothing_without_the_sentence_is_not_believed(home: Home, customer: Account) -> None:
    customer.options.no_sentence = True
    account = await home.poll(timedelta(days=8), ALL)
    assert [str(problem.error) for problem in account.problems] == [
        "user-plan-details-v2 could not be read: povo-tile-plan-detail"
    ]
    assert (account.lines[0].unlimited, account.lines[0].remaining) == (None, None)
    customer.options.no_sentence = False
    await home.line()


async def test_tiles_that_do_not_agree_with_the_totals(home: Home, customer: Account) -> None:
    customer.options.over = 10**6
    account = await home.poll()
    assert [str(problem.error) for problem in account.problems] == [
        "user-plan-details-v2 could not be read: remaining, does not agree with the totals"
    ]
    assert (account.lines[0].buckets, account.lines[0].remaining) == ((), 3 * GIGABYTE // 4)


async def test_a_list_of_toppings_that_is_out(home: Home, customer: Account) -> None:
    """What a total still proves is said; what was bought meanwhile is not made up."""
    home.sim.faults.add(Fault("*", Kind.STATUS, path=TILES, status=500))
    account = await home.poll(timedelta(minutes=1))
    assert account.problems[0].part is Part.USAGE
    home.check(account, USAGE)
    grants(customer).append(topping(20, 20, NOW + timedelta(days=90)))
    account = await home.poll()
    line = account.lines[0]
    assert (line.unlimited, line.buckets, line.remaining) == (None, (), 20 * GIGABYTE + 3 * GIGABYTE // 4)
    home.sim.faults.clear()
    await home.line()


async def test_kept_figures_that_are_damaged_are_read_again(home: Home) -> None:
    state = json.loads(home.disk.saved["login"])
    home.disk.saved["login"] = json.dumps(state | {"toppings": {"toppings": []}})
    await home.line()
    assert home.asked == [TOKEN, PLAN, TILES]


# The suspension


async def test_the_day_of_the_suspension(home: Home, customer: Account) -> None:
    """181 days after the newest topping ends; it is remembered after the topping has gone, and over a new login."""
    end = date(2026, 11, 27) + timedelta(days=181)
    for after in (HOUR, timedelta(days=8), timedelta(days=100)):
        assert (await home.line(after)).suspends == end
    grants(customer).append(topping(1, 1, home.sim.world.now() + timedelta(days=7)))
    longer = (await home.line()).suspends
    assert longer == (home.sim.world.now() + timedelta(days=7, hours=-1)).date() + timedelta(days=181)
    async with session_at(home.sim, customer, home.disk) as session:
        session.client.keep.forget(session.client.lasting)
        assert "last_expiry" in session.client.keep
    assert (await home.line(timedelta(days=181 + 8))).suspends is None


# History and bills


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

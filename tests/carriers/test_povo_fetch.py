"""What a poll of povo asks for, and what is made of each answer. Sheet 4 to 6, 8, 10."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
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
from custom_components.japan_mobile.carriers.model import BucketKind, Part
from custom_components.japan_mobile.carriers.povo.answers import claims
from simulator import Account, Fault, Kind
from simulator.people import Grant, GrantKind
from simulator.portals.povo_figures import GIGABYTE, use
from tests.carriers.fetching import ALL, told
from tests.carriers.povo import NOW, customer_of, enter, portal_of, running, topping
from tests.carriers.povo_home import BILLS, HOUR, PLAN, TILES, TOKEN, USERS, Home, grants


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


def test_a_token_that_is_nested_deeper_than_can_be_read() -> None:
    with pytest.raises(LayoutChanged, match="auth_token"):
        claims(f"a.{'W1tb' * 30_000}.c")  # nothing but opening brackets


def test_half_a_sign_in_a_token() -> None:
    told = claims(f"a.{urlsafe_b64encode(rb'{"external_id": "x\ud800"}').decode()}.c")
    assert told == {"external_id": "x\ufffd"}

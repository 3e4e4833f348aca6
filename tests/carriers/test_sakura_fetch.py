"""What Sakura Cloud's client does with the key, and what it makes of failures: missing with a reason, never wrong."""

from base64 import b64encode
from datetime import timedelta
import json

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Can
from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    LoginRefused,
    NotPermitted,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import Account, Fault, Kind, Simulator
from simulator.portals.sakura import HOST
from simulator.portals.sakura_options import GatewayOptions
from tests.carriers.accounts import GATEWAY, ROOT, SIMS, USAGE, body, problems, read_with, settled
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.worlds_sakura import SECRET, TOKEN


@pytest.fixture
def account(sim: Simulator) -> Account:
    """Two SIMs behind a gateway with a quota, one behind none, and a paid bill."""
    return settled(sim)


def listed(*sims: object, **more: object) -> object:
    """A list of SIMs."""
    return {"From": 0, "Count": len(sims), "Total": len(sims), "CommonServiceItems": list(sims), "is_ok": True} | more


async def test_a_key_is_tried_once_and_carried_over_a_restart(sim: Simulator, account: Account) -> None:
    disk = Disk()
    for _ in range(3):
        async with session_at(sim, account, disk) as session:
            assert told(await session.fetch(USAGE))["lines"] == sim.world.truth("sakura", account.account_id)["lines"]
    assert len(sim.journal.logins()) == 1


async def test_a_refused_key_is_tried_once(sim: Simulator, account: Account) -> None:
    disk = Disk()
    for _ in range(3):
        async with session_at(sim, account, disk, access_token_secret="wrong") as session:
            with pytest.raises(LoginRefused):
                await session.fetch(ALL)
    assert len(sim.journal.calls) == 1


@pytest.mark.parametrize("parts", [USAGE, ALL])
async def test_a_revoked_key(sim: Simulator, account: Account, parts: frozenset[Part]) -> None:
    """It is tried once more, by the call that tells, and then never again."""
    disk = Disk()
    async with session_at(sim, account, disk) as session:
        await session.fetch(ALL)
        sim.portal("sakura").expire(account.account_id)
        sim.journal.clear()
        for _ in range(3):
            with pytest.raises(LoginRefused):
                await session.fetch(parts)
    assert len(sim.journal.calls) == 2
    assert "authorization" not in json.loads(disk.saved["login"])


async def test_another_account_drops_everything(sim: Simulator, account: Account) -> None:
    disk = Disk()
    async with session_at(sim, account, disk) as session:
        await session.fetch(ALL)
        account.options.foreign = True
        assert (await session.fetch(USAGE)).lines
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)
    assert json.loads(disk.saved["login"]).keys() <= {"cookies"}


@pytest.mark.parametrize("estimate", ["none", "decimal", "binary"])
async def test_a_quota(sim: Simulator, account: Account, estimate: str) -> None:
    """It is the number that the carrier shows; what is left of it is told only by a size that the customer chose."""
    account.options.estimate = estimate
    async with session_at(sim, account) as session:
        one, two, alone = (await session.fetch(ALL)).lines
    size = 2**20 if estimate == "binary" else 10**6
    assert one.total == two.total == 3000 * size
    assert one.remaining == two.remaining == (None if estimate == "none" else 3000 * size - 2 * 10**9)
    assert (one.shared_with, two.shared_with) == ((two.line_id,), (one.line_id,))
    assert (alone.total, alone.remaining, alone.throttled, alone.shared_with) == (None, None, None, ())
    assert one.cycle is None  # nobody says when the month begins


def test_what_is_left_is_shown_only_where_it_was_asked_for() -> None:
    carrier = CARRIERS["sakura"]
    assert Can.REMAINING not in carrier.can_with({"estimate": "none"})
    assert Can.TOTAL in carrier.can_with({})
    assert Can.REMAINING in carrier.can_with({"estimate": "binary"})


async def test_a_sim_behind_two_gateways_has_no_quota(sim: Simulator, account: Account) -> None:
    first = account.lines[0].line_id
    account.options.gateways.append(GatewayOptions("113900000002", quota_mb=1, members=(first,)))
    async with session_at(sim, account) as session:
        lines = (await session.fetch(ALL)).lines
    assert [line.total for line in lines] == [None, 3000 * 10**6, None]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(HOST, Kind.STATUS, status=423), CannotConnect),
        (Fault(HOST, Kind.STATUS, status=503), CannotConnect),
        (Fault(HOST, Kind.STATUS, status=429), RateLimited),
        (Fault(HOST, Kind.STATUS, status=403), NotPermitted),
        (Fault(HOST, Kind.CLOSE), CannotConnect),
        (Fault(HOST, Kind.HTML), LayoutChanged),
        (body("/", {"is_ok": False, "error_code": "limit_count"}), LayoutChanged),
        (body("/", {"Success": False}), LayoutChanged),
        (body("/", {"error_code": "bad_request"}, 400), LayoutChanged),
        (body("/", "<html></html>", 404), LayoutChanged),
    ],
)
async def test_when_nothing_can_be_read(
    sim: Simulator, account: Account, fault: Fault, error: type[CarrierError]
) -> None:
    """Each failure has its error, at the first try of a key and later."""
    async with session_at(sim, account) as session:
        sim.faults.add(fault)
        with pytest.raises(error):
            await session.fetch(ALL)
        sim.faults.clear()
    async with session_at(sim, account) as session:
        await session.fetch(ALL)
        sim.faults.add(fault)
        with pytest.raises(error) as caught:
            await session.fetch(USAGE)
    assert TOKEN not in str(caught.value)
    assert account.account_id not in str(caught.value)


async def test_a_failure_keeps_its_code(sim: Simulator, account: Account) -> None:
    account.options.refused_with_200 = "cloud/1.1/commonserviceitem"
    async with session_at(sim, account) as session:
        with pytest.raises(LayoutChanged, match="is_ok, still_creating"):
            await session.fetch(ALL)


@pytest.mark.parametrize(
    ("told_bytes", "missing"),
    [
        (None, "uplink_bytes"),
        ("", "uplink_bytes"),
        ([1], "uplink_bytes"),
        ({"uplink_bytes": "1e3", "downlink_bytes": 1}, "uplink_bytes, number"),
        ({"uplink_bytes": 1, "downlink_bytes": "-1"}, "downlink_bytes"),
        ({"uplink_bytes": 1.5, "downlink_bytes": 1}, "uplink_bytes, number"),
        ({"uplink_bytes": 1}, "downlink_bytes"),
    ],
)
async def test_bytes_of_another_form(sim: Simulator, account: Account, told_bytes: object, missing: str) -> None:
    """Only an empty list says that there was no traffic."""
    entry = {"ID": 1, "Status": {"sim": {"traffic_bytes_of_current_month": told_bytes}}}
    good = {"ID": "2", "Status": {"sim": {"traffic_bytes_of_current_month": []}}}
    read = await read_with(sim, account, USAGE, body(SIMS, listed(entry, good, {"ID": 3})))
    assert [(line.line_id, line.used) for line in read.lines] == [("1", None), ("2", 0), ("3", None)]
    found = problems(read)
    assert ("usage", "3", "commonserviceitem could not be read: traffic_bytes_of_current_month") in found
    [other] = [text for _, line, text in found if line == "1"]
    assert other.startswith(f"commonserviceitem could not be read: {missing.partition(',')[0]}")


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ([], "JSON object"),
        ({}, "Total, From"),
        (listed(Total="2"), "Total, From"),
        (listed(CommonServiceItems=None), "CommonServiceItems"),
        (listed(Total=5), "CommonServiceItems, all of them"),
        (listed({"ID": True}), "ID"),
        (listed({"ID": "1"}, {"ID": 1}), "ID"),
        (listed(3), "ID"),
    ],
)
async def test_a_list_of_another_form(sim: Simulator, account: Account, content: object, missing: str) -> None:
    with pytest.raises(LayoutChanged) as caught:
        await read_with(sim, account, USAGE, body(SIMS, content))
    assert (caught.value.page, ", ".join(caught.value.missing)) == ("commonserviceitem", missing)


@pytest.mark.parametrize("content", [{}, {"Account": {}}, {"Account": {"ID": "OP1"}}])
async def test_a_key_of_nobody(sim: Simulator, account: Account, content: object) -> None:
    sim.faults.add(body(f"{ROOT}/auth-status", content))
    async with session_at(sim, account) as session:
        with pytest.raises(LayoutChanged, match=r"Account\.ID"):
            await session.fetch(ALL)


@pytest.mark.parametrize(
    ("call", "content", "text"),
    [
        ("traffic_status", {"traffic_status": None}, "mobilegateway/traffic_status could not be read: uplink_bytes"),
        ("traffic_status", {"traffic_status": []}, "mobilegateway/traffic_status could not be read: uplink_bytes"),
    ],
)
async def test_a_gateway_that_cannot_be_read(
    sim: Simulator, account: Account, call: str, content: object, text: str
) -> None:
    """Its lines keep what they used and what is allowed, and lose what is left."""
    account.options.estimate = "decimal"
    path = f"/cloud/zone/tk1a/api/cloud/1.1/appliance/{GATEWAY}/mobilegateway/{call}"
    read = await read_with(sim, account, USAGE, body(path, content))
    members = account.options.gateways[0].members
    assert problems(read) == {("usage", member, text) for member in members}
    assert [(line.used, line.total, line.remaining) for line in read.lines[:2]] == [(10**9, 3 * 10**9, None)] * 2


@pytest.mark.parametrize("call", ["traffic_monitoring", "sims"])
async def test_a_gateway_that_is_gone(sim: Simulator, account: Account, call: str) -> None:
    account.options.gateways[0].gone = frozenset({call})
    async with session_at(sim, account) as session:
        read = await session.fetch(ALL)
    assert not read.problems
    assert [line.total for line in read.lines] == [None] * 3


async def test_a_gateway_that_goes(sim: Simulator, account: Account) -> None:
    account.options.gateways[0].gone = frozenset({"traffic_status"})
    async with session_at(sim, account) as session:
        read = await session.fetch(ALL)
    assert {text for _, _, text in problems(read)} == {"mobilegateway/traffic_status could not be read: status 404"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"From": 0, "Total": 1, "Appliances": [{}]}, "appliance could not be read: ID"),
        ({"From": 0, "Total": 1, "Appliances": {}}, "appliance could not be read: Appliances"),
    ],
)
async def test_gateways_of_another_form(sim: Simulator, account: Account, content: object, text: str) -> None:
    """Use goes on without them."""
    below = Fault(HOST, Kind.DELAY, path="/cloud/zone/tk1a/api/cloud/1.1/appliance/")
    read = await read_with(sim, account, ALL, body("/cloud/zone/tk1a/api/cloud/1.1/appliance", content), below)
    assert problems(read) == {("contract", None, text)}
    assert [(line.used, line.total) for line in read.lines] == [(10**9, None)] * 3


@pytest.mark.parametrize(
    ("call", "content"),
    [
        ("sims", {"sim": None}),
        ("sims", {"sim": [{"resource_id": None}]}),
        ("traffic_monitoring", {"traffic_monitoring_config": {"traffic_quota_in_mb": "much"}}),
    ],
)
async def test_a_quota_of_another_form(sim: Simulator, account: Account, call: str, content: object) -> None:
    path = f"/cloud/zone/tk1a/api/cloud/1.1/appliance/{GATEWAY}/mobilegateway/{call}"
    read = await read_with(sim, account, ALL, body(path, content))
    assert [problem.part for problem in read.problems] == [Part.CONTRACT]
    assert [line.total for line in read.lines] == [None] * 3


async def test_no_quota_is_configured(sim: Simulator, account: Account) -> None:
    path = f"/cloud/zone/tk1a/api/cloud/1.1/appliance/{GATEWAY}/mobilegateway/traffic_monitoring"
    read = await read_with(sim, account, ALL, body(path, {"is_ok": True}))
    assert not read.problems
    assert [line.total for line in read.lines] == [None] * 3


async def test_a_limit_in_the_middle(sim: Simulator, account: Account) -> None:
    """Nothing more is asked in this poll."""
    fault = Fault(HOST, Kind.STATUS, path="/cloud/zone/is1b", status=429)
    async with session_at(sim, account) as session:
        await session.log_in()
        sim.faults.add(fault)
        sim.journal.clear()
        read = await session.fetch(ALL)
    assert {problem.part for problem in read.problems} == {Part.CONTRACT, Part.BILLS}
    assert all(line.used == 10**9 for line in read.lines)
    assert sim.journal.calls[-1].path.startswith("/cloud/zone/is1b/")


async def test_the_key_goes_to_one_host_and_into_no_error(sim: Simulator, account: Account) -> None:
    """Polls are an hour apart; nothing but GET is sent."""
    async with session_at(sim, account) as session:
        await session.fetch(ALL)
        sim.world.clock.advance(timedelta(hours=1))
        await session.fetch(USAGE)
    pair = b64encode(f"{TOKEN}:{SECRET}".encode()).decode()
    assert sim.journal.saw(pair) == [HOST]
    assert {call.method for call in sim.journal.calls} == {"GET"}

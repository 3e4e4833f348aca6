"""What mineo's figures are made into, and what a poll costs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from custom_components.japan_mobile.carriers.model import BucketKind, Part
from simulator import Grant, GrantKind, Simulator
from simulator.portals.mineo_figures import MIB
from tests.carriers.fetching import ALL, Disk
from tests.carriers.mineo_household import (
    USAGE,
    answering,
    calls,
    customer_of,
    fetched,
    later,
    mineo,
    missing,
    newest,
    portal_of,
)

ONE, TWO = "TST00AA001", "TST00AA002"
CONTRACT = frozenset({Part.USAGE, Part.CONTRACT})
HISTORY = frozenset({Part.USAGE, Part.HISTORY})


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The portal with one customer."""
    async with mineo() as running:
        yield running


@pytest.fixture
async def disk(sim: Simulator) -> Disk:
    """Everything has been read once; the journal is empty again."""
    disk = Disk()
    await fetched(sim, disk, ALL)
    sim.journal.clear()
    return disk


async def test_what_a_poll_costs(sim: Simulator, disk: Disk) -> None:
    """Usage: one request a line, and a list once a day. Nothing is ever asked that changes something."""
    await fetched(sim, disk)
    assert calls(sim) == ["get_capacity"] * 2
    later(sim, hours=12)
    await fetched(sim, disk)
    later(sim, hours=12)
    sim.journal.clear()
    await fetched(sim, disk)
    assert calls(sim) == ["token", "get_telnum_list", "get_capacity", "get_capacity"]
    sim.journal.clear()
    await fetched(sim, disk, frozenset({Part.BILLS}))
    assert calls(sim) == []
    assert portal_of(sim).harm == []


async def test_one_part_alone(sim: Simulator, disk: Disk) -> None:
    """History without figures, and a contract that costs no more than it needs."""
    account = await fetched(sim, disk, frozenset({Part.HISTORY}))
    assert [(line.remaining, line.name, bool(line.daily)) for line in account.lines] == [
        (None, "main", True),
        (None, "tablet", True),
    ]
    assert calls(sim) == ["get_traffic_history"] * 2
    sim.journal.clear()
    customer_of(sim).options.no_packet_info = frozenset({TWO})
    account = await fetched(sim, disk, frozenset({Part.CONTRACT}))
    assert calls(sim) == ["get_telnum_list", "get_capacity", "get_packetcharge_info", "get_capacity"]
    assert missing(account) == [(Part.CONTRACT, TWO, ("packetInfo",))]


async def test_the_four_capacities(sim: Simulator) -> None:
    """As the sheet's example adds them up; what was bought says until when it is good, in later polls too."""
    disk = Disk()
    for parts in (ALL, USAGE):
        line = (await fetched(sim, disk, parts)).lines[0]
        assert (line.remaining, line.total, line.used) == (7500 * MIB, 12688 * MIB, 5188 * MIB)
        assert [(one.kind, one.total, one.remaining) for one in line.buckets] == [
            (BucketKind.BASE, 10240 * MIB, 7200 * MIB),
            (BucketKind.TOP_UP, 300 * MIB, 200 * MIB),
            (BucketKind.CARRY_OVER, 2048 * MIB, 0),
            (BucketKind.GIFT, 100 * MIB, 100 * MIB),
        ]
        assert [bucket.expires and bucket.expires.date() for bucket in line.buckets] == [
            None, date(2026, 9, 30), None, None,
        ]  # fmt: skip
        assert (line.name, line.number) == ("main", "08000000001")


async def test_the_end_of_another_purchase_is_not_known(sim: Simulator, disk: Disk) -> None:
    """Until the contract is read again."""
    pool = customer_of(sim).pools["own1"]
    pool.grants.append(Grant(GrantKind.TOP_UP, 100 * MIB, 100 * MIB, date(2026, 10, 31)))
    [top_up] = [one for one in (await fetched(sim, disk)).lines[0].buckets if one.kind is BucketKind.TOP_UP]
    assert (top_up.total, top_up.expires) == (400 * MIB, None)
    [top_up] = [one for one in (await fetched(sim, disk, CONTRACT)).lines[0].buckets if one.kind is BucketKind.TOP_UP]
    assert top_up.expires is not None
    assert top_up.expires.date() == date(2026, 10, 31)


async def test_a_purchase_that_does_not_say_its_end(sim: Simulator) -> None:
    """One fact is missing, and only that."""
    sim.faults.add(answering("get_packetcharge_info", {"packetChargeInfo": None}))
    account = await fetched(sim, parts=CONTRACT)
    assert missing(account) == [(Part.CONTRACT, ONE, ("chargeExpireDate",))]
    assert account.lines[0].remaining == 7500 * MIB


@pytest.mark.parametrize(
    ("told", "rest"), [("null", None), ("partly", None), ("numbers", 7500 * MIB), ("nothing", None)]
)
async def test_my_soku(sim: Simulator, told: str, rest: int | None) -> None:
    """Without a limit: never 0 left, and an amount only if all eight numbers are there."""
    customer = customer_of(sim)
    customer.options.my_soku = {ONE: "numbers" if told == "nothing" else told}
    if told == "nothing":
        customer.pools["own1"].grants = [replace(one, left=0) for one in customer.pools["own1"].grants]
    account = await fetched(sim)
    line = account.lines[0]
    assert (line.unlimited, line.remaining, account.problems) == (True, rest, ())
    assert line.plan
    assert account.lines[1].unlimited is False


async def test_an_ordinary_line_without_figures(sim: Simulator) -> None:
    """The other line is not concerned."""
    customer_of(sim).options.no_packet_info = frozenset({ONE})
    account = await fetched(sim)
    assert missing(account) == [(Part.USAGE, ONE, ("packetInfo",))]
    one, two = account.lines
    assert (one.remaining, one.used, one.total, one.buckets) == (None, None, None, ())
    assert (one.plan, one.fast) == ("Dプラン デュアルタイプ (10GB)", True)
    assert two.remaining == 1024 * MIB


@pytest.mark.parametrize("value", [None, "", "x", -1, 1.5, True, [], "1e3", 10**20])
async def test_a_number_that_is_none(sim: Simulator, value: object) -> None:
    info = dict.fromkeys(("baseCapacity", "chargeCapacity", "forwardCapacity", "giftCapacity"), 5)
    info |= {key.replace("Capacity", "RemainingCapacity"): 5 for key in info}
    content = {"mySokuFlg": "0", "speedFlg": "1", "lowSpeedDisp": None, "serviceName": "P"}
    sim.faults.add(answering("get_capacity", content | {"packetInfo": info | {"giftRemainingCapacity": value}}))
    account = await fetched(sim)
    assert account.lines[0].remaining is None
    assert missing(account)[0] == (Part.USAGE, ONE, ("giftRemainingCapacity", "number"))
    sim.faults.clear()
    sim.faults.add(answering("get_capacity", content | {"packetInfo": info}))
    assert (await fetched(sim, refresh_token=newest(sim))).lines[0].remaining == 20 * MIB


async def test_more_left_than_there_was(sim: Simulator) -> None:
    """Then nobody knows what was used; what is left is what the carrier says."""
    for grant in customer_of(sim).pools["own2"].grants:
        grant.left = grant.size + MIB
    account = await fetched(sim)
    assert (account.lines[1].remaining, account.lines[1].used) == (1025 * MIB, None)
    assert missing(account) == [(Part.USAGE, TWO, ("used", "below 0"))]


async def test_flags_of_no_known_value(sim: Simulator) -> None:
    """Unknown, and not the opposite."""
    options = customer_of(sim).options
    customer_of(sim).lines[0].throttled = True
    options.speed_flag, options.slowed_text = "2", "しばらく低速です"
    line = (await fetched(sim)).lines[0]
    assert (line.fast, line.throttled) == (None, None)
    options.my_soku_flag = "2"
    account = await fetched(sim, refresh_token=newest(sim))
    assert account.lines[0].unlimited is None
    assert missing(account)[0] == (Part.USAGE, ONE, ("mySokuFlg",))

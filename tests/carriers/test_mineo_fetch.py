"""What is made of mineo's answers: lines that come and go, figures that are missing, refusals, and what a poll costs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.cli_record import Recorder
from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    LoginExpired,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import BucketKind, Month, Part
from simulator import Fault, Grant, GrantKind, Kind, Simulator, Usage
from simulator.portals.mineo import API
from simulator.portals.mineo_data import capacity, charge_info, telnum_list, traffic_history
from simulator.portals.mineo_figures import MIB
from tests.carriers.fetching import ALL, Disk, told
from tests.carriers.mineo_household import (
    NOW,
    USAGE,
    calls,
    client_of,
    customer_of,
    fetched,
    later,
    mineo,
    missing,
    newest,
    portal_of,
    stored,
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
    sim.faults.add(_answers("get_packetcharge_info", {"packetChargeInfo": None}))
    account = await fetched(sim, parts=CONTRACT)
    assert missing(account) == [(Part.CONTRACT, ONE, ("chargeExpireDate",))]
    assert account.lines[0].remaining == 7500 * MIB


def _answers(name: str, content: dict[str, Any], times: int | None = None, code: str = "00") -> Fault:
    body = json.dumps({"resultCode": code, "messages": [None], **content})
    return Fault(API, Kind.STATUS, path=f"/mineo/v1/{name}", status=200, body=body, times=times)


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
    sim.faults.add(_answers("get_capacity", content | {"packetInfo": info | {"giftRemainingCapacity": value}}))
    account = await fetched(sim)
    assert account.lines[0].remaining is None
    assert missing(account)[0] == (Part.USAGE, ONE, ("giftRemainingCapacity", "number"))
    sim.faults.clear()
    sim.faults.add(_answers("get_capacity", content | {"packetInfo": info}))
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


# Lines that come and go


async def test_lines_come_and_are_renamed(sim: Simulator, disk: Disk) -> None:
    customer = customer_of(sim)
    customer.lines.append(replace(customer.lines[0], line_id="TST00AA003", number="080-0000-0003", pool_id="own2"))
    customer.options.names[TWO] = "new name"
    assert len((await fetched(sim, disk)).lines) == 2
    lines = (await fetched(sim, disk, CONTRACT)).lines
    assert [(line.line_id, line.name) for line in lines] == [(ONE, "main"), (TWO, "new name"), ("TST00AA003", None)]
    assert [line.line_id for line in (await fetched(sim, disk)).lines] == [ONE, TWO, "TST00AA003"]


async def test_a_line_that_is_gone(sim: Simulator, disk: Disk) -> None:
    """The carrier speaks of authentication, and means the line: the list is read again, and the token stays.

    A line that is new in that list is read too.
    """
    customer = customer_of(sim)
    customer.lines[0] = replace(customer.lines[0], line_id="TST00AA009")
    token = stored(disk)["refresh_token"]
    account = await fetched(sim, disk)
    assert [line.line_id for line in account.lines] == ["TST00AA009", TWO]
    assert account.problems == ()
    assert calls(sim) == ["get_capacity", "get_telnum_list", "get_capacity", "get_capacity"]
    assert stored(disk)["refresh_token"] == token


async def test_a_line_that_is_listed_and_not_known(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(_answers("get_capacity", {}, times=1, code="0022"))
    account = await fetched(sim, disk)
    assert missing(account) == [(Part.USAGE, ONE, ("0022",))]
    assert [line.remaining for line in account.lines] == [None, 1024 * MIB]
    assert account.lines[0].name == "main"
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_the_lines_of_somebody_else(sim: Simulator, disk: Disk) -> None:
    """All others than before: nothing of it is used."""
    customer_of(sim).options.stranger = True
    with pytest.raises(ForeignAnswer):
        await fetched(sim, disk, ALL)
    assert calls(sim) == ["get_telnum_list"]
    assert [line["id"] for line in stored(disk)["lines"]] == [ONE, TWO]


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ({"telNumList": None}, "telNumList"),
        ({"telNumList": []}, "telNumList"),
        ({}, "telNumList"),
        ({"telNumList": {}}, "telNumList"),
        ({"telNumList": ["x"]}, "telNumList"),
        ({"telNumList": [{"custId": None}]}, "custId"),
        ({"telNumList": [{"custId": ONE}, {"custId": ONE}]}, "custId"),
    ],
)
async def test_a_list_that_cannot_be(sim: Simulator, disk: Disk, content: dict[str, Any], label: str) -> None:
    """Lines that were there do not vanish because an answer holds none."""
    sim.faults.add(_answers("get_telnum_list", content))
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, disk, ALL)
    assert (caught.value.page, caught.value.missing[0]) == ("get_telnum_list", label)


async def test_a_customer_without_lines(sim: Simulator) -> None:
    """Is one all the same, and stays one."""
    customer, disk = customer_of(sim), Disk()
    lines, customer.lines = customer.lines, []
    first = await fetched(sim, disk)
    assert first.lines == ()
    customer.lines = lines
    again = await fetched(sim, disk)
    assert (again.account_id, len(again.lines)) == (first.account_id, 2)


# Refusals


@pytest.mark.parametrize(
    ("fault", "kind", "detail"),
    [
        (Fault(API, Kind.STATUS, status=401), LoginExpired, "just given out"),
        (Fault(API, Kind.STATUS, status=200, body='{"statusCode":401}'), LoginExpired, "just given out"),
        (Fault(API, Kind.STATUS, status=403), LayoutChanged, "status 403"),
        (Fault(API, Kind.STATUS, status=503), CannotConnect, "503"),
        (Fault(API, Kind.STATUS, status=429), RateLimited, "limits"),
        (Fault(API, Kind.CLOSE), CannotConnect, "could not be reached"),
        (Fault(API, Kind.TRUNCATED), CannotConnect, "could not be reached"),
        (Fault(API, Kind.HTML), LayoutChanged, "JSON"),
        (Fault(API, Kind.EMPTY), LayoutChanged, "JSON"),
        (_answers("", {}, code="0099"), LayoutChanged, "0099"),
        (_answers("", {}, code="0098"), LayoutChanged, "0098"),
        (_answers("", {}, code="秘密"), LayoutChanged, "resultCode"),
        (Fault(API, Kind.STATUS, status=200, body='{"resultCode":0}'), LayoutChanged, "resultCode"),
    ],
)
async def test_every_call_fails(
    sim: Simulator, disk: Disk, fault: Fault, kind: type[CarrierError], detail: str
) -> None:
    """Each row of the sheet's table of failures, at every call."""
    sim.faults.add(fault)
    async with client_of(sim, disk) as client:
        with pytest.raises(kind, match=detail) as caught:
            await client.fetch(ALL)
        assert caught.value.kind == kind.__name__
        with pytest.raises(kind, match=detail):
            await client.fetch(USAGE)
    assert "秘密" not in str(caught.value)
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_fault_of_the_carrier_is_asked_once_more(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(_answers("get_capacity", {}, times=1, code="0098"))
    account = await fetched(sim, disk)
    assert account.problems == ()
    assert calls(sim) == ["get_capacity"] * 3


async def test_texts_of_the_carrier_are_not_repeated(sim: Simulator, disk: Disk) -> None:
    customer_of(sim).options.codes = {"get_capacity": "0031"}
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, disk)
    assert caught.value.missing == ("0031",)
    assert "secret" not in str(caught.value)


async def test_a_limit_ends_the_poll_and_keeps_what_was_read(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(Fault(API, Kind.STATUS, path="/mineo/v1/get_traffic_history", status=429))
    account = await fetched(sim, disk, HISTORY)
    assert account.lines[0].remaining == 7500 * MIB
    assert account.lines[1].remaining is None
    assert {problem.part for problem in account.problems} == {Part.USAGE, Part.HISTORY}
    assert all(isinstance(problem.error, RateLimited) for problem in account.problems)
    assert calls(sim) == ["get_capacity", "get_traffic_history"]


# History


async def test_history_over_the_turn_of_the_year(sim: Simulator) -> None:
    """The months have no year: 11 and 12 in January are last year's."""
    sim.world.clock.set(NOW.replace(year=2027, month=1, day=2))
    line = customer_of(sim).lines[0]
    line.days = {date(2026, 11, 30): Usage(MIB, 2 * MIB), date(2026, 12, 31): Usage(3 * MIB), date(2027, 1, 1): Usage()}
    found = (await fetched(sim, parts=HISTORY)).lines[0]
    assert [(one.day, one.total, one.fast, one.slow) for one in found.daily] == [
        (date(2026, 11, 30), 3 * MIB, MIB, 2 * MIB),
        (date(2026, 12, 31), 3 * MIB, 3 * MIB, 0),
        (date(2027, 1, 1), 0, 0, 0),
    ]
    assert [one.month for one in found.monthly] == [Month(2026, 11), Month(2026, 12), Month(2027, 1)]


@pytest.mark.parametrize("history", ["empty", "no_days", "bad_month"])
async def test_a_history_that_cannot_be(sim: Simulator, history: str) -> None:
    """Costs itself alone."""
    customer_of(sim).options.history = history
    account = await fetched(sim, parts=HISTORY)
    assert [(part, line) for part, line, _ in missing(account)] == [(Part.HISTORY, ONE), (Part.HISTORY, TWO)]
    assert account.lines[0].remaining == 7500 * MIB
    assert account.lines[0].daily == ()


def _month(**changes: Any) -> dict[str, Any]:
    figures = {"dataTraffic": 3.5, "dataTrafficHighSpeed": "3", "dataTrafficLowSpeed": None}
    return {
        "targetMonth": "8",
        "sumInfo": figures,
        "dailyTrafficHistoryList": [{"targetDay": "6", **figures}],
    } | changes


@pytest.mark.parametrize(
    "months",
    [
        None,
        [None],
        [_month(targetMonth=None)],
        [_month(), _month()],
        [_month(dailyTrafficHistoryList=None)],
        [_month(dailyTrafficHistoryList=[{"targetDay": "32"}])],
        [_month(dailyTrafficHistoryList=[{"targetDay": None}])],
        [_month(dailyTrafficHistoryList=[{"targetDay": "7", "dataTraffic": 1}])],
        [_month(dailyTrafficHistoryList=[{"targetDay": "6"}, {"targetDay": 6}])],
        [_month(sumInfo={"dataTraffic": -1})],
        [_month(sumInfo={"dataTraffic": "x"})],
    ],
)
async def test_doubtful_history(sim: Simulator, months: object) -> None:
    sim.faults.add(_answers("get_traffic_history", {"monthlyTrafficHistoryList": months}))
    account = await fetched(sim, parts=HISTORY)
    assert {part for part, _, _ in missing(account)} == {Part.HISTORY}
    assert len(account.problems) == 2


async def test_odd_but_good_history(sim: Simulator) -> None:
    """Fractions and texts, days to come without figures, and a month without a sum."""
    coming = {"targetDay": "7", "dataTraffic": 0}
    days = [*_month()["dailyTrafficHistoryList"], coming, {"targetDay": "8", "dataTraffic": None}]
    months = [_month(dailyTrafficHistoryList=days), _month(targetMonth=7, sumInfo=None, dailyTrafficHistoryList=[])]
    sim.faults.add(_answers("get_traffic_history", {"monthlyTrafficHistoryList": months}))
    [day] = (await fetched(sim, parts=HISTORY)).lines[0].daily
    assert (day.total, day.fast, day.slow) == (7 * MIB // 2, 3 * MIB, None)
    [month] = (await fetched(sim, parts=HISTORY, refresh_token=newest(sim))).lines[0].monthly
    assert month.month == Month(2026, 8)


# The switch


async def test_the_switch(sim: Simulator, disk: Disk) -> None:
    """Slow is on. What it did is told by the next poll, and a minute has to pass before the next."""
    async with client_of(sim, disk) as client:
        await client.set_fast(ONE, fast=False)
        assert portal_of(sim).switched == [(ONE, False)]
        assert [line.fast for line in (await client.fetch(USAGE)).lines] == [False, True]
        later(sim, seconds=59)
        with pytest.raises(RateLimited) as caught:
            await client.set_fast(ONE, fast=True)
        assert caught.value.retry_after == timedelta(seconds=1)
        await client.set_fast(TWO, fast=False)
        later(sim, seconds=1)
        await client.set_fast(ONE, fast=True)
    assert portal_of(sim).switched == [(ONE, False), (TWO, False), (ONE, True)]
    assert portal_of(sim).harm == []


async def test_the_switch_too_soon_after_a_restart(sim: Simulator, disk: Disk) -> None:
    """Then the carrier says so."""
    for expected in (0, 1):
        async with client_of(sim, disk) as client:
            if not expected:
                await client.set_fast(ONE, fast=False)
                continue
            with pytest.raises(RateLimited):
                await client.set_fast(ONE, fast=True)
    assert portal_of(sim).switched == [(ONE, False)]


async def test_a_switch_that_fails_is_not_repeated(sim: Simulator, disk: Disk) -> None:
    customer_of(sim).options.codes = {"change_speed": "0098"}
    async with client_of(sim, disk) as client:
        with pytest.raises(LayoutChanged, match="0098"):
            await client.set_fast(ONE, fast=False)
        with pytest.raises(LayoutChanged, match="custId"):
            await client.set_fast("TST00ZZ000", fast=False)
        client.keep.pop("refresh_token")
        with pytest.raises(LoginExpired):
            await client.set_fast(ONE, fast=False)
    assert calls(sim) == ["change_speed"]


# The command


def _read(tmp_path: Path, name: str, content: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(content))
    status = main(["read", "mineo", name, str(file), "--json"])
    return status, json.loads(capsys.readouterr().out)


async def test_saved_answers(sim: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each page can be read alone; elsewhere than in the list no line is named."""
    customer = customer_of(sim)
    line, today = customer.lines[0], date.today()
    line.days = {today: Usage(5 * MIB)}
    status, found = _read(tmp_path, "get_telnum_list", telnum_list(customer), capsys)
    assert [one["line_id"] for one in found["lines"]] == [ONE, TWO]
    status, found = _read(tmp_path, "get_capacity", capacity(customer, line, NOW.date()), capsys)
    assert found["lines"][0]["remaining_bytes"] == 7500 * MIB
    status, found = _read(tmp_path, "get_packetcharge_info", charge_info(customer, line, NOW.date()), capsys)
    assert found["lines"][0]["buckets"][0]["expires"].startswith("2026-09-30")
    status, found = _read(tmp_path, "get_traffic_history", traffic_history(customer, line, today), capsys)
    assert found["lines"][0]["daily"][-1]["bytes"] == 5 * MIB
    status, found = _read(tmp_path, "token", {"refresh_token": "r", "id_token": "i", "expires_in": "86400"}, capsys)
    assert status == 0


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("token", {"error": "invalid_token"}, "LoginExpired"),
        ("token", {"refresh_token": "r"}, "LayoutChanged"),
        ("get_capacity", {"statusCode": 401}, "LoginExpired"),
        ("get_capacity", {"resultCode": "00"}, "LayoutChanged"),
        (
            "get_packetcharge_info",
            {"resultCode": "00", "packetChargeInfo": {"chargeExpireDate": "2026-9-1"}},
            "LayoutChanged",
        ),
        (
            "get_packetcharge_info",
            {"resultCode": "00", "packetChargeInfo": {"chargeExpireDate": "20261301"}},
            "LayoutChanged",
        ),
    ],
)
def test_saved_answers_that_say_nothing(
    tmp_path: Path, name: str, content: dict[str, Any], kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = _read(tmp_path, name, content, capsys)
    if (name, kind) == ("get_capacity", "LayoutChanged"):
        assert found["lines"][0]["remaining_bytes"] is None
        return
    assert status != 0
    assert found["error"]["kind"] == kind


async def test_recorded_answers_hold_no_secret(sim: Simulator, tmp_path: Path) -> None:
    """Names, numbers, ids, amounts and tokens are masked; the words of the protocol stay."""
    async with client_of(sim, Disk()) as client:
        client.web._recorder = Recorder(tmp_path / "record")
        await client.log_in(Credentials({"refresh_token": customer_of(sim).password}))
        account = await client.fetch(ALL)
    assert told(account)["lines"]
    written = "".join(file.read_text() for file in sorted((tmp_path / "record").iterdir()))
    assert "baseRemainingCapacity" in written
    for secret in (*sim.secrets(), '"main"', "tablet", "7200"):
        assert secret not in written, secret

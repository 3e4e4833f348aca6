"""mineo's history and its switch, and answers that were saved or recorded."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.cli_record import Recorder
from custom_components.japan_mobile.carriers.errors import (
    LayoutChanged,
    LoginExpired,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Month, Part
from simulator import Simulator, Usage
from simulator.portals.mineo_data import capacity, charge_info, telnum_list, traffic_history
from simulator.portals.mineo_figures import MIB
from tests.carriers.fetching import ALL, Disk, told
from tests.carriers.mineo_household import (
    NOW,
    USAGE,
    answering,
    calls,
    client_of,
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
    sim.faults.add(answering("get_traffic_history", {"monthlyTrafficHistoryList": months}))
    account = await fetched(sim, parts=HISTORY)
    assert {part for part, _, _ in missing(account)} == {Part.HISTORY}
    assert len(account.problems) == 2


async def test_odd_but_good_history(sim: Simulator) -> None:
    """Fractions and texts, days to come without figures, and a month without a sum."""
    coming = {"targetDay": "7", "dataTraffic": 0}
    days = [*_month()["dailyTrafficHistoryList"], coming, {"targetDay": "8", "dataTraffic": None}]
    months = [_month(dailyTrafficHistoryList=days), _month(targetMonth=7, sumInfo=None, dailyTrafficHistoryList=[])]
    sim.faults.add(answering("get_traffic_history", {"monthlyTrafficHistoryList": months}))
    [day] = (await fetched(sim, parts=HISTORY)).lines[0].daily
    assert (day.total, day.fast, day.slow) == (7 * MIB // 2, 3 * MIB, None)
    [month] = (await fetched(sim, parts=HISTORY, refresh_token=newest(sim))).lines[0].monthly
    assert month.month == Month(2026, 8)


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


def _read(tmp_path: Path, name: str, content: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(content))
    status = main(["read", "mineo", name, str(file), "--json"])
    return status, json.loads(capsys.readouterr().out)


async def test_savedanswering(sim: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
        client.web.recorder = Recorder(tmp_path / "record")
        await client.log_in(Credentials({"refresh_token": customer_of(sim).password}))
        account = await client.fetch(ALL)
    assert told(account)["lines"]
    written = "".join(file.read_text() for file in sorted((tmp_path / "record").iterdir()))
    assert "baseRemainingCapacity" in written
    for secret in (*sim.secrets(), '"main"', "tablet", "7200"):
        assert secret not in written, secret

"""mineo's servers do what their protocol sheet says, shown by bare requests."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from simulator import Fault, Kind, Simulator, session
from simulator.portals.mineo import API, LOGIN, MineoPortal
from tests.carriers.mineo_household import customer_of, mineo, portal_of
from tests.worlds_mineo import HANDED

ONE = "TST00AA001"
HEADERS = {"appId": "x", "appVersion": "y", "aid": "z"}


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The portal with one customer."""
    async with mineo() as running:
        yield running


@pytest.fixture
async def http(sim: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of no make."""
    async with session(sim) as client:
        yield client


async def _token(http: aiohttp.ClientSession, token: str, **changes: str) -> tuple[int, Any]:
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "100064798"} | changes
    async with http.post(f"https://{LOGIN}/oidc/v1/token", data=form) as answer:
        return answer.status, await answer.json()


async def _call(
    http: aiohttp.ClientSession, bearer: str, name: str, *, left_out: str = "", **form: str
) -> tuple[int, Any]:
    sent = {"Authorization": f"Bearer {bearer}", **{key: one for key, one in HEADERS.items() if key != left_out}}
    async with http.post(f"https://{API}/mineo/v1/{name}", data=form, headers=sent) as answer:
        return answer.status, await answer.json()


async def _code(http: aiohttp.ClientSession, bearer: str, name: str, **form: str) -> str:
    _, content = await _call(http, bearer, name, left_out="", **form)
    return str(content["resultCode"])


async def test_a_refresh_token_is_good_once(sim: Simulator, http: aiohttp.ClientSession) -> None:
    status, first = await _token(http, HANDED)
    assert (status, first["expires_in"], first["token_type"]) == (200, "86400", "Bearer")
    dead = {"error": "invalid_token", "error_description": "refresh token is not exists"}
    assert await _token(http, HANDED) == (400, dead)
    customer_of(sim).options.refusal_status = 200
    assert await _token(http, HANDED) == (200, dead)
    assert (await _token(http, first["refresh_token"], client_id="1"))[1] == dead
    _, second = await _token(http, first["refresh_token"])
    for bearer in (first["id_token"], second["id_token"]):
        assert await _code(http, bearer, "get_telnum_list") == "00"
        assert (await _call(http, second["access_token"], "get_telnum_list"))[0] == 401
    assert second["refresh_token"] in sim.secrets()
    assert [login.accepted for login in sim.journal.logins()] == [True, False, False, True, True]


async def test_bearers_end_by_themselves(sim: Simulator, http: aiohttp.ClientSession) -> None:
    bearer = (await _token(http, HANDED))[1]["id_token"]
    sim.world.clock.advance(timedelta(hours=24))
    assert await _call(http, bearer, "get_telnum_list") == (401, {"statusCode": 401, "message": "Invalid JWT."})


async def test_an_answer_that_is_lost_after_the_token_was_spent(sim: Simulator, http: aiohttp.ClientSession) -> None:
    sim.faults.add(Fault(LOGIN, Kind.CLOSE, times=1, after=True))
    with pytest.raises(aiohttp.ClientError):
        await _token(http, HANDED)
    assert (await _token(http, HANDED))[0] == 400
    token = portal_of(sim).desk.app_login(customer_of(sim))
    assert (await _token(http, token))[0] == 200


@pytest.mark.parametrize("interface", [None, "token", "bearer"])
async def test_expiry(sim: Simulator, http: aiohttp.ClientSession, interface: str | None) -> None:
    issued = (await _token(http, HANDED))[1]
    sim.portal("mineo").expire("eo-0001", interface)
    assert (await _call(http, issued["id_token"], "get_telnum_list"))[0] == (200 if interface == "token" else 401)
    assert (await _token(http, issued["refresh_token"]))[0] == (200 if interface == "bearer" else 400)


async def test_what_is_missing(sim: Simulator, http: aiohttp.ClientSession) -> None:
    """Any text will do for the three headers, but they must be there."""
    bearer = (await _token(http, HANDED))[1]["id_token"]
    for left_out in HEADERS:
        assert (await _call(http, bearer, "get_capacity", left_out=left_out, custId=ONE))[1]["resultCode"] == "0098"
    assert await _code(http, bearer, "get_capacity") == "0098"
    assert await _code(http, bearer, "get_capacity", custId="TST00ZZ000") == "0022"
    assert await _code(http, bearer, "get_nothing", custId=ONE) == "0098"
    async with http.get(f"https://{API}/mineo/v1/get_capacity") as answer:
        assert answer.status == 404
    async with http.post(f"https://{API}/oidc/v1/token") as answer:
        assert answer.status == 404


async def test_the_figures_of_the_sheet(sim: Simulator, http: aiohttp.ClientSession) -> None:
    bearer = (await _token(http, HANDED))[1]["id_token"]
    told = (await _call(http, bearer, "get_capacity", custId=ONE))[1]
    assert told["packetInfo"] == {
        "baseCapacity": 10240,
        "baseRemainingCapacity": 7200,
        "chargeCapacity": 300,
        "chargeRemainingCapacity": 200,
        "forwardCapacity": 2048,
        "forwardRemainingCapacity": 0,
        "giftCapacity": 100,
        "giftRemainingCapacity": 100,
    }
    assert (told["speedFlg"], told["mySokuFlg"], told["lowSpeedDisp"]) == ("1", "0", None)
    charge = (await _call(http, bearer, "get_packetcharge_info", custId=ONE))[1]
    assert charge["packetChargeInfo"]["chargeExpireDate"] == "20260930"
    assert charge["packetChargeKanryoHistList"] == [{"compTime": "202608010910", "chargeAmount": "300"}]
    history = (await _call(http, bearer, "get_traffic_history", custId=ONE))[1]["monthlyTrafficHistoryList"]
    assert [month["targetMonth"] for month in history] == ["6", "7", "8"]
    assert history[2]["averageInfo"]["dataTraffic"] is None
    assert history[2]["dailyTrafficHistoryList"][-1]["dataTrafficLowSpeed"] == 20
    assert [day["dataTraffic"] for day in history[2]["dailyTrafficHistoryList"]] == [None] * 5 + [120]


async def test_the_switch(sim: Simulator, http: aiohttp.ClientSession) -> None:
    bearer = (await _token(http, HANDED))[1]["id_token"]
    assert await _code(http, bearer, "change_speed", custId=ONE) == "0098"
    assert await _code(http, bearer, "change_speed", custId=ONE, speedFlg="0") == "00"
    assert await _code(http, bearer, "change_speed", custId=ONE, speedFlg="1") == "0025"
    assert (await _call(http, bearer, "get_capacity", custId=ONE))[1]["speedFlg"] == "0"


async def test_harm_is_remembered(sim: Simulator, http: aiohttp.ClientSession) -> None:
    bearer = (await _token(http, HANDED))[1]["id_token"]
    await _call(http, bearer, "charge_packet", custId=ONE, chargeCount="1")
    assert portal_of(sim).harm == ["charge_packet"]


async def test_one_portal_serves_several_customers(sim: Simulator, http: aiohttp.ClientSession) -> None:
    """And forgets those who have left."""
    other = replace(customer_of(sim), account_id="eo-0002", password="RT-TEST-other", lines=[])
    sim.world.accounts.append(other)
    bearer = (await _token(http, "RT-TEST-other"))[1]["id_token"]
    assert (await _call(http, bearer, "get_telnum_list"))[1]["telNumList"] is None
    sim.world.accounts.remove(other)
    assert (await _call(http, bearer, "get_telnum_list"))[0] == 401


def test_the_truth_has_one_mode(sim: Simulator) -> None:
    assert MineoPortal.modes == ("app",)
    with pytest.raises(ValueError, match="mode is one of"):
        sim.world.truth("mineo", "eo-0001", "web")

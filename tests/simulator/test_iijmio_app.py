"""The app interface does what its protocol sheet says, shown by bare requests."""

from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from simulator import TOKYO, Account, Simulator
from simulator.demo import PASSWORD, USERNAME
from simulator.portals.iijmio import IijmioPortal

APP = "https://gapi.iijmio.jp"
VERSION = "appVersion=3.2.5"


async def _token(http: aiohttp.ClientSession, password: str = PASSWORD, version: str = VERSION) -> str:
    body = {"loginId": USERNAME, "password": password}
    async with http.post(f"{APP}/token", json=body, headers={"Authorization": version}) as answer:
        answer.raise_for_status()
        return str((await answer.json())["token"])


async def _get(http: aiohttp.ClientSession, path: str, token: str, **headers: str) -> Any:
    headers = {"authorization": f"Bearer {token},{VERSION}", **headers}
    async with http.get(f"{APP}{path}", headers=headers) as answer:
        answer.raise_for_status()
        return await answer.json()


async def _status(http: aiohttp.ClientSession, path: str, authorization: str) -> int:
    async with http.get(f"{APP}{path}", headers={"Authorization": authorization}) as answer:
        return answer.status


async def test_token(simulator: Simulator, http: aiohttp.ClientSession, account: Account) -> None:
    with pytest.raises(aiohttp.ClientResponseError, match="401"):
        await _token(http, "wrong")
    token = await _token(http)
    assert (await _get(http, "/lineInfo", token))["mioId"] == USERNAME
    assert await _status(http, "/lineInfo", f"Bearer stale,{VERSION}") == 401
    assert await _status(http, "/lineInfo", f"Bearer {token}") == 401
    account.options.app_refusal = 403
    account.options.token_lifetime = 60
    simulator.world.clock.advance(timedelta(seconds=61))
    assert await _status(http, "/lineInfo", f"Bearer {token},{VERSION}") == 403
    assert token in simulator.secrets()
    assert simulator.journal.saw(token) == ["gapi.iijmio.jp"]


async def test_an_old_version_is_no_login_failure(
    simulator: Simulator, http: aiohttp.ClientSession, account: Account
) -> None:
    token = await _token(http)
    account.options.app_version = "3.10"
    assert await _status(http, "/lineInfo", f"Bearer {token},{VERSION}") == 505
    with pytest.raises(aiohttp.ClientResponseError, match="505"):
        await _token(http)
    assert len(simulator.journal.logins()) == 1


async def test_traffic(http: aiohttp.ClientSession) -> None:
    token = await _token(http)
    answer = await _get(http, "/dataTraffic?dataDetailFlag=1", token)
    alone, first, second = answer["dataTraffic"]["hdcList"]
    assert alone["thisMonthDataList"]["availableDataTraffic"] == "11.86"
    assert [row["expireMonth"] for row in alone["expireList"]] == ["8", "9"]
    assert (first["couponValue"], first["groupServiceCode"]) == (second["couponValue"], second["groupServiceCode"])
    week = alone["lastSevenDaysDataList"]["dailyDataList"]
    assert [(row["month"], row["date"]) for row in week] == [("7", "31"), *(("8", str(day)) for day in range(1, 7))]


async def test_december_is_read_in_january(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    simulator.world.clock.set(datetime(2027, 1, 2, tzinfo=TOKYO))
    token = await _token(http)
    line = (await _get(http, "/dataTraffic?dataDetailFlag=1", token))["dataTraffic"]["hdcList"][0]
    months = [row["month"] for row in line["lastSevenDaysDataList"]["dailyDataList"]]
    assert months == ["12"] * 5 + ["1"] * 2
    past = await _get(http, "/pastDataTraffic?serviceCode=hdc00000001", token)
    assert [row["month"] for row in past["lastFiveMonthInfo"]] == ["9", "10", "11", "12", "1"]
    assert len(past["thisMonthDailyInfo"]) == 2


async def test_answers_are_kept_unless_forced(
    simulator: Simulator, http: aiohttp.ClientSession, account: Account
) -> None:
    account.options.cache_seconds = 600
    token = await _token(http)

    async def left(**headers: str) -> str:
        answer = await _get(http, "/dataTraffic?dataDetailFlag=0", token, **headers)
        return str(answer["dataTraffic"]["hdcList"][0]["thisMonthDataList"]["availableDataTraffic"])

    assert await left() == "11.86"
    simulator.world.use("iijmio", USERNAME, "hdo00000001", fast=10**9)
    assert await left() == "11.86"
    assert await left(forceupdate="1") == "10.86"


async def test_legacy_groups_repeat_their_first_line(http: aiohttp.ClientSession, account: Account) -> None:
    account.options.legacy_contracts = frozenset({"hdc00000001"})
    told = (await _get(http, "/dataTraffic?dataDetailFlag=0", await _token(http)))["dataTraffic"]
    assert [line["lineServiceCode"] for line in told["hdcList"]] == ["hdo00000002", "hdu00000003"]
    members = [group["lineServiceCodeList"][0]["lineServiceCode"] for group in told["hddList"] + told["mainHdd"]]
    assert members == ["hdo00000001"] * 2


async def test_another_customers_answer_can_be_arranged(http: aiohttp.ClientSession, account: Account) -> None:
    account.options.foreign = "/contract"
    token = await _token(http)
    assert (await _get(http, "/contract", token))["mioId"] != USERNAME
    fees = await _get(http, "/usageFee", token)
    assert (fees["mioId"], fees["statusCode"]) == (USERNAME, 200)
    assert fees["billingSummary"][0]["billingMonth"] == "2026/08"


async def test_the_switch(http: aiohttp.ClientSession, account: Account) -> None:
    token = await _token(http)
    body = {"serviceCode": "hdc00000001", "lineServiceCode": "hdo00000001", "couponStatus": 0}
    headers = {"Authorization": f"Bearer {token},{VERSION}"}
    async with http.post(f"{APP}/couponStatus", json=body, headers=headers) as answer:
        assert answer.status == 200
    told = (await _get(http, "/dataTraffic?dataDetailFlag=0", token))["dataTraffic"]["hdcList"]
    assert [line["thisMonthDataList"]["couponStatus"] for line in told] == [0, 1, 1]


async def test_what_writes_is_listed(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    """And what nobody knows; not what a login or the reading of a figure needs."""
    portal = simulator.portal("iijmio")
    assert isinstance(portal, IijmioPortal)
    headers = {"Authorization": f"Bearer {await _token(http)},{VERSION}"}
    for path in ("/contract", "/nothing"):
        async with http.get(f"{APP}{path}", headers=headers):
            pass
    async with http.post("https://www.iijmio.jp/api/member/top", json={}):
        assert portal.harm == []
    calls = ("POST /couponStatus", "POST /detectReplace", "POST /buy", "PUT /contract", "DELETE /token")
    for method, path in map(str.split, calls):
        async with http.request(method, f"{APP}{path}", json={}, headers=headers):
            pass
    assert portal.harm == list(calls)


async def test_logout_ends_the_token_and_the_old_api_is_gone(http: aiohttp.ClientSession) -> None:
    token = await _token(http)
    async with http.delete(f"{APP}/token", headers={"Authorization": f"Bearer {token},{VERSION}"}) as answer:
        assert answer.status == 200
    assert await _status(http, "/lineInfo", f"Bearer {token},{VERSION}") == 401
    async with http.get("https://api.iijmio.jp/mobile/d/v2/coupon/") as answer:
        assert answer.status == 404

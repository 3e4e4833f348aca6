"""The member site does what its protocol sheet says, shown by bare requests."""

import asyncio
import re
from typing import Any

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser, LexborNode

from simulator import Account, GrantKind, Simulator, Usage
from simulator.demo import PASSWORD, USERNAME

SITE = "https://www.iijmio.jp"
DAILY = f"{SITE}/service/setup/hdc/viewdailydata/"
MONTHLY = f"{SITE}/service/setup/hdc/viewmonthlydata/"


async def _login(http: aiohttp.ClientSession, password: str = PASSWORD, user: str = USERNAME) -> Any:
    async with http.post(f"{SITE}/api/member/login", json={"mioId": user, "password": password}) as answer:
        assert answer.status == 200
        return await answer.json()


async def _top(http: aiohttp.ClientSession, **body: Any) -> Any:
    async with http.post(f"{SITE}/api/member/top", json=body) as answer:
        return await answer.json()


async def _page(http: aiohttp.ClientSession, url: str, **form: str) -> HTMLParser:
    async with http.request("POST" if form else "GET", url, data=form or None) as answer:
        return HTMLParser(await answer.text())


def _one(page: HTMLParser | LexborNode, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found is not None
    return found


def _csrf(page: HTMLParser) -> str:
    return str(_one(page, "input[name=_csrf]").attributes["value"])


async def test_login_and_its_refusal(simulator: Simulator, http: aiohttp.ClientSession, account: Account) -> None:
    assert await _login(http, "wrong") == {"error": "ERROR_CODE_008"}
    account.options.login_refusal = "WARNING_CODE_008"
    assert await _login(http, PASSWORD, "nobody") == {"error": "WARNING_CODE_008"}
    assert await _top(http) == {"error": "ERROR_CODE_032"}
    assert await _login(http, user=account.usernames[1]) == {}
    assert len((await _top(http))["serviceInfoList"]) == 3
    assert [login.accepted for login in simulator.journal.logins()] == [False, False, True]
    assert len(simulator.journal.logins(account.account_id, "web", accepted=False)) == 1
    assert simulator.journal.saw("wrong") == simulator.journal.saw(PASSWORD) == ["www.iijmio.jp"]


async def test_login_without_a_warm_up_can_be_refused(http: aiohttp.ClientSession, account: Account) -> None:
    account.options.warm_up_needed = True
    body = {"mioId": USERNAME, "password": PASSWORD}
    async with http.post(f"{SITE}/api/member/login", json=body) as answer:
        assert answer.status == 403
    async with http.get(f"{SITE}/member/") as answer:
        assert answer.status == 200
    assert await _login(http) == {}


async def test_an_expired_sign_in_is_told_in_two_ways(
    simulator: Simulator, http: aiohttp.ClientSession, account: Account
) -> None:
    await _login(http)
    simulator.portal("iijmio").expire(account.account_id, "web")
    account.options.expired_code = "ERROR_CODE_023"
    assert await _top(http) == {"error": "ERROR_CODE_023"}
    async with http.get(DAILY) as answer:
        assert answer.status == 200
        assert "login" in answer.url.path
    await _login(http)
    account.options.session_lifetime = 60
    simulator.world.clock.set(simulator.world.now().replace(hour=13))
    assert "error" in await _top(http)


async def test_top_shows_the_pool_once(http: aiohttp.ClientSession, account: Account) -> None:
    await _login(http)
    alone, first, second = (await _top(http))["serviceInfoList"]
    assert [coupon["couponValue"] for coupon in alone["couponData"]] == [1.86, 10, 0, 0]
    assert [coupon["month"] for coupon in first["couponData"]] == ["202608", "202609", "202610", "202611"]
    assert first["dataShareExistence"] is True
    assert second["couponData"] == []
    assert "dataShareExistence" not in second
    account.options.representative = 1
    _, first, second = (await _top(http))["serviceInfoList"]
    assert (first["couponData"], second["dataShareExistence"]) == ([], True)


@pytest.mark.parametrize(
    ("style", "values"), [("zero", [0, 0, 0, 0]), ("negative", [-0.01, 0, 0, 0]), ("absent", None)]
)
async def test_nothing_left(
    http: aiohttp.ClientSession, account: Account, style: str, values: list[float] | None
) -> None:
    account.options.zero_left = style
    for grant in account.pool(account.lines[0]).grants:
        grant.left = 0
    await _login(http)
    coupons = (await _top(http))["serviceInfoList"][0].get("couponData")
    assert (coupons and [coupon["couponValue"] for coupon in coupons]) == values


async def test_the_bill_summary_needs_its_flag(http: aiohttp.ClientSession) -> None:
    await _login(http)
    plain, full = await _top(http, serviceCode="hdc00000002"), await _top(http, billingFlag=True, serviceCode="")
    assert (plain["billSummary"], "hasHdcContract" in plain, len(plain["serviceInfoList"])) == ({}, False, 1)
    assert full["billSummary"]["month"] == "202607"
    assert full["hasHdcContract"] is True


async def test_the_tables_have_their_traps(http: aiohttp.ClientSession, account: Account) -> None:
    await _login(http)
    async with http.get(DAILY) as answer:
        text = await answer.text()
    assert text.startswith("\n\n\n")
    assert len(re.findall("<!DOCTYPE html>", text)) == 2
    assert text.count('value="hdo00000001" type="hidden" value=""') == 1
    assert re.findall(r'form id="(\w+)"', text) == ["form_1", "form_4", "form_3"]
    page = HTMLParser(text)
    assert [node.attributes["value"] for node in page.css("#hdoCode")] == [line.line_id for line in account.lines]
    assert len(page.css("tr.viewdata-detail-row")) == 3 * 4
    assert _one(page, "td.viewdata-detail-cell1").text(strip=True) == "2026年08月06日"


async def test_long_tables_need_the_token(http: aiohttp.ClientSession) -> None:
    await _login(http)
    token = _csrf(await _page(http, DAILY))
    for line_id in ("hdo00000001", "hdu00000003"):
        page = await _page(http, DAILY, hdoCode=line_id, _csrf=token)
        labels = [node.text(strip=True) for node in page.css("td.viewdata-detail-cell1")]
        assert (len(labels), labels[0], labels[-1]) == (30, "2026年08月05日", "2026年07月07日")
        assert [node.attributes["value"] for node in page.css("#hdoCode")] == [line_id]
    page = await _page(http, MONTHLY, hdoCode="hdo00000001", _csrf=token)
    assert len(page.css("tr.viewdata-detail-row")) == 12
    async with http.post(DAILY, data={"hdoCode": "hdo00000001", "_csrf": "guess"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("overlap", ["other_line", "error"])
async def test_overlapping_posts_disturb_each_other(
    http: aiohttp.ClientSession, account: Account, overlap: str
) -> None:
    account.options.overlap, account.options.post_seconds = overlap, 0.1
    await _login(http)
    token = _csrf(await _page(http, DAILY))
    wanted = [line.line_id for line in account.lines]
    pages = await asyncio.gather(*(_page(http, DAILY, hdoCode=line_id, _csrf=token) for line_id in wanted))
    got = [node.attributes["value"] for page in pages for node in page.css("#hdoCode")]
    assert got != wanted


async def test_figures_as_the_tables_write_them(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    line, today = simulator.world.accounts[0].lines[0], simulator.world.today()
    line.rate = 0
    line.days = {today: Usage(1_530_999_999, 3_000_000)}
    line.months, line.silent = {}, {today.replace(day=5)}
    await _login(http)
    days = [node.text(strip=True) for node in _one(await _page(http, DAILY), "table").css("td")]
    assert days[3:8] == ["2026年08月06日", "1530MB", "3MB", "2026年08月05日", "データ利用はありません"]
    months = [node.text(strip=True) for node in _one(await _page(http, MONTHLY), "table").css("td")]
    assert months[3:9] == ["2026年08月", "1.53GB", "0.0GB", "2026年07月", "0.0GB", "0.0GB"]


async def test_bills_and_arrears(http: aiohttp.ClientSession, account: Account) -> None:
    await _login(http)
    account.newest_bills()[1].unpaid = True
    async with http.get(f"{SITE}/api/member/getBillSummary") as answer:
        bills = (await answer.json())["billList"]
    assert [bill["isUnpaid"] for bill in bills] == [False, True, *[False] * 6]
    async with http.get(f"{SITE}/api/member/getSuspensionInfo") as answer:
        assert len((await answer.json())["unpaidList"]) == 1
    detail = f"{SITE}/customer/bill/detail/"
    page = await _page(http, detail, billNoList=bills[0]["billNoList"][0])
    assert _one(page, ".bill-detail-price-num").text() == f"{bills[0]['totalAmount']:,}円"
    page = await _page(http, detail, billNoList="000000000000")
    assert "システムエラー" in page.text()


async def test_a_new_month_brings_a_new_grant(simulator: Simulator, account: Account) -> None:
    pool = account.pool(account.lines[0])
    simulator.world.now()
    midnight = simulator.world.clock.now().replace(month=9, day=1, hour=0, minute=0)
    for moment in (midnight, midnight.replace(minute=1), midnight.replace(month=8), midnight.replace(hour=9)):
        simulator.world.clock.set(moment)
        today = simulator.world.today()
    assert [(grant.kind, str(grant.expires)) for grant in pool.good(today)] == [
        (GrantKind.BASE, "2026-09-30"),
        (GrantKind.BASE, "2026-10-31"),
    ]

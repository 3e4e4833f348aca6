"""Persons at the simulated portals that let only persons in: they log in over plain HTTP, and hand their cookies over."""

import json
from typing import Any

import aiohttp

from .people import Account
from .portals.docomo_desk import AHAMO, CFG, WEBBILLING
from .portals.docomo_options import DocomoOptions
from .resolver import session
from .server import Simulator

_DOCOMO = "https://payment2.smt.docomo.ne.jp/spguide/ebilling/gkfap001.srv?bis=lpb"


async def docomo_cookies(sim: Simulator, account: Account) -> str:
    """Log in as the customer does, staying logged in, also at ahamo and Webビリング; what an extension exports then."""
    async with session(sim) as http:
        await log_in_docomo(http, sim, account)
        for url in (f"https://{AHAMO}/myportal/home/auth/", f"https://{WEBBILLING}/mem/b0201/init"):
            async with http.get(url) as answer:
                assert answer.status == 200
        return exported(http)


async def log_in_docomo(http: aiohttp.ClientSession, sim: Simulator, account: Account) -> None:
    """All steps of the login; the code is read off the telephone."""
    assert isinstance(account.options, DocomoOptions)
    address = f"https://{CFG}/aif/tra/flow/v1.0/auth"
    told: dict[str, str] = {"rl": _DOCOMO, "id": account.usernames[0], "stay": "1"}

    async def step(**more: str) -> str:
        async with http.post(address, data={**told, **more}) as answer:
            return await answer.text()

    await step(step="human")
    await step(step="id")
    await step(step="password", password=account.password)
    code = sim.portal(account.carrier).sms[-1].code
    page = await step(step="code", code=code)
    if "パスキー" in page:
        await step(step="trust")


def exported(http: aiohttp.ClientSession) -> str:
    """The cookies of a session, as browser extensions write them."""
    found: list[dict[str, Any]] = []
    jar = http.cookie_jar
    assert isinstance(jar, aiohttp.CookieJar)
    for cookie in jar:
        host_only = (cookie["domain"], cookie["path"], cookie.key) in jar.host_only_cookies
        found.append(
            {
                "name": cookie.key,
                "value": cookie.value,
                "domain": cookie["domain"] if host_only else f".{cookie['domain']}",
                "hostOnly": host_only,
                "path": cookie["path"],
                "secure": True,
                "httpOnly": True,
                "session": True,
                "sameSite": "unspecified",
            }
        )
    return json.dumps(found)


async def au_cookies(sim: Simulator, account: Account) -> str:
    """Log in to My au as the customer does; what an extension exports then."""
    async with session(sim) as http:
        address = "https://connect.auone.jp/net/vwc/cca_lg_eu_nets/cca"
        told = {"targeturl": "https://my.au.com/aus/hc-cs/lic/LIC0020001.hc", "loginAliasId": account.usernames[0]}
        for more in ({}, {"loginAuonePwd": account.password}):
            told |= more
            async with http.post(address, data=told) as answer:
                assert answer.status == 200
        code = sim.portal(account.carrier).sms[-1].code
        async with http.post(address, data={**told, "confirmcode": code}) as answer:
            assert answer.url.host == "my.au.com"
        return exported(http)

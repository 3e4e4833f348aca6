"""Every fault that can befall what is handed in, at the secret address that texts and numbers are posted to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import gzip
import json
from typing import Any

from aiohttp.test_utils import TestClient
from freezegun import api
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from benchmarks.reliability import PAGE, RESULTS, unlike
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.const import CONF_WEBHOOK
from tests.figures import Note

from .adding import FAULTS, WRONG
from .cells import cells
from .strangers import OTHER_CUSTOMER, OTHER_LINES
from .test_handed import MUM, added, shown
from .troubles import CAPTCHA, CONSENT, MAINTENANCE, TERMS, TERMS_LINKED

# Home Assistant's own web server keeps things in its requests in a way that aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
DAY = timedelta(days=1)
TEXT = "11月25日 9:50現在\nご利用データ量：6.75GB\nデータ残量：13.25GB\n今月のご請求額：3,278円"
OLD = "11月24日 9:50現在\nご利用データ量：6.25GB\nデータ残量：13.75GB\n今月のご請求額：3,278円"
OTHER = "11月25日 9:55現在\n{}ご利用データ量：7.75GB\nデータ残量：12.25GB\n今月のご請求額：4,180円"
FIGURES = {"data_used": "6.75", "data_remaining": "13.25", "line_bill": "3278"}
NOTICE = "<!DOCTYPE html><html><head><title>お知らせ</title></head><body><p>しばらくお待ちください。</p></body></html>"

type Json = dict[str, Any]
type Try = Callable[["Door"], Awaitable[str]]


class Door:
    """The address of an account. `try_` tells why nothing was taken; "-" where it was."""

    def __init__(self, client: TestClient[Any, Any], entry: ConfigEntry, clock: FrozenDateTimeFactory) -> None:
        self.client, self.clock = client, clock
        self.path = f"/api/webhook/{entry.data[CONF_WEBHOOK]}"

    async def post(self, data: bytes, **headers: str) -> str:
        """Hand something in."""
        self.clock.tick(timedelta(minutes=1))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.post(self.path, data=data, headers=sent)
        told: Json = await answer.json()
        return str(told.get("error", "-"))

    async def broken(self, data: bytes, *, after: float) -> str:
        """Promise more than is sent, and hang up some seconds later."""
        reader, writer = await asyncio.open_connection(self.client.host, self.client.port)
        head = f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {2 * len(data)}\r\n\r\n"
        writer.write(head.encode() + data)
        await writer.drain()
        await asyncio.sleep(after)
        status = (await reader.readline()).decode() if after else ""
        writer.close()
        await asyncio.sleep(0.1)
        return "empty" if " 408 " in status else "-" if " 200 " in status else "nobody is told"


def _text(text: str) -> Try:
    return lambda door: door.post(text.encode())


async def _stalls(door: Door) -> str:
    return await door.broken(TEXT.encode(), after=0.6)


async def _reset(door: Door) -> str:
    return await door.broken(TEXT.encode(), after=0.0)


async def _halves(door: Door) -> str:
    """Cut anywhere, as text and as JSON: what is taken is whole."""
    whole = json.dumps({"text": TEXT}).encode()
    told = {await door.post(whole[: len(whole) * part // 5], Content_Type="application/json") for part in range(1, 5)}
    assert told == {"not_json"}
    return await door.post(TEXT[: len(TEXT) // 2].encode())


def _off(by: timedelta) -> Try:
    async def hand_in(door: Door) -> str:
        door.clock.tick(by)
        try:
            return await door.post(TEXT.encode())
        finally:
            door.clock.tick(-by)

    return hand_in


BIG = TEXT.encode() + b" " * (50 * 2**20)
CELLS: dict[str, Try] = {
    "reset in the middle of the body": _reset,
    "a byte a second": _stalls,
    "maintenance page with 200": _text(MAINTENANCE),
    "empty body": _text(""),
    "half of the page, as if it were all": _halves,
    "50 MB": lambda door: door.post(BIG),
    "gzip bomb": lambda door: door.post(gzip.compress(BIG), Content_Encoding="gzip"),
    "wrong charset": lambda door: door.post(TEXT.encode("utf-16")),
    "NUL bytes": _text(TEXT.replace("：", "：\0")),
    "wrong content type": lambda door: door.post(TEXT.encode(), Content_Type="image/png"),
    "captcha": _text(CAPTCHA),
    "consent page on first use": _text(CONSENT),
    "the terms have changed: a notice with a button": _text(TERMS),
    "the terms have changed: a notice with a link": _text(TERMS_LINKED),
    "a notice that says nothing": _text(NOTICE),
    "yesterday's page": _text(OLD),
    "a clock that is a day ahead": _off(DAY),
    "a clock that is a day behind": _off(-DAY),
    OTHER_LINES: _text(OTHER.format("電話番号：090-0000-9900\n")),
    OTHER_CUSTOMER: _text(OTHER.format("")),
}


async def test_matrix(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    note_figures: Note,
) -> None:
    """No figure is shown that was not handed in for this line; what names nobody is the user's to know."""
    freezer.move_to(NOW)
    hass.loop.time = api.real_monotonic  # type: ignore[method-assign]
    monkeypatch.setattr("custom_components.japan_mobile.webhook._PATIENCE", 0.3)
    assert {(step, fault) for step, carrier, fault in cells() if carrier == "handed"} == {
        ("handed", name) for name in CELLS
    }
    entry = await added(hass, MUM)
    assert await async_setup_component(hass, "http", {})
    door = Door(await hass_client_no_auth(), entry, freezer)
    assert await door.post(TEXT.encode()) == "-"
    found: Json = {}
    for name, hand_in in CELLS.items():
        said = await hand_in(door)
        await hass.async_block_till_done()
        figures = {key: shown(hass, key, "Mum") for key in FIGURES}
        bad = {key: one for key, one in figures.items() if one not in {FIGURES[key], "unknown", "unavailable"}}
        assert bool(bad) is (name == OTHER_CUSTOMER), f"{name}: {bad}"
        found[name] = {"said": ["shown" if bad else said]}
        freezer.tick(timedelta(minutes=10))
        if not bad:
            assert await door.post(TEXT.encode()) == "-", name
            assert {key: shown(hass, key, "Mum") for key in FIGURES} == FIGURES, name
    shown_wrongly = sum(cell["said"] == ["shown"] for cell in found.values())
    note_figures(FAULTS, numbers={"cells": len(found), WRONG: shown_wrongly})
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "handed.json").write_text(json.dumps({"handed": found}, ensure_ascii=False, indent=1))
    assert unlike(PAGE.read_text("utf-8"), "handed", {"handed": found}) == []

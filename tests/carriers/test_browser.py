"""Reading in a person's browser, with a real Chromium: what is read, where it never goes, what it leaves behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.browser import Browser, browser_address
from custom_components.japan_mobile.carriers.browser.devtools import DevTools, Refused
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.places import Unusable
from simulator.chromium import chromium, find_chromium
from tests.carriers.site import FOREIGN, HOME, Site, site

NOW = datetime(2026, 11, 10, 12, tzinfo=TOKYO)


class Desk:
    """A browser and a site for it."""

    def __init__(self, address: str, pages: Site) -> None:
        self.address = address
        self.site = pages

    def browser(self) -> Browser:
        """A reader of that site."""
        return Browser(URL(self.address), (HOME,), now=lambda: NOW)

    async def tabs(self) -> list[tuple[str, str, str]]:
        """The tabs that there are: id, address and title."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.address}/json/list") as answer:
            found: list[dict[str, Any]] = await answer.json()
        return sorted(
            (one["id"], one["url"], one["title"].replace("about:blank", "")) for one in found if one["type"] == "page"
        )

    async def has(self, tabs: list[tuple[str, str, str]]) -> bool:
        """Whether there are these tabs, and no other once one that is being closed is gone."""
        for _ in range(50):
            if await self.tabs() == tabs:
                return True
            await asyncio.sleep(0.1)
        return False

    async def open(self, url: str) -> None:
        """Open a tab as the person does."""
        async with aiohttp.ClientSession() as http, http.put(f"{self.address}/json/new?{url}") as answer:
            assert answer.status == 200


@asynccontextmanager
async def _desk(folder: Path) -> AsyncIterator[Desk]:
    program = find_chromium()
    assert program is not None, "these tests want a Chromium"
    async with site() as pages, chromium(program, pages.port, folder, (HOME, FOREIGN)) as address:
        yield Desk(address, pages)


@pytest.fixture
async def desk(socket_enabled: None, tmp_path: Path) -> AsyncIterator[Desk]:
    """A browser of its own for each test."""
    async with _desk(tmp_path / "profile") as found:
        yield found


async def shown(browser: Browser, path: str, **options: Any) -> str:
    """What a page shows."""
    return Document(await browser.get(f"https://{HOME}{path}", **options)).text


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Chromium is ended at once: the test's own server may still be closing what it had open."""
    return True


async def test_what_is_read(desk: Desk) -> None:
    async with desk.browser() as browser:
        assert "データ残量:3.25GB" in await shown(browser, "/plain")
        assert "3.25GB" in await shown(browser, "/shadow")
        assert "3.25GB" in await shown(browser, "/hops")
        late = await shown(browser, "/late", until=lambda doc: "GB" in doc.text)
        assert "3.25GB" in late
        assert "3.25GB" in await shown(browser, "/dialog")
        assert "slow" in await shown(browser, "/plain?after") + await shown(browser, "/slow")
        page = await browser.get(f"https://{HOME}/hidden")
        doc = Document(page)
        assert [size for size in ("1GB", "2GB", "3GB", "4GB") if size in doc.text] == ["4GB"]
        assert "geheim" not in page.text
        assert "kept" in page.text
        [chosen] = [node for node in doc.find("option") if "selected" in node.attrs]
        assert chosen.text == "a"
        assert (await browser.get(f"https://{HOME}/closed", expect=(503,))).status == 503


async def test_statuses_and_files(desk: Desk) -> None:
    async with desk.browser() as browser:
        for path, error in (("/busy", RateLimited), ("/closed", CannotConnect), ("/file", LayoutChanged)):
            with pytest.raises(error):
                await browser.get(f"https://{HOME}{path}")
        assert "3.25GB" in await shown(browser, "/plain")  # it goes on


async def test_a_choice_is_the_only_thing_that_is_posted(desk: Desk) -> None:
    async with desk.browser() as browser:
        assert "回線0" in await shown(browser, "/choose")
        assert "回線1" in Document(await browser.choose("line", "090-0000-0001", "show")).text
        for select, option, button in (("lines", "全部", "show"), ("line", "090", "show"), ("line", "全部", "go")):
            with pytest.raises(LayoutChanged):
                await browser.choose(select, option, button)
        with pytest.raises(ForeignAnswer):
            await browser.get(f"https://{HOME}/posts")
    assert f"{HOME} POST /choose" in desk.site.asked
    assert not [call for call in desk.site.asked if "harm" in call]


async def test_a_page_that_breaks_off_is_not_read(desk: Desk) -> None:
    """A browser shows what has come: who knows what would have followed."""
    async with desk.browser() as browser:
        with pytest.raises(CannotConnect, match="broke off"):
            await browser.get(f"https://{HOME}/broken")
        assert "3.25GB" in await shown(browser, "/plain")


@pytest.mark.parametrize("path", ["/to-foreign", "/to-foreign-script", "/to-foreign-meta", "/to-foreign-form"])
async def test_it_never_leaves_the_declared_hosts(desk: Desk, path: str) -> None:
    async with desk.browser() as browser:
        with pytest.raises(ForeignAnswer):
            await browser.get(f"https://{HOME}{path}")
        assert "3.25GB" in await shown(browser, "/plain")
    assert not [call for call in desk.site.asked if call.startswith(FOREIGN)]


async def test_nothing_is_asked_for_without_tls(desk: Desk) -> None:
    """Chromium makes https of it, before we are asked."""
    async with desk.browser() as browser:
        assert (await browser.get(f"https://{HOME}/to-http")).url == URL(f"https://{HOME}/plain")


async def test_frames_and_popups_of_others(desk: Desk) -> None:
    before = await desk.tabs()
    async with desk.browser() as browser:
        assert "3.25GB" in await shown(browser, "/frame")
        assert "3.25GB" in await shown(browser, "/popup")
        with pytest.raises(ForeignAnswer):
            await browser.get(f"https://{FOREIGN}/trap")
    assert await desk.has(before)
    assert not [call for call in desk.site.asked if call.startswith(FOREIGN)]


async def test_other_tabs_are_left_alone(desk: Desk) -> None:
    """Also a slow one, and whatever ends our own reading: success, an error, a cancelled poll."""
    await desk.open(f"https://{HOME}/plain?mine")
    await desk.open(f"https://{HOME}/slow?mine")
    await asyncio.sleep(1)
    before = await desk.tabs()
    async with desk.browser() as browser:
        await shown(browser, "/plain")
        assert await desk.tabs() == before  # ours is hidden
    with pytest.raises(ForeignAnswer):
        async with desk.browser() as browser:
            await browser.get(f"https://{HOME}/to-foreign")

    async def poll() -> None:
        async with desk.browser() as browser:
            await browser.get(f"https://{HOME}/never", until=lambda _: False)

    task = asyncio.create_task(poll())
    await asyncio.sleep(2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.5)
    assert await desk.has(before)


async def test_a_tab_ends_with_the_connection(desk: Desk) -> None:
    """Also where Home Assistant is killed and nobody closes it."""
    other, browser = await DevTools.connect(URL(desk.address)), desk.browser()
    await browser.__aenter__()
    assert browser._tab is not None
    target = browser._tab._target
    await other.call("Target.getTargetInfo", targetId=target)
    assert browser._tools is not None
    await browser._tools.close()  # the connection alone
    for _ in range(50):
        try:
            await other.call("Target.getTargetInfo", targetId=target)
        except Refused:
            break
        await asyncio.sleep(0.1)
    with pytest.raises(Refused):
        await other.call("Target.getTargetInfo", targetId=target)
    await other.close()


async def test_two_at_once(desk: Desk) -> None:
    async def poll(path: str) -> str:
        async with desk.browser() as browser:
            return await shown(browser, path)

    first, second = await asyncio.gather(poll("/plain"), poll("/hops"))
    assert "3.25GB" in first
    assert "3.25GB" in second


async def test_a_page_that_never_rests_is_taken_as_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.japan_mobile.carriers.browser.tab._LONGEST", 3.0)
    async with desk.browser() as browser:
        assert "0." in await shown(browser, "/ticking")


async def test_a_browser_that_goes_away(socket_enabled: None, tmp_path: Path) -> None:
    with pytest.raises(CannotConnect):
        async with Browser(URL("http://127.0.0.1:9"), (HOME,), now=lambda: NOW):
            pass
    async with site() as pages:
        program = find_chromium()
        assert program is not None
        async with chromium(program, pages.port, tmp_path / "p", (HOME,)) as address:
            browser = Browser(URL(address), (HOME,), now=lambda: NOW)
            await browser.__aenter__()
        with pytest.raises(CannotConnect):
            await browser.get(f"https://{HOME}/plain")
        await browser.__aexit__(None, None, None)


async def test_a_person_logs_in_in_a_tab_of_ours(desk: Desk) -> None:
    before = await desk.tabs()
    async with desk.browser() as browser:
        async with browser.open_for_person(URL(f"https://{HOME}/hops")) as watch:
            for _ in range(20):
                page = await watch.page()
                if page is not None and page.url.path == "/plain":
                    break
                await asyncio.sleep(0.2)
            assert page is not None
            assert "3.25GB" in Document(page).text
        with pytest.raises(CarrierError):
            async with browser.open_for_person(URL(f"https://{FOREIGN}/")):
                pass
    assert await desk.has(before)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("192.168.1.20:9222", "http://192.168.1.20:9222"),
        ("http://127.0.0.1:1234/", "http://127.0.0.1:1234"),
        ("ws://10.0.0.3", "http://10.0.0.3:9222"),
        (" HTTP://Browser.local:9222 ", "http://browser.local:9222"),
        ("homeassistant", "http://homeassistant:9222"),
        ("http://[fd00::1]:9222", "http://[fd00::1]:9222"),
        ("https://browser.lan", "https://browser.lan"),
    ],
)
def test_addresses(typed: str, address: str) -> None:
    assert browser_address(typed) == URL(address)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "browser_address"),
        ("ftp://192.168.1.2", "browser_address"),
        ("http://a:b@192.168.1.2:9222", "browser_address"),
        ("http://192.168.1.2:notaport", "browser_address"),
        ("192.168.1", "browser_address"),
        ("8.8.8.8:9222", "browser_public"),
        ("browser.example.com:9222", "browser_public"),
        ("0.0.0.0:9222", "browser_public"),
    ],
)
def test_addresses_that_are_refused(typed: str, why: str) -> None:
    with pytest.raises(Unusable) as caught:
        browser_address(typed)
    assert (caught.value.field, caught.value.why) == ("browser", why)
    assert len(typed) < 10 or typed not in str(caught.value)

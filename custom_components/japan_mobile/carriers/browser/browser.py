"""A person's browser as a source of pages."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import Self

from yarl import URL

from ..aside import aside
from ..document import Document
from ..errors import BrowserUnreachable, CannotConnect, CarrierError
from ..hosts import Hosts
from ..model import TOKYO
from ..web import Page, judged
from .devtools import DevTools
from .tab import Tab

_LATE = 30.0
_AGAIN = 1.5
"""How long values that come late are waited for, and how often they are looked for (docs/carriers/docomo.md, 5.1)."""
_CLOSING = 10.0

type Until = Callable[[Document], bool]


class Browser:
    """The browser at an address, for one poll: `async with` opens a tab of our own, and closes it whatever happens.

    Pages may come from the declared `hosts` alone. `requests` counts the pages asked for.
    """

    def __init__(
        self,
        address: URL,
        hosts: Collection[str],
        *,
        now: Callable[[], datetime],
        recorder: Callable[[Page], None] | None = None,
    ) -> None:
        self._address = address
        self._hosts = Hosts(hosts)
        self._now = now
        self._recorder = recorder
        self._turn = asyncio.Lock()
        self._tools: DevTools | None = None
        self._tab: Tab | None = None
        self.requests = 0

    async def __aenter__(self) -> Self:
        self._tools = await DevTools.connect(self._address)
        try:
            self._tab = await Tab.open(self._tools, self._hosts)
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        """Close tab and connection, also while being cancelled, within seconds."""
        tools, tab, self._tools, self._tab = self._tools, self._tab, None, None
        if tools is not None:
            await asyncio.shield(_closed(tools, tab))

    def now(self) -> datetime:
        """The time, in Tokyo."""
        return self._now().astimezone(TOKYO)

    def declares(self, url: URL) -> bool:
        """Whether pages may come from an address."""
        return self._hosts.declares(url)

    def check(self, url: URL) -> None:
        """Raise `ForeignAnswer` for an address that they may not come from."""
        self._hosts.check(url)

    async def get(self, url: str | URL, *, expect: Collection[int] = (), until: Until | None = None) -> Page:
        """The page at an address, once it has settled; where values come late, once `until` holds, or half a minute later.

        Raises `ForeignAnswer` for a page that leads to a place which is not declared, before anything is sent there;
        `CannotConnect` where browser or page cannot be had; `RateLimited`; `LayoutChanged` for too big a page.
        """
        target = URL(url)
        async with self._turn:
            self.check(target)
            self.requests += 1
            await self._own.go(target)
            return await self._seen(expect, until)

    async def choose(self, select: str, option: str, button: str, *, until: Until | None = None) -> Page:
        """On the page that is shown, choose an option by its text and press the button: the only thing ever pressed.

        `select` is the name of a pull-down, or of radio buttons; `button` a name, or what stands on it.
        Raises `LayoutChanged` where select, option or button are not there just once, and what `get` raises.
        """
        async with self._turn:
            self.requests += 1
            try:
                await self._own.choose(select, option, button)
                return await self._seen((), until)
            except TimeoutError:
                raise CannotConnect("nothing followed upon a choice in the browser") from None
            finally:
                self._own.no_posts()

    async def _seen(self, expect: Collection[int], until: Until | None) -> Page:
        await self._own.settled()
        started = monotonic()
        page = await self._own.page()
        while until is not None and not await aside(_holds, page, until) and monotonic() - started < _LATE:
            await asyncio.sleep(_AGAIN)
            page = await self._own.page()
        self.check(page.url)
        if self._recorder is not None:
            self._recorder(page)
        return judged(page, expect, self.now())

    @property
    def _own(self) -> Tab:
        if self._tab is None:
            raise BrowserUnreachable("the browser was left meanwhile")
        return self._tab

    @asynccontextmanager
    async def open_for_person(self, url: URL) -> AsyncIterator[Watch]:
        """A tab in front of the others, in which a person can log in; it is closed afterwards."""
        self.check(url)
        assert self._tools is not None
        tab = await Tab.open(self._tools, self._hosts, str(url))
        try:
            yield Watch(tab)
        finally:
            with suppress(CarrierError):
                await tab.close()


class Watch:
    """Looks at the tab in which a person may be logging in, and does nothing in it."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    async def page(self) -> Page | None:
        """What it shows; None where the person has closed it, or is just on his way."""
        try:
            async with asyncio.timeout(_AGAIN):
                return await self._tab.page()
        except CarrierError, TimeoutError:
            return None


def _holds(page: Page, until: Until) -> bool:
    return until(Document(page))


async def _closed(tools: DevTools, tab: Tab | None) -> None:
    try:
        if tab is not None:
            async with asyncio.timeout(_CLOSING):
                await tab.close()
    except CarrierError, TimeoutError:
        pass  # a browser that is gone has no tab of ours
    finally:
        await tools.close()

"""One poll of IIJmio: which interface is asked for what, and what is done when one of them is out.

Protocol: docs/carriers/iijmio.md, 1.2 and 8.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from ..errors import CannotConnect, CarrierError, LayoutChanged, Maintenance
from ..model import Account, Bill, Line, Month, Part, Problem
from . import bills
from .app import App, AppTooOld, Off
from .app_read import Fee, Past, read_fees, read_lines, read_past
from .history import History
from .join import by_line, check_same_customer, identified, pooled, used_in
from .parts import Shown
from .pool import agreed, app_groups, app_pools, site_pools
from .site import Site
from .site_html import Table, read_detail, read_months
from .site_read import Summed, read_bills, read_suspension, read_top

_LINES = frozenset({Part.USAGE, Part.CONTRACT})


class Poll:
    """The reads of one `fetch`. `app` or `site` is None when it is not to be asked; `lost` says why one was lost."""

    def __init__(self, app: App | None, site: Site | None, now: datetime, parts: frozenset[Part]) -> None:
        self.app = app
        self.site = site
        self.now = now
        self.month = Month.of(now)
        self.parts = parts
        self.problems: list[Problem] = []
        self.shown: tuple[Shown, ...] | None = None
        self.lost: CarrierError | None = None
        self._tables: tuple[Table[Month], ...] | None = None
        self._past: dict[str, Past] = {}

    async def account(self, carrier: str, mio_id: str) -> Account:
        """Read everything that was asked for. Raises when nothing at all could be read."""
        lines = await self._lines() if self.parts & _LINES else []
        if Part.HISTORY in self.parts:
            lines = await History(self).added_to(lines)
        found = await self._bills() if Part.BILLS in self.parts else ()
        self._refuse_nothing(lines)
        return Account(
            carrier=carrier,
            account_id=mio_id,
            fetched_at=self.now,
            lines=tuple(lines),
            bills=found,
            problems=tuple(self.problems),
        )

    def note(self, part: Part, error: CarrierError, line_id: str | None = None) -> None:
        """Remember why something is missing."""
        self.problems.append(Problem(part=part, error=error, line_id=line_id))

    def _refuse_nothing(self, lines: list[Line]) -> None:
        read = any(
            line.remaining is not None or line.used is not None or line.daily or line.monthly or line.plan
            for line in lines
        )
        if self.parts != {Part.BILLS} and self.problems and not read:
            raise self.problems[0].error

    async def ask_app[T](self, part: Part, ask: Callable[[App], Awaitable[T]]) -> T | None:
        """What the app's interface says, or None when it is off or out and the site has to do. Raises without both."""
        if self.app is None:
            return None
        try:
            return await ask(self.app)
        except AppTooOld as err:
            await self.app.rest(Off.TOO_OLD)
            self._lose_app(err)
        except CannotConnect as err:
            self._lose_app(err)
            self.note(part, err)
        return None

    def _lose_app(self, err: CarrierError) -> None:
        self.app = None
        if self.site is None:
            raise err

    async def ask_site[T](self, ask: Callable[[Site], Awaitable[T]]) -> T | None:
        """What the member site says, or None when it is out and the app's interface has to do. Raises without both."""
        if self.site is None:
            return None
        try:
            return await ask(self.site)
        except (CannotConnect, Maintenance) as err:
            if self.app is None:
                raise
            self.site, self.lost = None, err
            return None

    async def months(self) -> tuple[Table[Month], ...] | None:
        """The months of all lines, read once; None when the site is out. Raises `LayoutChanged`."""
        if self._tables is None:
            page = await self.ask_site(lambda site: site.get("viewmonthlydata"))
            self._tables = None if page is None else read_months(page)
        return self._tables

    async def past(self, line: Shown) -> Past | None:
        """A line's history from the app, read once; a problem and None when it cannot be read."""
        if line.line_id is None or self.app is None:
            return None
        if line.line_id not in self._past:
            part = Part.USAGE if Part.USAGE in self.parts else Part.HISTORY
            try:
                content = await self.app.past_data_traffic(line.contract, line.line_id)
                self._past[line.line_id] = read_past(content, line.contract, self.now.date())
            except (LayoutChanged, CannotConnect) as err:
                self.note(part, err, line.line_id)
                return None
            for error in self._past[line.line_id].problems:
                self.note(part, error, line.line_id)
        return self._past[line.line_id]

    async def app_lines(self) -> tuple[Shown, ...] | None:
        """The lines as the app shows them, read once; None when its interface is not to be had."""
        if self.shown is None:
            part = next(part for part in (Part.USAGE, Part.CONTRACT, Part.HISTORY) if part in self.parts)
            content = await self.ask_app(part, App.data_traffic)
            self.shown = None if content is None else read_lines(content, self.now.date())
        return self.shown

    async def _lines(self) -> list[Line]:
        shown = await self.app_lines()
        return await self._site_lines() if shown is None else await self._app_lines(shown)

    async def _site_lines(self) -> list[Line]:
        if self.site is None:
            raise self.lost or CannotConnect("the member site is out")
        contracts = read_top(await self.site.top(), self.now)
        tables = by_line(await self.months() or ())
        known, lost = identified(contracts, list(tables.values()))
        lines, problems = pooled(known, site_pools(contracts), self.now)
        self.problems += [*lost, *problems]
        if Part.USAGE not in self.parts:
            return lines
        return [self._with_used(line, tables[line.line_id]) for line in lines]

    async def _app_lines(self, shown: tuple[Shown, ...]) -> list[Line]:
        tables = None
        if Part.USAGE in self.parts:
            try:
                tables = await self.months()
            except LayoutChanged as err:
                self.note(Part.USAGE, err)
                tables = ()
            check_same_customer(shown, tables or ())
        lines, problems = pooled(shown, app_pools(shown, await self._contracts(shown)), self.now)
        self.problems += problems
        if Part.USAGE not in self.parts:
            return lines
        by_id = by_line(tables or ())
        return [
            self._with_used(line, by_id[line.line_id]) if line.line_id in by_id
            # Without any table the page could not be read: that is said once, and nothing is put in its place.
            else line if tables == () else await self._with_past(line, seen)
            for line, seen in zip(lines, shown, strict=True)
        ]  # fmt: skip

    async def _contracts(self, shown: tuple[Shown, ...]) -> tuple[Shown, ...] | None:
        """The site's word on pools: for their size once in a while, and when the app's members do not agree."""
        groups = app_groups(shown)
        if not groups or (Part.CONTRACT not in self.parts and all(agreed(group) for group in groups)):
            return None
        try:
            page = await self.ask_site(Site.top)
            return None if page is None else read_top(page, self.now)
        except LayoutChanged as err:
            self.note(Part.CONTRACT if Part.CONTRACT in self.parts else Part.USAGE, err)
            return None

    def _with_used(self, line: Line, table: Table[Month]) -> Line:
        try:
            return replace(line, used=used_in(table, self.month))
        except LayoutChanged as err:
            self.note(Part.USAGE, err, line.line_id)
            return line

    async def _with_past(self, line: Line, seen: Shown) -> Line:
        past = await self.past(seen)
        return line if past is None else replace(line, used=past.used)

    async def _bills(self) -> tuple[Bill, ...]:
        alone = self.parts == {Part.BILLS}
        try:
            page = await self.ask_site(lambda site: site.get("getBillSummary"))
            summed = None if page is None else read_bills(page)
            if summed is None:
                return await self._bills_without_site()
        except (LayoutChanged, CannotConnect, Maintenance) as err:
            if alone:
                raise
            self.note(Part.BILLS, err)
            return ()
        found = await self._with_items(summed)
        return (*found, *await self._arrears(found))

    async def _bills_without_site(self) -> tuple[Bill, ...]:
        content = await self.ask_app(Part.BILLS, App.usage_fee)
        self.note(Part.BILLS, self.lost or CannotConnect("the member site is out"))
        return () if content is None else bills.without_site(read_fees(content))

    async def _arrears(self, found: tuple[Bill, ...]) -> tuple[Bill, ...]:
        if self.site is None:
            return ()
        try:
            return read_suspension(await self.site.get("getSuspensionInfo"), found)
        except (LayoutChanged, CannotConnect, Maintenance) as err:
            self.note(Part.BILLS, err)
            return ()

    async def _with_items(self, summed: tuple[Summed, ...]) -> tuple[Bill, ...]:
        try:
            content = await self.ask_app(Part.BILLS, App.usage_fee)
            fees = None if content is None else read_fees(content)
        except LayoutChanged as err:
            self.note(Part.BILLS, err)
            return tuple(entry.bill for entry in summed)
        if fees is None:
            return tuple([await self._with_detail(entry) if entry is summed[0] else entry.bill for entry in summed])
        return tuple(self._with_fees(entry, fees) for entry in summed)

    def _with_fees(self, entry: Summed, fees: tuple[Fee, ...]) -> Bill:
        try:
            return bills.with_fees(entry, fees)
        except LayoutChanged as err:
            self.note(Part.BILLS, err)
            return entry.bill

    async def _with_detail(self, entry: Summed) -> Bill:
        if not entry.numbers or self.site is None:
            return entry.bill
        try:
            page = await self.site.post("detail", [("billNoList", number) for number in entry.numbers])
            return bills.with_detail(entry, read_detail(page))
        except (LayoutChanged, CannotConnect, Maintenance) as err:
            self.note(Part.BILLS, err)
            return entry.bill

"""One poll of IIJmio: which interface is asked for what, and what is done when one of them is out.

Protocol: docs/carriers/iijmio.md, 1.2 and 8.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime

from ..aside import aside, beside, length
from ..errors import (
    AccountActionNeeded,
    CannotConnect,
    CarrierError,
    HumanCheckNeeded,
    LayoutChanged,
    Maintenance,
    RateLimited,
)
from ..model import Account, Line, Month, Part, Problem
from ..skeleton import shown_on
from .app import App, AppTooOld, Off
from .app_read import Past, read_lines, read_past
from .billing import Billing
from .history import History
from .join import by_line, check_same_customer, identified, pooled, used_in
from .parts import Shown
from .pool import agreed, app_groups, app_pools, site_pools
from .site import Site
from .site_html import Table, read_months
from .site_read import read_top

_LINES = frozenset({Part.USAGE, Part.CONTRACT})


class Poll:
    """The reads of one `fetch`. `app` or `site` is None when it is not to be asked; `lost` says why the site was lost.

    `known` are the ids of the lines that the last poll saw. `limited`: the carrier wants to be asked less, so that
    nothing more is asked in this poll; what was read by then is kept.
    """

    def __init__(
        self,
        app: App | None,
        site: Site | None,
        now: datetime,
        parts: frozenset[Part],
        known: Collection[str] = (),
    ) -> None:
        self.app = app
        self.site = site
        self.now = now
        self.month = Month.of(now)
        self.parts = parts
        self.problems: list[Problem] = []
        self.shown: tuple[Shown, ...] | None = None
        self.lost: CarrierError | None = None
        self.limited: RateLimited | None = None
        self._known = known
        self._fresh = app is not None and app.wants_fresh
        self._tables: tuple[Table[Month], ...] | None = None
        self._past: dict[str, Past | None] = {}

    async def account(self, carrier: str, mio_id: str) -> Account:
        """Read everything that was asked for. Raises when nothing at all could be read."""
        lines = await self._lines() if self.parts & _LINES else []
        if Part.HISTORY in self.parts:
            lines = await History(self).added_to(lines)
        bills = await Billing(self).bills() if Part.BILLS in self.parts else ()
        self._refuse_nothing(lines)
        return Account(
            carrier=carrier,
            account_id=mio_id,
            fetched_at=self.now,
            lines=tuple(lines),
            bills=bills,
            problems=tuple(self.problems),
        )

    def note(self, part: Part, error: CarrierError, line_id: str | None = None) -> None:
        """Remember why something is missing. A carrier that wants to be asked less is not asked on."""
        if isinstance(error, RateLimited):
            self.limited, line_id = error, None
        problem = Problem(part=part, error=error, line_id=line_id)
        if problem not in self.problems:
            self.problems.append(problem)

    def _refuse_nothing(self, lines: list[Line]) -> None:
        read = any(
            line.remaining is not None or line.used is not None or line.daily or line.monthly or line.plan
            for line in lines
        )
        if self.parts != {Part.BILLS} and self.problems and not read:
            raise self.problems[0].error

    def go_on(self) -> None:
        """Raise `RateLimited` when the carrier wants to be asked less. To be called before each further request."""
        if self.limited is not None:
            raise self.limited

    async def ask_app[T](self, part: Part, ask: Callable[[App], Awaitable[T]]) -> T | None:
        """What the app's interface says, or None when it cannot be used and the site has to do. Raises without both."""
        self.go_on()
        if self.app is None:
            return None
        try:
            return await ask(self.app)
        except AppTooOld as err:
            await self.app.rest(Off.TOO_OLD)
            self._lose_app(err)
        except (HumanCheckNeeded, AccountActionNeeded) as err:
            await self.app.rest(Off.WALL)
            self._lose_app(err)
            self.note(part, err)
        except (CannotConnect, LayoutChanged, Maintenance) as err:
            await aside(shown_on, self.app.last, err)
            self._lose_app(err)
            self.note(part, err)
        return None

    def _lose_app(self, err: CarrierError) -> None:
        self.app = None
        if self.site is None:
            raise err

    async def ask_site[T](self, ask: Callable[[Site], Awaitable[T]]) -> T | None:
        """What the member site says, or None when it is out and the app's interface has to do. Raises without both."""
        self.go_on()
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
            self._tables = None if page is None else await aside(read_months, page)
        return self._tables

    async def past(self, line: Shown, part: Part) -> Past | None:
        """A line's history from the app, read once; a problem and None when it cannot be read."""
        if line.line_id is None or self.app is None:
            return None
        if line.line_id not in self._past:
            self._past[line.line_id] = await self._read_past(self.app, line.contract, line.line_id, part)
        return self._past[line.line_id]

    async def _read_past(self, app: App, contract: str, line_id: str, part: Part) -> Past | None:
        self.go_on()
        try:
            content = await app.past_data_traffic(contract, line_id, fresh=self._fresh)
            past = await beside(length(app.last), read_past, content, contract, self.now.date())
        except (LayoutChanged, CannotConnect, Maintenance) as err:
            await aside(shown_on, app.last, err)
            self.note(part, err, line_id)
            return None
        await aside(shown_on, app.last, *past.problems)
        for error in past.problems:
            self.note(part, error, line_id)
        return past

    async def app_lines(self) -> tuple[Shown, ...] | None:
        """The lines as the app shows them, read once; None when its interface is not to be had."""
        if self.shown is None:
            part = next(part for part in (Part.USAGE, Part.CONTRACT, Part.HISTORY) if part in self.parts)
            self.shown = await self.ask_app(part, self._read_app_lines)
        return self.shown

    async def _read_app_lines(self, app: App) -> tuple[Shown, ...]:
        content = await app.data_traffic(fresh=self._fresh)
        found = await beside(length(app.last), read_lines, content, self.now, fresh=self._fresh)
        await aside(shown_on, app.last, *(error for line in found for error in line.problems))
        if not found and await self._has_lines():
            raise LayoutChanged("dataTraffic", "hdcList")
        await app.month_was_read()
        return found

    async def _has_lines(self) -> bool:
        """Whether there are lines for all we know, so that an answer without any is not to be believed."""
        return bool(self._known) or bool(self.site is not None and self.site.signed_in and await self.months())

    async def _lines(self) -> list[Line]:
        shown = await self.app_lines()
        return await self._site_lines() if shown is None else await self._app_lines(shown)

    async def _site_lines(self) -> list[Line]:
        if self.site is None:
            raise self.lost or CannotConnect("the member site is out")
        contracts = await aside(read_top, await self.site.top(), self.now)
        tables = by_line(await self.months() or ())
        if not contracts and (tables or self._known):
            raise LayoutChanged("top", "serviceInfoList")
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
        seen = {line.line_id: line for line in shown}
        return [
            self._with_used(line, by_id[line.line_id]) if line.line_id in by_id
            # Without any table the page could not be read: that is said once, and nothing is put in its place.
            else line if tables == () else await self._with_past(line, seen[line.line_id])
            for line in lines
        ]  # fmt: skip

    async def _contracts(self, shown: tuple[Shown, ...]) -> tuple[Shown, ...] | None:
        """The site's word on pools: for their size once in a while, and when the app's members do not agree."""
        groups = app_groups(shown)
        if not groups or (Part.CONTRACT not in self.parts and all(agreed(group) for group in groups)):
            return None
        try:
            page = await self.ask_site(Site.top)
            return None if page is None else await aside(read_top, page, self.now)
        except RateLimited as err:
            if Part.CONTRACT not in self.parts:
                raise
            self.note(Part.CONTRACT, err)
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
        """A line with the app's one figure. Whether slow data is in it is unknown, and matters when there is some."""
        past = await self.past(seen, Part.USAGE)
        if past is None or past.used is None:
            return line
        if any(day.slow and Month.of(day.when) == self.month for day in seen.daily):
            self.note(Part.USAGE, LayoutChanged("pastDataTraffic", "fast data alone"), line.line_id)
            return line
        return replace(line, used=past.used)

"""IIJmio's days and months of every line. Protocol: docs/carriers/iijmio.md, 4.4 and 6.

The member site shows all lines for a few days and months, and one line at a time for more. Lines are asked for one
after another, never at once; one that fails costs only itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..aside import aside
from ..errors import CannotConnect, LayoutChanged, Maintenance, RateLimited
from ..model import Line, Month, Part
from ..web import Page
from .app_read import Past
from .join import by_line, own_table
from .parts import Shown, Used, daily, monthly
from .site_html import Table, read_days, read_months

if TYPE_CHECKING:
    from .poll import Poll

type Tables[When: (date, Month)] = Sequence[Table[When]]


class History:
    """The history part of one poll."""

    def __init__(self, poll: Poll) -> None:
        self._poll = poll

    async def added_to(self, lines: list[Line]) -> list[Line]:
        """The lines with their history; the lines that have one when none are given."""
        days = await self._days()
        more_days = await self._longer("viewdailydata", days or (), read_days, lines)
        months = await self._months()
        more_months = await self._longer("viewmonthlydata", months or (), read_months, lines)
        if self._poll.limited is None and (days is None or months is None):
            self._poll.note(Part.HISTORY, self._poll.lost or CannotConnect("the member site is out"))
        lines = lines or await self._lines(days, months)
        seen = {line.line_id: line for line in self._poll.shown or () if line.line_id is not None}
        found = []
        for line in lines:
            line_days, line_months = _rows(days, line), _rows(months, line)
            # Legacy lines are not on the pages; and when the site is out, the app is all there is.
            past = None
            if days is None or months is None or (days and months and not line_days and not line_months):
                past = await self._past(seen[line.line_id]) if line.line_id in seen else None
            week: tuple[Used[date], ...] = seen[line.line_id].daily if line.line_id in seen else ()
            history = replace(
                line,
                daily=daily([line_days, more_days.get(line.line_id, ()), week, past.daily if past else ()]),
                monthly=monthly([line_months, more_months.get(line.line_id, ()), past.monthly if past else ()]),
            )
            found.append(history)
        return found

    async def _days(self) -> tuple[Table[date], ...] | None:
        """The last days of all lines; None when the site is out, nothing when the page cannot be read."""
        try:
            page = await self._poll.ask_site(lambda site: site.get("viewdailydata"))
            tables = None if page is None else await aside(read_days, page)
        except (LayoutChanged, RateLimited) as err:
            self._poll.note(Part.HISTORY, err)
            return ()
        self._note_all("viewdailydata", tables or ())
        return tables

    async def _months(self) -> tuple[Table[Month], ...] | None:
        try:
            tables = await self._poll.months()
        except (LayoutChanged, RateLimited) as err:
            self._poll.note(Part.HISTORY, err)
            return ()
        self._note_all("viewmonthlydata", tables or ())
        return tables

    async def _past(self, line: Shown) -> Past | None:
        try:
            return await self._poll.past(line, Part.HISTORY)
        except RateLimited as err:
            self._poll.note(Part.HISTORY, err)
            return None

    def _note_all[When: (date, Month)](self, name: str, tables: Tables[When]) -> None:
        for table in tables:
            if table.line_id is None:
                self._poll.note(Part.HISTORY, LayoutChanged(name, "hdoCode"))
            for error in table.problems:
                self._poll.note(Part.HISTORY, error, table.line_id)

    async def _longer[When: (date, Month)](
        self, name: str, tables: Tables[When], read: Callable[[Page], Tables[When]], lines: Sequence[Line]
    ) -> Mapping[str, tuple[Used[When], ...]]:
        """More rows of each line that the page shows."""
        found: dict[str, tuple[Used[When], ...]] = {}
        known = {line.line_id for line in lines}
        token = next((table.csrf for table in tables if table.csrf), None)
        for line_id, table in by_line(tables).items():
            if self._poll.site is None or (known and line_id not in known):
                continue
            try:
                self._poll.go_on()
                if token is None:
                    raise LayoutChanged(name, "_csrf")
                page = await self._poll.site.post(name, [("hdoCode", line_id), ("_csrf", token)])
                own = await aside(_own, page, read, line_id, table.number, name)
            except (LayoutChanged, CannotConnect, Maintenance, RateLimited) as err:
                self._poll.note(Part.HISTORY, err, line_id)
                continue
            found[line_id] = own.rows
            for error in own.problems:
                self._poll.note(Part.HISTORY, error, line_id)
        return found

    async def _app_lines(self) -> tuple[Shown, ...]:
        try:
            return await self._poll.app_lines() or ()
        except RateLimited as err:
            self._poll.note(Part.HISTORY, err)
            return ()

    async def _lines(self, days: tuple[Table[date], ...] | None, months: tuple[Table[Month], ...] | None) -> list[Line]:
        """The lines of the pages, or of the app when the site is out."""
        shown = {line_id: table.number for line_id, table in by_line(days or ()).items()}
        shown |= {line_id: table.number for line_id, table in by_line(months or ()).items()}
        if not shown:
            app = await self._app_lines()
            shown = {line.line_id: line.number for line in app if line.line_id is not None}
        return [Line(line_id=line_id, number=number) for line_id, number in shown.items()]


def _own[When: (date, Month)](
    page: Page, read: Callable[[Page], Tables[When]], line_id: str, number: str | None, name: str
) -> Table[When]:
    return own_table(read(page), line_id, number, name)


def _rows[When: (date, Month)](tables: tuple[Table[When], ...] | None, line: Line) -> tuple[Used[When], ...]:
    return next((table.rows for table in tables or () if table.line_id == line.line_id), ())

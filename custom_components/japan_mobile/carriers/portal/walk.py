"""Looks through a portal: the page that one lands on, and those that it names for usage and bills; GET only, few.

Sheet: docs/carriers/others.md, 4
"""

from collections.abc import Iterable

from yarl import URL

from ..aside import aside
from ..document import Document
from ..errors import CannotConnect, ForeignAnswer, LayoutChanged, LoginExpired
from ..labels import SO_MANY
from ..source import Source
from ..survey import Survey, survey_of
from ..web import Page
from .gate import Gate
from .pages import line_links, wanted

MOST = 8
"""So many pages are asked for at most."""
_UNAVAILABLE = 503
"""Read all the same: maintenance says so on such a page."""


class Walk:
    """One look through a portal. `surveys` holds the pages that could be read, by their addresses."""

    def __init__(self, source: Source, gate: Gate, units: dict[str, int]) -> None:
        self._source = source
        self._gate = gate
        self._units = units
        self._asked = 0
        self._foreign: list[URL] = []
        self._led_away: ForeignAnswer | None = None
        self.surveys: dict[URL, Survey] = {}
        self.unavailable: CannotConnect | None = None
        """Why a page is not among them that may well be there tomorrow."""

    async def look(self, home: URL) -> None:
        """Look from the page where one lands. Raises `LoginExpired`, `Maintenance`, and what the first page asks for."""
        waiting, known = [home], {home}
        lines: set[tuple[str, str]] = set()
        while waiting and self._asked < MOST:
            survey = await self._next(waiting.pop(0), home)
            if survey is None:
                continue
            more, foreign, others = await aside(_named, survey.doc, self._source)
            self._foreign += foreign
            more += self._other_lines(survey, others, lines)
            waiting += [url for url in dict.fromkeys(more) if url not in known]
            known.update(more, [survey.doc.url.with_fragment(None)])
        if any(survey.offers for survey in self.surveys.values()):
            return
        if self._led_away is not None:
            raise self._led_away
        if self._foreign:
            self._source.check(self._foreign[0])

    async def _next(self, url: URL, home: URL) -> Survey | None:
        """A page; None for one that wants a login of its own, while the first page still shows itself."""
        try:
            return await self.page(url, strict=not self.surveys)
        except LoginExpired:
            if not self.surveys:
                raise
            if self._asked < MOST:
                await self.page(home, strict=True)
            return None

    def _other_lines(
        self, survey: Survey, others: Iterable[tuple[str, URL]], lines: set[tuple[str, str]]
    ) -> Iterable[URL]:
        """The addresses at which the page shows other lines; none of a page that does not say whose it is."""
        path = survey.doc.url.path
        if not survey.numbers or not survey.figures:
            return
        lines.update((path, number) for number in survey.numbers)
        for number, url in others:
            if (path, number) not in lines:
                lines.add((path, number))
                yield url

    async def page(self, url: URL, *, strict: bool) -> Survey | None:
        """One page; None if it shows something else than figures. A `strict` one raises what it asks for."""
        self._asked += 1
        try:
            page = await self._source.get(str(url), expect=(_UNAVAILABLE,))
        except ForeignAnswer as err:
            if strict:
                raise
            self._led_away = err
            return None
        try:
            survey = await aside(self._read, page, strict=strict)
        except LayoutChanged as err:
            if strict or SO_MANY not in err.missing:
                raise
            return None  # a list of calls, say, that was only looked at on the way
        if survey is not None:
            self.surveys[url] = survey
        elif page.status == _UNAVAILABLE:
            self.unavailable = CannotConnect(f"{page.name} answered {_UNAVAILABLE}", _UNAVAILABLE)
        return survey

    def _read(self, page: Page, *, strict: bool) -> Survey | None:
        """A page with all of its figures; None if it is not a customer's."""
        doc = Document(page)
        if not self._gate.admits(doc, strict=strict):
            return None
        survey = survey_of(doc, self._source.now(), self._units)
        survey.look()
        return survey


def _named(doc: Document, source: Source) -> tuple[list[URL], list[URL], list[tuple[str, URL]]]:
    """The addresses that a page names for usage and bills, those of them that are somebody else's, and other lines'."""
    return *wanted(doc, source), list(line_links(doc, source))

"""日本通信SIM, b-mobile and HISモバイル: one application on two hosts. Protocol: docs/carriers/bmobile.md

A password login, then one page that shows one line; further lines are chosen there. No code of the portal's is called
but the change of the line, which only reads.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from .. import wire
from ..aside import aside, beside, length
from ..carrier import Can, Carrier, Client, Credentials, PageReader
from ..document import Document
from ..errors import ForeignAnswer, LayoutChanged, LoginExpired
from ..keep import Fits, Keep, is_flag, is_text
from ..model import Account, Line, Part, Problem
from ..skeleton import skeleton
from ..web import Page, Web
from .follow import followed, remembered
from .signon import STATUS, SignOn, refuse_signs, sign_in
from .status import NAME, StatusPage, is_status

_SHOWN = frozenset({Part.USAGE, Part.CONTRACT})


def _saved_page(key: str, limited: bool, page: Page, now: datetime) -> Account:
    """One saved status page: the line that it shows. The page does not name the account."""
    doc = _opened(page)
    line, problems = understood(doc, now, limited).line(None)
    return Account(carrier=key, account_id="", fetched_at=now, lines=(line,), problems=problems)


class BmobileClient(Client):
    """One login. Keeps `account` (the name that logged in), `signed_in`, `cookies` and `last` (the figures of each line)."""

    pages: ClassVar[Mapping[str, PageReader]] = {NAME: partial(_saved_page, "bmobile", True)}
    html = True
    keeps: ClassVar[Mapping[str, Fits]] = {"account": is_text, "signed_in": is_flag}
    entry: ClassVar[str] = "/"
    """The address that is known to lead to the login form."""

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._base = f"https://{carrier.hosts[0]}"
        self._limited = Can.TOTAL in carrier.can

    async def log_in(self, credentials: Credentials) -> None:
        """Log in by the form that the portal shows. Sheet, 3.

        Raises `LoginRefused`; `LayoutChanged` for an answer that is not known; `CodeNeeded`, `HumanCheckNeeded`,
        `AccountActionNeeded`, `Maintenance` for pages in between; `ForeignAnswer` for a host that is not declared.
        """
        self.web.forget_cookies()
        self.keep.pop("signed_in", None)
        await sign_in(self.web, self._base, self.entry, credentials, self.about_to_send)
        if self.keep.get("account") != credentials.username:
            self.keep.pop("last", None)
        self.keep["account"] = credentials.username
        self.keep["signed_in"] = True
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read usage and contract: one request, and one more for each further line. Sheet, 4.

        Bills and history are not known at this portal, so they cost nothing and bring nothing. Raises `ForeignAnswer`
        when the page insists on another line than the chosen one.
        """
        account_id = self.keep.get("account")
        if not isinstance(account_id, str) or self.keep.get("signed_in") is not True:
            raise LoginExpired
        lines, problems = await self._lines(self._last()) if parts & _SHOWN else ([], [])
        return Account(
            carrier=self.carrier.key,
            account_id=account_id,
            fetched_at=self.web.now(),
            lines=tuple(lines),
            problems=tuple(problems),
        )

    def _last(self) -> dict[str, Line]:
        """What was accepted last of each line."""
        try:
            return {line.line_id: line for line in wire.load(self.keep["last"]).lines}
        except KeyError, TypeError, ValueError, AttributeError:
            return {}

    async def _lines(self, known: dict[str, Line]) -> tuple[list[Line], list[Problem]]:
        first = await self._status()
        shown = {first.chooser.shown: await _read(first, known)}
        newest = first
        for number in first.chooser.values:
            if number in shown:
                continue
            try:
                newest = await self._chosen(newest, number)
                shown[number] = await _read(newest, known)
            except LayoutChanged as err:
                shown[number] = (Line(line_id=number, number=number), (_problem(number, err),))
        found = [_followed(known, *shown[number]) for number in first.chooser.values]
        await self._remember(known)
        problems = [problem for _, own in found for problem in own]
        lines = [line for line, _ in found]
        if problems and all(line.used is None and line.total is None for line in lines):
            raise next((problem for problem in problems if problem.part is Part.USAGE), problems[0]).error
        return lines, problems

    async def _remember(self, known: dict[str, Line]) -> None:
        account = Account(carrier="", account_id="", fetched_at=self.web.now(), lines=tuple(known.values()))
        self.keep["last"] = wire.dump(account)
        await self.keep.save()

    async def _status(self) -> StatusPage:
        """The page of the line that the portal shows by itself."""
        doc = await self._inside({})
        if doc.url.path != STATUS and not await aside(is_status, doc):
            # A login that was renewed on the way may land beside the page that was asked for.
            doc = await self._inside({})
        return await self._understood(doc)

    async def _chosen(self, newest: StatusPage, number: str) -> StatusPage:
        """The page of another line. A page number that is no longer valid is fetched anew, once. Sheet, 4 and 8."""
        doc = await self._inside(newest.chooser.change(number))
        if await aside(is_status, doc):
            chosen = await self._understood(doc)
            if chosen.chooser.shown == number:
                return chosen
        fresh = await self._status()
        if fresh.chooser.shown == number:
            return fresh
        if number not in fresh.chooser.values:
            raise LayoutChanged(NAME, "line chooser", "a line that was there")
        chosen = await self._understood(await self._inside(fresh.chooser.change(number)))
        if chosen.chooser.shown != number:
            raise ForeignAnswer(f"{NAME}: another line than the chosen one")
        return chosen

    async def _inside(self, query: Mapping[str, str]) -> Document:
        page = await self.web.get(self._base + STATUS, params=query or None)
        try:
            return await aside(_opened, page)
        except LoginExpired:
            await self._forget()
            raise

    async def _forget(self) -> None:
        """Drop a dead sign-in, so that nothing is asked before the next login."""
        self.web.forget_cookies()
        self.keep.pop("signed_in", None)
        self.keep["cookies"] = []
        await self.keep.save()

    async def _understood(self, doc: Document) -> StatusPage:
        return await aside(understood, doc, self.web.now(), self._limited)


class NihonTsushinClient(BmobileClient):
    """The same portal under the brand of its owner."""

    pages: ClassVar[Mapping[str, PageReader]] = {NAME: partial(_saved_page, "nihontsushin", True)}


class HisClient(BmobileClient):
    """The same application for HISモバイル, which states no limit."""

    pages: ClassVar[Mapping[str, PageReader]] = {NAME: partial(_saved_page, "his", False)}
    entry: ClassVar[str] = (
        "/hisso/signon/login.do?josso_back_to=https://his.mvno.ne.jp/checkout/josso_security_check"
        "&josso_partnerapp_host=his.mvno.ne.jp&josso_partnerapp_ctx=/checkout"
    )


async def _read(status: StatusPage, known: Mapping[str, Line]) -> tuple[Line, tuple[Problem, ...]]:
    return await beside(length(status.read.doc), status.line, known.get(status.chooser.shown))


def _followed(known: dict[str, Line], line: Line, problems: tuple[Problem, ...]) -> tuple[Line, tuple[Problem, ...]]:
    """The line as far as it follows; what was accepted is known from then on."""
    before = known.get(line.line_id)
    line, problems = followed(before, line, problems)
    if line.used is not None and line.cycle is not None:
        known[line.line_id] = remembered(before, line)
    return line, problems


def _problem(number: str, error: LayoutChanged) -> Problem:
    return Problem(part=Part.USAGE, error=error, line_id=number)


def _opened(page: Page) -> Document:
    """A page that is no login. Raises `LoginExpired`."""
    doc = Document(page)
    if SignOn.on(doc) is not None:
        raise LoginExpired
    return doc


def understood(doc: Document, now: datetime, limited: bool) -> StatusPage:
    """The status page. Raises `LayoutChanged` for another page, and what `refuse_signs` raises."""
    if doc.page.status != 200:
        raise LayoutChanged(NAME, f"status {doc.page.status}")
    if not is_status(doc):
        refuse_signs(doc, now)
        raise LayoutChanged(NAME, "ステータス情報", skeleton=skeleton(doc))
    return StatusPage(doc, now, limited=limited)

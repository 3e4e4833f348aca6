"""The client of carriers that a person logs in to: in a browser of his own, or by cookies that he hands over.

It never logs in. Whatever a portal wants of a person is told to the person, and asked again at the next poll.
"""

from abc import abstractmethod
import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
import hashlib
from typing import ClassVar, override
from uuid import uuid4

from yarl import URL

from ..aside import aside, beside
from ..browser import Browser, browser_address
from ..carrier import Carrier, Credentials
from ..document import Document, Node
from ..errors import (
    AccountActionNeeded,
    Action,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    LoginExpired,
)
from ..forms import Form, form_with, submit
from ..keep import Fits, Keep, is_text, list_of
from ..model import Account, Line, Part, Problem
from ..offers import Meaning, Offer
from ..portal.client import LabelClient, Labelled
from ..source import Source
from ..web import Page, Web
from .cookies import read_cookies
from .proven import Proven

_LOOK = 2.0
_ASK = 30.0
"""Seconds between two looks at the tab in which a person may be logging in, and between two pages asked for beside it: he may
do it in another tab. Seldom, for a page that is asked for beside a login may begin that login anew."""
_BOUNCES = 3
"""So many looks in a row at a page of the login: a sign-on that only passes through it is over by then."""


class PersonClient(LabelClient):
    """One account.

    Keeps `browser` (the address of the person's browser) or `cookies` with `imported` (which export they are from),
    `account` (the first line's number, else a name of our own), `lines` (the numbers of all lines), and what was read by
    labels. `entrance` is a page that only a customer sees, so where a person is led to log in; `doors` are where figures
    are looked for by their labels.
    """

    lasting: ClassVar[frozenset[str]] = frozenset({"account", "lines"})
    keeps: ClassVar[Mapping[str, Fits]] = {
        **LabelClient.keeps,
        "browser": is_text,
        "imported": is_text,
        "lines": list_of(is_text),
    }
    meanings: ClassVar[frozenset[Meaning]] = frozenset({Meaning.REMAINING, Meaning.USED, Meaning.TOTAL})
    entrance: ClassVar[str]
    doors: ClassVar[tuple[str, ...]]

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._browser: Browser | None = None
        self._proven = Proven()

    @classmethod
    @override
    def check(cls, carrier: Carrier, credentials: Mapping[str, str]) -> None:
        if credentials.get("browser"):
            browser_address(credentials["browser"])

    # The person

    @override
    async def log_in(self, credentials: Credentials) -> None:
        """Note where the person's browser is, or take the cookies; nothing is asked of the carrier yet.

        Raises `LoginExpired` for cookies that were taken before, so are dead, and `Unusable` for those that cannot be.
        """
        if address := credentials.get("browser"):
            self._begin()
            self.keep["browser"] = str(browser_address(address))
        else:
            export = credentials.get("cookies", "")
            digest = hashlib.sha256(export.encode()).hexdigest()
            if not export or self.keep.get("imported") == digest:
                raise LoginExpired
            cookies = await beside(len(export), read_cookies, export, self.carrier.hosts, self.web.now())
            self._begin()
            for cookie in cookies:
                self.web.set_cookie(**cookie._asdict())
            self.keep["imported"] = digest
            self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

    def _begin(self) -> None:
        self.web.forget_cookies()
        for name in ("browser", "imported", "cookies"):
            self.keep.pop(name, None)

    @property
    @override
    def attended(self) -> bool:
        """Whether pages come from the person's browser, so that he mends there what a portal wants of him."""
        return "browser" in self.keep

    @override
    async def wait_for_person(self) -> None:
        """Show the portal in the person's browser, and return when somebody is logged in there.

        He may log in in the tab that opens, or in any other. Raises what the browser raises; ends when it is cancelled.
        """
        async with self._opened() as browser, browser.open_for_person(URL(self.entrance)) as watch:
            while True:
                for _ in range(int(_ASK / _LOOK)):
                    await asyncio.sleep(_LOOK)
                    page = await watch.page()
                    if page is not None and await aside(self._shows_in, page):
                        return
                if await aside(self._shows_in, await browser.get(self.entrance, expect=(503,))):
                    return

    def _shows_in(self, page: Page) -> bool:
        return self._is_in(Document(page))

    def _is_in(self, doc: Document) -> bool:
        if not self.web.declares(doc.url):
            return False
        try:
            return self.gate.admits(doc, strict=True)
        except CarrierError:
            return False

    def _opened(self) -> Browser:
        address = browser_address(self.keep["browser"])
        return Browser(address, self.carrier.hosts, now=self.web.now, recorder=self.web.recorder)

    # Pages

    @property
    @override
    def source(self) -> Source:
        return self.web if self._browser is None else self._browser

    @abstractmethod
    async def read_proven(self, parts: frozenset[Part]) -> Proven:
        """Read what pages of a known form tell of the parts. Raises what `gate` raises."""

    async def page(self, url: str, until: Callable[[Document], bool] | None = None) -> Document:
        """A page that only a customer sees; in a browser, as it is when `until` holds, or half a minute later.

        Raises what `gate` raises, and `LayoutChanged` where it shows something else.
        """
        if self._browser is None:
            page = await self.web.get(url, expect=(503,))
        else:
            page = await self._browser.get(url, expect=(503,), until=until and self._until(until))
        doc, admitted = await aside(self._judged, page)
        if not admitted:
            raise LayoutChanged(doc.name, "a customer's page")
        return doc

    def _judged(self, page: Page) -> tuple[Document, bool]:
        """A page, and whether it is a customer's."""
        doc = Document(page)
        return doc, self.gate.admits(doc, strict=True)

    async def chosen(
        self, doc: Document, name: str, option: str, button: str, *, until: Callable[[Document], bool] | None = None
    ) -> Document:
        """The page with another of its own options (a pull-down's, or a radio button's) chosen, and the button pressed.

        It is the only thing that is ever sent, and shows no more than it says. Raises `LayoutChanged` where option or
        button are not there just once, and what `page` raises.
        """
        if self._browser is not None:
            page = await self._browser.choose(name, option, button, until=until)
        else:
            form, value = await aside(_choice, doc, name, option)
            page = await submit(self.web, form, {name: value}, press=button)
        shown, _ = await aside(self._judged, page)
        return shown

    def _until(self, shown: Callable[[Document], bool]) -> Callable[[Document], bool]:
        """Whether there is nothing more to wait for: what was asked for is shown, or a page that is no customer's stays."""
        outside = 0

        def holds(doc: Document) -> bool:
            nonlocal outside
            outside = 0 if self._is_in(doc) else outside + 1
            return shown(doc) or outside >= _BOUNCES

        return holds

    @override
    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the parts, in the person's browser or by his cookies.

        Raises `AccountActionNeeded` where somebody has to log in in the browser, `LoginExpired` where the cookies are
        dead, `HumanCheckNeeded`, `ForeignAnswer` where another customer is logged in, and what pages raise.
        """
        if self.attended:
            try:
                async with self._opened() as self._browser:
                    return await self._read(parts)
            except LoginExpired:
                raise AccountActionNeeded(Action.LOG_IN) from None
            finally:
                self._browser = None
        if not self.keep.get("cookies"):
            raise LoginExpired
        try:
            return await self._read(parts)
        except LoginExpired:
            self.web.forget_cookies()  # nothing is asked before others are handed over
            self.keep["cookies"] = []
            await self.keep.save()
            raise

    async def _read(self, parts: frozenset[Part]) -> Account:
        self._proven = proven = await self.read_proven(parts)
        account_id = self._identified(proven.numbers)
        known: list[str] = self.keep.get("lines", [])
        labelled = await self._rest(account_id, parts & proven.unread, known) if proven.unread & parts else _NOTHING
        await self.keep.save()
        problems = (*proven.problems, *labelled.problems)
        lines = (
            self._lines(account_id, known, (*labelled.lines, *proven.lines))
            if parts & {Part.USAGE, Part.CONTRACT, Part.HISTORY}
            else ()
        )
        if not proven.bills and not labelled.bills and problems and not any(map(_tells, lines)):
            raise problems[0].error
        return Account(
            carrier=self.carrier.key,
            account_id=account_id,
            fetched_at=self.web.now(),
            lines=lines,
            bills=(*proven.bills, *labelled.bills),
            problems=problems,
        )

    def _identified(self, numbers: Collection[str]) -> str:
        """Whose pages these are. Raises `ForeignAnswer` if not the one's whose they were before."""
        account: str | None = self.keep.get("account")
        if numbers:
            if account is not None and account.isdigit() and account not in numbers:
                raise ForeignAnswer("another customer is logged in")
            self.keep["lines"] = list(numbers)
        if account is None:
            account = self.keep["account"] = next(iter(numbers), None) or uuid4().hex
        return account

    async def _rest(self, account_id: str, parts: frozenset[Part], known: Collection[str]) -> Labelled:
        """What no page of a known form tells."""
        self.keep.setdefault("doors", list(self.doors))
        try:
            return await self._by_labels(account_id, parts, known)
        except LayoutChanged as err:
            return Labelled((), (), tuple(Problem(part=part, error=err) for part in sorted(parts)))

    def _lines(self, account_id: str, known: list[str], told: Collection[Line]) -> tuple[Line, ...]:
        """The lines with all that is known of each; without any number, the one that the pages are about."""
        only = known[0] if len(known) == 1 else account_id
        found: dict[str, Line] = {number: Line(line_id=number, number=hyphened(number)) for number in known}
        for line in told:
            line_id = line.line_id or only
            if line_id in found or not known:
                found[line_id] = _joined(found.get(line_id, Line(line_id=line_id)), line)
        return tuple(found.values())

    # What a person is shown

    @property
    @override
    def offers(self) -> tuple[Offer, ...]:
        return (*self._proven.offers, *super().offers)

    @property
    @override
    def suggested(self) -> Mapping[str, str]:
        return {**super().suggested, **self._proven.suggested}


_NOTHING = Labelled((), (), ())


def _choice(doc: Document, name: str, option: str) -> tuple[Form, str]:
    """The form in which an option is chosen, and what is sent for it. Raises `LayoutChanged`."""
    return form_with(doc, name), _value_of(doc, name, option)


def _value_of(doc: Document, name: str, option: str) -> str:
    """What is sent for an option. Raises `LayoutChanged` unless there is one that is called so."""
    found = [
        node.attrs.get("value", node.text)
        for node in doc.find("option")
        if node.text == option and node.parent is not None and node.parent.attrs.get("name") == name
    ]
    found += [
        radio.attrs.get("value", "on")
        for radio in doc.find("input", type="radio", name=name)
        if f"{called(radio)} ".startswith(f"{option} ")
    ]
    if len(found) != 1:
        raise LayoutChanged(doc.name, option)
    return found[0]


def called(radio: Node) -> str:
    """What a radio button is called, and what else its label says."""
    label = next((node for node in radio.ancestors() if node.tag == "label"), None)
    return "" if label is None else label.text


def hyphened(number: str) -> str:
    """A mobile number as people write it."""
    return f"{number[:3]}-{number[3:7]}-{number[7:]}" if len(number) == 11 else number


def _joined(before: Line, line: Line) -> Line:
    """One line of what two pages tell of it; what the second one tells counts."""
    told = {
        name: value
        for name in Line.__dataclass_fields__
        if (value := getattr(line, name)) not in (None, ()) and name not in {"line_id", "number"}
    }
    return replace(before, **told)


def _tells(line: Line) -> bool:
    return any(value is not None for value in (line.used, line.remaining, line.total)) or bool(line.daily)

"""Requests to the portal, and what kind of page came back. Protocol: docs/carriers/softbank.md, 3.1, 3.2, 3.4 and 8."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import NoReturn

from yarl import URL

from ..aside import aside
from ..document import Document
from ..errors import AccountActionNeeded, Action, CannotConnect, ForeignAnswer, LayoutChanged
from ..forms import Form, form_with, forms
from ..reading import plain
from ..signs import Kind, Rules, Sign, signs
from ..skeleton import skeleton
from ..web import Page, Web
from .brand import Brand, other, wrong_brand

_HEADERS = {
    # A normal desktop browser's: the portal is said to look at it, and this one was seen to work (sheet, 3.1).
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
}
_CANCELLED = "AuthenticationImpossibleCanceledException"
_HAND_OVER = "webLink"
_NUMBER_TAB = "携帯電話番号でログイン"
_UNAVAILABLE = 503
_FIRST_ERROR = 400


class Where(Enum):
    """Where an answer leaves us."""

    CODE = auto()
    HAND_OVER = auto()
    INSIDE = auto()
    OUTSIDE = auto()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page, and where it leaves us. `sign` is the one of the code page."""

    doc: Document
    where: Where
    sign: Sign | None = field(default=None, repr=False)


class Door:
    """Asks one brand's hosts."""

    def __init__(self, web: Web, brand: Brand) -> None:
        self.web = web
        self.brand = brand

    async def open(self, url: str) -> Arrival:
        """GET an address. Raises what `judge` and `Web` raise; `WrongBrand` when it leads to the other brand."""
        try:
            page = await self.web.get(url, headers=_HEADERS, expect={_UNAVAILABLE})
        except ForeignAnswer as err:
            self._foreign(err)
        return await self._judged(page)

    async def send(
        self, form: Form, values: Mapping[str, str] | None = None, press: str | None = None, *, hosts: Collection[str]
    ) -> Arrival:
        """POST a form with all that is in it, to one of the given hosts only. Raises as `open`."""
        if form.action.host not in hosts:
            raise ForeignAnswer(f"{form.page}: a form for {form.action.host}", place=True)
        if form.method != "post" or form.enctype not in {"", "application/x-www-form-urlencoded"}:
            raise LayoutChanged(form.page, "form method")
        sent = form.filled(values, press)
        try:
            page = await self.web.post(str(form.action), form=sent, headers=_HEADERS, expect={_UNAVAILABLE})
        except ForeignAnswer as err:
            self._foreign(err)
        return await self._judged(page)

    async def number_form(self, arrival: Arrival) -> Form:
        """The form for number and password; where another stands first, behind the tab that leads to it (sheet, 3.1)."""
        if not any(form.has("telnum", "password") for form in forms(arrival.doc)):
            tab = await aside(address_of, arrival.doc, _NUMBER_TAB)
            if tab is not None:
                arrival = await self.open(tab)
        return await aside(form_with, arrival.doc, "telnum", "password", "ticket")

    async def _judged(self, page: Page) -> Arrival:
        return await aside(judge, page, self.brand, self.web.now())

    def _foreign(self, err: ForeignAnswer) -> NoReturn:
        if any(str(err).startswith(f"https://{host} ") for host in other(self.brand).hosts):
            raise wrong_brand(self.brand) from err
        raise err


def rules_of(brand: Brand) -> Rules:
    """What counts as which sign on a brand's pages; sheet, 3.2."""
    return Rules(identity_hosts=(brand.identity,))


def judge(page: Page, brand: Brand, now: datetime) -> Arrival:
    """Where an answer leaves us, in the order of the sheet's 3.2: text and title before address, status last.

    Raises `AccountActionNeeded`, `HumanCheckNeeded`, `Maintenance`, `WrongBrand`, `CannotConnect`, `LayoutChanged`.
    """
    doc = Document(page)
    seen = {sign.kind: sign for sign in signs(doc, rules_of(brand), now)}
    if Kind.CODE in seen:
        return Arrival(doc, Where.CODE, seen[Kind.CODE])
    if _CANCELLED in str(page.url):
        raise AccountActionNeeded(Action.CANCELLED_LINE)
    if (handed := _hand_over(doc, brand)) is not None:
        return Arrival(doc, handed)
    _stop(page, seen)
    if page.url.host != brand.identity:
        return Arrival(doc, Where.INSIDE)
    if {Kind.LOGIN, Kind.LOGIN_ERROR} & seen.keys() or "login.php" in page.url.path or doc.title.startswith("ログイン"):
        return Arrival(doc, Where.OUTSIDE)
    raise LayoutChanged("login", skeleton=skeleton(doc))


def _hand_over(doc: Document, brand: Brand) -> Where | None:
    """Whether this is the page that hands over to another host, and whether it hands over a login at all (3.4)."""
    found = forms(doc)
    if any(form.has("mfiv", brand.proof) for form in found):
        return Where.HAND_OVER
    if any(form.has("mfiv", other(brand).proof) for form in found):
        raise wrong_brand(brand)
    short = any(_HAND_OVER in {form.name, form.id} and len(form.names) < 2 for form in found)
    return Where.OUTSIDE if short else None


def _stop(page: Page, seen: Mapping[Kind, Sign]) -> None:
    """Raise what keeps everybody out."""
    for kind in (Kind.HUMAN, Kind.CONSENT, Kind.PASSWORD_CHANGE, Kind.MAINTENANCE):
        if kind in seen and (error := seen[kind].error()) is not None:
            raise error
    if page.status == _UNAVAILABLE:
        raise CannotConnect(f"{page.name} answered {page.status}", page.status)
    if page.status >= _FIRST_ERROR:
        raise LayoutChanged(page.name, f"status {page.status}")


def address_of(doc: Document, text: str) -> str | None:
    """Where the link of that text leads; None when a script has to know (`javascript:`, `#`)."""
    for node in doc.find("a"):
        href = node.attrs.get("href", "").strip()
        if not node.hidden and plain(text) in node.text and href and not href.startswith(("#", "javascript:")):
            return _joined(doc, href)
    return None


def _joined(doc: Document, href: str) -> str:
    try:
        return str(doc.url.join(URL(href)))
    except ValueError:
        raise LayoutChanged(doc.name, "an address") from None

"""docomo, ahamo and irumo: the client of a d account, into which only a person gets. Protocol: docs/carriers/docomo.md"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar, override

from yarl import URL

from .. import wire
from ..aside import aside
from ..document import Document
from ..errors import CarrierError, LayoutChanged
from ..keep import Fits, is_text
from ..labels import SO_MANY, key
from ..model import Account, Bill, BillState, Line, Month, Part, Problem
from ..offers import Meaning, Offer, OfferKind
from ..person.client import PersonClient
from ..person.gate import PersonGate
from ..person.proven import Proven
from ..portal.entrance import shows_figures
from ..web import Page
from . import bills, paid, usage
from .places import AHAMO_DATA, DAYS, EBILLING, MONTH, MY_DOCOMO, PAID, SMALL, gate

_LOGOUT = "ログアウト"

type Reads = tuple[str, Callable[[Document], bool], Callable[[Document, Any], usage.Told]]
_PAGES: Mapping[str, Reads] = {
    "gkyap001": (MONTH, usage.is_table, usage.read_month),
    "gkyap003": (SMALL, usage.is_small, usage.read_small),
    "my": (MY_DOCOMO, usage.is_drawn, usage.read_drawn),
}


class DocomoClient(PersonClient):
    """A d account with its lines.

    Keeps `usage` (the generation of the usage pages that was there last) and `bills` (those that do not change any more).
    """

    keeps: ClassVar[Mapping[str, Fits]] = {**PersonClient.keeps, "usage": is_text, "bills": wire.is_account}
    entrance: ClassVar[str] = EBILLING
    doors: ClassVar[tuple[str, ...]] = (MY_DOCOMO,)
    generations: ClassVar[tuple[str, ...]] = tuple(_PAGES)

    @property
    @override
    def gate(self) -> PersonGate:
        return gate(self.source)

    @override
    async def read_proven(self, parts: frozenset[Part]) -> Proven:
        found = Proven()
        if Part.BILLS in parts or not self.keep.get("lines"):
            found = await self._bills()
        if not parts & {Part.USAGE, Part.CONTRACT, Part.HISTORY}:
            return found
        alone = len(found.numbers or self.keep.get("lines", [])) < 2
        if parts & {Part.USAGE, Part.CONTRACT}:
            found = await self._usage(found, alone=alone)
        if Part.HISTORY in parts and self.keep.get("usage") == "gkyap001":
            found = await self._days(found, alone=alone)
        return found

    # Usage

    async def _usage(self, found: Proven, *, alone: bool) -> Proven:
        """What the first usage page of a known form tells, beginning with the one that was there last."""
        last = self.keep.get("usage")
        for name in sorted(self.generations, key=lambda one: one != last):
            url, fits, reads = _PAGES[name]
            doc = await self._perhaps(url, fits, late=url == MY_DOCOMO)
            if doc is None:
                continue
            self.keep["usage"] = name
            try:
                told = await aside(reads, doc, self.web.now())
                if not alone and any(not line.line_id for line in told.lines):
                    raise LayoutChanged(doc.name, "line")
            except LayoutChanged as err:
                return replace(found, problems=(*found.problems, Problem(part=Part.USAGE, error=err)))
            offers = tuple(Offer(label, text, OfferKind.VOLUME) for _, label, text in told.labels)
            suggested = {Meaning(meaning).value: label for meaning, label, _ in told.labels}
            return replace(
                found,
                lines=(*found.lines, *told.lines),
                offers=(*offers, *found.offers),
                suggested={**suggested, **found.suggested},
            )
        return replace(found, unread=frozenset({Part.USAGE, Part.CONTRACT}))

    async def _perhaps(self, url: str, fits: Callable[[Document], bool], *, late: bool = False) -> Document | None:
        """A page of a form that may be gone; None if it is. `late`: scripts draw its figures."""
        try:
            doc = await self.page(
                url, until=(lambda one: fits(one) or shows_figures(one, self.source)) if late else None
            )
        except LayoutChanged as err:
            if SO_MANY in err.missing:
                raise
            return None
        return doc if await aside(fits, doc) else None

    async def _days(self, found: Proven, *, alone: bool) -> Proven:
        try:
            doc = await self._perhaps(DAYS, usage.is_table)
            if doc is None:
                return found
            number, days = await aside(usage.read_days, doc, self.web.now())
            if not number and not alone:
                raise LayoutChanged(doc.name, "line")
        except LayoutChanged as err:
            return replace(found, problems=(*found.problems, Problem(part=Part.HISTORY, error=err)))
        return replace(found, lines=(*found.lines, Line(line_id=number, daily=days)))

    # Bills

    async def _bills(self) -> Proven:
        try:
            read, names = await self._ebilling()
        except LayoutChanged as err:
            return Proven(problems=(Problem(part=Part.BILLS, error=err),))
        whole = next((one.replace("-", "") for one in names), None) if len(names) == 1 else None
        if whole is None and bills.ALL not in names:
            marked = read
        else:
            marked = paid.marked(read, await self._payments(), whole if bills.ALL not in names else None)
        newest = next((bill for bill in marked if bill.line_id in {None, whole}), None) or next(iter(marked), None)
        offers = () if newest is None else (Offer("合計", f"{newest.amount:,} 円 ({newest.month})", OfferKind.YEN),)
        return Proven(
            bills=marked,
            numbers=bills.numbers(names),
            offers=offers,
            suggested={Meaning.BILL.value: "合計"} if offers else {},
        )

    async def _ebilling(self) -> tuple[tuple[Bill, ...], tuple[str, ...]]:
        """The bills, newest month first: what does not change any more is asked for once."""
        today = self.web.now().date()
        doc = await self.page(EBILLING, until=bills.is_there)
        first = await aside(bills.read, doc, today)
        assert first.bill.month is not None
        others = await aside(bills.tabs, doc, today)
        found = await self._of_month(doc, first)
        known = self._final()
        for month, url in others.items():
            if month == first.bill.month:
                continue
            if not any(bill.month == month for bill in known):
                page = await self.page(str(url), until=bills.is_there)
                known = (*known, *await self._of_month(page, await aside(bills.read, page, today, of=month)))
            found += tuple(bill for bill in known if bill.month == month)
        self._remember(found)
        return found, first.entries

    async def _of_month(self, doc: Document, first: bills.Shown) -> tuple[Bill, ...]:
        """The bills of all entries of the pull-down, as the page comes and by choosing the others one by one."""
        found = {first.entry: first.bill}
        for entry in first.entries:
            if entry in found or not bills.is_bill(entry):
                continue
            until = partial(bills.is_there, entry=entry)
            doc = await self.chosen(doc, bills.SELECT, entry, bills.BUTTON, until=until)
            shown = await aside(bills.read, doc, self.web.now().date(), entry=entry, of=first.bill.month)
            found[entry] = shown.bill
        return tuple(found[entry] for entry in first.entries if entry in found)

    def _final(self) -> tuple[Bill, ...]:
        kept = self.keep.get("bills")
        return () if kept is None else wire.load(kept).bills

    def _remember(self, found: tuple[Bill, ...]) -> None:
        final = tuple(bill for bill in found if bill.state is BillState.ISSUED)
        account = Account(carrier=self.carrier.key, account_id="", fetched_at=self.web.now(), bills=final)
        self.keep["bills"] = wire.dump(account)

    async def _payments(self) -> dict[tuple[Month, int], date]:
        """What was paid, where the person is logged in there too; it has a login of its own, and is asked for nothing."""
        try:
            page = await self.source.get(PAID, expect=(503,))
            return await aside(self._paid, page)
        except CarrierError:
            return {}  # whatever it wants, the bills themselves are read

    def _paid(self, page: Page) -> dict[tuple[Month, int], date]:
        doc = Document(page)
        if not self.gate.admits(doc, strict=True) or doc.url.host != URL(PAID).host:
            return {}
        if not any(key(node.text) == _LOGOUT for node in doc.find("a")):
            return {}
        return paid.payments(doc, self.web.now().date())


class AhamoClient(DocomoClient):
    """The same, for a line of ahamo: its data is on ahamo's own pages, of which nothing is known but their labels."""

    doors: ClassVar[tuple[str, ...]] = (AHAMO_DATA,)
    generations: ClassVar[tuple[str, ...]] = ()

"""au, UQ mobile and povo1.0: an au ID, into which only a person gets. Protocol: docs/carriers/au.md

Data is read by labels, for no source shows it; bills from the page on which they are downloaded, of which nothing is pressed
but the choice of a contract.
"""

from dataclasses import replace
from datetime import datetime
import re
from typing import ClassVar, override

from ..aside import aside
from ..document import Document, Node
from ..errors import AccountActionNeeded, Action, ForeignAnswer, HumanCheckNeeded, LayoutChanged
from ..model import Bill, BillState, Month, Part, Problem
from ..offers import Meaning, Offer, OfferKind
from ..person.client import PersonClient, called
from ..person.gate import PersonGate
from ..person.proven import Proven
from ..reading import Unreadable, month, yen
from ..skeleton import skeleton
from ..survey import survey_of
from . import LOGIN, PORTAL

_TOP = f"https://{PORTAL}/aus/hc-cs/lic/LIC0020001.hc"
_BILLS = f"https://{PORTAL}/aus/seikyu/download?agdt=1&DlCals=01"
_MEANINGS = (
    (re.compile("CCAE6104"), lambda: AccountActionNeeded(Action.PASSWORD)),
    (re.compile("利用可能なパスキーがありません"), HumanCheckNeeded),
)
_CLOSED = re.compile(r"^/maintenance|現在メンテナンスを行っております")
_OVERDUE = "支払期限が超過した未払い料金があります"
_MOBILE = re.compile(r"0[26-9]0-\d{4}-\d{4}", re.ASCII)
_VALUE = re.compile(r"\d+_(20\d{2})(\d{2})", re.ASCII)
_BILL = re.compile(r"(20\d\d年\d{1,2}月)ご請求分?\s*([-▲−]?[\d,]+円)", re.ASCII)
_PIN = "暗証番号"
_CONTRACT, _CHOOSE = "number", "選択"
_LABEL = "ご請求分"


class AuClient(PersonClient):
    """An au ID with its telephone contracts."""

    entrance: ClassVar[str] = _TOP
    doors: ClassVar[tuple[str, ...]] = (_TOP,)

    @property
    @override
    def gate(self) -> PersonGate:
        return PersonGate(
            source=self.source, outside=lambda doc: doc.url.host in LOGIN, meanings=_MEANINGS, closed=_CLOSED
        )

    @override
    async def read_proven(self, parts: frozenset[Part]) -> Proven:
        found = Proven(unread=frozenset({Part.USAGE, Part.CONTRACT}))
        if Part.BILLS not in parts and self.keep.get("lines"):
            return found
        top = await self.page(_TOP)
        numbers, late = await aside(_read_top, top, self.web.now())
        overdue = (Bill(month=None, amount=None, state=BillState.OVERDUE),) if late else ()
        try:
            named, bills = await self._bills()
        except LayoutChanged as err:
            problem = Problem(part=Part.BILLS, error=err)
            return replace(found, numbers=numbers, bills=overdue, problems=(problem,))
        newest = next(iter(bills), None)
        offers = () if newest is None else (Offer(_LABEL, f"{newest.amount:,} 円 ({newest.month})", OfferKind.YEN),)
        return replace(
            found,
            numbers=tuple(dict.fromkeys((*numbers, *named))),
            bills=(*overdue, *bills),
            offers=offers,
            suggested={Meaning.BILL.value: _LABEL} if offers else {},
        )

    async def _bills(self) -> tuple[tuple[str, ...], tuple[Bill, ...]]:
        """The telephone contracts that are named, and their bills: of each its own where one has to be chosen; sheet, 5.

        What is no telephone stands in the same list, and is left alone.
        """
        doc = await self.page(_BILLS)
        if not (choices := await aside(contracts, doc)):
            return await aside(_read_bills, doc)
        bills: list[Bill] = []
        for number in choices:
            doc = await self.chosen(await self.page(_BILLS), _CONTRACT, number, _CHOOSE)
            line_id = number.replace("-", "")
            _, told = await aside(_read_bills, doc, line_id)
            bills += [replace(bill, line_id=line_id) for bill in told]
        return tuple(number.replace("-", "") for number in choices), tuple(bills)


def _read_top(doc: Document, now: datetime) -> tuple[tuple[str, ...], bool]:
    """The lines that the first page names, and whether it says that a bill is overdue."""
    return survey_of(doc, now).numbers, _OVERDUE in doc.text


def _read_bills(doc: Document, line_id: str | None = None) -> tuple[tuple[str, ...], tuple[Bill, ...]]:
    """The contracts that a page names, and its bills: those of a chosen line, where there was a choice."""
    if line_id is not None:
        _check_contract(doc, line_id)
    return _numbers(doc), read_bills(doc)


def _check_contract(doc: Document, line_id: str) -> None:
    """Raise `ForeignAnswer` for the bills of another contract, and `LayoutChanged` where several are named."""
    named = set(_numbers(doc))
    if named and line_id not in named:
        raise ForeignAnswer("the bills of another contract than the chosen one")
    if named - {line_id}:
        raise _changed(doc, _CONTRACT, "two values")


def contracts(doc: Document) -> tuple[str, ...]:
    """The telephone numbers among which one has to be chosen, as they are written. Raises `LayoutChanged` if twice."""
    names = [called(radio).partition(" ")[0] for radio in doc.find("input", type="radio", name=_CONTRACT)]
    found = tuple(name for name in names if _MOBILE.fullmatch(name))
    if len(set(found)) < len(found) or (names and not found):
        raise _changed(doc, _CHOOSE)
    return found


def _numbers(doc: Document) -> tuple[str, ...]:
    """The telephone contracts that a page names, digits only."""
    return tuple(dict.fromkeys(match.replace("-", "") for line in doc.lines for match in _MOBILE.findall(line)))


def read_bills(doc: Document) -> tuple[Bill, ...]:
    """The bills that can be downloaded, newest first; sheet, 5. The month is that of use, one before that of the bill.

    Raises `LayoutChanged` where the contract's PIN has to be typed in first: that is not ours to do.
    """
    if doc.find("input", type="radio", name=_CONTRACT):
        raise _changed(doc, _CHOOSE)
    if any(node.attrs.get("maxlength") == "4" and not node.hidden for node in doc.find("input")) and _PIN in doc.text:
        raise _changed(doc, _PIN)
    radios = doc.find("input", type="radio", name="bill")
    if not radios:
        raise _changed(doc, _LABEL)
    bills = [_bill(doc, radio) for radio in radios]
    if len({bill.month for bill in bills}) < len(bills):
        raise _changed(doc, "month", "twice")
    return tuple(sorted(bills, key=lambda bill: bill.month or Month(0, 1), reverse=True))


def _bill(doc: Document, radio: Node) -> Bill:
    told, value = _BILL.fullmatch(called(radio)), _VALUE.fullmatch(radio.attrs.get("value", ""))
    if told is None or value is None:
        raise _changed(doc, _LABEL)
    try:
        billed, amount = month(told[1]), yen(told[2])
    except Unreadable as err:
        raise _changed(doc, _LABEL, err.what) from None
    if billed != (int(value[1]), int(value[2])):
        raise _changed(doc, "month", "two values")
    return Bill(month=billed.plus(-1), amount=amount, state=BillState.UNKNOWN)


def _changed(doc: Document, *why: str) -> LayoutChanged:
    return LayoutChanged(doc.name, *why, skeleton=skeleton(doc))

"""eビリング: what each line's month of use costs. Protocol: docs/carriers/docomo.md, 5.1 to 5.3"""

from datetime import date
import re
from typing import NamedTuple

from yarl import URL

from ..document import Document, Node, chosen
from ..errors import ForeignAnswer, LayoutChanged
from ..forms import links
from ..labels import key
from ..model import Bill, BillItem, BillState, Month
from ..reading import Unreadable, month, plain, yen
from ..skeleton import skeleton

SELECT, BUTTON = "root_GKFAGS001_DENWABANGOPULLDOWN", "root_GKFAGW001SubmitHyoujiPull"
ALL = "一括請求合計"
_MONTH = re.compile(r"(20\d\d年\d{1,2}月)ご利用分", re.ASCII)
_SHOWN = re.compile(r"表示中の電話番号[::]?\s*([0-9F][\d-]*)", re.ASCII)
_TOTAL = re.compile(r"◇合計\s*([-▲−]?[\d,]+円)", re.ASCII)
_WHOLE = re.compile(r"一括請求サービス合計額\s*([-▲−]?[\d,]+円)", re.ASCII)
_PART = re.compile(r"◇([^\d◇]+?)(?:\(計\))?\s*([-▲−]?[\d,]+円)", re.ASCII)
_TAB = re.compile(r"(\d{1,2})月", re.ASCII)
_NUMBER = re.compile(r"0[26-9]0-\d{4}-\d{4}", re.ASCII)
_FIXED = re.compile(r"F\d+", re.ASCII)
_FINAL_DAY = 20
"""From this day of the next month on, the figures of a month have been seen to stay (sheet, 5.3)."""


class Shown(NamedTuple):
    """What a page shows: the bill of one entry of the pull-down. `entries` are all of them, as they are written."""

    entries: tuple[str, ...]
    entry: str
    bill: Bill


def is_there(doc: Document, entry: str | None = None) -> bool:
    """Whether a total is there already: of that entry, if one was chosen. Both come late."""
    text = " ".join(doc.lines)
    number = _SHOWN.search(text)
    if entry is None:
        return bool(_TOTAL.search(text) or _WHOLE.search(text))
    if entry == ALL:
        return number is None and _WHOLE.search(text) is not None
    return number is not None and number[1] == entry and _TOTAL.search(text) is not None


def entries(doc: Document) -> tuple[str, ...]:
    """The pull-down: `一括請求合計`, numbers, fixed lines. Raises `LayoutChanged`."""
    return tuple(option.text for option in _select(doc).walk() if option.tag == "option")


def _select(doc: Document) -> Node:
    found = doc.find("select", name=SELECT)
    if len(found) != 1:
        raise _changed(doc, SELECT)
    return found[0]


def _changed(doc: Document, *why: str) -> LayoutChanged:
    return LayoutChanged(doc.name, *why, skeleton=skeleton(doc))


def read(doc: Document, today: date, *, entry: str | None = None, of: Month | None = None) -> Shown:
    """The bill on the page. `entry` and `of` are what was chosen: another line is `ForeignAnswer`, another month a change.

    Raises `LayoutChanged` also where the total is missing: that is never 0.
    """
    names, text = entries(doc), " ".join(doc.lines)
    option = next(iter(chosen(_select(doc))), None)
    number = _SHOWN.search(text)
    shown = number[1] if number else ALL
    if entry is not None and shown != entry:
        raise ForeignAnswer("the bill of another line than the one that was asked for")
    if shown not in names or (option is not None and option.text != shown):
        raise _changed(doc, "line")
    used_in = _month(doc, text)
    if of is not None and used_in != of:
        raise _changed(doc, "month", "changed")
    amount = _amount(doc, text, _WHOLE if shown == ALL else _TOTAL)
    bill = Bill(
        month=used_in,
        amount=amount,
        state=BillState.ISSUED if today >= used_in.plus(1).first.replace(day=_FINAL_DAY) else BillState.ESTIMATED,
        items=_items(text, amount),
        line_id=None if shown == ALL else shown.replace("-", ""),
    )
    return Shown(names, shown, bill)


def _month(doc: Document, text: str) -> Month:
    found = set(_MONTH.findall(text))
    try:
        [told] = {month(one) for one in found}
    except Unreadable, ValueError:
        raise _changed(doc, "month") from None
    return told


def _amount(doc: Document, text: str, pattern: re.Pattern[str]) -> int:
    found = set(pattern.findall(text))
    if len(found) != 1:
        raise _changed(doc, "合計", *(["two values"] if found else []))
    try:
        return yen(found.pop())
    except Unreadable as err:
        raise _changed(doc, "合計", err.what) from None


def _items(text: str, amount: int) -> tuple[BillItem, ...]:
    """The subtotals, if they make up the total; names of things that end in figures are none."""
    found = []
    for name, told in _PART.findall(text):
        label = plain(name).strip()
        if label != "合計":
            try:
                found.append(BillItem(label, yen(told)))
            except Unreadable:
                return ()
    return tuple(found) if found and sum(item.amount for item in found) == amount else ()


def tabs(doc: Document, today: date) -> dict[Month, URL]:
    """The addresses of the other months, newest first; none where they are no links."""
    found: dict[Month, URL] = {}
    for text, target in links(doc):
        told = _TAB.fullmatch(key(text))
        if told is None or target.host != doc.url.host or target.path != doc.url.path:
            continue
        moon = int(told[1])
        found.setdefault(Month(today.year - (moon > today.month), moon), target)
    return dict(sorted(found.items(), reverse=True))


def numbers(names: tuple[str, ...]) -> tuple[str, ...]:
    """The mobile numbers of a pull-down, digits only."""
    return tuple(name.replace("-", "") for name in names if _NUMBER.fullmatch(name))


def is_bill(name: str) -> bool:
    """Whether an entry of the pull-down is one that is understood."""
    return name == ALL or bool(_NUMBER.fullmatch(name) or _FIXED.fullmatch(name))

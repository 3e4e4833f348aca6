"""Bills, the estimate, and what was paid at once. Protocol: docs/carriers/povo.md, 5.

The notice at the top and the au ID's state hold personal data; neither is looked at.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ..errors import LayoutChanged
from ..model import TOKYO, Bill, BillItem, BillState, Month
from ..reading import Unreadable, month, plain, reading, whole

type Json = Mapping[str, Any]

PAGE = "bills"
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Bills:
    """What could be read of the document, section by section."""

    bills: tuple[Bill, ...]
    problems: tuple[LayoutChanged, ...]


def read_bills(content: Json, now: datetime, line_id: str | None) -> Bills:
    """All three sections. What was paid at once is the line's, of this month, and never the account's latest bill.

    Raises `LayoutChanged` when it is no document of bills.
    """
    if content.get("code") != 0 or isinstance(content.get("code"), bool):
        raise LayoutChanged(PAGE, "code")
    bills: list[Bill] = []
    problems: list[LayoutChanged] = []
    sections: tuple[Callable[[], Iterable[Bill]], ...] = (
        lambda: _past(content.get("past_bills")),
        lambda: _estimate(content.get("upcoming_bill")),
        lambda: _paid_at_once(content.get("instant_charges"), Month.of(now), line_id),
    )
    for section in sections:
        try:
            bills += section()
        except LayoutChanged as err:
            problems.append(err)
    return Bills(tuple(bills), tuple(problems))


def _past(section: Any) -> list[Bill]:
    entries = section.get("list") if isinstance(section, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise LayoutChanged(PAGE, "past_bills")
    found = [_bill(entry) for entry in entries]
    if len({bill.month for bill in found}) != len(found):
        raise LayoutChanged(PAGE, "past_bills", "month", "twice")
    return found


def _bill(entry: Json) -> Bill:
    """A past bill. Only `PAID` has ever been seen: of any other type nothing is known but the portal's own word for it."""
    amount = _yen(entry, "total")
    if entry.get("type") == "PAID":
        return Bill(month=_month(entry), amount=amount, state=BillState.PAID)
    word = _label(entry.get("subtitleSuffix")) or _label(entry.get("subtitle_suffix"))
    items = () if word is None else (BillItem(word, amount),)
    return Bill(month=_month(entry), amount=amount, state=BillState.UNKNOWN, items=items)


def _month(entry: Json) -> Month:
    """The month of use, which the title and the time both tell."""
    with reading(PAGE, "time"):
        stamp = whole(entry.get("time"))
        if stamp is None or not 0 < stamp < 10**14:
            raise Unreadable("time")
        told = Month.of((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stamp)).astimezone(TOKYO))
    with reading(PAGE, "title"):
        if month(str(entry.get("title")).split(" - ")[0]) != told:
            raise Unreadable("two values")
    return told


def _estimate(section: Any) -> list[Bill]:
    """The bill to come. For which month it will be is not told."""
    if section is None:
        return []
    if not isinstance(section, dict):
        raise LayoutChanged(PAGE, "upcoming_bill")
    amount = _yen(section, "total")
    return [Bill(month=None, amount=amount, state=BillState.ESTIMATED, items=_items(section.get("list")))]


def _paid_at_once(section: Any, current: Month, line_id: str | None) -> list[Bill]:
    if section is None or line_id is None:
        return []
    if not isinstance(section, dict):
        raise LayoutChanged(PAGE, "instant_charges")
    amount, items = _yen(section, "paid"), _items(section.get("list"))
    return [Bill(month=current, amount=amount, state=BillState.PAID, items=items, line_id=line_id)]


def _items(entries: Any) -> tuple[BillItem, ...]:
    """The rows; none unless each is whole yen: a rounded one would be wrong, and a list with one left out too."""
    found = []
    for entry in entries if isinstance(entries, list) else ():
        label = _label(entry.get("label")) if isinstance(entry, dict) else None
        try:
            amount = None if label is None else _money(entry.get("amount"))
        except Unreadable:
            return ()
        if label is None or amount is None:
            return ()
        found.append(BillItem(label, amount))
    return tuple(found)


def _label(value: Any) -> str | None:
    text = plain(value) if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST_LABEL else None


def _yen(content: Json, key: str) -> int:
    """A total, which is whole yen or not believed."""
    with reading(PAGE, key):
        amount = _money(content.get(key))
        if amount is None:
            raise Unreadable("number")
    return amount


def _money(value: Any) -> int | None:
    if not isinstance(value, dict):
        raise Unreadable("object")
    if value.get("postfix") != "JPY":
        raise Unreadable("unit")
    return whole(value.get("value"))

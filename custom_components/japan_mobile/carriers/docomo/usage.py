"""The usage pages of docomo, one reader for each generation. Protocol: docs/carriers/docomo.md, 4

A page counts only where it shows its month, or where no other month can be meant: until the ninth day the one before may
still stand there.
"""

from collections.abc import Iterator
from datetime import date, datetime
import re
from typing import NamedTuple

from ..document import Document, Node
from ..errors import LayoutChanged
from ..model import Cycle, DailyUsage, Line, Month, end_of_day
from ..moments import told_cycle
from ..reading import Unreadable, day_without_year, number, period, plain, scaled, volume
from ..skeleton import skeleton

GIGABYTE = 2**30
_UNITS = {"GB": GIGABYTE, "KB": 2**10}
_KILOBYTES = re.compile(r"\((\d{1,3}(?:,\d{3})*)\)", re.ASCII)
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日", re.ASCII)
_MOBILE = re.compile(r"0[26-9]0-?\d{4}-?\d{4}", re.ASCII)
_MONTH_NAMED = re.compile(r"(?:(?:20)?\d\d年)?\d{1,2}月(?!\d{1,2}日)", re.ASCII)
_FIRST_SURE_DAY = 10
_ROUNDING = GIGABYTE // 100
_SMALL = ("arrange-r", "bold", "mb_5")
_TOTAL_PLACE = 8


class Told(NamedTuple):
    """What a page told. `labels` are the values as a person may check them: meaning, label and text."""

    lines: tuple[Line, ...]
    labels: tuple[tuple[str, str, str], ...]


def _changed(doc: Document, *why: str) -> LayoutChanged:
    return LayoutChanged(doc.name, *why, skeleton=skeleton(doc))


# -- The table of the month, and that of three days


def is_table(doc: Document) -> bool:
    """Whether it is a page of gkyap001."""
    return bool(_tables(doc))


def _tables(doc: Document) -> list[Node]:
    return [node for node in doc.find("table", cls="charge-data01") if _within(node, "content")]


def _within(node: Node, name: str) -> bool:
    return any(one.attrs.get("id") == name for one in node.ancestors())


def read_month(doc: Document, now: datetime) -> Told:
    """What was used in the month of the table, to the KB, and until which day. Raises `LayoutChanged`."""
    text = _table(doc).text
    cycle = _told_period(doc, text, now.date())
    found = set(_KILOBYTES.findall(text))
    if len(found) != 1:
        raise _changed(doc, "used", "two values" if found else "empty")
    used = int(found.pop().replace(",", "")) * _UNITS["KB"]
    rough = set(re.findall(r"[\d,]+\.\d+\s*GB", text))
    if any(abs(_size(doc, one) - used) > _ROUNDING for one in rough) or len(rough) > 1:
        raise _changed(doc, "used", "two values")
    month = Cycle.month(Month.of(cycle.start))
    line = Line(line_id=_number(doc), cycle=month, used=used, as_of=end_of_day(cycle.end))
    return Told((line,), (("used", "ご利用データ量", next(iter(rough), f"{used // 2**10:,}KB")),))


def _table(doc: Document) -> Node:
    found = _tables(doc)
    if len(found) != 1:
        raise _changed(doc, "charge-data01", *(["two values"] if found else []))
    return found[0]


def _told_period(doc: Document, text: str, today: date) -> Cycle:
    """The days that the table is about: from the first of this month until today at most."""
    spans = {match[0] for match in re.finditer(r"[\d年月日/]+\s*[～〜~-]\s*[\d年月日/]+", text)}
    try:
        [cycle] = {period(plain(span), today) for span in spans}
    except Unreadable, ValueError:
        raise _changed(doc, "period") from None
    if cycle.start != Month.of(today).first or not cycle.start <= cycle.end <= today:
        raise _changed(doc, "period")
    return cycle


def read_days(doc: Document, now: datetime) -> tuple[str, tuple[DailyUsage, ...]]:
    """The line's number ("" where the page names none) and the days that are over, oldest first. Raises `LayoutChanged`."""
    found: dict[date, int] = {}
    for row in (node for node in _table(doc).walk() if node.tag == "tr"):
        cells = [cell for cell in row.elements if cell.tag in {"td", "th"}]
        if len(cells) < 2 or (told := _DAY.fullmatch(cells[0].text)) is None:
            continue
        day = day_without_year(int(told[1]), int(told[2]), now.date())
        if day in found or not 0 <= (now.date() - day).days <= 3:
            raise _changed(doc, "period")
        found[day] = _size(doc, cells[1].text, {"KB": _UNITS["KB"]})
    if not found:
        raise _changed(doc, "date")
    days = (DailyUsage(day=day, total=size) for day, size in sorted(found.items()) if day < now.date())
    return _number(doc), tuple(days)


# -- The page for small screens


def is_small(doc: Document) -> bool:
    """Whether it is gkyap003."""
    return bool(_elements(doc))


def _elements(doc: Document) -> list[Node]:
    return [node for node in doc.nodes if not node.hidden and set(_SMALL) <= set(node.classes)]


def read_small(doc: Document, now: datetime) -> Told:
    """What was used and what there is in all: the first and the ninth of its elements. Raises `LayoutChanged`."""
    found = _elements(doc)
    if len(found) <= _TOTAL_PLACE:
        raise _changed(doc, "total")
    cycle = _this_month(doc, now, needed=True)
    used, total = found[0].text, found[_TOTAL_PLACE].text
    line = Line(line_id=_number(doc), cycle=cycle, used=_size(doc, used), total=_size(doc, total))
    return Told((line,), (("used", "使用済み", used), ("total", "利用可能", total)))


# -- My docomo


def is_drawn(doc: Document) -> bool:
    """Whether it is My docomo in one of the forms that are known, its late parts drawn."""
    return bool(_own_number(doc) or _known(doc))


def read_drawn(doc: Document, now: datetime) -> Told:
    """What each line used; in the form of 2019 also what is left. Raises `LayoutChanged`."""
    cycle = _this_month(doc, now, needed=False)
    several = [_of_several(doc, node) for node in doc.find(cls="data-list-inner") if not node.hidden]
    if several:
        lines = tuple(Line(line_id=number, cycle=cycle, used=used) for number, used, _ in several)
        if len({line.line_id for line in lines}) < len(lines):
            raise _changed(doc, "line", "two values")
        return Told(lines, (("used", "データ量", several[0][2]),))
    told = _known(doc)
    if not told:
        raise _changed(doc, "used")
    if len(told) > 2:
        raise _changed(doc, "used", "two values")
    sizes = [scaled(number(text.removesuffix("GB")), "GB", {"GB": GIGABYTE}) for text in told]
    line = Line(line_id=_number(doc), cycle=cycle, used=sizes[0], remaining=sizes[1] if len(sizes) > 1 else None)
    labels = [
        ("used", "使用済み", f"{told[0]}GB"),
        *([("remaining", "利用可能", f"{told[1]}GB")] if len(told) > 1 else []),
    ]
    return Told((line,), tuple(labels))


def _known(doc: Document) -> list[str]:
    """The figures of the generations: 2021, its successor of October, and 2019 (used, then left)."""
    first = [node for node in doc.find("span", cls="card-t-number") if _inside(node, "mydcm_data_data", "in-data-use")]
    then = [
        node
        for node in doc.find("span", cls="latest-area-foma-monthly-gb-value")
        if _within(node, "mydcm_data_month-03") and _within(node, "mydcm_data_month")
    ]
    bold = [node for node in doc.find(cls="card-t-number") if "t-bold" in node.classes and not node.hidden]
    if len(bold) == 2 and "color-blue" in bold[0].classes and "color-blue" not in bold[1].classes:
        return [node.text for node in bold]
    return [node.text for node in (first or then) if not node.hidden and re.fullmatch(r"[\d,]+(?:\.\d+)?", node.text)]


def _inside(node: Node, name: str, cls: str) -> bool:
    return _within(node, name) and any(cls in one.classes for one in node.ancestors())


def _own_number(doc: Document) -> list[Node]:
    return [node for node in doc.find(cls="data-list-inner") if not node.hidden]


def _of_several(doc: Document, node: Node) -> tuple[str, int, str]:
    numbers = [one.text for one in node.walk() if "mydcm_data_data-09" in one.classes]
    sizes = [one.text for one in node.walk() if "mydcm_data_data-10-1" in one.classes]
    if len(numbers) != 1 or len(sizes) != 1 or not _MOBILE.fullmatch(plain(numbers[0])):
        raise _changed(doc, "line")
    return plain(numbers[0]).replace("-", ""), _size(doc, sizes[0]), sizes[0]


# -- What they share


def _size(doc: Document, text: str, units: dict[str, int] = _UNITS) -> int:
    try:
        return volume(text, units)
    except Unreadable as err:
        raise _changed(doc, "used", err.what) from None


def _number(doc: Document) -> str:
    """The line that the page names, digits only; "" where it names none."""
    found = {match[0].replace("-", "") for line in doc.lines for match in _MOBILE.finditer(line)}
    if len(found) > 1:
        raise _changed(doc, "line", "two values")
    return next(iter(found), "")


def _this_month(doc: Document, now: datetime, *, needed: bool) -> Cycle:
    """The running month, if the page shows it, or if it can be about no other. Raises `LayoutChanged`."""
    today = now.date()
    told = set(_months(doc, today))
    here = Cycle.month(Month.of(today))
    if told - {here} or (not told and (needed or today.day < _FIRST_SURE_DAY)):
        raise _changed(doc, "period")
    return here


def _months(doc: Document, today: date) -> Iterator[Cycle]:
    for line in doc.lines:
        for match in _MONTH_NAMED.finditer(line):
            cycle = told_cycle(f"{match[0]}分", today)
            if cycle is not None:
                yield cycle

"""The HTML pages of IIJmio's member site into parts. Protocol: docs/carriers/iijmio.md, 4.4 and 5.2."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import batched
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import LayoutChanged
from ..model import BillItem, Month
from ..reading import day, month, plain, reading, volume, yen
from ..skeleton import showing, skeleton
from ..web import Page
from .parts import Used, line_code

_NUMBER = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}", re.ASCII)
_CONTRACT = re.compile(r"hd[a-z]\d{8}", re.ASCII)
_USED = ("高速通信利用量", "低速通信利用量")
_NOTHING = "データ利用はありません"
_ROWS = "table.viewdatatbl tr.viewdata-detail-row"
TAX = "消費税"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table[When: (date, Month)]:
    """One line's table of days or months, and what it says about whose it is."""

    line_id: str | None
    number: str | None
    contract: str | None
    csrf: str | None
    rows: tuple[Used[When], ...]
    problems: tuple[LayoutChanged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The page of one month's bill."""

    month: Month
    amount: int
    items: tuple[BillItem, ...]


def read_days(page: Page) -> tuple[Table[date], ...]:
    """All tables of `viewdailydata`. Raises `LayoutChanged` when there is none, or when it is another page."""
    return _tables(page, "viewdailydata", "対象日", day)


def read_months(page: Page) -> tuple[Table[Month], ...]:
    """All tables of `viewmonthlydata`. Raises `LayoutChanged` when there is none, or when it is another page."""
    return _tables(page, "viewmonthlydata", "対象月", month)


def _tables[When: (date, Month)](
    page: Page, name: str, head: str, read: Callable[[str], When]
) -> tuple[Table[When], ...]:
    with showing(page):
        blocks = LexborHTMLParser(page.text).css("div.viewdata")
        if not blocks:
            raise LayoutChanged(name, "div.viewdata")
        tables = tuple(_table(block, name, head, read) for block in blocks)
    for problem in (problem for table in tables for problem in table.problems):
        problem.skeleton = skeleton(page)
    return tables


def _table[When: (date, Month)](block: LexborNode, name: str, head: str, read: Callable[[str], When]) -> Table[When]:
    title = block.css_first("div.viewdata-title")
    shown = _text(title) if title else ""
    number, contract = _NUMBER.search(shown), _CONTRACT.search(shown)
    rows: list[Used[When]] = []
    problems: list[LayoutChanged] = [*_wrong_heads(block, name, head)]
    for row in [] if problems else block.css(_ROWS):
        try:
            rows.append(_row(row, name, head, read))
        except LayoutChanged as err:
            problems.append(err)
    if len({row.when for row in rows}) != len(rows):
        rows, problems = [], [*problems, LayoutChanged(name, head, "twice")]
    return Table(
        line_id=line_code(_input(block, "hdoCode")),
        number=number and number[0],
        contract=contract and contract[0],
        csrf=_input(block, "_csrf"),
        rows=tuple(rows),
        problems=tuple(problems[:1]),
    )


def _text(node: LexborNode | None) -> str:
    return "" if node is None else plain(node.text(separator=" "))


def _input(block: LexborNode, name: str) -> str | None:
    # HTML parsers keep the first of two `value` attributes, which is the one that counts.
    found = block.css_first(f'input[name="{name}"]')
    return found.attributes.get("value") or None if found else None


def _wrong_heads(block: LexborNode, name: str, head: str) -> list[LayoutChanged]:
    """Why the columns cannot be trusted. The third (slow data) may be missing, the others may not."""
    missing = [
        label
        for number, label in enumerate((head, *_USED), start=1)
        if (cell := block.css_first(f"td.viewdata-header{number}")) is None or _text(cell) != label
        if not (number == 3 and cell is None)
    ]
    return [LayoutChanged(name, *missing)] if missing else []


def _row[When: (date, Month)](row: LexborNode, name: str, head: str, read: Callable[[str], When]) -> Used[When]:
    with reading(name, head):
        when = read(_text(row.css_first("td")))
    nothing = row.css_first(".viewdata-detail-cell-none")
    if nothing is not None:
        if _NOTHING not in _text(nothing):
            raise LayoutChanged(name, _NOTHING)
        return Used(when=when, fast=0, slow=0, nothing=True)
    with reading(name, _USED[0]):
        fast = volume(_text(row.css_first("td.viewdata-detail-cell2")))
    slow_cell = row.css_first("td.viewdata-detail-cell3")
    if slow_cell is None:
        return Used(when=when, total=fast, fast=fast)
    with reading(name, _USED[1]):
        slow = volume(_text(slow_cell))
    return Used(when=when, total=fast + slow, fast=fast, slow=slow)


def read_detail(page: Page) -> Detail:
    """The page of one month's bill. Raises `LayoutChanged` for anything that is not as in the sheet."""
    name, tree = "detail", LexborHTMLParser(page.text)
    top = tree.css_first(".bill-detail-top")
    with reading(name, "bill-detail-top"):
        usage_month = month(_text(top).partition("利用分")[0])
    with reading(name, "bill-detail-price-num"):
        amount = yen(_text(tree.css_first(".bill-detail-price-num")))
    tables = tree.css("table.bill-detail-table")
    if not tables:
        raise LayoutChanged(name, "bill-detail-table")
    items = [item for table in tables for row in table.css("tr") if (item := _item(row, name)) is not None]
    tax = _tax(tree, name)
    return Detail(month=usage_month, amount=amount, items=(*items, *tax))


_NOT_ITEMS = frozenset({"bill-detail-table-plan", "bill-detail-table-label", "bill-detail-table-total"})


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _item(row: LexborNode, name: str) -> BillItem | None:
    if _NOT_ITEMS & set((row.attributes.get("class") or "").split()):
        return None
    cells = _cells(row)
    if len(cells) != 4:
        raise LayoutChanged(name, "item of 4 cells")
    label = next((line for part in cells[0].text(separator="\n").splitlines() if (line := plain(part))), None)
    if label is None:
        raise LayoutChanged(name, "item name")
    with reading(name, "item amount"):
        return BillItem(label, yen(_text(cells[3])))


def _tax(tree: LexborHTMLParser, name: str) -> tuple[BillItem, ...]:
    """The tax amounts as one item; none when the page shows none. Rows are pairs of label and amount, one or two."""
    found: list[int] = []
    for row in tree.css("table.bill-detail-tax tr"):
        cells = [_text(cell) for cell in _cells(row)]
        if len(cells) not in {2, 4}:
            raise LayoutChanged(name, "bill-detail-tax")
        with reading(name, TAX):
            found += [yen(amount) for label, amount in batched(cells, 2, strict=True) if TAX in label]
    return (BillItem(TAX, sum(found)),) if found else ()

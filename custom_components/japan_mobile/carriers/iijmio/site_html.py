"""The HTML pages of IIJmio's member site into parts. Protocol: docs/carriers/iijmio.md, 4.4 and 5.2.

Tables of usage are found by their heads. A bill is read by classes: its words are not known, the classes are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..document import Document, Node
from ..drawings import without_foreign_lists
from ..errors import LayoutChanged
from ..grids import Grid, grids
from ..labels import key
from ..model import BillItem, Month
from ..reading import day, month, plain, reading, volume, yen
from ..skeleton import showing, skeleton
from ..web import Page
from .parts import Used, line_code

_NUMBER = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}", re.ASCII)
_CONTRACT = re.compile(r"hd[a-z]\d{8}", re.ASCII)
_USED = ("高速通信利用量", "低速通信利用量")
_NOTHING = "データ利用はありません"
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
        doc = Document(page)
        found = [(grid, place) for grid in grids(doc) if (place := _heads(grid, head)) is not None]
        if not found:
            raise LayoutChanged(name, head)
        blocks = _blocks([grid.table for grid, _ in found], name, head)
        tables = tuple(
            _table(grid.rows[place:], block, name, head, read)
            for (grid, place), block in zip(found, blocks, strict=True)
        )
    for problem in (problem for table in tables for problem in table.problems):
        problem.skeleton = skeleton(page)
    return tables


def _heads(grid: Grid, head: str) -> int | None:
    """Which row of a table holds the column heads, or what is left of them."""
    wanted = {head, *_USED}
    return next((n for n, row in enumerate(grid.rows) if wanted & {key(cell.text) for cell in row}), None)


def _blocks(tables: list[Node], name: str, head: str) -> Iterator[Node]:
    """What each table stands in: as little as holds a line's code or number, and nothing of another table.

    Raises `LayoutChanged` for a table that holds another one.
    """
    for table in tables:
        others = {id(node) for other in tables if other is not table for node in (other, *other.ancestors())}
        around = [node for node in (table, *table.ancestors()) if id(node) not in others]
        if not around:
            raise LayoutChanged(name, head, "a table in a table")
        named = [node for node in around if _inputs(node, "hdoCode") or _NUMBER.search(node.text)]
        coded = [node for node in around if _inputs(node, "hdoCode")]
        yield next(iter((*coded, *named, *around)))


def _table[When: (date, Month)](
    rows: list[list[Node]], block: Node, name: str, head: str, read: Callable[[str], When]
) -> Table[When]:
    codes = set(_inputs(block, "hdoCode"))
    numbers, contracts = (set(pattern.findall(block.text)) for pattern in (_NUMBER, _CONTRACT))
    found: list[Used[When]] = []
    problems: list[LayoutChanged] = [*_wrong_heads(rows[0], name, head)]
    if any(len(told) > 1 for told in (codes, numbers, contracts)):
        codes, numbers, contracts = set(), set(), set()
        problems.append(LayoutChanged(name, "line", "two values"))
    for row in [] if problems else rows[1:]:
        try:
            if len(set(row)) > 1:  # else it is a note across all columns
                found.append(_row(row, name, head, read))
        except LayoutChanged as err:
            problems.append(err)
    if len({row.when for row in found}) != len(found):
        found, problems = [], [*problems, LayoutChanged(name, head, "twice")]
    return Table(
        line_id=line_code(next(iter(codes), None)),
        number=next(iter(numbers), None),
        contract=next(iter(contracts), None),
        csrf=next(iter(_inputs(block, "_csrf")), None),
        rows=tuple(found),
        problems=tuple(problems[:1]),
    )


def _inputs(block: Node, name: str) -> list[str]:
    """The values of the inputs of that name. HTML parsers keep the first of two `value` attributes, which counts."""
    found = (
        node.attrs.get("value", "") for node in block.walk() if node.tag == "input" and node.attrs.get("name") == name
    )
    return [value for value in found if value]


def _wrong_heads(row: list[Node], name: str, head: str) -> list[LayoutChanged]:
    """Why the columns cannot be trusted: they stand in the sheet's order. The third (slow data) alone may be missing."""
    shown = [key(cell.text) for cell in row]
    expected = (head, *_USED)[: max(len(shown), 2)]
    if shown == list(expected):
        return []
    missing = [label for place, label in enumerate(expected) if shown[place : place + 1] != [label]]
    return [LayoutChanged(name, *(missing or ["columns"]))]


def _row[When: (date, Month)](row: list[Node], name: str, head: str, read: Callable[[str], When]) -> Used[When]:
    when_cell, fast_cell, *rest = row
    with reading(name, head):
        when = read(when_cell.text)
    if _NOTHING in key(fast_cell.text):
        return Used(when=when, fast=0, slow=0, nothing=True)
    if fast_cell in rest:
        raise LayoutChanged(name, _NOTHING)
    with reading(name, _USED[0]):
        fast = volume(fast_cell.text)
    if not rest:
        return Used(when=when, total=fast, fast=fast)
    with reading(name, _USED[1]):
        slow = volume(rest[0].text)
    return Used(when=when, total=fast + slow, fast=fast, slow=slow)


def _text(node: LexborNode | None) -> str:
    return "" if node is None else plain(node.text(separator=" "))


def read_detail(page: Page) -> Detail:
    """The page of one month's bill. Raises `LayoutChanged` for anything that is not as in the sheet."""
    name, tree = "detail", LexborHTMLParser(without_foreign_lists(page.text))
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

"""Tables as people read them: cells in rows and columns, with heads at the side or on top."""

from collections.abc import Iterator
import re

from .document import Document, Node
from .reading import pending
from .siblings import Piece

_WIDEST = 60


class Grid:
    """One table; a cell that spans several columns or rows stands in each of them."""

    def __init__(self, table: Node, rows: list[list[Node]]) -> None:
        self.table = table
        self.rows = rows

    def row_pairs(self) -> Iterator[tuple[Node, Node, str | None]]:
        """Head and value of each row that has its heads at the side; the value's text where a unit cell follows it."""
        heads = {number for number, row in enumerate(self.rows) if self._is_head(number, row)}
        for number, row in enumerate(self.rows):
            cells = list(dict.fromkeys(row))
            if number not in heads and len(cells) > 1:
                yield from _titled(cells) if any(cell.tag == "th" for cell in cells) else _untitled(cells)

    def blocks(self) -> Iterator[tuple[list[Node], list[list[Node]]]]:
        """Each row of column heads with the rows below it, up to the next one."""
        head: list[Node] | None = None
        body: list[list[Node]] = []
        for number, row in enumerate(self.rows):
            if self._is_head(number, row):
                if head and body:
                    yield head, body
                head, body = row, []
            elif head is not None and len(row) == len(head):
                body.append(row)
        if head and body:
            yield head, body

    def _is_head(self, number: int, row: list[Node]) -> bool:
        below = self.rows[number + 1] if number + 1 < len(self.rows) else []
        cells = list(dict.fromkeys(row))
        if not below or len(below) != len(row) or any(Piece.of(cell.text, cell).is_value for cell in cells):
            return False
        if len(cells) != len(row):  # a title across columns
            return False
        if all(cell.tag == "th" for cell in row):
            return any(cell.tag == "td" for cell in below)
        if any(cell.tag == "th" for cell in (*row, *below)):
            return False
        shown = [Piece.of(cell.text, cell) for cell in below]
        values = sum(piece.is_value or piece.is_when for piece in shown)
        return values == len(row) if len(row) < 3 else values > 0


def _titled(cells: list[Node]) -> Iterator[tuple[Node, Node, str | None]]:
    """Each `<th>` with the `<td>`s up to the next one."""
    starts = [number for number, cell in enumerate(cells) if cell.tag == "th"]
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        yield from _valued(cells[start], cells[start + 1 : end])


def _untitled(cells: list[Node]) -> Iterator[tuple[Node, Node, str | None]]:
    """A row without `<th>`: a label and its value, once or several times; anything else is no pair."""
    pieces = [Piece.of(cell.text, cell) for cell in cells]
    if pieces[0].is_value or not pieces[0].text:
        return
    if len(cells) == 2 or (len(cells) == 3 and pieces[2].is_unit):
        yield from _valued(cells[0], cells[1:])
    elif len(cells) % 2 == 0 and all(piece.is_label for piece in pieces[::2]):
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            yield label, value, None


def _valued(label: Node, values: list[Node]) -> Iterator[tuple[Node, Node, str | None]]:
    if len(values) == 2 and Piece.of(values[1].text, values[1]).is_unit:
        yield label, values[0], f"{values[0].text} {values[1].text}"
        return
    for value in answers(values):
        yield label, value, None


def answers(values: list[Node]) -> list[Node]:
    """What stands for a label: all that follows it, or its own cell alone where that holds words in place of a value."""
    return values[:1] if values and pending(values[0].text) else values


def _span(cell: Node, name: str) -> int:
    text = cell.attrs.get(name)
    if text is None or not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        return 1
    return min(max(int(text), 1), _WIDEST)


def _rows(table: Node) -> Iterator[Node]:
    for child in table.elements:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in child.elements if row.tag == "tr")


def _grid(table: Node) -> Grid:
    found: list[list[Node]] = []
    carried: dict[int, tuple[Node, int]] = {}
    for row in _rows(table):
        if row.hidden:
            continue
        line: list[Node] = []
        cells = [cell for cell in row.elements if cell.tag in {"td", "th"} and not cell.hidden]
        for cell in (*cells, None):
            while (held := carried.pop(len(line), None)) is not None:
                if held[1] > 1:
                    carried[len(line)] = (held[0], held[1] - 1)
                line.append(held[0])
            if cell is None:
                break
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    carried[len(line)] = (cell, down - 1)
                line.append(cell)
        found.append(line)
    return Grid(table, found)


def grids(doc: Document) -> Iterator[Grid]:
    """All visible tables of a page, nested ones too."""
    return (_grid(node) for node in doc.tagged("table") if not node.hidden)

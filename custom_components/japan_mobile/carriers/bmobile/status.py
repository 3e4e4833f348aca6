"""The status page: whose lines there are, which one is shown, and its figures. Protocol: docs/carriers/bmobile.md, 4."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
import re

from ..document import Document, Node
from ..errors import CarrierError, LayoutChanged
from ..model import Cycle, Line, Part, Problem
from ..outline import INLINE
from ..reader import Reader
from ..reading import Unreadable, joined, period, plain, unlimited, volume
from ..siblings import Form, form
from . import GIGABYTE

NAME = "status"
"""What errors call the page."""
HEADING = "ステータス情報"

_USED = "当月利用データ量"
_FAST = "高速通信"
_PLAN = "サービス名"
_UNITS = {"MB": 10**6, "GB": GIGABYTE}
"""The only units that a figure may name (sheet, 10)."""
_NO_PLAN = re.compile(rf"{_FAST}|{_USED}|(?:ません|でした|[中待。]|エラー)$|^[\W\d]*(?:[KMGT]B|円|%)?$")
"""What stands in place of a plan's name when the portal could not tell it, or put something else there."""
_TOUCHING = re.compile(r"(?<=\d) (?=\d)", re.ASCII)
_NUMBER = re.compile(r"0\d{9,13}", re.ASCII)
_LISTENER = re.compile(r"[?&]wicket:interface=(:\d{1,9}:[\w:.-]{1,80}::IOnChangeListener::)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chooser:
    """The line chooser (sheet, 4). `values` are what the page calls each line, by telephone number, in its order.

    `shown` is the line that the page is about. `listener` is the address of a change, where the page tells it.
    """

    name: str
    values: dict[str, str]
    shown: str
    listener: str | None

    def change(self, number: str) -> dict[str, str]:
        """The query that chooses a line. Without the page's own word: the first page of a web session."""
        listener = self.listener or f":1:{self.name}::IOnChangeListener::"
        return {"wicket:interface": listener, self.name: self.values[number]}


class StatusPage:
    """One status page, as if at the given time. `limited`: this brand states a limit (sheet, 4)."""

    def __init__(self, doc: Document, now: datetime, *, limited: bool) -> None:
        self.read = Reader(doc, now, gigabyte=GIGABYTE, name=NAME)
        self.chooser = _chooser(self.read)
        self._now = now
        self._limited = limited

    def line(self, known: Line | None) -> tuple[Line, tuple[Problem, ...]]:
        """The line that is shown; what could not be read safely is None, with a problem that says why.

        `known` is what was read of it before.
        """
        number = self.chooser.shown
        found = _Found(number)
        plan = found.get(Part.CONTRACT, self._plan)
        cells = found.get(Part.USAGE, lambda: _segments(self._cell()))
        used = limit = cycle = None
        if cells is not None:
            cycle = found.get(Part.USAGE, lambda: self._cycle(cells))
            # Of a period that is another's, or cannot be read, no figure counts; one that is not told proves nothing.
            if cycle is not None or not (any(map(_is_dated, cells)) or self._is_elsewhen()):
                used = found.get(
                    Part.USAGE, lambda: self._used(cells, known if known and known.cycle == cycle else None)
                )
                limit = found.get(Part.USAGE, lambda: self._limit(cells)) if self._limited else None
        line = Line(
            line_id=number,
            number=number,
            plan=plan,
            cycle=cycle,
            used=used,
            remaining=None if used is None or limit is None else max(limit - used, 0),
            total=limit,
            unlimited=None if limit is None else False,
        )
        return line, tuple(found.problems)

    def _is_elsewhen(self) -> bool:
        """Whether the page tells another time than the running month anywhere else."""
        try:
            self.read.refuse_elsewhen()
        except LayoutChanged:
            return True
        return False

    def _plan(self) -> str:
        lines = self.read.pair(_PLAN).lines
        if not lines:
            raise self.read.changed(_PLAN, "empty")
        if form(lines[0]) in {Form.WHEN, Form.UNIT} or unlimited(lines[0]) or _NO_PLAN.search(lines[0]):
            raise self.read.changed(_PLAN, "no name")
        return lines[0]

    def _cell(self) -> Node:
        place = self.read.pair(_USED).place
        cell = self.read.doc.at(place)
        if cell is None:  # the label is in a script, not in the page
            raise self.read.changed(_USED)
        return cell

    def _cycle(self, cells: list[str]) -> Cycle:
        dated = [cell for cell in cells if _is_dated(cell)]
        if len(dated) != 1:
            raise self.read.changed("period", *(["two values"] if dated else []))
        # Both days with their years, so that nothing has to be guessed.
        if len(re.findall(r"\d{4}\s*[年/.-]", dated[0])) != 2:
            raise self.read.changed("period", "date")
        today = self._now.date()
        cycle = self._parsed("period", lambda: period(_TOUCHING.sub("", dated[0]), today))
        if not cycle.start <= today <= cycle.end:
            raise self.read.changed("period", "today")
        return cycle

    def _used(self, cells: list[str], known: Line | None) -> int:
        own = [cell for cell in cells if _FAST in cell]
        if len(own) != 1:
            raise self.read.changed(_USED, "two values" if own else _FAST)
        return self._parsed(_USED, lambda: _used(own[0].replace(_FAST, "", 1), known))

    def _limit(self, cells: list[str]) -> int:
        # A piece is known for the limit only beside the one that says that it is what was used.
        if sum(_FAST in cell for cell in cells) != 1:
            raise self.read.changed("limit", _FAST)
        others = [cell for cell in cells if _FAST not in cell and not _is_dated(cell)]
        if len(others) != 1:
            raise self.read.changed("limit", *(["two values"] if others else []))
        return self._parsed("limit", lambda: _limit(others[0].removeprefix("/")))

    def _parsed[T](self, label: str, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except Unreadable as err:
            raise self.read.changed(label, err.what) from None


class _Found:
    """Values read one by one, so that one that cannot be read is a problem and not the end."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.problems: list[Problem] = []

    def get[T](self, part: Part, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except LayoutChanged as err:
            self.note(part, err)
            return None

    def note(self, part: Part, error: CarrierError) -> None:
        self.problems.append(Problem(part=part, error=error, line_id=self.number))


def is_status(doc: Document) -> bool:
    """Whether this is the status page: by its heading, or by the label of its figures (sheet, 3). No link counts."""
    headings = iter(doc.headings)
    return any(HEADING in node.text for node in headings) or any(_USED in line for line in doc.lines)


def _chooser(read: Reader) -> Chooser:
    """The one `<select>` whose options are telephone numbers; a page without any may show its number beside a label."""
    choosers = [(select, options) for select in _selects(read.doc) if (options := _options(select))]
    if not choosers:
        return Chooser(name="", values={(number := _digits(read.phone())): ""}, shown=number, listener=None)
    if len(choosers) > 1:
        raise read.changed("line chooser", "two values")
    [(select, options)] = choosers
    values: dict[str, str] = {}
    for number, option in options:
        values.setdefault(number, option.attrs.get("value", ""))
    marked = {number for number, option in options if "selected" in option.attrs}
    if len(values) == 1:
        marked = set(values)
    if len(marked) != 1:
        raise read.changed("line chooser", "chosen line")
    listener = _LISTENER.search(select.attrs.get("onchange", ""))
    name = select.attrs.get("name", "")
    if len(values) > 1 and not name:
        raise read.changed("line chooser", "name")
    return Chooser(name=name, values=values, shown=marked.pop(), listener=listener[1] if listener else None)


def _selects(doc: Document) -> Iterator[Node]:
    return (node for node in doc.find("select") if not node.hidden)


def _options(select: Node) -> list[tuple[str, Node]]:
    """The options with their telephone numbers; empty if one of them is something else."""
    found = [(_digits(option.text), option) for option in select.walk() if option.tag == "option"]
    return found if all(_NUMBER.fullmatch(number) for number, _ in found) else []


def _digits(text: str) -> str:
    return re.sub(r"[\s()-]", "", plain(text))


def _used(text: str, known: Line | None) -> int:
    """What was used. The portal counts in whole MB (sheet, 4): a whole number of GB is more likely a wrong unit.

    Unless so few MB cannot be, because more was used before.
    """
    size = volume(text, _UNITS)
    doubtful = size and not plain(text).upper().endswith("MB") and "." not in plain(text)
    if doubtful and (known is None or known.used is None or known.used <= size // 1000):
        raise Unreadable("unit")
    return size


def _limit(text: str) -> int:
    size = volume(text, _UNITS)
    if plain(text).upper().endswith("MB") and size % _UNITS["MB"]:
        raise Unreadable("unit")
    return size


def _segments(cell: Node) -> list[str]:
    """The texts of a cell's pieces, each as a person reads it. Pieces stand beside each other and never become one."""
    pieces = _pieces(cell)
    while len(pieces) == 1 and isinstance(inner := pieces[0][0], Node) and _holds_pieces(inner):
        pieces = _pieces(inner)
    return [text for _, text in pieces]


def _pieces(node: Node) -> list[tuple[Node | str, str]]:
    return [(child, text) for child in node.children if (text := _text(child))]


def _text(child: Node | str) -> str:
    text = ""
    for leaf in _leaves(child):
        # Figures that touch, each in an element of its own, may be one number or two.
        text += f" {leaf}" if text[-1:].isdigit() and leaf[:1].isdigit() else leaf
    return joined(text)


def _leaves(child: Node | str) -> Iterator[str]:
    if isinstance(child, str):
        yield child
    elif child.tag == "br" or not child.hidden:
        edge = [] if child.tag in INLINE else [" "]
        yield from edge
        for inner in child.children:
            yield from _leaves(inner)
        yield from edge


def _holds_pieces(node: Node) -> bool:
    """Whether an element is a mere wrapper: all its text stands in elements of its own."""
    return all(isinstance(child, Node) for child, _ in _pieces(node))


def _is_dated(cell: str) -> bool:
    return re.search(r"[年月日]|\d{4}\s*[/.-]\s*\d{1,2}", cell) is not None

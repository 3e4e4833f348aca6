"""Labels and values that stand beside each other without a table: `<p>残量</p><p>3.25GB</p>`, `残量：3.25GB`.

Texts are told apart by their form: a value is a number with or without a unit, a dash or 使い放題; a moment is a date,
a month, a period or a telephone number; a unit is a unit alone; a label is a short text without an amount in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
import re

from .document import HEADINGS, Node, is_inline
from .outline import INLINE
from .reading import PENDING, UNLIMITED, absent, joined, pending, unlimited

_UNIT = r"(?:[KMGT]i?B|ギガバイト|メガバイト|ギガ|メガ|円|パケット)"
_AMOUNT = (
    r"[-▲]?\s*¥?\s*-?\s*\d[\d,]*(?:\.\d+)?\s*"
    r"(?:[A-Za-z]{1,8}|%|円|ギガ(?:バイト)?|メガ(?:バイト)?|キロバイト|パケット|ポイント|回|分|秒|通|件|日|枚)?"
)
_NOTE = r"(?:\s*\([^()]*\))*"
_VALUE = re.compile(rf"(?:{_AMOUNT}(?:\s*[/|]\s*{_AMOUNT})?|[-–—―ー]+\s*{_UNIT}){_NOTE}", re.IGNORECASE)
_FIGURE_OR_DASH = re.compile(r"[-\d–—―‐−▲]")
_LONG_DASH = re.compile(r"(?<![ァ-ヶー])ー")
_BARE_UNIT = re.compile(rf"/?\s*{_UNIT}", re.IGNORECASE)
_WHEN = re.compile(
    r"[\d年月日/.\-:~〜–\s()火水木金土分時頃現在更新まで度]*\d[\d年月日/.\-:~〜–\s()火水木金土分時頃現在更新まで度]*"
)
_MOMENT = re.compile(r"[年月日/~〜時:]|\d[-/]\d")
_PHONE = re.compile(r"0\d{1,4}[- ]?\d{1,4}[- ]?\d{3,4}", re.ASCII)
_AMOUNT_INSIDE = re.compile(rf"\d\s*{_UNIT}|¥\s*\d", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(.{{1,40}}?[^\d.,¥\s\-])\s*:?\s*((?:{_AMOUNT})(?:\s*[/|]\s*{_AMOUNT})?{_NOTE}|[-–—―]+)", re.IGNORECASE
)
_AMOUNT_LABEL = re.compile(r"量|残|済み?$|料金|[金総]額|合計")
_LONGEST = 300
_LONGEST_LABEL = 40
_APART = frozenset({"tr", "table", "tbody", "thead", "tfoot", "dl", "select", "optgroup", "html", "head", "svg"})
_DECORATION = frozenset({"hr", "img", "input", "button", "script", "style", "wbr", "br", "col", "colgroup"})


class Form(Enum):
    """What a piece of text looks like."""

    VALUE = auto()
    WHEN = auto()
    UNIT = auto()
    LABEL = auto()
    EMPTY = auto()
    OTHER = auto()


@lru_cache(maxsize=4096)
def form(text: str) -> Form:
    """The form of a text that is `plain`."""
    if not text:
        return Form.EMPTY
    if len(text) > _LONGEST:
        return Form.OTHER
    text = joined(text)
    if _BARE_UNIT.fullmatch(text):
        return Form.UNIT
    phone = _PHONE.fullmatch(text) and len(text) > 9
    if not phone and (_VALUE.fullmatch(text) or absent(text) or unlimited(text)):
        return Form.VALUE
    if phone or (_WHEN.fullmatch(text) and _MOMENT.search(text)):
        return Form.WHEN
    short = len(text) <= _LONGEST_LABEL and not _AMOUNT_INSIDE.search(text)
    return Form.LABEL if short and any(sign.isalpha() for sign in text) else Form.OTHER


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with the element that it is shown in."""

    text: str
    node: Node
    form: Form

    @classmethod
    def of(cls, text: str, node: Node) -> Piece:
        """A text, its form found out."""
        return cls(text, node, form(text))

    @property
    def is_value(self) -> bool:
        """A number, a dash or 使い放題."""
        return self.form is Form.VALUE

    @property
    def is_unit(self) -> bool:
        """A unit alone."""
        return self.form is Form.UNIT

    @property
    def is_when(self) -> bool:
        """A date, a month, a period or a telephone number."""
        return self.form is Form.WHEN

    @property
    def is_label(self) -> bool:
        """A short text without an amount."""
        return self.form in {Form.LABEL, Form.WHEN}


type Beside = tuple[str, str, Node, str | None]
"""Kind, label, the element that holds the value, and the value's text where it is not just that element's."""


def is_telling(text: str) -> bool:
    """Whether a text holds a figure, a dash, or words in place of a value, as whatever tells a value or a time does."""
    return (
        _FIGURE_OR_DASH.search(text) is not None
        or UNLIMITED.search(text) is not None
        or PENDING.search(text) is not None
        or ("ー" in text and _LONG_DASH.search(text) is not None)
    )


def _inline(child: Node | str) -> bool:
    return isinstance(child, str) or is_inline(child)


def _items(node: Node) -> list[Piece]:
    """What follows each other in an element: its blocks, and its lines of running text."""
    found: list[Piece] = []
    running: list[str] = []
    for child in node.children:
        if not isinstance(child, str) and (child.hidden or child.tag in _DECORATION - {"br"}):
            continue
        if _inline(child) and not (isinstance(child, Node) and child.tag == "br"):
            running.append(child if isinstance(child, str) else child.raw)
            continue
        found += _line(running, node)
        running = []
        if isinstance(child, Node) and child.tag != "br":
            found.append(_block(child))
    return [*found, *_line(running, node)]


def _block(node: Node) -> Piece:
    """A block. Several lines are neither label nor value, but for an amount whose unit stands below it."""
    piece = Piece.of(node.text, node)
    whole = len(node.lines) < 2 or (piece.is_value and form(node.lines[-1]) is Form.UNIT)
    return piece if whole else Piece(piece.text, node, Form.OTHER)


def _line(running: list[str], node: Node) -> list[Piece]:
    text = joined("".join(running).strip())
    return [Piece.of(text, node)] if text else []


def beside(node: Node, *, empty: bool = True) -> Iterator[Beside]:
    """Pairs among the blocks and lines of an element; without `empty`, not each label that has nothing beside it."""
    if node.tag in _APART or any(child.tag in {"td", "th", "dt", "dd"} for child in node.elements):
        return
    if not empty and not is_telling(node.text) and _has_many(node):
        return
    items = _with_units(_items(node))
    if len(items) == 2 and items[0].form is Form.LABEL and (items[1].form is Form.LABEL or _is_name(items[1])):
        yield "beside", items[0].text, items[1].node, items[1].text
    run: list[Piece] = []
    for item in (*items, None):
        if item is not None and item.form is not Form.OTHER:
            run.append(item)
            continue
        yield from _paired(run)
        run = []


def _has_many(node: Node) -> bool:
    """Whether an element has more than two blocks, so that it is no label and a name, but a list such as a menu."""
    blocks = (one for one in node.elements if not one.hidden and one.tag not in INLINE and one.tag not in _DECORATION)
    return next(islice(blocks, 2, None), None) is not None


def _is_name(piece: Piece) -> bool:
    """Whether a text is a short name with an amount in it, such as a plan's."""
    return piece.form is Form.OTHER and len(piece.node.lines) < 2 and len(piece.text) <= _LONGEST_LABEL


def _with_units(items: list[Piece]) -> list[Piece]:
    """A number and the unit that follows it as one."""
    found: list[Piece] = []
    for item in items:
        if item.is_unit and found and found[-1].is_value and found[-1].text[-1:].isdigit():
            text = f"{found[-1].text} {item.text}"
            found[-1] = Piece.of(text, found[-1].node)
        else:
            found.append(item)
    return found


def _paired(run: list[Piece]) -> Iterator[Beside]:
    """Each label with the values after it; nothing at all where a value comes first, for then labels follow values."""
    shown = [piece for piece in run if piece.form is not Form.EMPTY]
    if not shown or shown[0].is_value or shown[0].is_unit or _is_turned(shown) or _is_axis(run):
        return
    label: Piece | None = None
    answered = emptied = stacked = False
    for piece in (*run, None):
        if piece is not None and piece.form is Form.EMPTY:
            emptied = label is not None and not answered
            if label is not None and answered and stacked:  # perhaps two labels before two values: doubtful
                yield "beside", label.text, label.node, ""
        elif piece is not None and label is not None and (piece.is_value or piece.is_unit or _answers(piece, answered)):
            yield "beside", label.text, piece.node, piece.text
            answered = True
        else:
            if label is not None and emptied and not answered:
                yield "beside", label.text, label.node, ""
            stacked = label is not None and not answered
            label, answered, emptied = piece, False, False


def _is_turned(shown: list[Piece]) -> bool:
    """Whether values may stand before their labels after a first text: then a label of an amount is left over."""
    if len(shown) < 4 or not shown[1].is_value:
        return False
    rest = [*shown[1:], None]
    return any(
        one is not None
        and one.form is Form.LABEL
        and _AMOUNT_LABEL.search(one.text) is not None
        and before is not None
        and before.is_value
        and (after is None or (after.form is Form.LABEL and not pending(after.text)))
        for before, one, after in zip(rest, rest[1:], [*rest[2:], None], strict=False)
    )


def _is_axis(run: list[Piece]) -> bool:
    """Whether a heading stands over a scale: one amount, and then something that is drawn."""
    if len(run) < 3 or not _is_heading(run[0].node):
        return False
    return run[1].is_value and run[2].form is Form.EMPTY


def _is_heading(node: Node) -> bool:
    return node.tag in HEADINGS


def _answers(piece: Piece, answered: bool) -> bool:
    return piece.is_when and not answered


def inline_pairs(node: Node) -> Iterator[Beside]:
    """Pairs in the running text of an element: `残量：3.25GB`, `残量 3.25GB`, or label and value in inline elements."""
    if node.tag in INLINE and node.parent is not None and node.parent.tag in INLINE:
        return
    line: list[Node | str] = []
    for child in (*node.children, None):
        if (
            child is not None
            and _inline(child)
            and not (isinstance(child, Node) and (child.tag == "br" or child.hidden))
        ):
            line.append(child)
        elif not (isinstance(child, Node) and child.hidden):
            yield from _in_line(line, node)
            line = []


def _in_line(line: list[Node | str], node: Node) -> Iterator[Beside]:
    text = joined("".join(part if isinstance(part, str) else part.raw for part in line).strip())
    if not text or len(text) > _LONGEST:
        return
    yield from _labelled(text, node)
    pieces = [Piece.of(joined(t), node) for part in line if (t := part if isinstance(part, str) else part.text).strip()]
    if len(pieces) == 2 and all(piece.form is Form.LABEL for piece in pieces):
        yield "beside", pieces[0].text, node, pieces[1].text


def _labelled(text: str, node: Node) -> Iterator[Beside]:
    colons = text.count(":")
    if colons == 1:
        label, _, value = (part.strip() for part in text.partition(":"))
        if label and value and not label[-1].isdigit() and len(label) <= _LONGEST_LABEL:
            yield "text", label, node, value
        return
    pieces = text.split() if colons > 1 else [text]
    if colons > 1 and any(piece.count(":") != 1 for piece in pieces):
        return
    for piece in pieces:
        if colons > 1:
            label, _, value = piece.partition(":")
            if label and value and not label[-1].isdigit():
                yield "text", label, node, value
        elif (match := _LABELLED.fullmatch(piece)) and form(match[1].strip()) is Form.LABEL:
            yield "text", match[1].strip(), node, match[2]

"""Label and value pairs of a page, however it lays them out. Which pair means what is for the caller to say.

A value is never taken by its position or class: only beside a label, in one of the forms that people read as a pair.
What could be read in two ways (two labels before two values, values before labels) gives no pair at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain, islice, pairwise
import re
import unicodedata

from .document import Document, Node, as_document
from .errors import LayoutChanged
from .grids import Grid, answers, grids
from .reading import plain
from .scripts import labelled, literals
from .siblings import Piece, beside, inline_pairs
from .surroundings import Surroundings
from .web import Page

_LABEL_UNIT = re.compile(r"(.*?)[(\[](?:単位:?)?(GB|MB|KB|円|パケット)[)\]]:?", re.IGNORECASE)
_LONGEST_LABEL = 60
_MOST = 20_000
"""A list of all calls of a busy month has some thousands of pairs; a page with more would take many seconds to look at."""
SO_MANY = "so many figures"


class Match(StrEnum):
    """How a label is compared with the one that is asked for."""

    EXACT = "exact"
    CONTAINS = "contains"
    STARTS = "starts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A value beside its label.

    `lines` is the value split at line breaks and blocks, `parts` the texts of its direct children. `kind` is one of
    row, column, definition, beside, text, script. `under` is the nearest heading above. `unit` is a unit that the
    label names (`使用量(MB)`). `advert` marks advertisements and price lists. `place` is a path of tags.
    """

    label: str
    text: str
    place: str
    kind: str
    lines: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    under: str = ""
    unit: str = ""
    advert: bool = False

    def says(self, label: str, match: Match = Match.EXACT) -> bool:
        """Whether its label is the asked one; a unit in the label need not be asked for."""
        asked, own = key(label), key(self.label)
        names = {own, key(unit[1])} if (unit := _LABEL_UNIT.fullmatch(own)) else {own}
        match match:
            case Match.EXACT:
                return asked in names
            case Match.CONTAINS:
                return asked in own
            case Match.STARTS:
                return own.startswith(asked)


type Wanted = Callable[[str], bool]
"""Whether a text, `plain`, may hold a pair that somebody is after: if a part of a text does, so does the whole."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A label as it is compared: normalised, without white space, invisible signs and a final colon."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf").rstrip(":")


def pairs(page: Page | Document, wanted: Wanted = bool, *, empty: bool = True) -> tuple[Pair, ...]:
    """All pairs of a page, advertisements marked: tables, definitions, labels beside values, labelled text, scripts.

    With `wanted`, of the labels beside values, the labelled text and the scripts only those in a text that is: a real portal's
    page is menus, nearly all of it. Raises LayoutChanged for a page with thousands. Without `empty`, labels in running text that have nothing beside them are not told.
    """
    doc = as_document(page)
    shown = list(islice(chain(_laid_out(doc), _beside(doc, Surroundings(), wanted, empty=empty)), _MOST + 1))
    if len(shown) > _MOST:
        raise LayoutChanged(doc.name, SO_MANY)
    found = (*shown, *_script_pairs(doc, wanted))
    return tuple(dict.fromkeys(pair for pair in found if 0 < len(pair.label) <= _LONGEST_LABEL))


def _laid_out(doc: Document) -> tuple[Pair, ...]:
    """The pairs of tables and definitions, which are the same for whatever label is asked."""
    if _laid_out not in doc.looks:
        around = Surroundings()
        found = chain(_table_pairs(doc, around), _definitions(doc, around))
        doc.looks[_laid_out] = tuple(islice(found, _MOST + 1))
    pairs_found: tuple[Pair, ...] = doc.looks[_laid_out]
    return pairs_found


def labelled_so(label: str) -> Wanted:
    """What may hold a pair of this label, whether it is the whole one that is asked for or a part."""
    asked = key(label)

    def wanted(text: str) -> bool:
        return asked in _squeezed(text)

    return wanted


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    """A text that is `plain` as `key` would have it."""
    bare = text.replace(" ", "")
    return bare if bare.isprintable() else key(text)


def rows(page: Page | Document, *heads: str) -> tuple[dict[str, Pair], ...]:
    """The body rows of all tables that have these column heads, by the heads as asked, in document order."""
    around = Surroundings()
    return tuple(found for grid in grids(as_document(page)) for found in _rows(grid, heads, around))


def _rows(grid: Grid, heads: tuple[str, ...], around: Surroundings) -> Iterator[dict[str, Pair]]:
    for head, body in grid.blocks():
        named = [[n for n, cell in enumerate(head) if key(cell.text) == key(asked)] for asked in heads]
        if any(len(columns) != 1 for columns in named):
            continue
        for row in body:
            if all(columns[0] < len(row) for columns in named):
                yield {
                    asked: _pair(head[column].text, row[column], "column", around)
                    for asked, (column,) in zip(heads, named, strict=True)
                }


def _pair(label: str, value: Node, kind: str, around: Surroundings, text: str | None = None) -> Pair:
    return _named(
        Pair(
            label=label,
            text=value.text if text is None else text,
            place=value.place,
            kind=kind,
            lines=value.lines if text is None else (text,),
            parts=value.parts,
            under=around.heading(value),
            advert=around.is_advert(value, label, value.text if text is None else text),
        )
    )


def _named(pair: Pair) -> Pair:
    unit = _LABEL_UNIT.fullmatch(key(pair.label))
    return replace(pair, unit=unit[2]) if unit else pair


def _table_pairs(doc: Document, around: Surroundings) -> Iterator[Pair]:
    for grid in grids(doc):
        for label, value, text in grid.row_pairs():
            yield _pair(label.text, value, "row", around, text)
        for head, body in grid.blocks():
            for row in body:
                for title, cell in zip(head, row, strict=False):
                    yield _pair(title.text, cell, "column", around)


def _definitions(doc: Document, around: Surroundings) -> Iterator[Pair]:
    """`<dt>` and the `<dd>`s that follow it, with or without wrappers."""
    label: Node | None = None
    values: list[Node] = []
    for node in (*(one for one in doc.tagged("dl", "dt", "dd") if not one.hidden), None):
        if node is not None and node.tag == "dd":
            values.append(node)
            continue
        if label is not None and values:
            yield from _defined(label, values, around)
        label, values = (node, []) if node is not None and node.tag == "dt" else (None, [])


def _defined(label: Node, values: list[Node], around: Surroundings) -> Iterator[Pair]:
    if len(values) == 2 and Piece.of(values[1].text, values[1]).is_unit:
        yield _pair(label.text, values[0], "definition", around, f"{values[0].text} {values[1].text}")
    else:
        for value in answers(values):
            yield _pair(label.text, value, "definition", around)


def _beside(doc: Document, around: Surroundings, wanted: Wanted, *, empty: bool) -> Iterator[Pair]:
    for node in doc.root.holding(wanted):
        if node.hidden or not node.children:
            continue
        for kind, label, value, text in (*beside(node, empty=empty), *inline_pairs(node)):
            yield _pair(label, value, kind, around, text)


def _script_pairs(doc: Document, wanted: Wanted) -> Iterator[Pair]:
    for number, code in enumerate(doc.scripts, start=1):
        if "\\" not in code and not wanted(plain(code)):  # what is written with backslashes may be anything
            continue
        for entries in literals(code):
            named = labelled(entries)
            for label, text in (*entries, *([named] if named else [])):
                yield _named(
                    Pair(label=label, text=plain(text), place=f"script[{number}]", kind="script", lines=(text,))
                )


def agree(found: tuple[Pair, ...]) -> bool:
    """Whether pairs say the same, white space aside."""
    return all(key(one.text) == key(other.text) for one, other in pairwise(found))

"""A parsed page as rows of plain values in document order: its elements and texts, what is hidden, and what is shown.

Rows are no objects: a real page has thousands of elements, nearly all of them menus, and making an object of each would
cost more than everything else, not least at the garbage collector. `document.py` makes them of those that are looked at.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
import re

from selectolax.lexbor import LexborNode

from .errors import LayoutChanged
from .vocabulary import words

INLINE = words(
    "a abbr b bdi bdo big button cite code data del dfn em font i img input ins kbd label mark nobr output q s samp select"
    " small span strike strong sub sup time tt u var wbr"
)
MARKS = frozenset({"sup", "sub"})
APART = MARKS | {"select"}
"""What shows something else than the texts below it, one after another."""
_RUNNING = INLINE | {"option"}
_UNSEEN = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "textarea", "svg", "datalist"}
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 250
NONE = -1


class Outline:
    """The rows of a page by number; the root is 0. Raises `LayoutChanged` for a page that is too deep.

    `ups` are the rows that they stand in, `ends` the rows after all that stand in them. What an element shows are the
    pieces from `starts` to `stops`, the end of a line being a piece of its own; what stands inside one of `APART` or is
    hidden with something around it has none of its own, which is told by `NONE`.
    """

    def __init__(self, source: LexborNode | None, name: str) -> None:
        self._source = source
        self._name = name
        self.tags: list[str] = []
        self.ups: list[int] = []
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.hidden = bytearray()
        self.texts: dict[int, str] = {}
        self.pieces: list[str] = []
        self.apart: list[int] = []
        """The rows of `APART` that are shown; each has one piece, which is empty until somebody fills it."""
        self.by_tag: dict[str, list[int]] = {}
        self._open: list[int] = []
        self._silent = NONE
        """The element inside which no text is shown as it stands; there is none most of the time."""
        self._places: dict[int, tuple[int, int]] = {}
        if source is None:
            self._opened("html", concealed=False)
            self._closed()
        else:
            self._read(source)

    def _read(self, source: LexborNode) -> None:
        concealed = _concealed(source)
        ids: list[int] = []
        for node in source.traverse(include_text=True):
            tag = node.tag or ""
            if tag == "-text" or tag[:1] not in "-!":
                around = None if (parent := node.parent) is None else parent.mem_id
                while ids and ids[-1] != around:
                    ids.pop()
                    self._closed()
                if tag == "-text":
                    self._text(node.text_content or "")
                else:
                    own = node.mem_id
                    ids.append(own)
                    self._opened(tag, concealed=own in concealed)
        while self._open:
            self._closed()

    def _row(self, tag: str) -> int:
        number = len(self.tags)
        self.tags.append(tag)
        self.ups.append(self._open[-1] if self._open else NONE)
        self.ends.append(number + 1)
        return number

    def _text(self, text: str) -> None:
        number = self._row("")
        self.texts[number] = text
        self.hidden.append(0)
        self.starts.append(NONE)
        self.stops.append(NONE)
        if self._silent == NONE:
            self.pieces.append(text.replace("\n", " "))

    def _opened(self, tag: str, *, concealed: bool) -> None:
        number = self._row(tag)
        hidden = concealed or tag in _UNSEEN or (number > 0 and self.hidden[self.ups[number]] == 1)
        self.hidden.append(hidden)
        self.by_tag.setdefault(tag, []).append(number)
        self._open.append(number)
        if len(self._open) > _DEEPEST + 1:
            raise LayoutChanged(self._name, f"a depth below {_DEEPEST}")
        if self._silent != NONE:
            self.starts.append(NONE)
            self.stops.append(NONE)
            return
        apart = tag in APART
        if hidden or apart:
            self._silent = number
        elif tag not in _RUNNING or tag == "br":
            self.pieces.append("\n")
        self.starts.append(len(self.pieces))
        if apart and not hidden:
            self.apart.append(number)
            self.pieces.append("")
        self.stops.append(len(self.pieces))

    def _closed(self) -> None:
        number = self._open.pop()
        self.ends[number] = len(self.tags)
        if self._silent in {NONE, number}:
            self._silent = NONE
            self.stops[number] = len(self.pieces)
            if self.tags[number] not in _RUNNING and not self.hidden[number]:
                self.pieces.append("\n")

    @cached_property
    def elements(self) -> list[int]:
        """The rows that are elements."""
        return [number for number, tag in enumerate(self.tags) if tag]

    @cached_property
    def _sources(self) -> list[LexborNode]:
        """The parsed elements, in the order of `elements`."""
        return [] if self._source is None else self._source.css("*")

    def attributes(self, number: int) -> dict[str, str | None]:
        """The attributes of an element."""
        if self._source is None:
            return {}
        return self._sources[bisect_left(self.elements, number)].attributes

    def shown(self, number: int) -> str | None:
        """What an element shows, its lines ended by line ends; None if it stands in what is apart."""
        start = self.starts[number]
        return None if start == NONE else "".join(self.pieces[start : self.stops[number]])

    def below(self, number: int) -> Iterator[int]:
        """The rows directly in an element."""
        row, end = number + 1, self.ends[number]
        while row < end:
            yield row
            row = self.ends[row]

    def place(self, number: int) -> tuple[int, int]:
        """Which of its siblings with the same tag an element is, from 1; and which of all children, from 0."""
        if number not in self._places:
            counts: dict[str, int] = {}
            for position, row in enumerate(self.below(self.ups[number])):
                nth = counts[self.tags[row]] = counts.get(self.tags[row], 0) + 1
                self._places[row] = nth, position
        return self._places[number]


def _concealed(root: LexborNode) -> frozenset[int]:
    """The elements that conceal themselves, by their ids."""
    told = ((node.mem_id, node.attributes) for node in root.css("[hidden], [style]"))
    return frozenset(
        place for place, attrs in told if "hidden" in attrs or _INVISIBLE.search(attrs.get("style") or "") is not None
    )

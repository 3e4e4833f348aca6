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
_KNOWN = INLINE | words(
    "article aside base body br caption dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 head header html iframe legend li"
    " link main meta nav ol option p script section style svg table tbody td textarea tfoot th thead title tr ul"
)
"""Tags that mean the same as selectors, and that most pages have many of."""
_UNSEEN = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "textarea", "svg", "x-svg", "datalist"}
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
        self._places: dict[int, tuple[int, int]] = {}
        self._steps: dict[int, dict[str, int]] = {}
        self._at: dict[str, int | None] = {}
        self._sources: dict[str, list[LexborNode]] = {}
        if source is None:
            self.tags, self.ups, self.ends, self.starts, self.stops = ["html"], [NONE], [1], [0], [0]
            self.hidden.append(0)
        else:
            self._read(source)
        self._at[self.tags[0]] = 0

    def _read(self, source: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915
        """Go through the page once.

        All in one, and with what is asked for thousands of times at hand: this is most of what it costs to read a page.
        """
        tags, ups, ends, starts, stops = self.tags, self.ups, self.ends, self.starts, self.stops
        hidden, texts, pieces, by_tag = self.hidden, self.texts, self.pieces, self.by_tag
        concealed = _concealed(source)
        ids: list[int] = []
        rows: list[int] = []  # the elements that are open, and above what they are called by the parser
        number = 0
        silent = NONE  # the element inside which no text is shown as it stands; none most of the time
        for node in source.traverse(include_text=True):
            tag = node.tag or "-"  # a processing instruction has none; a browser makes a comment of it
            is_text = tag == "-text"
            if not is_text and tag[0] in "-!":
                continue
            if number:
                around = node.parent.mem_id  # type: ignore[union-attr]
                while ids[-1] != around:
                    ids.pop()
                    done = rows.pop()
                    ends[done] = number
                    if silent in {NONE, done}:
                        silent = NONE
                        stops[done] = len(pieces)
                        if tags[done] not in _RUNNING and not hidden[done]:
                            pieces.append("\n")
                ups.append(rows[-1])
            else:
                ups.append(NONE)
            ends.append(number + 1)
            if is_text:
                texts[number] = text = node.text_content or ""
                tags.append("")
                hidden.append(0)
                starts.append(NONE)
                stops.append(NONE)
                if silent == NONE:
                    pieces.append(text.replace("\n", " "))
                number += 1
                continue
            own = node.mem_id
            unseen = own in concealed or tag in _UNSEEN or (number > 0 and hidden[rows[-1]] == 1)
            ids.append(own)
            rows.append(number)
            if len(rows) > _DEEPEST + 1:
                raise LayoutChanged(self._name, f"a depth below {_DEEPEST}")
            tags.append(tag)
            hidden.append(unseen)
            if tag in by_tag:
                by_tag[tag].append(number)
            else:
                by_tag[tag] = [number]
            if silent != NONE:
                starts.append(NONE)
            elif unseen:
                silent = number
                starts.append(len(pieces))
            elif tag in APART:
                silent = number
                starts.append(len(pieces))
                pieces.append("")
                self.apart.append(number)
            else:
                if tag not in _RUNNING:
                    pieces.append("\n")
                starts.append(len(pieces))
            stops.append(starts[-1])
            number += 1
        for done in reversed(rows):
            ends[done] = number
            if silent in {NONE, done}:
                silent = NONE
                stops[done] = len(pieces)

    @cached_property
    def elements(self) -> list[int]:
        """The rows that are elements."""
        return [number for number, tag in enumerate(self.tags) if tag]

    def attributes(self, number: int) -> dict[str, str | None]:
        """The attributes of an element."""
        if self._source is None:
            return {}
        tag = self.tags[number]
        # One tag at a time, for most of a page is links, and nobody asks after them. Of other names a selector may mean
        # more than those with that very name, or be none at all.
        kind, among = (tag, self.by_tag[tag]) if tag in _KNOWN else ("*", self.elements)
        if kind not in self._sources:
            self._sources[kind] = self._source.css(kind)
        return self._sources[kind][bisect_left(among, number)].attributes

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

    def at(self, place: str) -> int | None:
        """The element at a place such as `html/body/div[2]/p`; None if there is none."""
        if place not in self._at:
            around, _, step = place.rpartition("/")
            number = self.at(around) if around else None
            found = NONE if number is None else self._steps_in(number).get(step, NONE)
            self._at[place] = None if found == NONE else found
        return self._at[place]

    def step(self, number: int) -> str:
        """How the way to an element ends: its tag, and which of its siblings of that tag it is if not the first."""
        nth = self.place(number)[0]
        return self.tags[number] if nth == 1 else f"{self.tags[number]}[{nth}]"

    def place(self, number: int) -> tuple[int, int]:
        """Which of its siblings with the same tag an element is, from 1; and which of all children, from 0."""
        if number == 0:
            return 1, 0
        if number not in self._places:
            self._steps_in(self.ups[number])
        return self._places[number]

    def _steps_in(self, around: int) -> dict[str, int]:
        """The elements directly in one, by how the way to them ends."""
        if around not in self._steps:
            counts: dict[str, int] = {}
            found = self._steps[around] = {}
            for position, row in enumerate(self.below(around)):
                if tag := self.tags[row]:
                    nth = counts[tag] = counts.get(tag, 0) + 1
                    self._places[row] = nth, position
                    step = tag if nth == 1 else f"{tag}[{nth}]"
                    found[step] = NONE if step in found else row  # a tag may be called as the second of another is
        return self._steps[around]


def _concealed(root: LexborNode) -> frozenset[int]:
    """The elements that conceal themselves, by their ids."""
    told = ((node.mem_id, node.attributes) for node in root.css("[hidden], [style]"))
    return frozenset(
        place for place, attrs in told if "hidden" in attrs or _INVISIBLE.search(attrs.get("style") or "") is not None
    )

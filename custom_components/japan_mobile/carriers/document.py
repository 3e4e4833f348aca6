"""A page as a tree in which only what a person sees counts as text.

Text of inline elements runs together, so that `<b>3</b>.<span>25</span>GB` is `3.25GB`; blocks and `<br>` end a line.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode
from yarl import URL

from .errors import LayoutChanged
from .nesting import overgrown
from .reading import plain
from .vocabulary import words
from .web import Page

INLINE = words(
    "a abbr b bdi bdo big button cite code data del dfn em font i img input ins kbd label mark nobr output q s samp select"
    " small span strike strong sub sup time tt u var wbr"
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend"})
_UNSEEN = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "textarea", "svg", "datalist"}
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_MARKS = frozenset({"sup", "sub"})
_DEEPEST = 250


class Node:
    """An element. `nth` counts among the siblings of the same tag, from 1; `position` among all children, from 0."""

    __slots__ = (
        "_attrs",
        "_lines",
        "_parts",
        "_place",
        "_shown",
        "_source",
        "_text",
        "children",
        "hidden",
        "nth",
        "parent",
        "position",
        "tag",
    )

    def __init__(
        self, tag: str, source: LexborNode | None, parent: Node | None, nth: int, position: int, *, hidden: bool
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.nth = nth
        self.position = position
        self.hidden = hidden
        self.children: list[Node | str] = []
        self._source = source
        self._attrs: dict[str, str] | None = None
        self._lines: list[str] | None = None
        self._place: str | None = None
        self._text: str | None = None
        self._parts: tuple[str, ...] | None = None
        self._shown: tuple[str, ...] | None = None

    @property
    def attrs(self) -> dict[str, str]:
        """Its attributes; one without a value has an empty one. Most elements are never asked for theirs."""
        if self._attrs is None:
            told = {} if self._source is None else self._source.attributes
            self._attrs = {name: value or "" for name, value in told.items()}
        return self._attrs

    @property
    def elements(self) -> list[Node]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def classes(self) -> list[str]:
        """The names in the class attribute."""
        return self.attrs.get("class", "").split()

    @property
    def place(self) -> str:
        """The way to it from the root: `html/body/div[2]/p`. Free of anything that the page says."""
        if self._place is None:
            step = self.tag if self.nth == 1 else f"{self.tag}[{self.nth}]"
            self._place = step if self.parent is None else f"{self.parent.place}/{step}"
        return self._place

    @property
    def raw_lines(self) -> list[str]:
        """Visible text, one entry a line, blanks as they came."""
        if self._lines is None:
            self._lines = _lines(self)
        return self._lines

    @property
    def lines(self) -> tuple[str, ...]:
        """Visible text, one entry a line, each `plain`, none empty."""
        if self._shown is None:
            self._shown = tuple(line for raw in self.raw_lines if (line := plain(raw)))
        return self._shown

    @property
    def text(self) -> str:
        """Visible text in one line, `plain`."""
        if self._text is None:
            self._text = plain(" ".join(self.raw_lines))
        return self._text

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts of the direct children, none empty."""
        if self._parts is None:
            found = (plain(child) if isinstance(child, str) else child.text for child in self.children)
            self._parts = tuple(text for text in found if text)
        return self._parts

    def walk(self) -> Iterator[Node]:
        """This element and all below, in document order, hidden ones too."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.elements))

    def holding(self, wanted: Callable[[str], bool]) -> Iterator[Node]:
        """Those of this element and all below whose text is wanted, in document order.

        Of an element whose text is not, nothing below is either; but a `<select>` shows only what is chosen in it.
        """
        stack = [self]
        while stack:
            node = stack.pop()
            if wanted(node.text):
                yield node
            elif node.tag != "select":
                continue
            stack.extend(reversed(node.elements))

    def ancestors(self) -> Iterator[Node]:
        """The elements around it, from the inside."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def is_inline(node: Node) -> bool:
    """Whether its text runs on with its neighbours'."""
    return node.tag in INLINE and len(node.raw_lines) < 2


def _concealed(root: LexborNode) -> frozenset[int]:
    """The elements below that conceal themselves, by their ids."""
    told = ((node.mem_id, node.attributes) for node in root.css("[hidden], [style]"))
    return frozenset(
        place for place, attrs in told if "hidden" in attrs or _INVISIBLE.search(attrs.get("style") or "") is not None
    )


def chosen(select: Node) -> list[Node]:
    """The options of a `<select>` that are chosen; a browser takes the first where none is marked."""
    options = [node for node in select.walk() if node.tag == "option"]
    marked = [option for option in options if "selected" in option.attrs]
    if "multiple" in select.attrs:
        return marked
    return marked[-1:] or options[:1]


def _lines(node: Node) -> list[str]:
    if node.hidden:
        return [""]
    shown: list[Node | str] = [*chosen(node)] if node.tag == "select" else node.children
    lines = [""]
    for child in shown:
        if isinstance(child, str):
            lines[-1] += child
        elif child.tag == "br":
            lines.append("")
        elif child.hidden:
            continue
        elif child.tag in INLINE or child.tag == "option":
            first, *rest = child.raw_lines
            lines[-1] += first
            lines += rest
        else:
            lines += [*child.raw_lines, ""]
    if node.tag in _MARKS and lines[0].lstrip()[:1].isdigit():
        lines[0] = f"※{lines[0].lstrip()}"  # the number of a note, never a digit of the number before it
    return lines if len(lines) < 3 else [lines[0], *(line for line in lines[1:-1] if line.strip()), lines[-1]]


def _grown(source: LexborNode, name: str) -> Node:
    """Our tree of a parsed page."""
    concealed = _concealed(source)
    root = Node(source.tag or "", source, None, 1, 0, hidden=source.mem_id in concealed)
    stack: list[tuple[LexborNode, Node, int]] = [(source, root, 0)]
    while stack:
        origin, node, depth = stack.pop()
        if depth > _DEEPEST:
            raise LayoutChanged(name, f"a depth below {_DEEPEST}")
        counts: dict[str, int] = {}
        child = origin.first_child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                node.children.append(child.text_content or "")
            elif not tag.startswith(("-", "!")):
                nth = counts[tag] = counts.get(tag, 0) + 1
                hidden = node.hidden or tag in _UNSEEN or child.mem_id in concealed
                grown = Node(tag, child, node, nth, len(node.children), hidden=hidden)
                node.children.append(grown)
                stack.append((child, grown, depth + 1))
            child = child.next
    return root


def _as_with_scripts(text: str) -> str:
    """Without a `<noscript>` in the head: its blocks would stand in the page of a browser that runs no scripts."""
    head, body, rest = text.partition("<body")
    return _NOSCRIPT.sub("", head) + body + rest if body else text


class Document:
    """One parsed page. Raises `LayoutChanged` for one that would take too long."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url: URL = page.url
        self.name = page.name
        self.looks: dict[object, Any] = {}
        """What was made of the whole page once, by what it depends on besides."""
        text = page.text
        if (much := overgrown(text)) is not None:
            raise LayoutChanged(self.name, f"so many {much}")
        source = LexborHTMLParser(_as_with_scripts(text)).root
        self.root = Node("html", None, None, 1, 0, hidden=False) if source is None else _grown(source, self.name)

    @cached_property
    def nodes(self) -> list[Node]:
        """All elements, in document order."""
        return list(self.root.walk())

    @cached_property
    def _by_tag(self) -> dict[str, list[tuple[int, Node]]]:
        """All elements with their numbers, by tag."""
        found: dict[str, list[tuple[int, Node]]] = {}
        for number, node in enumerate(self.nodes):
            found.setdefault(node.tag, []).append((number, node))
        return found

    def tagged(self, *tags: str) -> list[Node]:
        """All elements with one of these tags, in document order, hidden ones too."""
        return [node for _, node in sorted(one for tag in tags for one in self._by_tag.get(tag, ()))]

    @cached_property
    def headings(self) -> tuple[Node, ...]:
        """The headings that a person sees."""
        return tuple(node for node in self.tagged(*HEADINGS) if not node.hidden)

    @cached_property
    def title(self) -> str:
        """The page's title, `plain`; "" without one."""
        found = next(iter(self.tagged("title")), None)
        return "" if found is None else plain("".join(child for child in found.children if isinstance(child, str)))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What a person reads, line by line."""
        return self.root.lines

    @property
    def text(self) -> str:
        """What a person reads, in one line."""
        return self.root.text

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The code of the scripts inside the page."""
        found = self.tagged("script")
        return tuple("".join(child for child in node.children if isinstance(child, str)) for node in found)

    def find(self, tag: str | None = None, *, cls: str | None = None, **attrs: str) -> list[Node]:
        """Elements by tag, by a name in their class and by attributes, hidden ones too."""
        return [
            node
            for node in (self.nodes if tag is None else self.tagged(tag))
            if (cls is None or cls in node.classes)
            and all(node.attrs.get(name) == value for name, value in attrs.items())
        ]


def as_document(page: Page | Document) -> Document:
    """The page, parsed unless it is already."""
    return page if isinstance(page, Document) else Document(page)

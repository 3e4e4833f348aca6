"""A page as a tree in which only what a person sees counts as text.

Text of inline elements runs together, so that `<b>3</b>.<span>25</span>GB` is `3.25GB`; blocks and `<br>` end a line.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser
from yarl import URL

from .drawings import without_foreign_lists
from .errors import LayoutChanged
from .nesting import overgrown
from .outline import INLINE, MARKS, NONE, Outline
from .reading import plain
from .web import Page

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend"})
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)


class Node:
    """An element, made when somebody looks at it. `number` tells where it stands in the page, the root being 0.

    `nth` counts among the siblings of the same tag, from 1; `position` among all children, from 0.
    """

    __slots__ = (
        "_attrs",
        "_children",
        "_parts",
        "_place",
        "_raw",
        "_shown",
        "_text",
        "_tree",
        "hidden",
        "number",
        "tag",
    )

    def __init__(self, tree: Tree, number: int) -> None:
        self._tree = tree
        self.number = number
        self.tag = tree.outline.tags[number]
        self.hidden = tree.outline.hidden[number] == 1
        self._attrs: dict[str, str] | None = None
        self._children: list[Node | str] | None = None
        self._place: str | None = None
        self._raw: str | None = None
        self._text: str | None = None
        self._parts: tuple[str, ...] | None = None
        self._shown: tuple[str, ...] | None = None

    @property
    def parent(self) -> Node | None:
        """The element around it; None for the root."""
        up = self._tree.outline.ups[self.number]
        return None if up == NONE else self._tree.node(up)

    @property
    def children(self) -> list[Node | str]:
        """The elements and texts directly in it."""
        if self._children is None:
            self._children = self._tree.below(self.number)
        return self._children

    @property
    def nth(self) -> int:
        """Which of its siblings of the same tag it is, from 1."""
        return self._tree.outline.place(self.number)[0]

    @property
    def position(self) -> int:
        """Which of its parent's children it is, texts counted, from 0."""
        return self._tree.outline.place(self.number)[1]

    @property
    def attrs(self) -> dict[str, str]:
        """Its attributes; one without a value has an empty one."""
        if self._attrs is None:
            told = self._tree.outline.attributes(self.number)
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
            step = self._tree.outline.step(self.number)
            self._place = step if self.parent is None else f"{self.parent.place}/{step}"
        return self._place

    @property
    def raw(self) -> str:
        """Visible text with blanks as they came, each line but the last with its end."""
        if self._raw is None:
            shown = self._tree.outline.shown(self.number)
            self._raw = "\n".join(_lines(self)) if shown is None else shown
        return self._raw

    @property
    def lines(self) -> tuple[str, ...]:
        """Visible text, one entry a line, each `plain`, none empty."""
        if self._shown is None:
            if "\n" in self.raw:
                self._shown = tuple(line for raw in self.raw.split("\n") if (line := plain(raw)))
            else:
                self._shown = (self.text,) if self.text else ()
        return self._shown

    @property
    def text(self) -> str:
        """Visible text in one line, `plain`."""
        if self._text is None:
            self._text = plain(self.raw)
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
        tags = self._tree.outline.tags
        return (self._tree.node(row) for row in range(self.number, self._tree.outline.ends[self.number]) if tags[row])

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


class Tree:
    """The elements of a page, each made once."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._nodes: dict[int, Node] = {}
        for number in outline.apart:
            outline.pieces[outline.starts[number]] = "\n".join(_lines(self.node(number)))

    def node(self, number: int) -> Node:
        """The element of that row."""
        found = self._nodes.get(number)
        # Two threads may ask at once: one may still be reading for who no longer waits.
        return self._nodes.setdefault(number, Node(self, number)) if found is None else found

    def below(self, number: int) -> list[Node | str]:
        """What is directly in an element."""
        texts = self.outline.texts
        return [texts[row] if row in texts else self.node(row) for row in self.outline.below(number)]


def is_inline(node: Node) -> bool:
    """Whether its text runs on with its neighbours'."""
    return node.tag in INLINE and "\n" not in node.raw


def chosen(select: Node) -> list[Node]:
    """The options of a `<select>` that are chosen; a browser takes the first where none is marked."""
    options = [node for node in select.walk() if node.tag == "option"]
    marked = [option for option in options if "selected" in option.attrs]
    if "multiple" in select.attrs:
        return marked
    return marked[-1:] or options[:1]


def _lines(node: Node) -> list[str]:
    """The lines of an element that shows something else than the texts below it, or that stands in one."""
    if node.hidden:
        return [""]
    shown: list[Node | str] = [*chosen(node)] if node.tag == "select" else node.children
    lines = [""]
    for child in shown:
        if isinstance(child, str):
            lines[-1] += child.replace("\n", " ")
        elif child.hidden:
            continue
        elif child.tag == "br":
            lines.append("")
        elif child.tag in INLINE or child.tag == "option":
            first, *rest = child.raw.split("\n")
            lines[-1] += first
            lines += rest
        else:
            lines += [*child.raw.split("\n"), ""]
    if node.tag in MARKS and lines[0].lstrip()[:1].isdigit():
        lines[0] = f"※{lines[0].lstrip()}"  # the number of a note, never a digit of the number before it
    return lines


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
        self._outline = Outline(LexborHTMLParser(without_foreign_lists(_as_with_scripts(text))).root, self.name)
        self._tree = Tree(self._outline)
        self.root = self._tree.node(0)

    @cached_property
    def nodes(self) -> list[Node]:
        """All elements, in document order."""
        return list(self.root.walk())

    def tagged(self, *tags: str) -> list[Node]:
        """All elements with one of these tags, in document order, hidden ones too."""
        found = self._outline.by_tag
        return [self._tree.node(number) for number in sorted(row for tag in tags for row in found.get(tag, ()))]

    def at(self, place: str) -> Node | None:
        """The element at a place, as `Node.place` tells it; None if there is none."""
        number = self._outline.at(place)
        return None if number is None else self._tree.node(number)

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

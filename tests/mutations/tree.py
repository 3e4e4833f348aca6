"""A page as a tree that can be changed and written again. Shares nothing with the readers, nor their mistakes."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
import re
from typing import override

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
INLINE = frozenset({"a", "b", "em", "font", "i", "small", "span", "strong"})
_CODE = frozenset({"script", "style"})
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


class Text:
    """A piece of text as it stands in the source, or a comment or doctype (`raw`), or a string of a script (`quoted`)."""

    def __init__(self, source: str, *, raw: bool = False, quoted: bool = False) -> None:
        self.source = source
        self.raw = raw
        self.quoted = quoted
        self.parent: Element | None = None

    def copy(self) -> Text:
        """The same text once more."""
        return Text(self.source, raw=self.raw, quoted=self.quoted)


class Element:
    """An element with its attributes as they stand in the source."""

    def __init__(self, tag: str, attrs: dict[str, str | None] | None = None, *children: Element | Text | str) -> None:
        self.tag = tag
        self.attrs = attrs or {}
        self.children: list[Element | Text] = []
        self.parent: Element | None = None
        for child in children:
            self.add(Text(child) if isinstance(child, str) else child)

    def add(self, child: Element | Text, place: int | None = None) -> None:
        """Put a child at a place, at the end if none is given."""
        child.parent = self
        self.children.insert(len(self.children) if place is None else place, child)

    def copy(self) -> Element:
        """The same element with all in it once more."""
        return Element(self.tag, dict(self.attrs), *(child.copy() for child in self.children))

    def remove(self) -> None:
        """Take it out of its parent."""
        assert self.parent is not None
        self.parent.children.remove(self)

    def swap_in(self, *others: Element | Text) -> None:
        """Put others in its place."""
        assert self.parent is not None
        place = self.parent.children.index(self)
        self.parent.children[place : place + 1] = others
        for other in others:
            other.parent = self.parent

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator[Element]:
        """This element and all below."""
        yield self
        for child in list(self.elements):
            yield from child.walk()

    def texts(self) -> Iterator[Text]:
        """The texts that a person may see, blank ones left out."""
        for child in list(self.children):
            if isinstance(child, Element):
                if child.tag not in _CODE and child.tag != "head":
                    yield from child.texts()
            elif not child.raw and child.source.strip():
                yield child

    @property
    def words(self) -> str:
        """What a person reads in it, without blanks."""
        return "".join("".join(text.source.split()) for text in self.texts())

    def find(self, test: Callable[[Element], bool]) -> list[Element]:
        """The elements below that pass a test."""
        return [element for element in self.walk() if element is not self and test(element)]

    def all(self, *tags: str) -> list[Element]:
        """The elements below with one of these tags."""
        return self.find(lambda element: element.tag in tags)

    def inside(self, *tags: str) -> bool:
        """Whether it stands in one of these."""
        place = self.parent
        while place is not None:
            if place.tag in tags:
                return True
            place = place.parent
        return False


class Tree(Element):
    """A whole page."""

    def __init__(self, *children: Element | Text | str) -> None:
        super().__init__("#page", None, *children)

    @classmethod
    def of(cls, source: str) -> Tree:
        """Parse a page. The simulated portals close what they open."""
        builder = _Builder()
        builder.feed(source)
        builder.close()
        return builder.tree

    @override
    def copy(self) -> Tree:
        return Tree(*(child.copy() for child in self.children))

    @property
    def body(self) -> Element:
        """The page's body."""
        return self.all("body")[0]

    def scripts(self) -> list[Text]:
        """The code of the page's scripts."""
        return [text for script in self.all("script") for text in script.children if isinstance(text, Text)]

    def strings(self) -> list[Text]:
        """What stands between double quotes in the page's scripts, each as a text of its own."""
        for script in self.all("script"):
            if len(script.children) == 1 and isinstance(script.children[0], Text):
                code, script.children = script.children[0].source, []
                for number, bit in enumerate(_QUOTED.split(code)):
                    quote = '"' if number % 2 else ""
                    for text in (Text(quote), Text(_shown(bit), quoted=True), Text(quote)) if quote else (Text(bit),):
                        script.add(text)
        return [text for text in self.scripts() if text.quoted]

    def __str__(self) -> str:
        out: list[str] = []
        _write(self, out)
        return "".join(out)


def _shown(string: str) -> str:
    """A string of a script as a person reads it; what is not ASCII need not be escaped."""
    return re.sub(
        r"\\u([0-9a-fA-F]{4})", lambda code: sign if (sign := chr(int(code[1], 16))) > "\x7f" else code[0], string
    )


def _write(node: Element | Text, out: list[str]) -> None:
    if isinstance(node, Text):
        out.append(node.source)
        return
    if node.tag != "#page":
        attrs = "".join(f" {name}" if value is None else f' {name}="{value}"' for name, value in node.attrs.items())
        out.append(f"<{node.tag}{attrs}>")
    for child in node.children:
        _write(child, out)
    if node.tag != "#page" and node.tag not in VOID:
        out.append(f"</{node.tag}>")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tree = Tree()
        self._open: list[Element] = [self.tree]

    def _text(self, source: str, *, raw: bool = False) -> None:
        last = self._open[-1].children[-1:]
        if last and isinstance(last[0], Text) and not last[0].raw and not raw:
            last[0].source += source
        else:
            self._open[-1].add(Text(source, raw=raw))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, str | None] = {}
        for name, value in attrs:  # the first of two counts
            told.setdefault(name, None if value is None else re.sub('"', "&quot;", value.replace("&", "&amp;")))
        element = Element(tag, told)
        self._open[-1].add(element)
        if tag not in VOID:
            self._open.append(element)

    @override
    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    @override
    def handle_data(self, data: str) -> None:
        self._text(data)

    @override
    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    @override
    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    @override
    def handle_comment(self, data: str) -> None:
        self._text(f"<!--{data}-->", raw=True)

    @override
    def handle_decl(self, decl: str) -> None:
        self._text(f"<!{decl}>", raw=True)

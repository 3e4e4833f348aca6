"""A page's structure as text that may be posted: enough to repair a reader, nothing of the person it was shown to.

Only what is on a list comes through: known tags, known words, units after digits, names made of words that portals use. Every
digit is a 9, every other run of text one `某`. One element a line, indented by depth:

    td.amount "9.99GB"
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from itertools import chain
import re

from .document import Document, Node, as_document
from .errors import CarrierError, LayoutChanged
from .reading import plain
from .scripts import literals
from .shape import shape
from .vocabulary import KEYS, NAMES, TAGS, TYPES, WORDS
from .web import Page

VOCABULARY = WORDS
_DOCTYPE = "<!doctype"
_SEEN_TAGS = frozenset(TAGS) - {"head", "script", "style"}
_WORD = r"(?:[A-Z]{1,6}|[A-Za-z]?[a-z]{1,14}(?:[A-Z][a-z]{1,12}){0,3})\d{0,2}"
_NAME = re.compile(rf"(?:{_WORD}|\d{{1,2}})(?:[-_]+(?:{_WORD}|\d{{1,2}})){{0,7}}", re.ASCII)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", re.ASCII)
_LONGEST_NAME = 48
LARGEST = 64_000
"""Bytes of a skeleton that an error carries: it is kept on disk and posted. The end of a longer one is left out."""
_VALUE_SIGNS = r"GB|MB|KB|パケット|円|年|月|日|時|分|%"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<number>¥?\s*\d+(?:[,./:~〜\-]\d+)*\s*(?:{_VALUE_SIGNS})?)"
    rf"|(?P<word>{'|'.join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))})"
    r"|(?P<unit>(?:GB|MB|KB|円|パケット)(?![A-Za-z]))|(?P<sign>[/|:~〜().,\[\]\-])"
)
_LINE = re.compile(
    r'( *)(?:"(.*)"|([a-z0-9]+)((?:[.#@][^\s"]+| hidden| selected| (?:name|type|colspan|rowspan)=[^\s"]+)*)(?: "(.*)")?)'
)
_MARKED = re.compile(r"([.#])([^\s.#]+)| (hidden|selected)| (name|type|colspan|rowspan)=(\S+)")


@lru_cache(maxsize=1024)
def masked(text: str) -> str:
    """A text with only the vocabulary and the shape of values left."""
    folded = re.sub(r"\s+", " ", _folded(text))
    found: list[str] = []
    place = 0
    for match in _TOKEN.finditer(folded):
        if match.start() > place:
            found.append("某")
        found.append(re.sub(r"\d", "9", match[0]) if match.lastgroup == "number" else match[0])
        place = match.end()
    if place < len(folded):
        found.append("某")
    return "".join(found)


def _folded(text: str) -> str:
    head, tail = text[:1].isspace(), text[-1:].isspace()
    folded = plain(text)
    return f"{' ' if head else ''}{folded}{' ' if tail and folded else ''}"


def masked_name(name: str) -> str:
    """A class, id or field name: its known words, digits as 9, everything else `x`."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        return "x"
    told = _NAME_PART.sub(_known, name)
    return "x" if set(told) <= set("xX-_") else told


def _known(part: re.Match[str]) -> str:
    if part[0].isdigit():
        return "9" * len(part[0])
    if len(part[0]) == 1 or part[0].lower() in NAMES:
        return part[0]
    return "X" if part[0].isupper() else "Xx" if part[0][0].isupper() else "x"


def skeleton(page: Page | Document, largest: int | None = LARGEST) -> str:
    """The page's skeleton, the same for the same page, cut after the last line with which it has at most that many bytes.

    Of JSON its `shape`, below the name of the page.
    """
    answer = page if isinstance(page, Page) else page.page
    lines: list[str] = []
    size = 0
    for line in _json(answer) or _html(as_document(page)):
        size += len(line.encode()) + 1
        if largest is not None and size > largest:
            break
        lines.append(line)
    return "\n".join(lines)


def _html(doc: Document) -> Iterator[str]:
    # Without it browsers and parsers nest some elements differently.
    if _DOCTYPE in doc.page.text[:1000].lower():
        yield _DOCTYPE
    yield from _element(doc.root, 0)


def _json(page: Page) -> Iterator[str] | None:
    if page.body.lstrip()[:1] not in {b"{", b"["}:
        return None
    try:
        content = page.json()
    except LayoutChanged:
        return None
    return chain((f"JSON {page.name}",), shape(content, masked))


def shown_on(page: Page | None, *errors: CarrierError) -> None:
    """Let errors that say what could not be read carry the skeleton of the answer in which it was looked for."""
    for err in errors:
        if page is not None and isinstance(err, LayoutChanged) and err.skeleton is None:
            err.skeleton = skeleton(page)


@contextmanager
def showing(page: Page) -> Iterator[None]:
    """Let every `LayoutChanged` that is raised meanwhile carry the page's skeleton."""
    try:
        yield
    except LayoutChanged as err:
        err.skeleton = err.skeleton or skeleton(page)
        raise


def _element(root: Node, depth: int) -> Iterator[str]:
    stack: list[tuple[Node | str, int]] = [(root, depth)]
    while stack:
        node, deep = stack.pop()
        indent = " " * deep
        if isinstance(node, str):
            if node.strip() or node == " ":
                yield f'{indent}"{masked(node)}"'
            continue
        head = f"{indent}{_start(node)}"
        if node.tag == "script":
            yield from (head, *(f'{indent} "{line}"' for line in _script("".join(map(str, _texts(node))))))
            continue
        texts = [child for child in node.children if not isinstance(child, str) or child.strip()]
        if node.tag in {"style", "textarea"}:
            yield head
        elif len(texts) == 1 and isinstance(texts[0], str):
            yield f'{head} "{masked(texts[0])}"'
        else:
            yield head
            stack.extend((child, deep + 1) for child in reversed(node.children))


def _texts(node: Node) -> list[str]:
    return [child for child in node.children if isinstance(child, str)]


def _start(node: Node) -> str:
    marks = [node.tag if node.tag in TAGS else "div"]
    marks += [f".{masked_name(name)}" for name in node.classes]
    if node.attrs.get("id"):
        marks.append(f"#{masked_name(node.attrs['id'])}")
    if node.hidden and not (node.parent and node.parent.hidden) and node.tag in _SEEN_TAGS:
        marks.append(" hidden")
    if "selected" in node.attrs:
        marks.append(" selected")
    if node.attrs.get("name"):
        marks.append(f" name={masked_name(node.attrs['name'])}")
    if node.attrs.get("type", "").lower() in TYPES:
        marks.append(f" type={node.attrs['type'].lower()}")
    marks += [
        f" {name}={node.attrs[name]}"
        for name in ("colspan", "rowspan")
        if re.fullmatch(r"[1-9]", node.attrs.get(name, ""))
    ]
    return "".join(marks)


def _script(code: str) -> Iterator[str]:
    """Object literals by their known keys, other keys as `x`, and the shape of each value."""
    for entries in literals(code):
        yield ", ".join(f"{name if name in KEYS else 'x'}={masked(value)}" for name, value in entries)


def from_skeleton(text: str) -> str:
    """A page with that skeleton, for a test of the reader that is to be repaired."""
    out: list[str] = []
    open_tags: list[tuple[int, str]] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        depth = len(match[1])
        while open_tags and open_tags[-1][0] >= depth:
            out.append(f"</{open_tags.pop()[1]}>")
        if match[3] is None:
            out.append(_rebuilt_text(match[2], open_tags))
            continue
        out.append(f"<{match[3]}{_attributes(match[4])}>")
        if match[5] is not None:
            out.append(escape(match[5], quote=False))
        open_tags.append((depth, match[3]))
    head = f"{_DOCTYPE} html>" if text.startswith(_DOCTYPE) else ""
    return head + "".join([*out, *(f"</{tag}>" for _, tag in reversed(open_tags))])


def _rebuilt_text(text: str, open_tags: list[tuple[int, str]]) -> str:
    if not open_tags or open_tags[-1][1] != "script":
        return escape(text, quote=False)
    entries = (entry.partition("=") for entry in text.split(", "))
    return "({" + ", ".join(f'"{name}": "{value}"' for name, _, value in entries) + "});"


def _attributes(marks: str) -> str:
    classes: list[str] = []
    found: list[str] = []
    for match in _MARKED.finditer(marks):
        if match[1] == ".":
            classes.append(match[2])
        elif match[1] == "#":
            found.append(f' id="{match[2]}"')
        elif match[3]:
            found.append(f" {match[3]}")
        else:
            found.append(f' {match[4]}="{match[5]}"')
    return (f' class="{" ".join(classes)}"' if classes else "") + "".join(found)

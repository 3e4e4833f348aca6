"""What stands around the fields of a page, found out once for each element: fields may be many, and deep in each other."""

import re
from typing import NamedTuple

from .document import Node

_TRAP_WORDS = frozenset({"hp", "honeypot", "honey", "hpot", "trap", "offscreen", "nospam", "antispam", "invisible"})
_NO_LETTERS = re.compile(r"[^a-z]+")
_OUT_OF_SIGHT = re.compile(
    r"(?:left|right|top|text-indent)\s*:\s*-\d{3,}|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|(?<![\w-])(?:width|height)\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)


class Enclosure(NamedTuple):
    """The nearest form and label that an element is or stands in, and the nearest cell up to the form; whether it is a trap."""

    form: Node | None = None
    label: Node | None = None
    cell: Node | None = None
    trap: bool = False


class Enclosures:
    """Those of the elements of one page."""

    def __init__(self) -> None:
        self._known: dict[Node, Enclosure] = {}

    def of(self, node: Node) -> Enclosure:
        """What stands around an element, itself included."""
        way: list[Node] = []
        place: Node | None = node
        while place is not None and place not in self._known:
            way.append(place)
            place = place.parent
        found = Enclosure() if place is None else self._known[place]
        for step in reversed(way):
            found = self._known[step] = _within(step, found)
        return found


def _within(node: Node, around: Enclosure) -> Enclosure:
    trap = around.trap or _is_trap(node)
    match node.tag:
        case "form":
            return Enclosure(node, around.label, None, trap)
        case "label":
            return Enclosure(around.form, node, around.cell, trap)
        case "td" | "dd":
            return Enclosure(around.form, around.label, node, trap)
        case _:
            return around if trap is around.trap else around._replace(trap=trap)


def _is_trap(node: Node) -> bool:
    """Whether a browser keeps an element from people: not only by what hides it, but by what moves it out of sight."""
    attrs = node.attrs
    named = f"{attrs.get('class', '')} {attrs.get('id', '')}"
    return (
        node.hidden
        or (named != " " and not _TRAP_WORDS.isdisjoint(_NO_LETTERS.split(named.lower())))
        or ("style" in attrs and _OUT_OF_SIGHT.search(attrs["style"]) is not None)
        or (attrs.get("tabindex", "").strip() == "-1" and node.tag == "input")
        or attrs.get("aria-hidden", "").lower() == "true"
    )

"""Drawings and formulas in a page, kept apart from the parser's lists.

The parser takes any element called `select` for a list of HTML, also one in a drawing, which has no room for what a list
has: an `option` in it makes it follow whatever lies behind, and the process ends. No portal puts a list into a drawing.
"""

import re

_FOREIGN = re.compile(r"<(/?)(svg|math)(?=[\s/>])", re.IGNORECASE)
_LISTED = re.compile(r"<(?:select|option)", re.IGNORECASE)
_ATTRIBUTES = r"(?:\s++[a-z_:][\w:.\-]*+(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++))?+)*+\s*+/?+>"
_PARTS = "g|path|rect|circle|ellipse|line|polyline|polygon|use|defs|text|tspan|lineargradient|radialgradient|stop|clippath|mask"
_PLAIN = re.compile(rf"<svg{_ATTRIBUTES}(?:[^<]++|</?(?:{_PARTS}){_ATTRIBUTES})*+</svg\s*+>", re.IGNORECASE)
"""A drawing that plainly ends before anything else begins. Whatever is written in another way counts as none."""


def without_foreign_lists(text: str) -> str:
    """The page, in which no list can stand in a drawing: where one might, drawings become elements that nobody knows."""
    if not _LISTED.search(text) or not _FOREIGN.search(text) or not _FOREIGN.search(_PLAIN.sub("", text)):
        return text
    return _FOREIGN.sub(r"<\1x-\2", text)

"""Key and value pairs of object literals in scripts: JSON, and the looser JavaScript that pages hold. Nothing is run."""

import json
import re

from .document import Document, as_document
from .json_text import whole
from .web import Page

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|`(?:[^`\\]|\\.)*`"""
    r"""|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))"""
    r"""|(?P<word>[^\W\d][\w$]*|\$[\w$]*)"""
    r"""|(?P<sign>[{}\[\]():,;?])|(?P<other>[^\s])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def _unquoted(text: str) -> str:
    """What a string says; U+FFFD for half of a sign, which nothing can be done with."""
    return whole(_escaped(text))


def _escaped(text: str) -> str:
    body = text[1:-1]
    if "\\" not in body:
        return body
    try:
        if text[0] == '"':
            return str(json.loads(text))
    except ValueError:
        pass
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPED.get(m[3], m[3]), body)


def _tokens(code: str) -> list[tuple[str, str]]:
    return [
        (match.lastgroup, _unquoted(match[0]) if match.lastgroup == "string" else match[0])
        for match in _TOKEN.finditer(code)
        if match.lastgroup
    ]


def literals(code: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """For each `{…}` in the order of their ends, its keys with scalar values: strings, numbers, true and false.

    A value counts only if a comma or the object's end follows, so `a: 1 + 2` is no value.
    """
    tokens = _tokens(code)
    found: list[tuple[tuple[str, str], ...]] = []
    open_objects: list[tuple[str, list[tuple[str, str]]]] = []
    for place, (kind, text) in enumerate(tokens):
        if kind != "sign":
            continue
        if text in "{[(":
            open_objects.append((text, []))
        elif text in "}])" and open_objects:
            opened, entries = open_objects.pop()
            if opened == "{" and text == "}" and entries:
                found.append(tuple(entries))
        elif text == ":" and open_objects and open_objects[-1][0] == "{":
            entry = _entry(tokens[place - 2 : place + 3] if place >= 2 else [])
            if entry is not None:
                open_objects[-1][1].append(entry)
    return tuple(found)


def _entry(around: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The key and value of `{ key : value ,`."""
    if len(around) < 5:
        return None
    before, key, _, value, after = around
    if before not in {("sign", "{"), ("sign", ",")} or key[0] not in {"string", "word", "number"}:
        return None
    if after not in {("sign", ","), ("sign", "}")}:
        return None
    if value[0] in {"string", "number"} or value in {("word", "true"), ("word", "false")}:
        return key[1], value[1]
    return None


_LABEL_KEYS = ("label", "name", "title")
_VALUE_KEYS = ("value", "amount", "text")


def labelled(entries: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    """Label and value of an object that names both, `{"label": "残量", "value": "3.25", "unit": "GB"}`; else None."""
    told = _settled(entries)
    labels = [told[key] for key in _LABEL_KEYS if key in told]
    values = [told[key] for key in _VALUE_KEYS if key in told]
    if len(labels) != 1 or len(values) != 1:
        return None
    return labels[0], f"{values[0]}{told.get('unit', '')}"


def script_objects(page: Page | Document) -> tuple[dict[str, str], ...]:
    """The object literals of a page's scripts. A key that one object gives two different values is left out."""
    return tuple(_settled(entries) for code in as_document(page).scripts for entries in literals(code))


def _settled(entries: tuple[tuple[str, str], ...]) -> dict[str, str]:
    values: dict[str, set[str]] = {}
    for key, value in entries:
        values.setdefault(key, set()).add(value)
    return {key: next(iter(known)) for key, known in values.items() if len(known) == 1}

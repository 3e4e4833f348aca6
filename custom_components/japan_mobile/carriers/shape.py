"""What JSON looks like, as text that may be posted: known keys, what kind of thing stands beside each, and nothing of whose it is.

One entry a line, indented by depth; of a list each kind of entry once; every run of digits one 9. A key that no sheet knows
has a `+`:

    packetInfo {}
      baseCapacity 9
      +baseRest null
    lines []
      {}
        label "データ残量"
        value "9.9GB"
"""

from collections.abc import Callable, Iterator
import re
from typing import Any

from .codes import told_code
from .vocabulary import ANSWER_KEYS, CODES, JSON_WORDS, KEYS, NAMES

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^A-Za-z\d]+")
_KEY = re.compile(r"[A-Za-z][A-Za-z_]{0,47}\d{0,2}", re.ASCII)
_MOST_PARTS = 9
_DEEPEST = 30
_CODE_KEY = re.compile(r"(?:result|status|error|err)_?code|error|status|code|(?:result|status|error|err)Code", re.ASCII)
"""Beside such a key stands what is wrong, in the portal's own code: not beside those of PINs, branches, members, and the like."""
_MOST_ENTRIES = 200
_LONGEST_TEXT = 2_000


def shape(content: Any, masked: Callable[[str], str]) -> Iterator[str]:
    """The lines; `masked` hides what a text says, but for words that portals use."""
    yield from _entry("", "", content, masked, 0)


def masked_key(key: str) -> str:
    """A key; one that no sheet knows after a `+`, and of it the known words, everything else `x`."""
    if key in ANSWER_KEYS | KEYS:
        return key
    parts = _PART.findall(key)
    if not _KEY.fullmatch(key) or len(parts) > _MOST_PARTS:
        return "+x"
    told = "".join(_part(part) for part in parts)
    return "+x" if set(told) <= set("xX_") else f"+{told}"


def _part(part: str) -> str:
    if part == "_":
        return part
    if part.isdigit():
        return "9"
    return part if part.lower() in NAMES | CODES | JSON_WORDS else "X" if part[0].isupper() else "x"


def _entry(head: str, key: str, value: Any, masked: Callable[[str], str], depth: int) -> Iterator[str]:
    indent = "  " * depth
    match value:
        case dict() | list() if depth >= _DEEPEST:
            yield f"{indent}{head}…"
        case dict():
            yield f"{indent}{head}{{}}"
            for name, inner in value.items():
                yield from _entry(f"{masked_key(name)} ", name, inner, masked, depth + 1)
        case list():
            yield f"{indent}{head}[]"
            kinds = dict.fromkeys(
                "\n".join(_entry("", key, inner, masked, depth + 1)) for inner in value[:_MOST_ENTRIES]
            )
            yield from (line for kind in kinds for line in kind.splitlines())
        case _:
            yield f"{indent}{head}{_scalar(key, value, masked)}"


def _scalar(key: str, value: Any, masked: Callable[[str], str]) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            code = told_code(value) if _CODE_KEY.fullmatch(key) else None
            return f'"{code or re.sub(r"9+", "9", masked(value[:_LONGEST_TEXT]))}"'
        case _:
            return "-9" if value < 0 else "9" if isinstance(value, int) else "9.9"

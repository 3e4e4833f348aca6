"""The codes that portals give for their failures: repeated only where they cannot be anybody's name or number."""

import re
from typing import Any

from .vocabulary import CODES, NAMES

_SHAPE = re.compile(r"[A-Za-z]{1,16}(?:[_.\-][A-Za-z]{1,16}){0,5}(?:[_.\-]?\d{1,4})?|\d{1,6}", re.ASCII)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+", re.ASCII)


def told_code(value: Any) -> str | None:
    """A code that may be told: `ERROR_CODE_041`, `bad_request`, `0098`; None for whatever else stands in its place."""
    code = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    known = _SHAPE.fullmatch(code) and all(
        len(word) == 1 or word.lower() in CODES | NAMES for word in _WORD.findall(code)
    )
    return code if known else None

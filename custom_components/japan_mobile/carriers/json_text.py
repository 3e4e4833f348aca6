"""JSON from outside as values that can be kept and sent on: no text of it holds half of a sign."""

import json
import re
from typing import Any

_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes half of a sign, which is nothing without the other half. Text that was decoded has no other way to."""


def load_json(source: bytes | str) -> Any:
    """The values that JSON holds, with U+FFFD for halves of signs: neither a file nor a header can hold those.

    Bytes are UTF-8, UTF-16 or UTF-32, with or without a mark that says so. Raises ValueError for what is no JSON or in
    another character set, RecursionError for what is nested too deep.
    """
    # Python's own reading of bytes lets halves of signs through as they are.
    text = source if isinstance(source, str) else source.decode(json.detect_encoding(source))
    content = json.loads(text)
    return json.loads(whole(json.dumps(content, ensure_ascii=False))) if _HALF_SIGN.search(text) else content


def whole(text: str) -> str:
    """A text whose halves of signs have become one sign where two of them fit, and U+FFFD elsewhere."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

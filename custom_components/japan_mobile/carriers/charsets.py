"""Bytes of a page as text, in one of the character sets that portals have."""

import re

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?+\s*+([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    # What pages call Shift_JIS is Microsoft's superset of it.
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "x-shift-jis": "cp932",
    "ms932": "cp932",
    "cp932": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
"""By the names that pages use. No other codec of Python's is asked for: one of them needs the square of a page's size."""


def decode(body: bytes, content_type: str = "") -> str:
    """Bytes of a page as text: the character set of the header, else of the page, else UTF-8, else cp932.

    What cannot be decoded becomes U+FFFD.
    """
    named = re.search(r"charset=[\"']?([\w:.-]{1,40})", content_type, re.IGNORECASE)
    meta = _META.search(body[:4096])
    wanted = named[1] if named else meta[1].decode("ascii") if meta else ""
    for codec in (_KNOWN.get(wanted.lower().replace("_", "-")), "utf-8"):
        try:
            if codec is not None:
                return body.decode(codec)
        except UnicodeError:
            continue
    return body.decode("cp932", errors="replace")

"""Bytes of a page as text, in one of the character sets that portals have."""

from encodings import normalize_encoding
from encodings.aliases import aliases
import re

_HEADER = re.compile(r"charset=[\"']?([\w:.-]{1,40})", re.ASCII | re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?+\s*+([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_OTHER_NAMES = {
    # What pages call Shift_JIS is Microsoft's superset of it.
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "x_shift_jis": "cp932",
    "cswindows31j": "cp932",
    "x_euc_jp": "euc_jp",
    "euc": "euc_jp",
    "eucjp_ms": "euc_jp",
    "cp51932": "euc_jp",
    "cseucpkdfmtjapanese": "euc_jp",
    "iso_2022_jp_ms": "iso2022_jp",
    "ascii": "utf_8",
}
"""Of what Python knows by another name or not at all, and of what is a part of another one."""
CODECS = frozenset({
    "utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be",
    "cp932", "shift_jis_2004", "shift_jisx0213", "euc_jp", "euc_jis_2004", "euc_jisx0213",
    "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext",
    "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "euc_kr", "cp949", "johab",
    "latin_1", "iso8859_2", "iso8859_15", "cp1250", "cp1251", "cp1252", "cp1254", "cp1258", "koi8_r", "cp874", "tis_620",
})  # fmt: skip
"""All that a page is decoded with, by the names of Python's modules. One of its others needs the square of a page's size."""


def decode(body: bytes, content_type: str = "") -> str:
    """Bytes of a page as text: the character set of the header, else of the page, else UTF-8, else cp932.

    What cannot be decoded becomes U+FFFD.
    """
    named = _HEADER.search(content_type)
    meta = _META.search(body[:4096])
    wanted = named[1] if named else meta[1].decode("ascii") if meta else ""
    for codec in (codec_of(wanted), "utf_8"):
        try:
            if codec is not None:
                return body.decode(codec)
        except UnicodeError:
            continue
    return body.decode("cp932", errors="replace")


def codec_of(name: str) -> str | None:
    """The codec, one of `CODECS`, of a character set by any name that it goes by; None for every other name.

    Python itself would load a module that is called like that.
    """
    plain = normalize_encoding(name).lower()
    known = _OTHER_NAMES.get(plain) or aliases.get(plain) or aliases.get(plain.replace(".", "_"), plain)
    codec = _OTHER_NAMES.get(known, known)
    return codec if codec in CODECS else None

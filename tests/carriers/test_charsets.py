"""Names of character sets: every one that a page may go by is known, and no other is asked for."""

import codecs
from encodings.aliases import aliases
import sys

from hypothesis import given, strategies as st
import pytest

from custom_components.japan_mobile.carriers.charsets import CODECS, codec_of, decode

SUPERSETS = {"shift_jis": "cp932", "ascii": "utf_8"}
TEXT = "残量 3.25GB データ"


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *((name, "cp932") for name in ("Shift_JIS", "shift-jis", "x-sjis", "csShiftJIS", "MS_Kanji", "Windows-31J", "MS932", "csWindows31J")),
        *((name, "euc_jp") for name in ("EUC-JP", "ujis", "x-euc-jp", "eucJP-ms", "CP51932", "csEUCPkdFmtJapanese")),
        *((name, "iso2022_jp") for name in ("ISO-2022-JP", "csISO2022JP", "iso2022jp", "ISO-2022-JP-MS")),
        *((name, "utf_8") for name in ("UTF-8", "utf8", "US-ASCII", "U8", "cp65001")),
        *((name, name) for name in ("shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213", "iso2022_jp_ext")),
        ("iso-2022-jp-1", "iso2022_jp_1"), ("Shift_JIS-2004", "shift_jis_2004"), ("UTF-16LE", "utf_16_le"),
        ("gb2312", "gb2312"), ("GB18030", "gb18030"), ("big5", "big5"), ("EUC-KR", "euc_kr"),
    ],
)  # fmt: skip
def test_names(name: str, codec: str) -> None:
    """Each is understood in a header and in a page."""
    assert codec_of(name) == codec
    shown = TEXT if codec not in {"gb2312", "big5", "euc_kr"} else "3.25GB"
    assert decode(shown.encode(codec), f"text/html; charset={name}") == shown
    if not codec.startswith("utf_16"):  # whose pages begin with a mark, or are told by their header
        page = f'<meta charset="{name}">{shown}'
        assert decode(page.encode(codec), "text/html") == page


def test_a_mark_is_no_text() -> None:
    for name in ("utf-8-sig", "UTF_8_SIG"):
        assert decode(f"\ufeff{TEXT}".encode(), f"text/html; charset={name}") == TEXT
    assert decode(TEXT.encode("utf-16"), "text/html; charset=UTF-16") == TEXT


def test_every_other_name_of_a_codec_is_known() -> None:
    """As Python knows them, but for those whose text is a part of another one's."""
    known = {name: codec for name, codec in aliases.items() if SUPERSETS.get(codec, codec) in CODECS}
    assert len(known) > 100
    for name, codec in known.items():
        codecs.lookup(name)
        assert codec_of(name) == codec_of(name.replace("_", "-").upper()) == SUPERSETS.get(codec, codec)
    for codec in CODECS:
        assert codec_of(codec) == codec
        assert "x".encode(codec).decode(codec) == "x"


@pytest.mark.parametrize(
    "name",
    ["", "punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "zlib", "hex", "rot13", "undefined", "mbcs", "nonsense", "aliases", "os.path", "." * 40, "a" * 40],
)  # fmt: skip
def test_no_other_codec_is_asked_for(name: str) -> None:
    assert codec_of(name) is None
    assert decode(TEXT.encode(), f"text/html; charset={name}") == TEXT


def test_no_module_is_loaded_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "encodings.mac_arabic", raising=False)
    for name in ("mac_arabic", "mac-arabic", "MacArabic"):
        assert decode(TEXT.encode(), f"text/html; charset={name}") == TEXT
    assert "encodings.mac_arabic" not in sys.modules


HALVES = tuple(
    text.encode(codec, "surrogatepass") for text in ("\ud800", "\udfff", "\udc00\ud800")
    for codec in ("utf-8", "utf-16-le", "utf-16-be")
)  # fmt: skip


@given(
    codec=st.sampled_from(sorted(CODECS)),
    body=st.lists(st.one_of(st.binary(max_size=8), st.sampled_from(HALVES)), max_size=8).map(b"".join),
)
def test_no_half_of_a_sign_comes_out(codec: str, body: bytes) -> None:
    """Text of a page can always be kept and sent on."""
    text = decode(body, f"text/html; charset={codec}")
    assert text.encode().decode() == text

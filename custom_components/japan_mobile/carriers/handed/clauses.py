"""A message in pieces: lines, and clauses whose words belong together."""

from collections.abc import Iterator
import re
import unicodedata

from yarl import URL

from ..document import Document
from ..errors import LayoutChanged
from ..web import Page
from .reasons import NotUnderstood

LONGEST = 20_000
"""Characters. No message is that long, and no page that a person copies."""

LONGEST_SOURCE = 65_536
"""Characters, marks of a page included."""
MOST = 500
"""Lines or clauses. Each takes its time, and nobody copies so many."""
_HTML = re.compile(r"<!--|</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_STRUCK = re.compile(
    r"<(?:del|s|strike|blockquote|q|option|select|input|noscript)(?:\s|/?>)|gmail_quote", re.IGNORECASE
)
"""What is struck out, quoted, or to be chosen."""
_UNSURE_DIGITS = re.compile(
    r"[²³¹⁰-⁹₀-₉①-⑳]\s?\d|\d\s?[²³¹⁰-⁹₀-₉①-⑳]|\d\s?[GM]b(?![a-z])|\d\.\d{3}\s?[MKmk][Bb](?![a-z])"
)
"""A footnote's mark at a number, bits, and a stop that may part thousands."""
_NOW = re.compile(r"[(（](?:当月|今月|本月|this month)[)）]", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s、。)」>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,200}", re.IGNORECASE
)
_END = re.compile(r"[。!?;…]+|[、\n()\[\]【】「」『』《》|]|(?<!\d)[.,](?=\s|$)|(?<=\d)[.,](?=\s|$)|,(?!\d)|(?<!\d),|·")
_UP_TO_WHAT_IS_LEFT = re.compile(r"(?<!\S)\S*残")
"""In it `・` parts clauses: of a list, while elsewhere it stands inside of names."""
_ENGLISH_DAY = re.compile(
    r"\b((?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6})\.?(\s\d{1,2}(?:st|nd|rd|th)?)?,?(?=\s\d)",
    re.ASCII,
)
"""A month's name with the stop and the comma that would part it from its day and its year."""
_SHORT = re.compile(r"\b(approx|max|min|est|ca)\.", re.ASCII)
_TOPIC = re.compile(r"(?<=[はが])[、,]")
_LONGEST_LABEL = 40
_CUT = re.compile(r"\d,\s*$", re.ASCII)
_CUT_LONG = re.compile(r"\d,?\s*$", re.ASCII)
_LONG = 2_000
"""Characters. Home Assistant's IMAP integration hands over the first 2,048 of a mail: a number at its end may go on."""


def lines_of(text: str) -> list[str]:
    """What a person reads, line by line, in lower case; addresses left out. Raises `NotUnderstood`."""
    if len(text) > LONGEST_SOURCE:
        raise NotUnderstood("too_long")
    if _UNSURE_DIGITS.search(text):
        raise NotUnderstood("number")
    is_long, text = len(text) >= _LONG, _NOW.sub("", text)
    if _HTML.search(text):
        if _STRUCK.search(text):
            raise NotUnderstood("withdrawn")
        text = _shown(text)
    if len(text) > LONGEST:
        raise NotUnderstood("too_long")
    folded = unicodedata.normalize("NFKC", text).replace("\\", "¥").casefold().replace("y!mobile", "ymobile")
    if len(folded) > 2 * LONGEST:  # signs that stand for whole words
        raise NotUnderstood("too_long")
    seen = "".join(sign if sign in "\r\n\t" or unicodedata.category(sign)[0] != "C" else "" for sign in folded)
    lines = (" ".join(_ADDRESS.sub(" ", line).split()) for line in seen.splitlines())
    found = [line for line in lines if line]
    if not found:
        raise NotUnderstood("empty")
    if len(found) > MOST:
        raise NotUnderstood("too_long")
    if (_CUT_LONG if is_long else _CUT).search(found[-1]):
        raise NotUnderstood("number")
    return found


def _shown(text: str) -> str:
    page = Page(
        URL("https://handed.invalid/"), 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode(errors="replace")
    )
    try:
        return "\n".join(Document(page).lines)
    except LayoutChanged:
        raise NotUnderstood("too_long") from None


def clauses(line: str) -> Iterator[tuple[str, str]]:
    """The pieces between stops, commas and brackets, none blank; each with the sign that ends it."""
    whole = _TOPIC.sub(" ", _SHORT.sub(r"\1", line))
    whole = _ENGLISH_DAY.sub(lambda match: f"{match[1]}{match[2] or ''}", whole)
    whole = _UP_TO_WHAT_IS_LEFT.sub(lambda match: match[0].replace("・", "·"), whole)
    start = 0
    for end in (*_END.finditer(whole), None):
        piece = whole[start : end.start() if end else None].strip()
        if piece:
            yield piece, end[0] if end else ""
        start = end.end() if end else start


def is_short(line: str) -> bool:
    """Whether a line can be a label of what stands below it."""
    return len(line) <= _LONGEST_LABEL

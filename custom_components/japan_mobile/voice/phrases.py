"""Phrases as they are written down: many in one text. Pure."""

from collections.abc import Iterable, Iterator
from itertools import product


def by_commas(text: str) -> tuple[str, ...]:
    """Phrases that are separated by commas; line breaks within one are spaces."""
    return tuple(part for part in (" ".join(part.split()) for part in text.split(",")) if part)


def by_spaces(text: str) -> tuple[str, ...]:
    """Phrases that are separated by spaces."""
    return tuple(text.split())


def combined(*parts: str) -> tuple[str, ...]:
    """Every way to choose one of each part's alternatives, which are separated by `|`; an empty one may be left out."""
    return tuple(" ".join(" ".join(chosen).split()) for chosen in product(*(part.split("|") for part in parts)))


def conjugated(verbs: Iterable[str]) -> tuple[str, ...]:
    """Japanese verbs in the forms in which they are said of what happens, happened, or will: 使う, 使った, 使っちゃいそう.

    Each is given as its stem and the row of its last letter, `使/う`; `食べ/る1` are those of one row (一段).
    """
    return tuple(dict.fromkeys(form for verb in verbs for form in _forms(*verb.split("/"))))


_ROWS = {
    "う": ("わ", "い", "え", "って", "った"),
    "す": ("さ", "し", "せ", "して", "した"),
    "つ": ("た", "ち", "て", "って", "った"),
    "む": ("ま", "み", "め", "んで", "んだ"),
    "る": ("ら", "り", "れ", "って", "った"),
    "る1": ("", "", "れ", "て", "た"),
}
_AFTER_STEM = (
    "",
    "ます",
    "ますか",
    "ました",
    "ましたか",
    "ません",
    "そう",
    "そうです",
    "たい",
    "すぎ",
    "すぎた",
    "すぎてる",
)
_AFTER_TE = (
    *(
        "",
        "る",
        "るの",
        "るん",
        "るか",
        "ます",
        "ますか",
        "いる",
        "います",
        "いますか",
        "た",
        "いた",
        "ん",
        "んの",
        "ない",
        "いない",
    ),
    *(
        "しまう",
        "しまった",
        "しまいました",
        "しまいそう",
        "しまって",
        "しまってる",
        "へん",
        "おく",
        "おいて",
        "もうた",
        "しもた",
        "しもたん",
        "しもてる",
    ),
)
_SHORT = (
    "ゃう",
    "ゃった",
    "ゃって",
    "ゃってる",
    "ゃいます",
    "ゃいました",
    "ゃいそう",
    "ゃわない",
    "ゃいますか",
    "まう",
    "まった",
)


def _forms(stem: str, row: str) -> Iterator[str]:
    a, i, e, te, ta = _ROWS[row]
    yield from (
        stem + row[0],
        stem + row[0] + "の",
        stem + row[0] + "か",
        stem + row[0] + "かな",
        stem + ta,
        stem + ta + "の",
    )
    # A stem alone, one letter long, stands in too many other words.
    yield from (stem + i + end for end in _AFTER_STEM if end or len(stem + i) > 1)
    yield from (
        stem + a + end for end in ("ない", "ないの", "ないか", "なかった", "なく", "ず", "へん", "ん", "なさそう")
    )
    yield stem + e + "ば"
    yield from (stem + te + end for end in _AFTER_TE)
    shorter = stem + te[:-1] + ("じ" if te.endswith("で") else "ち")
    yield from (shorter + end for end in _SHORT)
    yield from (
        stem + te[:-1] + ("ど" if te.endswith("で") else "と") + end for end in ("る", "った", "く", "け", "けば")
    )

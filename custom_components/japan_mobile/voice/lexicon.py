"""What a question is made of: every word of it must be known, or it is not ours. Pure.

A language is a list of phrases, each of which means something, or nothing. Two things follow from one list: the template
by which Assist recognises a question, and what a recognised question means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
import re
import unicodedata

type Reading = tuple[frozenset[Sense], tuple[str, ...]]
"""The senses in a question, and the names."""


class Sense(StrEnum):
    """What a phrase of a question means."""

    DATA = "data"
    BILL = "bill"
    LEFT = "left"
    USED = "used"
    MAY = "may"
    TODAY = "today"
    DAILY = "daily"
    LASTS = "lasts"
    RESETS = "resets"
    UNPAID = "unpaid"
    DUE = "due"
    WHEN = "when"
    LEAST = "least"
    FILLER = "filler"
    """Said, but it changes nothing."""


SUBJECTS = frozenset({Sense.DATA, Sense.BILL})
"""One of these makes a sentence of known words a question about mobile lines."""
OF_NAMES = frozenset({Sense.LEFT, Sense.USED, Sense.LASTS, Sense.RESETS, Sense.UNPAID})
"""One of these does so together with the name of a line."""

_MARKS = re.compile(r"[.\-~〜]+(?=\s|$)|[,?!:;…·・。、「」『』“”\"()]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Lexicon:
    """The words of a language. `spaced`: whether words are set apart. `after_name`: what may stand right behind a name."""

    language: str
    spaced: bool
    phrases: Mapping[Sense, tuple[str, ...]]
    after_name: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Phrases that make a question ours although they are no subjects."""
    of_names: frozenset[Sense] = OF_NAMES
    in_place: tuple[str, ...] = ()
    """What may stand right behind the name of a place and is still what is there: a tablet in it."""

    @cached_property
    def senses(self) -> dict[str, Sense]:
        """What each phrase means, by its normal form."""
        return {self.normal(phrase): sense for sense, phrases in self.phrases.items() for phrase in phrases}

    def normal(self, text: str) -> str:
        """A text without case, width, marks, and (where words are not set apart) spaces."""
        plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
        return _SPACE.sub(" " if self.spaced else "", _MARKS.sub(" ", plain)).strip()

    def names(self, names: Iterable[str]) -> dict[str, str]:
        """The names by all that may be said for them."""
        return {
            said + end: name
            for name in names
            if self.normal(name)
            for said in self._spellings(self.normal(name))
            for end in ("", *self.after_name)
        }

    def _spellings(self, name: str) -> set[str]:
        """A name with the apostrophes that people put into it: Kids tablet, Kids' tablet, Kid's tablet."""
        first, *rest = name.split(" ") if self.spaced else [name]
        if not rest or not first.endswith("s"):
            return {name}
        return {" ".join([one, *rest]) for one in (first, f"{first}'", f"{first[:-1]}'s")}

    def read(self, text: str, names: Iterable[str]) -> Reading | None:
        """What a text says; None unless every word of it is known.

        Of several ways to read it the one with the fewest and therefore longest phrases is taken; a name wins over a word.
        """
        known = self.names(names)
        pieces = self._pieces(self.normal(text), known)
        if pieces is None:
            return None
        senses = frozenset(self.senses[piece] for piece in pieces if piece not in known)
        return senses, tuple(dict.fromkeys(known[piece] for piece in pieces if piece in known))

    def _pieces(self, text: str, known: Mapping[str, str]) -> list[str] | None:
        """The text in as few phrases as there can be. `best[n]` are those up to place n."""
        gap = 1 if self.spaced else 0
        longest = max(map(len, (*self.senses, *known)))
        best: list[list[str] | None] = [None] * (len(text) + gap + 1)
        best[0] = []
        for start in range(len(text)):
            if (before := best[start]) is None:
                continue
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                piece, there = text[start:end], best[end + gap]
                if (piece not in known and piece not in self.senses) or (gap and text[end : end + 1].strip()):
                    continue
                if there is None or len(before) + 1 < len(there):
                    best[end + gap] = [*before, piece]
        return best[len(text) + gap]

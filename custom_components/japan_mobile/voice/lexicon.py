"""What a question is made of: phrases that mean something, or nothing. Pure.

Two things follow from one list of phrases: the templates by which Assist recognises a question, and what a recognised
question means. Of a question of known words nothing is left open; how one with others is read is told in `overheard.py`.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
import re
import unicodedata

type Reading = tuple[frozenset[Sense], tuple[str, ...]]
"""The senses in a question, and the names."""


type _Row = tuple[int, int, list[str]]
"""How many words are not known, what all phrases cost, and those."""


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
    UNTIL = "until"
    """Until the reset: not when it is, but what is to last until then."""
    FILLER = "filler"
    """Said, but it changes nothing."""


OF_NAMES = frozenset({Sense.LEFT, Sense.USED, Sense.LASTS, Sense.RESETS, Sense.UNPAID})
"""One of these does so together with the name of a line."""

_WHENEVER = frozenset({Sense.LASTS, Sense.RESETS, Sense.UNPAID, Sense.DUE})
"""What is asked of any day."""
_MARKS = re.compile(r"[.\-~〜]+(?=\s|$)|[,?!:;…·・。、「」『』“”\"()]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Lexicon:
    """The words of a language. `spaced`: whether words are set apart. `after_name`: what may stand right behind a name."""

    language: str
    spaced: bool
    phrases: Mapping[Sense, tuple[str, ...]]
    rarer: Mapping[Sense, tuple[str, ...]] = field(default_factory=dict)
    """More of them; what is among `phrases` as well means what it means there."""
    after_name: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    """The commonest of what changes nothing: with a name and without a subject only these are understood."""
    opening: tuple[str, ...] = ()
    """What a question begins with, beside what is in `core`."""
    also: tuple[str, ...] = ()
    """Which line, whose phone: what is asked of these is asked of mobile lines."""
    owed: tuple[str, ...] = ()
    """What is asked of bills although it names none."""
    paying: tuple[str, ...] = ()
    """What is in every phrase that can only be of payments."""
    of_names: frozenset[Sense] = OF_NAMES
    written: str = ""
    """A pattern of texts that may be in this language, where another is spoken."""
    in_place: tuple[str, ...] = ()
    """How a tablet is called that is in a place, with `{}` for the place."""
    strong: tuple[str, ...] = ()
    """Subjects that are of mobile lines also among words that are not known."""
    units: tuple[str, ...] = ()
    """Subjects that others have as often."""
    lines: tuple[str, ...] = ()
    """Phones and whoever they are paid to."""
    whose: tuple[str, ...] = ()
    """What says, beside a subject that others have too, that it is about the household's mobile lines."""
    cues: tuple[str, ...] = ()
    """Pieces of questions: a strong subject with one of them is taken for a question."""
    asks: tuple[str, ...] = ()
    """What makes a question of a bill that is spoken of."""
    foreign: tuple[str, ...] = ()
    """With one of these a question is about something, or somebody, else, or it is no question."""
    refused: str = r"(?!)"
    """A pattern of what is to be done rather than told, or is asked of somebody whose name is a word."""
    past: tuple[str, ...] = ()
    """A month that is over: whether it was paid is known, and nothing else of it."""
    elsewhen: str = r"(?!)"
    """A pattern of days and months that are named: what was used then is not known."""
    ahead: tuple[str, ...] = ()
    """Days to come: what happens then is known, and not how much it will be."""
    owning: tuple[str, ...] = ()
    """What stands right behind somebody whose something is asked for."""
    beside: tuple[str, ...] = ()
    """What stands between a name and what else is asked for with it."""
    kin: tuple[tuple[str, ...], ...] = ()
    """What one and the same member of a family is called."""
    joining: str = ""
    """What stands between a name's words and may be left out."""

    @cached_property
    def others(self) -> frozenset[str]:
        """What is about something else, or about a member of a family who has no line, in normal form."""
        return frozenset(
            map(self.normal, (*self.foreign, *self.past, *self.ahead, *(word for words in self.kin for word in words)))
        )

    @cached_property
    def senses(self) -> dict[str, Sense]:
        """What each phrase means, by its normal form."""
        return {
            self.normal(phrase): sense
            for known in (self.rarer, self.phrases)
            for sense, phrases in known.items()
            for phrase in phrases
        }

    def of(self, *senses: Sense) -> set[str]:
        """The phrases with one of these senses."""
        return {phrase for phrase, sense in self.senses.items() if sense in senses}

    def common(self, *senses: Sense) -> set[str]:
        """Those of them that are not rarer: where many stand side by side, more of them would make all questions slower."""
        return {self.normal(phrase) for sense in senses for phrase in self.phrases.get(sense, ())}

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
        """A name as people vary it: Kids tablet, Kids' tablet, Kid's tablet; お父さん, パパ; 孩子的平板, 孩子平板."""
        found = {name, *self._of_kin(name)}
        if not self.spaced:
            return found | {one.replace(self.joining, "") for one in found if self.joining}
        for one in tuple(found):
            first, *rest = one.split(" ")
            if rest and first.endswith("s"):
                found |= {" ".join([owner, *rest]) for owner in (f"{first}'", f"{first[:-1]}'s")}
        return found

    def _of_kin(self, name: str) -> Iterator[str]:
        """A name with other words for whoever of the family is in it."""
        for called, words in self.kin_in(name):
            yield from (name.replace(called, word, 1) for word in words)

    def kin_in(self, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Who of the family is in a name: the word for it, and all words for the same. All in normal form."""
        for kin in self.kin:
            words = tuple(map(self.normal, kin))
            whole = (word for word in words if self._is_in(word, name))
            called = (word for word in whole if self.spaced or len(word) > 1 or word == name)
            if longest := max(called, key=len, default=None):
                yield longest, words

    def may_be(self, text: str, names: Iterable[str]) -> bool:
        """Whether a text may be in this language although another is spoken: in its script, and most of it known."""
        if not re.search(self.written, text):
            return False
        known = self.costs(self.names(names))
        pieces = self.pieces(self.normal(text), known)
        return 3 * sum(len(piece) for piece in pieces if piece not in known) <= sum(map(len, pieces))

    def refuses(self, text: str) -> bool:
        """Whether it is nothing that is asked here, whatever its words."""
        return re.search(self.refused, self.normal(text)) is not None

    def _is_in(self, word: str, name: str) -> bool:
        gap = " " if self.spaced else ""
        return f"{gap}{word}{gap}" in f"{gap}{name}{gap}"

    def read(self, text: str, names: Iterable[str]) -> Reading | None:
        """What a text says; None unless every word of it is known, and none is of something or somebody else.

        Of several ways to read it the one with the fewest and therefore longest phrases is taken; a name wins over a word.
        """
        known = self.names(names)
        found = self.pieces(self.normal(text), self.costs(known))
        if not {*known, *self.senses}.issuperset(found):
            return None
        senses, said = self.reading(found, known)
        bills = senses & {Sense.UNPAID, Sense.DUE} and Sense.BILL not in senses
        if self.is_elsewhen(text, senses) or self.is_titled(found) or (bills and not self.is_owed(found)):
            return None
        return senses, said

    def is_owed(self, pieces: Iterable[str]) -> bool:
        """Whether there is something in it that is only asked of what is to be paid: one forgets a phone as well."""
        parts = set(map(self.normal, self.paying))
        if self.spaced:
            return any(not parts.isdisjoint(piece.split(" ")) for piece in pieces)
        return any(part in piece for piece in pieces for part in parts)

    def is_titled(self, pieces: Sequence[str]) -> bool:
        """Whether somebody is called by a title whose name is no line's, or is a row of particles: はなさん, かなの."""
        if self.spaced or not self.after_name:
            return False
        opening = list(takewhile(lambda piece: len(piece) == 1 and self.senses.get(piece) is Sense.FILLER, pieces))
        titles = set(map(self.normal, self.after_name))
        return not titles.isdisjoint(pieces) or (len(opening) > 2 and opening[-1] in self.joining)

    def is_elsewhen(self, text: str, senses: AbstractSet[Sense]) -> bool:
        """Whether it is of a day or month whose figures are not known, and something is asked that has figures."""
        return not senses & _WHENEVER and re.search(self.elsewhen, self.normal(text)) is not None

    def costs(self, known: Iterable[str]) -> dict[str, int]:
        """All phrases and names, with what each costs.

        Where a text can be read in two ways, a name is one, and somebody or something else is meant rather than nobody.
        """
        return dict.fromkeys(self.others, 1) | dict.fromkeys(self.senses, 2) | dict.fromkeys(known, 0)

    def reading(self, pieces: Iterable[str], known: Mapping[str, str]) -> Reading:
        """What these phrases say. `known` are the names, by all that may be said for them."""
        told = list(pieces)
        senses = frozenset(self.senses[piece] for piece in told if piece in self.senses and piece not in known)
        return senses, tuple(dict.fromkeys(known[piece] for piece in told if piece in known))

    def pieces(self, text: str, known: Mapping[str, int]) -> list[str]:
        """A normal text in phrases that are known, and single words (letters, where words are not set apart) that are not.

        Of these there are as few as can be; of the ways that are left the one that costs least. `known` are the phrases
        with what each costs.
        """
        gap = 1 if self.spaced else 0
        longest = max(map(len, known))
        best: list[_Row | None] = [None] * (len(text) + gap + 1)
        best[0] = (0, 0, [])
        for start in range(len(text)):
            if (before := best[start]) is None:
                continue
            for end, piece in self._next(text, start, longest, known):
                unknown, cost, row = before
                row_now = (unknown + (piece not in known), cost + known.get(piece, 0), [*row, piece])
                there = best[end + gap]
                if there is None or row_now[:2] < there[:2]:
                    best[end + gap] = row_now
        whole = best[len(text) + gap]
        return [] if whole is None else whole[2]

    def _next(self, text: str, start: int, longest: int, known: Container[str]) -> Iterator[tuple[int, str]]:
        """What may come next in a text: each phrase with its end, and one word that is not known."""
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            if text[start:end] in known and not (self.spaced and text[end : end + 1].strip()):
                yield end, text[start:end]
        space = text.find(" ", start) if self.spaced else start + 1
        end = space if space >= 0 else len(text)
        yield end, text[start:end]

"""Questions with words that are not known: understood by those that are, where these leave no doubt whose and what. Pure."""

from collections.abc import Iterable, Sequence
from itertools import permutations, takewhile
import re

from .lexicon import Lexicon, Reading, Sense

_ABOUT_DATA = frozenset({
    Sense.LEFT, Sense.USED, Sense.MAY, Sense.TODAY, Sense.DAILY, Sense.LASTS, Sense.RESETS, Sense.LEAST,
})  # fmt: skip
_WHENEVER = frozenset({Sense.LASTS, Sense.RESETS, Sense.UNPAID, Sense.DUE})
"""What is asked of any day."""
_LONGEST_NAME = 4
"""Letters of a name, where words are not set apart."""
_ABOUT_BILLS = frozenset({Sense.UNPAID, Sense.DUE, Sense.WHEN})


def overheard(lexicon: Lexicon, text: str, names: Iterable[str]) -> Reading | None:
    """What a text says; None where it may be about something else, or about somebody who has no line here."""
    known = lexicon.names(names)
    others = lexicon.others - known.keys() - lexicon.senses.keys()
    # Where a text can be read in two ways, a name is one, and somebody or something else is meant rather than nobody.
    beside = map(lexicon.normal, (*lexicon.lines, *lexicon.whose))
    words = dict.fromkeys((*lexicon.senses, *beside), 2)
    phrases = {**words, **dict.fromkeys(others, 1), **dict.fromkeys(known, 0)}
    plain = lexicon.normal(text)
    pieces = lexicon.pieces(plain, phrases)
    senses, said = lexicon.reading(pieces, known)
    if not senses & _WHENEVER and re.search(lexicon.elsewhen, plain):
        return None
    if not (others - _harmless(lexicon, senses, said)).isdisjoint(pieces):
        return None
    if not said and _somebody_else(lexicon, [(piece, piece in phrases) for piece in pieces]):
        return None
    return (senses, said) if _is_ours(lexicon, senses, pieces) else None


def _harmless(lexicon: Lexicon, senses: frozenset[Sense], said: Sequence[str]) -> set[str]:
    """What is not about something else in this question: another month or day, or what stands in the names themselves."""
    past = lexicon.past if Sense.UNPAID in senses else ()
    ahead = lexicon.ahead if senses & {Sense.UNPAID, Sense.DUE, Sense.RESETS} else ()
    kin = (word for words in lexicon.kin for word in words if any(word in name for name in said))
    return set(map(lexicon.normal, (*past, *ahead, *kin)))


def _is_ours(lexicon: Lexicon, senses: frozenset[Sense], pieces: Sequence[str]) -> bool:
    """Whether enough of a question is known: what it is of, and what is asked of that."""

    def any_of(phrases: Sequence[str]) -> bool:
        return not set(map(lexicon.normal, phrases)).isdisjoint(pieces)

    if Sense.BILL in senses or (senses & {Sense.UNPAID, Sense.DUE} and any_of(lexicon.lines)):
        return True
    return bool(senses & (_ABOUT_DATA | {Sense.WHEN})) and (Sense.DATA in senses or any_of(lexicon.also))


def _somebody_else(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]]) -> bool:
    """Whether a word that is not known stands where an owner stands. `pieces` are phrases, and whether they are known."""
    owning = set(map(lexicon.normal, lexicon.owning))
    if lexicon.spaced:
        return any(
            not known and (piece.endswith(("'s", "s'")) or (at and pieces[at - 1][0] in owning))
            for at, (piece, known) in enumerate(pieces)
        )
    return any(
        piece.startswith(tuple(owning)) and _is_called(lexicon, pieces[:at]) for at, (piece, _) in enumerate(pieces)
    )


def _is_called(lexicon: Lexicon, before: Sequence[tuple[str, bool]]) -> bool:
    """Whether a question begins with a name of somebody: few letters, of which one is not known."""
    run = list(takewhile(lambda one: not one[1] or _is_letter(lexicon, one[0]), reversed(before)))
    opening = before[: len(before) - len(run)]
    unknown = [piece for piece, known in run if not known]
    written = len(unknown) > 1 or any("\u4e00" <= letter <= "\u9fff" for letter in unknown)
    return written and len(run) <= _LONGEST_NAME and all(lexicon.senses.get(one) is Sense.FILLER for one, _ in opening)


def _is_letter(lexicon: Lexicon, piece: str) -> bool:
    """Whether it changes nothing, and may be a part of a name."""
    return len(piece) == 1 and lexicon.senses.get(piece) is Sense.FILLER


def gates(lexicon: Lexicon, names: Iterable[str]) -> list[tuple[set[str], ...]]:
    """Rows of sets of phrases: a text that has one of each set of a row, in that order, may be understood."""
    strong = set(map(lexicon.normal, lexicon.strong))
    who = {*map(lexicon.normal, (*lexicon.whose, *lexicon.lines)), *lexicon.names(names)}
    data, bills = (lexicon.of(sense) for sense in (Sense.DATA, Sense.BILL))
    asks = set(map(lexicon.normal, lexicon.asks))
    about, owed = asks | lexicon.of(*_ABOUT_DATA, Sense.WHEN), asks | lexicon.of(*_ABOUT_BILLS)
    lines, units = (set(map(lexicon.normal, one)) for one in (lexicon.lines, lexicon.units))
    of_data = lexicon.of(*_ABOUT_DATA)
    rows: list[tuple[set[str], ...]] = [
        (strong & data, about),
        (strong & bills, owed),
        (data - strong - units, of_data),
        (set(map(lexicon.normal, lexicon.also)), about | who),
        (lexicon.of(Sense.UNPAID, Sense.DUE), lines),
        (data - strong, about, who),
        (bills - strong, owed, lines | lexicon.names(names).keys()),
    ]
    least = [tuple(_least(lexicon, phrases) for phrases in row) for row in rows if all(row)]
    return [order for row in least for order in permutations(row)]


def _least(lexicon: Lexicon, phrases: set[str]) -> set[str]:
    """Those that have none of the others in them: with anything around them they find the same."""
    gap = " " if lexicon.spaced else ""
    return {
        phrase
        for phrase in phrases
        if not any(f"{gap}{other}{gap}" in f"{gap}{phrase}{gap}" for other in phrases - {phrase})
    }

"""Questions with words that are not known: understood by those that are, where these leave no doubt whose and what. Pure."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile, permutations, takewhile

from .lexicon import Lexicon, Reading, Sense

_ABOUT_DATA = frozenset({
    Sense.LEFT, Sense.USED, Sense.MAY, Sense.TODAY, Sense.DAILY, Sense.LASTS, Sense.RESETS, Sense.LEAST,
})  # fmt: skip
_ABOUT_BILLS = frozenset({Sense.UNPAID, Sense.DUE, Sense.WHEN})


def overheard(lexicon: Lexicon, text: str, names: Iterable[str]) -> Reading | None:
    """What a text says; None where it may be about something else, or about somebody who has no line here."""
    known = lexicon.names(names)
    others = lexicon.others - known.keys() - lexicon.senses.keys()
    # Where a text can be read in two ways, a name is one, and somebody or something else is meant rather than nobody.
    beside = map(lexicon.normal, (*lexicon.lines, *lexicon.whose))
    words = dict.fromkeys((*lexicon.senses, *beside), 2)
    phrases = {**words, **dict.fromkeys(others, 1), **dict.fromkeys(known, 0)}
    pieces = lexicon.pieces(lexicon.normal(text), phrases)
    senses, said = lexicon.reading(pieces, known)
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
    rest = list(dropwhile(lambda one: lexicon.senses.get(one[0]) is Sense.FILLER, pieces))
    named = "".join(piece for piece, _known in takewhile(lambda one: not one[1], rest))
    behind = rest[len(named) :]
    return len(named) > 1 and bool(behind) and behind[0][0].startswith(tuple(owning))


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
        (bills - strong, owed, who),
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

"""Questions with words that are not known: understood by those that are, where these leave no doubt whose and what. Pure."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import permutations, takewhile

from .lexicon import Lexicon, Reading, Sense

_ABOUT_DATA = frozenset({
    Sense.LEFT, Sense.USED, Sense.MAY, Sense.TODAY, Sense.DAILY, Sense.LASTS, Sense.RESETS, Sense.LEAST, Sense.UNTIL,
})  # fmt: skip
_LONGEST_NAME = 4
"""Letters of a name, where words are not set apart."""
_ABOUT_BILLS = frozenset({Sense.UNPAID, Sense.DUE, Sense.WHEN})


def overheard(lexicon: Lexicon, text: str, names: Iterable[str]) -> Reading | None:
    """What a text says; None where it may be about something else, or about somebody who has no line here."""
    known = lexicon.names(names)
    others = lexicon.others - known.keys() - lexicon.senses.keys()
    phrases = dict.fromkeys(map(lexicon.normal, (*lexicon.lines, *lexicon.whose, *lexicon.also)), 2) | lexicon.costs(
        known
    )
    plain = lexicon.normal(text)
    pieces = lexicon.pieces(plain, phrases)
    senses, said = lexicon.reading(pieces, known)
    if lexicon.is_elsewhen(text, senses):
        return None
    owners = [piece.removesuffix("'s") for piece in _but_titles(lexicon, pieces, known)]
    if not (others - _harmless(lexicon, senses, said)).isdisjoint(owners):
        return None
    if lexicon.is_titled(pieces):
        return None
    told = [(piece, piece in phrases) for piece in pieces]
    if _another_too(lexicon, told, known) if said else _somebody_else(lexicon, told):
        return None
    return (senses, said) if _is_ours(lexicon, senses, pieces) else None


def _harmless(lexicon: Lexicon, senses: frozenset[Sense], said: Sequence[str]) -> set[str]:
    """What is not about something else in this question: another month or day, or what stands in the names themselves."""
    past = lexicon.past if Sense.UNPAID in senses else ()
    ahead = lexicon.ahead if senses & {Sense.UNPAID, Sense.DUE, Sense.RESETS} else ()
    kin = (word for name in said for _called, words in lexicon.kin_in(lexicon.normal(name)) for word in words)
    return {*map(lexicon.normal, (*past, *ahead)), *kin}


def _but_titles(lexicon: Lexicon, pieces: Sequence[str], names: Container[str]) -> list[str]:
    """The phrases without what a member of the family is to somebody, right before the name: my daughter Anna."""
    titles = {lexicon.normal(word) for words in lexicon.kin for word in words}
    behind = [*pieces[1:], ""]
    return [piece for piece, after in zip(pieces, behind, strict=True) if not (piece in titles and after in names)]


def _is_ours(lexicon: Lexicon, senses: frozenset[Sense], pieces: Sequence[str]) -> bool:
    """Whether enough of a question is known: what it is of, and what is asked of that."""

    def any_of(phrases: Sequence[str]) -> bool:
        return not set(map(lexicon.normal, phrases)).isdisjoint(pieces)

    if Sense.BILL in senses or (lexicon.is_owed(pieces) and any_of(lexicon.lines)):
        return True
    of_data = Sense.DATA in senses or any(
        word in piece for piece in pieces for word in map(lexicon.normal, lexicon.also)
    )
    return of_data and bool(senses & (_ABOUT_DATA | {Sense.WHEN}))


def _somebody_else(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]]) -> bool:
    """Whether a word that is not known stands where an owner stands. `pieces` are phrases, and whether they are known."""
    if lexicon.spaced:
        return any(not known and _owns(lexicon, pieces, at) for at, (_, known) in enumerate(pieces))
    return _begins_with_a_name(lexicon, pieces)


def _another_too(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]], names: Container[str]) -> bool:
    """Whether beside a line that is named somebody, or something, else is: Anna and Bob, Anna's car, 花子と太郎."""
    if lexicon.spaced:
        return any(not known and _is_beside(lexicon, pieces, at) for at, (_, known) in enumerate(pieces))
    owning = tuple(map(lexicon.normal, (*lexicon.owning, *lexicon.after_name)))
    between = set(map(lexicon.normal, lexicon.beside))
    for at, (piece, _) in enumerate(pieces):
        if piece not in names:
            continue
        rest = pieces[at + 1 :]
        if rest and rest[0][0] in between:
            rest = rest[1:]
        run = list(takewhile(lambda one: not one[1], rest))
        behind = rest[len(run)][0] if len(run) < len(rest) else ""
        if 0 < len(run) <= _LONGEST_NAME and behind.startswith(owning):
            return True
    return False


def _is_beside(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]], at: int) -> bool:
    before = pieces[at - 1][0] if at else ""
    behind = pieces[at + 1][0] if at + 1 < len(pieces) else ""
    joins = set(map(lexicon.normal, lexicon.beside))
    return _is_owner(lexicon, pieces[at][0]) or before in joins or lexicon.senses.get(behind) is Sense.USED


def _is_owner(lexicon: Lexicon, word: str) -> bool:
    bare = word.removesuffix("'s").removesuffix("'")
    return bare != word and bare not in lexicon.senses


def _owns(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]], at: int) -> bool:
    """Whether a word stands behind what is said of somebody, or right before what is his."""
    before = pieces[at - 1][0] if at else ""
    behind = pieces[at + 1][0] if at + 1 < len(pieces) else ""
    owning = set(map(lexicon.normal, lexicon.owning))
    return (
        _is_owner(lexicon, pieces[at][0])
        or before in owning
        or lexicon.senses.get(behind) in {Sense.DATA, Sense.BILL, Sense.USED}
    )


def _begins_with_a_name(lexicon: Lexicon, pieces: Sequence[tuple[str, bool]]) -> bool:
    """Where words are not set apart: whether single letters, of which one is not known, stand before what is somebody's.

    A letter that changes nothing may be a part of a name; whoever is called with a title is one, if it has only one letter.
    """
    owning, titles = (tuple(map(lexicon.normal, one)) for one in (lexicon.owning, lexicon.after_name))
    run: list[tuple[str, bool]] = []
    for piece, known in pieces:
        odd = any(not known for _, known in run)
        if odd and (piece in titles or (_is_written(run) and piece.startswith(owning))):
            return len(run) <= _LONGEST_NAME
        filler = lexicon.senses.get(piece) is Sense.FILLER
        if not known or (filler and len(piece) == 1 and piece not in owning):
            run.append((piece, known))
        elif filler and not odd:
            run = []
        else:
            return False
    return False


def _is_written(run: Sequence[tuple[str, bool]]) -> bool:
    """Whether it is more than a letter, or one that is a word by itself."""
    return len(run) > 1 or "\u4e00" <= run[0][0] <= "\u9fff"


def gates(lexicon: Lexicon, names: Iterable[str]) -> list[tuple[set[str], ...]]:
    """Rows of sets of phrases: a text that has one of each set of a row, in that order, may be understood."""
    lines, units = (set(map(lexicon.normal, one)) for one in (lexicon.lines, lexicon.units))
    of_lines = {bill for bill in lexicon.of(Sense.BILL) if not lines.isdisjoint(_within(bill, spaced=lexicon.spaced))}
    strong = set(map(lexicon.normal, lexicon.strong)) | of_lines
    who = {*map(lexicon.normal, (*lexicon.whose, *lexicon.lines)), *lexicon.names(names)}
    data, bills = (lexicon.of(sense) for sense in (Sense.DATA, Sense.BILL))
    asks, cues = (set(map(lexicon.normal, one)) for one in (lexicon.asks, lexicon.cues))
    of_data, of_bills = lexicon.of(*_ABOUT_DATA), lexicon.of(*_ABOUT_BILLS)
    # Of three parts each more way to say one makes all letters slower: those are the common ones.
    about = asks | lexicon.common(*_ABOUT_DATA, Sense.WHEN)
    rows: list[tuple[set[str], ...]] = [
        (strong & data, asks | cues | of_data | lexicon.of(Sense.WHEN)),
        (strong & bills, asks | cues | of_bills),
        (data - strong - units, of_data),
        (set(map(lexicon.normal, lexicon.also)), about | who),
        (set(map(lexicon.normal, lexicon.owed)), lines),
        (lexicon.common(Sense.DATA) - strong, about, who),
        (
            lexicon.common(Sense.BILL) - strong,
            asks | lexicon.common(*_ABOUT_BILLS),
            lines | lexicon.names(names).keys(),
        ),
    ]
    least = [tuple(_least(lexicon, phrases) for phrases in row) for row in rows if all(row)]
    return [order for row in least for order in permutations(row)]


def _least(lexicon: Lexicon, phrases: set[str]) -> set[str]:
    """Those that have none of the others in them: with anything around them they find the same."""
    return {phrase for phrase in phrases if phrases.isdisjoint(_within(phrase, spaced=lexicon.spaced))}


def _within(phrase: str, *, spaced: bool) -> Iterator[str]:
    """All shorter phrases in one."""
    parts, gap = (phrase.split(" "), " ") if spaced else (list(phrase), "")
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            if end - start < len(parts):
                yield gap.join(parts[start:end])

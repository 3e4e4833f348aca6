"""The templates by which Assist recognises a question, in hassil's notation. Pure.

Most are a few phrases in a row with anything between them. Behind a name without a subject only common words may stand, in
alternatives that are written as a tree of their common beginnings, so that a sentence about something else is left after
a few comparisons.
"""

from collections.abc import Iterable, Sequence
import re

from .lexicon import Lexicon, Sense
from .overheard import gates

_AROUND, _BETWEEN = 5, 4
"""So many phrases may stand before and behind what makes a sentence ours, and so many between a name and what is asked of it:
each more makes all others slower."""
_OPENING = 2
"""And so many before what is followed by gaps."""
_BESIDE = (
    *(Sense.TODAY, Sense.WHEN, Sense.DAILY, Sense.LEFT, Sense.USED, Sense.MAY, Sense.LASTS),
    *(Sense.UNPAID, Sense.DUE, Sense.RESETS, Sense.LEAST),
)
_MARKS = (" ", "、", "，", "。", "？", "！", "・", "「", "」")
"""What may be typed between phrases, where words are not set apart."""
_SPECIAL = re.compile(r"[()\[\]{}<>|\\:;/]")

type _Tree = dict[str, _Tree]


def sayable(name: str) -> str:
    """A name without what has a meaning in the notation."""
    return " ".join(_SPECIAL.sub(" ", name).split())


def templates(lexicon: Lexicon, names: Iterable[str]) -> list[str]:
    """Templates that accept what is understood of a language; what they accept is still to be read."""
    known = list(names)
    space = " " if lexicon.spaced else ""
    opening = _chain(
        _alternatives(sorted(_words(set(map(lexicon.normal, (*lexicon.core, *lexicon.opening))), space))),
        space,
        _OPENING,
    )
    return [*_closed(lexicon, known), *(_with_gaps(space, row, opening) for row in gates(lexicon, known))]


def _with_gaps(space: str, row: Sequence[set[str]], opening: str) -> str:
    """A template of phrases in a row with anything between them.

    Each gap is tried at each place where what follows it may stand: with four of them an English letter, which has such words
    everywhere, would take seconds. So of three phrases the first stands near the beginning there.
    """
    # Not as a tree: behind a gap every beginning would be looked for at every place.
    parts = [f"({'|'.join(sorted(phrases))})" for phrases in row]
    text = "".join(f"[{{gap{at}}}{space}]{part}{space}" for at, part in enumerate(parts)) + f"[{{gap{len(parts)}}}]"
    return opening + text.removeprefix(f"[{{gap0}}{space}]") if space and len(parts) > 2 else text


def _common(lexicon: Lexicon, names: Iterable[str]) -> set[str]:
    """The words that may stand around what is asked where no gap is."""
    space = " " if lexicon.spaced else ""
    return _words({*map(lexicon.normal, lexicon.core), *lexicon.common(*_BESIDE), *lexicon.names(names)}, space)


def _closed(lexicon: Lexicon, names: Sequence[str]) -> list[str]:
    """Templates of common words around what is asked of somebody by name, or around what others may have as well."""
    space = " " if lexicon.spaced else ""
    said = tuple(lexicon.names(names))
    words = _common(lexicon, names)
    word = _alternatives(sorted(words))
    between = _chain(word, space, _BETWEEN)
    subjects = set(map(lexicon.normal, lexicon.owed)) | lexicon.common(Sense.DATA, Sense.BILL)
    found = [_alternatives(_shortest(subjects, words, space))]
    if said:
        name = _alternatives(said)
        about = _alternatives(_shortest(lexicon.common(*lexicon.of_names), words, space))
        found += [f"{name}{space}{between}{about}", f"{about}{space}{between}{name}"]
    before, behind = _chain(word, space, _AROUND), _tail(word, space, _AROUND)
    return [f"{before}{asked}{behind}" for asked in found if asked]


def _words(phrases: set[str], space: str) -> set[str]:
    """What phrases can be put together from: with fewer words there are fewer ways to read a sentence."""
    simple = {phrase for phrase in phrases if not _is_made_of(phrase, phrases - {phrase}, space)}
    return simple if space else simple | set(_MARKS)


def _shortest(phrases: set[str], words: set[str], space: str) -> set[str]:
    """Those of the phrases that hold no other one of them between known words."""
    return {
        phrase for phrase in phrases if not any(_holds(phrase, other, words, space) for other in phrases - {phrase})
    }


def _holds(phrase: str, other: str, words: set[str], space: str) -> bool:
    before, found, behind = f"{space}{phrase}{space}".partition(f"{space}{other}{space}")
    return bool(found) and all(_is_made_of(rest.strip(), words, space) for rest in (before, behind))


def _is_made_of(text: str, pieces: set[str], space: str) -> bool:
    """Whether a text is a row of these pieces, or nothing."""
    text, reached = f"{text}{space}" if text else "", {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {start + len(piece) + len(space) for piece in pieces if text.startswith(piece + space, start)}
    return len(text) in reached


def _chain(word: str, space: str, depth: int) -> str:
    """Up to `depth` words, each followed by a space."""
    return f"[{word}{space}{_chain(word, space, depth - 1)}]" if depth else ""


def _tail(word: str, space: str, depth: int) -> str:
    return f"[{space}{word}{_tail(word, space, depth - 1)}]" if depth else ""


def _alternatives(phrases: Iterable[str]) -> str:
    """The phrases as nested alternatives."""
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _written(tree)


def _written(tree: _Tree) -> str:
    ways = [_branch(letter, below) for letter, below in tree.items() if letter]
    text = ways[0] if len(ways) == 1 and "" not in tree else f"({'|'.join(ways)})"
    return f"[{'|'.join(ways)}]" if "" in tree and ways else text if ways else ""


def _branch(letters: str, below: _Tree) -> str:
    while len(below) == 1 and "" not in below:
        ((letter, below),) = below.items()
        letters += letter
    return letters + _written(below)

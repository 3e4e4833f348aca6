"""The template by which Assist recognises a question, in hassil's notation: known words around one that makes it ours. Pure.

Alternatives are written as a tree of their common beginnings, so that a sentence about something else is left after a
few comparisons.
"""

from collections.abc import Iterable
import re

from .lexicon import SUBJECTS, Lexicon, Sense

_AROUND = {True: 12, False: 20}
"""So many phrases may stand before and behind the subject, more than anybody says in one breath: by whether words are set
apart. Where they are not, the pieces are shorter."""
_BETWEEN = 6
"""And so many between a name and what is asked of it."""
_MARKS = (" ", "、", "，", "。", "？", "！", "・", "「", "」")
"""What may be typed between phrases, where words are not set apart."""
_SPECIAL = re.compile(r"[()\[\]{}<>|\\:;/]")

type _Tree = dict[str, _Tree]


def sayable(name: str) -> str:
    """A name without what has a meaning in the notation."""
    return " ".join(_SPECIAL.sub(" ", name).split())


def template(lexicon: Lexicon, names: Iterable[str]) -> str:
    """One template that accepts what `lexicon.read` may understand; what it accepts is still to be read."""
    said = tuple(lexicon.names(names))
    space = " " if lexicon.spaced else ""
    words = _words(lexicon, said, space)
    word = _alternatives(sorted(words))
    between = _chain(word, space, _BETWEEN)
    subjects = _of(lexicon, SUBJECTS) | set(map(lexicon.normal, lexicon.also))
    gates = [_alternatives(_shortest(subjects, words, space))]
    if said:
        name = _alternatives(said)
        about = _alternatives(_shortest(_of(lexicon, lexicon.of_names), words, space))
        gates += [f"{name}{space}{between}{about}", f"{about}{space}{between}{name}"]
    before = _alternatives(sorted(words - subjects))  # so that there is one way to come to the first subject
    around = _AROUND[lexicon.spaced]
    return f"{_chain(before, space, around)}({'|'.join(gates)}){_tail(word, space, around)}"


def _of(lexicon: Lexicon, senses: frozenset[Sense]) -> set[str]:
    return {phrase for phrase, sense in lexicon.senses.items() if sense in senses}


def _words(lexicon: Lexicon, said: Iterable[str], space: str) -> set[str]:
    """What all phrases can be put together from: with fewer words there are fewer ways to read a sentence."""
    phrases = {*lexicon.senses, *said}
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

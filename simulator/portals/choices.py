"""Options of a portal that take one of a few words, and a check that they do: a word that no portal knows proves nothing."""

from dataclasses import Field, field, fields
from typing import Any

_WORDS = "words"


def one_of(default: str | None, *others: str | None) -> Any:
    """A field of options that is one of these words; the first is the main case."""
    return field(default=default, metadata={_WORDS: (default, *others)})


def several_of(*words: str, default: frozenset[str] = frozenset()) -> Any:
    """A field of options that holds any of these words."""
    return field(default=default, metadata={_WORDS: words})


def check_words(options: Any) -> None:
    """Raise ValueError for the first option that is a word which nothing knows."""
    for one in fields(options):
        check_word(one, getattr(options, one.name))


def check_word(one: Field[Any], value: Any) -> None:
    """Raise ValueError if the field takes words, and not this one."""
    words = one.metadata.get(_WORDS)
    if words is None:
        return
    for word in value if isinstance(value, frozenset | set | list | tuple) else [value]:
        if word not in words:
            raise ValueError(f"{one.name}: {word!r} is none of {', '.join(map(repr, words))}")

"""Figures that tests find out, told together at the end of a run: what was fed, how long it took, what came of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

KEY = "figures"
"""The property of a test's report that holds them; it comes along from other processes."""

type Noted = dict[str, Any]


class Note(Protocol):
    """Notes what a test has found out, under a title that it may share with others.

    `numbers` are added up over all tests of that title; a `text` is a line of its own.
    """

    def __call__(self, title: str, text: str = "", numbers: Mapping[str, int] = {}) -> None: ...


def noted(title: str, text: str, numbers: Mapping[str, int]) -> Noted:
    """Figures in the form in which they are kept."""
    return {"title": title, "text": text, "numbers": dict(numbers)}


def lines(found: Iterable[Noted]) -> Iterator[str]:
    """What is told: a line of sums for each title, and below it the texts, both in the order in which they came."""
    sums: dict[str, Counter[str]] = {}
    texts: dict[str, list[str]] = {}
    for one in found:
        sums.setdefault(one["title"], Counter()).update(one["numbers"])
        texts.setdefault(one["title"], []).extend(one["text"].splitlines())
    for title in sorted(sums):
        told = ", ".join(f"{number:,} {name}" for name, number in sums[title].items())
        yield f"{title}: {told}" if told else title
        yield from (f"  {text}" for text in texts[title])

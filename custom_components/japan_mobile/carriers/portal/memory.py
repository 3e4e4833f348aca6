"""What a portal's client remembers from poll to poll, and over restarts: where which label stood, and whose lines.

All of it lies in the account's `keep`, under names of its own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from yarl import URL

from ..keep import Fits, Keep, is_text, is_time, list_of, mapping_of
from ..labels import key
from ..survey import Survey
from .follow import KEPT, Seen

_LOST = timedelta(days=1)
"""So long a label that is gone is not looked for again."""


def is_address(value: Any) -> bool:
    """An address that was written down."""
    try:
        return is_text(value) and URL(value).absolute
    except ValueError:
        return False


SHAPES: Mapping[str, Fits] = {
    "seen": lambda value: mapping_of(list_of(is_text))(value) and all(map(is_address, value)),
    "labels": mapping_of(is_text),
    "unclear": list_of(is_text),
    "numbers": mapping_of(mapping_of(is_time)),
    "lost": mapping_of(is_time),
    "last": lambda value: isinstance(value, dict),
    "told": mapping_of(
        lambda told: isinstance(told, list) and len(told) == 2 and is_text(told[0]) and is_time(told[1])
    ),
}


class Memory:
    """Reads and writes the part of `keep` that is about pages."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def _mapping(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._keep.get(name, {})
        return found

    @property
    def has_looked(self) -> bool:
        """Whether the portal was looked through before."""
        return "seen" in self._keep

    @property
    def suggested(self) -> dict[str, str]:
        """The labels that were suggested when the portal was looked through last."""
        return self._mapping("labels")

    @property
    def unclear(self) -> list[str]:
        """The meanings that several labels fit, as of then."""
        return list(self._keep.get("unclear", []))

    def numbers(self, now: datetime) -> dict[str, list[str]]:
        """The telephone numbers that each page named not long ago."""
        return {
            url: [number for number, at in found.items() if now - datetime.fromisoformat(at) < KEPT]
            for url, found in self._mapping("numbers").items()
        }

    def named(self, surveys: Iterable[Survey], now: datetime) -> None:
        """Note which lines pages name. A line that is gone from its page is remembered for as long as a period lasts."""
        known = self.numbers(now)
        found = {url: {n: at for n, at in self._mapping("numbers")[url].items() if n in known[url]} for url in known}
        for survey in surveys:
            if survey.figures:
                found.setdefault(survey.address, {}).update(dict.fromkeys(survey.numbers, now.isoformat()))
        self._keep["numbers"] = {url: numbers for url, numbers in found.items() if numbers}

    def pages(self, labels: Iterable[str]) -> dict[URL, frozenset[str]]:
        """The pages on which some of the labels stood, each with those that did."""
        asked = {key(label) for label in labels}
        found = {URL(url): asked.intersection(shown) for url, shown in self._mapping("seen").items()}
        return {url: frozenset(shown) for url, shown in found.items() if shown}

    def is_lost(self, label: str, now: datetime) -> bool:
        """Whether a label was looked for in vain not long ago."""
        since = self._mapping("lost").get(key(label))
        return since is not None and timedelta(0) <= now - datetime.fromisoformat(since) < _LOST

    def looked(self, surveys: Mapping[URL, Survey], suggested: Mapping[str, str], unclear: Iterable[str]) -> None:
        """Note what a look through the portal has found."""
        self._keep["seen"] = {
            str(url): sorted({key(figure.label) for figure in survey.figures})
            for url, survey in surveys.items()
            if survey.figures
        }
        self._keep["labels"] = dict(suggested)
        self._keep["unclear"] = list(unclear)
        self._keep["lost"] = {}

    def lose(self, labels: Iterable[str], now: datetime) -> None:
        """Note that labels are nowhere any more."""
        self._keep["lost"] = {key(label): now.isoformat() for label in labels}

    def seen(self, choice: Mapping[str, str]) -> dict[str, Seen]:
        """What was accepted last, by line, if it was read by the same labels."""
        last = self._mapping("last")
        if last.get("labels") != dict(choice):
            return {}
        try:
            return {line_id: Seen.load(kept) for line_id, kept in last["lines"].items()}
        except KeyError, TypeError, ValueError, IndexError, AttributeError:
            return {}

    def told(self, name: str, now: datetime) -> str | None:
        """What was told under a name not long ago, beside the figures."""
        text, at = self._mapping("told").get(name, (None, None))
        return text if at is not None and now - datetime.fromisoformat(at) < KEPT else None

    def tell(self, name: str, text: str, now: datetime) -> None:
        """Note what is told beside the figures."""
        self._keep["told"] = self._mapping("told") | {name: [text, now.isoformat()]}

    def accept(self, seen: Mapping[str, Seen], choice: Mapping[str, str]) -> None:
        """Note what was accepted; that of other lines stays."""
        lines = {**self.seen(choice), **seen}
        self._keep["last"] = {"labels": dict(choice), "lines": {name: one.dump() for name, one in lines.items()}}

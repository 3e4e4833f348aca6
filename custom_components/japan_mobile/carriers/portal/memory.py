"""What a portal's client remembers from poll to poll, and over restarts: where which label stood, and whose lines.

All of it lies in the account's `keep`, under names of its own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from yarl import URL

from .. import wire
from ..keep import Fits, Keep, is_text, is_time, list_of, mapping_of
from ..labels import key
from ..model import Account, Line
from ..survey import Survey

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
    "numbers": list_of(is_text),
    "lost": mapping_of(is_time),
    "last": lambda value: isinstance(value, dict) and "labels" in value and wire.is_account(value.get("account")),
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

    @property
    def numbers(self) -> tuple[str, ...]:
        """The telephone numbers of the lines, as of then."""
        return tuple(self._keep.get("numbers", []))

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
        self._keep["numbers"] = list(dict.fromkeys(n for survey in surveys.values() for n in survey.numbers))
        self._keep["lost"] = {}

    def lose(self, labels: Iterable[str], now: datetime) -> None:
        """Note that labels are nowhere any more."""
        self._keep["lost"] = {key(label): now.isoformat() for label in labels}

    def figures(self, choice: Mapping[str, str]) -> dict[str, Line]:
        """The figures that were accepted last, by line, if they were read by the same labels."""
        last = self._mapping("last")
        if not last or last["labels"] != dict(choice):
            return {}
        return {line.line_id: line for line in wire.load(last["account"]).lines}

    def accept(self, lines: Iterable[Line], choice: Mapping[str, str], now: datetime) -> None:
        """Note figures that were accepted; those of other lines stay."""
        known = self.figures(choice) | {line.line_id: line for line in lines if line.cycle is not None}
        account = Account(carrier="", account_id="", fetched_at=now, lines=tuple(known.values()))
        self._keep["last"] = {"labels": dict(choice), "account": wire.dump(account)}

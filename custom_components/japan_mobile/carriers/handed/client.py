"""Lines without a portal: nothing is asked of anybody; what was handed in is shown as long as it holds."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, override
from uuid import uuid4

from ..carrier import Carrier, Client, Credentials, PageReader
from ..keep import Fits, Keep, is_text, mapping_of
from ..model import TOKYO, Account, Part
from ..web import Web
from .line import HandedIn, HandedLine, Known, is_known
from .reasons import NotUnderstood
from .shown import as_bills, as_line, read_text


class HandedClient(Client):
    """An account whose user hands in what he knows. Keeps `account`, a name of our own, and `lines`, what is known."""

    pages: ClassVar[Mapping[str, PageReader]] = {"text": read_text}
    keeps: ClassVar[Mapping[str, Fits]] = {"account": is_text, "lines": mapping_of(is_known)}

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._lines: dict[str, HandedLine] = {}

    def furnish(self, lines: Iterable[HandedLine]) -> None:
        """Say which lines there are."""
        self._lines = {line.line_id: line for line in lines}

    @property
    def lines(self) -> Mapping[str, HandedLine]:
        """The lines, by their ids."""
        return self._lines

    @override
    async def log_in(self, credentials: Credentials) -> None:
        """There is nothing to log in to."""

    @override
    async def fetch(self, parts: frozenset[Part]) -> Account:
        now = self.web.now().astimezone(TOKYO)
        if self.account_id is None:
            self.keep["account"] = uuid4().hex
            await self.keep.save()
        shown = {line_id: (line, self._known(line_id)) for line_id, line in self._lines.items()}
        return Account(
            carrier=self.carrier.key,
            account_id=self.account_id or "",
            fetched_at=now,
            lines=tuple(as_line(line, known, now) for line, known in shown.values()),
            bills=tuple(bill for line, known in shown.values() for bill in as_bills(line, known, now)),
        )

    async def hand_in(self, line_id: str, given: HandedIn, *, follows: bool) -> None:
        """Take figures of a line. Raises `NotUnderstood`: "older" than what is known; "fell" for a use that cannot be.

        `follows`: a machine has read them, so that use that falls within a cycle is doubtful.
        """
        known = self._known(line_id)
        taken = known.taken(given)
        if follows and _fell(self._lines[line_id], known, taken):
            raise NotUnderstood("fell")
        self.keep["lines"] = {**self.keep.get("lines", {}), line_id: taken.dumped()}
        await self.keep.save()

    def _known(self, line_id: str) -> Known:
        return Known.loaded(self.keep.get("lines", {}).get(line_id, {}))


def _fell(line: HandedLine, known: Known, taken: Known) -> bool:
    if known.used is None or taken.used is None:
        return False
    same = line.cycle(known.used.at.date()) == line.cycle(taken.used.at.date())
    return same and taken.used.value < known.used.value

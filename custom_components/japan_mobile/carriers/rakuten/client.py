"""Rakuten Mobile: a page for people, on which the data used this month appears late. Protocol: docs/carriers/rakuten.md"""

from collections.abc import Mapping
import re
from typing import Any, ClassVar, override

from ..aside import aside
from ..document import Document
from ..errors import LayoutChanged
from ..keep import Fits
from ..model import Cycle, Line, Month, Part, Problem
from ..offers import Meaning, Offer, OfferKind
from ..person.client import PersonClient
from ..person.gate import PersonGate
from ..person.proven import Proven
from ..reading import Unreadable, plain, volume
from ..skeleton import skeleton
from . import LOGIN_HOSTS, PORTAL

_DASHBOARD = f"https://{PORTAL}/dashboard"
_VALUE = "title__data"
_LABEL = "データ利用量"
"""What the carrier's own guide calls the number in the circle. Sheet, 4."""
_TURN = 3
"""So many days of a month the figure may still be that of the one before."""
_SIZE = re.compile(r"[\d,]+(?:\.\d+)?\s*GB", re.ASCII)


def _is_outside(doc: Document) -> bool:
    return doc.url.host in LOGIN_HOSTS or "member/login" in doc.url.path or doc.url.path == "/session/upgrade"


def _is_last(value: Any) -> bool:
    """A month and what had been used in it."""
    return isinstance(value, list) and list(map(type, value)) == [str, int]


class RakutenClient(PersonClient):
    """A login; the page names no line, so there is one without a number."""

    keeps: ClassVar[Mapping[str, Fits]] = {**PersonClient.keeps, "last": _is_last}
    entrance: ClassVar[str] = _DASHBOARD
    doors: ClassVar[tuple[str, ...]] = (_DASHBOARD,)

    @property
    @override
    def gate(self) -> PersonGate:
        return PersonGate(source=self.source, outside=_is_outside)

    @override
    async def read_proven(self, parts: frozenset[Part]) -> Proven:
        """What was used this month; sheet, 4. What is left is not shown: the steps of the plan are prices, no caps."""
        if not parts & {Part.USAGE, Part.CONTRACT}:
            return Proven()
        doc = await self.page(_DASHBOARD, until=lambda doc: any(map(plain, _values(doc))))
        try:
            used, text = await aside(_used, doc)
            self._follow(doc, used)
        except LayoutChanged as err:
            return Proven(problems=(Problem(part=Part.USAGE, error=err),))
        line = Line(line_id="", cycle=Cycle.month(Month.of(self.web.now().date())), used=used)
        offer = Offer(_LABEL, f"{text} (= {used / 10**9:,.3f} GB)", OfferKind.VOLUME)
        return Proven(lines=(line,), offers=(offer,), suggested={Meaning.USED.value: _LABEL})

    def _follow(self, doc: Document, used: int) -> None:
        """Raise for a figure that may be another month's: one that falls, or that no new month can have brought yet.

        The page names no month. Remembers the figure and its month.
        """
        today = self.web.now().date()
        known, month = self.keep.get("last"), str(Month.of(today))
        if known is not None and known[0] == month and used < known[1]:
            raise LayoutChanged(doc.name, _LABEL, "fell")
        if known is not None and known[0] != month and today.day <= _TURN and used >= known[1] > 0:
            raise LayoutChanged(doc.name, _LABEL, "period")
        self.keep["last"] = [month, used]


def _values(doc: Document) -> list[str]:
    return [node.text for node in doc.nodes if _VALUE in node.attrs.get("class", "").split() and not node.hidden]


def _used(doc: Document) -> tuple[int, str]:
    """Bytes, and the text that they were read from. Raises `LayoutChanged`."""
    found = {plain(text) for text in _values(doc)}
    if len(found) != 1 or not _SIZE.fullmatch(text := found.pop()):
        raise LayoutChanged(doc.name, _LABEL, "two values" if len(found) > 1 else "empty", skeleton=skeleton(doc))
    try:
        return volume(text, {"GB": 10**9}), text
    except Unreadable as err:
        raise LayoutChanged(doc.name, _LABEL, err.what, skeleton=skeleton(doc)) from None

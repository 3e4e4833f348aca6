"""What tells a customer's page from a login page, a wall, or a notice. Sheet: docs/carriers/others.md, 3"""

from typing import Protocol

from ..document import Document
from ..errors import LoginExpired
from ..signs import Kind
from ..source import Source
from .entrance import is_outside, refuse, refuse_status, seen
from .handover import hand_over
from .presets import Preset

_WALLS = (Kind.CODE, Kind.HUMAN, Kind.CONSENT, Kind.PASSWORD_CHANGE)


class Gate(Protocol):
    """Judges pages."""

    def admits(self, doc: Document, *, strict: bool) -> bool:
        """Whether a page is a customer's; False for one that shows something else.

        Raises `LoginExpired` and `Maintenance`; a `strict` look raises whatever the page asks for instead, too.
        """


class PortalGate:
    """Of a portal of unknown make."""

    def __init__(self, source: Source, preset: Preset) -> None:
        self._source = source
        self._preset = preset

    def admits(self, doc: Document, *, strict: bool) -> bool:
        """See `Gate`."""
        if is_outside(doc, self._source, self._preset) or hand_over(doc) is not None:
            raise LoginExpired
        refuse(doc, self._source, Kind.MAINTENANCE)
        if strict:
            refuse(doc, self._source, *_WALLS)
            refuse_status(doc)
            return True
        return doc.page.status == 200 and not seen(doc, self._source).keys() & set(_WALLS)

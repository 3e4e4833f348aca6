"""What tells a customer's page from whatever a portal that only lets persons in shows instead."""

from collections.abc import Callable
from dataclasses import dataclass
import re

from ..document import Document
from ..errors import CarrierError, LoginExpired, Maintenance
from ..portal.entrance import refuse, refuse_status
from ..signs import Kind
from ..source import Source

type Raises = Callable[[], CarrierError]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGate:
    """The carrier's own marks, as its sheet has them.

    `outside` tells whether a page is the login's: by its host or path. What such a page means is the first of `meanings`
    whose words it shows, else that nobody is logged in. `logged_out` tells a page of the portal itself that asks to log in;
    `closed` are the words of a notice that it is closed, and of the address of one.
    """

    source: Source
    outside: Callable[[Document], bool]
    meanings: tuple[tuple[re.Pattern[str], Raises], ...] = ()
    logged_out: Callable[[Document], bool] = lambda _: False
    closed: re.Pattern[str] | None = None

    def admits(self, doc: Document, *, strict: bool) -> bool:
        """See `portal.gate.Gate`."""
        if self.closed is not None and (self.closed.search(doc.url.path) or self.closed.search(doc.text)):
            raise Maintenance
        if self.outside(doc):
            raise self._meaning(doc)
        if self.logged_out(doc):
            raise LoginExpired
        refuse(doc, self.source, Kind.MAINTENANCE, Kind.HUMAN, Kind.CONSENT, Kind.PASSWORD_CHANGE)
        if strict:
            refuse_status(doc)
        return doc.page.status == 200

    def _meaning(self, doc: Document) -> CarrierError:
        shown = f"{doc.title}\n{doc.text}"
        return next((error() for words, error in self.meanings if words.search(shown)), LoginExpired())

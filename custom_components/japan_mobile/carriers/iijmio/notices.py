"""What either of IIJmio's hosts may answer instead of what was asked for. Protocol: docs/carriers/iijmio.md, 8 and 10."""

from datetime import datetime

from ..document import Document
from ..errors import CannotConnect
from ..signs import Kind, signs
from ..web import Page

UNAVAILABLE = 503
"""The status that may come with a notice in words; requests expect it, so that the notice can be read."""

_STOPS = frozenset({Kind.HUMAN, Kind.MAINTENANCE, Kind.CONSENT})


def refuse_notice(page: Page, now: datetime) -> None:
    """Raise `HumanCheckNeeded`, `AccountActionNeeded` or `Maintenance` for a page that clearly is one; `CannotConnect` for any other 503.

    To be asked before anything else is made of a status or a body, where no data of ours is on the page.
    """
    if page.body.lstrip()[:1] not in {b"{", b"["}:
        for sign in signs(Document(page), now=now):
            error = sign.error() if sign.kind in _STOPS else None
            if error is not None:
                raise error
    if page.status == UNAVAILABLE:
        raise CannotConnect(f"{page.name} answered {page.status}", page.status)

"""How often a password may be sent in a cell, and which figures may be lost in one: rules, each with its reason."""

from collections.abc import Collection
from dataclasses import dataclass

from .strangers import AHEAD

DEAD = frozenset({"LoginExpired", "CodeNeeded"})
REFUSED = DEAD | frozenset({"LoginRefused"})
"""What no program mends by itself."""
_BY_KEY = frozenset({"sakura"})
"""Whose key goes with every call."""
_BY_THE_HOUR = frozenset({"mineo", "soracom"})
"""Whose logins end by themselves, some hours after they began: one ends while time passes in a cell."""
_SAYS_OVER = {"HTTP 403": frozenset({"iijmio"})}
"""Whose interface answers so when a login is over, by its protocol sheet: it has to be begun anew."""
_UNREAD = frozenset({"LayoutChanged", "NotPermitted"})


@dataclass(frozen=True)
class Sent:
    """How often a password was sent in a cell: at the poll that something was wrong with, and afterwards."""

    during: int
    after: int
    by_person: int = 0
    """How often the person logged in afterwards."""


def sent_as_promised(
    sent: Sent, step: str, carrier: str, fault: str, kinds: Collection[str], *, normal: int, most: int
) -> bool:
    """Whether no password was sent more often than on a good day: not at all, but for a login that has to be begun.

    One is, where the login had ended before (`renewal`), where the answer said so, where it ended by the hour, and after an
    answer for somebody else, which drops the login that led to it. Where the answer to a login was spoilt, it is sent once
    more when all is well again. `normal` is what a login takes, `most` what it takes where one is tried again at once.
    """
    if carrier in _BY_KEY:
        return True
    begun = step == "renewal" or carrier in _SAYS_OVER.get(fault, ()) or carrier in _BY_THE_HOUR
    again = begun or "ForeignAnswer" in kinds
    own = max(normal, 1)  # who logs in himself, in his own browser, does so once
    return sent.during <= most * begun and sent.after <= normal * again + own * sent.by_person


def may_lose(kinds: Collection[str], fault: str, *, read: bool) -> bool:
    """Whether figures that were known may be unknown after a poll.

    Those may that stand on a page that this poll could not read safely, the rest being read (`read`); and all that nothing
    newer was read of, once a clock says that they are a day old.
    """
    return fault == AHEAD if not read else bool(_UNREAD & set(kinds))

"""Whether an answer can be of the account that was asked for, told by its lines."""

from .carriers.errors import ForeignAnswer
from .carriers.model import Account


def refuse_strangers(known: Account | None, newer: Account) -> None:
    """Raise `ForeignAnswer` for lines of which none was there before.

    Lines come and go one by one; that all are others at once is a mix-up at the carrier. Who really has exchanged his only line
    is asked for a new login, whose answer is believed. Lines that are only numbered through tell nothing.
    """
    before, after = _told(known), _told(newer)
    if before and after and not before & after:
        raise ForeignAnswer("none of the lines is one of this account")


def _told(account: Account | None) -> frozenset[str]:
    """The ids of an account's lines, if all are the carrier's own."""
    if account is None:
        return frozenset()
    ids = frozenset(line.line_id for line in account.lines)
    named_after_account = any(line_id.partition("#")[0] == account.account_id for line_id in ids)
    return frozenset() if named_after_account else ids

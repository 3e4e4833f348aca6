"""The ledger of logins: it keeps a machine from hurting an account.

A refused pair of id and password is never sent again by a machine; logins whose outcome is not known (the process
died, the line broke) may be repeated a few times; and no day sees more than `PER_DAY` of them.
An attempt is on disk before the request is sent.
"""

from datetime import datetime, timedelta
import hashlib
import hmac
import json
import secrets
from typing import Any

from .carrier import Credentials
from .errors import ForeignAnswer, LayoutChanged, LoginExpired, LoginRefused
from .keep import Keep

PER_DAY = 12
UNFINISHED_IN_A_ROW = 3
_DAY = timedelta(days=1)
_NOT_UNDERSTOOD = {LayoutChanged.__name__, ForeignAnswer.__name__}
"""Outcomes that may hide a refusal, so that the same password is not sent again soon."""


class Ledger:
    """The logins of one account, newest last, kept in `keep`."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    @property
    def _attempts(self) -> list[dict[str, Any]]:
        attempts: list[dict[str, Any]] = self._keep.setdefault("attempts", [])
        return attempts

    def _fingerprint(self, credentials: Credentials) -> str:
        """A keyed hash of the credentials, so that the ledger can recognise but not tell them."""
        key = self._keep.setdefault("key", secrets.token_hex(32))
        plain = json.dumps(sorted(credentials.items())).encode()
        return hmac.new(bytes.fromhex(key), plain, hashlib.sha256).hexdigest()[:32]

    def refused(self, credentials: Credentials) -> bool:
        """Whether the carrier has refused exactly these credentials before."""
        return self._keep.get("refused") == self._fingerprint(credentials)

    def allow(self, credentials: Credentials, now: datetime) -> None:
        """Raise `LoginRefused`, `LoginExpired` or `LayoutChanged` when a machine must not send these credentials now."""
        if self.refused(credentials):
            raise LoginRefused
        recent = [entry for entry in self._attempts if now - datetime.fromisoformat(entry["at"]) < _DAY]
        if len(recent) >= PER_DAY:
            raise LoginExpired(f"{len(recent)} logins in one day: a person has to log in")
        if recent and recent[-1]["outcome"] in _NOT_UNDERSTOOD:
            raise LayoutChanged("login", "an answer that is understood; there is one try a day")
        row = recent[-UNFINISHED_IN_A_ROW:]
        if len(row) == UNFINISHED_IN_A_ROW and all(entry["outcome"] == "open" for entry in row):
            raise LoginExpired(f"{len(row)} logins in a row without an answer: a person has to log in")

    async def begin(self, now: datetime) -> None:
        """Note that a login is about to be sent."""
        kept = [entry for entry in self._attempts if now - datetime.fromisoformat(entry["at"]) < _DAY]
        self._keep["attempts"] = [*kept, {"at": now.isoformat(), "outcome": "open"}]
        await self._keep.save()

    async def end(self, credentials: Credentials, outcome: str) -> None:
        """Note how the login that was begun last came out: `accepted`, `refused`, or the kind of the error."""
        self._attempts[-1]["outcome"] = outcome
        if outcome == "refused":
            self._keep["refused"] = self._fingerprint(credentials)
        elif outcome == "accepted":
            self._keep.pop("refused", None)
        await self._keep.save()

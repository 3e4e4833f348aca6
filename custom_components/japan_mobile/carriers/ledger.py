"""The ledger of logins: it keeps a machine from hurting an account.

A refused pair of id and password is never sent again by a machine; logins whose outcome is not known (the process
died, the line broke) may be repeated, at growing distances; and no day sees more than `PER_DAY` of them.
An attempt is on disk before the request is sent.
"""

from datetime import datetime, timedelta
import hashlib
import hmac
import json
import secrets
from typing import Any

from .carrier import Credentials
from .errors import CannotConnect, CodeNeeded, ForeignAnswer, LayoutChanged, LoginExpired, LoginRefused
from .keep import Keep

PER_DAY = 12
UNANSWERED_AT_ONCE = 3
LONGEST_WAIT = timedelta(hours=6)
_DAY = timedelta(days=1)
_NOT_UNDERSTOOD = {LayoutChanged.__name__, ForeignAnswer.__name__}
"""Outcomes that may hide a refusal, so that the same password is not sent again soon."""


class Ledger:
    """The logins of one account, newest last, kept in `keep`."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    @property
    def attempts(self) -> list[dict[str, Any]]:
        """The logins of the last day: `at` (ISO time) and `outcome` (`open` while nobody knows)."""
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

    @property
    def wants_code(self) -> bool:
        """Whether the carrier asked for a one-time code at the last login."""
        return bool(self._keep.get("code"))

    def allow(self, credentials: Credentials, now: datetime) -> None:
        """Raise what keeps a machine from sending these credentials now.

        `LoginRefused` for a pair that was refused, `LoginExpired` when the day has seen enough logins,
        `LayoutChanged` after an answer that was not understood, `CannotConnect` after several without an answer,
        `CodeNeeded` when the carrier asked for a one-time code the last time: the next login might send another one.
        """
        if self.refused(credentials):
            raise LoginRefused
        if self.wants_code:
            raise CodeNeeded
        recent = [entry for entry in self.attempts if now - datetime.fromisoformat(entry["at"]) < _DAY]
        if len(recent) >= PER_DAY:
            raise LoginExpired(f"{len(recent)} logins in one day: a person has to log in")
        if recent and recent[-1]["outcome"] in _NOT_UNDERSTOOD:
            raise LayoutChanged("login", "an answer that is understood; there is one try a day")
        self._wait_for_answers(recent, now)

    def _wait_for_answers(self, recent: list[dict[str, Any]], now: datetime) -> None:
        """After a few logins in a row without an answer, let more and more time pass before the next."""
        answered = [entry["outcome"] != "open" for entry in reversed(recent)]
        unanswered = answered.index(True) if True in answered else len(answered)
        if unanswered < UNANSWERED_AT_ONCE:
            return
        wait = min(timedelta(hours=2 ** (unanswered - UNANSWERED_AT_ONCE)), LONGEST_WAIT)
        if now - datetime.fromisoformat(recent[-1]["at"]) < wait:
            raise CannotConnect(f"the last {unanswered} logins were not answered; the next waits for {wait}")

    async def begin(self, now: datetime) -> None:
        """Note that a login is about to be sent."""
        kept = [entry for entry in self.attempts if now - datetime.fromisoformat(entry["at"]) < _DAY]
        self._keep["attempts"] = [*kept, {"at": now.isoformat(), "outcome": "open"}]
        await self._keep.save()

    async def confirm(self) -> None:
        """Note that figures were read: a login whose answer was lost has arrived, or was not needed after all."""
        if self.attempts and self.attempts[-1]["outcome"] == "open":
            self.attempts[-1]["outcome"] = "accepted"
            await self._keep.save()

    async def end(self, credentials: Credentials, outcome: str, *, with_code: bool = False) -> None:
        """Note how the login that was begun last came out: `accepted`, `refused`, or the kind of the error.

        `with_code`: it was accepted after a one-time code.
        """
        self.attempts[-1]["outcome"] = outcome
        if outcome == "refused":
            self._keep["refused"] = self._fingerprint(credentials)
        elif outcome == "accepted":
            self._keep.pop("refused", None)
        if outcome == CodeNeeded.__name__ or with_code:
            self._keep["code"] = True
        elif outcome == "accepted":
            self._keep.pop("code", None)
        await self._keep.save()

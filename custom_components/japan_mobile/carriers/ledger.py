"""The ledger of logins: it keeps a machine from hurting an account.

A refused pair of id and password is never sent again by a machine; logins whose outcome is not known (the process
died, the line broke) may be repeated, at growing distances; and no day sees more than `PER_DAY` of them.
An attempt is on disk before the request is sent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
import hashlib
import hmac
import json
import secrets
from typing import Any

from .carrier import Credentials
from .errors import (
    CannotConnect,
    CodeNeeded,
    ForeignAnswer,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    RateLimited,
    RefusedBefore,
)
from .keep import Keep, is_time, list_of

PER_DAY = 26
"""Enough for a login at every hourly poll, should a sign-in not last an hour."""

UNANSWERED_AT_ONCE = 3
LONGEST_WAIT = timedelta(hours=6)

OPEN = "open"
ACCEPTED = "accepted"
_REFUSED = LoginRefused.__name__
_NOT_UNDERSTOOD = {LayoutChanged.__name__, ForeignAnswer.__name__}
"""Outcomes that may hide a refusal, so that the same password is not sent again soon."""

LOST = {"lost": True}
"""What is kept in the place of a ledger that was damaged."""

_DAY = timedelta(days=1)
_REMEMBERED = 20


def is_whole(content: Mapping[str, Any]) -> bool:
    """Whether what was kept can be a ledger's."""
    return all(fits(content[name]) for name, fits in _SHAPES.items() if name in content)


def _is_attempt(value: Any) -> bool:
    return isinstance(value, dict) and is_time(value.get("at")) and isinstance(value.get("outcome"), str)


def _is_hex(value: Any) -> bool:
    try:
        return bool(bytes.fromhex(value))
    except TypeError, ValueError:
        return False


_SHAPES = {"attempts": list_of(_is_attempt), "refused": list_of(lambda value: isinstance(value, str)), "key": _is_hex}


class Ledger:
    """The logins of one account, newest last, kept in `keep`.

    From one that is damaged nobody can tell what was refused before: then only a person may send credentials again.
    """

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        if not is_whole(keep):
            keep.clear()
            keep.update(LOST)

    @property
    def attempts(self) -> list[dict[str, Any]]:
        """The logins of the last day: `at` (ISO time) and `outcome` (`open` while nobody knows)."""
        attempts: list[dict[str, Any]] = self._keep.setdefault("attempts", [])
        return attempts

    @property
    def _refusals(self) -> list[str]:
        refusals: list[str] = self._keep.setdefault("refused", [])
        return refusals

    def _fingerprint(self, credentials: Credentials) -> str:
        """A keyed hash of the credentials, so that the ledger can recognise but not tell them."""
        key = self._keep.setdefault("key", secrets.token_hex(32))
        plain = json.dumps(sorted(credentials.items())).encode()
        return hmac.new(bytes.fromhex(key), plain, hashlib.sha256).hexdigest()[:32]

    def refused(self, credentials: Credentials) -> bool:
        """Whether the carrier has refused exactly these credentials before, and not accepted them since."""
        return self._fingerprint(credentials) in self._refusals

    @property
    def wants_code(self) -> bool:
        """Whether the carrier asked for a one-time code at the last login."""
        return bool(self._keep.get("code"))

    def allow(self, credentials: Credentials, now: datetime) -> None:
        """Raise what keeps a machine from sending these credentials now.

        `LoginExpired` when the ledger was lost; `RefusedBefore` for a pair that was refused; `CodeNeeded` when the carrier asked for a one-time code the last
        time, as the next login might send another one; `RateLimited` when the day has seen enough logins, and for a
        day after an answer that was not understood; `CannotConnect` after several without an answer.
        """
        if self._keep.get("lost"):
            raise LoginExpired("what is known of earlier logins was damaged: a person has to log in once")
        if self.refused(credentials):
            raise RefusedBefore
        if self.wants_code:
            raise CodeNeeded
        recent = self._recent(now)
        if len(recent) >= PER_DAY:
            raise RateLimited(_begun(recent[0]) + _DAY - now)
        if recent and recent[-1]["outcome"] in _NOT_UNDERSTOOD:
            raise RateLimited(_begun(recent[-1]) + _DAY - now)
        _wait_for_answers(recent, now)

    def _recent(self, now: datetime) -> list[dict[str, Any]]:
        return [entry for entry in self.attempts if now - _begun(entry) < _DAY]

    async def begin(self, now: datetime) -> None:
        """Note that a login is about to be sent. It is not, and none was, where that cannot be written: raises what `save` does."""
        before = self._recent(now)
        self._keep["attempts"] = [*before, {"at": now.isoformat(), "outcome": OPEN}]
        try:
            await self._keep.save()
        except BaseException:
            self._keep["attempts"] = before
            raise

    async def confirm(self) -> None:
        """Note that figures were read: a login whose answer was lost has arrived, or was not needed after all."""
        if self.attempts and self.attempts[-1]["outcome"] == OPEN:
            self.attempts[-1]["outcome"] = ACCEPTED
            await self._keep.save()

    async def end(self, credentials: Credentials, outcome: str, *, with_code: bool = False) -> None:
        """Note how the login that was begun last came out: `ACCEPTED`, or the kind of the error.

        `with_code`: it was accepted after a one-time code.
        """
        self.attempts[-1]["outcome"] = outcome
        fingerprint = self._fingerprint(credentials)
        refusals = [known for known in self._refusals if known != fingerprint]
        if outcome == _REFUSED:
            refusals.append(fingerprint)
        if outcome in {_REFUSED, ACCEPTED}:
            self._keep["refused"] = refusals[-_REMEMBERED:]
        if outcome == ACCEPTED:
            self._keep.pop("lost", None)
        if outcome == CodeNeeded.__name__ or with_code:
            self._keep["code"] = True
        elif outcome == ACCEPTED:
            self._keep.pop("code", None)
        await self._keep.save()


def _begun(attempt: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(attempt["at"])


def _wait_for_answers(recent: list[dict[str, Any]], now: datetime) -> None:
    """After a few logins in a row without an answer, let more and more time pass before the next."""
    answered = [entry["outcome"] != OPEN for entry in reversed(recent)]
    unanswered = answered.index(True) if True in answered else len(answered)
    if unanswered < UNANSWERED_AT_ONCE:
        return
    wait = min(timedelta(hours=2 ** (unanswered - UNANSWERED_AT_ONCE)), LONGEST_WAIT)
    if now - _begun(recent[-1]) < wait:
        raise CannotConnect(f"the last {unanswered} logins were not answered; the next waits for {wait}")

"""What holds through every fault: it is named, nothing was bought or changed at a portal, and no log tells of anybody."""

from collections.abc import Collection

import pytest

from simulator import Account, Simulator

from .cells import IN_BROWSER
from .facts import Facts
from .troubles import TERMS_TROUBLES

_PROGRAMS = frozenset({"mineo", "sakura", "soracom"})
"""Whose interface is for programs alone: a page for people in the place of an answer is nothing that anybody knows of."""

_REPAIRS = {
    "LayoutChanged": "layout_changed",
    "ForeignAnswer": "foreign_answer",
    "HumanCheckNeeded": "human_check",
    "AccountActionNeeded": "action",
    "NotPermitted": "action_permission",
}
"""How the repair that tells of an error begins; none tells of others."""
_CALLED = {
    "cannot_connect": "CannotConnect",
    "browser_unreachable": "CannotConnect",
    "rate_limited": "RateLimited",
    "rate_limited_briefly": "RateLimited",
    "layout_changed": "LayoutChanged",
    "foreign_answer": "ForeignAnswer",
    "human_check": "HumanCheckNeeded",
    "maintenance": "Maintenance",
    "login_refused": "LoginRefused",
    "login_expired": "LoginExpired",
    "token_spent": "LoginExpired",
    "code_needed": "CodeNeeded",
    "action_consent": "AccountActionNeeded",
    "action_permission": "NotPermitted",
}
"""How a form tells an error."""
_OWN_WORDS = {("iijmio", "HTTP 505"): "LayoutChanged"}
"""What a status says by a carrier's protocol sheet, and not by that of HTTP: that the version of its app is too old."""
_PERSON = frozenset(
    {"LoginRefused", "LoginExpired", "CodeNeeded", "HumanCheckNeeded", "AccountActionNeeded", "NotPermitted"}
)
_RESTS = frozenset({"RateLimited", "Maintenance", "ForeignAnswer"})
_OF_A_PART = frozenset({"AccountActionNeeded", "NotPermitted"})
"""What may be said of one part, the rest being read."""

_SHORTEST = 6
"""Three digits, or a short word, stand in any log by chance."""


def is_named(fault: str, step: str, carrier: str, said: set[str]) -> bool:
    """Whether a page that only the customer can agree to is called so. That bills cannot be read is all that is said of those."""
    if fault not in TERMS_TROUBLES or carrier in _PROGRAMS or step == "bills":
        return True
    return bool(said & {"AccountActionNeeded", "action_consent"})


def called(key: str, carrier: str, fault: str) -> set[str]:
    """The errors that a form may tell by a key while something is wrong; by one that has its own sense there, all."""
    kind = _CALLED[key]
    return {kind, "CannotConnect"} if _OWN_WORDS.get((carrier, fault)) == kind else {kind}


def states(kinds: Collection[str], carrier: str, *, read: bool) -> set[str]:
    """What the sensor of the login may say after a poll with errors of these kinds; `read` is whether anything was read."""
    there = set(kinds)
    if there & _PERSON:
        return {"login_needed"} | ({"logged_in"} if read and not there & _PERSON - _OF_A_PART else set())
    # Where a person's browser went is not ours to keep away from.
    if there & (_RESTS - {"ForeignAnswer"} if carrier in IN_BROWSER else _RESTS):
        return {"resting"} | ({"logged_in"} if read else set())
    return {"logged_in"} if read else {"unreachable"}


def repairs_are(issues: Collection[str], kinds: Collection[str]) -> bool:
    """Whether the repairs that were opened are those that tell of errors of these kinds, and no others."""
    wanted = {_REPAIRS[kind] for kind in kinds if kind in _REPAIRS}
    return len(issues) == len(wanted) and all(any(one.startswith(begin) for one in issues) for begin in wanted)


def meddled(simulator: Simulator, account: Account) -> list[str]:
    """What was bought, changed or cancelled; every portal keeps a list of it, or changes the line."""
    portal = simulator.portal(account.carrier)
    lists = [getattr(portal, name) for name in ("harm", "charged", "switched") if hasattr(portal, name)]
    assert lists
    return [
        *(str(call) for calls in lists for call in calls),
        *(f"{line.number} is slow" for line in account.lines if not line.fast),
    ]


def logged(simulator: Simulator, account: Account, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What identifies somebody, or lets somebody in, and stands in a log of any level.

    In our own log that is every fact, however it is written, and every code that was sent; in those of others, who tell what
    a user has called his devices, and times to the microsecond, every secret.
    """
    portal = simulator.portal(account.carrier)
    codes = {*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)}
    ours, all_logs = "\n".join(_told(caplog, "custom_components.")), "\n".join(_told(caplog, ""))
    return [
        *(fact for fact in Facts.of(simulator, account).in_text(ours) if len(fact) > _SHORTEST),
        *(code for code in codes if len(code) >= _SHORTEST and code in ours),
        *(codes & _words(caplog)),
        *(secret for secret in simulator.secrets() if len(secret) >= _SHORTEST and secret in all_logs),
    ]


def _words(caplog: pytest.LogCaptureFixture) -> set[str]:
    """The texts that our own log was given to fill in: a code of three digits is one, a size or a status is a number."""
    told = [record for record in caplog.records if record.name.startswith("custom_components.")]
    return {word for record in told if isinstance(record.args, tuple) for word in record.args if isinstance(word, str)}


def _told(caplog: pytest.LogCaptureFixture, of: str) -> Collection[str]:
    return {
        f"{record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if record.name.startswith(of)
        and not record.name.startswith("pytest_")  # the test's storage tells what it writes
    }

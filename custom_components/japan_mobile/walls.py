"""What only a person can get past, as it is kept: it stands also while the carrier is left alone, and over a restart. Pure."""

from .carriers.errors import AccountActionNeeded, Action, CarrierError, HumanCheckNeeded

_KNOWN = frozenset(Action) - {Action.PERMISSION}
"""The actions that say all there is to say; which permission is missing the next poll tells."""


def wall_of(err: CarrierError) -> dict[str, str]:
    """What is kept of an error that only a person can mend."""
    action = {"action": err.action.value} if isinstance(err, AccountActionNeeded) else {}
    return {"kind": err.kind, **action}


def error_of(wall: dict[str, str] | None) -> CarrierError | None:
    """The error that an issue is shown for; None where there is none, or where Home Assistant itself asks for the login."""
    match wall:
        case {"action": action} if action in _KNOWN:
            return AccountActionNeeded(Action(action))
        case {"kind": "HumanCheckNeeded"}:
            return HumanCheckNeeded()
    return None

"""Which label of a portal was chosen for which meaning, and what of that cannot be."""

from collections.abc import Iterable, Mapping

from .carriers.carrier import Can
from .carriers.errors import CarrierError, LayoutChanged
from .carriers.model import Account
from .carriers.offers import Meaning

_CAN = {
    Meaning.REMAINING: Can.REMAINING,
    Meaning.USED: Can.USED,
    Meaning.TOTAL: Can.TOTAL,
    Meaning.BILL: Can.BILLS | Can.ESTIMATE,
}


def chosen(typed: Mapping[str, str]) -> dict[str, str]:
    """The labels that were chosen, by meaning."""
    return {meaning.value: typed[meaning] for meaning in Meaning if typed.get(meaning)}


def mistakes(labels: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a choice before anything is read, by field."""
    if not labels:
        return {"base": "nothing_chosen"}
    before: set[str] = set()
    found: dict[str, str] = {}
    for meaning, label in labels.items():
        if label in before:
            found[meaning] = "chosen_twice"
        before.add(label)
    return found


def unread(labels: Mapping[str, str], errors: Iterable[CarrierError]) -> dict[str, str]:
    """The fields whose label could not be read safely."""
    named = {err.missing[0] for err in errors if isinstance(err, LayoutChanged) and err.missing}
    return {meaning: "label_unreadable" for meaning, label in labels.items() if named & {meaning, label}}


def problems(account: Account) -> tuple[CarrierError, ...]:
    """Why something that was asked for is missing."""
    return tuple(problem.error for problem in account.problems)


def narrowed(can: Can, labels: Mapping[str, str] | None) -> Can:
    """What a portal can tell by the labels that were chosen; all of it where there was no choice."""
    if labels is None:
        return can
    for meaning, told in _CAN.items():
        if meaning not in labels:
            can &= ~told
    return can

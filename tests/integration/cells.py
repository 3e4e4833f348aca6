"""Which cells the matrix of faults has: every carrier, every step that its code has, every fault that can happen there.

The tests fail where they meet a step that is not foreseen here, or miss one that is; `script/lint` fails where
docs/reliability.md has other cells.
"""

from collections.abc import Iterator, Mapping

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login

from .browser_troubles import PORT_TROUBLES
from .strangers import STRANGERS
from .troubles import TROUBLES

type Cell = tuple[str, str, str]
"""Step, carrier, fault."""

STEPS = ("login", "code", "poll", "bills", "renewal", "handed")
IN_BROWSER = frozenset({"rakuten"})
"""Read in a person's browser alone, whose debugging port has faults of its own."""
_LABELLED = frozenset(key for key, carrier in CARRIERS.items() if carrier.family == "portal")
_HANDED = "Nothing is asked of anybody: the user's telephone, mail or script hands the figures in."
_CALLS = "Home Assistant does not call: it is called"
_NO_STATUS = "there is no answer that could have a status"
_NO_WAY = "nobody is sent anywhere"
NOT_HANDED: Mapping[str, str] = {
    **dict.fromkeys(
        ("connection refused", "no such name (DNS)", "closed without an answer", "no answer in time"), _CALLS
    ),
    **dict.fromkeys(("certificate of another authority", "expired certificate"), _CALLS),
    **{f"HTTP {code}": _NO_STATUS for code in (403, 429, 500, 502, 503, 505)},
    **dict.fromkeys(("redirect loop", "redirect to another host", "redirect without TLS"), _NO_WAY),
}
"""The faults that cannot befall what is handed in, and why not."""

MISSING: Mapping[str, Mapping[str, str]] = {
    "login": {"handed": _HANDED},
    "code": {
        "handed": _HANDED,
        **dict.fromkeys(
            (key for key, one in CARRIERS.items() if one.login is Login.PERSON),
            "The person types it at the portal, in his own browser.",
        ),
        **dict.fromkeys(
            (key for key, one in CARRIERS.items() if one.login is Login.PASSWORD),
            "None is known of; a page that asks for one is `CodeNeeded`, and a person's matter at the portal.",
        ),
        "soracom": "A second factor is typed together with the password.",
        "sakura": "The key is all there is.",
        "mineo": "The token is all there is.",
    },
    "poll": {"handed": _HANDED},
    "bills": {
        "handed": _HANDED,
        "mineo": "No bills are read.",
        "rakuten": "No bills are read.",
        **dict.fromkeys(("bmobile", "nihontsushin", "his"), "No bills are read."),
    },
    "handed": dict.fromkeys(CARRIERS.keys() - {"handed"}, "It is read."),
    "renewal": {"handed": _HANDED, "sakura": "The key goes with every call, and nothing has to be renewed."},
}
"""Which steps a carrier does not have, and why not: every other has its cells."""


def has(carrier: str, step: str) -> bool:
    """Whether a carrier has a step."""
    return carrier not in MISSING[step]


def faults_of(step: str, carrier: str) -> Iterator[str]:
    """The faults of a step, in the order of the table."""
    yield from (trouble.name for trouble in TROUBLES if step != "handed" or trouble.name not in NOT_HANDED)
    if step != "bills":  # whatever is whole and wrong befalls all pages of a poll at once
        yield from STRANGERS
    if carrier in IN_BROWSER:
        yield from (trouble.name for trouble in PORT_TROUBLES)


def cells() -> Iterator[Cell]:
    """All cells of the matrix."""
    for step in STEPS:
        for carrier in sorted(CARRIERS):
            if has(carrier, step):
                yield from ((step, carrier, fault) for fault in faults_of(step, carrier))

"""What a carrier's own readers found on pages whose form is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import Bill, Line, Part, Problem
from ..offers import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Values that no person has to choose labels for.

    `lines` may hold facts of a line (its plan, its history) without figures; the id "" is that of the account's only line. `numbers` are the telephone numbers of all
    lines that the account showed, digits only, the account's own first. `offers` are the labels and values as a person
    should see them before he agrees, `suggested` which of them means what. `unread` are the parts for which no page of a
    known form was there: they are read by labels.
    """

    lines: tuple[Line, ...] = ()
    bills: tuple[Bill, ...] = ()
    problems: tuple[Problem, ...] = ()
    numbers: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    suggested: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[Part] = frozenset()

"""What a portal of unknown make offers to be read, and what a label of it can be chosen for. Sheet: docs/carriers/others.md, 4"""

from dataclasses import dataclass
from enum import StrEnum


class OfferKind(StrEnum):
    """What is counted."""

    VOLUME = "volume"
    YEN = "yen"


@dataclass(frozen=True, slots=True)
class Offer:
    """A label as the page writes it; its text is what stands beside it, what that is read as, and under which heading."""

    label: str
    text: str
    kind: OfferKind


class Meaning(StrEnum):
    """What a label can be chosen for."""

    REMAINING = "remaining"
    USED = "used"
    TOTAL = "total"
    BILL = "bill"

    @property
    def kind(self) -> OfferKind:
        """What has to stand beside the label."""
        return OfferKind.YEN if self is Meaning.BILL else OfferKind.VOLUME

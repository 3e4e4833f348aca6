"""What is asked, and of whom. Pure."""

from enum import StrEnum

from .lexicon import Sense


class Topic(StrEnum):
    """What may be asked."""

    LEFT = "left"
    USED = "used"
    USED_TODAY = "used_today"
    LASTS = "lasts"
    RESETS = "resets"
    BUDGET = "budget"
    BILL = "bill"
    UNPAID = "unpaid"
    DUE = "due"
    LEAST = "least"


_LASTING = frozenset({Sense.LASTS, Sense.UNTIL})


def topic_of(senses: frozenset[Sense], *, named: bool) -> Topic | None:
    """What a question with these senses is about; None where they do not go together. `named`: of whom is said."""
    if senses & {Sense.BILL, Sense.UNPAID, Sense.DUE}:
        return _of_bills(senses)
    if Sense.LEAST in senses:
        return Topic.LEFT if named else Topic.LEAST
    return _of_time(senses) or _of_use(senses)


def _of_time(senses: frozenset[Sense]) -> Topic | None:
    """What is asked of the time until the reset; None where it is not of that."""
    if senses & _LASTING and _of_a_day(senses):
        return Topic.BUDGET  # how much a day, so that it lasts
    if Sense.LASTS in senses or {Sense.MAY, Sense.WHEN} <= senses:
        return Topic.LASTS
    if Sense.UNTIL in senses and not senses & {Sense.LEFT, Sense.USED, Sense.MAY}:
        return Topic.RESETS if Sense.WHEN in senses else Topic.LASTS
    if Sense.RESETS in senses and (Sense.WHEN in senses or not senses & {Sense.LEFT, Sense.USED, Sense.MAY}):
        return Topic.RESETS
    return None


def _of_a_day(senses: frozenset[Sense]) -> bool:
    """Whether it is about what may be used in a day."""
    if Sense.DAILY in senses:
        return True
    return Sense.TODAY in senses and (Sense.MAY in senses or (Sense.UNTIL in senses and Sense.USED not in senses))


def _of_bills(senses: frozenset[Sense]) -> Topic:
    if senses & {Sense.DUE, Sense.WHEN}:
        return Topic.DUE
    to_pay = Sense.UNPAID in senses or (Sense.LEFT in senses and Sense.DATA not in senses)
    return Topic.UNPAID if to_pay else Topic.BILL


def _of_use(senses: frozenset[Sense]) -> Topic | None:
    if Sense.MAY in senses:
        return Topic.BUDGET if senses & {Sense.TODAY, Sense.DAILY} else Topic.LEFT
    if Sense.DAILY in senses:
        return None if Sense.USED in senses else Topic.BUDGET
    if Sense.LEFT in senses:
        return Topic.LEFT
    if senses & {Sense.TODAY, Sense.USED}:
        return _used(senses)
    if Sense.DATA not in senses:
        return None
    return Topic.RESETS if Sense.WHEN in senses else Topic.LEFT


def _used(senses: frozenset[Sense]) -> Topic | None:
    if Sense.UNTIL in senses or (Sense.WHEN in senses and Sense.DATA not in senses):
        return None  # how long something was used is not known here, nor how much before a reset
    return Topic.USED_TODAY if Sense.TODAY in senses else Topic.USED

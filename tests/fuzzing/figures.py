"""The figures of an account, to be compared with those of the same page before something in it was changed."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from custom_components.japan_mobile.carriers import wire
from custom_components.japan_mobile.carriers.model import Account

type Figures = Counter[tuple[str, int]]
"""How often each number is told, by the name of what it is."""

UNITS = tuple(Fraction(one) for unit in (10**3, 2**10) for one in (1, unit, unit**2, unit**3))


def figures(account: Account) -> Figures:
    """All volumes, in bytes, and amounts, in yen, that an account tells."""
    return Counter(_numbers("", wire.dump(account)))


def _numbers(name: str, told: Any) -> Iterator[tuple[str, int]]:
    match told:
        case bool() | None | str():
            pass
        case int():
            yield name, told
        case dict():
            for key, value in told.items():
                yield from _numbers(f"{name}.{key}", value)
        case list():
            for value in told:
                yield from _numbers(name, value)
        case _:
            raise AssertionError(f"{name} is {told!r}")


def follows(name: str, new: int, before: Figures, change: Fraction | None, value: Fraction | None) -> bool:
    """Whether a figure that was not told before follows from one number of the page that is another now.

    `value` is what it is now, if it is one, and `change` by how much it differs from before, if it was one.
    """
    if value is not None and any(_close(new, value * unit) for unit in UNITS):
        return True
    known = [number for label, number in before if label == name]
    return change is not None and any(
        (_close(new, sign * change * unit + number) or new == 0 > sign * change * unit + number)
        for number in known for unit in UNITS for sign in (1, -1)
    )  # fmt: skip


def _close(found: int, wanted: Fraction) -> bool:
    return abs(found - wanted) <= 1

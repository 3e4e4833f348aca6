"""What stands nearest to what in a page's tree."""

from collections.abc import Iterable
from itertools import accumulate


class Near[T]:
    """Things in a page's tree, to be found by who stands nearest: by the longest way from the root that is shared."""

    def __init__(self, marks: Iterable[tuple[T, str]]) -> None:
        self._below: dict[str, set[T]] = {}
        for one, place in marks:
            for way in _ways(place):
                self._below.setdefault(way, set()).add(one)

    def to(self, place: str) -> set[T]:
        """Those that are nearest to a place; none if nothing is shared."""
        return next((self._below[way] for way in reversed(_ways(place)) if way in self._below), set())


def _ways(place: str) -> list[str]:
    """The ways to a place's ancestors and to itself, from the root."""
    return list(accumulate(place.split("/"), "{}/{}".format))

"""What stands nearest to what in a page's tree."""

from collections.abc import Iterable
from functools import lru_cache
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
        return self._below.get(self.shared(place), set())

    def shared(self, place: str) -> str:
        """The way that a place shares with those that are nearest to it; "" if nothing is shared."""
        return next((way for way in reversed(_ways(place)) if way in self._below), "")


@lru_cache(maxsize=4096)
def _ways(place: str) -> tuple[str, ...]:
    """The ways to a place's ancestors and to itself, from the root."""
    return tuple(accumulate(place.split("/"), "{}/{}".format))

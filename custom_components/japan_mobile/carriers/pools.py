"""Who shares an allowance, kept once for all of them: a file that names everybody at each line grows with their square."""

from collections.abc import Mapping, Sequence
from typing import Any

type Pools = Sequence[Sequence[str]]
"""The ids of lines that share an allowance, each group in the order of the lines."""


def told_once(lines: Sequence[dict[str, Any]]) -> list[list[str]]:
    """The groups of dumped lines, whose `shared_with` become the numbers of theirs."""
    pools: list[list[str]] = []
    numbers: dict[frozenset[str], int] = {}
    for line in lines:
        if not line["shared_with"]:
            continue
        members = [line["line_id"], *line["shared_with"]]
        number = numbers.setdefault(frozenset(members), len(pools))
        if number == len(pools):
            pools.append(members)
        if _others(pools[number], line["line_id"]) == line["shared_with"]:  # in another order it stays as it is
            line["shared_with"] = number
    return pools


def shared_with(line: Mapping[str, Any], pools: Pools) -> tuple[str, ...]:
    """Who shares a dumped line's allowance. Raises IndexError or TypeError for a group that is not there, or not of lines."""
    told = line["shared_with"]
    if isinstance(told, int) and told < 0:
        raise IndexError(told)
    found = tuple(_others(pools[told], line["line_id"]) if isinstance(told, int) else told)
    if not all(isinstance(one, str) for one in (line["line_id"], *found)):
        raise TypeError
    return found


def _others(members: Sequence[str], own: str) -> list[str]:
    return [member for member in members if member != own]

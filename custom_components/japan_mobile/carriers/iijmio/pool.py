"""Who shares data with whom at IIJmio, and how much they have together. Protocol: docs/carriers/iijmio.md, 2.1 and 10.

A pool's figures are never a sum of what its members show, and an empty list is "see the pool", never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import LayoutChanged
from .parts import Expiring, Share, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A pool: its contracts, their sizes together, and what is left. `problem`: why its figures are unknown."""

    contracts: tuple[str, ...]
    total: int | None = None
    remaining: int | None = None
    expiring: Expiring = ()
    problem: LayoutChanged | None = None


_IN_POOL = frozenset({Share.REPRESENTATIVE, Share.MEMBER})

type Pools = Mapping[str, Pool]
"""Pools by contract; a contract without a pool is not in it."""


def _unclear(page: str, lines: Iterable[Shown]) -> Pool:
    contracts = tuple(line.contract for line in lines)
    return Pool(contracts=contracts, problem=LayoutChanged(page, "share group"))


def _by_contract(pools: Iterable[Pool]) -> Pools:
    return {contract: pool for pool in pools for contract in pool.contracts}


def site_pools(contracts: Sequence[Shown]) -> Pools:
    """The pool of an account as the member site shows it: one representative, the others without amounts.

    With several representatives it is unknown who belongs to whom; with none, what an empty list means, and whether a
    line of which an amount is told is the one that represents: then its size is not all of what that is of.
    """
    shared = [line for line in contracts if line.share in _IN_POOL]
    if not shared:
        return {}
    represented = sum(line.share is Share.REPRESENTATIVE for line in shared)
    unknown = [line for line in contracts if line.share is Share.UNKNOWN]
    doubtful = unknown if represented else [line for line in contracts if line.share not in _IN_POOL]
    alone = [replace(_unclear("top", [line]), remaining=line.remaining, expiring=line.expiring) for line in doubtful]
    if represented != 1:
        unclear = [_unclear("top", [line]) for line in shared]
        if not represented and not doubtful:
            unclear = [replace(pool, total=line.total) for pool, line in zip(unclear, shared, strict=True)]
        return _by_contract([*unclear, *alone])
    pool = _site_pool(shared)
    return _by_contract([replace(pool, total=None, problem=alone[0].problem) if alone else pool, *alone])


def _site_pool(members: Sequence[Shown]) -> Pool:
    [represents] = (line for line in members if line.share is Share.REPRESENTATIVE)
    sizes = [line.total for line in members]
    return Pool(
        contracts=tuple(line.contract for line in members),
        total=sum(size for size in sizes if size is not None) if None not in sizes else None,
        remaining=represents.remaining,
        expiring=represents.expiring,
    )


def app_groups(lines: Iterable[Shown]) -> list[list[Shown]]:
    """The lines that the app shows as sharing, by the group's code; without a code each stands for itself."""
    groups: dict[str, list[Shown]] = {}
    for line in lines:
        if line.share is not Share.ALONE:
            groups.setdefault(line.group or f"line {line.contract} {line.line_id}", []).append(line)
    return list(groups.values())


def agreed(group: Sequence[Shown]) -> bool:
    """Whether the members show one figure, which may then be taken as the pool's."""
    left = {line.remaining for line in group}
    return group[0].group != "" and len(left) == 1 and None not in left


def app_pools(lines: Iterable[Shown], site: Sequence[Shown] | None) -> Pools:
    """The pools of an account as the app groups them, with the site's figures where the site was asked.

    The app does not say whether a size is the member's or the pool's, so that without the site it stays unknown.
    """
    groups = app_groups(lines)
    named = all(group[0].group for group in groups)
    return _by_contract(_app_pool(group, site or (), named=named) for group in groups)


def _app_pool(group: Sequence[Shown], site: Sequence[Shown], *, named: bool) -> Pool:
    """The pool of a group. Unless all are `named`, one that shares without a code may be of this group too."""
    contracts = {line.contract for line in group}
    members = [line for line in site if line.contract in contracts]
    if not named:
        members = _whole_pool(site, contracts)
    shares = [line.share for line in members]
    matches = len(members) >= len(contracts) and shares.count(Share.REPRESENTATIVE) == 1 and _IN_POOL.issuperset(shares)
    pool = _site_pool(members) if matches else None
    if agreed(group) and (named if pool is None else pool.remaining in {None, group[0].remaining}):
        [expiring, *others] = {line.expiring for line in group}
        return Pool(
            contracts=tuple(line.contract for line in group),
            total=None if pool is None else pool.total,
            remaining=group[0].remaining,
            expiring=() if others else expiring,
        )
    # Members that differ, or all show something else than the pool: what the site shows of pools is attested.
    return _unclear("dataTraffic", group) if pool is None or pool.remaining is None else pool


def _whole_pool(site: Sequence[Shown], contracts: set[str]) -> list[Shown]:
    """The only pool that the site knows, where the app does not give the group code of every line that shares."""
    shared = [line for line in site if line.share is not Share.ALONE]
    return shared if contracts <= {line.contract for line in shared} else []

"""What one page cannot show: whether its figures go on from the last ones of the same cycle.

Two labels that a portal has swapped, an allowance that is suddenly another one, usage that falls: each such page looks
right by itself. Beside the last accepted figures it does not.
"""

from typing import NamedTuple

from .errors import LayoutChanged
from .model import Bucket, BucketKind, Line

_FIXED = (BucketKind.BASE, BucketKind.CARRY_OVER)
_ADDED = (BucketKind.TOP_UP, BucketKind.GIFT, BucketKind.BONUS)


class Terms(NamedTuple):
    """How far a page's figures may move between two looks. `tolerance` (bytes) is what rounding may do.

    `same_cycle` None: as the cycles say. `exact`: amounts are told in steps, so that what only grows never falls, not by
    rounding either. `itemised`: the buckets name all that can be added. `rearranged`: the labels stand in another order
    than last time: then rounding excuses nothing; None: that is not known. `settled`: used and remaining cannot have
    changed places, as the caller knows.
    """

    tolerance: int = 10_000_000
    same_cycle: bool | None = None
    exact: bool = False
    itemised: bool = False
    rearranged: bool | None = None
    settled: bool = False


_ROUNDED = Terms()


def continued(known: Line | None, newer: Line, page: str, terms: Terms = _ROUNDED) -> Line:
    """The newer line, if nothing in it contradicts the last accepted one. Lines of different cycles are not compared.

    Raises `LayoutChanged(page, field, why)`.
    """
    if known is None or known.line_id != newer.line_id:
        return newer
    same = terms.same_cycle
    if known.cycle != newer.cycle or (same is None and known.cycle is None) or same is False:
        return newer
    _Continuity(known, newer, page, terms).check()
    return newer


class _Continuity:
    def __init__(self, known: Line, newer: Line, page: str, terms: Terms) -> None:
        self.known = known
        self.newer = newer
        self.page = page
        self.terms = terms
        self.tolerance = 0 if terms.rearranged else terms.tolerance
        self.step = 0 if terms.exact or terms.rearranged else terms.tolerance
        self.same_plan = known.plan is None or newer.plan is None or known.plan == newer.plan

    def check(self) -> None:
        self._used()
        self._buckets()
        self._spent()
        self._total()
        self._remaining()
        self._swapped()

    def _used(self) -> None:
        if (change := _change(self.known.used, self.newer.used)) is not None and change < -self.step:
            raise LayoutChanged(self.page, "used", "fell")

    def _buckets(self) -> None:
        """What a cycle opened with stays what it was, and what was added is not taken away."""
        for kind in (*_FIXED, *_ADDED) if self.same_plan else ():
            change = self._change_of(kind)
            if change is None:
                continue
            fixed = kind in _FIXED or self.terms.rearranged
            if change < -self.step or (fixed and change > self.step):
                raise LayoutChanged(self.page, kind.value, "changed" if fixed else "fell")

    def _change_of(self, kind: BucketKind) -> int | None:
        before, after = _sum(self.known, (kind,)), _sum(self.newer, (kind,))
        if self.terms.itemised and kind in _ADDED:
            before, after = before or 0, after or 0
        return _change(before, after)

    def _spent(self) -> None:
        """No bucket fills again, and together they do not give more than was used."""
        spent = _change(self.known.used, self.newer.used)
        if not self.terms.itemised or spent is None:
            return
        before, after = _drawn(self.known), _drawn(self.newer)
        given = [after.get(kind, 0) - before.get(kind, 0) for kind in before | after]
        slack = self.tolerance * (len(given) + 1)
        most = spent + 2 * self.tolerance
        if any(not -self.step <= amount <= most for amount in given) or sum(given) > spent + slack:
            raise LayoutChanged(self.page, "buckets", "do not follow")

    def _added(self) -> int | None:
        """What was bought or given between the two; None where buckets do not tell."""
        if not self.terms.itemised and (not self.known.buckets or not self.newer.buckets):
            return None
        return (_sum(self.newer, _ADDED) or 0) - (_sum(self.known, _ADDED) or 0)

    def _total(self) -> None:
        change = _change(self.known.total, self.newer.total)
        if change is None or not self.same_plan:
            return
        if self.terms.itemised and change >= 0 and abs(change - (self._added() or 0)) > self.tolerance:
            raise LayoutChanged(self.page, "total", "changed")
        if abs(change) <= self.tolerance:
            return
        if change < 0 or self.terms.rearranged:
            raise LayoutChanged(self.page, "total", "fell" if change < 0 else "changed")
        left, spent = _change(self.known.remaining, self.newer.remaining), _change(self.known.used, self.newer.used)
        shown = self._added()
        if shown is None and left is not None and spent is not None:
            shown = left + spent
        if shown is None or abs(change - shown) > 2 * self.tolerance:
            raise LayoutChanged(self.page, "total", "changed")

    def _remaining(self) -> None:
        """What is left changes by what was added and used, and not otherwise."""
        change = _change(self.known.remaining, self.newer.remaining)
        if change is None or not self.same_plan:
            return
        added = _change(self.known.total, self.newer.total)
        added = self._added() if added is None else added
        spent = _change(self.known.used, self.newer.used)
        if spent is None:
            wrong = change > (added or 0) + self.tolerance
        elif added is None:
            wrong = change > self.tolerance
        else:
            wrong = abs(change - (added - spent)) > 2 * self.tolerance
        if wrong:
            raise LayoutChanged(self.page, "remaining", "does not follow")

    def _swapped(self) -> None:
        """Used and remaining in each other's place keep their sum. The reading that needs less new usage is likelier."""
        spent = _change(self.known.used, self.newer.used)
        if self.terms.settled:
            return
        if spent is None or self.newer.remaining is None or self.known.used is None or self.known.remaining is None:
            return
        if not self.same_plan or abs(
            (self.newer.used or 0) + self.newer.remaining - self.known.used - self.known.remaining
        ) > (2 * self.tolerance):
            return
        spent_if_swapped = self.newer.remaining - self.known.used
        # Where the labels stand as they did, only a leap is a reason to doubt.
        least = self.known.total // 10 if self.terms.rearranged is False and self.known.total else self.tolerance
        likelier = spent - self.tolerance if spent > least else -self.tolerance
        if -self.step <= spent_if_swapped < likelier:
            raise LayoutChanged(self.page, "used", "remaining", "swapped")


def _change(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _sum(line: Line, kinds: tuple[BucketKind, ...]) -> int | None:
    """The totals of a line's buckets of some kinds; None without such a bucket, or where one does not say."""
    found: list[Bucket] = [bucket for bucket in line.buckets if bucket.kind in kinds]
    totals = [bucket.total for bucket in found if bucket.total is not None]
    return sum(totals) if found and len(totals) == len(found) else None


def _drawn(line: Line) -> dict[BucketKind, int]:
    """What was taken out of each bucket that says what is left of it, from a point that stays the same in a cycle."""
    return {
        bucket.kind: (bucket.total or 0) - bucket.remaining for bucket in line.buckets if bucket.remaining is not None
    }

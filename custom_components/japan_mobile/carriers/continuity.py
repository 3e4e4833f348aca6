"""What one page cannot show: whether its figures go on from the last ones of the same cycle.

Two labels that a portal has swapped, an allowance that is suddenly another one, usage that falls: each such page looks
right by itself. Beside the last accepted figures it does not.
"""

from .errors import LayoutChanged
from .model import Bucket, BucketKind, Line

_FIXED = (BucketKind.BASE, BucketKind.CARRY_OVER)
_ADDED = (BucketKind.TOP_UP, BucketKind.GIFT, BucketKind.BONUS)


def continued(known: Line | None, newer: Line, page: str, *, tolerance: int = 10_000_000) -> Line:
    """The newer line, if nothing in it contradicts the last accepted one. Lines of different cycles are not compared.

    `tolerance` (bytes) is what rounding may do. Raises `LayoutChanged(page, field, why)`.
    """
    if known is None or known.line_id != newer.line_id or known.cycle is None or known.cycle != newer.cycle:
        return newer
    _Continuity(known, newer, page, tolerance).check()
    return newer


class _Continuity:
    def __init__(self, known: Line, newer: Line, page: str, tolerance: int) -> None:
        self.known = known
        self.newer = newer
        self.page = page
        self.tolerance = tolerance
        self.same_plan = known.plan is None or newer.plan is None or known.plan == newer.plan

    def check(self) -> None:
        self._used()
        self._buckets()
        self._total()
        self._remaining()
        self._swapped()

    def _used(self) -> None:
        if (change := _change(self.known.used, self.newer.used)) is not None and change < -self.tolerance:
            raise LayoutChanged(self.page, "used", "fell")

    def _buckets(self) -> None:
        """What a cycle opened with stays what it was."""
        for kind in _FIXED if self.same_plan else ():
            change = _change(_sum(self.known, (kind,)), _sum(self.newer, (kind,)))
            if change is not None and abs(change) > self.tolerance:
                raise LayoutChanged(self.page, kind.value, "changed")

    def _added(self) -> int | None:
        """What was bought or given between the two; None where buckets do not tell."""
        if not self.known.buckets or not self.newer.buckets:
            return None
        return (_sum(self.newer, _ADDED) or 0) - (_sum(self.known, _ADDED) or 0)

    def _total(self) -> None:
        change = _change(self.known.total, self.newer.total)
        if change is None or abs(change) <= self.tolerance or not self.same_plan:
            return
        if change < 0:
            raise LayoutChanged(self.page, "total", "fell")
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
        if spent is None or self.newer.remaining is None or self.known.used is None or self.known.remaining is None:
            return
        if not self.same_plan or abs(
            (self.newer.used or 0) + self.newer.remaining - self.known.used - self.known.remaining
        ) > (2 * self.tolerance):
            return
        spent_if_swapped = self.newer.remaining - self.known.used
        if spent > self.tolerance and -self.tolerance <= spent_if_swapped < spent - self.tolerance:
            raise LayoutChanged(self.page, "used", "remaining", "swapped")


def _change(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _sum(line: Line, kinds: tuple[BucketKind, ...]) -> int | None:
    """The totals of a line's buckets of some kinds; None without such a bucket, or where one does not say."""
    found: list[Bucket] = [bucket for bucket in line.buckets if bucket.kind in kinds]
    totals = [bucket.total for bucket in found if bucket.total is not None]
    return sum(totals) if found and len(totals) == len(found) else None

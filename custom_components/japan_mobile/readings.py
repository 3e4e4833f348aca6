"""What is told of lines and bills, worked out of the model: pure, and shared by all entities."""

from collections.abc import Callable

from .carriers.model import Account, Bill, BillState, BucketKind, Line, Month


def remaining_percent(line: Line) -> float | None:
    """What is left, in percent of the cycle's allowance; above 100 where unused data has carried over."""
    if line.remaining is None or not line.total:
        return None
    return 100 * line.remaining / line.total


def carried_over(line: Line) -> int | None:
    """What is left of the last cycle's data; unknown unless the buckets account for all that is left."""
    if line.remaining is None or line.remaining != sum(bucket.remaining or 0 for bucket in line.buckets):
        return None
    return sum(bucket.remaining or 0 for bucket in line.buckets if bucket.kind is BucketKind.CARRY_OVER)


def latest_bill(account: Account, line_id: str | None = None) -> Bill | None:
    """The newest bill of the whole account, or of a line, that is more than an estimate."""
    return _newest(account, lambda bill: bill.state is not BillState.ESTIMATED, line_id)


def estimated_bill(account: Account) -> Bill | None:
    """The newest estimate."""
    return _newest(account, lambda bill: bill.state is BillState.ESTIMATED)


def paid_at_once(account: Account, line_id: str, month: Month) -> int | None:
    """What was paid for a line in the running month the moment it was bought, where the carrier tells it."""
    paid = [
        bill.amount
        for bill in account.bills
        if (bill.line_id, bill.month, bill.state) == (line_id, month, BillState.PAID) and bill.amount is not None
    ]
    return sum(paid) if paid else None


def _newest(account: Account, wanted: Callable[[Bill], bool], line_id: str | None = None) -> Bill | None:
    bills = [bill for bill in account.bills if bill.line_id == line_id and bill.amount is not None and wanted(bill)]
    return max(bills, key=lambda bill: bill.month or Month(0, 1), default=None)


def amount_of(bill: Bill | None) -> int | None:
    return None if bill is None else bill.amount

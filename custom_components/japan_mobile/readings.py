"""What is told of lines and bills, worked out of the model: pure, and shared by all entities."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import repeat

from .carriers.model import Account, Bill, BillState, BucketKind, Line, Month, Part


def remaining_percent(line: Line) -> float | None:
    """What is left, in percent of the cycle's allowance; above 100 where unused data has carried over. Exact."""
    if line.remaining is None or not line.total:
        return None
    return 100 * line.remaining / line.total


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


_OPEN = frozenset({BillState.UNPAID, BillState.OVERDUE})
_SETTLED = frozenset({BillState.PAID, BillState.ESTIMATED})


def open_bills(account: Account, today: date) -> list[Bill]:
    """The bills that are still to be paid: those that the carrier calls unpaid, and those whose due day is ahead."""
    return [bill for bill in _charged(account) if bill.state in _OPEN or _is_ahead(bill, today)]


def _charged(account: Account) -> Iterable[Bill]:
    """The account's bills; those of its lines where it has none of its own."""
    own = [bill for bill in account.bills if bill.line_id is None]
    return own or account.bills


def _is_ahead(bill: Bill, today: date) -> bool:
    return bill.state is BillState.ISSUED and bill.due is not None and bill.due >= today


def amount_due(account: Account, today: date) -> int | None:
    """What is to be paid, in yen: 0 only where the carrier says that all is paid."""
    bills = open_bills(account, today)
    if any(bill.amount is None for bill in bills):
        return None
    if bills:
        return sum(bill.amount or 0 for bill in bills)
    charged = list(_charged(account))
    return 0 if charged and all(bill.state in _SETTLED for bill in charged) else None


def next_due(account: Account, today: date) -> date | None:
    """The day by which the next payment is due, or was."""
    return min((bill.due for bill in open_bills(account, today) if bill.due is not None), default=None)


def overdue(account: Account, today: date, *, tells_arrears: bool) -> bool | None:
    """Whether a payment was missed; None where nobody knows.

    A bill that is called unpaid counts unless its due day is still ahead. A carrier that `tells_arrears` and tells none
    says that there are none, if its page could be read; of others only bills that are called paid say so.
    """
    charged = list(_charged(account))
    if any(map(_is_missed, charged, repeat(today))):
        return True
    unread = any(problem.part is Part.BILLS for problem in account.problems)
    settled = bool(charged) and all(bill.state in _SETTLED for bill in charged)
    return False if settled or (tells_arrears and not unread) else None


def _is_missed(bill: Bill, today: date) -> bool:
    unpaid = bill.state is BillState.UNPAID and (bill.due is None or bill.due < today)
    return unpaid or bill.state is BillState.OVERDUE


def newest_issued(account: Account) -> Month | None:
    """The month of the newest bill that is more than an estimate, of the account or else of its lines."""
    issued = (bill.month for bill in _charged(account) if bill.state is not BillState.ESTIMATED)
    return max((month for month in issued if month is not None), default=None)


def left_of(line: Line, kind: BucketKind) -> int | None:
    """What is left of one kind; unknown unless the buckets account for all that is left."""
    if line.remaining is None or line.remaining != sum(bucket.remaining or 0 for bucket in line.buckets):
        return None
    return sum(bucket.remaining or 0 for bucket in line.buckets if bucket.kind is kind)

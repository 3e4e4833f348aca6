"""IIJmio's bills out of its two interfaces; pure. Protocol: docs/carriers/iijmio.md, 5."""

from collections.abc import Iterable
from dataclasses import replace

from ..errors import LayoutChanged
from ..model import Bill
from .app_read import Fee
from .site_html import Detail
from .site_read import Summed


def without_site(fees: Iterable[Fee]) -> tuple[Bill, ...]:
    """Bills that only the app shows: it tells neither whose month they are for certain nor whether they are paid."""
    return tuple(Bill(month=None, amount=fee.amount, items=fee.items) for fee in fees)


def with_fees(summed: Summed, fees: Iterable[Fee]) -> Bill:
    """A bill with the items that the app gives for its numbers; none when it does not know all of them.

    Raises `LayoutChanged` when the app's totals are not the bill's.
    """
    by_number = {fee.number: fee for fee in fees}
    if not summed.numbers or not all(number in by_number for number in summed.numbers):
        return summed.bill
    own = [by_number[number] for number in summed.numbers]
    if sum(fee.amount for fee in own) != summed.bill.amount:
        raise LayoutChanged("usageFee", "billingTotalAmount")
    complete = all(fee.items for fee in own)
    return replace(summed.bill, items=tuple(item for fee in own for item in fee.items) if complete else ())


def with_detail(summed: Summed, detail: Detail) -> Bill:
    """A bill with the items of its page. Raises `LayoutChanged` when the page is another bill's."""
    if detail.month != summed.bill.month:
        raise LayoutChanged("detail", "month")
    if detail.amount != summed.bill.amount:
        raise LayoutChanged("detail", "amount")
    return replace(summed.bill, items=detail.items)

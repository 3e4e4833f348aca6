"""Webビリング: which bills were paid. Protocol: docs/carriers/docomo.md, 5.4

A row proves a payment only with a month, a day that has come, and the very amount of the bill; a row that is not there
proves nothing, and no word of the state column is known.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..document import Document
from ..labels import rows
from ..model import Bill, BillState, Month
from ..reading import Unreadable, day, month, yen

_MONTH, _DAY, _AMOUNT = "請求年月", "支払年月日", "お支払/ご利用金額"


def payments(doc: Document, today: date) -> dict[tuple[Month, int], date]:
    """The days of payment, by month of the bill and amount; of what cannot be read nothing is told."""
    found: dict[tuple[Month, int], date] = {}
    for row in rows(doc, _MONTH, _DAY, _AMOUNT):
        try:
            paid, billed = day(row[_DAY].text), month(row[_MONTH].text.removesuffix("分"))
            amount = yen(row[_AMOUNT].text)
        except Unreadable:
            continue
        if paid <= today:
            found[billed, amount] = paid
    return found


def marked(bills: Iterable[Bill], paid: dict[tuple[Month, int], date], whole: str | None) -> tuple[Bill, ...]:
    """The bills, those of the whole account that were paid marked; `whole` is the id of the account's only entry."""
    return tuple(
        replace(bill, state=BillState.PAID)
        if bill.line_id == whole and bill.month and bill.amount and (bill.month.plus(1), bill.amount) in paid
        else bill
        for bill in bills
    )

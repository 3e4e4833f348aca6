"""SORACOM's bills: the running estimate, the months that are closed, and each SIM's part. Protocol: docs/carriers/soracom.md, 5."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from ..aside import aside
from ..errors import LayoutChanged
from ..model import Bill, BillItem, BillState, Month
from ..reading import Unreadable, lossy, reading
from ..web import Page
from . import Coverage
from .api import Api, rows, table

LATEST = "getLatestBilling"
HISTORY = "getBillingHistory"
BY_SIM = "getBillingSummaryOfSims"

YEN = "JPY"
_CURRENCIES = {YEN, "USD", "EUR"}
_STATES = {
    "paid": BillState.PAID,
    "lessThanMinimumCharge": BillState.ISSUED,
    "paying": BillState.ISSUED,
    "charging": BillState.ISSUED,
    "delegating_to_third_party": BillState.ISSUED,
    "delegated_to_third_party": BillState.ISSUED,
    "fail": BillState.UNPAID,
}
_COVERAGES = {Coverage.JAPAN: "Japan coverage", Coverage.GLOBAL: "Global coverage"}
_WORST = (BillState.OVERDUE, BillState.UNPAID, BillState.UNKNOWN, BillState.ESTIMATED, BillState.ISSUED, BillState.PAID)


async def bills_of(api: Api) -> tuple[Bill, ...]:
    """All bills of a coverage: three requests. A month without a bill is no error."""
    latest = await api.get(LATEST, "bills/latest")
    told = {} if latest is None else table(LATEST, latest)
    running = [] if latest is None else [read_latest(told, api.now)]
    past = await api.get(HISTORY, "bills")
    closed = [] if past is None else await aside(_history, past, told.get("currency"))
    parts = await aside(_parts, await api.get(BY_SIM, "bills/summaries/sims"), api.now, closed)
    return (*running, *closed, *parts)


def _history(page: Page, currency: Any) -> list[Bill]:
    return read_history(table(HISTORY, page), currency)


def _parts(page: Page | None, now: datetime, closed: Iterable[Bill]) -> list[Bill]:
    return read_parts(rows(BY_SIM, page), now, closed)


def read_latest(told: Mapping[str, Any], now: datetime) -> Bill:
    """The running month's estimate. It names no month, so that it has one only where its time is of that month."""
    amount = _amount(LATEST, told, told.get("currency"), rounded=True)
    shown = told.get("lastEvaluatedTime")
    month = Month.of(now.astimezone(UTC).date())
    same = isinstance(shown, str) and shown.startswith(f"{month.year:04}{month.month:02}")
    return Bill(month=month if same else None, amount=amount, state=BillState.ESTIMATED)


def read_history(told: Mapping[str, Any], currency: Any) -> list[Bill]:
    """The months, as the answer orders them. `currency` is the estimate's, for a bill that names none."""
    match told.get("billList"):
        case [*entries]:
            return [_closed(entry, currency) for entry in entries]
        case _:
            raise LayoutChanged(HISTORY, "billList")


def _closed(entry: Any, currency: Any) -> Bill:
    if not isinstance(entry, dict):
        raise LayoutChanged(HISTORY, "billList")
    counting = entry.get("state") == "temporary"
    state = BillState.ESTIMATED if counting else _STATES.get(str(entry.get("paymentStatus")), BillState.UNKNOWN)
    amount = _amount(HISTORY, entry, entry.get("currency") or currency, rounded=counting)
    return Bill(month=_month(HISTORY, entry), amount=amount, state=state)


def read_parts(entries: Iterable[Any], now: datetime, closed: Iterable[Bill]) -> list[Bill]:
    """Each SIM's part of a month's bill, which is as far as that bill is. To the yen: parts are told in fractions."""
    states = {bill.month: bill.state for bill in closed}
    states[Month.of(now.astimezone(UTC).date())] = BillState.ESTIMATED
    found: list[Bill] = []
    for entry in entries:
        match entry:
            case {"costBreakdownList": [*parts], **rest}:
                month = _month(BY_SIM, rest)
            case _:
                raise LayoutChanged(BY_SIM, "costBreakdownList")
        for part in parts:
            match part:
                case {"simId": str(sim_id)} if sim_id:
                    amount = _amount(BY_SIM, part, rest.get("currency"), rounded=True)
                case _:
                    raise LayoutChanged(BY_SIM, "simId")
            state = states.get(month, BillState.UNKNOWN)
            found.append(Bill(month=month, amount=amount, state=state, line_id=sim_id))
    return found


def _month(operation: str, entry: Mapping[Any, Any]) -> Month:
    match entry.get("yearMonth"):
        case str(text) if len(text) == 6 and text.isascii() and text.isdigit() and 1 <= int(text[4:]) <= 12:
            return Month(int(text[:4]), int(text[4:]))
        case _:
            raise LayoutChanged(operation, "yearMonth")


def _amount(operation: str, entry: Mapping[str, Any], currency: Any, *, rounded: bool) -> int | None:
    """Whole yen; None for another currency, which is no yen.

    Nobody is charged a fraction of a yen, so that a bill with one is not understood; what is `rounded` is not charged.
    """
    if not isinstance(currency, str) or currency not in _CURRENCIES:
        raise LayoutChanged(operation, "currency")
    with reading(operation, "amount"):
        amount = lossy(entry.get("amount"))
    if amount is None:
        raise LayoutChanged(operation, "amount")
    if currency != YEN:
        return None
    yen = amount.to_integral_value(ROUND_HALF_EVEN)
    if not rounded and amount != yen:
        with reading(operation, "amount"):
            raise Unreadable("fraction")
    return int(Decimal(yen))


def together(found: Mapping[Coverage, tuple[Bill, ...]]) -> tuple[Bill, ...]:
    """The bills of both coverages, which are billed apart: one bill a month, with what each is of it.

    Unless both are yen there is no sum. The state is the worse of the two.
    """
    if len(found) == 1:
        return next(iter(found.values()))
    parts = [bill for bills in found.values() for bill in bills if bill.line_id is not None]
    months: dict[tuple[Month | None, bool], dict[Coverage, Bill]] = {}
    for coverage, bills in found.items():
        for bill in bills:
            if bill.line_id is None:
                months.setdefault((bill.month, bill.state is BillState.ESTIMATED), {})[coverage] = bill
    return (*(_sum(of) for of in months.values()), *parts)


def _sum(of: Mapping[Coverage, Bill]) -> Bill:
    bills = list(of.values())
    amounts = [bill.amount for bill in bills if bill.amount is not None]
    whole = len(amounts) == len(bills)
    items = [BillItem(_COVERAGES[key], bill.amount) for key, bill in of.items() if bill.amount is not None]
    return replace(
        bills[0],
        amount=sum(amounts) if whole else None,
        state=min((bill.state for bill in bills), key=_WORST.index),
        items=tuple(items) if whole else (),
    )

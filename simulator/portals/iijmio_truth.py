"""What a client ought to read from IIJmio, by the interfaces that work.

Modes: `app` (app and member site), `web` (the app answers 505: member site alone), `app_only` (member site out).
Computed from the world at the portal's rounding, never from a rendered page.
"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from simulator.clock import TOKYO, Month
from simulator.people import Account, Bill, Invoice, Line, Usage
from simulator.world import World, shown_by

from .iijmio_figures import (
    CARRIER,
    FIRST_MONTH,
    LONG_DAYS,
    WEEK,
    cut_day,
    days_back,
    left,
    left_by_month,
    month_of,
    months_back,
    options_of,
    plan_name,
    share_pools,
    shared,
    size,
)

type Json = dict[str, Any]

MODES = ("app", "web", "app_only")


@shown_by(CARRIER)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    lines = account.lines
    if mode == "web":
        lines = [line for line in lines if line.contract_id not in options_of(account).legacy_contracts]
    return {
        "carrier": CARRIER,
        "account_id": account.account_id,
        "lines": [_line(world, account, line, mode) for line in lines],
        "bills": _fee_bills(account) if mode == "app_only" else _bills(account, mode),
    }


def _line(world: World, account: Account, line: Line, mode: str) -> Json:
    today = world.today()
    month = Month.of(today)
    options = options_of(account)
    return {
        "line_id": line.line_id,
        "number": line.number,
        "plan": plan_name(line),
        "cycle_start": month.first.isoformat(),
        "cycle_end": month.last.isoformat(),
        "unlimited": False,
        "used_bytes": month_of(line, month).fast,
        **_allowance(world, account, line, mode),
        "throttled": None if mode == "web" else _flag(options.regulation_status, line.throttled),
        "fast": None if mode == "web" else _flag(options.coupon_status, line.fast),
        "as_of": None,
        "daily": _app_days(world, account, line) if mode == "app_only" else _days(world, account, line),
        "monthly": _app_months(world, line) if mode == "app_only" else _months(world, account, line),
    }


def _flag(told: int | None, own: bool) -> bool | None:
    return own if told is None else {0: False, 1: True}.get(told)


def _allowance(world: World, account: Account, line: Line, mode: str) -> Json:
    options = options_of(account)
    members = account.members(line.pool_id)
    sizes = [size(account, member) for member in members]
    told = {
        "remaining_bytes": left(account.pool(line), world.today()),
        "total_bytes": None if None in sizes else sum(one or 0 for one in sizes),
        "shared_with": [other.line_id for other in account.shares(line)],
        "buckets": _buckets(world, account, line),
    }
    # The member site names no members: with two shares nobody can say which line draws from which (sheet 10).
    if mode == "web" and shared(account, line) and len(share_pools(account)) > 1:
        return {"remaining_bytes": None, "total_bytes": None, "shared_with": [], "buckets": []}
    if mode == "web" and line.line_id in options.orphans:
        return told | {"remaining_bytes": None, "buckets": []}
    # Whether the app's size is the member's or the pool's was never observed, and figures that differ are nobody's.
    if mode == "app_only" and shared(account, line):
        told["total_bytes"] = None
        if options.pool_in_app == "own":
            return told | {"remaining_bytes": None, "buckets": []}
    if mode != "web" and options.empty_expire_list:
        return told | {"buckets": []}
    return told


def _buckets(world: World, account: Account, line: Line) -> list[Json]:
    today = world.today()
    kinds = {Month.of(today): "carry_over", Month.of(today).plus(1): "base"}
    return [
        {
            "kind": kinds.get(month, "top_up"),
            "total_bytes": None,
            "remaining_bytes": amount,
            "expires": datetime.combine(month.last, time(23, 59, 59), TOKYO).isoformat(),
        }
        for month, amount in left_by_month(account.pool(line), today).items()
        if amount > 0
    ]


def _usage(account: Account, usage: Usage) -> Json:
    if options_of(account).no_low_cell:
        return {"bytes": usage.fast, "fast_bytes": usage.fast, "slow_bytes": None}
    return {"bytes": usage.total, "fast_bytes": usage.fast, "slow_bytes": usage.slow}


def _single(amount: int) -> Json:
    return {"bytes": amount, "fast_bytes": None, "slow_bytes": None}


def _days(world: World, account: Account, line: Line) -> list[Json]:
    days = [day for day in days_back(world.today(), LONG_DAYS + 1) if Month.of(day) >= FIRST_MONTH]
    return [{"date": day.isoformat(), **_usage(account, cut_day(line.on(day)))} for day in reversed(days)]


def _months(world: World, account: Account, line: Line) -> list[Json]:
    months = [month for month in months_back(world.today(), 12) if month >= FIRST_MONTH]
    return [{"month": str(month), **_usage(account, month_of(line, month))} for month in reversed(months)]


def _app_days(world: World, account: Account, line: Line) -> list[Json]:
    """The last seven days with their split; before them, this month's days as one figure of fast data (assumed)."""
    today = world.today()
    week = set(days_back(today, WEEK))  # told with dataDetailFlag=1, whatever `no_week` says of flag 0
    days = {*week, *days_back(today, today.day)}
    told = []
    for day in sorted(days):
        usage = cut_day(line.on(day))
        split = {"bytes": usage.total, "fast_bytes": usage.fast, "slow_bytes": usage.slow}
        told.append({"date": day.isoformat(), **(split if day in week else _single(usage.fast))})
    return told


def _app_months(world: World, line: Line) -> list[Json]:
    months = reversed(months_back(world.today(), 5))
    return [{"month": str(month), **_single(month_of(line, month).fast)} for month in months]


def _bills(account: Account, mode: str) -> list[Json]:
    bills = account.newest_bills()
    told = []
    for index, bill in enumerate(bills):
        items = _joined(account, bill, index) if mode == "app" else _page(account, bill, index)
        told.append(_bill(str(bill.month), bill.amount, "unpaid" if bill.unpaid else "issued", items))
    if account.arrears and not any(bill.unpaid for bill in bills):
        told.append(_bill(None, None, "unpaid", []))
    return told


def _fee_bills(account: Account) -> list[Json]:
    listed = account.newest_bills()[: options_of(account).fee_months]
    return [
        _bill(None, invoice.amount, "unknown", _details(account, [invoice], index))
        for index, bill in enumerate(listed)
        for invoice in bill.invoices
    ]


def _bill(month: str | None, amount: int | None, state: str, items: list[Json]) -> Json:
    return {"month": month, "amount": amount, "state": state, "due": None, "line_id": None, "items": items}


def _joined(account: Account, bill: Bill, index: int) -> list[Json]:
    options = options_of(account)
    if not options.bill_numbers or (options.fee_months is not None and index >= options.fee_months):
        return []
    return _details(account, bill.invoices, index)


def _details(account: Account, invoices: Iterable[Invoice], index: int) -> list[Json]:
    detailed = options_of(account).fee_detail_months
    if detailed is not None and index >= detailed:
        return []
    return [row for invoice in invoices for row in (*_rows(invoice), {"label": "消費税", "amount": invoice.tax})]


def _rows(invoice: Invoice) -> list[Json]:
    return [{"label": item.label, "amount": item.amount} for item in invoice.items]


def _page(account: Account, bill: Bill, index: int) -> list[Json]:
    """The rows of the detail page, which is read for the newest bill alone; its tax is one sum."""
    options = options_of(account)
    if index or not options.bill_numbers or options.bill_page_error:
        return []
    tax = {"label": "消費税", "amount": sum(invoice.tax for invoice in bill.invoices)}
    return [*(row for invoice in bill.invoices for row in _rows(invoice)), tax]

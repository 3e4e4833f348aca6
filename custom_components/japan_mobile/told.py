"""What actions answer: an account's lines and bills, without a number that says whose they are."""

from datetime import date
from typing import Any

from .carriers.model import Bill, DailyUsage, Line, MonthlyUsage
from .coordinator import AccountCoordinator
from .entity import device_name, visible_lines


def usage(coordinator: AccountCoordinator) -> dict[str, Any]:
    """The lines: volumes in GB as the carrier counts them, days and months as far as they are known."""
    return {
        "carrier": coordinator.called,
        "updated": coordinator.data.fetched_at.isoformat(timespec="seconds"),
        "lines": [_line(coordinator, line) for line in visible_lines(coordinator)],
    }


def _line(coordinator: AccountCoordinator, known: Line) -> dict[str, Any]:
    size = coordinator.carrier.gigabyte
    days = coordinator.history.days(known.line_id)
    shown = coordinator.shown(known.line_id)
    return {
        "name": device_name(coordinator, known),
        "plan": known.plan,
        **_figures(shown, size),
        "daily": [_used(str(day), told, size) for day, told in sorted(days.every_day().items())],
        "monthly": [_used(str(month), told, size) for month, told in sorted(days.every_month().items())],
    }


def _figures(line: Line | None, size: int) -> dict[str, Any]:
    """What is shown of a line; nothing of it where it is old."""
    if line is None:
        return {"used": None, "remaining": None, "allowance": None, "unlimited": None, "resets": None, "buckets": []}
    return {
        "used": _gigabytes(line.used, size),
        "remaining": _gigabytes(line.remaining, size),
        "allowance": _gigabytes(line.total, size),
        "unlimited": line.unlimited,
        "resets": line.cycle and str(date.fromordinal(line.cycle.end.toordinal() + 1)),
        "buckets": [
            {
                "kind": bucket.kind.value,
                "remaining": _gigabytes(bucket.remaining, size),
                "expires": bucket.expires and bucket.expires.isoformat(),
            }
            for bucket in line.buckets
        ],
    }


def _used(when: str, told: DailyUsage | MonthlyUsage, size: int) -> dict[str, Any]:
    parts = {"used": told.total, "fast": told.fast, "slow": told.slow}
    return {"when": when, **{name: _gigabytes(used, size) for name, used in parts.items() if used is not None}}


def _gigabytes(volume: int | None, size: int) -> float | None:
    return None if volume is None else round(volume / size, 6)


def bills(coordinator: AccountCoordinator) -> dict[str, Any]:
    """The bills, the newest first and of a month the account's own first, with their items: whole yen, tax included."""
    seen = {None, *(line.line_id for line in visible_lines(coordinator))}
    shown = sorted(
        (bill for bill in coordinator.data.bills if bill.line_id in seen), key=lambda bill: bill.line_id or ""
    )
    found = sorted(shown, key=lambda bill: str(bill.month or ""), reverse=True)
    return {"carrier": coordinator.called, "bills": [_bill(coordinator, bill) for bill in found]}


def _bill(coordinator: AccountCoordinator, bill: Bill) -> dict[str, Any]:
    line = None if bill.line_id is None else coordinator.data.line(bill.line_id)
    return {
        "month": None if bill.month is None else str(bill.month),
        "amount": bill.amount,
        "state": bill.state.value,
        "due": None if bill.due is None else str(bill.due),
        "line": None if line is None else device_name(coordinator, line),
        "items": [{"label": item.label, "amount": item.amount} for item in bill.items],
    }

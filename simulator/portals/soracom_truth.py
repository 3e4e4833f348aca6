"""What a client ought to read from SORACOM, computed from the world alone."""

from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
import re
from typing import Any

from simulator.clock import Month
from simulator.people import Account, Line
from simulator.world import World, shown_by

from .soracom_figures import (
    CARRIER,
    COVERAGES,
    bills,
    charged,
    currency,
    estimate,
    month_of,
    options_of,
    parts,
    recorded,
    sim_of,
    sims,
    today,
)

type Json = dict[str, Any]

MODES = ("app",)
_STATES = {
    "paid": "paid",
    "fail": "unpaid",
    **dict.fromkeys(
        ("lessThanMinimumCharge", "paying", "charging", "delegating_to_third_party", "delegated_to_third_party"),
        "issued",
    ),
}
_WORST = ("unpaid", "unknown", "estimated", "issued", "paid")
_NAMES = {"jp": "Japan coverage", "g": "Global coverage"}
_UNITS = {"decimal": {"MB": 10**6, "GB": 10**9}, "binary": {"MB": 2**20, "GB": 2**30}}


@shown_by(CARRIER)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    chosen = options_of(account).coverage
    coverages = [one for one in COVERAGES if chosen in (one, "both")]
    members = [line for one in coverages for line in sims(account, one) if line.status != "terminated"]
    return {
        "carrier": CARRIER,
        "account_id": account.account_id,
        "lines": [_line(world, account, line) for line in members],
        "bills": _bills(world, account, coverages),
    }


def _line(world: World, account: Account, line: Line) -> Json:
    day = today(world)
    month = Month.of(day)
    own = sim_of(account, line)
    usage = month_of(line, month, day)
    used = None if usage is None else usage.total
    total = _size(account, line)
    months = [(month.plus(-back), month_of(line, month.plus(-back), day)) for back in reversed(range(18))]
    return {
        "line_id": line.line_id,
        "number": "".join(letter for letter in line.number if letter.isdigit()) or None,
        "plan": " + ".join([line.plan.name, *own.bundles]),
        "cycle_start": month.first.isoformat(),
        "cycle_end": month.last.isoformat(),
        "unlimited": None,
        "used_bytes": used,
        "remaining_bytes": None if total is None or used is None else max(0, total - used),
        "total_bytes": total,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "buckets": [],
        "daily": [
            {"date": at.isoformat(), **_plain(usage.total)}
            for at, usage in recorded(line, day - timedelta(days=89), day)
        ],
        "monthly": [{"month": str(at), **_plain(usage.total)} for at, usage in months if usage is not None],
    }  # fmt: skip


def _plain(amount: int) -> Json:
    return {"bytes": amount, "fast_bytes": None, "slow_bytes": None}


def _size(account: Account, line: Line) -> int | None:
    """The size in the name of the only bundle, by the customer's choice of a unit."""
    units, bundles = _UNITS.get(options_of(account).estimate), sim_of(account, line).bundles
    match = re.fullmatch(r"[A-Z0-9]+-(\d+)([MG]B)", bundles[0]) if len(bundles) == 1 else None
    return None if units is None or match is None else int(match[1]) * units[match[2]]


def _bill(month: Month | None, amount: Decimal | None, state: str, line_id: str | None = None) -> Json:
    whole = None if amount is None else int(amount.to_integral_value(ROUND_HALF_EVEN))
    return {
        "month": None if month is None else str(month),
        "amount": whole,
        "state": state,
        "due": None,
        "line_id": line_id,
        "items": [],
    }


def _state(account: Account, key: str, *, unpaid: bool) -> str:
    options = options_of(account)
    if key in options.counting:
        return "estimated"
    return _STATES.get(options.states.get(key, "fail" if unpaid else "paid"), "unknown")


def _of_coverage(world: World, account: Account, coverage: str) -> tuple[list[Json], list[Json]]:
    """The bills of a coverage and of its SIMs."""
    current = Month.of(today(world))
    yen = (currency(account, coverage) or "JPY") == "JPY"
    whole = []
    if (running := estimate(account, coverage)) is not None:
        whole.append(_bill(current, running if yen else None, "estimated"))
    states = {}
    for bill in bills(account):
        states[bill.month] = _state(account, str(bill.month), unpaid=bill.unpaid)
        whole.append(_bill(bill.month, charged(account, coverage, bill) if yen else None, states[bill.month]))
    states[current] = "estimated"
    shares = [
        _bill(month, cost if yen else None, states.get(month, "unknown"), key)
        for month, costs in parts(account, coverage, current).items()
        for key, cost in costs.items()
    ]
    return whole, shares


def _bills(world: World, account: Account, coverages: list[str]) -> list[Json]:
    told = {coverage: _of_coverage(world, account, coverage) for coverage in coverages}
    if len(told) == 1:
        [(whole, shares)] = told.values()
        return [*whole, *shares]
    merged = []
    # Both tell the same months, in the same order.
    for of in zip(*(whole for whole, _ in told.values()), strict=True):
        amounts = [bill["amount"] for bill in of]
        known = None not in amounts
        items = [{"label": _NAMES[key], "amount": amount} for key, amount in zip(told, amounts, strict=True)]
        state = min((bill["state"] for bill in of), key=_WORST.index)
        merged.append(
            of[0] | {"amount": sum(amounts) if known else None, "state": state, "items": items if known else []}
        )
    return [*merged, *(share for _, shares in told.values() for share in shares)]

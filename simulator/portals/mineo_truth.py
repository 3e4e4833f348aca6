"""What a client ought to read from mineo. Computed from the world at the carrier's granularity, never from an answer.

There is one interface, so the mode is always `app`. No bills.
"""

from datetime import date, datetime, time
from typing import Any

from simulator.clock import TOKYO, Month
from simulator.people import Account, Line, Usage
from simulator.world import World, shown_by

from .mineo_figures import (
    CARRIER,
    MIB,
    capacities,
    charge_end,
    customer_id,
    days,
    months,
    options_of,
    told_day,
    told_month,
)

type Json = dict[str, Any]

MODES = ("app",)
_KINDS = {"base": "base", "charge": "top_up", "forward": "carry_over", "gift": "gift"}


@shown_by(CARRIER)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    lines = [line for line in account.lines if line.line_id not in options_of(account).unlisted]
    return {
        "carrier": CARRIER,
        "account_id": customer_id(lines),
        "lines": [_line(world.today(), account, line) for line in lines],
        "bills": [],
    }


def _line(today: date, account: Account, line: Line) -> Json:
    month = Month.of(today)
    return {
        "line_id": line.line_id,
        "number": line.number.replace("-", ""),
        "plan": line.plan.name,
        "cycle_start": month.first.isoformat(),
        "cycle_end": month.last.isoformat(),
        "unlimited": line.line_id in options_of(account).my_soku,
        **_figures(today, account, line),
        "throttled": line.throttled,
        "fast": line.fast,
        "shared_with": [],
        "as_of": None,
        "daily": _days(today, account, line),
        "monthly": [{"month": str(one), **_usage(told_month(line, one))} for one in months(today)],
    }


def _figures(today: date, account: Account, line: Line) -> Json:
    told = capacities(account, line, today)
    total, rest = (sum(amounts) * MIB for amounts in zip(*told.values(), strict=True))
    my_soku = options_of(account).my_soku.get(line.line_id)
    if my_soku in ("null", "partly") or (my_soku and not rest):
        return {"used_bytes": None, "remaining_bytes": None, "total_bytes": None, "buckets": []}
    return {
        "used_bytes": total - rest,
        "remaining_bytes": rest,
        "total_bytes": total,
        "buckets": [
            {
                "kind": kind,
                "total_bytes": told[name][0] * MIB,
                "remaining_bytes": told[name][1] * MIB,
                "expires": _end(today, account, line) if name == "charge" else None,
            }
            for name, kind in _KINDS.items()
            if any(told[name])
        ],
    }


def _end(today: date, account: Account, line: Line) -> str | None:
    end = charge_end(account, line, today)
    if end is None or end < today:
        return None
    return datetime.combine(end, time(23, 59, 59), TOKYO).isoformat()


def _days(today: date, account: Account, line: Line) -> list[Json]:
    told = []
    for day in (day for month in months(today) for day in days(month, today)):
        used = told_day(line, day)
        if used is None and not options_of(account).null_days:
            used = Usage()
        if used is not None:
            told.append({"date": day.isoformat(), **_usage(used)})
    return told


def _usage(used: Usage) -> Json:
    return {"bytes": used.total * MIB, "fast_bytes": used.fast * MIB, "slow_bytes": used.slow * MIB}

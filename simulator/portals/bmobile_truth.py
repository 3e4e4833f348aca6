"""What a client ought to read from the b-mobile / HIS portal. Computed from the world, never from a rendered page.

There is one interface, so the mode is always `app`. No bills, no history; HIS tells no limit, so nothing is left there.
A line's key is its telephone number in digits, which a change of the chooser's values cannot touch.
"""

from typing import Any

from simulator.people import MB, Account, Line
from simulator.world import World, shown_by

from .bmobile_figures import digits, limit, options_of, period, used_megabytes

type Json = dict[str, Any]

MODES = ("app",)


@shown_by("bmobile")
@shown_by("nihontsushin")
@shown_by("his")
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    return {
        "carrier": account.carrier,
        "account_id": account.account_id,
        "lines": [_line(world, account, line) for line in account.lines],
        "bills": [],
    }


def _line(world: World, account: Account, line: Line) -> Json:
    missing = options_of(account).missing
    start, end = period(world, account, line)
    used = used_megabytes(world, account, line) * MB
    size = limit(account, line)
    if missing & {"used_dl", "label", "used", "unit"}:
        used_told, size = None, None if "used_dl" in missing else size
    else:
        used_told = used
    dated = not missing & {"used_dl", "period"}
    return {
        "line_id": digits(line),
        "number": digits(line),
        "plan": None if "plan" in missing else line.plan.name,
        "cycle_start": start.isoformat() if dated else None,
        "cycle_end": end.isoformat() if dated else None,
        "unlimited": None if size is None else False,
        "used_bytes": used_told,
        "remaining_bytes": None if size is None or used_told is None else max(size - used_told, 0),
        "total_bytes": size,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "buckets": [],
        "daily": [],
        "monthly": [],
    }

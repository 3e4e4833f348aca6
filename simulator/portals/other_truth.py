"""What a client ought to read from a portal of unknown make. Computed from the world, never from a rendered page.

There is one interface, so the mode is always `app`. A value that the portal does not tell is None. A line's key is its
telephone number in digits; where no number is told it is the login name (with `#2` for a second line). A portal that
tells bills alone shows nothing of its lines, so there is one, of which nothing is known.
"""

from typing import Any

from simulator.clock import Month
from simulator.people import Account, Line
from simulator.world import World, shown_by

from .other_figures import bill_of, label, remaining, total, used
from .other_sites import SITES, options_of

type Json = dict[str, Any]

MODES = ("app",)


def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    shown = account.lines if _shows_lines(account) else account.lines[:1]
    return {
        "carrier": account.carrier,
        "account_id": account.account_id,
        "lines": [_line(world, account, line, place) for place, line in enumerate(shown, 1)],
        "bills": _bills(account),
    }


for _site in SITES:
    for _carrier in _site.carriers:
        shown_by(_carrier)(truth)


def _shows_lines(account: Account) -> bool:
    return bool(options_of(account).tells - {"bill"})


def _line(world: World, account: Account, line: Line, place: int) -> Json:
    options, month = options_of(account), Month.of(world.today())
    digits = line.number.replace("-", "") if options.tells_number and _shows_lines(account) else None
    size = total(account, line) if "total" in options.tells else None
    dated = options.tells_month != "none" and _shows_lines(account)
    return {
        "line_id": digits or (account.account_id if place == 1 else f"{account.account_id}#{place}"),
        "number": digits,
        "plan": line.plan.name if options.tells_plan and _shows_lines(account) else None,
        "cycle_start": month.first.isoformat() if dated else None,
        "cycle_end": month.last.isoformat() if dated else None,
        "unlimited": None,
        "used_bytes": used(account, line, month) if "used" in options.tells else None,
        "remaining_bytes": remaining(world, account, line) if "remaining" in options.tells else None,
        "total_bytes": size,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "buckets": [],
        "daily": [],
        "monthly": [],
    }


def _bills(account: Account) -> list[Json]:
    options, bill = options_of(account), bill_of(account)
    if bill is None or "bill" not in options.tells:
        return []
    return [
        {
            "month": str(bill.month) if options.tells_bill_month else None,
            "amount": bill.amount,
            "state": "estimated" if "予定" in label(options, "bill") else "unknown",
            "due": None,
            "line_id": None,
            "items": [],
        }
    ]

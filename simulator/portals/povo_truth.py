"""What a client ought to read from povo. Computed from the world, never from a rendered answer.

Several toppings are shown rounded, and their sum exactly: the difference is that of the one which is used next.
"""

from datetime import datetime, timedelta
from typing import Any

from simulator.clock import Month
from simulator.people import Account, Bill, Grant, GrantKind, Line
from simulator.world import World, shown_by

from .povo_figures import (
    CARRIER,
    KILOBYTE,
    bonus,
    boost,
    ends,
    exactly,
    hundredths,
    options_of,
    running,
    shown_usage,
    unlimited,
)

type Json = dict[str, Any]

MODES = ("app",)
DAYS = 31
MONTHS = 13


@shown_by(CARRIER)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    (line,) = account.lines
    return {
        "carrier": CARRIER,
        "account_id": account.account_id,
        "lines": [_line(world, account, line)],
        "bills": _bills(world, account, line),
    }


def _line(world: World, account: Account, line: Line) -> Json:
    now = world.now()
    endless = bool(unlimited(account, now))
    basic = options_of(account).basic * KILOBYTE
    left, used = (sum(pair) for pair in zip(boost(account, now), bonus(account, now), strict=True))
    return {
        "line_id": line.line_id,
        "number": line.number,
        "plan": line.plan.name,
        "cycle_start": None,
        "cycle_end": None,
        "unlimited": endless,
        "used_bytes": None if endless else used,
        "remaining_bytes": None if endless else left + basic,
        "total_bytes": None if endless else left + used + basic,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "buckets": _buckets(account, now),
        "daily": [
            {"date": day.isoformat(), **_single(gigabytes(account, line.on(day).total))}
            for day in (now.date() - timedelta(days=back) for back in range(DAYS, 0, -1))
        ],
        "monthly": [
            {"month": str(month), **_single(gigabytes(account, line.during(month).total))}
            for month in (Month.of(now).plus(-back) for back in range(MONTHS - 1, -1, -1))
        ],
    }


def gigabytes(account: Account, volume: int) -> int:
    """A volume of the history as it comes back, in bytes."""
    return exactly(shown_usage(account, volume))


def _single(amount: int) -> Json:
    return {"bytes": amount, "fast_bytes": None, "slow_bytes": None}


def _buckets(account: Account, now: datetime) -> list[Json]:
    options = options_of(account)
    found = [_bucket("top_up", None, None, end) for end in unlimited(account, now)]
    gifts = running(account, now, GrantKind.BONUS)
    left, used = bonus(account, now)
    if left + used:
        end = ends(gifts[0]) if options.gift_tiles else None
        size = exactly(hundredths(gifts[0].size)) if options.gift_tiles else left + used
        found.append(_bucket("bonus", size, left, end))
    toppings = running(account, now, GrantKind.TOP_UP)
    found += [
        _bucket("top_up", exactly(hundredths(grant.size)), amount, ends(grant))
        for grant, amount in zip(toppings, _lefts(toppings), strict=True)
    ]
    if options.basic:
        found.append(_bucket("unknown", options.basic * KILOBYTE, options.basic * KILOBYTE, None))
    return found


def _lefts(toppings: list[Grant]) -> list[int]:
    """What each is told to hold: as shown, and the rest of the exact sum with the next to be used."""
    shown = [exactly(hundredths(grant.left)) for grant in toppings]
    rest = sum(grant.left for grant in toppings) - sum(shown)
    for place, amount in enumerate(shown):
        if rest < 0:
            taken = min(amount, -rest)
            shown[place] -= taken
            rest += taken
    if rest > 0:
        place = next((place for place, amount in enumerate(shown) if amount), 0)
        shown[place] += rest
    return shown


def _bucket(kind: str, size: int | None, left: int | None, end: datetime | None) -> Json:
    return {"kind": kind, "total_bytes": size, "remaining_bytes": left, "expires": end and end.isoformat()}


def _bills(world: World, account: Account, line: Line) -> list[Json]:
    options = options_of(account)
    told = [_past(bill) for bill in account.newest_bills()[: options.past_bills]]
    if options.estimate is not None:
        rows = options.estimate if all(amount == int(amount) for _, amount in options.estimate) else ()
        total = int(sum(amount for _, amount in options.estimate))
        told.append(_bill(None, total, "estimated", [(label, int(amount)) for label, amount in rows]))
    paid = sum(amount for _, amount in options.at_once)
    month = str(Month.of(world.now()))
    return [*told, _bill(month, paid, "paid", list(options.at_once), line.line_id)]


def _past(bill: Bill) -> Json:
    if bill.unpaid:
        return _bill(str(bill.month), bill.amount, "unknown", [("未払い", bill.amount)])
    return _bill(str(bill.month), bill.amount, "paid", [])


def _bill(month: str | None, amount: int, state: str, rows: list[tuple[str, int]], line_id: str | None = None) -> Json:
    items = [{"label": label, "amount": amount} for label, amount in rows]
    return {"month": month, "amount": amount, "state": state, "due": None, "line_id": line_id, "items": items}

"""What a client ought to read of a d account. Computed from the world, never from a rendered page.

Modes: `browser` sees all; `cookies` what pages hold without their scripts.
"""

from datetime import date
from typing import Any

from simulator.clock import Month
from simulator.people import Account, Line
from simulator.world import World, shown_by

from .docomo_desk import CARRIERS, options_of
from .docomo_figures import (
    KILOBYTE,
    TAX,
    days_shown,
    entries,
    gigabytes,
    invoice,
    kilobytes,
    left,
    months,
    of_gigabytes,
    shown_month,
)

type Json = dict[str, Any]

MODES = ("browser", "cookies")
_DRAWN = frozenset({"2021", "2021-10", "2019"})


def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    return {
        "carrier": account.carrier,
        "account_id": account.lines[0].number.replace("-", ""),
        "lines": [_line(world, account, line, mode) for line in account.lines],
        "bills": _bills(world, account, mode),
    }


for _carrier in CARRIERS:
    shown_by(_carrier)(truth)


def _line(world: World, account: Account, line: Line, mode: str) -> Json:
    told = _figures(world, account, line, mode)
    month = shown_month(world, account)
    return {
        "line_id": line.number.replace("-", ""),
        "number": line.number,
        "plan": None,
        "cycle_start": month.first.isoformat() if told else None,
        "cycle_end": month.last.isoformat() if told else None,
        "unlimited": None,
        "used_bytes": told.get("used"),
        "remaining_bytes": told.get("remaining"),
        "total_bytes": told.get("total"),
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": told.get("as_of"),
        "buckets": [],
        "daily": _daily(world, account, line),
        "monthly": [],
    }


def _figures(world: World, account: Account, line: Line, mode: str) -> Json:
    """What the usage page tells of a line. One that names none is of the first, and of nobody where there are several."""
    options, month = options_of(account), shown_month(world, account)
    usage = "labels" if account.carrier == "ahamo" else options.usage
    first = line is account.lines[0] and (options.names_line or len(account.lines) == 1)
    used = line.during(month).total
    if month != Month.of(world.today()) or (mode == "cookies" and usage in _DRAWN):
        return {}
    alone = len(account.lines) == 1
    drawn = {"2021": not alone or first, "2021-10": alone, "2019": alone, "labels": True}
    if usage == "gkyap001" and first:
        until = min(month.last, world.today())
        return {"used": kilobytes(used) * KILOBYTE, "as_of": f"{until.isoformat()}T23:59:59+09:00"}
    if usage == "gkyap003" and first and not options.few_elements:
        return {"used": _gb(used), "total": _gb(line.plan.size or 0)}
    rest = {"remaining": _gb(left(world, account, line))} if usage in {"2019", "labels"} else {}
    return {"used": _gb(used), **rest} if drawn.get(usage) else {}


def _gb(amount: int) -> int:
    return of_gigabytes(gigabytes(amount))


def _daily(world: World, account: Account, line: Line) -> list[Json]:
    """The days that are over."""
    options = options_of(account)
    alone = options.names_line or len(account.lines) == 1
    if options.usage != "gkyap001" or account.carrier == "ahamo" or line is not account.lines[0] or not alone:
        return []
    days = [day for day in days_shown(world.today()) if day < world.today()]
    return [
        {
            "date": day.isoformat(),
            "bytes": kilobytes(line.on(day).total) * KILOBYTE,
            "fast_bytes": None,
            "slow_bytes": None,
        }
        for day in days
    ]


def _bills(world: World, account: Account, mode: str) -> list[Json]:
    options = options_of(account)
    if mode == "cookies" and (options.late or options.stale):
        return []
    known, found = entries(account), []
    shown = months(account)[: None if options.tabs_are_links else 1]
    for month in shown:
        if options.representative:
            whole = sum(invoice(account, month, place).amount for place in range(len(known)))
            found.append(_bill(world, account, (month, None), whole, []))
        for place, name in enumerate(known):
            one = invoice(account, month, place)
            items = [{"label": item.label, "amount": item.amount} for item in one.items]
            items.append({"label": TAX, "amount": one.tax})
            line_id = name if name.startswith("F") else name.replace("-", "")
            found.append(_bill(world, account, (month, line_id), one.amount, items if options.items else []))
    return found


def _bill(world: World, account: Account, named: tuple[Month, str | None], amount: int, items: list[Json]) -> Json:
    month, line_id = named
    alone = len(entries(account)) == 1 and not options_of(account).representative
    paid = options_of(account).paid == "yes" and (line_id is None or alone) and month != months(account)[0]
    state = "issued" if world.today() >= _final(month) else "estimated"
    return {
        "month": str(month),
        "amount": amount,
        "state": "paid" if paid else state,
        "due": None,
        "line_id": line_id,
        "items": items,
    }


def _final(month: Month) -> date:
    return month.plus(1).first.replace(day=20)

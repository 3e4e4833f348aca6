"""What a client ought to read from SoftBank and Y!mobile. Computed from the world, never from a rendered page.

Modes: `app`, what a login with number and password shows (no bill documents); `documents`, with the bill of the month
that the page of documents shows first; `all_documents`, with those of every month in its list.
"""

from typing import Any

from simulator.clock import Month
from simulator.people import Account, Bill
from simulator.world import World, shown_by

from .softbank_brand import SOFTBANK, YMOBILE, brand_of, digits, options_of
from .softbank_figures import (
    Figures,
    figures_of,
    in_arrears,
    issued,
    layout_of,
    line_of,
    unbilled,
    unbilled_amount,
)

type Json = dict[str, Any]

MODES = ("app", "documents", "all_documents")


@shown_by(SOFTBANK.carrier)
@shown_by(YMOBILE.carrier)
def truth(world: World, account: Account, mode: str) -> Json:
    """The account in the JSON form, without `fetched_at`. Raises ValueError for an unknown mode."""
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    return {
        "carrier": account.carrier,
        "account_id": account.account_id,
        "lines": [_line(world, account)],
        "bills": _bills(world, account, mode),
    }


def _line(world: World, account: Account) -> Json:
    line = line_of(account)
    month = Month.of(world.today())
    layout = layout_of(account)
    told = _told(layout, figures_of(world, account))
    dated = layout == "tables"  # no other page says which days it is about
    return {
        "line_id": digits(line.number),
        "number": line.number,
        "plan": None,
        "cycle_start": month.first.isoformat() if dated else None,
        "cycle_end": month.last.isoformat() if dated else None,
        "unlimited": None if told["total_bytes"] is None else False,
        **told,
        "throttled": None,
        "fast": None,
        "shared_with": [],
        "as_of": None,
        "daily": [],
        "monthly": [],
    }


def _told(layout: str, figures: Figures) -> Json:
    """What a layout tells. The packet table and the card of 2019 know only what is left; an unknown page, nothing."""
    whole = layout in ("tables", "chart", "spans", "p-left-10")
    return {
        "used_bytes": figures.used if whole else None,
        "remaining_bytes": None if layout == "unknown" else figures.remaining,
        "total_bytes": figures.total if layout == "tables" else figures.used + figures.remaining if whole else None,
        "buckets": {"tables": _table_buckets, "chart": _chart_buckets}.get(layout, _no_buckets)(figures),
    }


def _no_buckets(_figures: Figures) -> list[Json]:
    return []


def _table_buckets(figures: Figures) -> list[Json]:
    """Capacities alone: whether the A of the base table is what is left is not settled (sheet 4.1)."""
    amounts = (
        ("carry_over", figures.carry_over),
        ("base", figures.base),
        ("bonus", figures.bonus),
        ("top_up", figures.top_up + figures.gift),
    )
    return [_bucket(kind, amount, None) for kind, amount in amounts if amount]


def _chart_buckets(figures: Figures) -> list[Json]:
    """The carry-over's size and the base allowance are not told."""
    told = [_bucket("carry_over", None, figures.carry_over_left)] if figures.carry_over_left else []
    extras = (("top_up", figures.top_up, figures.top_up_left), ("gift", figures.gift, figures.gift_left))
    return told + [_bucket(kind, size, left) for kind, size, left in extras if size]


def _bucket(kind: str, total: int | None, remaining: int | None) -> Json:
    return {"kind": kind, "total_bytes": total, "remaining_bytes": remaining, "expires": None}


def _bills(world: World, account: Account, mode: str) -> list[Json]:
    told = []
    estimate = unbilled(world, account)
    if estimate and brand_of(account) is SOFTBANK and options_of(account).unbilled != "404":
        told.append(_bill(str(estimate.month), unbilled_amount(estimate), "estimated"))
    documents = {"app": 0, "documents": 1}.get(mode)
    told += [_document(bill) for bill in issued(world, account)[:documents]]
    if in_arrears(account):
        told.append(_bill(None, None, "unpaid"))
    return told


def _document(bill: Bill) -> Json:
    """The bill group's sum: the page says nothing about payment."""
    return _bill(str(bill.month), bill.amount, "unknown")


def _bill(month: str | None, amount: int | None, state: str) -> Json:
    return {"month": month, "amount": amount, "state": state, "due": None, "line_id": None, "items": []}

"""One saved answer of povo, read offline, for `script/carrier read`. Protocol: docs/carriers/povo.md

An answer that does not name the account or the line gives them without an id.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ..errors import LayoutChanged
from ..model import Account, Bucket, BucketKind, Line, Part, Problem
from ..web import Page
from .answers import answer
from .balance import Known, with_balance
from .bills import read_bills
from .history import read_days, read_months
from .plan import read_contract, read_totals
from .toppings import PAGE, read_toppings


def _account(now: datetime, line: Line, account_id: str = "", **more: Any) -> Account:
    return Account(carrier="povo", account_id=account_id, fetched_at=now, lines=(line,), **more)


def _users(page: Page, now: datetime) -> Account:
    contract = read_contract(answer(page, "users", now))
    line = Line(line_id=contract.line_id, number=contract.number, plan=contract.plan)
    return _account(now, line, contract.external_id)


def _plan(page: Page, now: datetime) -> Account:
    """The totals alone: whether there is an unlimited topping beside them is not known."""
    totals = read_totals(answer(page, "plan", now))
    known = Known(toppings=(), totals=totals, readable=False, missing=True)
    return _account(now, with_balance(Line(line_id=""), known, fresh=False))


def _toppings(page: Page, now: datetime) -> Account:
    shown = read_toppings(answer(page, PAGE, now))
    unlimited = any(tile.unlimited for tile in shown.tiles)
    line = Line(
        line_id="",
        unlimited=unlimited or (None if shown.problems else False),
        buckets=tuple(
            Bucket(kind=BucketKind.UNKNOWN, total=tile.total, remaining=tile.left, expires=tile.expires)
            for tile in sorted(shown.tiles, key=lambda tile: tile.expires)
        ),
    )
    return _account(now, line, problems=_problems(Part.USAGE, shown.problems))


def _history(page: Page, now: datetime) -> Account:
    """Days or months, whichever the graph's labels are."""
    content = answer(page, "usage-history", now)
    try:
        return _account(now, Line(line_id="", daily=read_days(content, now.date())))
    except LayoutChanged as err:
        if "title" not in err.missing:
            raise
        return _account(now, Line(line_id="", monthly=read_months(content, now.date())))


def _bills(page: Page, now: datetime) -> Account:
    found = read_bills(answer(page, "bills", now), now, "")
    bills, problems = found.bills, _problems(Part.BILLS, found.problems)
    return Account(carrier="povo", account_id="", fetched_at=now, bills=bills, problems=problems)


def _problems(part: Part, errors: tuple[LayoutChanged, ...]) -> tuple[Problem, ...]:
    return tuple(Problem(part=part, error=error) for error in errors)


PAGES: Mapping[str, Callable[[Page, datetime], Account]] = {
    "users": _users,
    "plan": _plan,
    PAGE: _toppings,
    "usage-history": _history,
    "bills": _bills,
}
"""The answers by the names that errors give them."""

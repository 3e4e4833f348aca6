"""One saved answer of Sakura Cloud, read offline, for `script/carrier read`. Protocol: docs/carriers/sakura.md"""

from collections.abc import Callable, Mapping
from datetime import datetime

from ..errors import LayoutChanged
from ..model import Account, Line, Part, Problem
from ..web import Page
from .read import SIMS, read_bills, read_sims


def _sims(page: Page, now: datetime) -> Account:
    match page.json_object():
        case {"CommonServiceItems": [*entries]}:
            sims = read_sims(entries)
        case _:
            raise LayoutChanged(SIMS, "CommonServiceItems")
    return Account(
        carrier="sakura",
        account_id="",
        fetched_at=now,
        lines=tuple(Line(line_id=sim.sim_id, name=sim.name, used=sim.used) for sim in sims),
        problems=tuple(
            Problem(part=Part.USAGE, error=sim.problem, line_id=sim.sim_id) for sim in sims if sim.problem is not None
        ),
    )


def _bills(page: Page, now: datetime) -> Account:
    found = read_bills(page.json_object(), now.date())
    return Account(carrier="sakura", account_id="", fetched_at=now, bills=tuple(one.bill for one in found))


PAGES: Mapping[str, Callable[[Page, datetime], Account]] = {"commonserviceitem": _sims, "bills": _bills}
"""The answers, by a name of ours."""

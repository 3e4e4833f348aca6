"""One saved answer of SORACOM, read offline, for `script/carrier read`. Protocol: docs/carriers/soracom.md

An answer of the statistics does not name its SIM: that is taken from the address, if one is given.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from ..model import Account, Cycle, DailyUsage, Line, Month, MonthlyUsage
from ..web import Page
from .api import rows, table
from .billing import HISTORY, LATEST, read_history, read_latest, read_parts
from .sims import OPERATION, read_sims
from .stats import OF_SIM, Period, read_buckets, read_export


def _account(now: datetime, **content: Any) -> Account:
    return Account(carrier="soracom", account_id="", fetched_at=now, **content)


def _sims(page: Page, now: datetime) -> Account:
    cycle = Cycle.month(Month.of(now.astimezone(UTC).date()))
    sims = read_sims(rows(OPERATION, page), None)
    lines = [
        Line(line_id=sim.sim_id, number=sim.number, name=sim.name, plan=sim.plan, cycle=cycle)
        for sim in sims
        if not sim.terminated
    ]
    return _account(now, lines=tuple(lines))


def _used(line_id: str, period: Period, told: Mapping[date, int], now: datetime) -> Line:
    if period is Period.DAY:
        return Line(line_id=line_id, daily=tuple(DailyUsage(day=day, total=told[day]) for day in sorted(told)))
    month = Month.of(now.astimezone(UTC).date())
    return Line(
        line_id=line_id,
        cycle=Cycle.month(month),
        used=told.get(month.first),
        monthly=tuple(MonthlyUsage(month=Month.of(day), total=told[day]) for day in sorted(told)),
    )


def _stats(period: Period) -> Callable[[Page, datetime], Account]:
    def read(page: Page, now: datetime) -> Account:
        told = read_buckets(rows(OF_SIM, page), period)
        return _account(now, lines=(_used(page.url.path.rpartition("/")[2], period, told, now),))

    return read


def _export(period: Period) -> Callable[[Page, datetime], Account]:
    def read(page: Page, now: datetime) -> Account:
        told = read_export(page.body, period)
        return _account(now, lines=tuple(_used(imsi, period, told[imsi], now) for imsi in told))

    return read


def _latest(page: Page, now: datetime) -> Account:
    return _account(now, bills=(read_latest(table(LATEST, page), now),))


def _bills(page: Page, now: datetime) -> Account:
    return _account(now, bills=tuple(read_history(table(HISTORY, page), None)))


def _parts(page: Page, now: datetime) -> Account:
    return _account(now, bills=tuple(read_parts(rows("getBillingSummaryOfSims", page), now, ())))


PAGES: Mapping[str, Callable[[Page, datetime], Account]] = {
    "sims": _sims,
    "months": _stats(Period.MONTH),
    "days": _stats(Period.DAY),
    "export-months": _export(Period.MONTH),
    "export-days": _export(Period.DAY),
    "latest": _latest,
    "bills": _bills,
    "bills-of-sims": _parts,
}
"""The answers, by a name of ours."""

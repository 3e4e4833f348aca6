"""One saved page or answer of IIJmio, read offline, for `script/carrier read`. Protocol: docs/carriers/iijmio.md

A page that does not name the line gives its contract code as line id; a page that does not name the account gives
an account without an id.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ..errors import CarrierError
from ..model import Account, Bill, Cycle, Line, Month, Part, Problem
from ..web import Page
from .app import read_answer, read_token
from .app_read import read_fees, read_lines, read_past
from .bills import without_site
from .join import pooled, used_in
from .notices import refuse_notice
from .parts import daily, monthly
from .pool import app_pools, site_pools
from .site import check_page, read_login, read_login_info
from .site_html import Table, read_days, read_detail, read_months
from .site_read import read_bills, read_suspension, read_top


def _account(now: datetime, account_id: str | None = None, **content: Any) -> Account:
    return Account(carrier="iijmio", account_id=account_id or "", fetched_at=now, **content)


def _answer(page: Page, now: datetime) -> dict[str, Any]:
    refuse_notice(page, now)
    return read_answer(page, None)


def _top(page: Page, now: datetime) -> Account:
    check_page(page, "top", now)
    contracts = read_top(page, now)
    known = [replace(contract, line_id=contract.contract) for contract in contracts]
    lines, problems = pooled(known, site_pools(contracts), now)
    return _account(now, lines=tuple(lines), problems=tuple(problems))


def _data_traffic(page: Page, now: datetime) -> Account:
    content = _answer(page, now)
    shown = read_lines(content, now)
    lines, problems = pooled(shown, app_pools(shown, None), now)
    days = {seen.line_id: seen.daily for seen in shown}
    with_days = [replace(line, daily=daily([days[line.line_id]])) for line in lines]
    return _account(now, content["mioId"], lines=tuple(with_days), problems=tuple(problems))


def _past_data_traffic(page: Page, now: datetime) -> Account:
    content = _answer(page, now)
    past = read_past(content, None, now.date())
    line = Line(
        line_id=str(content.get("serviceCode") or ""),
        cycle=Cycle.month(Month.of(now)),
        used=past.used,
        daily=daily([past.daily]),
        monthly=monthly([past.monthly]),
    )
    problems = tuple(Problem(part=Part.HISTORY, error=error, line_id=line.line_id) for error in past.problems)
    return _account(now, content["mioId"], lines=(line,), problems=problems)


def _usage_fee(page: Page, now: datetime) -> Account:
    content = _answer(page, now)
    return _account(now, content["mioId"], bills=without_site(read_fees(content)))


def _bill_summary(page: Page, now: datetime) -> Account:
    check_page(page, "getBillSummary", now)
    return _account(now, bills=tuple(entry.bill for entry in read_bills(page)))


def _suspension(page: Page, now: datetime) -> Account:
    check_page(page, "getSuspensionInfo", now)
    return _account(now, bills=read_suspension(page, ()))


def _problems[When: (date, Month)](tables: Iterable[Table[When]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(part=Part.HISTORY, error=error, line_id=table.line_id) for table in tables for error in table.problems
    )


def _line_id[When: (date, Month)](table: Table[When]) -> str:
    return table.line_id or table.contract or ""


def _days(page: Page, now: datetime) -> Account:
    check_page(page, "viewdailydata", now)
    tables = read_days(page)
    lines = [Line(line_id=_line_id(table), number=table.number, daily=daily([table.rows])) for table in tables]
    return _account(now, lines=tuple(lines), problems=_problems(tables))


def _months(page: Page, now: datetime) -> Account:
    check_page(page, "viewmonthlydata", now)
    tables, problems, lines = read_months(page), [], []
    for table in tables:
        line = Line(line_id=_line_id(table), number=table.number, monthly=monthly([table.rows]))
        try:
            used = used_in(table, Month.of(now))
            line = replace(line, cycle=Cycle.month(Month.of(now)), used=used)
        except CarrierError as err:
            problems.append(Problem(part=Part.USAGE, error=err, line_id=line.line_id))
        lines.append(line)
    return _account(now, lines=tuple(lines), problems=(*problems, *_problems(tables)))


def _detail(page: Page, now: datetime) -> Account:
    check_page(page, "detail", now)
    detail = read_detail(page)
    return _account(now, bills=(Bill(month=detail.month, amount=detail.amount, items=detail.items),))


def _login(page: Page, now: datetime) -> Account:
    read_login(page, now)
    return _account(now)


def _login_info(page: Page, now: datetime) -> Account:
    return _account(now, read_login_info(page, now))


def _token(page: Page, now: datetime) -> Account:
    refuse_notice(page, now)
    return _account(now, read_token(page)[0])


PAGES: Mapping[str, Callable[[Page, datetime], Account]] = {
    "top": _top,
    "dataTraffic": _data_traffic,
    "pastDataTraffic": _past_data_traffic,
    "usageFee": _usage_fee,
    "getBillSummary": _bill_summary,
    "getSuspensionInfo": _suspension,
    "viewdailydata": _days,
    "viewmonthlydata": _months,
    "detail": _detail,
    "login": _login,
    "loginInfo": _login_info,
    "token": _token,
}
"""The pages by the last segment of their path."""

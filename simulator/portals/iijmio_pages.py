"""IIJmio's member site: the server-rendered usage tables, with every trap of the real ones. Sheet 4.4."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from html import escape
import re

from aiohttp import web

from simulator.clock import Month
from simulator.people import GB, MB, Account, Line, Usage

from .iijmio_desk import Desk, Session, page
from .iijmio_figures import (
    LONG_DAYS,
    SHORT_DAYS,
    charge_plan,
    cut_day,
    days_back,
    gigabyte_text,
    is_silent,
    is_silent_month,
    month_of,
    months_back,
    options_of,
)
from .portal import Instead

DAILY = "/service/setup/hdc/viewdailydata/"
MONTHLY = "/service/setup/hdc/viewmonthlydata/"
SYSTEM_ERROR = "<!DOCTYPE html><html><body><p>システムエラーが発生しました。</p></body></html>"
_LOGIN = "/auth/login/"
_FORM_NUMBERS = (1, 4, 3, 4, 7)
_DAYS = "月火水木金土日"
_SHORT_MONTHS, _LONG_MONTHS = 4, 12


class UsagePages:
    """The daily and the monthly table."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]] = {
            ("GET", DAILY): self._all_lines,
            ("GET", MONTHLY): self._all_lines,
            ("POST", DAILY): self._one_line,
            ("POST", MONTHLY): self._one_line,
        }

    async def _all_lines(self, request: web.Request) -> web.Response:
        session, account = inside(self._desk, request)
        return self._page(request.path, session, account, _shown(account), long=False)

    async def _one_line(self, request: web.Request) -> web.Response:
        session, account = inside(self._desk, request)
        form = await request.post()
        if form.get("_csrf") != session.csrf:
            return page("<html><body>不正なアクセスです。</body></html>", 403)  # assumed
        # The line asked for is kept with the sign-in, so that a second call changes what the first one gets (assumed).
        session.selected = str(form.get("hdoCode", ""))
        session.busy += 1
        overlapped = session.busy > 1
        await asyncio.sleep(options_of(account).post_seconds)
        overlapped = overlapped or session.busy > 1
        session.busy -= 1
        if overlapped and options_of(account).overlap == "error":
            return page(SYSTEM_ERROR)
        lines = [line for line in _shown(account) if line.line_id == session.selected]
        if not lines:
            return page(SYSTEM_ERROR)
        return self._page(request.path, session, account, lines, long=True)

    def _page(self, path: str, session: Session, account: Account, lines: list[Line], *, long: bool) -> web.Response:
        blocks = [self._block(path, session, account, line, number, long=long) for number, line in enumerate(lines)]
        return page(_frame(path, account, "".join(blocks)))

    def _block(self, path: str, session: Session, account: Account, line: Line, number: int, *, long: bool) -> str:
        rows = self._days(account, line, long=long) if path == DAILY else self._months(account, line, long=long)
        form = _FORM_NUMBERS[number % len(_FORM_NUMBERS)]
        button = "過去30日分を表示" if path == DAILY else "過去1年分を表示"
        head = "対象日" if path == DAILY else "対象月"
        return f"""
<div class="viewdata">
 <div class="viewdata-title row"><div><b>{line.number} <span class="plan">（音声・タイプ{line.network}）</span></b><br>
   {_contract(path, line)}</div>
  <div><form id="form_{form}" action="{path}" method="POST">
   <input id="hdoCode" name="hdoCode" value="{line.line_id}" type="hidden" value=""/>
   <div class="mio-btn-sm viewdata-btn"><a class="viewdata-btn-a" href="javascript:submitForm({form})">{button}</a></div>
   <div><input type="hidden" name="_csrf" value="{session.csrf}" /></div></form></div></div>
 <table class="viewdatatbl">
  <tr><td class="viewdata-header1">{head}</td>
   <td class="viewdata-header2">高速通信利用量</td><td class="viewdata-header3">低速通信利用量</td></tr>
{"".join(rows)}
 </table></div>
"""

    def _days(self, account: Account, line: Line, *, long: bool) -> list[str]:
        today = self._desk.world.today()
        days = days_back(today, LONG_DAYS + 1 if long else SHORT_DAYS)
        if long and not options_of(account).today_in_long_table:
            days = days[1:]
        return [
            _no_data(_day_label(account, day))
            if is_silent(line, day)
            else _row(account, _day_label(account, day), _megabytes(account, cut_day(line.on(day))))
            for day in days
        ]

    def _months(self, account: Account, line: Line, *, long: bool) -> list[str]:
        return [
            _no_data(_month_label(account, month))
            if is_silent_month(line, month)
            else _row(account, _month_label(account, month), _gigabytes(account, month_of(line, month)))
            for month in months_back(self._desk.world.today(), _LONG_MONTHS if long else _SHORT_MONTHS)
        ]


def inside(desk: Desk, request: web.Request) -> tuple[Session, Account]:
    """The sign-in of a page's call. Raises a redirect to the login, whose final status is 200."""
    found = desk.signed_in(request)
    if found is None:
        raise Instead(web.Response(status=302, headers={"Location": _LOGIN}))
    return found


def _shown(account: Account) -> list[Line]:
    return [line for line in account.lines if line.contract_id not in options_of(account).legacy_contracts]


def _contract(path: str, line: Line) -> str:
    parts = (line.contract_id, f"（{charge_plan(line)}{line.plan.name}）", line.sim)
    return "".join(parts) if path == DAILY else "\n\n          ".join(parts)


def _day_label(account: Account, day: date) -> str:
    if options_of(account).label_style == "weekday":
        return f"{day.year}年{day.month}月{day.day}日（{_DAYS[day.weekday()]}）"
    return f"{day.year}年{day.month:02}月{day.day:02}日"


def _month_label(account: Account, month: Month) -> str:
    if options_of(account).label_style == "weekday":
        return f"{month.year}年{month.month}月"
    return f"{month.year}年{month.month:02}月"


def _megabytes(account: Account, usage: Usage) -> tuple[str, str]:
    style = "," if options_of(account).comma else ""
    return f"{usage.fast // MB:{style}}MB", f"{usage.slow // MB:{style}}MB"


def _gigabytes(account: Account, usage: Usage) -> tuple[str, str]:
    fast, slow = f"{gigabyte_text(usage.fast)}GB", f"{gigabyte_text(usage.slow)}GB"
    if options_of(account).comma and usage.fast >= 1000 * GB:
        fast = re.sub(r"^(\d+)(\d{3})", r"\1,\2", fast)
    return fast, slow


def _row(account: Account, label: str, values: tuple[str, str]) -> str:
    low = "" if options_of(account).no_low_cell else f"""<td class="viewdata-detail-cell3">{values[1]}</td>"""
    return f"""  <tr class="viewdata-detail-row">
      <td class="viewdata-detail-cell1">
           {label}
      </td><td class="viewdata-detail-cell2">

           {values[0]} </td>{low}</tr>
"""


def _no_data(label: str) -> str:
    return f"""  <tr class="viewdata-detail-row"><td class="viewdata-detail-cell1">{label}</td>
      <td class="viewdata-detail-cell-none" colspan="2">データ利用はありません</td></tr>
"""


def _frame(path: str, account: Account, blocks: str) -> str:
    title, headline = ("データ利用量照会", "4日間") if path == DAILY else ("データ利用量照会（月別）", "4か月間")
    blank = "\n" * 12
    return f"""{blank}<!DOCTYPE html>
<link rel="stylesheet" href="/css/member.css"><div class="header-before"></div>
<!DOCTYPE html>
<html lang="ja"><head><div class="tag-manager"></div><meta charset="UTF-8"><title>{title}</title></head>
<body>
<div class="header"><span class="user_name">{escape(account.name)}様</span><a href="/auth/logout/">ログアウト</a>
<a href="/member/">会員</a><a href="/customer/contract/">契約</a><a href="/customer/bill/">請求</a>
<a href="/service/">サービス</a><a href="/support/">サポート</a></div>
<h1>{title}</h1>
<div class="viewdata-notice">2021年5月以前のデータ利用量は表示されません。</div>
<div class="service-headline">{headline}のデータ利用量を照会します。</div>
{blocks}
</body></html>
"""

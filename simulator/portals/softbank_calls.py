"""Call details as they were from 2012 to 2014, in pages. Sheet 6. The numbers called are synthetic."""

from datetime import date, timedelta
from random import Random

from aiohttp import web

from simulator.clock import Month
from simulator.people import Account
from simulator.world import World

from .softbank_brand import options_of
from .softbank_figures import line_of
from .visits import page

_ROOT = "/wco/detailsCalls"
_CALLS = 10


def call_details(world: World, account: Account, path: str) -> web.Response | None:
    """`/wco/detailsCalls[/goMonth/YYYYMM][/goPaging/N]`; None where there is no such page."""
    if not options_of(account).call_details:
        return None
    parts = path.removeprefix(_ROOT).strip("/").split("/")
    told = dict(zip(parts[::2], parts[1::2], strict=False))
    current = Month.of(world.today())
    known = {month.compact: month for month in (current.plus(-back) for back in range(1, 7))}
    month = known.get(told.get("goMonth", current.plus(-1).compact))
    size = options_of(account).calls_per_page
    last = -(-_CALLS // size)
    number = told.get("goPaging", "1")
    if month is None or not number.isdecimal() or not 1 <= int(number) <= last:
        return None
    return page(_page(account, month, int(number), last, before=month.plus(-1).compact in known))


def _page(account: Account, month: Month, number: int, last: int, *, before: bool) -> str:
    size = options_of(account).calls_per_page
    rows = _rows(account, month)[(number - 1) * size : number * size]
    link = f'<p class="prev"><span class=""><a href="{_ROOT}/goMonth/{month.plus(-1).compact}">前月</a></span></p>'
    return f"""<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>通話料明細書</title></head><body>
<form name="detailsCallsActionForm"><input type="hidden" name="billYm" value="{month.compact}">
{link if before else ""}
<table class="contract-info hasthead"><thead><tr><th>日付</th></tr></thead><tbody>
{"".join(rows)}</tbody></table>
<ul class="navi_view_list">{_paging(month, number, last)}</ul></form></body></html>
"""


def _paging(month: Month, number: int, last: int) -> str:
    items = []
    for one in range(1, last + 1):
        there = f'<a href="{_ROOT}/goMonth/{month.compact}/goPaging/{one}">{one}</a>'
        items.append(f'<li class="current"><span>{one}</span></li>' if one == number else f"<li>{there}</li>")
    if number < last:
        items.append(f'<li><a href="{_ROOT}/goMonth/{month.compact}/goPaging/{number + 1}">&gt;</a></li>')
        items.append(
            f'<li class="btn_last_page"><a href="{_ROOT}/goMonth/{month.compact}/goPaging/{last}">最後</a></li>'
        )
    return "".join(items)


def _rows(account: Account, month: Month) -> list[str]:
    figures = Random(f"{line_of(account).line_id}/{month}")
    days = sorted(figures.randrange(month.last.day) for _ in range(_CALLS))
    return [_row(figures, month.first + timedelta(days=day)) for day in days]


def _row(figures: Random, day: date) -> str:
    at = f"{figures.randrange(24):02}:{figures.randrange(60):02}:{figures.randrange(60):02}"
    length = f"0:{figures.randrange(60):02}:{figures.randrange(60):02}.{figures.randrange(10)}"
    number = f"090-0000-{figures.randrange(10_000):04}"
    cells = (f"{day:%Y/%m/%d}", at, length, number, "", "東京", f"{figures.randrange(0, 2000):,}", "家族割引", "")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"

"""The page of unbilled amounts, `WCO020`, as it was from 2010 to 2014. Sheet 5.2; structure around the words invented."""

from datetime import date, datetime, time
from html import escape

from aiohttp import web

from simulator.clock import Month
from simulator.people import Account, Bill, Item
from simulator.world import World

from .softbank_brand import options_of
from .softbank_figures import unbilled_amount
from .visits import page


def unbilled_page(world: World, account: Account, bill: Bill, style: str) -> web.Response:
    """The page in the style of a year."""
    today = world.today()
    items = [item for invoice in bill.invoices for item in invoice.items]
    match style:
        case "2010":
            return _cp932(account, _of_2010(account, items, today))
        case "2012":
            return _cp932(account, _of_2012(items, today))
        case _:
            day = f"{today.month}月{today.day}日" if style == "2013" else f"{today.month}/{today.day}"
            text = f"<p>当月分（{day}ご利用分）</p>"
            amount = f"<table><tr><th>対象通信分</th><td>{unbilled_amount(bill):,} 円</td></tr></table>"
            body = f'<div id="contents">{text}{amount}</div>'
            return page(f'<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"></head><body>{body}</body></html>')


def _of_2010(account: Account, items: list[Item], today: date) -> str:
    """Dates as the server's language prints them; last month's rows follow and do not count."""
    month = Month.of(today)
    rows = "".join(f"<p>{_label(item)} 通信料 … {item.amount:,}円</p>" for item in items)
    older = account.newest_bills()[1:2]
    before = "".join(f"<p>通信料 … {bill.amount:,}円</p>" for bill in older)
    return (
        '<form name="billBeforeFixedActionForm" method="post">'
        f"<p>当月分…（{_raw(month.first)}～{_raw(today)}）</p>{rows}<h3>前月分</h3>{before}</form>"
    )


def _of_2012(items: list[Item], today: date) -> str:
    rows = "".join(
        f'<tr><td><span class="flt_l">{_label(item)}</span><span class="flt_r">{item.amount:,}円</span></td></tr>'
        for item in items
    )
    return f'<span class="fw_n">（{today.month}月{today.day}日ご利用分）</span><table>{rows}</table>'


def _label(item: Item) -> str:
    return escape(item.label)


def _raw(day: date) -> str:
    return datetime.combine(day, time()).strftime("%a %b %d %H:%M:%S JST %Y")


def _cp932(account: Account, body: str) -> web.Response:
    where = options_of(account).charset_in
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">' if where == "meta" else ""
    text = f"<html><head>{meta}<title>料金案内</title></head><body>{body}</body></html>"
    answer = page("", header=False)
    answer.body = text.encode("cp932", "xmlcharrefreplace")
    if where == "header":
        answer.headers["Content-Type"] = "text/html; charset=Shift_JIS"
    return answer

"""eビリング and Webビリング. docs/carriers/docomo.md, 5; the first select and the state column are assumed"""

from html import escape

from aiohttp import web

from simulator.clock import Month
from simulator.people import Account

from .docomo_desk import html, options_of
from .docomo_figures import TAX, entries, invoice, months, yen

SELECT, BUTTON = "root_GKFAGS001_DENWABANGOPULLDOWN", "root_GKFAGW001SubmitHyoujiPull"
PATH = "/spguide/ebilling/gkfap001.srv"
ALL = "一括請求合計"
INTEREST = 12


def ebilling(account: Account, month_text: str, entry_text: str) -> web.Response:
    """The bill of a month of use (`YYYYMM`, "" for the newest) and of an entry of the pull-down ("" as it comes)."""
    options, shown, known = options_of(account), months(account), entries(account)
    month = next((one for one in shown if one.compact == month_text), shown[0] if shown else None)
    places = [0, *range(1, len(known) + 1)] if options.representative else list(range(1, len(known) + 1))
    place = int(entry_text) if entry_text.isdigit() and int(entry_text) in places else places[0]
    if month is None:
        return html("ご利用料金", "<p>データが存在しません</p>")
    if options.wrong_line and entry_text and len(places) > 1:
        place = next(one for one in places if one != place)
    form = _form(account, month, places, place)
    total = _whole(account, month) if place == 0 else _single(account, month, place - 1)
    if options.stale and entry_text:
        old = _whole(account, month) if options.representative else _single(account, month, 0)
        total = _later(old, total, options.stale)
    elif options.late:
        total = _later("", total, options.late)
    return html("ご利用料金", f"<nav>{_tabs(account, month)}</nav>{form}{total}")


def _later(now: str, then: str, seconds: float) -> str:
    """Something that a script exchanges after a while."""
    code = f"setTimeout(() => {{ late.replaceChildren(later.content) }}, {round(seconds * 1000)})"
    return f'<div id="late">{now}</div><template id="later">{then}</template><script>{code}</script>'


def _tabs(account: Account, month: Month) -> str:
    def tab(one: Month) -> str:
        if options_of(account).tabs_are_links:
            return f'<a href="{PATH}?bis=lpb&amp;ym={one.compact}">{one.month}月</a>'
        return f"<button>{one.month}月</button>"

    return " ".join(f"<b>{one.month}月</b>" if one == month else tab(one) for one in months(account))


def _form(account: Account, month: Month, places: list[int], place: int) -> str:
    names = {0: ALL} | dict(enumerate(entries(account), 1))
    choices = "".join(
        f'<option value="{one}"{" selected" if one == place else ""}>{escape(names[one])}</option>' for one in places
    )
    return (
        f'<form method="post" action="{PATH}?bis=lpb"><input type="hidden" name="watool_txSequence" value="T2">'
        f'<input type="hidden" name="ym" value="{month.compact}"><select name="root_SHIHARAI"><option>すべて</option></select>'
        f'<select name="{SELECT}">{choices}</select><input type="submit" name="{BUTTON}" value="表示"></form>'
    )


def _whole(account: Account, month: Month) -> str:
    whole = sum(invoice(account, month, place).amount for place in range(len(entries(account))))
    return f"<h2>{month.year}年{month.month}月ご利用分</h2><p>一括請求サービス合計額　{yen(account, whole)}</p>"


def _single(account: Account, month: Month, place: int) -> str:
    bill, options = invoice(account, month, place), options_of(account)
    blank = "　" if options.wide else " \t"
    rows = "".join(f"<p>◇{item.label}（計）{blank}{yen(account, item.amount)}</p>" for item in bill.items)
    rows += f"<p>◇{TAX}（計）{blank}{yen(account, bill.tax)}</p><p>eximo ～1GB　U15　（500）</p>"
    return (
        f"<p>表示中の電話番号：{entries(account)[place]}</p><h2>{month.year}年{month.month}月ご利用分</h2>"
        f"{rows if options.items else ''}<p>◇合計{blank}{yen(account, bill.amount)}</p>"
        '<a href="#">利用内訳をダウンロードする</a>'
    )


def webbilling(account: Account) -> web.Response:
    """The list of what was paid: bill months (use and one), day of payment, amount. The last column is invented."""
    rows = ""
    for bill in account.newest_bills()[1:] if options_of(account).paid != "no" else ():
        month, whole = bill.month.plus(1), sum(one.amount for one in bill.invoices)
        amount = whole + (INTEREST if options_of(account).paid == "late" else 0)
        rows += (
            f"<tr><td>{month.year}年{month.month}月分</td><td>{month.year}年{month.month}月28日</td>"
            f"<td>{amount:,}円</td><td><input type='checkbox'></td></tr>"
        )
    head = "<tr><th>請求年月</th><th>支払年月日</th><th>お支払/ご利用金額</th><th>選択</th></tr>"
    pay = '<form method="post" action="/mem/pay"><button>お支払い</button></form>'
    return html(
        "Webビリング", f'<a href="/logout">ログアウト</a><h1>請求内容のご確認</h1><table>{head}{rows}</table>{pay}'
    )

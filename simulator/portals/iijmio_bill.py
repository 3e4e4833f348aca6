"""IIJmio's member site: the detail page of a bill. Sheet 5.2; structure from a working parser, words assumed."""

from html import escape

from aiohttp import web

from simulator.people import Account, Bill, Invoice, Item

from .iijmio_desk import Desk, page
from .iijmio_figures import options_of
from .iijmio_pages import SYSTEM_ERROR, inside

DETAIL = "/customer/bill/detail/"


class BillPage:
    """`POST /customer/bill/detail/`, which shows one bill or the sum of several."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes = {("POST", DETAIL): self._detail}

    async def _detail(self, request: web.Request) -> web.Response:
        _, account = inside(self._desk, request)
        form = await request.post()
        numbers = [str(number) for number in form.getall("billNoList", [])]
        found = [(bill, invoice) for bill in account.bills for invoice in bill.invoices if invoice.number in numbers]
        if not numbers or len(found) != len(numbers) or options_of(account).bill_page_error:
            return page(SYSTEM_ERROR)
        return page(_render(account, found[0][0], [invoice for _, invoice in found]))


def _render(account: Account, bill: Bill, invoices: list[Invoice]) -> str:
    month = bill.month
    total = _yen(account, sum(invoice.amount for invoice in invoices))
    sections = "".join(_section(account, invoice) for invoice in invoices)
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="UTF-8"><title>ご請求明細</title></head><body>
<div class="bill-detail-top">{month.year}年{month.month:02}月利用分　請求金額（税込）
  <span class="bill-detail-price-num">{total}</span></div>
<table class="bill-detail-tax">{_tax(account, invoices)}</table>
<table class="bill-detail-table">{sections}</table>
</body></html>
"""


def _tax(account: Account, invoices: list[Invoice]) -> str:
    net = _yen(account, sum(invoice.net for invoice in invoices))
    tax = _yen(account, sum(invoice.tax for invoice in invoices))
    first = f"<tr><th>総計（税抜）</th><td>{net}</td></tr>"
    if options_of(account).tax_cells == 2:
        rest = f"<tr><th>10%対象（税抜）</th><td>{net}</td></tr><tr><th>（消費税等）</th><td>{tax}</td></tr>"
        return first + rest
    return f"{first}<tr><th>10%対象（税抜）</th><td>{net}</td><th>（消費税等）</th><td>{tax}</td></tr>"


def _section(account: Account, invoice: Invoice) -> str:
    contract = account.lines[0].contract_id if account.lines else ""
    return f"""
  <tr class="bill-detail-table-plan"><td colspan="4">{contract} mioモバイル（ギガプラン）（MVNOサービス）</td></tr>
  <tr class="bill-detail-table-label"><th>内訳</th><th>数量</th><th>単価</th><th>金額</th></tr>
{"".join(_item(account, item) for item in invoice.items)}
  <tr class="bill-detail-table-total"><td colspan="3">小計</td>
   <td class="bill-detail-table-r-sum">{_yen(account, invoice.net)}</td></tr>"""


def _item(account: Account, item: Item) -> str:
    name = escape(item.label) + (f"<br>( {escape(item.detail)} )" if item.detail else "")
    amount = _yen(account, item.amount)
    return f"  <tr><td>{name}</td><td>1</td><td>{amount}</td><td>{amount}</td></tr>\n"


def _yen(account: Account, amount: int) -> str:
    style = options_of(account).yen_style
    return f"{amount:,}円" if style == "円" else f"{style}{amount:,}"

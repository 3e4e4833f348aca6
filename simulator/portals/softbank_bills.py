"""The billing host: documents as PDF (level 2), unbilled amounts, call details. Sheet 5.1, 5.2, 6."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.people import Account, Bill

from .portal import Instead
from .softbank_brand import DATA_LINK, SOFTBANK, brand_at, brand_of, digits, options_of
from .softbank_calls import call_details
from .softbank_desk import Desk
from .softbank_figures import issued, line_of, unbilled
from .softbank_forms import frame
from .softbank_pdf import pdf
from .softbank_site import Site
from .softbank_unbilled import unbilled_page
from .visits import page, redirect

PDF_PAGE = "/wco/external/goBillInfoPdf"
_PAID = "/wco/certificate/doIssueByMail"  # assumed: a choice that costs money
_LABELS = ("電話番号別PDFファイル", "機種別PDFファイル")


class Billing:
    """`bl11.my.softbank.jp` and `bl61.my.ymobile.jp`."""

    def __init__(self, desk: Desk, site: Site) -> None:
        self._desk = desk
        self._site = site
        self.routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]] = {
            ("POST", "/wco/top/"): self._arrive,
            ("GET", "/wco/auth/doReceiveSbid"): self._receive,
            ("GET", "/wco/certificate/WCO250"): self._choices,
            ("GET", _PAID): self._charge,
            ("GET", PDF_PAGE): self._documents,
            ("POST", PDF_PAGE): self._documents,
            ("GET", f"{PDF_PAGE}/doPrintSbmAll"): self._print,
            ("GET", f"{PDF_PAGE}/doPrintMsn"): self._print,
            ("GET", "/wco/billBeforeFixed/WCO020"): self._unbilled,
        }

    async def answer_calls(self, request: web.Request) -> web.Response:
        """Call details: every path below `/wco/detailsCalls`."""
        account = self._inside(request, 1)
        return call_details(self._desk.world, account, request.path) or _absent()

    # -- in

    async def _arrive(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        form = await request.post()
        handed = self._desk.take_handover(lambda name: str(form.get(name, "")))
        if handed is None or brand_of(handed.account) is not brand:
            return page(frame("エラー", "<p>ただいまアクセスできません。</p>"))  # assumed
        links = (
            '<li><a href="/wco/billBeforeFixed/WCO020">未確定分</a></li>'
            '<li><a href="/wco/detailsCalls">通話料明細書</a></li>'
            '<li><a href="/wco/certificate/WCO250">書面発行</a></li>'
        )
        answer = page(frame("料金案内", f"<ul>{links}</ul>"))
        self._desk.begin(answer, brand.billing, handed.account, handed.level)
        return answer

    async def _receive(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        passed = self._desk.take_pass(request.query.get("code", ""))
        if passed is None:
            return redirect(brand.link(brand.login_link))
        top = options_of(passed.account).after_level2 == "top" and passed.level == 2
        target = PDF_PAGE if passed.level == 2 else f"https://{brand.portal}{brand.prefix}top"
        answer = redirect(f"https://{brand.portal}{brand.prefix}top" if top else target)
        self._desk.begin(answer, brand.billing, passed.account, passed.level)
        return answer

    def _inside(self, request: web.Request, level: int) -> Account:
        """Who is signed in. Raises a redirect to the identity host, or for level 1 to the portal's hand-over."""
        account = self._desk.stay(request, level)
        if account is not None:
            return account
        brand = brand_at(request.host.split(":")[0])
        if level == 1:
            raise Instead(redirect(brand.link("WCO010000")))
        back = f"https://{brand.billing}/wco/auth/doReceiveSbid"  # assumed
        raise Instead(redirect(self._site.authorization(brand, brand.documents_link or DATA_LINK, 2, back)))

    # -- documents

    async def _choices(self, _request: web.Request) -> web.Response:
        """書面発行: one choice is free, the other is not (assumed)."""
        body = (
            f'<ul><li><a href="{_PAID}">郵送で受け取る（有料 550円）</a></li>'
            f'<li><a href="{PDF_PAGE}">自分で印刷する（無料）</a></li></ul>'
        )
        return page(frame("書面発行", body))

    async def _charge(self, request: web.Request) -> web.Response:
        account = self._desk.stay(request)
        self._desk.charged.append(account.account_id if account else "")
        return page(frame("書面発行", "<p>お申し込みを受け付けました。</p>"))

    async def _documents(self, request: web.Request) -> web.Response:
        account = self._inside(request, 2)
        bills = issued(self._desk.world, account)
        told = str((await request.post()).get("billYm", "")) if request.method == "POST" else ""
        selected = next((bill for bill in bills if bill.month.compact == told), bills[0] if bills else None)
        visit = self._desk.visit(request)
        if selected is None or visit is None:
            return page(frame("料金明細PDF", "<p>表示できる料金明細はありません。</p>"))  # assumed
        visit.notes["billYm"] = selected.month.compact
        return page(_documents_page(account, bills, selected))

    async def _print(self, request: web.Request) -> web.Response:
        account = self._inside(request, 2)
        visit = self._desk.visit(request)
        chosen = visit.notes.get("billYm") if visit else None
        bill = next((one for one in issued(self._desk.world, account) if one.month.compact == chosen), None)
        if bill is None:
            return _absent()
        name = f"{chosen}.pdf"
        head = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=pdf(_document(account, bill)), content_type="application/pdf", headers=head)

    # -- amounts

    async def _unbilled(self, request: web.Request) -> web.Response:
        account = self._inside(request, 1)
        bill = unbilled(self._desk.world, account)
        style = options_of(account).unbilled
        if brand_of(account) is not SOFTBANK or style == "404" or bill is None:
            return _absent()
        return unbilled_page(self._desk.world, account, bill, style)


def _absent() -> web.Response:
    return page(frame("エラー", "<p>ページが見つかりません。</p>"), 404)


def _documents_page(account: Account, bills: list[Bill], selected: Bill) -> str:
    """The names of form and select, and the exact addresses, are invented."""
    options = "".join(
        f'<option value="{bill.month.compact}"{" selected" if bill is selected else ""}>'
        f"{bill.month.year}年{bill.month.month:02}月</option>"
        for bill in bills
    )
    numbers = (3, 2) if options_of(account).swapped_idx else (2, 3)
    single = "".join(
        f'<li><a href="{PDF_PAGE}/doPrintMsn?idx={number}">{label}</a></li>'
        for number, label in zip(numbers, _LABELS, strict=True)
    )
    body = f"""
<form name="billInfoPdfActionForm" method="post" action="{PDF_PAGE}"><select name="billYm" onchange="this.form.submit()">
{options}</select></form>
<p>ご請求金額 <strong>{selected.amount:,}円</strong></p>
<ul><li><a href="{PDF_PAGE}/doPrintSbmAll">一括印刷用PDFファイル</a></li>{single}</ul>
"""
    return frame("料金明細PDF", body)


def _document(account: Account, bill: Bill) -> list[str]:
    """The bill group's sum on top; `計`, without tax, on a line of its own below the line's rows."""
    rows = [f"{item.label} {item.amount:,}" for invoice in bill.invoices for item in invoice.items]
    return [
        f"{bill.month.year}年{bill.month.month}月ご利用分",
        f"ご請求金額 {bill.amount:,}円",
        f"電話番号 {digits(line_of(account).number)}",
        *rows,
        f"小計 {bill.invoices[0].net:,}",
        "計",
        f"{sum(invoice.net for invoice in bill.invoices):,}",
        f"消費税 {sum(invoice.tax for invoice in bill.invoices):,}",
    ]

"""The data host: usage pages in every layout that was seen. Sheet 4.1 to 4.3."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.clock import Month
from simulator.people import Account
from simulator.world import World

from .softbank_brand import DATA_LINK, Brand, brand_at, brand_of, options_of
from .softbank_desk import Desk
from .softbank_figures import Figures, base_left, figures_of, layout_of, line_of, number_text, size_text
from .softbank_forms import frame
from .softbank_site import banner
from .visits import page, redirect

_PACKET = 128


class Data:
    """`re11.my.softbank.jp` and `re61.my.ymobile.jp`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]] = {
            ("POST", "/resfe/top/"): self._arrive,
            ("GET", "/resfe/top/"): self._again,
        }

    async def _arrive(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        form = await request.post()
        handed = self._desk.take_handover(lambda name: str(form.get(name, "")))
        if handed is None or brand_of(handed.account) is not brand:
            return page(frame("エラー", "<p>ただいまアクセスできません。</p>"))  # assumed
        answer = page(usage_page(self._desk.world, handed.account))
        self._desk.begin(answer, brand.data, handed.account, handed.level)
        return answer

    async def _again(self, request: web.Request) -> web.Response:
        """Assumed: the page can be loaded again while the session of this host lives."""
        brand: Brand = brand_at(request.host.split(":")[0])
        account = self._desk.stay(request)
        return page(usage_page(self._desk.world, account)) if account else redirect(brand.link(DATA_LINK))


def usage_page(world: World, account: Account) -> str:
    """The page in the account's layout."""
    figures = figures_of(world, account)
    match layout_of(account):
        case "tables":
            body = _tables(world, account, figures)
        case "chart":
            body = _chart(account, figures)
        case "spans":
            body = _spans(account, figures)
        case "p-left-10":
            body = _p_left(account, figures)
        case "packets":
            body = _packets(figures)
        case "card":
            body = _card(figures)
        case _:
            body = _unknown(figures)
    return frame("データ量の管理", banner(account, "data") + body)


# -- Y!mobile (sheet 4.1): the classes and three labels are attested, every other label and the heading invented


def _tables(world: World, account: Account, figures: Figures) -> str:
    options = options_of(account)
    month = Month.of(world.today()).plus(options.month_shift)
    told = _table_rows(account, figures)
    names = [*options.table_order, *(name for name in told if name not in options.table_order)]
    tables = "\n".join(
        f" <table><tbody>{''.join(_row(account, name, *row) for row in told[name])}</tbody></table>"
        for name in names
        if name in told and name not in options.missing
    )
    number = options.shown_number or line_of(account).number
    period = "～".join(f"{day.year}年{day.month}月{day.day}日" for day in (month.first, month.last))
    return f"""
<h2 class="res-fs16">{month.month}月のご利用状況</h2>
<p class="res-fs14">{period}</p><p class="res-fs14">{number}</p>
<div class="list-toggle-content js-toggle-content m-top-20">
{tables}
</div>
"""


def _table_rows(account: Account, figures: Figures) -> dict[str, list[tuple[str, str]]]:
    options = options_of(account)
    a = base_left(account, figures) if options.a_means == "remaining" else figures.base
    base = [("基本データ量 残り", f"{size_text(account, a)}／{size_text(account, figures.base)}")]
    if options.allowance_row:
        base.append(("基本データ量", size_text(account, figures.base)))
    told = {"carry_over": [("前月くりこし分", size_text(account, figures.carry_over))], "base": base}
    if options.tables == 5 or figures.bonus:
        size = size_text(account, figures.bonus)
        # The amount stands in row 2, as the cell's own text before its children; row 1 shows the same (assumed).
        told["bonus"] = [
            ("データ増量オプション 残り", size),
            ("データ増量オプション", f"{size}<br><span>有効期限 ご利用月の末日</span>"),
        ]
    told["top_up"] = [("購入データ量", size_text(account, figures.top_up + figures.gift))]
    told["used"] = [("使用量 合計", size_text(account, figures.used))]
    return told


def _row(account: Account, name: str, label: str, amount: str) -> str:
    options = options_of(account)
    if name in options.empty:
        amount = ""
    if options.size_style == "spaced":
        amount, label = f"\n\t\t{amount}\n ", label.replace(" ", "\n\t")
    return f"<tr><th>{label}</th><td>{amount}</td></tr>"


# -- SoftBank (sheet 4.2)


def _chart(account: Account, figures: Figures) -> str:
    """The object as of 2020: two spaces before "pie", all on one line, a comma too many. Its name is invented."""
    given = {
        "usedGigaData": figures.used,
        "remainData": figures.remaining,
        "stepRemainData": figures.carry_over_left,
        "currentAdditionalData": figures.top_up,
        "currentAdditionalUsedData": figures.top_up - figures.top_up_left,
        "currentGivenData": figures.gift,
        "currentGivenUsedData": figures.gift - figures.gift_left,
    }
    always = ("usedGigaData", "remainData")
    zero = "" if options_of(account).chart_zero == "empty" else "0.00"
    pairs = "".join(
        f'"{key}": "{number_text(amount) if amount or key in always else zero}", ' for key, amount in given.items()
    ).rstrip()
    return f"""
<div id="chart"></div><script>
var usageChart = {{"charts": [{{"chartId": "main", "chartType":  "pie", {pairs}}}]}};
</script>"""


def _spans(account: Account, figures: Figures) -> str:
    told = {"使用済み": figures.used, "合計": figures.total, "残り": figures.remaining}
    return "".join(
        f"<p>{_old_label(account, label)}<span>{number_text(amount)}</span>GB</p>" for label, amount in told.items()
    )


def _p_left(account: Account, figures: Figures) -> str:
    told = {"使用済みデータ量": figures.used, "データ量合計": figures.total, "前月繰越": figures.carry_over}
    return "".join(
        f'<div><p>{_old_label(account, label)}</p><p class="p-left-10">{number_text(amount)}GB</p></div>'
        for label, amount in told.items()
    )


def _old_label(account: Account, label: str) -> str:
    return label if options_of(account).old_labels else ""


def _packets(figures: Figures) -> str:
    """What is left, 2013 to 2015. 0.01 GB are 78,125 packets exactly; the bracket counts in 1024 (sheet 4.2, a guess)."""
    left = figures.remaining
    text = f"{left // _PACKET:,} パケット（{left / 1024**3:.2f}GB）"
    return f'<table class="contract-info mt_20"><tr class="first"><th>残りデータ量</th><td>{text}</td></tr></table>'


def _card(figures: Figures) -> str:
    """Y!mobile in 2019, for a telephone's browser."""
    return (
        '<table class="contract-info"><tr><th>追加料金課金までの残りデータ量</th>'
        f"<td>{number_text(figures.remaining)}GB（ご利用月の末日まで）</td></tr></table>"
    )


def _unknown(figures: Figures) -> str:
    """A layout that nobody knows, with a number that means nothing."""
    return (
        f'<section><div class="meter" data-value="{number_text(figures.remaining)}"></div>'
        "<p>今なら50GBプレゼント</p></section>"
    )

"""The portal host: the redirector, the way to the identity host and back, hand-over pages, and the top. Sheet 3.1, 3.4."""

from collections.abc import Awaitable, Callable
from secrets import choice
from string import ascii_letters
from urllib.parse import urlencode

from aiohttp import web

from simulator.people import Account

from .softbank_brand import (
    BRANDS,
    CLIENT_ID,
    DATA_LINK,
    FOREIGN,
    SOFTBANK,
    YMOBILE,
    Brand,
    anybody,
    brand_at,
    brand_of,
    options_of,
)
from .softbank_desk import Desk
from .softbank_figures import figures_of, in_arrears, number_text
from .softbank_forms import frame
from .visits import page, redirect

type Route = Callable[[web.Request], Awaitable[web.Response]]

BANNER = "未払い金があります"
_CANCELLED = "AuthenticationImpossibleCanceledException"
_MENU_LINK = "WCO010000"


class Site:
    """`my.softbank.jp` and `my.ymobile.jp`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes: dict[tuple[str, str], Route] = {}
        for brand in BRANDS:
            links = (DATA_LINK, brand.login_link, SOFTBANK.documents_link, YMOBILE.documents_link, _MENU_LINK)
            paths: dict[str, Route] = {f"webLink/doSend/{link}": self._web_link for link in links}
            paths |= {"auth/sendSbid": self._send, "auth/doReceiveSbid": self._receive, "auth/doLogout": self._logout}
            paths |= {"top": self._top, "top/": self._top, "error": self._error}
            self.routes |= {("GET", brand.prefix + path): route for path, route in paths.items()}

    async def _web_link(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        link = request.path.rsplit("/", 1)[1]
        account = self._desk.stay(request)
        if account is None:
            return self._away(brand, link)
        if options_of(account).cancelled:
            return _refused(brand)
        owner = brand_of(account)  # a line of the other brand is handed over to its own hosts
        if link == DATA_LINK:
            return page(self._hand_over(account, f"https://{owner.data}/resfe/top/"))
        if link == _MENU_LINK:
            return page(self._hand_over(account, f"https://{owner.billing}/wco/top/"))  # assumed path
        if link == YMOBILE.documents_link:
            return redirect(f"https://{owner.billing}/wco/certificate/WCO250")
        return redirect(f"{brand.prefix}top")

    def _away(self, brand: Brand, link: str) -> web.Response:
        match anybody(self._desk.world, brand).hostile:
            case "webLink_foreign":
                return redirect(f"https://{FOREIGN}/sbid_auth/type1/2.0/authorization.php")
            case "webLink_http":
                return redirect(f"http://{brand.portal}{brand.prefix}top")
            case _:
                return redirect(f"{brand.prefix}auth/sendSbid?weblinkid={link}")  # assumed: one more step of the chain

    async def _send(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        back = f"https://{brand.portal}{brand.prefix}auth/doReceiveSbid"
        return redirect(self.authorization(brand, request.query.get("weblinkid", DATA_LINK), 1, back))

    def authorization(self, brand: Brand, link: str, level: int, back: str) -> str:
        """The identity host's address with all that it needs to know."""
        stamp = self._desk.world.now().strftime("%Y%m%d%H%M%S%f")[:17]
        query = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": back,
            "display": "touch",
            "prompt": "login consent",
            "scope": "openid",
            "nonce": stamp + "".join(choice(ascii_letters) for _ in range(15)),
            "ui_locales": "ja",
            "weblinkid": link,
            "acr_value": str(level),
            "amr": "me",
        }
        return f"{brand.at_identity('authorization.php')}?{urlencode(query)}"

    async def _receive(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        passed = self._desk.take_pass(request.query.get("code", ""))
        if passed is None:
            return self._away(brand, brand.login_link)
        if options_of(passed.account).cancelled:
            return _refused(brand)
        answer = redirect(f"{brand.prefix}webLink/doSend/{passed.link}")
        self._desk.begin(answer, brand.portal, passed.account, passed.level)
        return answer

    async def _error(self, _request: web.Request) -> web.Response:
        return page(frame("エラー", "<p>このページを表示できません。</p>"))

    async def _logout(self, request: web.Request) -> web.Response:
        account = self._desk.stay(request)
        if account:
            self._desk.end(account)
        return page(frame("ログアウト", "<p>ログアウトしました。</p>"))

    def _hand_over(self, account: Account, action: str) -> str:
        options = options_of(account)
        path = action.split("/", 3)[3]
        action = {
            "handover_foreign": f"https://{FOREIGN}/{path}",
            "handover_http": action.replace("https:", "http:"),
        }.get(options.hostile, action)
        fields = self._desk.new_handover(account, 1)
        inputs = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())
        form = f'<form name="webLink" method="post" action="{action}">{inputs}</form>'
        return frame("", form, "<script>window.onload = function () { document.webLink.submit(); };</script>")

    # -- the top

    async def _top(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        account = self._desk.stay(request)
        if account is None:
            return self._away(brand, brand.login_link)
        if options_of(account).cancelled:
            return _refused(brand)
        parts = [banner(account, "top"), self._card(account), _statuses(account), _menu(brand)]
        return page(frame("My SoftBank" if brand is SOFTBANK else "My Y!mobile", "".join(parts)))

    def _card(self, account: Account) -> str:
        """Y!mobile's card of 2022: what is left (by context)."""
        if brand_of(account) is not YMOBILE:
            return ""
        left = number_text(figures_of(self._desk.world, account).remaining)
        return f'<div class="card"><p>残りのデータ量</p><p><span class="fs-28">{left}</span>GB</p></div>'


def banner(account: Account, where: str) -> str:
    """The alert of arrears, where it stands."""
    if not in_arrears(account) or where not in options_of(account).banner_on:
        return ""
    return f'<div class="alert"><p>{BANNER}</p></div>'


def _statuses(account: Account) -> str:
    """A list of bills with their states. Wholly invented: no source knows one."""
    if not options_of(account).status_list:
        return ""
    rows = "".join(
        f"<tr><td>{bill.month.year}年{bill.month.month}月請求分</td><td>{bill.amount:,}円</td>"
        + (f'<td class="unpaid" style="color:red">未払い</td><td>{_due(bill.month.plus(1).month)}</td>'
           if bill.unpaid else f"<td>支払済</td><td>{_due(bill.month.plus(1).month)}</td>")
        + "</tr>"
        for bill in account.newest_bills()
    )  # fmt: skip
    return f"<h2>お支払い状況</h2><table>{rows}</table>"


def _due(month: int) -> str:
    return f"{month}月26日"


def _menu(brand: Brand) -> str:
    links = {
        "データ量の確認": f"{brand.prefix}webLink/doSend/{DATA_LINK}",
        "料金案内": f"{brand.prefix}webLink/doSend/{_MENU_LINK}",
        "書面発行": f"https://{brand.billing}/wco/certificate/WCO250",
        "ログアウト": f"{brand.prefix}auth/doLogout",
    }
    return "<ul>" + "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in links.items()) + "</ul>"


def _refused(brand: Brand) -> web.Response:
    return redirect(f"{brand.prefix}error?exception=jp.example.sbid.{_CANCELLED}")  # assumed but for the class's name

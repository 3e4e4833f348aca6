"""The pages behind the sign-on: status with its line chooser, the cap page, and what must not be called. Sheet 4, 5, 7."""

from html import escape

from aiohttp import web

from simulator.people import Account, Line
from simulator.world import World

from .bmobile_desk import Desk
from .bmobile_figures import brand_of, digits, limit_text, options_of, period_text, shown_number, used_text
from .bmobile_signon import Routes
from .visits import Visit, page, redirect

STATUS = "/checkout/status"
CAP = "/planchange/capsetting_change.html"
_LISTENER = ":ddc::IOnChangeListener::"
_INTERFACE = "wicket:interface"
_SELECTED = ' selected="selected"'


class StatusPages:
    """Everything under a sign-in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes: Routes = {
            ("GET", "/"): self._root,
            ("GET", "/checkout/"): self._home,
            ("GET", STATUS): self._status,
            ("GET", CAP): self._cap,
            ("GET", "/checkout/logout"): self._logout,
        }

    async def _root(self, request: web.Request) -> web.Response:
        _, account = self._desk.inside(request)
        return redirect("/checkout/" if options_of(account).landing == "home" else STATUS)

    async def _home(self, request: web.Request) -> web.Response:
        if "code" in request.query:
            if request.query.get("state") not in self._desk.states:
                return page("<html><body>エラーが発生しました。</body></html>", 400)  # assumed
            self._desk.states.discard(request.query["state"])
            return self._desk.enter(request.query["code"])
        self._desk.inside(request)
        return page(_frame(self._desk.brand.title, f'<p>ようこそ</p><a href="{STATUS}">ご利用状況</a>'))

    async def _logout(self, request: web.Request) -> web.Response:
        self._desk.harm.append("GET /checkout/logout")
        _, account = self._desk.inside(request)
        self._desk.expire(account.account_id, None)
        return page("<html><body>ログアウトしました。</body></html>")

    async def _status(self, request: web.Request) -> web.Response:
        visit, account = self._desk.inside(request)
        told = request.query.get(_INTERFACE)
        if told is not None:
            return self._wicket(request, visit, account, told)
        number = int(visit.notes.get("newest", "0")) + 1
        visit.notes["newest"] = str(number)
        first = next(iter(entries_of(account)), "")
        remembered = visit.notes.get("last", first) if options_of(account).remembers_line else first
        visit.notes[f"page{number}"] = remembered
        return self._show(visit, account, number)

    def _wicket(self, request: web.Request, visit: Visit, account: Account, told: str) -> web.Response:
        options, newest = options_of(account), int(visit.notes.get("newest", "0"))
        text, _, rest = told.removeprefix(":").partition(":")
        number = int(text) if text.isascii() and text.isdigit() else 0
        if not newest - options.pages_kept < number <= newest or number < 1:
            return self._stale(account)
        wanted = request.query.get("ddc", "")
        if f":{rest}" != _LISTENER or wanted not in entries_of(account):
            return self._show(visit, account, number)
        visit.notes[f"page{number}"] = visit.notes["last"] = wanted
        if options.switch == "redirect":
            return redirect(f"{STATUS}?{_INTERFACE}=:{number}::::")
        return self._show(visit, account, number)

    def _stale(self, account: Account) -> web.Response:
        match options_of(account).stale:
            case "reload":
                return redirect(STATUS)
            case "login":
                self._desk.expire(account.account_id, None)
                return self._desk.to_sign_on()
            case _:
                return page(_frame("Page Expired", f'<p>ページの有効期限が切れました。</p><a href="{STATUS}">戻る</a>'))

    def _show(self, visit: Visit, account: Account, number: int) -> web.Response:
        entries, shown = entries_of(account), visit.notes[f"page{number}"]
        if options_of(account).deaf_chooser and "last" in visit.notes:
            others = [value for value, line in entries.items() if line is not entries[shown]]
            shown = next(iter(others), shown)
        return page(status_page(self._desk.world, account, shown, number))

    async def _cap(self, request: web.Request) -> web.Response:
        _, account = self._desk.inside(request)
        line = next((one for one in account.lines if digits(one) == request.query.get("phoneNumber")), None)
        if line is None:
            return page(_frame("上限設定", "<p>エラーが発生しました。</p>"))  # assumed
        price = options_of(account).cap_price
        cap = limit_text(account, line) + ("" if price is None else f"（{price:,}円）")
        rows = {
            "電話番号": digits(line),
            "サービス名": line.plan.name,
            "状態": "利用中",
            "変更": "翌月から",
            "上限設定": cap,
        }
        table = "".join(
            f"<tr><th>{name}</th><td><span>{escape(value)}</span></td></tr>" for name, value in rows.items()
        )
        button = '<input type="submit" value="変更する"/>'
        return page(_frame("上限設定", f'<form method="post" action="{CAP}"><table>{table}</table>{button}</form>'))


def status_page(world: World, account: Account, shown: str, number: int) -> str:
    """The status of the line that the chooser's value `shown` is for, as a web session's page of that number."""
    options, brand, entries = options_of(account), brand_of(account), entries_of(account)
    line = entries[shown]
    mark = ' class="mdesign"' if options.classes else ""
    blocks = []
    if "number" not in options.missing:
        blocks.append(("電話番号", _chooser(account, entries, shown, number)))
    if "plan" not in options.missing:
        blocks.append(("サービス名", escape(line.plan.name)))
    blocks += [("お知らせ", f"重要なお知らせが{place}件あります。") for place in range(1, options.extra_dls + 1)]
    if "used_dl" not in options.missing:
        label = "" if "label" in options.missing else options.used_label
        blocks.append((label, _used(world, account, line)))
    heading = "" if "heading" in options.missing else "<h3>ステータス情報</h3>"
    rows = "\n".join(f"<dl{mark}><dt>{label}</dt><dd>{value}</dd></dl>" for label, value in blocks)
    return _frame(brand.title, f'<div class="row"><div class="article col span_7">{heading}\n{rows}\n</div></div>')


def _used(world: World, account: Account, line: Line) -> str:
    missing = options_of(account).missing
    used = "" if "used" in missing else used_text(world, account, line)
    unit = "" if "unit" in missing else "MB"
    told = f"<span>高速通信 <span>{used}</span>{unit}</span>"
    if brand_of(account).tells_limit and line.plan.size is not None and "limit" not in missing:
        told += f"<span> / <span>{limit_text(account, line)}</span></span>"
    return told if "period" in missing else f"{told}<span>{period_text(world, account, line)}</span>"


def entries_of(account: Account) -> dict[str, Line]:
    """The chooser's options by value; a number can be there twice."""
    options = options_of(account)
    listed = [line for line in account.lines for _ in range(2 if line.line_id in options.duplicates else 1)]
    if options.values == "index":
        return {str(place): line for place, line in enumerate(listed)}
    told: dict[str, Line] = {}
    for line in listed:
        told[f"{line.contract_id}D" if line.contract_id in told else line.contract_id] = line
    return told


def _chooser(account: Account, entries: dict[str, Line], shown: str, number: int) -> str:
    told = "".join(
        f'<option value="{escape(value)}"{_SELECTED if value == shown else ""}>{shown_number(account, line)}</option>'
        for value, line in entries.items()
    )
    ends = {"value": "this.value", "selected": "this.options[this.selectedIndex].value"}
    end = ends.get(options_of(account).onchange)
    script = f"window.location.href='?{_INTERFACE}=:{number}{_LISTENER}&amp;ddc='+{end}"
    change = "" if end is None else f' onchange="{script}"'
    return f'<select name="ddc"{change}><optgroup label="回線">{told}</optgroup></select>'


def _frame(title: str, body: str) -> str:
    # `body > span > div` is where the attested readers look.
    return f"""<!DOCTYPE html>
<html lang="ja" xmlns:wicket="http://wicket.apache.org/"><head><meta charset="UTF-8"/><title>{title}</title></head>
<body><span><div>{body}</div>
<div class="menu"><a href="{CAP}">上限設定の変更</a><a href="/planchange/topup.html">データ追加購入</a>
<form method="post" action="/planchange/topup.html"><input type="submit" value="追加購入（1GB 220円）"/></form>
<a href="/checkout/logout">ログアウト</a></div></span></body></html>"""

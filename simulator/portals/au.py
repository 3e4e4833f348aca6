"""au, UQ mobile and povo1.0: an au ID. docs/carriers/au.md; the data on the top page is invented, for no source shows any"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from aiohttp import web

from simulator.clock import Month
from simulator.journal import Journal
from simulator.people import GB, Account, Line
from simulator.world import World, shown_by

from .choices import one_of
from .portal import Portal, Sms, try_login
from .visits import Visits, page, redirect

PORTAL, CONNECT, ID = "my.au.com", "connect.auone.jp", "id.auone.jp"
CARRIERS = ("au", "uq", "povo1")
TOP, DOWNLOAD = "/aus/hc-cs/lic/LIC0020001.hc", "/aus/seikyu/download"
_HIDDEN = 24
_STEP = GB // 100


@dataclass
class AuOptions:
    """The variants of an au ID; times are in seconds."""

    wall: str = one_of("none", "passkey", "forced_change", "maintenance")
    code: str = "482913"
    human_check: bool = False  # assumed: a page of its own after the password
    passkey: bool = False  # assumed: offered after the code, and may be put off
    session_lifetime: float | None = None
    style: str = one_of("dl", "table", "cards")
    overdue: bool = False
    electricity: bool = False  # a contract that is no telephone, so one has to be chosen
    after_choice: str = one_of("bills", "wrong", "all")  # assumed: the last contract's bills come; all are named
    pin: bool = False  # the contract's PIN is asked for before bills


def options_of(account: Account | None) -> AuOptions:
    """The account's variants."""
    return account.options if account and isinstance(account.options, AuOptions) else AuOptions()


def _figures(world: World, account: Account, line: Line) -> tuple[int, int]:
    """What was used and what is left, in steps of 0.01 GB."""
    month = Month.of(world.today())
    return line.during(month).total // _STEP, account.pool(line).left(world.today()) // _STEP


def truth(world: World, account: Account, mode: str) -> dict[str, Any]:
    """What a client ought to read: data by its labels, bills where nothing has to be typed in."""
    if mode not in AuPortal.modes:
        raise ValueError(f"mode is one of {', '.join(AuPortal.modes)}")
    options, month = options_of(account), Month.of(world.today())
    lines = []
    for line in account.lines:
        used, left = _figures(world, account, line)
        told: dict[str, Any] = dict.fromkeys(("plan", "unlimited", "total_bytes", "throttled", "fast", "as_of"))
        told |= {name: [] for name in ("shared_with", "buckets", "daily", "monthly")}
        told |= {"line_id": line.number.replace("-", ""), "number": line.number}
        told |= {"cycle_start": month.first.isoformat(), "cycle_end": month.last.isoformat()}
        lines.append(told | {"used_bytes": used * _STEP, "remaining_bytes": left * _STEP})
    bills: list[dict[str, Any]] = []
    for place, line in enumerate(account.lines if chooses(account) else account.lines[:1]):
        whose = line.number.replace("-", "") if chooses(account) else None
        bills += [_bill(str(bill.month), bill.amount + place, "unknown", whose) for bill in account.newest_bills()]
    overdue = [_bill(None, None, "overdue")] if options.overdue else []
    return {
        "carrier": account.carrier,
        "account_id": account.lines[0].number.replace("-", ""),
        "lines": lines,
        "bills": [*overdue, *([] if options.pin else bills)],
    }


def chooses(account: Account) -> bool:
    """Whether a contract has to be chosen: there are several."""
    return options_of(account).electricity or len(account.lines) > 1


def _bill(month: str | None, amount: int | None, state: str, line_id: str | None = None) -> dict[str, Any]:
    return {"month": month, "amount": amount, "state": state, "due": None, "line_id": line_id, "items": []}


for _carrier in CARRIERS:
    shown_by(_carrier)(truth)


class AuPortal(Portal):
    """The login and My au."""

    carriers: ClassVar[tuple[str, ...]] = CARRIERS
    hosts: ClassVar[tuple[str, ...]] = (PORTAL, CONNECT, ID)
    options: ClassVar[type] = AuOptions
    modes: ClassVar[tuple[str, ...]] = ("browser", "cookies")

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.harm: list[str] = []
        self._visits = Visits("JSESSIONID", world, journal.issue)
        self._tickets: dict[str, Account] = {}

    def _named(self, username: str) -> Account | None:
        return next((found for key in CARRIERS if (found := self.world.named(key, username))), None)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host and path."""
        if request.host.split(":")[0] in {CONNECT, ID}:
            sent = await request.post() if request.method == "POST" else request.query
            return self._login({name: str(value) for name, value in sent.items()})
        if request.path == "/enter" and (account := self._tickets.pop(request.query.get("ticket", ""), None)):
            answer = redirect(request.query.get("to", TOP))
            self._visits.begin(answer, account)
            return answer
        visit = self._visits.of(request)
        alive = visit is not None and visit.account is not None
        if visit is not None and alive and self._visits.aged(visit, options_of(visit.account).session_lifetime):
            self._visits.end(visit)
            alive = False
        if visit is None or visit.account is None or not alive:
            target = quote(f"https://{PORTAL}{request.path_qs}", safe="")
            return redirect(f"https://{CONNECT}/net/vwc/cca_lg_eu_nets/login?targeturl={target}")
        chosen = {name: str(value) for name, value in (await request.post()).items()}
        return self._page(request, visit.account, chosen)

    def _page(self, request: web.Request, account: Account, sent: Mapping[str, str]) -> web.Response:
        if request.method == "GET" and request.path == TOP:
            return self._top(account)
        if request.path == DOWNLOAD and request.query.get("DlCals") == "01" and set(sent) <= {"number", "token"}:
            return self._bills(account, sent)
        if request.path != "/favicon.ico":
            self.harm.append(f"{request.method} {request.path}")
        return _html("エラー", "<p>ページが見つかりません。</p>", 404)

    def _top(self, account: Account) -> web.Response:
        options, month = options_of(account), Month.of(self.world.today())
        blocks = []
        for line in account.lines:
            used, left = (f"{value / 100:.2f}GB" for value in _figures(self.world, account, line))
            facts = {
                "電話番号": line.number,
                "対象月": f"{month.year}年{month.month}月",
                "データ利用量": used,
                "データ残量": left,
            }
            blocks.append(f"<section>{_styled(options.style, facts)}</section>")
        banner = (
            "<p>支払期限が超過した未払い料金があります</p><a href='/pay'>今すぐ支払う</a>" if options.overdue else ""
        )
        links = f"<a href='{DOWNLOAD}?agdt=1&amp;DlCals=01'>請求書/領収書/支払証明書の保存・印刷</a> <a href='/logout'>ログアウト</a>"
        return _html("My au", f"<h1>My au</h1>{banner}{''.join(blocks)}{links}")

    def _bills(self, account: Account, sent: Mapping[str, str]) -> web.Response:
        options = options_of(account)
        if options.pin:
            box = '<input type="tel" maxlength="4" name="pin"><button>次へ</button>'
            return _html("請求書", f'<form method="post"><p>暗証番号を入力してください。</p>{box}</form>')
        if not chooses(account):
            return self._months(account, 0)
        names = [*(line.number for line in account.lines), *(["でんき 0000000000"] if options.electricity else [])]
        if sent.get("number", "").isdigit() and sent.get("token") == "T1" and int(sent["number"]) < len(account.lines):
            return self._months(
                account, len(account.lines) - 1 if options.after_choice == "wrong" else int(sent["number"])
            )
        radios = "".join(
            f'<label><input type="radio" name="number" value="{n}">{name}<br>ご契約中</label>'
            for n, name in enumerate(names)
        )
        hidden = '<input type="hidden" name="token" value="T1">'
        return _html("請求書", f'<form method="post">{hidden}{radios}<button>選択</button></form>')

    def _months(self, account: Account, place: int) -> web.Response:
        """The bills of one contract that can be downloaded; each next contract's are a yen dearer."""
        radios = ""
        for number, bill in enumerate(account.newest_bills()):
            month = bill.month.plus(1)
            told = f"{month.year}年{month.month}月ご請求分 {bill.amount + place:,}円"
            radios += (
                f'<label><input type="radio" name="bill" value="{number}_{month.compact}"><span>{told}</span></label>'
            )
        button = '<form method="post" action="/pdf"><button>選択した期間の請求書のダウンロード</button></form>'
        whole = options_of(account).after_choice == "all"
        named = "".join(f"<p>{line.number}</p>" for line in (account.lines if whole else [account.lines[place]]))
        return _html("請求書", f"{named}{radios}{button}")

    # The login

    def _login(self, told: dict[str, str]) -> web.Response:
        account = self._named(told.get("loginAliasId", ""))
        wall = next((options_of(one).wall for key in CARRIERS for one in self.world.of(key)), "none")
        walls = {
            "passkey": "利用可能なパスキーがありません",
            "forced_change": "パスワードの変更をお願いしています。(CCAE6104)",
            "maintenance": "現在メンテナンスを行っております",
        }
        if wall in walls:
            return _html("au ID", f"<p>{walls[wall]}</p>")
        if "targeturl" not in told:
            return _html("au ID", "<p>au IDをお持ちの方へ</p>")
        if account is None or "loginAuonePwd" not in told:
            return self._form(told, "password" if account else "id")
        step = self._missing(told, account)
        return self._form(told, step) if step else self._in(told, account)

    def _missing(self, told: dict[str, str], account: Account) -> str:
        """What is still asked for once the password has been typed; nothing any more: ""."""
        options = options_of(account)
        if options.human_check and told.get("human") != "on":
            return "human"
        if told.get("confirmcode") == options.code:
            return "passkey" if options.passkey and "later" not in told else ""
        if "confirmcode" not in told and not self._sends_code(told, account):
            del told["loginAliasId"], told["loginAuonePwd"]
            return "id"
        return "code"

    def _sends_code(self, told: Mapping[str, str], account: Account) -> bool:
        """Send the code by SMS, if the password is right."""
        name, password = told["loginAliasId"], told["loginAuonePwd"]
        if not try_login(
            self.world, self.journal, carrier=account.carrier, interface="web", username=name, password=password
        ):
            return False
        code = self.journal.issue(options_of(account).code)
        number = account.lines[0].number.replace("-", "")
        self.sms.append(Sms(account.carrier, account.account_id, number, code, self.world.now()))
        return True

    def _in(self, told: Mapping[str, str], account: Account) -> web.Response:
        ticket = self.journal.issue(f"T{account.account_id}{len(self.journal.submitted)}")
        self._tickets[ticket] = account
        parts = urlsplit(told["targeturl"])
        path = quote(parts.path + (f"?{parts.query}" if parts.query else ""), safe="")
        return redirect(f"https://{PORTAL}/enter?ticket={ticket}&to={path}", 303)

    @staticmethod
    def _form(told: Mapping[str, str], step: str) -> web.Response:
        boxes = {
            "id": '<label>au ID <input type="text" id="loginAliasId" name="loginAliasId"></label>',
            "password": '<label>パスワード <input type="password" id="loginAuonePwd" name="loginAuonePwd"></label>',
            "human": '<label><input type="checkbox" name="human">私はロボットではありません</label>',
            "passkey": '<p>パスキーを設定しますか？</p><input type="hidden" name="later" value="on">',
            "code": '<p>2段階認証</p><label>確認コード <input type="text" id="confirmcode" name="confirmcode"></label>',
        }
        hidden = "".join(f'<input type="hidden" name="h{place}" value="{place}">' for place in range(_HIDDEN))
        hidden += "".join(
            f'<input type="hidden" name="{name}" value="{escape(told[name])}">'
            for name in ("targeturl", "loginAliasId", "loginAuonePwd", "human", "confirmcode")
            if name in told and not (name == "loginAliasId" and step == "id")
        )
        action = f"https://{CONNECT}/net/vwc/cca_lg_eu_nets/cca"
        button = {"password": "ログイン", "passkey": "あとで設定する"}.get(step, "次へ")
        form = (
            f'<form name="main" method="post" action="{action}">{hidden}{boxes[step]}<button>{button}</button></form>'
        )
        return _html("au ID", form)

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let sign-ins die."""
        self._visits.expire(account_id)


def _styled(style: str, facts: Mapping[str, str]) -> str:
    match style:
        case "table":
            rows = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in facts.items())
            return f"<table>{rows}</table>"
        case "cards":
            return "".join(f"<div><p>{name}</p><p>{value}</p></div>" for name, value in facts.items())
        case _:
            return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items()) + "</dl>"


def _html(title: str, body: str, status: int = 200) -> web.Response:
    return page(f"<!DOCTYPE html><html lang=ja><head><title>{title}</title></head><body>{body}</body></html>", status)

"""The identity host: authorization, password, and the code by SMS in its three shapes. Sheet 3.1 to 3.3."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from simulator.people import Account

from .portal import Instead
from .softbank_brand import (
    CLIENT_ID,
    DATA_LINK,
    FOREIGN,
    LOGIN_PATH,
    Brand,
    anybody,
    brand_at,
    brand_of,
    options_of,
    other,
)
from .softbank_desk import Desk, Signing, Wanted, destinations, need_code
from .softbank_forms import (
    CHOICE,
    CODE_PAGE,
    EXTRA,
    OTHER_CODE_PAGE,
    SEND,
    choice_page,
    code_page,
    confirm_page,
    frame,
    interrupt_page,
    login_page,
)
from .visits import Visit, page, redirect

type Route = Callable[[web.Request], Awaitable[web.Response]]

_WRONG_CODE = "セキュリティ番号が正しくありません。"  # invented
_DEAD_CODE = "セキュリティ番号の有効期限が切れました。もう一度ログインしてください。"  # invented


class Identity:
    """`id.my.softbank.jp` and `id.my.ymobile.jp`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes: dict[tuple[str, str], Route] = {
            ("GET", LOGIN_PATH + name): route
            for name, route in (("authorization.php", self._authorize), ("faq.php", self._faq))
        }
        self.routes |= {("GET", LOGIN_PATH + name): self._step for name in (CHOICE, SEND)}
        self.routes |= {("POST", LOGIN_PATH + name): self._step for name in (CHOICE, SEND)}
        self.routes |= {("POST", LOGIN_PATH + name): self._code for name in (CODE_PAGE, OTHER_CODE_PAGE)}
        self.routes |= {("POST", LOGIN_PATH + name): self._elsewhere for name in ("y_login.php", "sbid_login.php")}
        self.routes["POST", f"{LOGIN_PATH}login.php"] = self._login

    # -- before the password

    async def _authorize(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        visit = self._desk.visit(request)
        if request.query.get("view") == "number" and visit:
            return self._form(brand, self._desk.signing(visit), number_view=True)
        wanted = _wanted(brand, request)
        if visit is None or visit.account is None or self._desk.signing(visit).level < 1:
            return self._newcomer(brand, wanted)
        signing = self._desk.signing(visit)
        signing.wanted = wanted
        signing.must_code = options_of(visit.account).kept_needs_code
        return self._go_on(brand, visit.account, signing)

    def _newcomer(self, brand: Brand, wanted: Wanted) -> web.Response:
        options = anybody(self._desk.world, brand)
        if options.interrupt == "captcha":
            return page(interrupt_page("captcha"))
        answer = web.Response()
        visit = self._desk.begin(answer, brand.identity, None)
        signing = self._desk.signing(visit)
        signing.wanted = wanted
        shown = self._form(brand, signing)
        shown.cookies.update(answer.cookies)
        return shown

    def _form(self, brand: Brand, signing: Signing, error: str = "", *, number_view: bool = False) -> web.Response:
        options = anybody(self._desk.world, brand)
        return page(login_page(brand, options, self._desk.new_ticket(signing), error, number_view))

    async def _elsewhere(self, request: web.Request) -> web.Response:
        """Yahoo! JAPAN ID and the SoftBank ID form: nobody in this world has one."""
        brand = brand_at(request.host.split(":")[0])
        return page(frame(brand.login_title, "<p>ログインできません。</p>"))

    async def _faq(self, request: web.Request) -> web.Response:
        """A help page; who goes there has left the flow (sheet 3.3)."""
        visit = self._desk.visit(request)
        if visit:
            self._desk.signing(visit).ticket = ""
        return page(frame("よくあるご質問", "<p>セキュリティ番号について</p>"))

    # -- the password

    async def _login(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        form = await request.post()
        visit, signing = self._ticket(request, str(form.get("ticket", "")))
        username, password = str(form.get("telnum", "")), str(form.get("password", ""))
        account = self._desk.login(brand, username, password)
        options = anybody(self._desk.world, brand)
        if options.hostile == "login_redirect_foreign":
            return redirect(f"https://{FOREIGN}{LOGIN_PATH}login.php", 307)
        if account is None:
            # Whoever knows the number sees the variants of its owner.
            return self._refuse(brand, self._desk.world.named(brand.carrier, username), signing)
        visit.account = account
        signing.level, signing.must_code = 0, False
        return self._accepted(brand, account, signing)

    def _refuse(self, brand: Brand, owner: Account | None, signing: Signing) -> web.Response:
        options = options_of(owner) if owner else anybody(self._desk.world, brand)
        return page(login_page(brand, options, self._desk.new_ticket(signing), options.login_error_text))

    def _accepted(self, brand: Brand, account: Account, signing: Signing) -> web.Response:
        options = options_of(account)
        if brand_of(account) is not brand and options.at_other_brand == "redirect":
            return redirect(other(brand).link(DATA_LINK))
        if options.interrupt in ("captcha_after", "passkey", "consent", "password_expired"):
            return page(interrupt_page(options.interrupt))
        return self._go_on(brand, account, signing)

    def _go_on(self, brand: Brand, account: Account, signing: Signing) -> web.Response:
        if need_code(signing, options_of(account)):
            return self._ask(brand, account, signing)
        signing.level = max(signing.level, signing.wanted.level)
        return self._back(account, signing)

    def _back(self, account: Account, signing: Signing) -> web.Response:
        if options_of(account).hostile == "landing_foreign":
            return redirect(f"https://{FOREIGN}/")
        return redirect(f"{signing.wanted.back}?{urlencode({'code': self._desk.new_pass(account, signing)})}")

    def _ticket(self, request: web.Request, told: str) -> tuple[Visit, Signing]:
        """The session that a ticket was given to; the ticket is spent. Raises the login form at this URL (assumed)."""
        brand = brand_at(request.host.split(":")[0])
        visit = self._desk.visit(request)
        signing = self._desk.signing(visit) if visit else None
        if visit is None or signing is None:
            raise Instead(self._newcomer(brand, _start(brand)))
        if not told or told != signing.ticket:
            raise Instead(self._form(brand, signing))
        signing.ticket = ""
        return visit, signing

    # -- the code

    def _ask(self, brand: Brand, account: Account, signing: Signing) -> web.Response:
        self._desk.new_ticket(signing)
        signing.destination, signing.code = "", None
        match options_of(account).shape:
            case "A":
                return page(choice_page(brand, account, signing))
            case "B":
                return page(confirm_page(brand, account, signing))
            case _:
                self._desk.send_code(signing, account)
                return page(code_page(brand, account, signing))

    async def _step(self, request: web.Request) -> web.Response:
        """送信する of shapes A and B."""
        brand = brand_at(request.host.split(":")[0])
        form = await request.post() if request.method == "POST" else request.query
        visit, signing = self._ticket(request, str(form.get("ticket", "")))
        account = visit.account
        if account is None:
            return self._form(brand, signing)
        self._desk.new_ticket(signing)
        if request.path.endswith(CHOICE):
            known = destinations(account)
            choice = str(form.get("tel_choice", "0" if request.method == "GET" else ""))
            if choice not in map(str, range(len(known))):
                return page(choice_page(brand, account, signing))
            signing.destination = known[int(choice)]
            return page(confirm_page(brand, account, signing))
        self._desk.send_code(signing, account)
        return page(code_page(brand, account, signing))

    async def _code(self, request: web.Request) -> web.Response:
        brand = brand_at(request.host.split(":")[0])
        form = await request.post()
        visit, signing = self._ticket(request, str(form.get("ticket", "")))
        account = visit.account
        if account is None or not _complete(account, signing, request, form.get):
            return self._form(brand, signing)
        if self._desk.check_code(signing, account, str(form.get("password", ""))):
            signing.must_code = False
            signing.level = max(signing.level, signing.wanted.level)
            return self._back(account, signing)
        dead = signing.code is None or signing.code.dead
        if dead and options_of(account).dead_answer == "login_page":
            return self._form(brand, signing)
        self._desk.new_ticket(signing)
        return page(code_page(brand, account, signing, _DEAD_CODE if dead else _WRONG_CODE))


def _complete(account: Account, signing: Signing, request: web.Request, told: Callable[[str], object]) -> bool:
    """Whether the form came back whole, and to its own action."""
    options = options_of(account)
    here = request.path.removeprefix(LOGIN_PATH)
    if options.code_form == "other":
        if here != OTHER_CODE_PAGE or any(told(name) != value for name, value in EXTRA.items()):
            return False
    elif here != CODE_PAGE:
        return False
    return told("tel") == signing.destination


def _start(brand: Brand) -> Wanted:
    return Wanted(DATA_LINK, 1, f"https://{brand.portal}{brand.prefix}auth/doReceiveSbid")


def _wanted(brand: Brand, request: web.Request) -> Wanted:
    """What the portal asks for. Raises a 400 for parameters that it would not send (assumed)."""
    query = request.query
    back = query.get("redirect_uri", "")
    fixed = query.get("client_id") == CLIENT_ID and query.get("response_type") == "code"
    if not fixed or urlsplit(back).hostname not in brand.hosts or query.get("acr_value") not in ("1", "2"):
        raise Instead(page(frame("エラー", "<p>不正なリクエストです。</p>"), 400))
    return Wanted(query.get("weblinkid", DATA_LINK), int(query["acr_value"]), back)

"""A login form as any portal could have it: hidden token, one or two steps, pages before the landing. Assumed."""

from dataclasses import dataclass, replace
from html import escape
from secrets import token_urlsafe

from aiohttp import web

from simulator.people import Account

from .other_desk import Desk
from .other_sites import TRAP
from .visits import page, redirect

_REFUSED = "ログインIDまたはパスワードが正しくありません。"
_WRONG_CODE = "認証コードが正しくありません。"
_DEAD_CODE = "認証コードの有効期限が切れました。もう一度ログインしてください。"
_OTHER_FORMS = """<form action="/search" method="get"><input type="text" name="q" placeholder="サイト内検索">
<input type="submit" value="検索"></form>
<form action="/newsletter" method="post"><label>メールアドレス</label><input type="text" name="mail">
<input type="submit" value="メルマガ登録"></form>"""
_BETWEEN = {
    "captcha": ("認証", "<p>画像認証を行ってください。</p><div class='g-recaptcha' data-sitekey='synthetic'></div>"),
    "consent": (
        "利用規約の改定",
        """<p>利用規約が改定されました。ご確認のうえ同意してください。</p>
<form method='post' action='agree'><input type='submit' name='agree' value='同意する'></form>""",
    ),
    "expired": (
        "パスワードの変更",
        """<p>パスワードの有効期限が切れました。新しいパスワードを設定してください。</p><form method='post' action='renew'>
<input type='password' name='new1'><input type='password' name='new2'><input type='submit' value='変更'></form>""",
    ),
}


@dataclass(frozen=True)
class Form:
    """A form that was shown: which step it is, where it leads back to, and what is known already."""

    step: str
    back: str
    username: str = ""
    account: Account | None = None
    wrong: int = 0


class LoginPages:
    """The login host. A form is good for one try where it has a token."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: dict[str, Form] = {}

    async def show(self, request: web.Request) -> web.Response:
        """The login page."""
        back = self._desk.way_back(request.query.get("ru", ""))
        return self._page("ログイン", self.form(back, error=_REFUSED if "error" in request.query else ""))

    def form(self, back: str, *, error: str = "", absolute: bool = False) -> str:
        """The first form, for a page of its own or for the start page."""
        told = Form("1", back)
        parts = [self._input(0)] if self._desk.options.second_step else [self._input(0), self._input(1)]
        return self._form(told, "\n".join(parts), error=error, absolute=absolute)

    async def submit(self, request: web.Request) -> web.Response:
        """Any step's answer."""
        desk, options, sent = self._desk, self._desk.options, await request.post()
        step, token = str(sent.get("step", "")), str(sent.get("_token", ""))
        needed = options.token or step != "1"
        told = self._shown.pop(token, None) if needed else Form("1", desk.site.home)
        if told is None or told.step != step:
            return page("<html><body><p>不正な画面遷移です。</p></body></html>", 400)
        if options.submit_needed and desk.site.button not in sent and f"{desk.site.button}.x" not in sent:
            return self._page("ログイン", self.form(told.back))
        names = options.fields or desk.site.fields
        if step == "code":
            return self._code(told, str(sent.get("authCode", "")))
        if step == "1" and options.second_step:
            return self._second(Form("2", told.back, str(sent.get(names[0], ""))))
        username = told.username if step == "2" else str(sent.get(names[0], ""))
        return self._try(told, username, str(sent.get(names[1], "")))

    def _try(self, told: Form, username: str, password: str) -> web.Response:
        desk, options = self._desk, self._desk.options
        account = desk.try_login(username, password)
        if account is not None:
            return self._between(told, account) or desk.hand_over(account, told.back)
        if options.refusal == "redirect":
            return redirect(f"{desk.login_address(told.back)}&error=1")
        error = _REFUSED if options.refusal == "text" else ""
        if told.step == "2":
            return self._second(told, error)
        return self._page("ログイン", self.form(told.back, error=error))

    def _second(self, told: Form, error: str = "") -> web.Response:
        body = f"<p>{escape(told.username)} さん</p>{self._input(1)}"
        return self._page("パスワード入力", self._form(told, body, error=error))

    def _between(self, told: Form, account: Account) -> web.Response | None:
        wanted = self._desk.options.after_password
        if wanted == "code":
            self._desk.send_code(account)
            return self._ask_code(Form("code", told.back, account=account))
        return self._page(*_BETWEEN[wanted]) if wanted else None

    def _ask_code(self, told: Form, error: str = "") -> web.Response:
        number = told.account.lines[0].number[-4:] if told.account else ""
        body = f"""<p>ご登録の電話番号（***-****-{number}）に認証コードを送信しました。</p>
<label for="authCode">認証コード</label><input type="text" id="authCode" name="authCode" maxlength="6">"""
        return self._page("認証コード入力", self._form(told, body, error=error))

    def _code(self, told: Form, code: str) -> web.Response:
        options = self._desk.options
        if told.account is None or code != options.code:
            told = replace(told, wrong=told.wrong + 1)
            if options.code_tries is not None and told.wrong >= options.code_tries:
                return self._page("認証コード", f'<p class="error">{_DEAD_CODE}</p>')
            return self._ask_code(told, _WRONG_CODE)
        return self._desk.hand_over(told.account, told.back)

    def _page(self, title: str, body: str) -> web.Response:
        links = '<a href="/reminder/">パスワードをお忘れの方</a> <a href="/contact/">お問い合わせ</a>'
        return self._desk.html(title, f"<h1>{title}</h1>\n{body}\n<p>{links}</p>")

    def _input(self, place: int) -> str:
        desk = self._desk
        name, kind = (desk.options.fields or desk.site.fields)[place], ("text", "password")[place]
        text = desk.site.labels[place]
        return f'<p><label for="{name}">{text}</label> <input type="{kind}" id="{name}" name="{name}" value=""></p>'

    def _form(self, told: Form, fields: str, *, error: str, absolute: bool = False) -> str:
        desk, options = self._desk, self._desk.options
        token = desk.journal.issue(token_urlsafe(18))
        self._shown[token] = told
        hidden = f'<input type="hidden" name="step" value="{told.step}">'
        if options.token or told.step != "1":
            hidden += f'<input type="hidden" name="_token" value="{token}">'
        before = _OTHER_FORMS if options.other_forms and told.step == "1" else ""
        robot = '<div class="g-recaptcha" data-sitekey="synthetic"></div>' if options.captcha_on_form else ""
        wrong = f'<p class="error">{error}</p>' if error else ""
        action = self._action(told.step, absolute=absolute)
        return f"""{before}{wrong}<form method="post" action="{action}">{hidden}
{fields}{robot}
{self._button()}</form>"""

    def _button(self) -> str:
        name = self._desk.site.button
        match self._desk.options.submit:
            case "button":
                return f'<button type="submit" id="{name}" name="{name}" value="1">ログイン</button>'
            case "image":
                return f'<input type="image" id="{name}" name="{name}" src="/img/login.png" alt="ログイン">'
            case _:
                return f'<input type="submit" id="{name}" name="{name}" value="ログイン">'

    def _action(self, step: str, *, absolute: bool) -> str:
        site, options = self._desk.site, self._desk.options
        match options.hostile, step:
            case ("foreign_action", _) | ("foreign_second_step", "2"):
                return f"https://{TRAP}{site.login}"
            case ("http_action", _):
                return f"http://{site.login_host}{site.login}"
        if absolute or options.action == "absolute":
            return f"https://{site.login_host}{site.login}"
        return site.login if options.action == "path" else site.login.rpartition("/")[2] or "./"

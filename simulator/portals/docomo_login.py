"""The d account's login as a person goes through it. docs/carriers/docomo.md, 3.3 to 3.7; what lies between is assumed."""

from html import escape
from urllib.parse import quote

from aiohttp import web

from simulator.people import Account

from .docomo_desk import CFG, Desk, html, options_of
from .visits import redirect

_TITLE = "dアカウント"
_CLEARANCE = "clearance"
_ENABLE = """<script>
const go = document.querySelector("#go");
for (const box of document.querySelectorAll("input[type=text], input[type=password]"))
  box.addEventListener("input", () => setTimeout(() => { go.disabled = !box.value; }, 300));
</script>"""
_SIX = """<script>
const boxes = [...document.querySelectorAll("input[maxlength='6']")];
boxes[0].addEventListener("input", () => setTimeout(() => {
  const typed = boxes[0].value;
  if (typed.length < 6) return;
  boxes.forEach((box, place) => { box.value = typed[place]; });
  document.querySelector("[name=code]").value = typed;
  document.querySelector("#go").disabled = false;
}, 300));
</script>"""


class LoginPages:
    """The pages of the login hosts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call to the login."""
        if request.path.startswith(("/cgi7/", "/auth/cgi/resend")):
            self._desk.harm.append(f"{request.method} {request.path}")
        sent = await request.post() if request.method == "POST" else request.query
        told = {name: str(value) for name, value in sent.items()}
        visit = self._desk.visits.of(request)
        alive = visit is not None and visit.account is not None
        if visit is not None and alive and self._desk.visits.aged(visit, float(visit.notes["life"])):
            self._desk.visits.end(visit)
            alive = False
        if visit is not None and visit.account is not None and alive:
            return redirect(self._desk.way_back(visit.account, told.get("rl", ""), stays=True))
        if told.get("step") == "human":
            answer = redirect(f"https://{CFG}/aif/tra/flow/v1.0/auth?rl={quote(told.get('rl', ''), safe='')}")
            answer.set_cookie(_CLEARANCE, "1", path="/", secure=True)
            return answer
        if self._desk.options.human_check and _CLEARANCE not in request.cookies:
            return self._human(told)
        return self._step(told)

    def _step(self, told: dict[str, str]) -> web.Response:
        account = self._desk.named(told.get("id", ""))
        match told.get("step"):
            case "id" if account is None:
                return self._id(told, "入力されたIDは登録されていません")
            case "id" if account is not None:
                return self._password(told) if options_of(account).passkey != "only" else self._passkey_only()
            case "password":
                return self._checked(told)
            case "code" if account is not None:
                return self._code(told, account)
            case "trust" if account is not None:
                return self._in(told, account)
        return self._id(told)

    def _checked(self, told: dict[str, str]) -> web.Response:
        account = self._desk.try_login(told.get("id", ""), told.get("password", ""))
        if account is None:
            return self._password(told, "パスワードが正しくありません")
        if options_of(account).locked:
            return html(_TITLE, "<p>dアカウントがロックされているため、ログインできません。</p>")
        self._desk.send_code(account)
        return self._code_page(told)

    def _code(self, told: dict[str, str], account: Account) -> web.Response:
        if told.get("code") != options_of(account).code:
            return self._code_page(told, "セキュリティコードが正しくありません。")
        if options_of(account).passkey == "offered":
            skip = self._form({**told, "step": "trust"}, "", "今回は設定しない", ready=True)
            return html(_TITLE, f"<h1>パスキーを設定しますか</h1><p>次回から簡単にログインできます。</p>{skip}")
        return self._in(told, account)

    def _in(self, told: dict[str, str], account: Account) -> web.Response:
        stays = told.get("stay") == "1"
        answer = redirect(self._desk.way_back(account, told.get("rl", ""), stays=stays), 303)
        self._desk.note(self._desk.visits.begin(answer, account), account, stays=stays)
        return answer

    # Pages

    def _id(self, told: dict[str, str], error: str = "") -> web.Response:
        boxes = '<label>dアカウントID <input type="text" name="id"></label>'
        stay = '<label><input type="checkbox" name="stay" value="1">ログインしたままにする</label>'
        form = self._form({"rl": told.get("rl", ""), "step": "id"}, boxes + stay, "次へ")
        return html(_TITLE, f'<input type="hidden" id="tempSessionId" value="T1"><p>{error}</p>{form}{_ENABLE}')

    def _password(self, told: dict[str, str], error: str = "") -> web.Response:
        box = '<label>パスワード <input type="password" name="password"></label>'
        kept = {name: told.get(name, "") for name in ("rl", "id", "stay")}
        return html(_TITLE, f"<p>{error}</p>{self._form({**kept, 'step': 'password'}, box, 'ログイン')}{_ENABLE}")

    def _code_page(self, told: dict[str, str], error: str = "") -> web.Response:
        boxes = '<input type="text" maxlength="6">' * 6
        kept = {name: told.get(name, "") for name in ("rl", "id", "stay")}
        form = self._form({**kept, "step": "code", "code": ""}, boxes, "次へ")
        return html(_TITLE, f"<h1>2段階認証</h1><p>セキュリティコードを入力してください。{error}</p>{form}{_SIX}")

    @staticmethod
    def _passkey_only() -> web.Response:
        return html(
            _TITLE, "<h1>パスキー認証</h1><p>パスキーでログインしてください。</p><button>パスキーを使う</button>"
        )

    def _human(self, told: dict[str, str]) -> web.Response:
        text = "<h1>Let's confirm you are human</h1><p>Complete the security check before continuing. This step verifies that you are not a bot.</p>"
        form = self._form({"rl": told.get("rl", ""), "step": "human"}, "", "Begin", ready=True)
        return html(_TITLE, text + form)

    @staticmethod
    def _form(hidden: dict[str, str], boxes: str, button: str, *, ready: bool = False) -> str:
        kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
        off = "" if ready else " disabled"
        action = f"https://{CFG}/aif/tra/flow/v1.0/auth"
        return f'<form method="post" action="{action}">{kept}{boxes}<button id="go"{off}>{button}</button></form>'

"""The two sign-ons: JOSSO's form (A) and Keycloak's (B). Sheet 3; what is general or assumed there is so here."""

from collections.abc import Awaitable, Callable
from html import escape
from secrets import token_urlsafe

from aiohttp import web

from simulator.people import Account

from .bmobile_desk import Desk, hidden
from .visits import Visit, page, redirect

type Routes = dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]]

_REFUSED = "ログインIDまたはパスワードが正しくありません。"  # assumed
_BROKEN = "<html><body><p>不正なリクエストです。</p></body></html>"  # assumed
_SEARCH = '<form method="get" action="/search"><input type="text" name="q"/><input type="submit" value="検索"/></form>'


class Josso:
    """Form A, on the portal's own host."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        folder = f"{desk.brand.sign_on}/signon"
        self._post = f"{folder}/usernamePasswordLogin.do"
        self.routes: Routes = {
            ("GET", f"{folder}/login.do"): self._show,
            ("POST", self._post): self._submit,
            ("GET", "/checkout/josso_security_check"): self._check,
        }

    async def _show(self, request: web.Request) -> web.Response:
        account = self._desk.signed_on(request, self._desk.sign_on)
        return self._form(request) if account is None else self._back(account)

    async def _submit(self, request: web.Request) -> web.Response:
        desk, form = self._desk, await request.post()
        visit = desk.site.of(request)
        token = visit.notes.get("token") if visit else None
        whole = form.get("josso_cmd") == "login" and "josso_back_to" in form
        if token is None or not whole or (desk.options.hidden_token and form.get("josso_token") != token):
            return page(_BROKEN, 400)
        account = desk.try_login(str(form.get("josso_username", "")), str(form.get("josso_password", "")))
        if account is None:
            return self._form(request, refused=True)
        return desk.interstitial() or self._back(account)

    async def _check(self, request: web.Request) -> web.Response:
        return self._desk.enter(request.query.get("josso_assertion_id", ""))

    def _back(self, account: Account) -> web.Response:
        ticket = self._desk.ticket(account)
        where = f"https://{self._desk.brand.host}/checkout/josso_security_check"
        answer = redirect(f"{where}?josso_assertion_id={ticket}")
        self._desk.sign_on.begin(answer, account)
        return answer

    def _form(self, request: web.Request, *, refused: bool = False) -> web.Response:
        desk, options = self._desk, self._desk.options
        answer = web.Response(content_type="text/html", charset="utf-8")
        visit = desk.site.of(request) or desk.site.begin(answer)
        token = visit.notes["token"] = desk.journal.issue(token_urlsafe(12))
        fields = hidden(josso_cmd="login", josso_back_to=f"https://{desk.brand.host}/checkout/josso_security_check")
        if options.hidden_token:
            fields += hidden(josso_token=token)
        error = f'<p class="error">{_REFUSED}</p>' if refused and options.refusal_text else ""
        answer.text = f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="UTF-8"/><title>{desk.brand.title} ログイン</title></head><body><h1>ログイン</h1>{error}
<form name="usernamePasswordLoginForm" method="post" action="{self._action()}">{fields}
<dl><dt>ログインID</dt><dd><input type="text" name="josso_username" value=""/></dd>
<dt>パスワード</dt><dd><input type="password" name="josso_password" value=""/></dd></dl>
<input type="submit" value="ログイン" class="btn_login"/></form>{_SEARCH if options.second_form else ""}
<a href="/reminder/">パスワードをお忘れの方</a></body></html>"""
        return answer

    def _action(self) -> str:
        host = self._desk.brand.host
        absolute = self._desk.action(host, self._post)
        if (self._desk.options.hostile or "").endswith("_action"):
            return absolute
        relative = self._post.rpartition("/")[2]
        return {"relative": relative, "path": self._post}.get(self._desk.options.action, absolute)


class Keycloak:
    """Form B, on a host of its own or on the portal's; realm and client id are arbitrary."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        realm = f"/realms/{desk.options.realm}"
        self._post = f"{realm}/login-actions/authenticate"
        self.routes: Routes = {
            ("GET", f"{realm}/protocol/openid-connect/auth"): self._show,
            ("POST", self._post): self._submit,
        }

    async def _show(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("client_id") != self._desk.options.client_id or query.get("state") not in self._desk.states:
            return page(_BROKEN, 400)
        account = self._desk.signed_on(request, self._desk.identity)
        if account is not None:
            return self._back(account, query["state"])
        answer = web.Response(content_type="text/html", charset="utf-8")
        visit = self._desk.form.begin(answer)
        answer.set_cookie("KC_RESTART", self._desk.journal.issue(token_urlsafe(24)), path="/", secure=True)
        visit.notes["state"] = query["state"]
        return self._form(request.host.split(":")[0], visit, answer)

    async def _submit(self, request: web.Request) -> web.Response:
        desk, form = self._desk, await request.post()
        visit = desk.form.of(request)
        if visit is None or request.query.get("session_code") != visit.notes["code"]:
            return page("<html><body><p>ページの有効期限が切れています。</p></body></html>", 400)
        if desk.options.credential_id and "credentialId" not in form:
            return page(_BROKEN, 400)
        account = desk.try_login(str(form.get("username", "")), str(form.get("password", "")))
        if account is None:
            answer = web.Response(content_type="text/html", charset="utf-8")
            return self._form(request.host.split(":")[0], visit, answer, refused=True)
        return desk.interstitial() or self._back(account, visit.notes["state"])

    def _back(self, account: Account, state: str) -> web.Response:
        query = f"state={state}&session_state={token_urlsafe(12)}&code={self._desk.ticket(account)}"
        answer = redirect(f"https://{self._desk.brand.host}/checkout/?{query}")
        self._desk.identity.begin(answer, account)
        return answer

    def _form(self, host: str, visit: Visit, answer: web.Response, *, refused: bool = False) -> web.Response:
        options = self._desk.options
        code = visit.notes["code"] = self._desk.journal.issue(token_urlsafe(12))
        query = f"session_code={code}&execution=0f0f0f0f-0000-4000-8000-000000000000&client_id={options.client_id}"
        action = escape(self._desk.action(host, f"{self._post}?{query}&tab_id=AbCdEfGhIjK"))
        credential = hidden(credentialId="") if options.credential_id else ""
        wrong = f'<span id="input-error" class="error" aria-live="polite">{_REFUSED}</span>'
        answer.text = f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"/><title>{self._desk.brand.title}</title></head><body id="keycloak-bg">
<h1 id="kc-page-title">アカウントにログイン</h1><div id="kc-form-wrapper">
<form id="kc-form-login" action="{action}" method="post">
<label for="username">ログインID</label><input id="username" name="username" value="" type="text" autocomplete="off"/>
{wrong if refused and options.refusal_text else ""}
<label for="password">パスワード</label><input id="password" name="password" type="password" autocomplete="off"/>
{credential}<input name="login" id="kc-login" type="submit" value="ログイン"/></form></div>
{_SEARCH if options.second_form else ""}</body></html>"""
        return answer

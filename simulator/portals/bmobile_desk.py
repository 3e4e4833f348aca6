"""What the sign-on and the pages of one brand share: who is signed in, tickets between the two, and harm done."""

from dataclasses import dataclass, field
from html import escape
from secrets import token_urlsafe

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .bmobile_figures import Brand, options_of
from .bmobile_options import BmobileOptions
from .portal import Instead, try_login
from .visits import Visit, Visits, page, redirect

TRAP = "mypage-bmobile.example.net"
"""A host that is nobody's: whatever is sent there has leaked."""


@dataclass
class Desk:
    """Sign-ins of one brand in one world."""

    world: World
    journal: Journal
    brand: Brand
    tickets: dict[str, Account] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    harm: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site = Visits("JSESSIONID", self.world, self.journal.issue)
        self.form = Visits("AUTH_SESSION_ID", self.world, self.journal.issue)
        self.sign_on = Visits("JOSSO_SESSIONID", self.world, self.journal.issue)
        self.identity = Visits("KEYCLOAK_IDENTITY", self.world, self.journal.issue)

    @property
    def options(self) -> BmobileOptions:
        """The variants that hold where nobody has said who calls: the first customer's."""
        customers = [one for carrier in self.brand.carriers for one in self.world.of(carrier)]
        return options_of(next(iter(customers), None))

    @property
    def login(self) -> str:
        """`josso` or `keycloak`."""
        return self.options.login or self.brand.login

    def try_login(self, username: str, password: str) -> Account | None:
        """Check credentials; the journal counts the try."""
        carriers = self.brand.carriers
        carrier = next((one for one in carriers if self.world.named(one, username)), carriers[0])
        return try_login(
            self.world, self.journal, carrier=carrier, interface="web", username=username, password=password
        )

    def ticket(self, account: Account) -> str:
        """A value, good for one use, that carries a sign-in from the sign-on to the pages."""
        key = self.journal.issue(token_urlsafe(24))
        self.tickets[key] = account
        return key

    def signed_on(self, request: web.Request, store: Visits) -> Account | None:
        """Who is still signed on at the sign-on itself."""
        visit = store.of(request)
        if visit is None or visit.account is None or not self.options.single_sign_on:
            return None
        return None if store.aged(visit, options_of(visit.account).session_lifetime) else visit.account

    def enter(self, ticket: str) -> web.Response:
        """Turn a ticket into a web session and lead to where it lands."""
        account = self.tickets.pop(ticket, None)
        if account is None:
            return page("<html><body>エラーが発生しました。</body></html>", 400)  # assumed
        options = options_of(account)
        path = "/checkout/" if options.landing == "home" else "/checkout/status"
        host = TRAP if options.hostile == "foreign_landing" else self.brand.host
        scheme = "http" if options.hostile == "http_landing" else "https"
        answer = redirect(f"{scheme}://{host}{path}")
        self.site.begin(answer, account)
        return answer

    def inside(self, request: web.Request) -> tuple[Visit, Account]:
        """The sign-in of a page's call. Raises a redirect to the sign-on."""
        visit = self.site.of(request)
        if visit is None or visit.account is None:
            raise Instead(self.to_sign_on())
        visit.calls += 1
        options = options_of(visit.account)
        spent = options.calls_per_session is not None and visit.calls > options.calls_per_session
        if spent or self.site.aged(visit, options.session_lifetime):
            self.expire(visit.account.account_id, None if spent else "web")
            raise Instead(self.to_sign_on())
        return visit, visit.account

    def to_sign_on(self) -> web.Response:
        """Leads to the sign-on page, by the chain of the day."""
        options, host = self.options, self.brand.host
        sign_on = TRAP if options.hostile == "foreign_sign_on" else host
        if self.login == "josso":
            back = f"josso_back_to=https://{host}/checkout/josso_security_check"
            partner = f"josso_partnerapp_host={host}&josso_partnerapp_ctx=/checkout"
            return redirect(f"https://{sign_on}{self.brand.sign_on}/signon/login.do?{back}&{partner}")
        if options.sign_on_host == "id" and sign_on == host:
            sign_on = self.brand.id_host
        state = self.journal.issue(token_urlsafe(12))
        self.states.add(state)
        query = f"client_id={options.client_id}&redirect_uri=https%3A%2F%2F{host}%2Fcheckout%2F&response_type=code"
        path = f"/realms/{options.realm}/protocol/openid-connect/auth"
        return redirect(f"https://{sign_on}{path}?{query}&scope=openid&state={state}")

    def action(self, host: str, path: str) -> str:
        """Where a login form posts to: as the portal has it, or as a thief would."""
        match self.options.hostile:
            case "foreign_action":
                return f"https://{TRAP}{path}"
            case "http_action":
                return f"http://{host}{path}"
            case _:
                return f"https://{host}{path}"

    def interstitial(self) -> web.Response | None:
        """The page that stands between the password and the landing, if there is one (assumed)."""
        body = {
            "captcha": "<p>画像認証</p><div class='g-recaptcha' data-sitekey='6Lsynthetic'></div>",
            "code": "<p>SMSで送信された認証コードを入力してください。</p>"
            "<form method='post' action='/otp'><input type='text' name='otp'><input type='submit' value='認証'></form>",
            "consent": "<h1>利用規約の改定</h1><p>ご利用の継続には同意が必要です。</p>"
            "<form method='post' action='/consent'><input type='submit' name='agree' value='同意する'></form>",
        }.get(self.options.after_password or "")
        return None if body is None else page(f"<!DOCTYPE html><html lang='ja'><body>{body}</body></html>")

    def expire(self, account_id: str, interface: str | None) -> None:
        """Let sign-ins die: `web` the pages', `sign_on` the one that would renew them, None both."""
        stores = {"web": (self.site,), "sign_on": (self.sign_on, self.identity)}
        for name, members in stores.items():
            if interface in (None, name):
                for store in members:
                    store.expire(account_id)


def hidden(**values: str) -> str:
    """Hidden inputs."""
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}"/>' for name, value in values.items())

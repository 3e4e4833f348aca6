"""What the pages of a d account share: who is in, where he came from, and harm done. docs/carriers/docomo.md, 2, 3"""

from dataclasses import dataclass, field
from secrets import token_hex, token_urlsafe
from urllib.parse import quote, urlsplit

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .docomo_options import DocomoOptions
from .portal import Instead, Sms, try_login
from .visits import Visit, Visits, page, redirect

CFG, ID, PAYMENT = "cfg.smt.docomo.ne.jp", "id.smt.docomo.ne.jp", "payment2.smt.docomo.ne.jp"
WWW, MY = "www.docomo.ne.jp", "mydocomo.docomo.ne.jp"
AHAMO, WEBBILLING = "ahamo.com", "webbilling.ntt-finance.co.jp"
HOSTS = (WWW, MY, CFG, ID, PAYMENT, WEBBILLING, AHAMO)
CARRIERS = ("docomo", "ahamo", "irumo")
_LANDINGS = frozenset({WWW, MY, PAYMENT, WEBBILLING, AHAMO})


class DomainVisits(Visits):
    """Web sessions whose cookie all hosts of docomo see; its name is assumed."""

    def begin(self, answer: web.Response, account: Account | None = None) -> Visit:
        """A new web session."""
        key = self.issue(token_hex(16).upper())
        self.kept[key] = Visit(self.world.now(), account)
        answer.set_cookie(self.cookie, key, domain="docomo.ne.jp", path="/", secure=True, httponly=True, max_age=10**7)
        return self.kept[key]


@dataclass
class Desk:
    """The sign-ins in one world. `harm` names calls that change something, cost money or bother somebody."""

    world: World
    journal: Journal
    sms: list[Sms]
    harm: list[str] = field(default_factory=list)
    tickets: dict[str, tuple[Account, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.visits = DomainVisits("DSID", self.world, self.journal.issue)
        self.others = {host: Visits("SID", self.world, self.journal.issue) for host in (AHAMO, WEBBILLING)}

    @property
    def options(self) -> DocomoOptions:
        """The variants that hold where nobody has said who calls."""
        found = next((one.options for key in CARRIERS for one in self.world.of(key)), None)
        return found if isinstance(found, DocomoOptions) else DocomoOptions()

    def named(self, username: str) -> Account | None:
        """The account of a d account ID."""
        return next((found for key in CARRIERS if (found := self.world.named(key, username))), None)

    def try_login(self, username: str, password: str) -> Account | None:
        """Check a password; the journal counts the try."""
        account = self.named(username)
        carrier = account.carrier if account else CARRIERS[0]
        return try_login(
            self.world, self.journal, carrier=carrier, interface="web", username=username, password=password
        )

    def send_code(self, account: Account) -> None:
        """Send the six digits."""
        number = account.lines[0].number.replace("-", "")
        code = self.journal.issue(options_of(account).code)
        self.sms.append(Sms(account.carrier, account.account_id, number, code, self.world.now()))

    def login_address(self, request: web.Request) -> str:
        """The login page that leads back to what was asked for."""
        back = quote(f"https://{request.host.split(':')[0]}{request.path_qs}", safe="")
        return f"https://{CFG}/auth/cgi/anidlogin?rl={back}"

    def inside(self, request: web.Request) -> Account:
        """Who calls a page. Raises a redirect to the login."""
        host = request.host.split(":")[0]
        visits = self.others.get(host, self.visits)
        visit = visits.of(request)
        if visit is None or visit.account is None or visits.aged(visit, float(visit.notes["life"])):
            raise Instead(redirect(self.login_address(request)))
        return visit.account

    def enter(self, request: web.Request) -> web.Response | None:
        """Turn a ticket of the login into a web session at a host of another domain."""
        host = request.host.split(":")[0]
        account, stays = self.tickets.pop(request.query.get("ticket", ""), (None, False))
        if account is None or host not in self.others:
            return None
        answer = redirect(request.query.get("to", "/"))
        self.note(self.others[host].begin(answer, account), account, stays=stays)
        return answer

    def note(self, visit: Visit, account: Account, *, stays: bool) -> None:
        """How long a web session lives."""
        options = options_of(account)
        visit.notes["life"] = str(options.session_lifetime if stays else options.short_lifetime)

    def way_back(self, account: Account, rl: str, *, stays: bool) -> str:
        """Where a login leads to."""
        parts = urlsplit(rl)
        if parts.hostname not in _LANDINGS:
            return f"https://{MY}/"
        if parts.hostname not in self.others:
            return rl
        ticket = self.journal.issue(token_urlsafe(24))
        self.tickets[ticket] = (account, stays)
        path = quote(parts.path + (f"?{parts.query}" if parts.query else ""), safe="")
        return f"https://{parts.hostname}/enter?ticket={ticket}&to={path}"


def options_of(account: Account) -> DocomoOptions:
    """The account's variants."""
    assert isinstance(account.options, DocomoOptions)
    return account.options


def html(title: str, body: str, *, charset: str = "utf-8") -> web.Response:
    """A page."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    text = f'<!DOCTYPE html>\n<html lang="ja"><head>{meta}<title>{title}</title></head><body>\n{body}\n</body></html>'
    return page(text, charset=charset)

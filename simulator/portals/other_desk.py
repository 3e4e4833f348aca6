"""What the login and the pages of one site share: who is signed in, tickets between the two, and harm done."""

from dataclasses import dataclass, field
from secrets import token_urlsafe
from urllib.parse import quote, urlsplit

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .other_options import OtherOptions
from .other_sites import TRAP, Site, options_of
from .portal import Instead, Sms, try_login
from .visits import Visit, Visits, page, redirect


@dataclass
class Desk:
    """Sign-ins of one site in one world."""

    world: World
    journal: Journal
    site: Site
    sms: list[Sms]
    tickets: dict[str, Account] = field(default_factory=dict)
    harm: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.visits = Visits("MYPAGE_SID", self.world, self.journal.issue)

    @property
    def options(self) -> OtherOptions:
        """The variants that hold where nobody has said who calls: the first customer's."""
        return options_of(next(iter(self._customers()), None))

    def _customers(self) -> list[Account]:
        return [one for carrier in self.site.carriers for one in self.world.of(carrier)]

    def try_login(self, username: str, password: str) -> Account | None:
        """Check credentials; the journal counts the try."""
        carriers = self.site.carriers
        used = next((one.carrier for one in self._customers()), carriers[0])
        carrier = next((one for one in carriers if self.world.named(one, username)), used)
        return try_login(
            self.world, self.journal, carrier=carrier, interface="web", username=username, password=password
        )

    def send_code(self, account: Account) -> None:
        """Send the one-time code to the account's first line."""
        code, number = self.journal.issue(options_of(account).code), account.lines[0].number.replace("-", "")
        self.sms.append(Sms(account.carrier, account.account_id, number, code, self.world.now()))

    def html(self, title: str, body: str, *, onload: str = "") -> web.Response:
        """A page in the site's character set."""
        options = self.options
        text = f"""<!DOCTYPE html>
<html lang="ja"><head><meta http-equiv="Content-Type" content="text/html; charset={options.charset}">
<title>{title}</title></head><body{onload}>
{body}
</body></html>"""
        return page(text, charset=options.charset, header=options.charset_header)

    def login_address(self, path: str) -> str:
        """The login page that leads back to a path."""
        host = TRAP if self.options.hostile == "foreign_sign_on" else self.site.login_host
        back = quote(f"https://{self.site.host}{path}", safe="")
        return f"https://{host}{self.site.login}?ru={back}"

    def way_back(self, ru: str) -> str:
        """The path that a login leads to: only a path of the site's own pages is believed."""
        parts = urlsplit(ru)
        inside = parts.hostname == self.site.host and parts.path.startswith(self.site.home)
        return parts.path if inside and parts.path != self.site.login else self.site.home

    def hand_over(self, account: Account, path: str) -> web.Response:
        """Lead from the login host to the pages, with a ticket that is good for one use.

        A site of one host may answer `here`: the form's own address shows a page to whoever has sent it, and to nobody else.
        """
        options = options_of(account)
        if options.handover == "here":
            way = f'<a href="{self.site.home}">マイページトップ</a> <a href="{self.site.home}logout">ログアウト</a>'
            answer = self.html("ようこそ", f"<h1>ようこそ</h1><p>{way}</p>")
            self.visits.begin(answer, account)
            return answer
        ticket = self.journal.issue(token_urlsafe(24))
        self.tickets[ticket] = account
        host = TRAP if options.hostile == "foreign_landing" else self.site.host
        scheme = "http" if options.hostile == "http_landing" else "https"
        where = f"{scheme}://{host}{self.site.home}enter"
        if options.handover == "ticket":
            return redirect(f"{where}?ticket={ticket}&to={quote(path, safe='')}")
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in (("ticket", ticket), ("to", path))
        )
        button = '<noscript><input type="submit" value="次へ"></noscript>'
        form = f'<form name="handover" method="post" action="{where}">{fields}{button}</form>'
        return self.html("しばらくお待ちください", form, onload=' onload="document.forms[0].submit()"')

    def enter(self, ticket: str, path: str) -> web.Response:
        """Turn a ticket into a web session."""
        account = self.tickets.pop(ticket, None)
        if account is None:
            return redirect(self.login_address(self.site.home))
        answer = redirect(path if path.startswith(self.site.home) else self.site.home)
        self.visits.begin(answer, account)
        return answer

    def visit(self, request: web.Request) -> tuple[Visit, Account] | None:
        """The living sign-in of a call."""
        visit = self.visits.of(request)
        if visit is None or visit.account is None:
            return None
        visit.calls += 1
        options = options_of(visit.account)
        spent = options.calls_per_session is not None and visit.calls > options.calls_per_session
        if spent or self.visits.aged(visit, options.session_lifetime):
            self.visits.end(visit)
            return None
        return visit, visit.account

    def inside(self, request: web.Request) -> Account:
        """Who calls a page. Raises a redirect to the login."""
        found = self.visit(request)
        if found is None:
            raise Instead(redirect(self.login_address(request.path)))
        return found[1]

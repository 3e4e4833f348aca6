"""Who is signed in where: the identity host's tickets and codes, and the other hosts' sessions. Sheet 3."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from secrets import randbelow, token_hex, token_urlsafe

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account
from simulator.world import World

from .portal import Sms, try_login
from .softbank_brand import BRANDS, FOREIGN, Brand, brand_of, digits, options_of, other
from .softbank_figures import line_of
from .softbank_options import SoftbankOptions
from .visits import Visit, Visits

COOKIE = "JSESSIONID"  # assumed: no source names a cookie


@dataclass
class Wanted:
    """Where a sign-in leads to: the page's link id, the level that it needs, and who is told."""

    link: str
    level: int
    back: str


@dataclass
class Code:
    """A code on its way. The one of a dead flow is refused even if it is right."""

    digits: str
    sent: datetime
    tries: int = 0
    dead: bool = False


@dataclass
class Signing:
    """What the identity host knows of one browser. `level` 0: the password alone was accepted, or nothing yet."""

    ticket: str = ""
    wanted: Wanted = field(default_factory=lambda: Wanted("", 1, ""))
    level: int = 0
    must_code: bool = False
    destination: str = ""
    code: Code | None = None


@dataclass(frozen=True)
class Pass:
    """What an authorization code stands for; good once."""

    account: Account
    level: int
    link: str


@dataclass(frozen=True)
class HandOver:
    """The tokens of a hand-over page; good once (assumed)."""

    account: Account
    level: int
    fields: dict[str, str]


class Desk:
    """Sessions of one world."""

    def __init__(self, world: World, journal: Journal, sms: list[Sms]) -> None:
        self.world = world
        self.journal = journal
        self.sms = sms
        self.charged: list[str] = []  # what a caller ordered that costs money
        self.visits = {
            host: Visits(COOKIE, world, journal.issue) for host in (*[h for b in BRANDS for h in b.hosts], FOREIGN)
        }
        self._signings: dict[str, Signing] = {}
        self._passes: dict[str, Pass] = {}
        self._handovers: dict[str, HandOver] = {}
        self._refusals: Counter[str] = Counter()

    # -- sessions

    def visit(self, request: web.Request) -> Visit | None:
        """The session of a call; not one whose time is over."""
        visits = self.visits[request.host.split(":")[0]]
        visit = visits.of(request)
        if visit and visit.account and visits.aged(visit, options_of(visit.account).session_lifetime):
            visits.end(visit)
            return None
        return visit

    def begin(self, answer: web.Response, host: str, account: Account | None, level: int = 0) -> Visit:
        """A new session on a host."""
        visit = self.visits[host].begin(answer, account)
        visit.notes["level"] = str(level)
        return visit

    def stay(self, request: web.Request, level: int = 1) -> Account | None:
        """Who is signed in on the host that is called, if the level is reached."""
        visit = self.visit(request)
        return visit.account if visit and int(visit.notes.get("level", "0")) >= level else None

    def end(self, account: Account, kinds: tuple[str, ...] = ("portal", "identity", "data", "billing")) -> None:
        """Let the account's sessions die on some kinds of hosts."""
        for brand in BRANDS:
            for kind in kinds:
                self.visits[getattr(brand, kind)].expire(account.account_id)

    def signing(self, visit: Visit) -> Signing:
        """What the identity host keeps with a session."""
        key = visit.notes.setdefault("signing", token_hex(8))
        return self._signings.setdefault(key, Signing())

    def new_ticket(self, signing: Signing) -> str:
        """A ticket, which makes the one before worthless (assumed)."""
        signing.ticket = self.journal.issue(token_urlsafe(24))
        return signing.ticket

    # -- password and code

    def login(self, brand: Brand, username: str, password: str) -> Account | None:
        """Check credentials; a line of the other brand may be known here too."""
        stranger = self.world.named(other(brand).carrier, username)
        foreign = stranger is not None and options_of(stranger).at_other_brand != "refused"
        carrier = other(brand).carrier if foreign else brand.carrier
        known = self.world.named(carrier, username)
        tried = try_login(
            self.world,
            self.journal,
            carrier=carrier,
            interface="identity",
            username=username,
            password=password,
        )
        if tried is None:
            self._refusals[username] += 1
        locked = options_of(known).lock_after
        return None if locked is not None and self._refusals[username] >= locked else tried

    def send_code(self, signing: Signing, account: Account) -> None:
        """Send an SMS."""
        signing.code = Code(f"{randbelow(1000):03}", self.world.now())
        signing.destination = signing.destination or destinations(account)[0]
        self.sms.append(
            Sms(account.carrier, account.account_id, signing.destination, signing.code.digits, self.world.now()),
        )

    def check_code(self, signing: Signing, account: Account, told: str) -> bool:
        """Whether a code is right, in time, and not of a dead flow."""
        options, code = options_of(account), signing.code
        if code is None:
            return False
        if (self.world.now() - code.sent).total_seconds() > options.code_life:
            code.dead = True
        if code.dead or told != code.digits:
            code.tries += 1
            code.dead = code.dead or code.tries >= options.code_tries
            return False
        signing.code = None
        return True

    # -- between the hosts

    def new_pass(self, account: Account, signing: Signing) -> str:
        """An authorization code."""
        code = self.journal.issue(token_hex(20))
        self._passes[code] = Pass(account, signing.level, signing.wanted.link)
        return code

    def take_pass(self, code: str) -> Pass | None:
        """What an authorization code stands for."""
        return self._passes.pop(code, None)

    def new_handover(self, account: Account, level: int) -> dict[str, str]:
        """The hidden inputs of a hand-over page, by name."""
        names = ["mfiv", brand_of(account).token]
        options = options_of(account)
        if options.handover == "extra":
            names.append("mfkind")  # assumed
        if options.handover == "short":
            return {}
        fields = {name: self.journal.issue(token_urlsafe(18) + "+/==") for name in names}
        self._handovers[fields["mfiv"]] = HandOver(account, level, fields)
        return fields

    def take_handover(self, told: Callable[[str], str]) -> HandOver | None:
        """Who is handed over by the inputs that came."""
        found = self._handovers.pop(told("mfiv"), None)
        complete = found and all(told(name) == value for name, value in found.fields.items())
        return found if complete else None


def destinations(account: Account) -> list[str]:
    """The numbers that an SMS can go to."""
    return [digits(number) for number in (line_of(account).number, *options_of(account).other_destinations)]


def need_code(signing: Signing, options: SoftbankOptions) -> bool:
    """Whether a code is asked for before the wanted page."""
    asked = options.code_at_login if signing.wanted.level == 1 else options.code_at_level2
    return signing.must_code or (signing.level < signing.wanted.level and asked)

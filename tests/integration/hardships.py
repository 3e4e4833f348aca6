"""What befalls a customer while Home Assistant polls, each with all that a portal knows of him in its answer."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
import re
from typing import Any
from urllib.parse import quote

from simulator import Account, Fault, Kind, Simulator
from simulator.portals.au import AuOptions
from simulator.portals.bmobile_options import BmobileOptions
from simulator.portals.docomo_options import DocomoOptions
from simulator.portals.iijmio_options import IijmioOptions
from simulator.portals.mineo_options import MineoOptions
from simulator.portals.other_options import OtherOptions
from simulator.portals.povo_options import PovoOptions
from simulator.portals.sakura_options import SakuraOptions
from simulator.portals.softbank_options import SoftbankOptions
from simulator.portals.soracom_options import SoracomOptions

from .facts import person_block, person_json, person_words, shown_facts, with_person
from .troubles import CAPTCHA, CONSENT, MAINTENANCE

type Bodies = Callable[[list[str]], str]
type Begin = Callable[[Simulator, Account, list[str]], None]
type Kinds = frozenset[str]

PERSON = frozenset({"docomo", "ahamo", "irumo", "au", "uq", "povo1", "rakuten"})
"""To which only a person logs in."""
INTERFACES = frozenset({"mineo", "povo", "soracom", "sakura"})
"""Whose answers are JSON alone: a page for people is no answer, whatever it says."""
CODES = frozenset({"softbank", "ymobile", "his", "bmobile", "nihontsushin"})
"""Whose sheets, or whose login, know a page that asks for a code wherever it comes."""
DELIVERED = frozenset({"LoginExpired", "CodeNeeded"})
"""What is said of a login that has ended where no machine logs in again."""

CODE = (
    "<!DOCTYPE html><html><head><title>本人確認</title></head><body><h1>本人確認</h1><p>SMSで確認コードを送信しました。</p>"
    "<form method=post action=/code><input name=otp_code maxlength=6><button>次へ</button></form></body></html>"
)
PLAIN = "<!DOCTYPE html><html><head><title>ご利用状況</title></head><body><h1>ご利用状況</h1></body></html>"


def kinds(*names: str) -> Kinds:
    """The kinds of errors of these names."""
    return frozenset(names)


CHANGED, REFUSED, FOREIGN = kinds("LayoutChanged"), kinds("LoginRefused"), kinds("ForeignAnswer")
AWAY, HUMAN, ACT = kinds("CannotConnect"), kinds("HumanCheckNeeded"), kinds("AccountActionNeeded")
CLOSED, CODED, GONE = kinds("Maintenance"), kinds("CodeNeeded"), kinds("LoginExpired")


@dataclass(frozen=True)
class Hardship:
    """Something that befalls a customer, and what may be told of it; `but`: by carrier, where that is something else.

    `needs_login`: it is met only by who logs in again; False: by who need not. `broken`: it breaks logins too, in
    whatever way.
    """

    name: str
    begin: Begin
    said: Kinds
    but: Mapping[str, Kinds] = field(default_factory=dict)
    needs_login: bool | None = None
    broken: bool = False

    def right(self, carrier: str, *, ended: bool) -> Kinds:
        """The kinds that are right for a carrier, whose login had `ended` or not."""
        said = self.but.get(carrier, self.said)
        return said | DELIVERED | AWAY if ended and self.broken else said

    @contextmanager
    def on(self, simulator: Simulator, account: Account) -> Iterator[None]:
        """Let it befall him; afterwards all is as before."""
        password, options = account.password, copy(account.options)
        self.begin(simulator, account, shown_facts(simulator, account))
        try:
            yield
        finally:
            simulator.faults.clear()
            account.password = password
            vars(account.options).update(vars(options))


def _answers(**fault: Any) -> Begin:
    def begin(simulator: Simulator, _account: Account, facts: list[str]) -> None:
        told = {key: value(facts) if callable(value) else value for key, value in fault.items()}
        simulator.faults.add(Fault("*", **told))

    return begin


def _options(**changes: Any) -> Begin:
    def begin(simulator: Simulator, account: Account, _facts: list[str]) -> None:
        simulator.portal(account.carrier).change(account, changes)

    return begin


def _password(_simulator: Simulator, account: Account, _facts: list[str]) -> None:
    account.password = "changed-At-the-portal-88"


def _page(body: str) -> Bodies:
    """The page, with all facts in every place where a page can say anything."""
    return lambda facts: with_person(body, person_block(facts), facts[0])


def _notice(body: str) -> Bodies:
    """The page, with all facts in plain lines, so that it stays what it is: none may look like an amount of data."""

    def notice(facts: list[str]) -> str:
        plain = [fact for fact in facts if not re.search(r"\d\s*[kmg]b", fact, re.IGNORECASE)]
        return with_person(body, person_words(plain), plain[0])

    return notice


def _elsewhere(facts: list[str]) -> str:
    first, second, *_ = (quote(fact, safe="") for fact in facts)
    return f"https://portal.evil.example/{first}/{second}?user={first}#{second}"


def _own_place(facts: list[str]) -> str:
    first, second, *_ = (quote(fact, safe="") for fact in facts)
    return f"/users/{first}/Mihonhanako/{second}?user={first}"


def _swaps(facts: list[str]) -> tuple[tuple[str, str], ...]:
    """Each cell of a table and each value of JSON says whose it is, and no figure is where it was."""
    whose = re.sub(r"([\\<>\"])", "", " ".join(facts))
    return (
        (r"(<(?:td|dd|p|span|div|h1|h2|b)\b[^>]*>)(?=[^<]*\d)", rf"\g<1>{whose} "),
        (r'("\w+": )(?:"[^"]*"|-?\d[\d.]*|null)', rf'\g<1>"{whose}"'),
        (r'"(\w+)": ', rf'"{whose} \g<1>": '),
    )


def _for(carriers: Collection[str], said: Kinds) -> dict[str, Kinds]:
    return dict.fromkeys(carriers, said)


_JSON = {"Content-Type": "application/json"}
_NOTICE = {**_for(INTERFACES - {"povo"}, CHANGED), "soracom": CHANGED | AWAY}
"""Where a notice for people is no answer. SORACOM's login takes what is no JSON for a machine in between."""
_FORBIDDEN = {"iijmio": REFUSED, **_for(("soracom", "sakura"), kinds("NotPermitted"))}
"""Where a 403 is a refusal by the sheet, or a permission that the key lacks."""


def _status(code: int, said: Kinds, but: Mapping[str, Kinds] | None = None) -> Hardship:
    return Hardship(f"HTTP {code}", _answers(kind=Kind.STATUS, status=code, body=_page(PLAIN)), said, but or {})


GENERIC: tuple[Hardship, ...] = (
    _status(400, CHANGED),
    _status(403, CHANGED, _FORBIDDEN),
    _status(404, CHANGED),
    _status(429, kinds("RateLimited")),
    _status(500, AWAY),
    _status(503, AWAY),
    Hardship(
        "HTTP 403 as JSON",
        _answers(kind=Kind.STATUS, status=403, body=person_json, headers=_JSON),
        CHANGED,
        _FORBIDDEN,
    ),
    Hardship("a page that is all about him", _answers(kind=Kind.HTML, body=_page(PLAIN)), CHANGED),
    Hardship(
        "JSON that is all about him",
        _answers(kind=Kind.STATUS, status=200, body=person_json, headers=_JSON),
        CHANGED,
    ),
    Hardship("his name before every figure", _answers(kind=Kind.SWAP, swap=_swaps), CHANGED, broken=True),
    Hardship("maintenance", _answers(kind=Kind.HTML, body=_notice(MAINTENANCE)), CLOSED, _NOTICE),
    Hardship("a human check", _answers(kind=Kind.HTML, body=_notice(CAPTCHA)), HUMAN, _NOTICE),
    Hardship("new terms", _answers(kind=Kind.HTML, body=_notice(CONSENT)), ACT, _NOTICE),
    Hardship("a code", _answers(kind=Kind.HTML, body=_notice(CODE)), CHANGED, _for(CODES, CODED)),
    Hardship("another host", _answers(kind=Kind.AWAY, body=_elsewhere), FOREIGN),
    Hardship("an address with his name", _answers(kind=Kind.AWAY, body=_own_place), CHANGED),
    Hardship("nothing", _answers(kind=Kind.EMPTY), CHANGED),
    Hardship("the answer breaks off", _answers(kind=Kind.TRUNCATED), AWAY),
    Hardship("no answer", _answers(kind=Kind.CLOSE), AWAY),
)
"""What befalls the customers of every carrier alike."""

PASSWORD = Hardship(
    "another password",
    _password,
    REFUSED,
    {**_for(PERSON | {"mineo"}, GONE), "povo": CODED, "rakuten": ACT},
    needs_login=True,
)


def _own(name: str, said: Kinds, **options: Any) -> Hardship:
    return Hardship(name, _options(**options), said, needs_login=True)


_AFTER = (
    _own("a human check after the login", HUMAN, after_password="captcha"),
    _own("a code after the login", CODED, after_password="code"),
    _own("new terms after the login", ACT, after_password="consent"),
)
OWN: dict[type, tuple[Hardship, ...]] = {
    BmobileOptions: (
        _own("closed", CLOSED, maintenance="page"),
        _own("closed, 503", AWAY, maintenance="503"),
        *_AFTER,
        _own("the login leads elsewhere", FOREIGN, hostile="foreign_landing"),
        _own("another host logs in", FOREIGN, hostile="foreign_sign_on"),
        _own("the last period", CHANGED, old_period=True),
    ),
    OtherOptions: (
        _own("closed", CLOSED, maintenance="page"),
        _own("closed, 503", CLOSED, maintenance="503"),
        *_AFTER,
        _own("the password has run out", ACT, after_password="expired"),
        _own("a human check before the login", HUMAN, captcha_on_form=True),
        _own("the login leads elsewhere", FOREIGN, hostile="foreign_landing"),
    ),
    SoftbankOptions: (
        _own("closed", CLOSED, maintenance="200"),
        _own("closed, 503", CLOSED, maintenance="503"),
        _own("a human check before the login", HUMAN, interrupt="captcha"),
        _own("a human check after the login", HUMAN, interrupt="captcha_after"),
        _own("a passkey", HUMAN, interrupt="passkey"),
        _own("new terms after the login", ACT, interrupt="consent"),
        _own("the password has run out", ACT, interrupt="password_expired"),
        _own("a code after the login", CODED, code_at_login=True),
        _own("the login leads elsewhere", FOREIGN, hostile="landing_foreign"),
    ),
    AuOptions: (
        _own("closed", CLOSED | GONE, wall="maintenance"),
        _own("a passkey", HUMAN | GONE, wall="passkey"),
        _own("a new password", ACT | GONE, wall="forced_change"),
    ),
    DocomoOptions: (_own("closed", CLOSED | GONE, maintenance=True),),
    IijmioOptions: (
        _own("another customer", FOREIGN, foreign="*"),
        _own("an unknown page after the login", CHANGED, login_html=True),
        _own("an unknown code after the login", CHANGED, login_error="ERROR_CODE_777"),
    ),
    MineoOptions: (
        Hardship("another customer", _options(stranger=True), FOREIGN, needs_login=False),
        Hardship("no bearer is good", _options(bearers=False), GONE),
    ),
    PovoOptions: (
        Hardship("another customer", _options(foreign="users"), FOREIGN, needs_login=False),
        _own("no renewal", CODED, renewal=401),
    ),
    SoracomOptions: (Hardship("another customer", _options(foreign="listSims"), FOREIGN),),
    SakuraOptions: (Hardship("another customer", _options(foreign=True), FOREIGN),),
}  # fmt: skip
"""What only the portals of a family do: their own walls, notices and mistakes."""


def hardships_of(account: Account) -> tuple[Hardship, ...]:
    """All that can befall a customer, the loss of his password last: it may be the end."""
    return (*GENERIC, *OWN.get(type(account.options), ()), PASSWORD)

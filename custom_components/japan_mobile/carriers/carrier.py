"""The contract that every carrier fulfils: `Carrier` holds its facts, a `Client` its behaviour."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Flag, StrEnum, auto
from importlib import import_module
from typing import ClassVar, NamedTuple, Protocol

from .keep import Fits, Keep, is_cookie, list_of
from .later import Later
from .model import TOKYO, Account, Part
from .offers import Offer
from .places import Unusable, places_of, suffixes
from .web import Page, Web


class Login(StrEnum):
    """How one gets in."""

    PASSWORD = "password"
    PASSWORD_CODE = "password_code"
    EMAIL_CODE = "email_code"
    API_KEY = "api_key"
    TOKEN = "token"
    PERSON = "person"
    NONE = "none"


class Can(Flag):
    """What a carrier's portal can tell. Declared, not probed: it decides which entities exist."""

    REMAINING = auto()
    USED = auto()
    TOTAL = auto()
    BUCKETS = auto()
    THROTTLING = auto()
    BILLS = auto()
    ESTIMATE = auto()
    DUE = auto()
    ARREARS = auto()
    DAILY_HISTORY = auto()
    MONTHLY_HISTORY = auto()
    SWITCH = auto()
    SUSPENSION = auto()
    PAID_AT_ONCE = auto()
    LINE_BILLS = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the login form. `term` is what the carrier's own pages call it, in its own words.

    `options` are the only values it can have, if it is no free text. `once`: good for one login, so never stored.
    """

    key: str
    term: str
    secret: bool = False
    required: bool = True
    options: tuple[str, ...] = ()
    once: bool = False


NONE = "none"
"""The value of a field with options that asks for nothing."""


class Pace(NamedTuple):
    """How often a carrier may be asked for its parts, and how soon again when a person asks."""

    usage: timedelta
    bills: timedelta = timedelta(days=1)
    history: timedelta = timedelta(days=1)
    contract: timedelta = timedelta(days=1)
    by_hand: timedelta = timedelta(minutes=5)

    def of(self, part: Part) -> timedelta:
        """The time between two polls of a part."""
        match part:
            case Part.USAGE:
                return self.usage
            case Part.BILLS:
                return self.bills
            case Part.HISTORY:
                return self.history
            case Part.CONTRACT:
                return self.contract


class Support(NamedTuple):
    """Where a customer gets help: the portal's address, a hotline, and the languages that it is known to speak."""

    portal: str
    phone: str | None = None
    languages: tuple[str, ...] = ()


class Proof(StrEnum):
    """Of what kind the best public proof is that a portal works as we read it."""

    OFFICIAL = "official"
    LIVE = "live"
    PARTLY = "partly"
    LABELS = "labels"
    OWN = "own"


class Evidence(NamedTuple):
    """How new (`YYYY-MM`, "" for none) and of what kind the newest public proof is that the portal works as we read it."""

    newest: str
    basis: str
    proof: Proof = Proof.LIVE


_AS_TYPED = frozenset({"password"})


class Credentials(Mapping[str, str]):
    """What a person typed into the login form, without stray blanks; a password is left alone: they may be part of it.

    Shows none of it in `repr`.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {key: value if key in _AS_TYPED else value.strip() for key, value in values.items()}

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<Credentials {', '.join(self._values)}>"

    @property
    def username(self) -> str:
        """The id that is typed in."""
        return self._values["username"]

    @property
    def password(self) -> str:
        """The password."""
        return self._values["password"]


class Challenge(Protocol):
    """A login that waits for a one-time code.

    A carrier that sends codes only when asked to has not sent one yet: nobody may be woken by an SMS that no person
    wants. So whoever has a person before him calls `send()`, and only then asks for the code.
    """

    @property
    def sent(self) -> bool:
        """Whether the carrier has sent the code, as far as its page tells."""

    @property
    def destination(self) -> str | None:
        """Where the code goes or went: the last digits of a number, or an e-mail address with its name hidden.

        None when the page does not say.
        """

    async def send(self) -> None:
        """Have the code sent. Does nothing when it was sent already.

        Raises `LoginExpired` when the login is over, `RateLimited` when the last one was sent a moment ago.
        """

    async def submit(self, code: str) -> None:
        """Go on with the code.

        Raises `CodeNeeded` when it was wrong and may be corrected, or was never sent; `LoginExpired` when it is dead,
        so that only a new login, and with it a new code, can help.
        """


type PageReader = Callable[[Page, datetime], Account]
"""Reads one page, as if at the given time, into as much of an account as it tells; `account_id` may be empty."""


class Client(ABC):
    """One account at one carrier.

    `pages` are the pages that can be read offline, by the name errors give them. `html`: its pages are for people, so
    that one without such a name can be looked at too. `keeps` says of what shape the entries of its keep are; a keep
    that is damaged is no login state. `owner` is the entry that tells whose login it is. `lasting` are the entries that
    outlive a login, such as the id of a device that a carrier wants to meet again.
    """

    pages: ClassVar[Mapping[str, PageReader]] = {}
    html: ClassVar[bool] = False
    lasting: ClassVar[frozenset[str]] = frozenset()
    keeps: ClassVar[Mapping[str, Fits]] = {}
    owner: ClassVar[str] = "account"

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        self.carrier = carrier
        self.web = web
        self.keep = keep
        self.before_login: Callable[[], Awaitable[None]] | None = None
        keep.drop_damaged({"cookies": list_of(is_cookie), **self.keeps})
        web.restore_cookies(keep.get("cookies", []))

    @classmethod  # noqa: B027 - most carriers have nothing to add
    def check(cls, carrier: Carrier, credentials: Mapping[str, str]) -> None:
        """Raise `Unusable` for what was typed and cannot be a login, beyond what the carrier's facts say."""

    @abstractmethod
    async def log_in(self, credentials: Credentials) -> None:
        """Log in and save the login state.

        Submits the credentials at most once to each login, and nowhere after a refusal. May raise `CodeNeeded(challenge)`; `challenge.submit(code)` goes on.
        """

    @property
    def account_id(self) -> str | None:
        """Whose login is kept, as `Account.account_id` has it; None while nobody knows."""
        found: str | None = self.keep.get(self.owner)
        return found

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What the last fetch found that could be read, where a person has to say which label means what."""
        return ()

    @property
    def suggested(self) -> Mapping[str, str]:
        """The label that was found for a meaning (remaining, used, total, bill), where only one fits."""
        return {}

    @property
    def attended(self) -> bool:
        """Whether pages come from the browser of a person, who mends there what a portal wants of him."""
        return False

    async def wait_for_person(self) -> None:
        """Return when somebody has logged in in his browser, where it is `attended`. Raises what the browser raises."""
        raise NotImplementedError(f"{self.carrier.key} is read in nobody's browser")

    def choose(self, labels: Mapping[str, str] | None) -> None:  # noqa: B027 - most carriers leave no choice
        """The label to read for each meaning from now on, others not at all; None: as suggested.

        Has an effect only where the carrier `confirms`.
        """

    async def about_to_send(self) -> None:
        """To be awaited directly before a request that carries a secret, so that the ledger knows of it in time."""
        if self.before_login is not None:
            await self.before_login()

    @abstractmethod
    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts. Raises `LoginExpired` when there is no usable login state; never logs in itself."""

    async def set_fast(self, line_id: str, *, fast: bool) -> None:
        """Switch the fast data of a line on or off, where the carrier can `SWITCH`: the only call that changes anything.

        Raises what `fetch` raises.
        """
        raise NotImplementedError(f"{self.carrier.key} has no such switch")

    async def remember(self) -> None:
        """Save the login state, cookies included, if it differs from what was saved last."""
        cookies = self.web.cookies()
        if self.keep.get("cookies") != cookies:
            self.keep["cookies"] = cookies
            await self.keep.save()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The facts about a carrier, as its protocol sheet (`docs/carriers/<family>.md`) gives them.

    `gigabyte` is what the carrier calls 1 GB, in bytes: 10**9 or 2**30. `hosts` are the only hosts that requests,
    and therefore credentials, ever go to; the first one is the portal's. An entry that begins with a dot (`.example.jp`)
    allows the hosts below that domain, for a sign-on whose host is not recorded; the domain must be the carrier's own.
    A star stands for a part of a name, of a host that the carrier's own answers lead to and that no secret goes to.
    Without any, the person types the portal's address, and the hosts follow from that (`places`). `confirms`: what is
    read is told by labels alone, so a person has to look at it first. `ways` are sets of fields of which one has to be
    filled in, where there are several ways to log in. `switched` is what a carrier can tell only where a field of the
    login form asks for it with another value than `none`. In `zone` its days and months begin. `cycles`: whether its lines have a
    cycle at whose end they are reset; what follows from that is not known of others. `old_tls` are hosts that begin a
    connection in a way that OpenSSL takes from nobody by itself any more.
    """

    key: str
    name: str
    name_ja: str
    family: str
    client: type[Client] | Later
    login: Login
    fields: tuple[Field, ...]
    hosts: tuple[str, ...]
    gigabyte: int
    can: Can
    pace: Pace
    support: Support
    evidence: Evidence
    confirms: bool = False
    ways: tuple[frozenset[str], ...] = ()
    switched: tuple[tuple[str, Can], ...] = ()
    zone: tzinfo = TOKYO
    cycles: bool = True
    old_tls: frozenset[str] = frozenset()

    def load(self) -> None:
        """Import and read what an account needs beside these facts. It takes a while: not in an event loop."""
        import_module(f"{__package__}.skeleton")  # what a session shows of a page that could not be read
        if isinstance(self.client, Later):
            self.client.load()
        if not self.hosts and self.login is not Login.NONE:
            suffixes()

    def check(self, credentials: Mapping[str, str]) -> None:
        """Raise `Unusable` for what cannot be a login, before anything is sent."""
        filled = {key for key, value in credentials.items() if value.strip()}
        for field in self.fields:
            if field.required and field.key not in filled:
                raise Unusable(field.key, "empty")
            if field.options and field.key in filled and credentials[field.key] not in field.options:
                raise Unusable(field.key, "option")
        if self.ways and not any(way <= filled for way in self.ways):
            begun = max(self.ways, key=lambda way: len(way & filled))
            raise Unusable(next(field.key for field in self.fields if field.key in begun - filled), "empty")
        self.places(credentials)
        self.client.check(self, credentials)

    def can_with(self, credentials: Mapping[str, str]) -> Can:
        """What the carrier can tell by what was typed into the login form."""
        can = self.can
        for key, told in self.switched:
            if credentials.get(key, "") in {"", NONE}:
                can &= ~told
        return can

    def places(self, credentials: Mapping[str, str]) -> tuple[str, ...]:
        """The hosts that an account may talk to. Raises `Unusable` for an address that cannot be a portal's."""
        return self.hosts if self.hosts or self.login is Login.NONE else places_of(credentials["url"])

    def address(self, credentials: Mapping[str, str]) -> str:
        """Where a person finds the portal: what he typed himself, where only he knows it; "" where nobody does."""
        return self.support.portal or credentials.get("url", "")

"""What is fed: every reader of ours, with true inputs to begin from and the errors that it may end in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
import json
from typing import Any

from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS, reading, wire
from custom_components.japan_mobile.carriers.au.client import contracts, read_bills
from custom_components.japan_mobile.carriers.docomo import bills, paid, usage
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.forms import forms, links, login_form
from custom_components.japan_mobile.carriers.handed import HandedLine, NotUnderstood, understand
from custom_components.japan_mobile.carriers.model import TOKYO, Account
from custom_components.japan_mobile.carriers.person.cookies import read_cookies
from custom_components.japan_mobile.carriers.places import Unusable
from custom_components.japan_mobile.carriers.portal.offline import look
from custom_components.japan_mobile.carriers.rakuten.client import _used
from custom_components.japan_mobile.carriers.signs import signs
from custom_components.japan_mobile.carriers.skeleton import skeleton
from custom_components.japan_mobile.carriers.web import Page
from tests.carriers.handed_samples import SAMPLES
from tests.fuzzing.figures import figures
from tests.fuzzing.seeds import FAMILIES, Seed, pages, seeds, some

NOW = datetime(2026, 11, 10, 12, tzinfo=TOKYO)
TODAY = date(2026, 11, 10)
EXPECTED = (CarrierError, NotUnderstood, Unusable, reading.Unreadable)
"""What says that an input is none, with a name."""

LIMIT, LIMIT_OF_PAGES = 50.0, 300.0

_ONLY = {"soracom, many SIMs": {"export-months", "export-days"}}
"""Of these families the readers that others do not have."""
_URL = URL("https://my.portal.example/usage")
_TEXTS = (
    "3.25GB", "1,234 MB", "18.85GB／20.00GB", "4,378円", "¥1,653", "2026年11月10日（火）", "2026/08", "11/4-12/3",
    "2026年11月4日 ～ 2026年12月3日", "12,345,678 パケット", "令和8年11月10日 12:30現在", "使い放題",
)  # fmt: skip
_COOKIE = {
    "name": "a",
    "value": "b",
    "domain": ".my.example.jp",
    "path": "/",
    "secure": True,
    "hostOnly": False,
    "expirationDate": 4e9,
}
_COOKIES = (
    json.dumps([_COOKIE, _COOKIE | {"domain": "my.example.jp", "session": True}]), json.dumps({"cookies": [_COOKIE]}),
    "# Netscape HTTP Cookie File\n.my.example.jp\tTRUE\t/\tTRUE\t4000000000\ta\tb\n#HttpOnly_my.example.jp\tFALSE\t/\tTRUE\t0\tc\td\n",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A reader. `run` raises one of `EXPECTED`, or fails. `answers`: what it reads is a portal's answer, and no text."""

    name: str
    run: Callable[[bytes], object]
    begin: tuple[bytes, ...]
    answers: bool = True

    @property
    def of_pages(self) -> bool:
        """Whether it reads HTML."""
        return self.answers and any(b"<" in body for body in self.begin)

    def limit(self, body: bytes) -> float:
        """Milliseconds of the processor for each 100 kB: more for HTML, of which each of thousands of elements is looked at.

        Whoever reads JSON looks whether there is a page for people in its place.
        """
        return LIMIT_OF_PAGES if self.answers and b"<" in body else LIMIT


def targets() -> Iterator[Target]:
    """All of them. Opens sockets on loopback, for the simulated portals are asked for true pages."""
    yield from _texts()
    yield from _kept()
    for family in FAMILIES:
        if family not in {"portal", "docomo", "au"}:
            yield from _readers(family)
    yield from _general()


def _texts() -> Iterator[Target]:
    readers: dict[str, Callable[[str], object]] = {
        "volume": reading.volume, "volumes": reading.volumes, "yen": reading.yen, "day": reading.day, "month": reading.month,
        "packets": reading.packets, "number": reading.number, "period": lambda text: reading.period(text, TODAY),
        "dated": reading.dated, "lossy": reading.lossy, "whole": reading.whole,
    }  # fmt: skip
    begin = tuple(text.encode() for text in _TEXTS)
    yield Target("reading", lambda body: _all(readers.values(), _text(body)), begin, answers=False)
    handed = HandedLine(line_id="a", name="A")
    begin = tuple(text.encode() for text in SAMPLES)
    yield Target("handed", lambda body: understand(_text(body), handed, now=NOW), begin, answers=False)
    begin = tuple(text.encode() for text in _COOKIES)
    yield Target("cookies", lambda body: read_cookies(_text(body), ("my.example.jp",), NOW), begin, answers=False)


def _text(body: bytes) -> str:
    return body.decode(errors="replace")


def _all(readers: Any, text: str) -> None:
    for reader in readers:
        try:
            reader(text)
        except reading.Unreadable:
            continue


def _kept() -> Iterator[Target]:
    """Accounts from disk, as they were saved and damaged."""
    found = [seed.read(seed.page.body) for family in ("povo", "iijmio") for seed in seeds(family)]
    begin = tuple(
        json.dumps(wire.dump(account, kept=True)).encode() for account in some(found, lambda one: repr(one).encode())
    )

    def run(body: bytes) -> None:
        try:
            told = json.loads(body)
        except ValueError, RecursionError:
            return
        if wire.is_account(told):
            wire.dump(wire.load(told), kept=True)

    yield Target("kept account", run, begin, answers=False)


def _readers(family: str) -> Iterator[Target]:
    by_reader: dict[str, list[Seed]] = {}
    for seed in (one for one in seeds(family) if one.reader in _ONLY.get(family, {one.reader})):
        by_reader.setdefault(seed.reader, []).append(seed)
    for reader, found in by_reader.items():
        yield Target(f"{family} {reader}", _reading(found[0]), tuple(seed.page.body for seed in found))


def _reading(seed: Seed) -> Callable[[bytes], object]:
    def run(body: bytes) -> Account:
        return _believable(seed.read(body))

    return run


def _believable(account: Account) -> Account:
    """Whole numbers, no volume below 0, and an account that can be kept over a restart."""
    assert all(number >= 0 for label, number in figures(account) if "bytes" in label)
    kept = wire.dump(account, kept=True)
    assert wire.dump(wire.load(json.loads(json.dumps(kept))), kept=True) == kept
    return account


def _general() -> Iterator[Target]:
    """Pages whose form nobody knows: forms, signs, skeletons, and figures by their labels; those for persons by their forms."""
    begin = tuple(seen.page.body for seen in some([*pages("portal"), *pages("softbank")], lambda seen: seen.page.body))

    def document(body: bytes) -> None:
        doc = Document(_page(body))
        list(signs(doc, now=NOW))
        skeleton(doc)
        links(doc)
        forms(doc)
        login_form(doc)

    yield Target("forms and signs", document, begin)
    yield Target("labels", _labels("portal", NOW), begin)
    found = [seen for seen in pages("au") if "LIC0020001" in seen.page.url.path]
    begin = tuple(seen.page.body for seen in some(found, lambda seen: seen.page.body))
    yield Target("au use", _labels("au", found[0].now), begin)
    yield Target("rakuten use", _of_page(lambda doc, _: _used(doc), NOW), _CIRCLES)
    for name, (family, place, read) in _PERSONS.items():
        found = [seen for seen in pages(family) if place in seen.page.url.path]
        yield Target(
            name,
            _of_page(read, found[0].now),
            tuple(seen.page.body for seen in some(found, lambda seen: seen.page.body)),
        )


def _page(body: bytes) -> Page:
    return Page(_URL, 200, {"Content-Type": "text/html; charset=utf-8"}, body)


def _labels(carrier: str, now: datetime) -> Callable[[bytes], object]:
    units = reading.units_of(CARRIERS[carrier].gigabyte)
    return lambda body: _believable(look(_page(body), now, carrier, units).account)


def _of_page(read: Callable[[Document, datetime], object], now: datetime) -> Callable[[bytes], object]:
    return lambda body: read(Document(_page(body)), now)


def _usage(doc: Document, now: datetime) -> None:
    for read in (usage.read_month, usage.read_days, usage.read_small, usage.read_drawn):
        try:
            read(doc, now)
        except CarrierError:
            continue


_PERSONS: dict[str, tuple[str, str, Callable[[Document, datetime], object]]] = {
    "docomo usage": ("docomo", "gkyap001", _usage),
    "docomo bills": ("docomo", "gkfap001", lambda doc, now: (bills.read(doc, now.date()), bills.tabs(doc, now.date()))),
    "docomo paid": ("docomo", "b0201", lambda doc, now: paid.payments(doc, now.date())),
    "au bills": ("au", "seikyu", lambda doc, _: (contracts(doc), read_bills(doc))),
}
"""The readers of carriers that a person logs in to: whose pages, and which, they begin from, and what reads them."""
_CIRCLES = tuple(
    f'<main id="home"><div class="circle"><div class="title__data">{text}</div></div></main>'.encode()
    for text in ("3.2GB", "1,024.5 GB", "0GB")
)
"""What a script makes of Rakuten's page in a person's browser: nobody else is sent such a page."""

"""The faults of the matrix: how each is switched on, and what may be said of it."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import attr

from custom_components.japan_mobile.carriers import web
from simulator import Fault, Kind, Simulator
from simulator.faults import Line

type Place = tuple[str, str]
"""A host, and how a path on it begins."""
type Begin = Callable[[Simulator, Collection[Place]], None]

SHORTEST, LONGEST = 1, 60
"""Seconds between which a wait for an answer has to end: a slow portal is no broken one, and no poll lasts for ever."""
EVERYWHERE: tuple[Place, ...] = (("*", "/"),)
NETWORK = frozenset({"CannotConnect"})
UNREADABLE = frozenset({"LayoutChanged", "ForeignAnswer", "LoginExpired", "CannotConnect", "Maintenance"})
"""What is no answer of the portal's; where its login page is expected, a page without it may be a login that ended."""
PERSON = frozenset({"HumanCheckNeeded", "AccountActionNeeded", "CodeNeeded"})
HARMLESS = frozenset({"-"})
"""Nothing is said, and the figures stay right."""

CAPTCHA = (
    "<!DOCTYPE html><html><head><title>確認</title></head><body><form method=post><p>私はロボットではありません</p>"
    "<div class=g-recaptcha data-sitekey=x></div><input type=text name=captcha></form></body></html>"
)
CONSENT = (
    "<!DOCTYPE html><html><head><title>ご確認</title></head><body><h1>ご利用の前に</h1><p>はじめてご利用のお客さまは利用規約への同意が必要です。</p>"
    "<form method=post action=/agree><label><input type=checkbox name=agree>利用規約に同意する</label><button>次へ</button>"
    "</form></body></html>"
)
TERMS = (
    "<!DOCTYPE html><html><head><title>重要なお知らせ</title></head><body><h1>利用規約改定のお知らせ</h1>"
    "<p>12月1日に利用規約を改定いたします。内容をご確認ください。</p><a href=/terms.pdf>改定後の利用規約</a>"
    "<form method=post action=/notice><button>確認しました</button></form></body></html>"
)
TERMS_LINKED = (
    "<!DOCTYPE html><html><head><title>通信サービス契約約款の一部変更について</title></head><body>"
    "<p>契約約款を変更いたしました。</p><p><a href=/notice/seen>同意して進む</a></p></body></html>"
)
MAINTENANCE = (
    "<!DOCTYPE html><html><head><title>メンテナンス</title></head><body><h1>システムメンテナンス中</h1>"
    "<p>ただいまシステムメンテナンスのためサービスを停止しております。</p></body></html>"
)


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong, and the errors that it may be called."""

    name: str
    begin: Begin
    said: frozenset[str]
    seconds: float | None = None
    """How long an answer is waited for meanwhile: nobody wants to see a minute pass for each cell."""
    answers: bool = True
    """Whether it is the answers that are wrong, and not the line."""

    @contextmanager
    def on(self, simulator: Simulator, places: Collection[Place] = EVERYWHERE) -> Iterator[None]:
        """Let it go wrong, at some places.

        Who waits for ever, or for longer than anybody, does so here too: only the seconds of the product's own wait are others.
        """
        own = web.TIMEOUT
        assert own.total is not None
        assert SHORTEST <= own.total <= LONGEST
        self.begin(simulator, places)
        try:
            with patch.object(web, "TIMEOUT", attr.evolve(own, total=self.seconds) if self.seconds else own):
                yield
        finally:
            simulator.faults.clear()


def _answers(**fault: Any) -> Begin:
    def begin(simulator: Simulator, places: Collection[Place]) -> None:
        for host, path in places:
            simulator.faults.add(Fault(host, path=path, **fault))

    return begin


def _line(line: Line) -> Begin:
    def begin(simulator: Simulator, _places: Collection[Place]) -> None:
        simulator.faults.line = line

    return begin


def _status(code: int, said: frozenset[str]) -> Trouble:
    return Trouble(f"HTTP {code}", _answers(kind=Kind.STATUS, status=code, body="error"), said)


def _page(name: str, body: str, said: frozenset[str]) -> Trouble:
    return Trouble(name, _answers(kind=Kind.HTML, body=body), said)


def _spoilt(name: str, kind: Kind, said: frozenset[str], seconds: float | None = None, **more: Any) -> Trouble:
    return Trouble(name, _answers(kind=kind, **more), said, seconds)


_AGREE = (
    _page("consent page on first use", CONSENT, UNREADABLE | PERSON),
    _page("the terms have changed: a notice with a button", TERMS, UNREADABLE | PERSON),
    _page("the terms have changed: a notice with a link", TERMS_LINKED, UNREADABLE | PERSON),
)
TROUBLES: tuple[Trouble, ...] = (
    Trouble("connection refused", _line(Line.REFUSED), NETWORK, answers=False),
    Trouble("no such name (DNS)", _line(Line.DNS), NETWORK, answers=False),
    Trouble("certificate of another authority", _line(Line.WRONG_CERTIFICATE), NETWORK, answers=False),
    Trouble("expired certificate", _line(Line.EXPIRED_CERTIFICATE), NETWORK, answers=False),
    _spoilt("closed without an answer", Kind.CLOSE, NETWORK),
    _spoilt("reset in the middle of the body", Kind.TRUNCATED, NETWORK),
    Trouble("no answer in time", _answers(kind=Kind.DELAY, seconds=9.0), NETWORK, 0.25),
    _spoilt("a byte a second", Kind.STALL, NETWORK | HARMLESS, 0.5),
    _status(403, UNREADABLE | PERSON | frozenset({"RateLimited", "LoginRefused", "NotPermitted"})),
    _status(429, frozenset({"RateLimited"})),
    *(_status(code, NETWORK | frozenset({"Maintenance", "RateLimited"})) for code in (500, 502, 503, 505)),
    _page("maintenance page with 200", MAINTENANCE, UNREADABLE),
    _spoilt("empty body", Kind.EMPTY, UNREADABLE),
    _spoilt("half of the page, as if it were all", Kind.SHORT, UNREADABLE | HARMLESS | PERSON),
    _spoilt("50 MB", Kind.BIG, UNREADABLE | HARMLESS),
    _spoilt("gzip bomb", Kind.BOMB, UNREADABLE | HARMLESS),
    _spoilt("redirect loop", Kind.LOOP, UNREADABLE),
    _spoilt("redirect to another host", Kind.AWAY, frozenset({"ForeignAnswer"}), body="https://portal.evil.example/"),
    _spoilt("redirect without TLS", Kind.AWAY, frozenset({"ForeignAnswer"})),
    _spoilt("wrong charset", Kind.CHARSET, UNREADABLE | HARMLESS | PERSON),
    _spoilt("NUL bytes", Kind.NUL, UNREADABLE | HARMLESS | PERSON),
    _spoilt("wrong content type", Kind.TYPE, UNREADABLE | HARMLESS | PERSON),
    _page("captcha", CAPTCHA, UNREADABLE | PERSON),
    *_AGREE,
    _page("a notice that says nothing", "", UNREADABLE | PERSON),
)
"""What befalls every call alike."""
TERMS_TROUBLES = frozenset(trouble.name for trouble in _AGREE)
"""After these a person has something to read, and to agree to."""


type Handler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]


def but_broken_handshakes(handle: Handler | None) -> Handler:
    """A certificate that is not trusted ends the portal's handshake, which is told to the loop that is ours too."""

    def judge(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if handle is not None and "incoming connection" not in context["message"]:
            handle(loop, context)

    return judge

"""A one-time code that is asked for by a form, as portals of any make have it.

A page with a box for it came with the code. One without has a button that sends it, which nobody presses but `send()`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
import re

from .aside import aside
from .document import HEADINGS, Document
from .errors import CodeNeeded, LayoutChanged, LoginExpired
from .forms import Control, Form, forms, submit
from .labels import key
from .reading import plain
from .signs import code_form, is_code_box, sending_button, sending_form, sign
from .skeleton import skeleton
from .web import Page, Web

_DEAD = re.compile(r"有効期限[^。]{0,10}(?:切れ|過ぎ|終了)|期限切れ|無効にな|(?:もう一度|再度)[^。]{0,10}ログイン")
_ERRORS = frozenset({"err-area", "error", "errors", "err", "alert", "alert-error", "alert-danger", "error-message"})


_AGAIN = re.compile(r"再送|再発行|再度|もう一度|届かない|戻る|キャンセル|中止|resend|again|cancel|back", re.IGNORECASE)
_CONFIRMS = re.compile(r"認証|確認|次へ|ログイン|verify|confirm|next|log-?in", re.IGNORECASE)
_STEPS = 2


class FormChallenge:
    """A login that waits for the code of a page. `arrived` takes the page that the right code leads to.

    To make one reads the page: a long one beside the event loop.
    """

    def __init__(self, web: Web, doc: Document, arrived: Callable[[Document], Awaitable[None]]) -> None:
        self._web = web
        self._arrived = arrived
        self._destination: str | None = None
        self._look(doc)

    def _look(self, doc: Document) -> None:
        self._doc = doc
        seen = sign(doc)
        self._destination = (seen.destination if seen else None) or self._destination

    @property
    def destination(self) -> str | None:
        """The last digits of where the code went, if the page shows them."""
        return self._destination

    @property
    def sent(self) -> bool:
        """Whether the page has a box for the code."""
        return code_form(self._doc) is not None

    async def send(self) -> None:
        """Press what sends the code until the page asks for it; at most twice. Raises `LoginExpired`, `LayoutChanged`."""
        for _ in range(_STEPS):
            if self.sent:
                return
            form = await aside(sending_form, self._doc)
            button = None if form is None else sending_button(form)
            if form is None or button is None:
                raise await self._changed("send button")
            doc, dead = await aside(_answered, await submit(self._web, _pressing(form, button), _first_choice(form)))
            if dead:
                raise LoginExpired("the login was over before the code was sent")
            self._look(doc)
        if not self.sent:
            raise await self._changed("code box")

    async def submit(self, code: str) -> None:
        """Send the code by the page's own form. What its box would not take is not sent."""
        form = code_form(self._doc)
        if form is None:
            raise await self._changed("code box")
        box = next(box for box in form.boxes if is_code_box(box))
        typed = "".join(plain(code).split())
        if not typed or len(typed) > (box.maxlength or len(typed)):
            raise CodeNeeded(self)
        button = _code_button(form)
        if button is None and form.buttons:
            raise await self._changed("code button")
        pressed = form if button is None else _pressing(form, button)
        doc, dead = await aside(_answered, await submit(self._web, pressed, {box.name: typed}))
        if dead:
            raise LoginExpired("the code is no longer good")
        if code_form(doc) is not None:
            self._look(doc)
            raise CodeNeeded(self)
        await self._arrived(doc)

    async def _changed(self, what: str) -> LayoutChanged:
        return LayoutChanged("login", what, skeleton=await aside(skeleton, self._doc))


def _answered(page: Page) -> tuple[Document, bool]:
    """The answer, and whether it says that the code is no longer good. It is looked at for a box for another one, too."""
    doc = Document(page)
    sign(doc)
    return doc, is_dead(doc)


def _code_button(form: Form) -> Control | None:
    """The button that takes the code: never one that asks for another, nor one of several."""
    meant = [one for one in form.buttons if not one.hidden and not _AGAIN.search(key(one.label))]
    if len(meant) > 1:
        meant = [one for one in meant if _CONFIRMS.search(key(one.label))]
    return meant[0] if len(meant) == 1 else None


def _pressing(form: Form, button: Control) -> Form:
    """The form with that button alone."""
    return replace(form, controls=tuple(one for one in form.controls if one is button or one not in form.buttons))


def _first_choice(form: Form) -> dict[str, str]:
    """Where the code goes, if the page names several places and has chosen none: the first."""
    radios = [one for one in form.controls if one.type == "radio" and one.name]
    return {} if not radios or any(one.sent for one in radios) else {radios[0].name: radios[0].value}


def is_dead(doc: Document) -> bool:
    """Whether a page says that the code is no longer good: anywhere, if it has no box for another."""
    if code_form(doc) is None:
        return "ログアウト" not in doc.text and not forms(doc) and _DEAD.search(doc.text) is not None
    marked = (node for node in doc.nodes if not node.hidden and (_ERRORS & set(node.classes) or node.tag in HEADINGS))
    return any(_DEAD.search(node.text) for node in marked)

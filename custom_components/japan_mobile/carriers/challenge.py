"""A one-time code that is asked for by a form, as portals of any make have it: the code went out with the page."""

from collections.abc import Awaitable, Callable
import re

from .document import HEADINGS, Document
from .errors import CodeNeeded, LayoutChanged, LoginExpired
from .forms import Form, forms, submit
from .reading import plain
from .signs import code_form, is_code_box, sign
from .skeleton import skeleton
from .web import Web

_DEAD = re.compile(r"有効期限[^。]{0,10}(?:切れ|過ぎ|終了)|期限切れ|無効にな|(?:もう一度|再度)[^。]{0,10}ログイン")
_ERRORS = frozenset({"err-area", "error", "errors", "err", "alert", "alert-error", "alert-danger", "error-message"})


class FormChallenge:
    """A login that waits for the code of a page. `arrived` takes the page that the right code leads to."""

    sent = True

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

    async def send(self) -> None:
        """Nothing to do: the page that asks for a code comes with one."""

    async def submit(self, code: str) -> None:
        """Send the code by the page's own form. What its box would not take is not sent."""
        form = code_form(self._doc)
        if form is None:
            raise LayoutChanged("login", "code box", skeleton=skeleton(self._doc))
        box = next(box for box in form.boxes if is_code_box(box))
        typed = "".join(plain(code).split())
        if not typed or len(typed) > (box.maxlength or len(typed)):
            raise CodeNeeded(self)
        doc = Document(await submit(self._web, _with_button(form), {box.name: typed}))
        if is_dead(doc):
            raise LoginExpired("the code is no longer good")
        if code_form(doc) is not None:
            self._look(doc)
            raise CodeNeeded(self)
        await self._arrived(doc)


def _with_button(form: Form) -> Form:
    """The form, unless several buttons could be meant: one of them may ask for another code."""
    if len(form.buttons) > 1:
        raise LayoutChanged("login", "code button")
    return form


def is_dead(doc: Document) -> bool:
    """Whether a page says that the code is no longer good: anywhere, if it has no box for another."""
    if code_form(doc) is None:
        return "ログアウト" not in doc.text and not forms(doc) and _DEAD.search(doc.text) is not None
    marked = (node for node in doc.nodes if not node.hidden and (_ERRORS & set(node.classes) or node.tag in HEADINGS))
    return any(_DEAD.search(node.text) for node in marked)

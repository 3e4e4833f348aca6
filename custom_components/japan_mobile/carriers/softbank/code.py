"""The code by SMS, in its three shapes. Protocol: docs/carriers/softbank.md, 3.3.

A and B: the SMS goes out with the last `送信する`, which nobody presses but `send()`. C: it is out already.
Links on these pages lead to help pages and out of the login; only `送信する` is followed.
"""

from collections.abc import Awaitable, Callable
import re

from ..aside import aside
from ..document import Document
from ..errors import CodeNeeded, LayoutChanged, LoginExpired
from ..forms import Control, Form, forms
from ..labels import key
from ..reading import plain
from ..signs import code_form
from ..skeleton import skeleton
from .doors import Arrival, Door, Where, address_of

_SEND = "送信する"
_CONFIRM = "本人確認"
_SENDS_CODES = ("security", "sendtel", "confirm")
_BOXES = ("password", "securityNumber", "security_number", "confirmationNumber")
_STEPS = 2
_TRIES = 3
_ERRORS = frozenset({"err-area", "error", "alert-error", "sbid-error"})
_DEAD = re.compile(r"有効期限[^。]{0,10}(?:切れ|過ぎ|終了)|無効にな")


class SmsChallenge:
    """A login that waits for the three digits. `entered` is called once the portal has let us in."""

    def __init__(self, door: Door, arrival: Arrival, entered: Callable[[], Awaitable[None]]) -> None:
        self._door = door
        self._entered = entered
        self._tries = 0
        self._destination: str | None = None
        self._arrive(arrival)

    def _arrive(self, arrival: Arrival) -> None:
        self._doc = arrival.doc
        told = arrival.sign.destination if arrival.sign else None
        self._destination = told or self._of_choice() or self._destination

    def _of_choice(self) -> str | None:
        """The last digits of the number that `send` will choose, where the page shows several."""
        chosen = next((_chosen(form) for form in forms(self._doc) if _radios(form)), None)
        digits = re.search(r"(?<!\d)\d{4}$|\D(\d{4})$", plain(chosen.label)) if chosen else None
        return digits[0][-4:] if digits else None

    @property
    def sent(self) -> bool:
        """Whether the page has a box for the code: it shows one only after the SMS."""
        return code_form(self._doc) is not None

    @property
    def destination(self) -> str | None:
        """The last four digits of the number, if the page shows them."""
        return self._destination

    async def send(self) -> None:
        """Press `送信する` until the page asks for the code; at most twice. Raises `LoginExpired`, `LayoutChanged`."""
        for _ in range(_STEPS):
            if self.sent:
                return
            arrival = await self._press()
            if arrival.where is not Where.CODE:
                raise LoginExpired("the login was over before the code was sent")
            self._arrive(arrival)
        if not self.sent:
            raise await self._changed("code box")

    async def _press(self) -> Arrival:
        address = await aside(address_of, self._doc, _SEND)
        if address is not None:
            return await self._door.open(address)
        found = [form for form in forms(self._doc) if _says(form, _SEND)]
        found = found or [
            form for form in forms(self._doc) if any(word in form.action.path.lower() for word in _SENDS_CODES)
        ]
        if len(found) != 1:
            raise await self._changed(_SEND)
        [form] = found
        button = next((button.label for button in form.buttons if key(_SEND) in key(button.label)), None)
        choice = _chosen(form)
        values = {} if choice is None else {choice.name: choice.value}
        return await self._door.send(form, values, button, hosts=(self._door.brand.identity,))

    async def submit(self, code: str) -> None:
        """Send the code, as the page's own form has it. What cannot be a code is not sent."""
        form = code_form(self._doc)
        if form is None:
            raise CodeNeeded(self)
        box = await self._box(form)
        digits = "".join(plain(code).split())
        if not re.fullmatch(rf"[0-9]{{{box.maxlength or 3}}}", digits):
            raise CodeNeeded(self)
        arrival = await self._door.send(
            form, {box.name: digits}, await self._button(form), hosts=(self._door.brand.identity,)
        )
        match arrival.where:
            case Where.CODE:
                await self._again(arrival)
            case Where.OUTSIDE:
                raise LoginExpired("the code is no longer good")
            case _:
                await self._entered()

    async def _again(self, arrival: Arrival) -> None:
        """The code was wrong, or dead: no source knows how the portal tells, so three wrong ones are taken for it."""
        self._arrive(arrival)
        self._tries += 1
        if not self.sent or self._tries >= _TRIES or await aside(_is_dead, self._doc):
            raise LoginExpired("the code is no longer good")
        raise CodeNeeded(self)

    async def _box(self, form: Form) -> Control:
        named = [box for box in form.boxes if box.name in _BOXES]
        found = named or [box for box in form.boxes if box.name and box.maxlength == 3]
        if len(found) != 1:
            raise await self._changed("code box")
        return found[0]

    async def _button(self, form: Form) -> str | None:
        """The button `本人確認する`; a lone one whatever it says, never one of several."""
        wanted = [button.label for button in form.buttons if key(_CONFIRM) in key(button.label)]
        if wanted:
            return wanted[0]
        if len(form.buttons) > 1:
            raise await self._changed(_CONFIRM)
        return None

    async def _changed(self, what: str) -> LayoutChanged:
        return LayoutChanged("login", what, skeleton=await aside(skeleton, self._doc))


def _is_dead(doc: Document) -> bool:
    """Whether an error on the page says that the code is."""
    errors = (node.text for node in doc.nodes if not node.hidden and _ERRORS & set(node.classes))
    return any(_DEAD.search(text) for text in errors)


def _radios(form: Form) -> tuple[Control, ...]:
    return tuple(control for control in form.controls if control.type == "radio" and control.name)


def _chosen(form: Form) -> Control | None:
    """The radio button that the page has chosen, else its first."""
    radios = _radios(form)
    return next((radio for radio in radios if radio.sent), radios[0] if radios else None)


def _says(form: Form, text: str) -> bool:
    return text in form.text or any(key(text) in key(button.label) for button in form.buttons)

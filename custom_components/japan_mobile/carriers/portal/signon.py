"""Getting in: the login form is found, filled once, and its answers are judged. Sheet: docs/carriers/others.md, 3"""

from collections.abc import Awaitable, Callable

from yarl import URL

from ..aside import aside
from ..carrier import Credentials
from ..challenge import FormChallenge
from ..document import Document, as_document
from ..errors import CodeNeeded, LoginExpired, LoginRefused
from ..forms import Form, submit
from ..signs import Kind
from ..web import Page, Web
from .entrance import (
    button_of,
    changed,
    has_form,
    is_outside,
    login_link,
    name_box,
    name_form,
    password_form,
    refuse,
    refuse_status,
    says_refused,
    seen,
)
from .handover import hand_over, refresh
from .pages import is_inside, wanted
from .presets import Preset

_HOPS = 4
_WALLS = (Kind.HUMAN, Kind.CONSENT, Kind.PASSWORD_CHANGE)


class SignOn:
    """One login. `entered` takes the page that it lands on."""

    def __init__(
        self,
        web: Web,
        preset: Preset,
        credentials: Credentials,
        about_to_send: Callable[[], Awaitable[None]],
        entered: Callable[[Document], Awaitable[None]],
    ) -> None:
        self._web = web
        self._preset = preset
        self._credentials = credentials
        self._about_to_send = about_to_send
        self._entered = entered

    async def run(self, start: str) -> None:
        """Log in from an address. What it raises is told at `PortalClient.log_in`."""
        doc = await self._find(start)
        form = await aside(password_form, doc, self._preset)
        if form is not None:
            answer = await self._send_password(doc, form, named=False)
        else:
            answer = await self._send_password(*await self._name_first(doc), named=True)
        await self._refuse(answer)
        await self._enter(answer)

    async def _find(self, start: str) -> Document:
        """The page with the login form: at the address, or behind one link."""
        doc = await self._open(start)
        if await aside(has_form, doc, self._preset):
            return doc
        if (link := await aside(login_link, doc)) is not None:
            doc = await self._open(str(link.url))
            if await aside(has_form, doc, self._preset):
                return doc
        await self._refuse_walls(doc)
        raise await aside(changed, doc, "form")

    async def _open(self, address: str) -> Document:
        doc = await self._follow(await self._web.get(address, expect=(503,)))
        await aside(refuse, doc, self._web, Kind.MAINTENANCE)
        refuse_status(doc)
        return doc

    async def _refuse_walls(self, doc: Document) -> None:
        await aside(refuse, doc, self._web, *_WALLS)

    async def _name_first(self, doc: Document) -> tuple[Document, Form]:
        """Send the login name, where the password is asked for on a page of its own."""
        form = await aside(name_form, doc)
        box = None if form is None else name_box(form, self._preset)
        if form is None or box is None:
            raise await aside(changed, doc, "name box")
        answer = await self._send(doc, form, {box.name: self._credentials.username})
        found = await aside(password_form, answer, self._preset)
        if found is not None:
            return answer, found
        await self._refuse(answer)
        refuse_status(answer)
        raise await aside(changed, answer, "form with a password box")

    async def _send_password(self, doc: Document, form: Form, *, named: bool) -> Document:
        box = name_box(form, self._preset)
        values = {form.passwords[0].name: self._credentials.password}
        if box is not None:
            values[box.name] = self._credentials.username
        elif not named:
            raise await aside(changed, doc, "name box")
        return await self._send(doc, form, values, self._about_to_send)

    async def _send(
        self,
        doc: Document,
        form: Form,
        values: dict[str, str],
        about_to_send: Callable[[], Awaitable[None]] | None = None,
    ) -> Document:
        """Send a form of the login, unless a person is wanted, or it leads to somebody else."""
        await self._refuse_walls(doc)
        if "" in values:
            raise await aside(changed, doc, "a name of the box")
        press = await aside(button_of, doc, form)
        self._web.check(form.action)
        if about_to_send is not None:
            await about_to_send()
        return await self._follow(await submit(self._web, form, values, press))

    async def _follow(self, page: Page | Document) -> Document:
        """Go through the pages that lead on by themselves."""
        for _ in range(_HOPS):
            doc, form, target = await aside(_led_on, page)
            if form is not None:
                page = await submit(self._web, form)
            elif target is not None:
                page = await self._web.get(str(target), expect=(503,))
            else:
                return doc
        raise await aside(lambda one: changed(as_document(one), "an end of the hand-overs"), page)

    async def _refuse(self, doc: Document) -> None:
        """Raise what an answer is that does not let in, in the order of the sheet."""
        if Kind.CODE in await aside(seen, doc, self._web):
            raise CodeNeeded(await aside(FormChallenge, self._web, doc, self._after_code))
        await self._refuse_walls(doc)
        if await aside(says_refused, doc, self._web) or await self._is_outside(doc):
            raise LoginRefused

    async def _is_outside(self, doc: Document) -> bool:
        """Whether the answer wants a login. One that has a link to it, and others to usage, is proved by where these lead."""
        if not await aside(is_outside, doc, self._web, self._preset):
            return False
        named, _ = await aside(wanted, doc, self._web)
        if await aside(has_form, doc, self._preset) or not named:
            return True
        shown = await self._web.get(str(named[0]))
        return await aside(lambda page: is_outside(Document(page), self._web, self._preset), shown)

    async def _after_code(self, doc: Document) -> None:
        """Go on from the page that the right code led to."""
        doc = await self._follow(doc)
        await self._refuse_walls(doc)
        if await self._is_outside(doc):
            raise LoginExpired("the code is no longer good")
        await self._enter(doc)

    async def _enter(self, doc: Document) -> None:
        """Take a page for success only if it proves to be inside."""
        await aside(refuse, doc, self._web, Kind.MAINTENANCE)
        refuse_status(doc)
        if not await aside(is_inside, doc, self._web):
            raise await aside(changed, doc, "an answer to the form")
        await self._entered(doc)


def _led_on(page: Page | Document) -> tuple[Document, Form | None, URL | None]:
    """The page, and where it leads by itself: by a form, or to an address."""
    doc = as_document(page)
    return doc, hand_over(doc), refresh(doc)

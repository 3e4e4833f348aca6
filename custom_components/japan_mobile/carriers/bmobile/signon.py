"""Getting in: JOSSO's form (A) or Keycloak's (B), whichever the portal shows. Protocol: docs/carriers/bmobile.md, 3."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum

from ..aside import aside
from ..carrier import Credentials
from ..document import Document
from ..errors import HumanCheckNeeded, LayoutChanged, LoginRefused
from ..forms import Form, forms, submit
from ..signs import Kind, Rules, signs
from ..web import Page, Web
from .status import HEADING, is_status

NAME = "login"
STATUS = "/checkout/status"
_INSIDE = "/checkout/"
_BETWEEN = frozenset({Kind.CODE, Kind.HUMAN, Kind.CONSENT, Kind.PASSWORD_CHANGE, Kind.MAINTENANCE})
"""What a page may ask for before it lets one in. A refusal is known by the form that comes back, by nothing else."""


class SignOn(Enum):
    """The two forms, by the names of their fields."""

    JOSSO = ("josso_username", "josso_password")
    KEYCLOAK = ("username", "password")

    @classmethod
    def on(cls, doc: Document) -> tuple[SignOn, Form] | None:
        """The login form of a page. Raises `LayoutChanged` when there are several."""
        found = [(kind, form) for form in forms(doc) for kind in cls if form.has(*kind.value)]
        if len(found) > 1:
            raise LayoutChanged(NAME, "form", "two values")
        return found[0] if found else None


def refuse_signs(doc: Document, now: datetime | None = None) -> None:
    """Raise what a page that is neither the login nor the status asks for: a code, a person, consent, patience."""
    # What stands outside the pages of the contract belongs to the sign-on, whatever its host is (sheet, 3).
    outside = () if doc.url.path.startswith(_INSIDE) else (str(doc.url.host),)
    for seen in signs(doc, Rules(identity_hosts=outside), now):
        error = seen.error() if seen.kind in _BETWEEN else None
        if error is not None:
            raise error


async def sign_in(
    web: Web, base: str, entry: str, credentials: Credentials, about_to_send: Callable[[], Awaitable[None]]
) -> None:
    """Send the credentials once, after `about_to_send`. Returns when the portal has shown the status page.

    Raises `LoginRefused` when the same form comes back, `LayoutChanged` for an answer that is not known, and what
    `refuse_signs` raises. Nothing is sent where the form leads to a host that is not declared: `ForeignAnswer`.
    """
    kind, form = await _find_form(web, base, entry)
    name, password = kind.value
    await about_to_send()
    answer = await submit(web, form, {name: credentials.username, password: credentials.password})
    if await aside(_lets_in, answer, kind):
        return
    # Landed elsewhere in the portal: whether the login was good shows at the page that needs one.
    await aside(_refuse_others, await web.get(base + STATUS))


def _lets_in(page: Page, kind: SignOn) -> bool:
    """Whether an answer to the form shows the status page; False for another of the portal's."""
    doc = Document(page)
    again = SignOn.on(doc)
    if again is not None:
        if again[0] is kind:
            raise LoginRefused
        raise LayoutChanged(NAME, "an answer to the form")
    if HEADING in doc.text or is_status(doc):
        return True
    refuse_signs(doc)
    _check_status(page)
    return False


def _refuse_others(page: Page) -> None:
    """Raise for a page that is not the status."""
    doc = Document(page)
    if SignOn.on(doc) is not None or not is_status(doc):
        refuse_signs(doc)
        raise LayoutChanged(NAME, "an answer to the form")


async def _find_form(web: Web, base: str, entry: str) -> tuple[SignOn, Form]:
    """The login form: at the entry that is known to work, else where the status page leads to."""
    for address in (entry, STATUS):
        found = await aside(_form_on, await web.get(base + address))
        if found is not None:
            return found
    raise LayoutChanged(NAME, "form")


def _form_on(page: Page) -> tuple[SignOn, Form] | None:
    """The login form. Raises for a captcha beside it (then nothing is sent), and for what stands in its place."""
    doc = Document(page)
    found = SignOn.on(doc)
    if found is None:
        refuse_signs(doc)
    elif any(seen.kind is Kind.HUMAN for seen in signs(doc)):
        raise HumanCheckNeeded
    return found


def _check_status(page: Page) -> None:
    if page.status != 200:
        raise LayoutChanged(NAME, f"status {page.status}")

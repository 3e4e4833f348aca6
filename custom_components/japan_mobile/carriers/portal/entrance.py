"""What a page is to somebody who wants in: login forms, links to them, signs of being in or out. Sheet: docs/carriers/others.md, 3"""

import re

from ..document import Document
from ..errors import CannotConnect, LayoutChanged
from ..forms import Control, Form, Link, forms, links
from ..labels import key
from ..signs import DEFAULT, Kind, Sign, is_code_box, is_login_form, sending_form, signs
from ..skeleton import skeleton
from ..source import Source
from ..survey import survey_of
from .presets import Preset

NAME = "login"
_LOGIN_LINK = re.compile(
    r"(?:(?:会員|お客様|契約者)?(?:マイページ|ページ|サイト)?)(?:に|へ|への|の)?(?:ログイン|サインイン|login|signin)(?:する|はこちら|画面へ?|ページへ?)?[>＞›»]?",
    re.IGNORECASE,
)
_GOES_IN = re.compile(r"ログイン|サインイン|次へ|続け|続行|login|sign-?in|next", re.IGNORECASE)
_LOGOUT = re.compile(r"ログアウト|サインアウト|logout|signout", re.IGNORECASE)
_TYPED = frozenset({"text", "tel", "email", "number"})
_REFUSED = re.compile(
    r"(?:ID|パスワード|ユーザ|メールアドレス|電話番号|入力内容|ログイン情報)[^。]{0,20}"
    r"(?:正しくありません|間違|誤り|違い|違って|一致しません|確認できません)|ログインできません|ログインに失敗",
    re.IGNORECASE,
)
_UNAVAILABLE = 503
_FIRST_ERROR = 400


def changed(doc: Document, *missing: str) -> LayoutChanged:
    """The error for a page of the login that is not understood."""
    return LayoutChanged(NAME, *missing, skeleton=skeleton(doc))


def can_log_out(doc: Document) -> bool:
    """Whether a page offers a way out: only who is in is shown one. What its text says counts for nothing."""
    shown = (node for node in doc.tagged("a", "button", "input", "img") if not node.hidden)
    texts = (node.text or node.attrs.get("value") or node.attrs.get("alt", "") for node in shown)
    return any(_LOGOUT.search(key(text)) for text in texts)


def password_form(doc: Document, preset: Preset) -> Form | None:
    """The form that asks for the password. Raises `LayoutChanged` where several could be meant."""
    found = [form for form in forms(doc) if is_login_form(form)]
    named = [form for form in found if preset.names and form.has(*preset.names)]
    return _only(doc, named or found)


def name_form(doc: Document) -> Form | None:
    """The form that asks for the login name alone, the password being asked for later."""
    return _only(doc, [form for form in forms(doc) if _asks_name(form)])


def _asks_name(form: Form) -> bool:
    boxes = [box for box in form.boxes if box.type in _TYPED]
    return (
        form.method == "post"
        and len(boxes) == 1
        and not form.passwords
        and not is_code_box(boxes[0])
        and any(_GOES_IN.search(key(button.label)) for button in form.buttons)
    )


def _only(doc: Document, found: list[Form]) -> Form | None:
    """The one form; the same one shown twice counts once."""
    different = {(str(form.action), form.names): form for form in found}
    if len(different) > 1:
        raise changed(doc, "form", "two forms")
    return next(iter(different.values()), None)


def login_link(doc: Document) -> Link | None:
    """The link that leads to a login form; the first of those that say nothing else."""
    return next((link for link in links(doc) if _LOGIN_LINK.fullmatch(key(link.text))), None)


def has_form(doc: Document, preset: Preset) -> bool:
    """Whether a page has a form to log in by."""
    return (password_form(doc, preset) or name_form(doc)) is not None


def is_outside(doc: Document, source: Source, preset: Preset) -> bool:
    """Whether a page wants a login first. A link to one proves nothing beside a customer's figures."""
    if can_log_out(doc):
        return False
    return has_form(doc, preset) or (login_link(doc) is not None and not shows_figures(doc, source))


def name_box(form: Form, preset: Preset) -> Control | None:
    """The box for the login name: as the sheet calls it, else the last one before the password that people see."""
    if preset.names and form.has(preset.names[0]):
        return form.control(preset.names[0])
    if preset.labels and any(key(preset.labels[0]) in key(box.label) for box in form.boxes):
        return form.labelled(preset.labels[0])
    place = next((n for n, one in enumerate(form.controls) if one.type == "password"), len(form.controls))
    before = [one for one in form.controls[:place] if one.type in _TYPED and not one.hidden]
    return before[-1] if before else None


def button_of(doc: Document, form: Form) -> str | None:
    """How the button that goes in is called; None for a lone one, or none. Raises `LayoutChanged`."""
    named = [button for button in form.buttons if _GOES_IN.search(key(button.label))]
    if len(form.buttons) < 2:
        return None
    if len(named) != 1:
        raise changed(doc, "button")
    return named[0].label


def seen(doc: Document, source: Source) -> dict[Kind, Sign]:
    """The signs of a page. A box among a customer's figures takes other codes; a button may have to send the code first."""
    found = {one.kind: one for one in signs(doc, DEFAULT, source.now())}
    if shows_figures(doc, source):
        found.pop(Kind.CODE, None)
    elif Kind.CODE not in found and not can_log_out(doc) and sending_form(doc) is not None:
        found = {Kind.CODE: Sign(kind=Kind.CODE), **found}
    return found


def shows_figures(doc: Document, source: Source) -> bool:
    """Whether a page has figures beside labels, and nothing to log in by."""
    return not any(map(is_login_form, forms(doc))) and bool(survey_of(doc, source.now()).offers)


def refuse(doc: Document, source: Source, *kinds: Kind) -> None:
    """Raise what a page asks for or tells, if it is of these kinds."""
    found = seen(doc, source)
    for kind in kinds:
        if kind in found and (error := found[kind].error()) is not None:
            raise error


def refuse_status(doc: Document) -> None:
    """Raise for a page that is none."""
    status = doc.page.status
    if status == _UNAVAILABLE:
        raise CannotConnect(f"{doc.name} answered {status}", status)
    if status >= _FIRST_ERROR:
        raise LayoutChanged(NAME, f"status {status}")


def says_refused(doc: Document, source: Source) -> bool:
    """Whether a page without a form says that id or password are wrong."""
    return not can_log_out(doc) and not shows_figures(doc, source) and _REFUSED.search(doc.text) is not None

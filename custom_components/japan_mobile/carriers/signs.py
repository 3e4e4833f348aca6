"""What kind of page came instead of the wanted one, judged by what it shows, in a fixed order of checks.

Words alone prove little: they count where the carrier's sheet says so (`Rules`), in a title or heading, or together
with the form that belongs to them. The absence of a sign proves nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import re

from .document import Document, Node, as_document
from .errors import (
    AccountActionNeeded,
    Action,
    CarrierError,
    CodeNeeded,
    HumanCheckNeeded,
    LoginExpired,
    LoginRefused,
    Maintenance,
)
from .forms import Control, Form, forms
from .model import TOKYO
from .reading import plain
from .terms import wants_acknowledgement
from .web import Page


class Kind(StrEnum):
    """The signs, in the order in which they are checked."""

    CODE = "code"
    HUMAN = "human check"
    CONSENT = "consent"
    PASSWORD_CHANGE = "password"
    LOGIN = "login form"
    LOGIN_ERROR = "login error"
    MAINTENANCE = "maintenance"
    ARREARS = "arrears"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a carrier's sheet lets count. `code_words`, `error_classes` and `error_words` do so on its identity hosts only."""

    identity_hosts: Collection[str] = ()
    code_titles: tuple[str, ...] = ("本人確認",)
    code_words: tuple[str, ...] = ("セキュリティ番号", "送付先", "連絡先", "本人確認")
    error_classes: tuple[str, ...] = ("err-area", "error", "alert-error", "sbid-error")
    error_words: tuple[str, ...] = ()
    arrears: tuple[str, ...] = ("未払い金があります",)


DEFAULT = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign. `destination` holds the last digits of where a code went, `until` the end of a maintenance."""

    kind: Kind
    destination: str | None = None
    until: datetime | None = None
    form: Form | None = field(default=None, repr=False)

    def error(self) -> CarrierError | None:
        """What to raise for it; None for arrears, which are news and no failure."""
        match self.kind:
            case Kind.CONSENT:
                return AccountActionNeeded(Action.CONSENT)
            case Kind.PASSWORD_CHANGE:
                return AccountActionNeeded(Action.PASSWORD)
            case Kind.MAINTENANCE:
                return Maintenance(self.until)
            case _:
                error = _ERRORS.get(self.kind)
                return None if error is None else error()


_ERRORS: dict[Kind, type[CodeNeeded | HumanCheckNeeded | LoginExpired | LoginRefused]] = {
    Kind.CODE: CodeNeeded,
    Kind.HUMAN: HumanCheckNeeded,
    Kind.LOGIN: LoginExpired,
    Kind.LOGIN_ERROR: LoginRefused,
}
_CODE_NAME = re.compile(
    r"one-time-code|otp|one_?time|auth_?code|verif|security_?(?:number|code)|confirmation_?number|(?<![a-z])pin(?![a-z])"
    r"|認証コード|認証番号|確認番号|確認コード|セキュリティ番号|ワンタイム",
    re.IGNORECASE,
)
_NEW_PASSWORD = re.compile(
    r"new_?(?:pass|pw)|(?:pass(?:word)?|pw)_?new(?![a-z])|新しい(?:ログイン)?パスワード|新パスワード", re.IGNORECASE
)
_LONGEST_CODE = 8
_CODE_TOLD = re.compile(
    r"(?:認証|確認|ワンタイム|セキュリティ|パスコード|暗証|SMS|ショートメッセージ)[^。]{0,30}(?:送信|送り|送る|お送り|届け|発行)"
    r"|(?:送信|送り|送る|発行)[^。]{0,20}(?:認証(?:コード|番号)|確認(?:コード|番号)|ワンタイムパスワード)",
)
_SEND_BUTTON = re.compile(r"送信|送る|受け取る|受信する|発行|send", re.IGNORECASE)
_HUMAN_SOURCE = re.compile(
    r"recaptcha/(?:api2|enterprise)/(?:anchor|bframe)|hcaptcha\.com|challenges\.cloudflare\.com", re.IGNORECASE
)
_CHALLENGE_SCRIPT = re.compile(r"_cf_chl_opt|/cdn-cgi/challenge-platform/[^\s\"']*/orchestrate/", re.IGNORECASE)
"""What Cloudflare's pages for "a moment" run; its scripts on pages that let one through are others."""

_HUMAN_CLASS = re.compile(r"g-recaptcha|h-captcha|cf-turnstile|cf-challenge|captcha", re.IGNORECASE)
_CHALLENGING = ("captcha", "challenge", "turnstile", "data-sitekey", "&#")
"""Without one of these no element of a page is a challenge; with a letter that is written as its number it may be."""
_CHALLENGING_SCRIPT = ("_cf_chl_opt", "/cdn-cgi/", "&#")
_HUMAN_WORDS = re.compile(
    r"画像認証|画像に表示され|表示されている(?:文字|数字)|ロボットではありません|captcha", re.IGNORECASE
)
_DESTINATION = re.compile(
    r"(?:(?<![*＊xX●•・])[*＊xX●•・]{2,}+|(?<!\d)0[5-9]0)[- ]?(?:[*＊xX●•・]{2,4}|\d{4})?[- ]?(\d{4})(?!\d)|(?:下|末尾)\s*4\s*[桁けた]*\D{0,6}(\d{4})(?!\d)"
)
_MAINTENANCE = re.compile(
    r"メンテナンス中|(?:ただいま|ただ今|只今|現在)[^。]{0,40}メンテナンス|メンテナンスのため[^。]{0,60}(?:停止|ご利用いただけません|休止|できません)"
)
_UNTIL = re.compile(
    r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:\([月火水木金土日]\))?\s*(?:午前)?\s*(\d{1,2})(?:\s*:\s*|\s*時\s*)(\d{2})?\s*分?\s*(?:頃|ごろ)?\s*まで"
)
_SHORT = 1500


def sign(page: Page | Document, rules: Rules = DEFAULT, now: datetime | None = None) -> Sign | None:
    """The first sign, in the order of `Kind`; None if there is none, which proves nothing."""
    return next(iter(signs(page, rules, now)), None)


def signs(page: Page | Document, rules: Rules = DEFAULT, now: datetime | None = None) -> tuple[Sign, ...]:
    """All signs, in the order of `Kind`. `now` helps to date a maintenance that is told without its year."""
    doc = as_document(page)
    key = (rules, now.date() if now else None)
    if key not in doc.looks:
        doc.looks[key] = _signs(doc, rules, now)
    seen: tuple[Sign, ...] = doc.looks[key]
    return seen


def _signs(doc: Document, rules: Rules, now: datetime | None) -> tuple[Sign, ...]:
    found = forms(doc)
    here = doc.url.host in rules.identity_hosts
    code = _code(doc, found, rules, here=here)
    checks = (
        code,
        Sign(kind=Kind.HUMAN) if _is_human_check(doc, found) else None,
        _consent(doc, found),
        _password_change(found),
        None if code else _login(found),
        Sign(kind=Kind.LOGIN_ERROR) if here and not code and _is_login_error(doc, rules) else None,
        _maintenance(doc, found, now),
        Sign(kind=Kind.ARREARS) if _says(doc.text, rules.arrears) else None,
    )
    return tuple(check for check in checks if check is not None)


def is_login_form(form: Form) -> bool:
    """Whether a form asks for a password: one box for it, which is no box for a code, nor for a new password."""
    return len(form.passwords) == 1 and not any(map(is_code_box, form.boxes)) and not _is_new(form.passwords[0])


def code_form(page: Page | Document) -> Form | None:
    """The one form with a box for a code; None if there is none, or more than one."""
    found = [form for form in forms(page) if any(map(is_code_box, form.boxes))]
    return found[0] if len(found) == 1 else None


def sending_form(page: Page | Document) -> Form | None:
    """The one form whose button lets a code be sent, on a page that has no box for it; None if that is not sure."""
    doc = as_document(page)
    found = [form for form in forms(doc) if form.method == "post" and sending_button(form) is not None]
    if len(found) != 1 or any(form.boxes for form in forms(doc)) or not _CODE_TOLD.search(doc.text):
        return None
    return found[0]


def sending_button(form: Form) -> Control | None:
    """The one button of a form that says that something will be sent."""
    found = [one for one in form.buttons if not one.hidden and _SEND_BUTTON.search(plain(one.label))]
    return found[0] if len(found) == 1 else None


def is_code_box(box: Control) -> bool:
    """Whether a box takes a one-time code, by its name, label and length."""
    if box.maxlength is not None and not 3 <= box.maxlength <= _LONGEST_CODE:
        return False
    if _CODE_NAME.search(f"{box.name} {box.hint} {plain(box.label)}"):
        return True
    # SoftBank's box for the code of three digits is called `password`, and so are others' passwords.
    return box.name == "password" and box.maxlength is not None and box.maxlength <= 6


def _code(doc: Document, found: tuple[Form, ...], rules: Rules, *, here: bool) -> Sign | None:
    titled = doc.title.startswith(rules.code_titles) if rules.code_titles else False
    form = code_form(doc)
    worded = here and not any(map(is_login_form, found)) and any(word in doc.text for word in rules.code_words)
    if not titled and form is None and not worded:
        return None
    digits = {one or other for line in doc.lines for one, other in _DESTINATION.findall(line)}
    return Sign(kind=Kind.CODE, destination=digits.pop() if len(digits) == 1 else None, form=form)


def _is_human_check(doc: Document, found: tuple[Form, ...]) -> bool:
    if doc.page.headers.get("cf-mitigated") == "challenge":
        return True
    written = doc.page.text.lower()
    if any(sign in written for sign in _CHALLENGING) and any(map(_is_challenge, doc.nodes)):
        return True
    if any(sign in written for sign in _CHALLENGING_SCRIPT) and any(
        _CHALLENGE_SCRIPT.search(code) for code in (*doc.scripts, *_sources(doc))
    ):
        return True
    typed = any(form.boxes for form in found)
    if typed and any(_HUMAN_WORDS.search(_own(node)) for node in doc.nodes if node.tag != "a" and not node.hidden):
        return True
    return not any(form.passwords for form in found) and any("パスキー" in text for text in _heads(doc))


def _sources(doc: Document) -> tuple[str, ...]:
    return tuple(node.attrs.get("src", "") for node in doc.find("script"))


def _is_challenge(node: Node) -> bool:
    if node.tag == "iframe" and _HUMAN_SOURCE.search(node.attrs.get("src", "")):
        return "size=invisible" not in node.attrs["src"]
    if node.attrs.get("data-size") == "invisible" or node.hidden or node.tag == "a":
        return False
    if node.tag == "img":
        return bool(_HUMAN_CLASS.search(" ".join(node.attrs.get(name, "") for name in ("src", "id", "class", "alt"))))
    return "data-sitekey" in node.attrs or any(_HUMAN_CLASS.fullmatch(name) for name in node.classes)


def _own(node: Node) -> str:
    return plain("".join(child for child in node.children if isinstance(child, str)))


def _heads(doc: Document) -> tuple[str, ...]:
    return (doc.title, *(node.text for node in doc.headings))


def _consent(doc: Document, found: tuple[Form, ...]) -> Sign | None:
    for form in found:
        agrees = any("同意" in control.label + control.value for control in form.controls if control.type in _AGREEING)
        if (
            agrees
            and not form.passwords
            and re.search("規約|約款|ポリシー|個人情報|重要事項", " ".join((form.text, *_heads(doc))))
        ):
            return Sign(kind=Kind.CONSENT, form=form)
    return Sign(kind=Kind.CONSENT) if wants_acknowledgement(doc, found, _heads(doc)) else None


_AGREEING = frozenset({"checkbox", "submit", "button", "radio", "image"})


def _password_change(found: tuple[Form, ...]) -> Sign | None:
    form = next((form for form in found if len(form.passwords) > 1 or any(map(_is_new, form.passwords))), None)
    return None if form is None else Sign(kind=Kind.PASSWORD_CHANGE, form=form)


def _is_new(box: Control) -> bool:
    """Whether a box takes a password that is yet to be, by its name and label."""
    return bool(_NEW_PASSWORD.search(f"{box.name} {plain(box.label)}"))


def _login(found: tuple[Form, ...]) -> Sign | None:
    form = next((form for form in found if is_login_form(form)), None)
    return None if form is None else Sign(kind=Kind.LOGIN, form=form)


def _is_login_error(doc: Document, rules: Rules) -> bool:
    marked = (node for node in doc.nodes if not node.hidden and set(node.classes) & set(rules.error_classes))
    return any(len(node.text) > 5 for node in marked) or any(word in doc.text for word in rules.error_words)


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    return any(re.search(f"{re.escape(phrase)}(?!と|ので|が、|場合|か|[?？])", text) for phrase in phrases)


def _maintenance(doc: Document, found: tuple[Form, ...], now: datetime | None) -> Sign | None:
    """Only a clear notice: in the title or a heading, or on a short page; and nothing to log in to."""
    headed = any("メンテナンス" in text for text in _heads(doc))
    clear = _MAINTENANCE.search(doc.text) or any(_MAINTENANCE.search(text) for text in _heads(doc))
    if not clear or not (headed or len(doc.text) < _SHORT) or any(form.passwords for form in found):
        return None
    if re.search(r"\d\s*[KMG]B", doc.text):
        return None
    return Sign(kind=Kind.MAINTENANCE, until=_until(doc.text, now))


def _until(text: str, now: datetime | None) -> datetime | None:
    found = {match.groups() for match in _UNTIL.finditer(text)}
    if len(found) != 1:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in found.pop())
    if year is None and now is None:
        return None
    try:
        end = datetime(year or (now.year if now else 0), month or 0, day or 0, hour or 0, minute or 0, tzinfo=TOKYO)
    except ValueError:
        return None
    if year is None and now is not None and (now - end).days > 300:
        end = end.replace(year=end.year + 1)
    return end

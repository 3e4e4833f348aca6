"""The variants of a server-rendered portal of whom nothing is known. All of it is assumed."""

from dataclasses import dataclass, field

from .choices import one_of, several_of

TOLD = frozenset({"used", "remaining", "total", "bill"})
DECOYS = frozenset({"ad", "plans", "months", "points", "near", "hint"})


@dataclass
class OtherOptions:
    """How this account's portal behaves; lifetimes are in seconds. None: as the site has it.

    Before anybody has signed in, the options of the first account on the portal's hosts count.
    """

    # -- login form
    entry: str | None = one_of(
        None, "redirect", "link", "start"
    )  # the start address, not signed in; "start" has the form
    fields: tuple[str, str] | None = None  # names of the two inputs
    token: bool = True  # a hidden input that must come back, and is good for one try
    second_step: bool = False  # the password is asked for on a second page
    submit: str = one_of("input", "button", "image")
    submit_needed: bool = False  # without the button's own name and value the form just comes back
    other_forms: bool = False  # a search and a newsletter form stand before the login form
    action: str = one_of("relative", "path", "absolute")
    refusal: str = one_of("text", "silent", "redirect")  # the form comes back; "text" says why, "redirect": to ?error=1
    captcha_on_form: bool = False
    after_password: str | None = one_of(None, "code", "captcha", "consent", "expired")  # a page before the landing
    code: str = "482913"
    code_tries: int | None = None  # after so many wrong ones the code is dead, and only a new login sends another
    handover: str = one_of("ticket", "form", "here")  # in a redirect; in a form that a script submits; here: see Desk
    session_lifetime: float | None = None
    calls_per_session: int | None = None  # the sign-in dies after this many calls inside
    # -- what is told, and where
    tells: frozenset[str] = several_of(*sorted(TOLD), default=TOLD)
    tells_number: bool = True
    tells_plan: bool = True
    tells_month: str = one_of("label", "period", "none")  # of the figures: 対象月, ご利用期間, or nothing
    tells_bill_month: bool = True
    layout: str = one_of("usage", "home", "spread", "mixed")  # "spread": used and remaining apart; "mixed": at home too
    labels: dict[str, str] = field(default_factory=dict)  # kind: wording, where not the usual one
    lines: str = one_of("sections", "links")  # several lines: on one page, or ?line=2
    archive: int = 0  # so many links to pages of earlier months
    # -- how it is written
    style: str = one_of("table", "dl", "cards", "text", "json", "json_keys")  # json: label and value
    unit: str = one_of("GB", "MB")  # MB: whole
    decimals: int = 2  # of GB
    comma: bool = True
    space: bool = False  # 1.23 GB
    wide: bool = False  # full-width digits and letters
    yen: str = one_of("円", "¥", "税込")  # 1,234円 | "¥": ¥1,234 | "税込": 1,234円（税込）
    decoys: frozenset[str] = several_of(*sorted(DECOYS), default=DECOYS)  # what stands beside the figures
    links: str = one_of("relative", "absolute")
    charset: str = one_of("utf-8", "Shift_JIS", "EUC-JP")
    charset_header: bool = True  # False: only the page's meta element says it
    # -- trouble
    maintenance: str | None = one_of(None, "page", "503")  # every page is the notice; "page": with status 200
    hostile: str | None = None  # (foreign|http)_action, (foreign|http)_landing, foreign_(sign_on|second_step|link)

"""The variants of a server-rendered portal of whom nothing is known. All of it is assumed."""

from dataclasses import dataclass, field

TOLD = frozenset({"used", "remaining", "total", "bill"})
DECOYS = frozenset({"ad", "plans", "months", "points", "near", "hint"})


@dataclass
class OtherOptions:
    """How this account's portal behaves; lifetimes are in seconds. None: as the site has it.

    Before anybody has signed in, the options of the first account on the portal's hosts count.
    """

    # -- login form
    entry: str | None = None  # the start address, not signed in: redirect | link (ログインする) | start (has the form)
    fields: tuple[str, str] | None = None  # names of the two inputs
    token: bool = True  # a hidden input that must come back, and is good for one try
    second_step: bool = False  # the password is asked for on a second page
    submit: str = "input"  # input | button | image
    submit_needed: bool = False  # without the button's own name and value the form just comes back
    other_forms: bool = False  # a search and a newsletter form stand before the login form
    action: str = "relative"  # relative | path | absolute
    refusal: str = "text"  # the form comes back: text (says why) | silent | redirect (to ?error=1)
    captcha_on_form: bool = False
    after_password: str | None = None  # code | captcha | consent | expired, a page before the landing
    code: str = "482913"
    code_tries: int | None = None  # after so many wrong ones the code is dead, and only a new login sends another
    handover: str = (
        "ticket"  # from the login host: ticket (in a redirect) | form (that a script submits) | here (see Desk)
    )
    session_lifetime: float | None = None
    calls_per_session: int | None = None  # the sign-in dies after this many calls inside
    # -- what is told, and where
    tells: frozenset[str] = TOLD  # used | remaining | total | bill
    tells_number: bool = True
    tells_plan: bool = True
    tells_month: str = "label"  # of the figures: label (対象月) | period (ご利用期間) | none
    tells_bill_month: bool = True
    layout: str = "usage"  # home (all at home) | usage (one page) | spread (used, remaining apart) | mixed (home too)
    labels: dict[str, str] = field(default_factory=dict)  # kind: wording, where not the usual one
    lines: str = "sections"  # several lines: sections of one page | links (?line=2)
    archive: int = 0  # so many links to pages of earlier months
    # -- how it is written
    style: str = "table"  # table | dl | cards | text | json (label and value) | json_keys
    unit: str = "GB"  # or MB (whole)
    decimals: int = 2  # of GB
    comma: bool = True
    space: bool = False  # 1.23 GB
    wide: bool = False  # full-width digits and letters
    yen: str = "円"  # 1,234円 | "¥": ¥1,234 | "税込": 1,234円（税込）
    decoys: frozenset[str] = DECOYS  # what stands beside the figures
    links: str = "relative"  # or absolute
    charset: str = "utf-8"  # Shift_JIS | EUC-JP
    charset_header: bool = True  # False: only the page's meta element says it
    # -- trouble
    maintenance: str | None = None  # every page is the notice: "page" with status 200, or "503"
    hostile: str | None = None  # (foreign|http)_action, (foreign|http)_landing, foreign_(sign_on|second_step|link)

"""The variants of the b-mobile / HIS portal, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field

from .choices import one_of, several_of


@dataclass
class BmobileOptions:
    """How this account's portal behaves; lifetimes are in seconds. None: as the brand does today.

    Before anybody has signed in, the options of the first account on the portal's host count.
    """

    # -- sign-in (sheet 3)
    login: str | None = one_of(None, "josso", "keycloak")  # forms A and B; None: b-mobile B, HIS A
    action: str = one_of("relative", "path", "absolute")  # of the JOSSO form
    hidden_token: bool = True  # assumed: the JOSSO form has one more hidden input, which must come back
    second_form: bool = False  # assumed: a search form stands after the login form
    sign_on_host: str = one_of("id", "portal")  # of Keycloak; "id" (assumed): id.bmobile.ne.jp, id.his.mvno.ne.jp
    realm: str = "mypage"  # assumed
    client_id: str = "checkout"  # assumed
    credential_id: bool = True  # the Keycloak form's hidden credentialId must come back
    refusal_text: bool = True  # assumed wording; without it the form comes back and says nothing
    landing: str = one_of("status", "home")  # after the sign-in; "home": a page without data (assumed)
    after_password: str | None = one_of(None, "captcha", "code", "consent")  # assumed: a page instead of the landing
    single_sign_on: bool = True  # the sign-on host's cookie signs in again silently while it lives
    session_lifetime: float | None = None  # assumed; of both
    calls_per_session: int | None = None  # the sign-in dies after this many calls inside
    # -- line chooser (sheet 4)
    values: str = one_of("index", "key")  # of the options; "key": the contract's number (assumed)
    onchange: str = one_of("value", "selected", "absent")  # how the script ends; "selected": Wicket's own
    hyphens: bool = False  # assumed: the chooser writes 080-0000-0001
    duplicates: frozenset[str] = frozenset()  # line ids whose number is listed twice
    pages_kept: int = 5  # how many Wicket pages of a session stay valid
    stale: str = one_of("notice", "reload", "login")  # a stale page number; "reload" shows the first line
    switch: str = one_of("direct", "redirect")  # the answer to a change; "redirect" to the page: assumed
    remembers_line: bool = False  # assumed: a fresh status page shows the line chosen last
    deaf_chooser: bool = False  # hostile: another line than the chosen one is shown
    # -- status page (sheet 4)
    comma: bool | None = None  # 1,234 instead of 1234; None: HIS only
    limit_unit: str = one_of("MB", "GB")
    separator: str = one_of("～", "〜", "~", "-")  # of the period
    cycle_days: dict[str, int] = field(default_factory=dict)  # line id: first day of its period; else 1
    extra_dls: int = 0  # how many more `dl` stand before the third
    classes: bool = True  # the class mdesign is there
    used_label: str = "当月利用データ量"
    missing: frozenset[str] = several_of(
        "heading", "number", "plan", "used_dl", "label", "used", "unit", "limit", "period"
    )
    old_period: bool = False  # hostile: the page is the last period's, figures included
    # -- cap page (sheet 5)
    cap_price: int | None = 290  # None: the row has no price
    # -- trouble, all of it assumed
    maintenance: str | None = one_of(None, "page", "503")  # every page is the notice; "page": with status 200
    hostile: str | None = one_of(
        None, "foreign_action", "http_action", "foreign_landing", "http_landing", "foreign_sign_on"
    )

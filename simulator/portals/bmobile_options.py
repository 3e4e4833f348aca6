"""The variants of the b-mobile / HIS portal, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field


@dataclass
class BmobileOptions:
    """How this account's portal behaves; lifetimes are in seconds. None: as the brand does today.

    Before anybody has signed in, the options of the first account on the portal's host count.
    """

    # -- sign-in (sheet 3)
    login: str | None = None  # josso (form A) | keycloak (form B); None: b-mobile keycloak, HIS josso
    action: str = "relative"  # of the JOSSO form: relative | path | absolute
    hidden_token: bool = True  # assumed: the JOSSO form has one more hidden input, which must come back
    second_form: bool = False  # assumed: a search form stands after the login form
    sign_on_host: str = "id"  # of Keycloak: "id" (id.bmobile.ne.jp, id.his.mvno.ne.jp: assumed) | portal
    realm: str = "mypage"  # assumed
    client_id: str = "checkout"  # assumed
    credential_id: bool = True  # the Keycloak form's hidden credentialId must come back
    refusal_text: bool = True  # assumed wording; without it the form comes back and says nothing
    landing: str = "status"  # after the sign-in: status | "home", a page without data (assumed)
    after_password: str | None = None  # assumed: captcha | code | consent, a page instead of the landing
    single_sign_on: bool = True  # the sign-on host's cookie signs in again silently while it lives
    session_lifetime: float | None = None  # assumed; of both
    calls_per_session: int | None = None  # the sign-in dies after this many calls inside
    # -- line chooser (sheet 4)
    values: str = "index"  # of the options: index | "key", the contract's number (assumed)
    onchange: str = "value"  # how the page's script ends: this.value | "selected" (Wicket's own) | "absent" (assumed)
    hyphens: bool = False  # assumed: the chooser writes 080-0000-0001
    duplicates: frozenset[str] = frozenset()  # line ids whose number is listed twice
    pages_kept: int = 5  # how many Wicket pages of a session stay valid
    stale: str = "notice"  # a stale page number: notice | "reload", which shows the first line | login (assumed)
    switch: str = "direct"  # the answer to a change: direct | redirect to the page (assumed)
    remembers_line: bool = False  # assumed: a fresh status page shows the line chosen last
    deaf_chooser: bool = False  # hostile: another line than the chosen one is shown
    # -- status page (sheet 4)
    comma: bool | None = None  # 1,234 instead of 1234; None: HIS only
    limit_unit: str = "MB"  # or GB
    separator: str = "～"  # of the period: 〜 ～ ~ -
    cycle_days: dict[str, int] = field(default_factory=dict)  # line id: first day of its period; else 1
    extra_dls: int = 0  # how many more `dl` stand before the third
    classes: bool = True  # the class mdesign is there
    used_label: str = "当月利用データ量"
    missing: frozenset[str] = frozenset()  # heading | number | plan | used_dl | label | used | unit | limit | period
    old_period: bool = False  # hostile: the page is the last period's, figures included
    # -- cap page (sheet 5)
    cap_price: int | None = 290  # None: the row has no price
    # -- trouble, all of it assumed
    maintenance: str | None = None  # every page is the notice: "page" with status 200, or "503"
    hostile: str | None = None  # foreign_action | http_action | foreign_landing | http_landing | foreign_sign_on

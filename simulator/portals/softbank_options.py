"""The variants of the portal of SoftBank and Y!mobile, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass

from .choices import one_of, several_of


@dataclass
class SoftbankOptions:
    """How this account's portal behaves; lifetimes are in seconds. An empty name: the brand's attested main case.

    Before anybody has signed in, the options of the brand's first account count.
    """

    # -- login form (sheet 3.1)
    login_view: str = one_of("number", "id_first", "id_only")  # a SoftBank ID form stands before; a link leads to ours
    yahoo_first: bool = False  # assumed: yloginForm, with its own ticket, stands before the form
    user_agent_check: bool = False  # assumed: 403 for a caller that is no browser
    # -- refusal (sheet 3.2; every text is invented)
    login_error: str = one_of("err-area", "error", "alert-error", "sbid-error", "plain", "none")  # class of the text
    login_error_text: str = "IDまたはパスワードが違います。正しく入力してください。"
    lock_after: int | None = None  # assumed: after this many refusals the right password is refused too
    at_other_brand: str = one_of("refused", "redirect", "handover")  # assumed: to its own portal; of its own brand
    cancelled: bool = False  # the portal refuses with AuthenticationImpossibleCanceledException; billing works
    interrupt: str = one_of("", "captcha", "captcha_after", "passkey", "consent", "password_expired")  # assumed
    # -- code by SMS (sheet 3.3)
    code_at_login: bool = False
    code_at_level2: bool = True
    kept_needs_code: bool = False  # a kept login leads to the code without a password form
    shape: str = one_of("C", "A", "B")  # A: radio buttons, confirmation, box | B: confirmation, box | C: box at once
    other_destinations: tuple[str, ...] = ()  # assumed: further numbers to choose from in shape A
    send_style: str = one_of("a", "button", "link")  # of 送信する: a link that submits the form; assumed: a plain GET
    old_titles: bool = False  # the titles before 2025-08-16
    code_form: str = one_of("plain", "other")  # r_login_otp.php with tel, password, ticket; other: assumed
    code_life: float = 600.0  # assumed
    code_tries: int = 3  # assumed: then the code is dead
    dead_answer: str = one_of("code_page", "login_page")  # assumed: where a dead code leads
    # -- sessions
    session_lifetime: float | None = None  # assumed
    after_level2: str = one_of("pdf", "top")  # where the code for documents leads
    # -- hand-over (sheet 3.4)
    handover: str = one_of("plain", "extra", "short")  # one more hidden input, which must come; fewer than 2 inputs
    hostile: str = ""  # see HOSTILE
    # -- data pages (sheet 4)
    # Y!mobile: tables | card (2019). SoftBank: chart | spans | p-left-10 | packets | tables | unknown
    layout: str = one_of("", "tables", "card", "chart", "spans", "p-left-10", "packets", "unknown")
    tables: int = 5  # 4 or 5; bonus data brings the fifth in any case
    table_order: tuple[str, ...] = ()  # assumed: names of tables in another order, the rest after them
    missing: frozenset[str] = several_of("carry_over", "base", "bonus", "top_up", "used")  # tables
    empty: frozenset[str] = several_of(
        "carry_over", "base", "bonus", "top_up", "used"
    )  # tables whose amounts are empty cells
    a_means: str = one_of("remaining", "allowance")  # the A of A／B
    consumed_first: str = one_of("carry_over", "base", "others")  # assumed: what A leaves out of use
    allowance_row: bool = True  # the base table's second row
    size_style: str = one_of("plain", "spaced", "comma", "full")  # spaced: tabs and newlines; full: full-width
    unit: str = one_of("GB", "MB")  # hostile: MB, with figures to match
    shown_number: str | None = None  # hostile: another customer's number
    month_shift: int = 0  # hostile: -1 is last month's page, with this month's figures
    chart_zero: str = "empty"  # how 0 is written: empty | zero
    old_labels: bool = True  # assumed: the layouts before the chart name their figures
    # -- arrears (sheet 5.3)
    banner_on: frozenset[str] = several_of(
        "top", "data", default=frozenset({"top"})
    )  # where the alert stands; data: assumed
    status_list: bool = False  # wholly invented: a list of bills with their states on the portal's top
    # -- billing (sheet 5.1, 5.2, 6)
    pdf_months: int = 6
    swapped_idx: bool = False  # idx=2 and idx=3 have changed places
    unbilled: str = one_of("404", "2010", "2012", "2013", "2014")  # WCO020 of which year. SoftBank only
    charset_in: str = one_of("header", "meta", "nowhere")  # where WCO020 of 2010 and 2012 names cp932
    call_details: bool = False  # otherwise 404
    calls_per_page: int = 3
    # -- trouble, all of it assumed
    maintenance: str = one_of("", "200", "503")  # the notice with status "200" or "503"
    maintenance_hours: tuple[int, int] = (0, 24)  # from this hour of the day until that one


HOSTILE = (
    "webLink_foreign",  # the redirector leads to another host, which shows the login form
    "webLink_http",
    "login_foreign",  # the login form's action
    "login_http",
    "login_redirect_foreign",  # 307 after the password: a client that follows sends it again
    "landing_foreign",  # the redirect after the login
    "code_foreign",  # the code form's action
    "handover_foreign",  # the hand-over form's action
    "handover_http",
)
"""The values of `SoftbankOptions.hostile`."""

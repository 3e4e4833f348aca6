"""The variants of docomo's pages. Sheet sections: docs/carriers/docomo.md"""

from dataclasses import dataclass

from .choices import one_of


@dataclass
class DocomoOptions:
    """How this d account's pages behave; times are in seconds."""

    # -- the login, sheet section 3
    human_check: bool = False  # the picture rounds stand before the login (3.6)
    passkey: str = one_of("no", "offered", "only")  # a question after the code, or nothing but a passkey
    locked: bool = False
    code: str = "482913"
    session_lifetime: float = 15 * 86_400.0  # with 「ログインしたままにする」 (3.7)
    short_lifetime: float = 1_800.0  # without it (assumed)
    # -- usage, section 4
    usage: str = one_of("gkyap001", "gkyap003", "2021", "2021-10", "2019", "labels", "none")
    charset: str = one_of("utf-8", "Shift_JIS")
    names_line: bool = False  # the usage page says whose it is
    old_month: bool = False  # days 1 to 9 still show the month before
    few_elements: bool = False  # gkyap003 with too few of them
    used_label: str = "当月ご利用データ量"  # of the newest My docomo and of ahamo's pages; invented
    remaining_label: str = "データ残量"
    # -- bills, section 5
    representative: bool = True  # 「一括請求合計」 is there
    fixed: str | None = None  # a fixed line in the pull-down, with a bill of its own
    late: float = 0.0  # the total appears so late
    stale: float = 0.0  # the old figures stay so long after a line was chosen
    wide: bool = False  # full-width digits and blanks
    items: bool = True  # subtotals beside the total
    tabs_are_links: bool = True
    wrong_line: bool = False  # another line is shown than the one that was chosen
    paid: str = one_of("no", "yes", "late")  # Webビリング's list: no row, the amount, or with interest for delay
    # -- trouble
    maintenance: bool = False

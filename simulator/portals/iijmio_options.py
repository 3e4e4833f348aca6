"""The variants of IIJmio's portal, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field

from .choices import one_of


@dataclass
class IijmioOptions:
    """How this account's portal behaves. The defaults are the attested main case; lifetimes are in seconds."""

    # -- sign-in on the member site (sheet 3.1)
    warm_up_needed: bool = False  # assumed: a login without the warm-up's cookie is refused
    login_success: str = "{}"  # the body: {} | {"error":null} | {"error":""}
    login_refusal: str = one_of("ERROR_CODE_008", "WARNING_CODE_008")
    login_error: str | None = None  # any login answers this code, whatever the password
    login_html: bool = False  # any login answers an unknown HTML page
    expired_code: str = one_of("ERROR_CODE_032", "ERROR_CODE_023")
    expired_status: int = 200  # assumed: 401, 403, 419
    session_lifetime: float | None = None  # assumed
    # -- POST /api/member/top (sheet 4.2)
    representative: int = 0  # which member of a pool stands for it
    zero_left: str = one_of("zero", "negative", "absent")  # 0 left on an unshared line
    unshared_flags: str = one_of("false", "absent")  # share flags of an unshared line
    orphans: frozenset[str] = frozenset()  # unshared line ids whose couponData is [] (never observed)
    capacity: dict[str, str] = field(default_factory=dict)  # line id: monthly size is "absent" or "zero"
    # -- HTML tables (sheet 4.4)
    label_style: str = one_of("padded", "weekday")  # 2026年08月06日 | "weekday": 2026年8月6日（木）
    comma: bool = False  # 1,530MB instead of 1530MB
    no_low_cell: bool = False  # rows without the third cell
    today_in_long_table: bool = False  # the 30-day table holds today
    overlap: str = one_of("other_line", "error")  # assumed: what overlapping POSTs get
    post_seconds: float = 0.005  # how long a POST takes, so that others can overlap
    csrf_plus: bool = False  # the token holds a "+"
    # -- bills (sheet 5)
    yen_style: str = one_of("円", "¥", "&yen;")  # 1,653円 | "¥": ¥1,653 | "&yen;": &yen;1,653
    tax_cells: int = 4  # 2 or 4 cells in the tax row; with 2 each has a row of its own
    bill_numbers: bool = True  # getBillSummary has billNoList
    bill_page_error: bool = False  # the detail page is システムエラー with status 200
    # -- app (sheet 3.3, 4.5 to 4.8, 5.1)
    app_version: str = "3.2.5"  # below this: 505
    app_refusal: int = 401  # or 403, for a bad token and (assumed) a wrong password
    token_lifetime: float | None = None  # assumed
    cache_seconds: float = 0.0  # answers stay this long unless ForceUpdate: 1
    numbers: str = one_of("mixed", "text", "number")  # lossy numbers
    status_code: str = one_of("mixed", "text", "number")  # statusCode; "mixed" as observed
    empty_expire_list: bool = False
    no_week: bool = False  # lastSevenDaysDataList missing with dataDetailFlag=0
    week_units: tuple[str, str] = ("MB", "MB")  # of high and low speed
    coupon_status: int | None = None  # told instead of the line's own state
    regulation_status: int | None = None
    pool_in_app: str = one_of("pool", "own")  # assumed: a member tells the pool's figure; "own": another
    pool_size_in_app: str = one_of("own", "pool")  # assumed: a member tells its own size; "pool": the sum
    legacy_contracts: frozenset[str] = frozenset()  # contracts told as hdd groups, and not on the member site
    repeat_main: bool = True  # mainHdd repeats the first line of each hdd group
    foreign: str | None = None  # a path whose answer carries another customer's mioId; "*": all
    fee_months: int | None = None  # usageFee lists this many months (None: all)
    fee_detail_months: int | None = None  # only the newest this many have details
    fee_month_shift: int = 1  # billingMonth is the usage month + 1 (unsettled; 0: the usage month)

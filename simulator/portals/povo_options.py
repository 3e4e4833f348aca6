"""The variants of povo's app back end, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class PovoOptions:
    """How this account's back end behaves; times are in seconds. Sheet: docs/carriers/povo.md, 9."""

    # -- login (sheet 3)
    actions: tuple[str, ...] = ("EMAIL_OTP",)
    captcha: bool = False  # assumed: the announcement wants a captcha
    pin_token: bool = False  # assumed: a PIN step would follow the code
    code_life: float = 120
    wrong_codes: int = 10  # assumed: so many wrong codes are taken, then 429
    block: float = 600  # assumed
    block_form: str = "seconds"  # of block_until: seconds | milliseconds | text | absent (all assumed)
    token_life: float = 1200
    expiry_time: str = "text"  # the claim is a text | number
    renewal: int = 200  # 401 | 403: renewals are refused
    devices: tuple[str, ...] = ()  # those that have been let in: what a back end remembers over its own restarts
    # -- account (sheet 4.1)
    wrapped: bool = False  # the account stands under `result`
    birthday: tuple[int, int, int] = (1990, 4, 1)
    foreign: str = ""  # users | token: an answer for another customer
    # -- balance (sheet 4.2, 4.3)
    unlimited: tuple[datetime, ...] = ()  # when unlimited toppings end
    calls: tuple[
        datetime | None, ...
    ] = ()  # assumed: toppings for calls, in a group of their own; None: without an end
    calls_heading: str = "通話"  # assumed
    over: int = 1  # kilobytes that boost is above the nominal size of its toppings, if it has any
    basic: int = 0  # assumed: kilobytes left in `basic`
    gift_tiles: bool = False  # assumed: gift data has a tile
    status_shown: bool = True  # a tile says 適用中
    unknown_tile: bool = False  # a component of unknown type stands in the middle
    countdown: bool = False
    roaming: bool = False  # assumed: the lists of roaming packages are not empty
    heading: str = "データ"
    odd_tile: str = ""  # hostile: the first tile says this is left
    no_sentence: bool = False  # hostile: without toppings nothing says so
    unit: str = "kilobytes"
    # -- history (sheet 4.4)
    usage_digits: int = 2  # of the figure; its text has two (assumed)
    month_label: str = "{year}年 {month}月"  # assumed
    # -- bills (sheet 5)
    estimate: tuple[tuple[str, float], ...] | None = (("10月月額基本料金(前払い)", 0),)
    at_once: tuple[tuple[str, int], ...] = ()  # assumed: what was paid this month
    past_bills: int = 6
    bills_code: int = 0
    au_id: str = "000000000001"
    bad_time: bool = False  # hostile: a bill's time is of another month than its title

"""The variants of mineo's app interface, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field


@dataclass
class MineoOptions:
    """How this account's portal behaves. The defaults are the attested main case; lifetimes are in seconds."""

    # -- tokens (sheet 3)
    refusal_status: int = 400  # assumed: or 200
    refusal: str = "refresh token is not exists"  # the description; others are assumed
    refusal_code: str = "invalid_token"
    id_token_lifetime: float = 86_400.0
    told_lifetime: str | None = None  # expires_in says this instead (hostile)
    issued: str = "whole"  # or hostile: "no_id_token" | "no_refresh_token" | "html"
    bearers: bool = True  # False, hostile: no bearer is accepted
    # -- lines (sheet 4.2)
    names: dict[str, str] = field(default_factory=dict)  # line id: what the customer calls it
    unlisted: frozenset[str] = frozenset()  # line ids that are asked for and not listed
    stranger: bool = False  # hostile: the list is another customer's
    no_lines: str = "null"  # what the list is without lines: null | [] (assumed)
    # -- capacity (sheet 4.3)
    my_soku: dict[str, str] = field(
        default_factory=dict
    )  # line id on マイそく: "null" | "numbers" | "partly" (assumed)
    no_packet_info: frozenset[str] = frozenset()  # hostile: ordinary line ids with packetInfo null
    my_soku_flag: str | None = None  # hostile: told instead of the line's own
    speed_flag: str | None = None  # hostile: told instead of the line's own
    slowed_text: str = "通信速度最大200kbps適用中"
    numbers: str = "number"  # lossy numbers (assumed): number | text
    charge_ends: dict[str, str] = field(default_factory=dict)  # line id: chargeExpireDate, else the grant's
    # -- history (sheet 6)
    history: str = "whole"  # "empty": no months | "no_days": this month has none | "bad_month": 13
    null_days: bool = True  # days without data hold null; False: 0
    null_average: bool = True  # assumed
    # -- trouble (sheet 8)
    codes: dict[str, str] = field(default_factory=dict)  # a call: the resultCode that it always answers

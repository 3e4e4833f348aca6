"""The variants of Sakura Cloud's API, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field


@dataclass
class GatewayOptions:
    """A mobile gateway and the SIMs behind it."""

    gateway_id: str
    zone: str = "is1a"
    quota_mb: int = 0  # 0: none is set
    shaping: bool = False
    members: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()  # calls that answer 404: traffic_status, traffic_monitoring, sims
    more: int = 0  # bytes of SIMs that are no longer there


@dataclass
class SakuraOptions:
    """How this account's API behaves. The defaults are the attested main case."""

    estimate: str = "none"  # what the customer chooses: none | decimal | binary
    # -- the key (sheet 3)
    permission: str = "view"
    external: str = "eventlog+bill"
    member: str = "abc12345"
    foreign: bool = False  # the key is another account's
    # -- SIMs (sheet 4)
    names: dict[str, str] = field(default_factory=dict)
    ids: str = "text"  # of SIMs: text | number
    bytes_as: str = "text"  # text | number | mixed
    no_traffic: str = "list"  # a SIM without use: list | zeros
    down: frozenset[str] = frozenset()  # session_status DOWN
    inactive: frozenset[str] = frozenset()  # neither registered nor activated
    dates: str = "whole"  # whole | null | missing
    page: int = 100  # the longest page
    gateways: list[GatewayOptions] = field(default_factory=list)
    # -- bills (sheet 5)
    running: int | None = None  # the bill of the running month
    rows: str = "whole"  # billdetail: whole | part | none (404)
    # -- failures (sheet 8)
    denied: frozenset[str] = frozenset()  # paths, from `cloud/1.1/` or `system/1.0/` on, that answer 403
    refused_with_200: str | None = None  # a path whose answer is `is_ok` false with status 200

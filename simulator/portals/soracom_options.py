"""The variants of SORACOM's API, by name. What no source has shown is marked "assumed"."""

from dataclasses import dataclass, field


@dataclass
class SimOptions:
    """What is peculiar to one SIM. Its `Line` tells the rest: number (msisdn), plan (subscription), status, use."""

    coverage: str = "jp"  # jp | g
    name: str | None = ""  # tags.name; None: the SIM has no tags
    kind: str = "uicc"  # uicc | euicc | virtual
    imsis: int = 1  # subscribers; with several, slow data is booked on the last one
    spare_profile: bool = False  # a second profile that is not in use, with a subscriber and a bundle of its own
    bundles: tuple[str, ...] = ()
    session: str = "online"  # online | offline | none
    nulls: bool = False  # fields that are not set come as null, which the definition does not allow


@dataclass
class SoracomOptions:
    """How this account's API behaves. The defaults are the attested main case; lifetimes are in seconds."""

    # -- what the customer chooses
    coverage: str = "jp"  # jp | g | both
    estimate: str = "none"  # none | decimal | binary
    # -- login (sheet 3)
    mfa: str | None = None  # the code that a password login needs
    token_lifetime: float | None = None  # assumed: a token dies sooner than was asked for
    foreign: str | None = None  # an operationId whose answer is of another operator
    # -- SIMs (sheet 4.1, 4.2)
    sims: dict[str, SimOptions] = field(default_factory=dict)
    short_page: int | None = None  # the second page of a list has so many SIMs, though it is not the last
    endless: bool = False  # assumed: the last page leads to the first
    # -- statistics (sheet 4.3, 6)
    unsorted: bool = False
    packets: bool = True
    dates: bool = True  # buckets have their date as text too
    longest: int | None = None  # assumed: days of the longest window, beyond it 400
    export_host: str = "soracom-air-export.s3.amazonaws.com"  # assumed: the name of the store
    export_mode: str = "sync"  # assumed: async: an answer without an address
    export_bom: bool = False
    export_tags: tuple[str, ...] = ()  # further columns
    # -- bills (sheet 5)
    currency: str | None = "JPY"  # of finished bills; None: they name none
    global_currency: str = "JPY"
    latest: str | None = "1234"  # the estimate; None: 404
    states: dict[str, str] = field(default_factory=dict)  # `YYYY-MM`: paymentStatus; "": none
    counting: frozenset[str] = frozenset()  # `YYYY-MM` whose bill is still temporary
    fractions: frozenset[str] = frozenset()  # assumed: `YYYY-MM` whose bill is half a yen more
    parts: bool = True  # the summary by SIM has entries
    # -- failures (sheet 8)
    denied: frozenset[str] = frozenset()  # operationIds that the user has no permission for
    error_shape: str = "nested"  # nested | flat | text | html

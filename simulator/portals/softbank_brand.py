"""SoftBank and Y!mobile: the same system under two sets of host names. Sheet 2.1."""

from dataclasses import dataclass

from simulator.people import Account
from simulator.world import World

from .softbank_options import SoftbankOptions

CLIENT_ID = "simulated0client0id0of0the0portal"[:32]  # fixed, 32 characters
LOGIN_PATH = "/sbid_auth/type1/2.0/"
FOREIGN = "id-softbank.example"  # looks like the identity host, and is not
DATA_LINK = "MRERE0000"


@dataclass(frozen=True)
class Brand:
    """One brand's hosts, path prefix and names."""

    carrier: str
    portal: str
    prefix: str
    identity: str
    data: str
    billing: str
    token: str
    login_link: str
    documents_link: str
    login_title: str
    layout: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """All four."""
        return (self.portal, self.identity, self.data, self.billing)

    def link(self, name: str) -> str:
        """The redirector's address for a page."""
        return f"https://{self.portal}{self.prefix}webLink/doSend/{name}"

    def at_identity(self, name: str) -> str:
        """The address of a page of the identity host."""
        return f"https://{self.identity}{LOGIN_PATH}{name}"


SOFTBANK = Brand(
    carrier="softbank",
    portal="my.softbank.jp",
    prefix="/msb/d/",
    identity="id.my.softbank.jp",
    data="re11.my.softbank.jp",
    billing="bl11.my.softbank.jp",
    token="mfsb",
    login_link="MSB020063",
    documents_link="MSB010000",
    login_title="ログイン | My SoftBank | ソフトバンク",  # assumed
    layout="chart",
)
YMOBILE = Brand(
    carrier="ymobile",
    portal="my.ymobile.jp",
    prefix="/muc/d/",
    identity="id.my.ymobile.jp",
    data="re61.my.ymobile.jp",
    billing="bl61.my.ymobile.jp",
    token="mfym",
    login_link="MWBWL0130",
    documents_link="WCO010023",
    login_title="ログイン | ワイモバイル",
    layout="tables",
)
BRANDS = (SOFTBANK, YMOBILE)


def brand_at(host: str) -> Brand:
    """The brand that a host belongs to. Raises StopIteration."""
    return next(brand for brand in BRANDS if host in brand.hosts)


def brand_of(account: Account) -> Brand:
    """The brand of an account."""
    return next(brand for brand in BRANDS if brand.carrier == account.carrier)


def other(brand: Brand) -> Brand:
    """The other brand."""
    return YMOBILE if brand is SOFTBANK else SOFTBANK


def options_of(account: Account | None) -> SoftbankOptions:
    """The variants that an account's portal shows."""
    options = account.options if account else None
    return options if isinstance(options, SoftbankOptions) else SoftbankOptions()


def anybody(world: World, brand: Brand) -> SoftbankOptions:
    """The first customer's variants: they hold where nobody has said who calls."""
    return options_of(next(iter(world.of(brand.carrier)), None))


def digits(number: str) -> str:
    """A telephone number without hyphens."""
    return number.replace("-", "")

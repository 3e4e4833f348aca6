"""Where the portals of unknown make stand. Hosts and login forms as the sheet has them, if it has; the rest assumed.

Sheet 3 (docs/carriers/others.md).
"""

from dataclasses import dataclass

from simulator.people import Account

from .other_options import OtherOptions

TRAP = "collector.example.net"
"""A host that is nobody's: whatever is sent there has leaked."""


@dataclass(frozen=True)
class Site:
    """A portal: where its pages are, where one signs in, and how the form looks."""

    carriers: tuple[str, ...]
    host: str
    home: str
    login_host: str
    login: str
    entry: str = "redirect"
    fields: tuple[str, str] = ("loginId", "loginPassword")
    labels: tuple[str, str] = ("ログインID", "パスワード")
    button: str = "login"
    start: str = ""
    charge: str = "data/charge/"

    @property
    def address(self) -> str:
        """What a user types in, or a preset knows."""
        return self.start or f"https://{self.host}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Its hosts, each once."""
        return tuple(dict.fromkeys((self.host, self.login_host)))


EXAMPLE = Site(
    carriers=("portal", "gmo", "linemo", "jcom", "aeon", "libmo", "qtmobile", "hiho"),
    host="portal.example.jp",
    home="/mypage/",
    login_host="login.example.jp",
    login="/auth/login",
)
NURO = Site(  # ids of the inputs as in the sheet; that the names are the same is assumed
    carriers=("nuro",),
    host="mobile.nuro.jp",
    home="/mobile_contract/u/",
    login_host="mobile.nuro.jp",
    login="/mobile_contract/u/login/",
    fields=("simNumber", "simPassword"),
    labels=("電話番号", "パスワード"),
    button="simSubmit",
    start="https://mobile.nuro.jp/mobile_contract/u/login/",
)
EXCITE = Site(
    carriers=("excite",),
    host="bb.excite.co.jp",
    home="/exmb/",
    login_host="ssl2.excite.co.jp",
    login="/idc/login/",
    fields=("loginid", "password"),
    labels=("excite ID", "パスワード"),
    button="_submit",
    start="https://ssl2.excite.co.jp/idc/login/?ru=https%3A%2F%2Fbb.excite.co.jp%2Fexmb%2F",
    charge="coupon/charge/",
)
BIGLOBE = Site(
    carriers=("biglobe",),
    host="mypage.sso.biglobe.ne.jp",
    home="/",
    login_host="auth.sso.biglobe.ne.jp",
    login="/auth/login",  # assumed, and so are the names of the inputs
    entry="link",
    fields=("userid", "passwd"),
    labels=("メールアドレスまたはユーザID", "BIGLOBEパスワード"),
)
SITES = (EXAMPLE, NURO, EXCITE, BIGLOBE)


def site_of(account: Account) -> Site:
    """The site of an account."""
    return next(site for site in SITES if account.carrier in site.carriers)


def start_address(account: Account) -> str:
    """The address at which an account's portal begins."""
    return site_of(account).address


def options_of(account: Account | None) -> OtherOptions:
    """The variants that an account's portal shows."""
    options = account.options if account else None
    return options if isinstance(options, OtherOptions) else OtherOptions()

"""What is known of the portals that are read in the general way: next to nothing. Sheet: docs/carriers/others.md, 1, 3"""

from typing import NamedTuple


class Preset(NamedTuple):
    """Where a portal's login is (None: the person says), and what its boxes are called, by name or by label.

    `by_number`: the login name is the telephone number of the one line that is shown.
    """

    start: str | None = None
    names: tuple[str, str] | None = None
    labels: tuple[str, str] | None = None
    by_number: bool = False


UNKNOWN = Preset()
NURO = Preset(
    start="https://mobile.nuro.jp/mobile_contract/u/login/", names=("simNumber", "simPassword"), by_number=True
)
EXCITE = Preset(
    start="https://ssl2.excite.co.jp/idc/login/?ru=https%3A%2F%2Fbb.excite.co.jp%2Fexmb%2F",
    names=("loginid", "password"),
)
BIGLOBE = Preset(
    start="https://mypage.sso.biglobe.ne.jp/", labels=("メールアドレスまたはユーザID", "BIGLOBEパスワード")
)

"""Any server-rendered portal: logged in to by its own form, and read by labels that a person confirms.

Nothing is known of these portals but what a sheet has (docs/carriers/others.md): a start address and the names of two
boxes at best. So everything is found, nothing is assumed, and what is doubtful is refused.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Proof, Support
from ..later import later

_later = partial(later, __name__, module="by_form")
_PASSWORD = Field("password", "パスワード", secret=True)
_WITH_ADDRESS = (Field("username", "ログインID"), _PASSWORD, Field("url", "マイページのURL"))
_NOTHING = Evidence(
    "", "no public source shows its pages: they are read by their labels, which a person confirms", Proof.LABELS
)

ANOTHER = Carrier(
    key="portal",
    name="Another carrier",
    name_ja="その他の通信会社",
    family="portal",
    client=_later("PortalClient"),
    login=Login.PASSWORD_CODE,
    fields=_WITH_ADDRESS,
    hosts=(),
    gigabyte=10**9,
    can=Can.REMAINING | Can.USED | Can.TOTAL | Can.BILLS | Can.ESTIMATE,
    pace=Pace(usage=timedelta(hours=3)),
    support=Support(""),
    evidence=_NOTHING,
    confirms=True,
)
GMO = replace(ANOTHER, key="gmo", name="GMO Tokutoku BB", name_ja="GMOとくとくBB")
LINEMO = replace(ANOTHER, key="linemo", name="LINEMO", name_ja="LINEMO")
BIGLOBE = replace(
    ANOTHER,
    key="biglobe",
    name="BIGLOBE Mobile",
    name_ja="BIGLOBEモバイル",
    client=_later("BiglobeClient"),
    fields=(Field("username", "メールアドレスまたはユーザID"), Field("password", "BIGLOBEパスワード", secret=True)),
    hosts=("mypage.sso.biglobe.ne.jp", ".sso.biglobe.ne.jp"),
    support=Support("https://mypage.sso.biglobe.ne.jp/"),
)
EXCITE = replace(
    ANOTHER,
    key="excite",
    name="Excite Mobile",
    name_ja="エキサイトモバイル",
    client=_later("ExciteClient"),
    fields=(Field("username", "excite ID"), _PASSWORD),
    hosts=("bb.excite.co.jp", "ssl2.excite.co.jp"),
    support=Support("https://bb.excite.co.jp/exmb/"),
)
NURO = replace(
    ANOTHER,
    key="nuro",
    name="NURO Mobile",
    name_ja="NUROモバイル",
    client=_later("NuroClient"),
    fields=(Field("username", "電話番号"), _PASSWORD),
    hosts=("mobile.nuro.jp",),
    support=Support("https://mobile.nuro.jp/mobile_contract/u/login/"),
    evidence=Evidence("2020-07", "one public program, given up in 2021: the ids of the login's boxes", Proof.LABELS),
)
JCOM = replace(ANOTHER, key="jcom", name="J:COM Mobile", name_ja="J:COM MOBILE")
AEON = replace(ANOTHER, key="aeon", name="Aeon Mobile", name_ja="イオンモバイル")
LIBMO = replace(ANOTHER, key="libmo", name="LIBMO", name_ja="LIBMO")
QTMOBILE = replace(ANOTHER, key="qtmobile", name="QTmobile", name_ja="QTモバイル")
HIHO = replace(ANOTHER, key="hiho", name="hi-ho Mobile", name_ja="hi-hoモバイル")

PORTALS = (GMO, LINEMO, BIGLOBE, EXCITE, NURO, JCOM, AEON, LIBMO, QTMOBILE, HIHO, ANOTHER)
"""All of them, the one for everything else last."""

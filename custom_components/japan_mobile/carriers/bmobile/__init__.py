"""日本通信SIM, b-mobile and HISモバイル: the facts. Protocol: docs/carriers/bmobile.md"""

from dataclasses import replace
from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Support
from ..later import later

GIGABYTE = 10**9


_FIELDS = (Field("username", "ログインID"), Field("password", "パスワード", secret=True))
_PACE = Pace(usage=timedelta(hours=3))

BMOBILE = Carrier(
    key="bmobile",
    name="b-mobile",
    name_ja="b-mobile",
    family="bmobile",
    client=later(__name__, "BmobileClient"),
    login=Login.PASSWORD,
    fields=_FIELDS,
    # Where Keycloak stands is not recorded: a host of the portal's own domain may ask for the password, no other.
    hosts=("mypage.bmobile.ne.jp", ".bmobile.ne.jp"),
    gigabyte=GIGABYTE,
    can=Can.USED | Can.REMAINING | Can.TOTAL,
    pace=_PACE,
    support=Support("https://mypage.bmobile.ne.jp/"),
    evidence=Evidence("2026-06", "a public program that ran a browser on the live portal"),
)

NIHONTSUSHIN = replace(
    BMOBILE,
    key="nihontsushin",
    name="Nihon Tsushin SIM",
    name_ja="日本通信SIM",
    client=later(__name__, "NihonTsushinClient"),
)

HIS = Carrier(
    key="his",
    name="HIS Mobile",
    name_ja="HISモバイル",
    family="bmobile",
    client=later(__name__, "HisClient"),
    login=Login.PASSWORD,
    fields=_FIELDS,
    hosts=("his.mvno.ne.jp", ".his.mvno.ne.jp"),
    gigabyte=GIGABYTE,
    can=Can.USED,
    pace=_PACE,
    support=Support("https://his.mvno.ne.jp/checkout/status"),
    evidence=Evidence("2026-02", "a public program that ran a browser on the live portal"),
)

"""SoftBank and Y!mobile: the facts. Protocol: docs/carriers/softbank.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Proof, Support
from ..later import later
from .brand import SOFTBANK as SOFTBANK_NAMES, YMOBILE as YMOBILE_NAMES

_CAN = Can.REMAINING | Can.USED | Can.TOTAL | Can.BUCKETS | Can.ARREARS
_FIELDS = (Field("username", "携帯電話番号"), Field("password", "パスワード", secret=True))
_PACE = Pace(usage=timedelta(hours=1))

SOFTBANK = Carrier(
    key=SOFTBANK_NAMES.key,
    name=SOFTBANK_NAMES.name,
    name_ja="ソフトバンク",
    family="softbank",
    client=later(__name__, "SoftBankClient"),
    login=Login.PASSWORD_CODE,
    fields=_FIELDS,
    hosts=SOFTBANK_NAMES.hosts,
    gigabyte=10**9,
    can=_CAN,
    pace=_PACE,
    support=Support(f"https://{SOFTBANK_NAMES.portal}/", "157"),
    evidence=Evidence(
        "2020-04", "the data page of a public program; the login was seen to work in 2026-03", Proof.PARTLY
    ),
)
YMOBILE = Carrier(
    key=YMOBILE_NAMES.key,
    name=YMOBILE_NAMES.name,
    name_ja="ワイモバイル",
    family="softbank",
    client=later(__name__, "YmobileClient"),
    login=Login.PASSWORD_CODE,
    fields=_FIELDS,
    hosts=YMOBILE_NAMES.hosts,
    gigabyte=10**9,
    can=_CAN,
    pace=_PACE,
    support=Support(f"https://{YMOBILE_NAMES.portal}/", "0120-921-156"),
    evidence=Evidence("2026-03", "public programs that ran against the live site"),
)

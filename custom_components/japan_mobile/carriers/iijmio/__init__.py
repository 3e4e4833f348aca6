"""IIJmio: the facts. Protocol: docs/carriers/iijmio.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Support
from ..later import later

IIJMIO = Carrier(
    key="iijmio",
    name="IIJmio",
    name_ja="IIJmio",
    family="iijmio",
    client=later(__name__, "IIJmioClient"),
    login=Login.PASSWORD,
    fields=(Field("username", "mioID / メールアドレス"), Field("password", "パスワード", secret=True)),
    hosts=("www.iijmio.jp", "gapi.iijmio.jp"),
    gigabyte=10**9,
    can=Can.REMAINING | Can.USED | Can.TOTAL | Can.BUCKETS | Can.THROTTLING
    | Can.BILLS | Can.ARREARS | Can.DAILY_HISTORY | Can.MONTHLY_HISTORY | Can.SWITCH,
    pace=Pace(usage=timedelta(hours=1)),
    support=Support("https://www.iijmio.jp/member/"),
    evidence=Evidence("2026-08", "public programs that ran against the live site"),
)  # fmt: skip

"""povo2.0: the facts. Protocol: docs/carriers/povo.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Support
from ..later import later

POVO = Carrier(
    key="povo",
    name="povo2.0",
    name_ja="povo2.0",
    family="povo",
    client=later(__name__, "PovoClient"),
    cycles=False,
    login=Login.EMAIL_CODE,
    fields=(Field("email", "メールアドレス"),),
    hosts=("app.povo.jp",),
    gigabyte=2**30,
    can=Can.REMAINING | Can.USED | Can.TOTAL | Can.BUCKETS
    | Can.BILLS | Can.ESTIMATE | Can.DAILY_HISTORY | Can.MONTHLY_HISTORY | Can.SUSPENSION | Can.PAID_AT_ONCE,
    pace=Pace(usage=timedelta(hours=1)),
    support=Support("https://povo.jp/"),
    evidence=Evidence("2026-09", "three public programs that ran against the live service"),
)  # fmt: skip

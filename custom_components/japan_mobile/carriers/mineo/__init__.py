"""mineo: the facts. Protocol: docs/carriers/mineo.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Field, Login, Pace, Support
from ..later import later

MINEO = Carrier(
    key="mineo",
    name="mineo",
    name_ja="mineo",
    family="mineo",
    client=later(__name__, "MineoClient"),
    login=Login.TOKEN,
    fields=(Field("refresh_token", "refresh_token", secret=True, once=True),),
    hosts=("api.eonet.jp", "login.eonet.jp"),
    gigabyte=2**30,  # a plan of 10 GB is told as 10240 MB
    can=Can.REMAINING | Can.USED | Can.TOTAL | Can.BUCKETS | Can.THROTTLING
    | Can.DAILY_HISTORY | Can.MONTHLY_HISTORY | Can.SWITCH,
    pace=Pace(usage=timedelta(hours=3)),
    support=Support("https://my.mineo.jp/"),
    evidence=Evidence("2026-05", "a public service that renewed tokens and read the interface by the hour"),
)  # fmt: skip

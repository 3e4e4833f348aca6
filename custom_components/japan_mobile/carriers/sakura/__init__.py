"""さくらのセキュアモバイルコネクト: the facts. Protocol: docs/carriers/sakura.md"""

from datetime import timedelta

from ..carrier import NONE, Can, Carrier, Evidence, Field, Login, Pace, Proof, Support
from ..later import later

HOST = "secure.sakura.ad.jp"
MEGABYTES = {"decimal": 10**6, "binary": 2**20}
"""What the MB of a quota may be. The carrier does not say, so that the customer chooses (sheet, 4)."""

SAKURA = Carrier(
    key="sakura",
    name="Sakura Secure Mobile Connect",
    name_ja="さくらのセキュアモバイルコネクト",
    family="sakura",
    client=later(__name__, "SakuraClient"),
    cycles=False,
    login=Login.API_KEY,
    fields=(
        Field("access_token", "アクセストークン"),
        Field("access_token_secret", "アクセストークンシークレット", secret=True),
        Field("estimate", "総量(MB)", required=False, options=(NONE, *MEGABYTES)),
    ),
    hosts=(HOST,),
    gigabyte=10**9,
    can=Can.USED | Can.TOTAL | Can.REMAINING | Can.THROTTLING | Can.BILLS | Can.ESTIMATE | Can.DUE | Can.ARREARS,
    switched=(("estimate", Can.REMAINING),),
    pace=Pace(usage=timedelta(hours=1)),
    support=Support("https://secure.sakura.ad.jp/cloud/"),
    evidence=Evidence("2026-08", "the carrier's manual and its own Go library", Proof.OFFICIAL),
)

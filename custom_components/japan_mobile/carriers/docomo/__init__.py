"""docomo, ahamo and irumo: the facts. Protocol: docs/carriers/docomo.md"""

from dataclasses import replace
from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Login, Pace, Proof, Support
from ..later import later
from ..person import FIELDS, WAYS
from .hosts import HOSTS, MY, OLD_TLS

DOCOMO = Carrier(
    key="docomo",
    name="NTT docomo",
    name_ja="NTTドコモ",
    family="docomo",
    client=later(__name__, "DocomoClient"),
    login=Login.PERSON,
    fields=FIELDS,
    hosts=HOSTS,
    gigabyte=2**30,
    can=Can.USED | Can.REMAINING | Can.TOTAL | Can.BILLS | Can.ESTIMATE | Can.DAILY_HISTORY,
    pace=Pace(usage=timedelta(hours=6)),
    support=Support(f"https://{MY}/", "0120-800-000"),
    evidence=Evidence(
        "2026-08",
        "two public programs that read its bills in a browser; usage pages were seen until 2021",
        Proof.PARTLY,
    ),
    confirms=True,
    ways=WAYS,
    old_tls=OLD_TLS,
)
AHAMO = replace(
    DOCOMO,
    key="ahamo",
    name="ahamo",
    name_ja="ahamo",
    client=later(__name__, "AhamoClient"),
    can=DOCOMO.can & ~Can.DAILY_HISTORY,
    support=Support("https://ahamo.com/myportal/home/auth/"),
    evidence=Evidence(
        "2026-07", "its bills stand beside docomo's; no public source shows its data: read by labels", Proof.PARTLY
    ),
)
IRUMO = replace(
    DOCOMO,
    key="irumo",
    name="irumo / docomo mini",
    name_ja="irumo・ドコモ mini",
    evidence=Evidence("2026-08", "the same pages as docomo, as far as anybody has said", Proof.PARTLY),
)

"""au, UQ mobile and povo1.0: the facts. Protocol: docs/carriers/au.md"""

from dataclasses import replace
from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Login, Pace, Proof, Support
from ..later import later
from ..person import FIELDS, WAYS

PORTAL = "my.au.com"
LOGIN = frozenset({"connect.auone.jp", "id.auone.jp"})


AU = Carrier(
    key="au",
    name="au",
    name_ja="au",
    family="au",
    client=later(__name__, "AuClient"),
    login=Login.PERSON,
    fields=FIELDS,
    hosts=(PORTAL, *sorted(LOGIN)),
    gigabyte=10**9,
    can=Can.USED | Can.REMAINING | Can.TOTAL | Can.BILLS | Can.ARREARS,
    pace=Pace(usage=timedelta(hours=6)),
    support=Support(f"https://{PORTAL}/", "0077-7-111"),
    evidence=Evidence(
        "2026-03",
        "one public program that read its bills in a browser; no source shows its data: read by labels",
        Proof.PARTLY,
    ),
    ways=WAYS,
    confirms=True,
)
UQ = replace(AU, key="uq", name="UQ mobile", name_ja="UQ mobile", support=Support(f"https://{PORTAL}/", "0120-929-818"))
POVO1 = replace(
    AU,
    key="povo1",
    name="povo1.0",
    name_ja="povo1.0",
    evidence=Evidence("", "an au ID, says its carrier; nothing more is public: read by labels", Proof.LABELS),
)

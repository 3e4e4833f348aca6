"""A line without a portal: the facts. What is handed in is understood in `handed/`. Sheet: docs/carriers/handed.md"""

from datetime import timedelta

from .carrier import Can, Carrier, Evidence, Login, Pace, Proof, Support
from .later import Later

HANDED = Carrier(
    key="handed",
    name="A line without a portal",
    name_ja="ポータルのない回線",
    family="handed",
    client=Later(f"{__package__}.handed.client", "HandedClient"),
    login=Login.NONE,
    fields=(),
    hosts=(),
    gigabyte=10**9,
    can=Can.REMAINING | Can.USED | Can.TOTAL | Can.LINE_BILLS,
    pace=Pace(
        usage=timedelta(hours=1),
        bills=timedelta(hours=1),
        contract=timedelta(hours=1),
        by_hand=timedelta(0),
    ),
    support=Support(""),
    evidence=Evidence("", "wordings of our own; no carrier publishes what its messages say", Proof.OWN),
)

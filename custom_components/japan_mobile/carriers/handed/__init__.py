"""A line without a portal: what its user, his phone or his mail hands in. Sheet: docs/carriers/handed.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Login, Pace, Proof, Support
from .client import HandedClient
from .line import HandedIn, HandedLine
from .reasons import REASONS, NotUnderstood
from .understand import GIGABYTE, from_numbers, understand

HANDED = Carrier(
    key="handed",
    name="A line without a portal",
    name_ja="ポータルのない回線",
    family="handed",
    client=HandedClient,
    login=Login.NONE,
    fields=(),
    hosts=(),
    gigabyte=GIGABYTE,
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

__all__ = ["HANDED", "REASONS", "HandedClient", "HandedIn", "HandedLine", "NotUnderstood", "from_numbers", "understand"]

"""The simulated portals, one module family per carrier family. A new carrier is one more entry in `PORTALS`."""

from .au import AuPortal
from .bmobile import BmobilePortal
from .docomo import DocomoPortal
from .iijmio import IijmioPortal
from .mineo import MineoPortal
from .other import OtherPortal
from .portal import Portal
from .povo import PovoPortal
from .rakuten import RakutenPortal
from .sakura import SakuraPortal
from .softbank import SoftbankPortal
from .soracom import SoracomPortal

__all__ = ["PORTALS", "Portal"]

PORTALS: tuple[type[Portal], ...] = (
    IijmioPortal,
    AuPortal,
    BmobilePortal,
    DocomoPortal,
    MineoPortal,
    OtherPortal,
    PovoPortal,
    RakutenPortal,
    SakuraPortal,
    SoftbankPortal,
    SoracomPortal,
)

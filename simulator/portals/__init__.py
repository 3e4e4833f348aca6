"""The simulated portals, one module family per carrier family. A new carrier is one more entry in `PORTALS`."""

from .bmobile import BmobilePortal
from .iijmio import IijmioPortal
from .other import OtherPortal
from .portal import Portal
from .sakura import SakuraPortal
from .softbank import SoftbankPortal
from .soracom import SoracomPortal

__all__ = ["PORTALS", "Portal"]

PORTALS: tuple[type[Portal], ...] = (
    IijmioPortal,
    BmobilePortal,
    OtherPortal,
    SoftbankPortal,
    SoracomPortal,
    SakuraPortal,
)

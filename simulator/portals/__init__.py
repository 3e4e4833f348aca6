"""The simulated portals, one module family per carrier family. A new carrier is one more entry in `PORTALS`."""

from .iijmio import IijmioPortal
from .portal import Portal

__all__ = ["PORTALS", "Portal"]

PORTALS: tuple[type[Portal], ...] = (IijmioPortal,)

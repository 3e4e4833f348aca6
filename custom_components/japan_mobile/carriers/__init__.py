"""The client library: one small file per carrier on one contract. Knows nothing of Home Assistant."""

from .carrier import Carrier
from .iijmio import IIJMIO

CARRIERS: dict[str, Carrier] = {carrier.key: carrier for carrier in (IIJMIO,)}
"""The registry, in the order of the pick list."""

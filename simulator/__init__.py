"""The carriers' portals on one machine, on their real host names, over TLS. Imports nothing from the integration."""

from .clock import TOKYO, Clock, Month
from .faults import Fault, Faults, Kind
from .journal import Journal
from .people import GB, MB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from .resolver import SimulatorResolver, connector, session, trust
from .server import Simulator
from .world import World

__all__ = [
    "GB",
    "MB",
    "TOKYO",
    "Account",
    "Bill",
    "Clock",
    "Fault",
    "Faults",
    "Grant",
    "GrantKind",
    "Invoice",
    "Item",
    "Journal",
    "Kind",
    "Line",
    "Month",
    "Plan",
    "Pool",
    "Simulator",
    "SimulatorResolver",
    "Usage",
    "World",
    "connector",
    "session",
    "trust",
]

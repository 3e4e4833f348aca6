"""The table of hosts: to which places, and to no others, the requests of each carrier go."""

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Carrier, Login

_HEAD = ("carrier", "hosts")
_TYPED = "the host of the address that you type, and others of the same domain"


def table() -> str:
    """A row for each set of hosts as Markdown, in the order of the pick list."""
    rows: dict[str, list[str]] = {}
    for carrier in CARRIERS.values():
        rows.setdefault(_hosts(carrier), []).append(carrier.name)
    lines = [_HEAD, ("---",) * len(_HEAD), *((", ".join(names), hosts) for hosts, names in rows.items())]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _hosts(carrier: Carrier) -> str:
    if carrier.login is Login.NONE:
        return "none"
    return ", ".join(f"`{'*' * host.startswith('.')}{host}`" for host in carrier.hosts) or _TYPED

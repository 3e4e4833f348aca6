"""An account of Sakura Cloud at the simulator: what the tests of its client share."""

from datetime import date
import json
from random import Random

from custom_components.japan_mobile.carriers.model import Account as Read, Part
from simulator import Account, Clock, Fault, Kind, Month, Simulator, Usage, World
from simulator.portals.sakura import HOST
from simulator.portals.sakura_options import GatewayOptions
from tests.carriers.conftest import NOW
from tests.carriers.fetching import ALL, session_at
from tests.worlds_sakura import bill, customer as customer_with, sim as card

USAGE = frozenset({Part.USAGE})
BILLS = frozenset({Part.BILLS})
ROOT = "/cloud/zone/is1a/api/cloud/1.1"
SIMS = f"{ROOT}/commonserviceitem"
GATEWAY = "113900000001"


def settled(sim: Simulator) -> Account:
    """Two SIMs behind a gateway with a quota, one behind none, and a paid bill."""
    lines = [card(1), card(2), card(3)]
    for line in lines:
        line.days = {date(2026, 8, 3): Usage(10**9)}
    found = customer_with(lines)
    members = (lines[0].line_id, lines[1].line_id)
    found.options.gateways = [GatewayOptions(GATEWAY, zone="tk1a", quota_mb=3000, members=members)]
    found.bills = [bill(Month(2026, 7), Random(1), due=date(2026, 8, 31))]
    sim.world = World(Clock(NOW), [found], settled=NOW)
    return found


def problems(account: Read) -> set[tuple[str, str | None, str]]:
    """Part, line and text of each problem."""
    return {(problem.part.value, problem.line_id, str(problem.error)) for problem in account.problems}


async def read_with(sim: Simulator, account: Account, parts: frozenset[Part], *faults: Fault) -> Read:
    """Read once while all is well, then with faults."""
    async with session_at(sim, account) as session:
        await session.fetch(ALL)
        for fault in faults:
            sim.faults.add(fault)
        return await session.fetch(parts)


def body(path: str, content: object, status: int = 200) -> Fault:
    """An answer that is replaced."""
    text = content if isinstance(content, str) else json.dumps(content)
    return Fault(HOST, Kind.STATUS, path=path, status=status, body=text)

"""Operators of SORACOM at the simulator: what the tests of its client share."""

import json

from custom_components.japan_mobile.carriers.model import Account as Read, Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.conftest import NOW
from tests.carriers.fetching import session_at
from tests.worlds_soracom import many

JP = "api.soracom.io"
USAGE = frozenset({Part.USAGE})
BILLS = frozenset({Part.BILLS})


def crowd(sim: Simulator, count: int) -> Account:
    """An operator with many SIMs."""
    sim.world = many(count, NOW)
    return sim.world.accounts[0]


def problems(account: Read) -> set[tuple[str, str | None, str]]:
    """Part, line and text of each problem."""
    return {(problem.part.value, problem.line_id, str(problem.error)) for problem in account.problems}


async def read_with(sim: Simulator, customer: Account, parts: frozenset[Part], *faults: Fault) -> Read:
    """Log in and list the SIMs while all is well, then read with faults."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        for fault in faults:
            sim.faults.add(fault)
        return await session.fetch(parts)


def body(path: str, content: object, host: str = JP) -> Fault:
    """An answer that is replaced."""
    text = content if isinstance(content, str) else json.dumps(content)
    return Fault(host, Kind.STATUS, path=path, status=200, body=text)

"""Answers that are whole, and not the ones that were asked for: of another customer, of yesterday, at a wrong time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory

from simulator import GB, Account, Fault, Kind, Simulator
from simulator.portals.iijmio_options import IijmioOptions
from simulator.portals.mineo_options import MineoOptions
from simulator.portals.povo_options import PovoOptions
from simulator.portals.sakura_options import SakuraOptions
from simulator.portals.soracom_options import SoracomOptions

type Strange = Callable[[Simulator, FrozenDateTimeFactory, Account], AbstractContextManager[None]]

AHEAD = "a clock that is a day ahead"
OTHER_LINES, OTHER_CUSTOMER = "another customer's lines", "another customer's answer, account, lines and allowance"
OTHERS = frozenset({OTHER_LINES, OTHER_CUSTOMER})
_DAY = timedelta(days=1)
_FOREIGN_ID: dict[type, tuple[str, Any]] = {
    IijmioOptions: ("foreign", "*"),
    MineoOptions: ("stranger", True),
    PovoOptions: ("foreign", "users"),
    SakuraOptions: ("foreign", True),
    SoracomOptions: ("foreign", "listSims"),
}
"""How a portal that tells an account's id comes to tell another's; where a line's number is the id, it is that."""


@contextmanager
def other_lines(account: Account, today: date) -> Iterator[None]:
    """The portal mixes up its customers: what it shows is of somebody else's lines, who uses more."""
    mine = [(line.number, line.line_id, line.contract_id, line.days) for line in account.lines]
    with _grants_kept(account):
        for n, line in enumerate(account.lines):
            line.number, line.line_id, line.contract_id = (
                f"090-0000-99{n:02}",
                f"{line.line_id[:-2]}9{n}",
                f"{line.contract_id[:-2]}9{n}",
            )
            line.days = {day: replace(used, fast=used.fast + GB) for day, used in line.days.items()}
            account.pool(line).drain(GB * len(line.days), today)
        try:
            yield
        finally:
            for line, was in zip(account.lines, mine, strict=True):
                line.number, line.line_id, line.contract_id, line.days = was


@contextmanager
def other_customer(account: Account, today: date) -> Iterator[None]:
    """The same, and the account is his too, wherever the portal tells one, and so is his allowance: twice as much."""
    name, value = _FOREIGN_ID.get(type(account.options), ("", None))
    known = getattr(account.options, name) if name else None
    with _grants_kept(account):
        for grant in (grant for pool in account.pools.values() for grant in pool.grants):
            grant.size, grant.left = 2 * grant.size, grant.left + grant.size
        if name:
            setattr(account.options, name, value)
        try:
            with other_lines(account, today):
                yield
        finally:
            if name:
                setattr(account.options, name, known)


@contextmanager
def _grants_kept(account: Account) -> Iterator[None]:
    grants = [grant for pool in account.pools.values() for grant in pool.grants]
    known = [(grant.size, grant.left) for grant in grants]
    try:
        yield
    finally:
        for grant, (size, left) in zip(grants, known, strict=True):
            grant.size, grant.left = size, left


@contextmanager
def a_clock_off(frozen: FrozenDateTimeFactory, by: timedelta) -> Iterator[None]:
    """Home Assistant's clock is wrong; the world's is not."""
    frozen.tick(by)
    try:
        yield
    finally:
        frozen.tick(-by)


@contextmanager
def old_pages(simulator: Simulator) -> Iterator[None]:
    """Every call is answered as it was when it was made first."""
    simulator.faults.add(Fault("*", Kind.OLD))
    try:
        yield
    finally:
        simulator.faults.clear()


STRANGERS: dict[str, Strange] = {
    "yesterday's page": lambda simulator, _frozen, _account: old_pages(simulator),
    AHEAD: lambda _simulator, frozen, _account: a_clock_off(frozen, _DAY),
    "a clock that is a day behind": lambda _simulator, frozen, _account: a_clock_off(frozen, -_DAY),
    OTHER_LINES: lambda simulator, _frozen, account: other_lines(account, simulator.world.today()),
    OTHER_CUSTOMER: lambda simulator, _frozen, account: other_customer(account, simulator.world.today()),
}
"""By name, what makes it so."""

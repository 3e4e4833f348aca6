"""A fault that lasts for a day of polls at every carrier: the ledger keeps a machine from sending a password again and again."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.carriers.model import Part
from simulator import Fault, Kind, Simulator

from .bounds import REFUSED
from .cells import has
from .looks import Poll, ask, is_known, said, shows_login
from .matrix import Matrix
from .moving_in import added, customer_of
from .test_faults import ALL, frozen, outlast, poll

__all__ = ["frozen", "poll"]

USUAL = ("biglobe", "iijmio")
"""Tried at every run: a password that goes with every renewal, and two interfaces."""
HOUR = timedelta(hours=1)
UNANSWERED = 8
"""In a day of hourly polls: three at once, then after 1, 2, 4, 6 and 6 hours."""
NOT_UNDERSTOOD = 1
"""In a day, for the answer may have been a refusal."""
PER_DAY = 26
PAGES_ARE_NONE = frozenset({"soracom"})
"""Whose interface answers a login in JSON alone: a page in its place comes from somebody on the way, and is no answer."""
DAYS = {
    "HTTP 502": (Fault("*", Kind.STATUS, status=502, body="error"), 0),
    "HTTP 502 to every login": (
        Fault("*", Kind.STATUS, method="POST", status=502, body="error", after=True),
        UNANSWERED,
    ),
    "a login page that says nothing": (Fault("*", Kind.HTML, method="POST", after=True), NOT_UNDERSTOOD),
}
"""What is wrong for a day, and how often a login may be sent in it."""


class Day(Matrix):
    """A day of polls, one each hour, beginning with a login that has died, if there is one."""

    async def sent_in(self, entry: ConfigEntry, fault: Fault, *, ended: bool) -> int:
        """How many logins a day takes under a fault."""
        before = self.logins
        if ended:
            self.expire()
        self.simulator.faults.add(fault)
        for _ in range(24):
            await self.poll(HOUR)
            await ask(self.hass, entry, tuple(Part))
        # Where only a person can log in nothing is sent, and where a login is renewed otherwise all is well.
        assert self.simulator.faults.met or said(entry) & REFUSED or entry.runtime_data.last_update_success
        self.simulator.faults.clear()
        return self.logins - before


@pytest.mark.parametrize("carrier", [one if one in USUAL else pytest.param(one, marks=pytest.mark.long) for one in ALL])
async def test_day(
    hass: HomeAssistant, simulator: Simulator, frozen: FrozenDateTimeFactory, poll: Poll, carrier: str
) -> None:
    """What is wrong for a day costs as many logins as the ledger allows, and all is as before afterwards."""
    if not has(carrier, "renewal"):
        return  # its key goes with every call
    account = customer_of(simulator, carrier)
    outlast(account)
    matrix = Day(hass, simulator, account, poll)
    typed, begun = await matrix.in_hand(), matrix.logins
    entry = await added(hass, simulator, account, typed)
    matrix.normal = matrix.logins - begun
    await shows_login(hass, entry)
    for name, (fault, most) in DAYS.items():
        await ask(hass, entry, tuple(Part))
        cell = matrix._before(entry, "renewal" if most else "poll", name)
        assert any(map(is_known, cell.figures.values()))
        sent = await matrix.sent_in(entry, fault, ended=bool(most))
        allowed = (UNANSWERED if carrier in PAGES_ARE_NONE and most else most) * matrix.most
        # A token that is good once is tried again at once, when its answer was lost.
        assert sent <= allowed, f"{cell.where}: {sent}"
        cell.kinds = frozenset(said(entry))
        await matrix.recovered(entry, cell)


async def test_logins_that_end_at_once(
    hass: HomeAssistant, simulator: Simulator, frozen: FrozenDateTimeFactory, poll: Poll
) -> None:
    """Where no login lasts until the next poll, a day sees no more of them than the ledger allows."""
    account = customer_of(simulator, "ymobile")
    matrix = Matrix(hass, simulator, account, poll)
    entry = await added(hass, simulator, account, await matrix.in_hand())
    before = matrix.logins
    for _ in range(3 * 24):
        matrix.expire()
        await poll(HOUR / 3)
        await ask(hass, entry, (Part.USAGE,))
    assert 0 < matrix.logins - before <= PER_DAY
    assert said(entry) <= {"RateLimited"} | REFUSED

"""Arrears of a carrier that tells them, and shows no bills: SoftBank's and Y!mobile's banner."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from simulator import Account, Simulator
from tests.simulator.softbank_people import NOW, both

from .test_support import add

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("carrier", ["softbank", "ymobile"])
async def test_arrears_come_and_go(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory, state: State, poll: Poll, carrier: str
) -> None:
    """None is told: nothing is overdue. One is told: overdue, and an event. Paid: it is over by itself."""
    freezer.move_to(NOW)
    simulator.world = both()
    customer: Account = next(one for one in simulator.world.accounts if one.carrier == carrier and not one.arrears)
    customer.bills[:] = [bill for bill in customer.bills if not bill.unpaid]
    added: Any = await add(hass, carrier, customer)
    assert added["type"] == "create_entry"
    assert state("payment_overdue") == "off"
    assert state("became_overdue") == "unknown"
    customer.arrears = 1
    await poll(timedelta(days=1, hours=1))
    await poll(timedelta(hours=2))
    assert state("payment_overdue") == "on"
    told = state("became_overdue")
    assert told != "unknown"
    customer.arrears = 0
    await poll(timedelta(days=1, hours=1))
    await poll(timedelta(hours=2))
    assert state("payment_overdue") == "off"
    assert state("became_overdue") == told

"""Events that must not happen twice: yesterday's page, or an answer that lacks the newest bill, comes in between."""

from collections.abc import Callable
from dataclasses import replace

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.japan_mobile.carriers.model import Bill, BillState, Cycle, Month

type State = Callable[..., str]


async def test_what_goes_back_and_forth_happens_once(hass: HomeAssistant, entry: ConfigEntry, state: State) -> None:
    coordinator = entry.runtime_data
    first, month = coordinator.data, coordinator.data.lines[0].cycle
    following = Month.of(month.start).plus(1)
    bill = Bill(month=following, amount=1, state=BillState.ISSUED)
    later = replace(
        first,
        lines=tuple(replace(line, cycle=Cycle.month(following)) for line in first.lines),
        bills=(bill, *first.bills),
    )
    told = []
    for account in (first, later, first, later, later):
        coordinator.async_set_updated_data(account)
        await hass.async_block_till_done()
        told.append((state("data_reset", "0001"), state("bill_issued")))
    assert told[0] == ("unknown", "unknown")
    assert "unknown" not in told[1]
    assert told[1:] == [told[1]] * 4

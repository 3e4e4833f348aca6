"""Lines without a portal that come and go at odd moments."""

import asyncio
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.japan_mobile.history import UsageHistory

from .test_handed import DAD, MUM, NOW, added, another, hand_in, shown


async def test_a_line_that_comes_while_the_account_is_set_up(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is not missed."""
    freezer.move_to(NOW)
    account = await added(hass, MUM)
    reached, go = asyncio.Event(), asyncio.Event()
    load = UsageHistory.load

    async def slowly(history: UsageHistory) -> None:
        reached.set()
        await go.wait()
        await load(history)

    with patch.object(UsageHistory, "load", slowly):
        reloading = asyncio.create_task(hass.config_entries.async_reload(account.entry_id))
        await reached.wait()
        assert (await another(hass, account, DAD, waits=False))["type"] is FlowResultType.CREATE_ENTRY
        go.set()
        await reloading
        await hass.async_block_till_done()
    await hand_in(hass, "Dad", text="残り 5GB")
    assert shown(hass, "data_remaining", "Dad") == "5.0"

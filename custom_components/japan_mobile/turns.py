"""One queue at each carrier's door: several accounts of a household never press together."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

_QUEUES: HassKey[defaultdict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_queues")


@asynccontextmanager
async def in_turn(hass: HomeAssistant, places: Sequence[str]) -> AsyncIterator[None]:
    """Wait until nobody else talks to the carrier whose hosts these are; the first of them is the door."""
    if not places:  # nobody is asked
        yield
        return
    async with hass.data.setdefault(_QUEUES, defaultdict(asyncio.Lock))[places[0]]:
        yield

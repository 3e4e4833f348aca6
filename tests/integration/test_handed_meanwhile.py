"""A text is read beside the event loop; what happens meanwhile is not undone by it."""

from collections.abc import Iterator
from threading import Event, get_ident
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.japan_mobile.carriers.handed import HandedIn, understand

from .test_handed import MUM, NOW, added, hand_in, shown

_PATIENCE = 10
"""Seconds."""


class Reading:
    """Texts are read only once they `may` be; `began` says that one waits, and `threads` where."""

    def __init__(self) -> None:
        self.began, self.may = Event(), Event()
        self.threads: list[int] = []

    def understand(self, *args: Any, **named: Any) -> HandedIn:
        """Read one, late."""
        self.threads.append(get_ident())
        self.began.set()
        assert self.may.wait(_PATIENCE)
        return understand(*args, **named)


@pytest.fixture
def reading() -> Iterator[Reading]:
    """How texts are read."""
    reading = Reading()
    with patch("custom_components.japan_mobile.handed.understand", reading.understand):
        yield reading


@pytest.mark.parametrize("change", ["unload", "reload"])
async def test_a_line_that_goes_meanwhile(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reading: Reading, change: str
) -> None:
    """The event loop goes on, and nothing is written by whom nobody asks any more."""
    freezer.move_to(NOW)
    entry: ConfigEntry = await added(hass, MUM)
    answer = hass.async_create_task(hand_in(hass, text="残り 3.2GB"))
    assert await hass.async_add_executor_job(reading.began.wait, _PATIENCE)
    assert reading.threads != [get_ident()]
    await getattr(hass.config_entries, f"async_{change}")(entry.entry_id)
    reading.may.set()
    with pytest.raises(ServiceValidationError) as caught:
        await answer
    assert caught.value.translation_key == "not_taken_no_such_line"
    if change == "unload":
        await hass.config_entries.async_setup(entry.entry_id)
    assert shown(hass, "data_remaining", "Mum") == "unknown"
    await hand_in(hass, text="残り 3.1GB")
    assert shown(hass, "data_remaining", "Mum") == "3.1"

"""The answer to a question that was understood, whoever understood it."""

from collections.abc import Iterable
from datetime import datetime

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..coordinator import JapanMobileConfigEntry
from ..exposed import Shown
from .answer import Answerer
from .household import household
from .languages import language_of
from .question import Topic


@callback
def answer(hass: HomeAssistant, topic: Topic, names: Iterable[str], language: str, assistant: str) -> str:
    """What is said in a language about a topic and whoever is named, or all; only what is exposed to the assistant."""
    asked = household(hass, assistant).among(names)

    def read(line: Shown) -> datetime | None:
        return _read(hass, line)

    return Answerer(language_of(language).speech, asked.lines, asked.accounts, read).answer(topic)


def _read(hass: HomeAssistant, line: Shown) -> datetime | None:
    """When the figures of a line were read last."""
    device = dr.async_get(hass).async_get(line.device_id)
    if device is None:
        return None
    entry: JapanMobileConfigEntry | None = hass.config_entries.async_get_entry(device.config_entry_id)
    return None if entry is None else entry.runtime_data.data.fetched_at

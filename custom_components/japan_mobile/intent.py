"""The intent behind every question about mobile lines; own sentences may use it too."""

from datetime import datetime
from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr, intent
import probatio

from .coordinator import JapanMobileConfigEntry
from .exposed import Shown
from .voice.answer import Answerer
from .voice.household import household
from .voice.languages import language_of
from .voice.question import Topic

ASK = "JapanMobileAsk"


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Make it known."""
    intent.async_register(hass, AskHandler())


class AskHandler(intent.IntentHandler):
    """Answers a question: about a topic, and about whoever is named (a line, an area, a person, a carrier), or all.

    Only what is exposed to the assistant that asks is told.
    """

    intent_type = ASK
    description = "Answers questions about mobile lines: data left or used, whether it will last, bills"

    @property
    @override
    def slot_schema(self) -> dict[probatio.Marker, object]:
        return {
            probatio.Required("topic"): probatio.In([topic.value for topic in Topic]),
            probatio.Optional("name"): probatio.All(cv.ensure_list, [cv.string]),
        }

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        slots = self.async_validate_slots(intent_obj.slots)
        hass, speech = intent_obj.hass, language_of(intent_obj.language).speech
        names = slots["name"]["value"] if "name" in slots else []
        asked = household(hass, intent_obj.assistant or "conversation").among(names)

        def read(line: Shown) -> datetime | None:
            return _read(hass, line)

        response = intent_obj.create_response()
        answerer = Answerer(speech, asked.lines, asked.accounts, read)
        response.async_set_speech(answerer.answer(Topic(slots["topic"]["value"])))
        return response


def _read(hass: HomeAssistant, line: Shown) -> datetime | None:
    """When the figures of a line were read last."""
    device = dr.async_get(hass).async_get(line.device_id)
    if device is None:
        return None
    entry: JapanMobileConfigEntry | None = hass.config_entries.async_get_entry(device.config_entry_id)
    return None if entry is None else entry.runtime_data.data.fetched_at

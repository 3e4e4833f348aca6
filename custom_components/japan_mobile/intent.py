"""The intent behind every question about mobile lines; own sentences may use it too."""

from collections.abc import Callable, Iterable
from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, intent
import probatio

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
        topic, names = Topic(slots["topic"]["value"]), slots["name"]["value"] if "name" in slots else []
        assistant = intent_obj.assistant or "conversation"
        answer = await intent_obj.hass.async_add_import_executor_job(_answer)
        response = intent_obj.create_response()
        response.async_set_speech(answer(intent_obj.hass, topic, names, intent_obj.language, assistant))
        return response


def _answer() -> Callable[[HomeAssistant, Topic, Iterable[str], str, str], str]:
    from .voice.asked import answer  # noqa: PLC0415 - the words of all languages, for whoever asks

    return answer

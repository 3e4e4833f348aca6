"""The sentences that Assist knows of us, and what is answered to them. With all words of all languages, so imported late."""

from collections.abc import Iterable, Sequence
from functools import partial
import logging
from typing import TYPE_CHECKING, Any

from homeassistant.components.homeassistant.exposed_entities import async_listen_entity_updates
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er, intent
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..intent import ASK
from .household import household
from .languages import LANGUAGES, Language, language_of
from .lexicon import Lexicon
from .overheard import overheard
from .question import Topic, topic_of
from .speech import Say
from .template import templates

if TYPE_CHECKING:
    from homeassistant.components.conversation.models import ConversationInput

_LOGGER = logging.getLogger(__name__)

type Understood = tuple[Language, Topic, tuple[str, ...]]
_ASSISTANT = "conversation"
_SETTLED = 2.0
"""Seconds after a change of names until the sentences follow: at a start everything changes at once."""


class Sentences:
    """The sentences that Assist knows of us: they follow the names of what is exposed."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._names: frozenset[str] | None = None
        self._forget: list[CALLBACK_TYPE] = []
        self._settled = Debouncer(hass, _LOGGER, cooldown=_SETTLED, immediate=False, function=self._renew)

    @callback
    def follow(self) -> None:
        """Follow the registries and what is exposed."""
        self._hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._changed)
        self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._changed)
        self._hass.bus.async_listen(ar.EVENT_AREA_REGISTRY_UPDATED, self._changed)
        async_listen_entity_updates(self._hass, _ASSISTANT, self._changed)
        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed)
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._stop)
        self._changed()

    @callback
    def _changed(self, _event: Event[Any] | None = None) -> None:
        self._settled.async_schedule_call()

    @callback
    def _entry_changed(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            self._changed()

    @callback
    def _stop(self, _event: Event[Any]) -> None:
        self._settled.async_shutdown()

    async def _renew(self) -> None:
        """Let Assist know the templates with the names as they are now; none without an account."""
        names = frozenset(household(self._hass, _ASSISTANT).named)
        here = names if self._hass.config_entries.async_loaded_entries(DOMAIN) else None
        if here == self._names:
            return
        self._names = here
        made = {} if here is None else await self._hass.async_add_executor_job(_templates, here)
        while self._forget:
            self._forget.pop()()
        # Only now is it sure that what Assist itself needs is installed.
        from homeassistant.components.conversation.agent_manager import get_agent_manager  # noqa: PLC0415

        manager = get_agent_manager(self._hass)
        for code, texts in made.items():
            heard = partial(self._heard, LANGUAGES[code])
            self._forget.append(manager.register_trigger(texts, heard))

    async def _heard(self, language: Language, said: ConversationInput, _result: object) -> str | None:
        """Answer what was said in the language in which it was said.

        What is said in two of them alike is heard in one: then it is the one that is spoken here.
        """
        asked = household(self._hass, _ASSISTANT)
        spoken = language_of(said.language)
        found = understood(said.text, asked.named, [spoken, language])
        if found is None:
            return _of_one_kind(spoken, language).speech.say[Say.NOT_UNDERSTOOD]
        language, topic, names = found
        language = _of_one_kind(spoken, language)
        response = await intent.async_handle(
            self._hass,
            DOMAIN,
            ASK,
            {"topic": {"value": topic.value}, "name": {"value": list(names)}},
            said.text,
            said.context,
            language.lexicon.language,
            assistant=_ASSISTANT,
            device_id=said.device_id,
        )
        return str(response.speech["plain"]["speech"])


def _of_one_kind(spoken: Language, heard: Language) -> Language:
    """The language to answer in: that in which it was heard, but in the script that is read here."""
    return spoken if spoken.lexicon.language[:2] == heard.lexicon.language[:2] else heard


def understood(text: str, names: Iterable[str], languages: Sequence[Language]) -> Understood | None:
    """What is asked, in the first of the languages in which it is understood; by its known words only if in none of them."""
    said = list(names)
    for read in (Lexicon.read, overheard):
        for language in languages:
            if language is not languages[0] and not language.lexicon.may_be(text, said):
                continue
            if language.lexicon.refuses(text):
                return None
            reading = read(language.lexicon, text, said)
            topic = None if reading is None else topic_of(reading[0], named=bool(reading[1]))
            if reading is not None and topic is not None:
                return language, topic, reading[1]
    return None


def _templates(names: frozenset[str]) -> dict[str, list[str]]:
    """The templates of each language."""
    return {code: templates(language.lexicon, names) for code, language in LANGUAGES.items()}

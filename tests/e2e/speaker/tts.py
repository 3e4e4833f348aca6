"""The voice."""

from typing import Any

from homeassistant.components.tts import TextToSpeechEntity, TtsAudioType
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add it."""
    async_add_entities([Voice()])


class Voice(TextToSpeechEntity):
    """Says a text by its letters."""

    _attr_name = "Voice"
    _attr_default_language = "en"
    _attr_supported_languages = ["en"]

    async def async_get_tts_audio(self, message: str, language: str, options: dict[str, Any]) -> TtsAudioType:
        """The sound: called what Home Assistant asks for, or it would be converted."""
        return "mp3", message.encode()

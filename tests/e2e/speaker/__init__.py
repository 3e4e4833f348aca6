"""A speaker with a voice for Home Assistant's folder: its sound is the text itself, so that one can read what it said."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Add both."""
    await hass.config_entries.async_forward_entry_setups(entry, [Platform.MEDIA_PLAYER, Platform.TTS])
    return True

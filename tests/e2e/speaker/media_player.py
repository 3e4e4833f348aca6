"""The speaker."""

from typing import Any

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import MediaPlayerEntityFeature, MediaPlayerState
from homeassistant.components.media_source import async_resolve_media
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add it."""
    async_add_entities([Speaker()])


class Speaker(MediaPlayerEntity):
    """Shows where the sound is that it plays."""

    _attr_name = "Kitchen"
    _attr_state = MediaPlayerState.IDLE
    _attr_supported_features = MediaPlayerEntityFeature.PLAY_MEDIA

    async def async_play_media(self, media_type: str, media_id: str, **kwargs: Any) -> None:
        """Play it without end."""
        media = await async_resolve_media(self.hass, media_id, self.entity_id)
        self._attr_media_content_id = media.url
        self._attr_state = MediaPlayerState.PLAYING
        self.async_write_ha_state()

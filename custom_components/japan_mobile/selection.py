"""Which of the entities that an automation is aimed at are meant: those of ours that tell a certain thing."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


@callback
def ours(hass: HomeAssistant, entities: Iterable[str], key: str) -> set[str]:
    """Those that are the integration's, and are called by that translation key."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id)) is not None
        and (entry.platform, entry.translation_key) == (DOMAIN, key)
    }

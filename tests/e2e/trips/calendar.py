"""The calendar."""

from datetime import datetime, timedelta
import json
from pathlib import Path

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType


async def async_setup_platform(
    hass: HomeAssistant,
    config: ConfigType,
    async_add_entities: AddEntitiesCallback,
    info: DiscoveryInfoType | None = None,
) -> None:
    """Add it."""
    async_add_entities([Trips(Path(hass.config.path("trips.json")))])


class Trips(CalendarEntity):
    """The next trip."""

    _attr_name = "Trips"

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def event(self) -> CalendarEvent | None:
        """None runs."""
        return None

    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """The trip, if it lies within."""
        if not self._file.exists():
            return []
        told = json.loads(self._file.read_text())
        start = datetime.fromisoformat(told["start"])
        event = CalendarEvent(start=start, end=start + timedelta(days=3), summary=told["summary"])
        return [event] if event.start < end_date and event.end > start_date else []

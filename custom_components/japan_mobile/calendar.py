"""A calendar per account: resets, expiries, due days, and the day on which a line would be suspended."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import override

from homeassistant.components.calendar import CalendarEntity, CalendarEntityDescription, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .agenda import Entry, Occasion, agenda
from .carriers.model import TOKYO, Part
from .const import DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, device_name, visible_lines

PARALLEL_UPDATES = 0

DATES = CalendarEntityDescription(key="dates")
_WORDS = f"component.{DOMAIN}.entity.calendar.{DATES.key}.state_attributes.message.state."


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the account's calendar."""
    words = await async_get_translations(hass, hass.config.language, "entity", {DOMAIN})
    titles = {occasion: words[f"{_WORDS}{occasion}"] for occasion in Occasion}
    async_add_entities([Dates(entry.runtime_data, titles)])


class Dates(AccountEntity, CalendarEntity):
    """What is coming up, in the words of Home Assistant's language."""

    part = Part.USAGE

    def __init__(self, coordinator: AccountCoordinator, titles: dict[Occasion, str]) -> None:
        super().__init__(coordinator, DATES)
        self._titles = titles
        self._told: tuple[object, object] = (None, None)
        self._agenda: list[Entry] = []

    @property
    def _entries(self) -> list[Entry]:
        """The agenda, made once of an answer: each state that is written asks for it several times."""
        told = self.coordinator.data, self.coordinator.config_entry.options
        if told[0] is not self._told[0] or told[1] is not self._told[1]:
            name = partial(device_name, self.coordinator)
            self._told, self._agenda = told, agenda(visible_lines(self.coordinator), told[0].bills, name)
        return self._agenda

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The next one that is not over."""
        now = dt_util.now(TOKYO)
        return next((event for entry in self._entries if (event := self._event(entry)).end_datetime_local > now), None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        events = map(self._event, self._entries)
        return [
            event for event in events if event.start_datetime_local < end_date and event.end_datetime_local > start_date
        ]

    def _event(self, entry: Entry) -> CalendarEvent:
        title = self._titles[entry.occasion]
        start, end = _span(entry.at)
        return CalendarEvent(start=start, end=end, summary=title if entry.whose is None else f"{entry.whose}: {title}")


def _span(at: date | datetime) -> tuple[date, date] | tuple[datetime, datetime]:
    """A whole day; a moment inside a day is an hour that ends with it."""
    if isinstance(at, datetime) and at.astimezone(TOKYO).time() < time(23, 59):
        return at - timedelta(hours=1), at
    day = at.astimezone(TOKYO).date() if isinstance(at, datetime) else at
    return day, day + timedelta(days=1)

"""A button that asks the carrier now, within its budget."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity

PARALLEL_UPDATES = 1

REFRESH = ButtonEntityDescription(key="refresh", entity_category=EntityCategory.DIAGNOSTIC)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the account's button."""
    async_add_entities([Refresh(entry.runtime_data, REFRESH)])


async def refresh(coordinator: AccountCoordinator) -> None:
    """Ask the carrier for usage, unless it was asked a moment ago or wants to be left alone. Raises HomeAssistantError."""
    await coordinator.async_refresh()
    if not coordinator.last_update_success:
        err = coordinator.last_exception
        if isinstance(err, HomeAssistantError):
            raise err
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="refresh_failed") from err


class Refresh(AccountEntity, ButtonEntity):
    """Asks now."""

    @override
    async def async_press(self) -> None:
        await refresh(self.coordinator)

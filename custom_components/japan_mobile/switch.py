"""Switches: the fast data of a line, where a carrier's sheet documents how it is switched. Unproven, so off by default."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .carriers.carrier import Can
from .coordinator import JapanMobileConfigEntry
from .entity import LineEntity, add_for_lines

PARALLEL_UPDATES = 1

FAST_DATA = SwitchEntityDescription(key="fast_data", entity_registry_enabled_default=False)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a switch to each line of a carrier that has one."""
    coordinator = entry.runtime_data
    if Can.SWITCH in coordinator.can:
        await add_for_lines(
            coordinator, async_add_entities, lambda line, key: [FastData(coordinator, FAST_DATA, line, key)]
        )


class FastData(LineEntity, SwitchEntity):
    """Whether a line's data is fast. What it shows is what the carrier says, also after it was pressed."""

    @property
    @override
    def is_on(self) -> bool | None:
        line = self.line
        return None if line is None else line.fast

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.coordinator.set_fast(self._line_id, fast=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.coordinator.set_fast(self._line_id, fast=False)

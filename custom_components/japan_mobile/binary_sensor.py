"""Binary sensors: whether a line's data is getting low."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity, BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .carriers.carrier import Can
from .const import CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT
from .coordinator import JapanMobileConfigEntry
from .entity import LineEntity, add_for_lines
from .readings import remaining_percent

PARALLEL_UPDATES = 0

DATA_LOW = BinarySensorEntityDescription(
    key="data_low", translation_key="data_low", device_class=BinarySensorDeviceClass.PROBLEM
)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a binary sensor to each line whose carrier tells what is left and of how much."""
    coordinator = entry.runtime_data
    if Can.REMAINING | Can.TOTAL in coordinator.can:
        add_for_lines(coordinator, async_add_entities, lambda line, key: [DataLow(coordinator, DATA_LOW, line, key)])


class DataLow(LineEntity, BinarySensorEntity):
    """On when what is left is below the share of the allowance that the user has set; unlimited lines never are."""

    @property
    @override
    def is_on(self) -> bool | None:
        line = self.line
        if line is None:
            return None
        if line.unlimited:
            return False
        left = remaining_percent(line)
        threshold = self.coordinator.config_entry.options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT)
        return None if left is None else left < threshold

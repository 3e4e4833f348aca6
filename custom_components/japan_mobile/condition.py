"""Conditions for automations: how mobile lines and accounts are."""

from typing import override

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.components.sensor.const import SensorDeviceClass
from homeassistant.const import STATE_ON, UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    Condition,
    EntityConditionBase,
    make_entity_numerical_condition_with_unit,
    make_entity_state_condition,
)
from homeassistant.util.unit_conversion import InformationConverter

from .selection import ours


def _only[T: EntityConditionBase](base: type[T], key: str) -> type[T]:
    """The condition, for entities of ours that tell one thing."""

    class OurCondition(base):  # type: ignore[misc,valid-type]
        _primary_entities_only = False

        @override
        def entity_filter(self, entities: set[str]) -> set[str]:
            return ours(self._hass, super().entity_filter(entities), key)

    return OurCondition


def _is(key: str) -> type[Condition]:
    return _only(make_entity_state_condition({BINARY_SENSOR: DomainSpec()}, STATE_ON), key)


CONDITIONS: dict[str, type[Condition]] = {
    "is_data_low": _is("data_low"),
    "remaining_data": _only(
        make_entity_numerical_condition_with_unit(
            {SENSOR: DomainSpec(device_class=SensorDeviceClass.DATA_SIZE)},
            UnitOfInformation.GIGABYTES,
            InformationConverter,
        ),
        "data_remaining",
    ),
    "will_run_out": _is("will_run_out"),
    "is_payment_overdue": _is("payment_overdue"),
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """The conditions, by name."""
    return CONDITIONS

"""Triggers for automations: what happens to mobile lines and accounts."""

from typing import override

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.components.event import DOMAIN as EVENT
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.components.sensor.const import SensorDeviceClass
from homeassistant.const import STATE_ON, UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    EntityTriggerBase,
    StatelessEntityTriggerBase,
    Trigger,
    make_entity_numerical_state_crossed_threshold_with_unit_trigger,
    make_entity_target_state_trigger,
)
from homeassistant.util.unit_conversion import InformationConverter

from .selection import ours


def _only[T: EntityTriggerBase](base: type[T], key: str) -> type[T]:
    """The trigger, for entities of ours that tell one thing."""

    class OurTrigger(base):  # type: ignore[misc,valid-type]
        _primary_entities_only = False

        @override
        def entity_filter(self, entities: set[str]) -> set[str]:
            return ours(self._hass, super().entity_filter(entities), key)

    return OurTrigger


def _became(key: str) -> type[Trigger]:
    return _only(make_entity_target_state_trigger({BINARY_SENSOR: DomainSpec()}, STATE_ON), key)


class _Happened(StatelessEntityTriggerBase):
    _domain_specs = {EVENT: DomainSpec()}  # noqa: RUF012 - as its base declares it


TRIGGERS: dict[str, type[Trigger]] = {
    "data_became_low": _became("data_low"),
    "remaining_data_crossed_threshold": _only(
        make_entity_numerical_state_crossed_threshold_with_unit_trigger(
            {SENSOR: DomainSpec(device_class=SensorDeviceClass.DATA_SIZE)},
            UnitOfInformation.GIGABYTES,
            InformationConverter,
        ),
        "data_remaining",
    ),
    "will_run_out": _became("will_run_out"),
    "data_reset": _only(_Happened, "data_reset"),
    "bill_issued": _only(_Happened, "bill_issued"),
    "payment_became_overdue": _became("payment_overdue"),
    "login_needed": _became("login_needed"),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """The triggers, by name."""
    return TRIGGERS

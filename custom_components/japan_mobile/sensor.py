"""Sensors: data left, used and allowed on a line; bills and freshness of an account."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.const import UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .carriers.carrier import Can, Carrier
from .carriers.model import Bill, Line, Month, Part
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines
from .forecast import UNFORESEEN
from .identity import masked
from .outlook import OUTLOOK_SENSORS, Outlook, OutlookSensorDescription
from .readings import amount_of, latest_bill, paid_at_once
from .sensor_types import (
    ACCOUNT_SENSORS,
    BREAKDOWN,
    EVIDENCE,
    LINE_BILL,
    LINE_SENSORS,
    PAID,
    STATE_SENSORS,
    SUPPORT,
    AccountSensorDescription,
    LineSensorDescription,
    StateSensorDescription,
)

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors that the carrier can fill."""
    coordinator = entry.runtime_data
    async_add_entities(
        AccountSensor(coordinator, description)
        for description in ACCOUNT_SENSORS
        if description.needs in coordinator.can
    )
    async_add_entities(
        StateSensor(coordinator, description) for description in STATE_SENSORS if description.needs in coordinator.can
    )
    if Can.BILLS in coordinator.can:
        async_add_entities([BreakdownSensor(coordinator, BREAKDOWN)])
    async_add_entities([EvidenceSensor(coordinator, EVIDENCE)])
    if coordinator.carrier.support.phone is not None:
        async_add_entities([SupportSensor(coordinator, SUPPORT)])
    add_for_lines(
        coordinator,
        async_add_entities,
        lambda line, key: [
            *(
                LineSensor(coordinator, description, line, key)
                for description in LINE_SENSORS
                if description.needs in coordinator.can
            ),
            *(
                OutlookSensor(coordinator, description, line, key)
                for description in OUTLOOK_SENSORS
                if description.needs in coordinator.can
            ),
            *([PaidSensor(coordinator, PAID, line, key)] if Can.PAID_AT_ONCE in coordinator.can else []),
            *([LineBillSensor(coordinator, LINE_BILL, line, key)] if Can.LINE_BILLS in coordinator.can else []),
        ],
    )


def _data_unit(carrier: Carrier) -> UnitOfInformation:
    """The unit in which the number equals the one in the carrier's own app."""
    return UnitOfInformation.GIGABYTES if carrier.gigabyte == 10**9 else UnitOfInformation.GIBIBYTES


class LineSensor(LineEntity, SensorEntity):
    """A figure of a line."""

    entity_description: LineSensorDescription

    def __init__(
        self, coordinator: AccountCoordinator, description: LineSensorDescription, line: Line, line_key: str
    ) -> None:
        super().__init__(coordinator, description, line, line_key)
        if description.device_class is SensorDeviceClass.DATA_SIZE:
            self._attr_native_unit_of_measurement = _data_unit(coordinator.carrier)

    @property
    @override
    def native_value(self) -> int | float | date | str | None:
        line = self.line
        value = None if line is None else self.entity_description.value(line)
        if isinstance(value, int) and self.device_class is SensorDeviceClass.DATA_SIZE:
            return value / self.coordinator.carrier.gigabyte
        return value

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        line = self.line
        if line is None or not line.shared_with or not self.entity_description.shared:
            return None
        others = [self.coordinator.data.line(other) for other in line.shared_with]
        return {"shared_with": [masked((other and other.number) or "") for other in others]}

    @property
    @override
    def last_reset(self) -> datetime | None:
        line = self.line
        if self.state_class is not SensorStateClass.TOTAL or line is None or line.cycle is None:
            return None
        return datetime.combine(line.cycle.start, datetime.min.time(), self.coordinator.carrier.zone)


class OutlookSensor(LineEntity, SensorEntity):
    """What is worked out of a line: what was used today, what may be used, and how it will end."""

    entity_description: OutlookSensorDescription

    def __init__(
        self, coordinator: AccountCoordinator, description: OutlookSensorDescription, line: Line, line_key: str
    ) -> None:
        super().__init__(coordinator, description, line, line_key)
        if description.device_class is SensorDeviceClass.DATA_SIZE:
            self._attr_native_unit_of_measurement = _data_unit(coordinator.carrier)

    @property
    @override
    def native_value(self) -> int | float | datetime | None:
        line = self.line
        if line is None:
            return None
        history = self.coordinator.history
        seen = Outlook(
            line,
            history.foreseen(self._line_id) or UNFORESEEN,
            history.used_today(self._line_id),
            dt_util.now(self.coordinator.carrier.zone),
        )
        value = self.entity_description.value(seen)
        if isinstance(value, int) and self.device_class is SensorDeviceClass.DATA_SIZE:
            return round(value / self.coordinator.carrier.gigabyte, self.entity_description.decimals)
        return value


class StateSensor(AccountEntity, SensorEntity):
    """How an account and its polling are doing."""

    entity_description: StateSensorDescription

    @property
    @override
    def available(self) -> bool:
        return self.entity_description.always or self.coordinator.fresh(Part.BILLS)

    @property
    @override
    def native_value(self) -> int | date | datetime | str | None:
        return self.entity_description.value(self.coordinator)


class PaidSensor(LineEntity, SensorEntity):
    """What was paid for a line this month, without a bill."""

    @property
    @override
    def available(self) -> bool:
        return self.coordinator.fresh(Part.BILLS)

    @property
    @override
    def native_value(self) -> int | None:
        return paid_at_once(
            self.coordinator.data, self._line_id, Month.of(dt_util.now(self.coordinator.carrier.zone).date())
        )


class LineBillSensor(LineEntity, SensorEntity):
    """The newest bill of a line."""

    @property
    @override
    def available(self) -> bool:
        return self.coordinator.fresh(Part.BILLS)

    @property
    def _bill(self) -> Bill | None:
        return latest_bill(self.coordinator.data, self._line_id)

    @property
    @override
    def native_value(self) -> int | None:
        return amount_of(self._bill)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        return _about(self._bill)


def _about(bill: Bill | None) -> Mapping[str, Any] | None:
    """What a bill's sensor tells beside the amount."""
    if bill is None:
        return None
    return {"month": None if bill.month is None else str(bill.month), "state": bill.state.value, "due": bill.due}


class AccountSensor(AccountEntity, SensorEntity):
    """A figure of the account."""

    entity_description: AccountSensorDescription

    @property
    @override
    def available(self) -> bool:
        part = self.entity_description.part
        return part is None or self.coordinator.fresh(part)

    @property
    @override
    def native_value(self) -> int | datetime | None:
        return self.entity_description.value(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        return _about(self.entity_description.bill(self.coordinator.data))


class SupportSensor(AccountEntity, SensorEntity):
    """The carrier's hotline, as it publishes it. Known whether the portal answers or not."""

    @property
    @override
    def available(self) -> bool:
        return True

    @property
    @override
    def native_value(self) -> str | None:
        return self.coordinator.carrier.support.phone

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        languages = self.coordinator.carrier.support.languages
        return {"languages": list(languages)} if languages else None


class BreakdownSensor(AccountEntity, SensorEntity):
    """How many items the latest bill has, and which; they are not recorded, for the action `get_bills` has them all."""

    _unrecorded_attributes = frozenset({"items"})

    @property
    @override
    def available(self) -> bool:
        return self.coordinator.fresh(Part.BILLS)

    @property
    @override
    def native_value(self) -> int | None:
        bill = latest_bill(self.coordinator.data)
        return len(bill.items) if bill and bill.items else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        bill = latest_bill(self.coordinator.data)
        return {"items": [{"label": item.label, "amount": item.amount} for item in bill.items]} if bill else None


class EvidenceSensor(AccountEntity, SensorEntity):
    """How far it is proven that the carrier's portal is read rightly; a fact about the carrier, so always known."""

    @property
    @override
    def available(self) -> bool:
        return True

    @property
    @override
    def native_value(self) -> str:
        return self.coordinator.carrier.evidence.proof.value

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        carrier = self.coordinator.carrier
        return {"observed": carrier.evidence.newest or None, "login": carrier.login.value}

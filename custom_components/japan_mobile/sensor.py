"""Sensors: data left, used and allowed on a line, and what follows from that; bills and state of an account."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .account_sensors import (
    ACCOUNT_SENSORS,
    BILL_SENSORS,
    BREAKDOWN,
    EVIDENCE,
    LINE_BILL,
    PAID,
    SUPPORT,
    AccountSensorDescription,
    BillSensorDescription,
)
from .carriers.model import Bill, Line, Month, Part
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines, data_unit, device_name, visible_lines
from .line_sensors import LINE_SENSORS, LineSensorDescription
from .outlook import Outlook, Told
from .readings import latest_bill, paid_at_once

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors that the carrier can fill."""
    coordinator = entry.runtime_data
    can = coordinator.can
    sensors: list[SensorEntity] = [
        *(AccountSensor(coordinator, one) for one in ACCOUNT_SENSORS if one.needs in can),
        *(BillSensor(coordinator, one) for one in BILL_SENSORS if one.needs in can),
        EvidenceSensor(coordinator, EVIDENCE),
    ]
    if BREAKDOWN.needs in can:
        sensors.append(BreakdownSensor(coordinator, BREAKDOWN))
    if coordinator.carrier.support.phone is not None:
        sensors.append(SupportSensor(coordinator, SUPPORT))
    async_add_entities(sensors)
    await add_for_lines(
        coordinator,
        async_add_entities,
        lambda line, key: [
            *(
                LineSensor(coordinator, one, line, key)
                for one in LINE_SENSORS
                if one.needs in can and (coordinator.carrier.cycles or not one.of_cycle)
            ),
            *([PaidSensor(coordinator, PAID, line, key)] if PAID.needs in can else []),
            *([LineBillSensor(coordinator, LINE_BILL, line, key)] if _is_billed(coordinator, line) else []),
        ],
    )


def _is_billed(coordinator: AccountCoordinator, line: Line) -> bool:
    """Whether a line has bills of its own: always there, or as far as is known."""
    return LINE_BILL.needs in coordinator.can or latest_bill(coordinator.data, line.line_id) is not None


class LineSensor(LineEntity, SensorEntity):
    """A figure of a line. Who shares it is not recorded: of a thousand lines it is more than the recorder takes."""

    _unrecorded_attributes = frozenset({"shared_with"})
    entity_description: LineSensorDescription

    def __init__(
        self, coordinator: AccountCoordinator, description: LineSensorDescription, line: Line, line_key: str
    ) -> None:
        super().__init__(coordinator, description, line, line_key)
        self._told: Told = None
        self._told_on: date | None = None
        if description.device_class is SensorDeviceClass.DATA_SIZE:
            self._attr_native_unit_of_measurement = data_unit(coordinator.carrier)

    @property
    def _seen(self) -> Outlook | None:
        line = self.line
        if line is None:
            return None
        today = dt_util.now(self.coordinator.carrier.zone).date()
        return Outlook(self.coordinator, line, self._told if self._told_on == today else None)

    @property
    @override
    def native_value(self) -> int | float | date | datetime | str | None:
        seen = self._seen
        value = self._told = None if seen is None else self.entity_description.value(seen)
        self._told_on = None if seen is None else seen.now.date()
        if isinstance(value, int) and self.device_class is SensorDeviceClass.DATA_SIZE:
            size, decimals = value / self.coordinator.carrier.gigabyte, self.entity_description.decimals
            return size if decimals is None else round(size, decimals)
        return value

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        line = self.line
        if line is None:
            return None
        told: dict[str, Any] = {}
        if self.entity_description.shared and line.shared_with:
            sharing = set(line.shared_with)
            others = [other for other in visible_lines(self.coordinator) if other.line_id in sharing]
            told["shared_with"] = [device_name(self.coordinator, other) for other in others]
        if self.entity_description.says_unlimited and line.unlimited:
            told["unlimited"] = True
        return told or None

    @property
    @override
    def last_reset(self) -> datetime | None:
        seen = self._seen
        return None if seen is None else self.entity_description.since(seen)


class AccountSensor(AccountEntity, SensorEntity):
    """Something about an account."""

    entity_description: AccountSensorDescription

    def __init__(self, coordinator: AccountCoordinator, description: AccountSensorDescription) -> None:
        super().__init__(coordinator, description)
        self.part = description.part

    @property
    @override
    def native_value(self) -> int | date | datetime | str | None:
        return self.entity_description.value(self.coordinator)


class SupportSensor(AccountSensor):
    """The carrier's hotline, as it publishes it. Known whether the portal answers or not."""

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        languages = self.coordinator.carrier.support.languages
        return {"languages": list(languages)} if languages else None


class EvidenceSensor(AccountSensor):
    """How far it is proven that the carrier's portal is read rightly; a fact about the carrier."""

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        carrier = self.coordinator.carrier
        return {"observed": carrier.evidence.newest or None, "login": carrier.login.value}


class BreakdownSensor(AccountSensor):
    """How many items the latest bill has, and which; they are not recorded, for the action `get_bills` has them all."""

    _unrecorded_attributes = frozenset({"items"})

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        bill = latest_bill(self.coordinator.data)
        return {"items": [{"label": item.label, "amount": item.amount} for item in bill.items]} if bill else None


class _Bill(SensorEntity):
    """The amount of a bill, and what else is known of it."""

    coordinator: AccountCoordinator
    entity_description: BillSensorDescription
    of_line: str | None = None

    @property
    def _bill(self) -> Bill | None:
        return self.entity_description.find(self.coordinator, self.of_line)

    @property
    @override
    def native_value(self) -> int | None:
        bill = self._bill
        return None if bill is None else bill.amount

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        bill = self._bill
        if bill is None:
            return None
        return {"month": None if bill.month is None else str(bill.month), "state": bill.state.value, "due": bill.due}


class BillSensor(AccountEntity, _Bill):
    """A bill of the account."""

    part = Part.BILLS


class LineBillSensor(LineEntity, _Bill):
    """The newest bill of a line."""

    part = Part.BILLS

    def __init__(
        self, coordinator: AccountCoordinator, description: BillSensorDescription, line: Line, key: str
    ) -> None:
        super().__init__(coordinator, description, line, key)
        self.of_line = line.line_id


class PaidSensor(LineEntity, SensorEntity):
    """What was paid for a line this month, without a bill."""

    part = Part.BILLS

    @property
    @override
    def native_value(self) -> int | None:
        month = Month.of(dt_util.now(self.coordinator.carrier.zone).date())
        return paid_at_once(self.coordinator.data, self._line_id, month)

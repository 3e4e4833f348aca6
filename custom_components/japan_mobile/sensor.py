"""Sensors: data left, used and allowed on a line; bills and freshness of an account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfInformation, UnitOfRatio
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .carriers.carrier import Can, Carrier
from .carriers.model import Account, Bill, BillState, BucketKind, Line, Month, Part
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines
from .identity import masked

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class LineSensorDescription(SensorEntityDescription):
    """A sensor of a line: what the carrier must be able to tell, and what is shown of the line.

    `shared`: it is about the allowance, which lines may share, so that their figures must not be added up.
    """

    needs: Can
    shared: bool = False
    value: Callable[[Line], int | float | date | str | None]


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """A sensor of an account."""

    needs: Can
    part: Part | None = None
    value: Callable[[Account], int | datetime | None]
    bill: Callable[[Account], Bill | None] = lambda _account: None


def remaining_percent(line: Line) -> float | None:
    """What is left, in percent of the cycle's allowance; above 100 where unused data has carried over."""
    if line.remaining is None or not line.total:
        return None
    return 100 * line.remaining / line.total


def carried_over(line: Line) -> int | None:
    """What is left of the last cycle's data; unknown unless the buckets account for all that is left."""
    if line.remaining is None or line.remaining != sum(bucket.remaining or 0 for bucket in line.buckets):
        return None
    return sum(bucket.remaining or 0 for bucket in line.buckets if bucket.kind is BucketKind.CARRY_OVER)


def latest_bill(account: Account) -> Bill | None:
    """The newest bill of the whole account that is more than an estimate."""
    return _newest(account, lambda bill: bill.state is not BillState.ESTIMATED)


def estimated_bill(account: Account) -> Bill | None:
    """The newest estimate."""
    return _newest(account, lambda bill: bill.state is BillState.ESTIMATED)


def paid_at_once(account: Account, line_id: str, month: Month) -> int | None:
    """What was paid for a line in the running month the moment it was bought, where the carrier tells it."""
    paid = [
        bill.amount
        for bill in account.bills
        if (bill.line_id, bill.month, bill.state) == (line_id, month, BillState.PAID) and bill.amount is not None
    ]
    return sum(paid) if paid else None


def _newest(account: Account, wanted: Callable[[Bill], bool]) -> Bill | None:
    bills = [bill for bill in account.bills if bill.line_id is None and bill.amount is not None and wanted(bill)]
    return max(bills, key=lambda bill: bill.month or Month(0, 1), default=None)


def _amount(bill: Bill | None) -> int | None:
    return None if bill is None else bill.amount


LINE_SENSORS = (
    LineSensorDescription(
        key="data_remaining",
        translation_key="data_remaining",
        needs=Can.REMAINING,
        shared=True,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value=lambda line: line.remaining,
    ),
    LineSensorDescription(
        key="data_used",
        translation_key="data_used",
        needs=Can.USED,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        value=lambda line: line.used,
    ),
    LineSensorDescription(
        key="data_allowance",
        translation_key="data_allowance",
        needs=Can.TOTAL,
        shared=True,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value=lambda line: line.total,
    ),
    LineSensorDescription(
        key="data_carried_over",
        translation_key="data_carried_over",
        needs=Can.BUCKETS,
        shared=True,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value=carried_over,
    ),
    LineSensorDescription(
        key="data_remaining_percent",
        translation_key="data_remaining_percent",
        needs=Can.REMAINING | Can.TOTAL,
        shared=True,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=remaining_percent,
    ),
    LineSensorDescription(
        key="reset_date",
        translation_key="reset_date",
        needs=Can.USED,
        device_class=SensorDeviceClass.DATE,
        value=lambda line: line.cycle and line.cycle.end + timedelta(days=1),
    ),
    LineSensorDescription(
        key="suspension_date",
        translation_key="suspension_date",
        needs=Can.SUSPENSION,
        device_class=SensorDeviceClass.DATE,
        value=lambda line: line.suspends,
    ),
    LineSensorDescription(
        key="plan",
        translation_key="plan",
        needs=Can(0),
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda line: line.plan,
    ),
)

ACCOUNT_SENSORS = (
    AccountSensorDescription(
        key="estimated_bill",
        translation_key="estimated_bill",
        part=Part.BILLS,
        needs=Can.ESTIMATE,
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement="JPY",
        suggested_display_precision=0,
        value=lambda account: _amount(estimated_bill(account)),
        bill=estimated_bill,
    ),
    AccountSensorDescription(
        key="latest_bill",
        translation_key="latest_bill",
        part=Part.BILLS,
        needs=Can.BILLS,
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement="JPY",
        suggested_display_precision=0,
        value=lambda account: _amount(latest_bill(account)),
        bill=latest_bill,
    ),
    AccountSensorDescription(
        key="last_update",
        translation_key="last_update",
        needs=Can(0),
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda account: account.fetched_at,
    ),
)


SUPPORT = SensorEntityDescription(key="support", translation_key="support", entity_category=EntityCategory.DIAGNOSTIC)


PAID = SensorEntityDescription(
    key="paid_this_month",
    translation_key="paid_this_month",
    device_class=SensorDeviceClass.MONETARY,
    native_unit_of_measurement="JPY",
    suggested_display_precision=0,
)


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
            *([PaidSensor(coordinator, PAID, line, key)] if Can.PAID_AT_ONCE in coordinator.can else []),
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
        bill = self.entity_description.bill(self.coordinator.data)
        if bill is None:
            return None
        return {"month": None if bill.month is None else str(bill.month), "state": bill.state.value, "due": bill.due}


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

"""The sensors that there are: what each needs of a carrier, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio

from .carriers.carrier import Can, Proof
from .carriers.model import Account, Bill, Line, Part
from .readings import amount_of, carried_over, estimated_bill, latest_bill, remaining_percent


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
        value=lambda account: amount_of(estimated_bill(account)),
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
        value=lambda account: amount_of(latest_bill(account)),
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


EVIDENCE = SensorEntityDescription(
    key="evidence",
    translation_key="evidence",
    device_class=SensorDeviceClass.ENUM,
    options=[proof.value for proof in Proof],
    entity_category=EntityCategory.DIAGNOSTIC,
)


LINE_BILL = SensorEntityDescription(
    key="line_bill",
    translation_key="line_bill",
    device_class=SensorDeviceClass.MONETARY,
    native_unit_of_measurement="JPY",
    suggested_display_precision=0,
)


PAID = SensorEntityDescription(
    key="paid_this_month",
    translation_key="paid_this_month",
    device_class=SensorDeviceClass.MONETARY,
    native_unit_of_measurement="JPY",
    suggested_display_precision=0,
)

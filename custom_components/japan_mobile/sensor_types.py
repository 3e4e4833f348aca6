"""The sensors that there are: what each needs of a carrier, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio
from homeassistant.util import dt as dt_util

from .carriers.carrier import Can, Proof
from .carriers.model import TOKYO, Account, Bill, BucketKind, Line, Part
from .coordinator import AccountCoordinator
from .readings import amount_due, amount_of, estimated_bill, latest_bill, left_of, next_due, remaining_percent


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


def _whole_percent(line: Line) -> int | None:
    """Whole percent, which are enough to look at, and are not recorded anew for every packet."""
    exact = remaining_percent(line)
    return None if exact is None else round(exact)


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
        value=lambda line: left_of(line, BucketKind.CARRY_OVER),
    ),
    LineSensorDescription(
        key="data_remaining_percent",
        translation_key="data_remaining_percent",
        needs=Can.REMAINING | Can.TOTAL,
        shared=True,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=_whole_percent,
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


@dataclass(frozen=True, kw_only=True)
class StateSensorDescription(SensorEntityDescription):
    """A sensor of how an account and its polling are doing. `always`: also while its figures are old."""

    needs: Can
    always: bool = False
    value: Callable[[AccountCoordinator], int | date | datetime | str | None]


def _today() -> date:
    return dt_util.now(TOKYO).date()


STATE_SENSORS = (
    StateSensorDescription(
        key="amount_due",
        translation_key="amount_due",
        needs=Can.BILLS,
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement="JPY",
        suggested_display_precision=0,
        value=lambda coordinator: amount_due(coordinator.data, _today()),
    ),
    StateSensorDescription(
        key="due_date",
        translation_key="due_date",
        needs=Can.BILLS | Can.DUE,
        device_class=SensorDeviceClass.DATE,
        value=lambda coordinator: next_due(coordinator.data, _today()),
    ),
    StateSensorDescription(
        key="next_poll",
        translation_key="next_poll",
        needs=Can(0),
        always=True,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value=lambda coordinator: coordinator.next_poll,
    ),
    StateSensorDescription(
        key="requests",
        translation_key="requests",
        needs=Can(0),
        always=True,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value=lambda coordinator: coordinator.requests_today,
    ),
    StateSensorDescription(
        key="login_state",
        translation_key="login_state",
        needs=Can(0),
        always=True,
        device_class=SensorDeviceClass.ENUM,
        options=["logged_in", "login_needed", "resting", "unreachable"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value=lambda coordinator: coordinator.login_state,
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


BREAKDOWN = SensorEntityDescription(
    key="bill_breakdown", translation_key="bill_breakdown", entity_registry_enabled_default=False
)


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

"""The sensors of accounts and of lines' bills: what each needs of a carrier, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory
from homeassistant.util import dt as dt_util

from .carriers.carrier import Can, Proof
from .carriers.model import TOKYO, Bill, Part
from .coordinator import AccountCoordinator
from .readings import amount_due, estimated_bill, latest_bill, next_due


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """A sensor of an account: what the carrier must be able to tell, of which part it is, and what is shown."""

    needs: Can
    part: Part | None = None
    value: Callable[[AccountCoordinator], int | date | datetime | str | None]


@dataclass(frozen=True, kw_only=True)
class BillSensorDescription(SensorEntityDescription):
    """A sensor of the bill that is found for the account, or for a line."""

    needs: Can
    find: Callable[[AccountCoordinator, str | None], Bill | None]


def _yen(key: str, needs: Can, value: Callable[[AccountCoordinator], int | None]) -> AccountSensorDescription:
    """An amount of money that follows from the bills."""
    return AccountSensorDescription(
        key=key,
        needs=needs,
        part=Part.BILLS,
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement="JPY",
        suggested_display_precision=0,
        value=value,
    )


def _bill(key: str, needs: Can, find: Callable[[AccountCoordinator, str | None], Bill | None]) -> BillSensorDescription:
    """The amount of a bill."""
    return BillSensorDescription(
        key=key,
        needs=needs,
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement="JPY",
        suggested_display_precision=0,
        find=find,
    )


def _aside(
    key: str,
    value: Callable[[AccountCoordinator], int | date | datetime | str | None],
    *,
    enabled: bool = False,
    device_class: SensorDeviceClass | None = None,
    options: list[str] | None = None,
    state_class: SensorStateClass | None = None,
) -> AccountSensorDescription:
    """Something for whoever looks after the account."""
    return AccountSensorDescription(
        key=key,
        needs=Can(0),
        device_class=device_class,
        options=options,
        state_class=state_class,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=enabled,
        value=value,
    )


def _today() -> date:
    return dt_util.now(TOKYO).date()


def _items(coordinator: AccountCoordinator) -> int | None:
    bill = latest_bill(coordinator.data)
    return len(bill.items) if bill and bill.items else None


ACCOUNT_SENSORS = (
    _yen("amount_due", Can.BILLS, lambda coordinator: amount_due(coordinator.data, _today())),
    AccountSensorDescription(
        key="due_date",
        needs=Can.BILLS | Can.DUE,
        part=Part.BILLS,
        device_class=SensorDeviceClass.DATE,
        value=lambda coordinator: next_due(coordinator.data, _today()),
    ),
    _aside(
        "last_update",
        lambda coordinator: coordinator.data.fetched_at,
        enabled=True,
        device_class=SensorDeviceClass.TIMESTAMP,
    ),
    _aside("next_poll", lambda coordinator: coordinator.next_poll, device_class=SensorDeviceClass.TIMESTAMP),
    _aside("requests", lambda coordinator: coordinator.requests_today, state_class=SensorStateClass.MEASUREMENT),
    _aside(
        "login_state",
        lambda coordinator: coordinator.login_state,
        device_class=SensorDeviceClass.ENUM,
        options=["logged_in", "login_needed", "resting", "unreachable"],
    ),
)
BILL_SENSORS = (
    _bill("estimated_bill", Can.ESTIMATE, lambda coordinator, _line: estimated_bill(coordinator.data)),
    _bill("latest_bill", Can.BILLS, lambda coordinator, _line: latest_bill(coordinator.data)),
)
BREAKDOWN = AccountSensorDescription(
    key="bill_breakdown", needs=Can.BILLS, part=Part.BILLS, entity_registry_enabled_default=False, value=_items
)
EVIDENCE = _aside(
    "evidence",
    lambda coordinator: coordinator.carrier.evidence.proof.value,
    enabled=True,
    device_class=SensorDeviceClass.ENUM,
    options=[proof.value for proof in Proof],
)
SUPPORT = _aside("support", lambda coordinator: coordinator.carrier.support.phone, enabled=True)
LINE_BILL = _bill("line_bill", Can.LINE_BILLS, lambda coordinator, line: latest_bill(coordinator.data, line))
PAID = _yen("paid_this_month", Can.PAID_AT_ONCE, lambda _coordinator: None)
"""What was paid for a line in the running month the moment it was bought; its sensor finds that itself."""

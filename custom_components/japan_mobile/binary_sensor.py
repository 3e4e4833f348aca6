"""Binary sensors: whether a line's data is getting low, and what else somebody should look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity, BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .carriers.carrier import Can
from .carriers.model import TOKYO, Line, Part
from .const import CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines
from .forecast import unusual
from .readings import overdue, remaining_percent

PARALLEL_UPDATES = 0


def is_low(coordinator: AccountCoordinator, line: Line) -> bool | None:
    """Whether less is left than the share of the allowance that the user has set; of unlimited lines it never is."""
    if line.unlimited:
        return False
    left = remaining_percent(line)
    threshold = coordinator.config_entry.options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT)
    return None if left is None else left < threshold


def will_run_out(coordinator: AccountCoordinator, line: Line) -> bool | None:
    """Whether nothing will be left before the reset; unknown while too few days are known."""
    foreseen = coordinator.history.foreseen(line.line_id)
    return None if foreseen is None or foreseen.lasts is None else not foreseen.lasts


def is_overdue(coordinator: AccountCoordinator) -> bool | None:
    """Whether a payment was missed."""
    today = dt_util.now(TOKYO).date()
    return overdue(coordinator.data, today, tells_arrears=Can.ARREARS in coordinator.can)


def is_unusual(coordinator: AccountCoordinator, line: Line) -> bool | None:
    """Whether today's use is far beyond the line's own."""
    used = coordinator.history.used_today(line.line_id)
    days = coordinator.history.before_today(line.line_id)
    return None if used is None else unusual(used, days, dt_util.now(coordinator.carrier.zone).date())


@dataclass(frozen=True, kw_only=True)
class LineBinaryDescription(BinarySensorEntityDescription):
    """A binary sensor of a line. `of_cycle`: it is known only of lines that have a cycle."""

    needs: Can
    of_cycle: bool = False
    value: Callable[[AccountCoordinator, Line], bool | None]


LINE_SENSORS = (
    LineBinaryDescription(
        key="data_low",
        device_class=BinarySensorDeviceClass.PROBLEM,
        needs=Can.REMAINING | Can.TOTAL,
        value=is_low,
    ),
    LineBinaryDescription(
        key="will_run_out",
        of_cycle=True,
        device_class=BinarySensorDeviceClass.PROBLEM,
        needs=Can.REMAINING,
        value=will_run_out,
    ),
    LineBinaryDescription(
        key="unusual_use",
        of_cycle=True,
        device_class=BinarySensorDeviceClass.PROBLEM,
        needs=Can.USED,
        value=is_unusual,
    ),
    LineBinaryDescription(
        key="throttled",
        needs=Can.THROTTLING,
        value=lambda _coordinator, line: line.throttled,
    ),
)
PAYMENT_OVERDUE = BinarySensorEntityDescription(key="payment_overdue", device_class=BinarySensorDeviceClass.PROBLEM)
LOGIN_NEEDED = BinarySensorEntityDescription(
    key="login_needed",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add what the carrier tells enough for."""
    coordinator = entry.runtime_data
    if coordinator.carrier.fields:
        async_add_entities([LoginNeeded(coordinator, LOGIN_NEEDED)])
    if coordinator.can & (Can.BILLS | Can.LINE_BILLS | Can.ARREARS):
        async_add_entities([PaymentOverdue(coordinator, PAYMENT_OVERDUE)])
    await add_for_lines(
        coordinator,
        async_add_entities,
        lambda line, key: [
            LineBinary(coordinator, description, line, key)
            for description in LINE_SENSORS
            if description.needs in coordinator.can and (coordinator.carrier.cycles or not description.of_cycle)
        ],
    )


class LineBinary(LineEntity, BinarySensorEntity):
    """Something about a line that is so or is not."""

    entity_description: LineBinaryDescription

    @property
    @override
    def is_on(self) -> bool | None:
        line = self.line
        return None if line is None else self.entity_description.value(self.coordinator, line)


class PaymentOverdue(AccountEntity, BinarySensorEntity):
    """Whether a payment was missed."""

    part = Part.BILLS

    @property
    @override
    def is_on(self) -> bool | None:
        return is_overdue(self.coordinator)


class LoginNeeded(AccountEntity, BinarySensorEntity):
    """Whether somebody has to log in before anything is read again."""

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.needs_person

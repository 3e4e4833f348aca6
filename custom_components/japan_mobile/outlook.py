"""A line with all that is worked out of it, and the sensors that show that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import UnitOfTime

from .carriers.carrier import Can
from .carriers.model import BucketKind, Line
from .forecast import Forecast, next_expiry
from .readings import left_of


class Outlook(NamedTuple):
    """A line, what is foreseen of it, what it has used since midnight, and now."""

    line: Line
    forecast: Forecast
    used_today: int | None
    now: datetime

    def expiry(self) -> datetime | None:
        """When something expires next."""
        bucket = next_expiry(self.line.buckets, self.now)
        return None if bucket is None else bucket.expires

    def expiring(self) -> int | None:
        """How much expires then."""
        bucket = next_expiry(self.line.buckets, self.now)
        return None if bucket is None else bucket.remaining

    def runs_out(self) -> datetime | None:
        """When nothing will be left, to a quarter of a day: nobody foresees minutes."""
        at = self.forecast.runs_out
        return None if at is None else at.replace(hour=at.hour // 6 * 6, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, kw_only=True)
class OutlookSensorDescription(SensorEntityDescription):
    """A sensor of what is worked out of a line: what the carrier must be able to tell, and what is shown.

    `decimals` are those of a size: what is foreseen is no more exact, and need not be recorded for every packet.
    """

    needs: Can
    decimals: int = 2
    value: Callable[[Outlook], int | datetime | None]


def _size(
    key: str,
    needs: Can,
    value: Callable[[Outlook], int | None],
    *,
    enabled: bool = True,
    decimals: int = 2,
    state_class: SensorStateClass | None = SensorStateClass.MEASUREMENT,
) -> OutlookSensorDescription:
    return OutlookSensorDescription(
        key=key,
        translation_key=key,
        needs=needs,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=state_class,
        suggested_display_precision=decimals,
        decimals=decimals,
        entity_registry_enabled_default=enabled,
        value=value,
    )


OUTLOOK_SENSORS = (
    _size("used_today", Can.USED, lambda seen: seen.used_today, state_class=SensorStateClass.TOTAL_INCREASING),
    _size("daily_budget", Can.REMAINING, lambda seen: seen.forecast.budget),
    _size("projected_use", Can.USED, lambda seen: seen.forecast.projected, decimals=1),
    _size("left_over", Can.REMAINING, lambda seen: seen.forecast.left_over, decimals=1),
    _size("left_over_carries", Can.BUCKETS, lambda seen: seen.forecast.carries, enabled=False, decimals=1),
    _size("left_over_expires", Can.BUCKETS, lambda seen: seen.forecast.expires, enabled=False, decimals=1),
    _size("next_expiry_amount", Can.BUCKETS, Outlook.expiring, enabled=False),
    _size("top_up", Can.BUCKETS, lambda seen: left_of(seen.line, BucketKind.TOP_UP), enabled=False),
    _size("gift", Can.BUCKETS, lambda seen: left_of(seen.line, BucketKind.GIFT), enabled=False),
    _size("shared_pool", Can.BUCKETS, lambda seen: left_of(seen.line, BucketKind.SHARED), enabled=False),
    OutlookSensorDescription(
        key="run_out_time",
        translation_key="run_out_time",
        needs=Can.REMAINING,
        device_class=SensorDeviceClass.TIMESTAMP,
        value=Outlook.runs_out,
    ),
    OutlookSensorDescription(
        key="next_expiry",
        translation_key="next_expiry",
        needs=Can.BUCKETS,
        device_class=SensorDeviceClass.TIMESTAMP,
        value=Outlook.expiry,
    ),
    OutlookSensorDescription(
        key="days_to_reset",
        translation_key="days_to_reset",
        needs=Can.USED,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        value=lambda seen: None if seen.line.cycle is None else (seen.line.cycle.end - seen.now.date()).days + 1,
    ),
)

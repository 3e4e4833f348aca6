"""The sensors of lines: what each needs of a carrier, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTime

from .carriers.carrier import Can
from .carriers.model import BucketKind
from .outlook import Outlook, Told


@dataclass(frozen=True, kw_only=True)
class LineSensorDescription(SensorEntityDescription):
    """A sensor of a line: what the carrier must be able to tell, and what is shown of the line; sizes in bytes.

    `shared`: it is about the allowance, which lines may share, so that their figures must not be added up. `decimals` are
    those of a size that is worked out: it is no more exact, and need not be recorded for every packet. `since`: when the
    count began, of what is counted. `of_cycle`: it is known only of lines that have a cycle.
    `says_unlimited`: it is unknown of an unlimited line, and says why.
    """

    needs: Can
    shared: bool = False
    says_unlimited: bool = False
    decimals: int | None = None
    of_cycle: bool = False
    value: Callable[[Outlook], Told]
    since: Callable[[Outlook], datetime | None] = lambda _seen: None


def _size(
    key: str,
    needs: Can,
    value: Callable[[Outlook], int | None],
    *,
    shared: bool = True,
    enabled: bool = True,
    decimals: int | None = None,
    since: Callable[[Outlook], datetime | None] | None = None,
) -> LineSensorDescription:
    """A size that is told; with `since` one that is counted up from then."""
    return LineSensorDescription(
        key=key,
        needs=needs,
        shared=shared,
        decimals=decimals,
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT if since is None else SensorStateClass.TOTAL,
        suggested_display_precision=2 if decimals is None else decimals,
        entity_registry_enabled_default=enabled,
        value=value,
        since=since or (lambda _seen: None),
    )


def _foreseen(size: LineSensorDescription) -> LineSensorDescription:
    """A size that nobody has measured: Home Assistant makes no statistics of it, which are some 300 rows a day."""
    return replace(size, state_class=None, of_cycle=True)


def _when(
    key: str,
    needs: Can,
    value: Callable[[Outlook], date | datetime | None],
    *,
    moment: bool = False,
    of_cycle: bool = False,
) -> LineSensorDescription:
    """A day, or a moment."""
    device_class = SensorDeviceClass.TIMESTAMP if moment else SensorDeviceClass.DATE
    return LineSensorDescription(key=key, needs=needs, device_class=device_class, value=value, of_cycle=of_cycle)


LINE_SENSORS = (
    replace(_size("data_remaining", Can.REMAINING, lambda seen: seen.line.remaining), says_unlimited=True),
    _size("data_used", Can.USED, lambda seen: seen.line.used, shared=False, since=lambda seen: seen.cycle_start),
    _size("data_allowance", Can.TOTAL, lambda seen: seen.line.total),
    _size("data_carried_over", Can.BUCKETS, lambda seen: seen.left_of(BucketKind.CARRY_OVER)),
    LineSensorDescription(
        key="data_remaining_percent",
        needs=Can.REMAINING | Can.TOTAL,
        shared=True,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=lambda seen: seen.percent,
    ),
    _when(
        "reset_date",
        Can.USED,
        lambda seen: seen.line.cycle and seen.line.cycle.end + timedelta(days=1),
        of_cycle=True,
    ),
    _when("suspension_date", Can.SUSPENSION, lambda seen: seen.line.suspends),
    LineSensorDescription(
        key="plan", needs=Can(0), entity_category=EntityCategory.DIAGNOSTIC, value=lambda seen: seen.line.plan
    ),
    replace(
        _size(
            "used_today",
            Can.USED,
            lambda seen: seen.used_today,
            shared=False,
            decimals=2,
            since=lambda seen: seen.midnight,
        ),
        of_cycle=True,
    ),
    _foreseen(_size("daily_budget", Can.REMAINING, lambda seen: seen.budget)),
    _foreseen(_size("projected_use", Can.USED, lambda seen: seen.projected, shared=False)),
    _foreseen(_size("left_over", Can.REMAINING, lambda seen: seen.left_over)),
    _foreseen(_size("left_over_carries", Can.BUCKETS, lambda seen: seen.forecast.carries, enabled=False, decimals=1)),
    _foreseen(_size("left_over_expires", Can.BUCKETS, lambda seen: seen.forecast.expires, enabled=False, decimals=1)),
    _size(
        "next_expiry_amount",
        Can.BUCKETS,
        lambda seen: None if seen.expiring is None else seen.expiring.remaining,
        enabled=False,
    ),
    _size("top_up", Can.BUCKETS, lambda seen: seen.left_of(BucketKind.TOP_UP), enabled=False),
    _size("gift", Can.BUCKETS, lambda seen: seen.left_of(BucketKind.GIFT), enabled=False),
    _size("shared_pool", Can.BUCKETS, lambda seen: seen.left_of(BucketKind.SHARED), enabled=False),
    _when("run_out_time", Can.REMAINING, lambda seen: seen.run_out, moment=True, of_cycle=True),
    _when(
        "next_expiry", Can.BUCKETS, lambda seen: None if seen.expiring is None else seen.expiring.expires, moment=True
    ),
    LineSensorDescription(
        key="days_to_reset",
        needs=Can.USED,
        of_cycle=True,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        value=lambda seen: seen.days_to_reset,
    ),
)

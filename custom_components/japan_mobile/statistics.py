"""The days of lines in Home Assistant's long-term statistics: filled back, corrected, and kept when a contract ends."""

from collections.abc import Mapping
from datetime import date

from homeassistant.components.recorder.models import StatisticData, StatisticMeanType, StatisticMetaData
from homeassistant.components.recorder.statistics import async_add_external_statistics
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from .carriers.model import DailyUsage, Line, MonthlyUsage
from .const import DOMAIN
from .coordinator import AccountCoordinator
from .days import LineDays
from .entity import data_unit, device_name, line_key
from .series import Pick, rows


def _all(told: DailyUsage | MonthlyUsage) -> int | None:
    return told.total


def _fast(told: DailyUsage | MonthlyUsage) -> int | None:
    return told.fast


def _slow(told: DailyUsage | MonthlyUsage) -> int | None:
    return told.slow


KINDS: Mapping[str, Pick] = {"used": _all, "used_fast": _fast, "used_slow": _slow}
"""What is kept of a line, by the end of its statistic's id."""


def statistic_id(key: str, kind: str) -> str:
    """The id of a line's statistic."""
    return f"{DOMAIN}:{key}_{kind}"


@callback
def keep_history(
    hass: HomeAssistant, coordinator: AccountCoordinator, line: Line, days: LineDays, since: date = date.min
) -> None:
    """Put the known days of a line into its statistics; what is there already is written over.

    Rows before `since` are known to be there, with the same sums.
    """
    if "recorder" not in hass.config.components:
        return
    zone = coordinator.carrier.zone
    today = dt_util.now(zone).date()
    for kind, pick in KINDS.items():
        found = [row for row in rows(days.told, days.months, today, zone, pick) if row.start.date() >= since]
        if not found:
            continue
        metadata = StatisticMetaData(
            source=DOMAIN,
            statistic_id=statistic_id(line_key(coordinator, line.line_id), kind),
            name=f"{device_name(coordinator, line)} {kind.replace('_', ' ')}",
            mean_type=StatisticMeanType.NONE,
            has_sum=True,
            unit_class=InformationConverter.UNIT_CLASS,
            unit_of_measurement=data_unit(coordinator.carrier),
        )
        size = coordinator.carrier.gigabyte
        async_add_external_statistics(
            hass,
            metadata,
            [StatisticData(start=row.start, state=row.used / size, sum=row.total / size) for row in found],
        )

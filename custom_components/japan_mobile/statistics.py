"""The days of lines in Home Assistant's long-term statistics: filled back, corrected, and kept when a contract ends."""

from collections.abc import Iterable, Mapping
from datetime import date

from homeassistant.components.recorder.models import StatisticData, StatisticMeanType, StatisticMetaData
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    async_add_external_statistics,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from .carriers.model import DailyUsage, Line, Month, MonthlyUsage
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
def forget_rows(hass: HomeAssistant, coordinator: AccountCoordinator, line_id: str) -> None:
    """Delete the rows of a line, to be written anew: single ones cannot be taken back."""
    if "recorder" in hass.config.components:
        key = line_key(coordinator, line_id)
        get_instance(hass).async_clear_statistics([statistic_id(key, kind) for kind in KINDS])


async def kept_days(
    hass: HomeAssistant, coordinator: AccountCoordinator, line_ids: Iterable[str]
) -> dict[str, dict[date, DailyUsage]]:
    """The days of lines as the recorder has them, by the line's id: of an account that was removed and comes back."""
    if "recorder" not in hass.config.components:
        return {}
    ids = {statistic_id(line_key(coordinator, one), kind): (one, kind) for one in line_ids for kind in KINDS}
    known = await get_instance(hass).async_add_executor_job(_read, hass, set(ids))
    found: dict[str, dict[date, dict[str, int]]] = {}
    for name, there in known.items():
        line_id, kind = ids[name]
        for row in there:
            day = dt_util.utc_from_timestamp(row["start"]).astimezone(coordinator.carrier.zone).date()
            used = round((row.get("state") or 0) * coordinator.carrier.gigabyte)
            found.setdefault(line_id, {}).setdefault(day, {})[kind] = used
    return {line_id: {day: _usage(day, parts) for day, parts in days.items()} for line_id, days in found.items()}


def _read(hass: HomeAssistant, ids: set[str]) -> dict[str, list[StatisticsRow]]:
    return statistics_during_period(hass, dt_util.utc_from_timestamp(0), None, ids, "hour", None, {"state"})


def _usage(day: date, parts: Mapping[str, int]) -> DailyUsage:
    fast, slow = parts.get("used_fast"), parts.get("used_slow")
    return DailyUsage(day=day, total=max(parts.get("used", 0), (fast or 0) + (slow or 0)), fast=fast, slow=slow)


def _is_told(day: DailyUsage | None, pick: Pick) -> bool:
    return day is not None and pick(day) is not None


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
    every_day, every_month = days.every_day(), days.every_month()
    for kind, pick in KINDS.items():
        there = rows(every_day, every_month, today, zone, pick, rested=days.rested)
        days.rested |= {
            Month.of(row.start.date()) for row in there if not _is_told(every_day.get(row.start.date()), pick)
        }
        found = [row for row in there if row.start.date() >= since]
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

"""The days of lines in Home Assistant's long-term statistics: filled back, corrected, and kept when a contract ends."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

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

from .carriers.model import DailyUsage, Line, MonthlyUsage
from .const import DOMAIN
from .coordinator import AccountCoordinator
from .days import LineDays
from .entity import data_unit, device_name, line_key
from .series import Pick, may_go, rows


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


async def kept_rows(
    hass: HomeAssistant, coordinator: AccountCoordinator, line_ids: Iterable[str]
) -> dict[str, dict[str, list[tuple[datetime, int]]]]:
    """The rows of lines as the recorder has them, by the line's id and kind: when each begins, and the bytes used."""
    if "recorder" not in hass.config.components:
        return {}
    ids = {statistic_id(line_key(coordinator, one), kind): (one, kind) for one in line_ids for kind in KINDS}
    known = await get_instance(hass).async_add_executor_job(_read, hass, set(ids))
    found: dict[str, dict[str, list[tuple[datetime, int]]]] = {}
    zone, size = coordinator.carrier.zone, coordinator.carrier.gigabyte
    for name, there in known.items():
        line_id, kind = ids[name]
        found.setdefault(line_id, {})[kind] = [
            (dt_util.utc_from_timestamp(row["start"]).astimezone(zone), round((row.get("state") or 0) * size))
            for row in there
        ]
    return found


def _read(hass: HomeAssistant, ids: set[str]) -> dict[str, list[StatisticsRow]]:
    return statistics_during_period(hass, dt_util.utc_from_timestamp(0), None, ids, "hour", None, {"state"})


@callback
def keep_history(
    hass: HomeAssistant, coordinator: AccountCoordinator, line: Line, days: LineDays, since: date = date.min
) -> None:
    """Put the known days of a line into its statistics; what is there already is written over.

    Rows before `since` are known to be there, with the same sums. Single rows cannot be taken back: where one has to go,
    all go, and are written anew.
    """
    if "recorder" not in hass.config.components:
        return
    zone = coordinator.carrier.zone
    today, layers = dt_util.now(zone).date(), days.layers()
    for kind, pick in KINDS.items():
        name = statistic_id(line_key(coordinator, line.line_id), kind)
        there = rows(layers, today, zone, pick)
        first = since
        if days.must_go(kind, there):
            get_instance(hass).async_clear_statistics([name])
            first = date.min
        days.placed = {**days.placed, kind: may_go(there)}
        found = [row for row in there if row.start.date() >= first]
        if not found:
            continue
        metadata = StatisticMetaData(
            source=DOMAIN,
            statistic_id=name,
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

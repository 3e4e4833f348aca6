"""The history of a mineo line: `get_traffic_history`. Protocol: docs/carriers/mineo.md, 6."""

from datetime import date
from typing import Any

from ..errors import LayoutChanged
from ..model import DailyUsage, Month, MonthlyUsage
from ..reading import Unreadable, day_without_year, month_without_year, reading, whole
from .api import Json
from .read import megabytes

PAGE = "get_traffic_history"
_MONTHS, _DAYS = "monthlyTrafficHistoryList", "dailyTrafficHistoryList"
_TOTAL, _FAST, _SLOW = "dataTraffic", "dataTrafficHighSpeed", "dataTrafficLowSpeed"

type History = tuple[tuple[DailyUsage, ...], tuple[MonthlyUsage, ...]]


def read_history(content: Json, today: date) -> History:
    """Days and months, ascending; what has no figure is left out.

    Raises `LayoutChanged` for a month or day that cannot be, one that is told twice, and when this month has no days.
    """
    days: dict[date, DailyUsage | None] = {}
    months: dict[Month, MonthlyUsage | None] = {}
    for told in _objects(content.get(_MONTHS), _MONTHS):
        with reading(PAGE, "targetMonth"):
            month = month_without_year(_needed(told.get("targetMonth")), today)
        _add(months, month, "targetMonth", _month(told.get("sumInfo"), month))
        for entry in _objects(told.get(_DAYS), _DAYS):
            with reading(PAGE, "targetDay"):
                when = day_without_year(month.month, _needed(entry.get("targetDay")), today)
            _add(days, when, "targetDay", _day(entry, when, today))
    if not any(Month.of(when) == Month.of(today) for when in days):
        raise LayoutChanged(PAGE, "targetMonth", "days of this month")
    return (
        tuple(used for _, used in sorted(days.items()) if used is not None),
        tuple(whole_month for _, whole_month in sorted(months.items()) if whole_month is not None),
    )


def _objects(value: Any, label: str) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise LayoutChanged(PAGE, label)
    return value


def _needed(value: Any) -> int:
    found = whole(value)
    if found is None:
        raise Unreadable("number")
    return found


def _add[When: (date, Month), Used](known: dict[When, Used | None], when: When, label: str, used: Used | None) -> None:
    if when in known:
        raise LayoutChanged(PAGE, label, "twice")
    known[when] = used


def _day(entry: Json, when: date, today: date) -> DailyUsage | None:
    amounts = _amounts(entry)
    if amounts is not None and when > today:
        if any(amounts):
            raise LayoutChanged(PAGE, "targetDay", "in the future")
        return None
    return None if amounts is None else DailyUsage(day=when, total=amounts[0], fast=amounts[1], slow=amounts[2])


def _month(told: Any, month: Month) -> MonthlyUsage | None:
    amounts = _amounts(told) if isinstance(told, dict) else None
    return None if amounts is None else MonthlyUsage(month=month, total=amounts[0], fast=amounts[1], slow=amounts[2])


def _amounts(told: Json) -> tuple[int, int | None, int | None] | None:
    """Total, fast and slow; None where there is no total."""
    total, fast, slow = (_amount(told, label) for label in (_TOTAL, _FAST, _SLOW))
    return None if total is None else (total, fast, slow)


def _amount(told: Json, label: str) -> int | None:
    with reading(PAGE, label):
        return megabytes(told.get(label))

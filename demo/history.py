"""The weeks before the demo began: what Home Assistant would have recorded of them, put in by its own command."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from simulator.clock import TOKYO

from .client import HomeClient
from .dashboard import entities_by_device

GIGABYTE = 10**9


async def put_in_history(home: HomeClient, truth: dict[str, Any]) -> None:
    """Fill the statistics of the lines' sensors from the simulated history."""
    entities = await entities_by_device(home)
    by_end = {name[-4:]: keys for name, keys in entities.items() if "data_used" in keys}
    for line in truth["lines"]:
        keys = by_end[line["number"][-4:]]
        await _import(home, keys["data_used"], _used_rows(line), has_sum=True)
        drawing = [other for other in truth["lines"] if other is line or other["line_id"] in line["shared_with"]]
        await _import(home, keys["data_remaining"], _remaining_rows(line, drawing), has_sum=False)


async def _import(home: HomeClient, entity: str, rows: list[dict[str, Any]], *, has_sum: bool) -> None:
    metadata = {
        "source": "recorder",
        "statistic_id": entity,
        "name": None,
        "has_sum": has_sum,
        "mean_type": 0 if has_sum else 1,
        "unit_of_measurement": "GB",
        "unit_class": "information",
    }
    if rows:
        await home.command("recorder/import_statistics", metadata=metadata, stats=rows)


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=TOKYO)


def _used_rows(line: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each day before today: the month's use so far, and the sum of all of it."""
    rows = []
    total = state = 0
    for day in line["daily"][:-1]:
        total += day["fast_bytes"]
        state = day["fast_bytes"] + (0 if day["date"].endswith("-01") else state)
        at = _midnight(day["date"]) + timedelta(hours=23)
        rows.append(
            {
                "start": at.isoformat(),
                "state": state / GIGABYTE,
                "sum": total / GIGABYTE,
                "last_reset": at.replace(day=1, hour=0).isoformat(),
            }
        )
    return rows


def _remaining_rows(line: dict[str, Any], drawing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each day of this month before today, counted back from what is left now.

    `drawing` are all lines that draw from the same allowance, this one included.
    """
    rows: list[dict[str, Any]] = []
    left = line["remaining_bytes"]
    used: Counter[str] = Counter()
    for other in drawing:
        used.update({day["date"]: day["fast_bytes"] for day in other["daily"] if day["date"] >= line["cycle_start"]})
    days = sorted(used)
    for day, after in zip(reversed(days[:-1]), reversed(days[1:]), strict=True):
        left += used[after]
        at = _midnight(day) + timedelta(hours=23)
        value = left / GIGABYTE
        rows.append({"start": at.isoformat(), "mean": value, "min": value, "max": value})
    return rows[::-1]

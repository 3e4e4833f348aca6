"""The weeks before the demo began: what Home Assistant would have recorded of them, put in by its own command."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from simulator.clock import TOKYO
from simulator.people import Account, Line
from simulator.world import World

from .client import HomeClient
from .dashboard import entities_by_device

GIGABYTE = 10**9

type Row = dict[str, Any]


async def put_in_history(home: HomeClient, world: World, account: Account) -> None:
    """Fill the statistics of the lines' sensors from the simulated past."""
    entities = await entities_by_device(home)
    # A line is called after its number, or by its owner in words that end with it.
    by_end = {name[-4:]: keys for name, keys in entities.items() if "data_used" in keys}
    today = world.day_of(account)
    for line in account.lines:
        keys = by_end[line.number[-4:]]
        await _import(home, keys["data_used"], _used_rows(line, today), has_sum=True)
        if "data_remaining" in keys:
            left = account.pool(line).left(today)
            members = account.members(line.pool_id)
            await _import(home, keys["data_remaining"], _remaining_rows(left, members, today), has_sum=False)


async def _import(home: HomeClient, entity: str, rows: list[Row], *, has_sum: bool) -> None:
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


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(23), TOKYO)


def _used_rows(line: Line, today: date) -> list[Row]:
    """One row for each day before today: the month's use so far, and the sum of all of it.

    The recorder begins to sum at 0 with what it sees first, which is now: so the sums before are below that.
    """
    rows: list[Row] = []
    state = 0
    total = -sum(line.on(day).fast for day in line.days if day <= today)
    for day in sorted(day for day in line.days if day < today):
        used = line.on(day).fast
        total += used
        state = used + (0 if day.day == 1 else state)
        at = _evening(day)
        rows.append(
            {
                "start": at.isoformat(),
                "state": state / GIGABYTE,
                "sum": total / GIGABYTE,
                "last_reset": at.replace(day=1, hour=0).isoformat(),
            }
        )
    return rows


def _remaining_rows(left: int, members: list[Line], today: date) -> list[Row]:
    """One row for each day of this month before today, counted back from what is left now.

    `members` are all lines that draw from the same allowance.
    """
    rows: list[Row] = []
    used: Counter[date] = Counter()
    for line in members:
        used.update({day: usage.fast for day, usage in line.days.items() if day.replace(day=1) == today.replace(day=1)})
    after = today
    while after.day > 1:
        left += used[after]
        after -= timedelta(days=1)
        value = left / GIGABYTE
        rows.append({"start": _evening(after).isoformat(), "mean": value, "min": value, "max": value})
    return rows[::-1]

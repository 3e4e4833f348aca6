"""Use per day in the long-term statistics of a real recorder's database: the world's days, once each, whatever happens."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from demo.client import HomeClient
from simulator import TOKYO, Account
from simulator.clock import Month

from .household import GIGABYTE, Household, household, neighbours, until, update_by_hand

type Json = dict[str, Any]


async def kept(client: HomeClient) -> dict[str, list[Json]]:
    """The rows of all our statistics, by id."""
    listed = await client.command("recorder/list_statistic_ids", statistic_type="sum")
    ids = [one["statistic_id"] for one in listed if one["statistic_id"].startswith("japan_mobile:")]
    if not ids:
        return {}
    found: dict[str, list[Json]] = await client.command(
        "recorder/statistics_during_period",
        start_time="2024-01-01T00:00:00+09:00",
        statistic_ids=ids,
        period="hour",
        types=["state", "sum"],
    )
    return found


def expected(truth: Json, kind: str) -> list[dict[date, float]]:
    """What each line's rows have to say: its days, and of months before them the rest on their first day."""
    lines = []
    for line in truth["lines"]:
        days = {date.fromisoformat(day["date"]): day[kind] for day in line["daily"]}
        whole = dict(days)
        for month in line["monthly"]:
            of = Month(*map(int, month["month"].split("-")))
            inside = [used for day, used in days.items() if Month.of(day) == of]
            unknown = [day for n in range(of.last.day) if (day := of.first + timedelta(days=n)) not in days]
            if of.last < max(days) and unknown and month[kind] > sum(inside):
                whole[unknown[0]] = month[kind] - sum(inside)
        lines.append({day: used / GIGABYTE for day, used in whole.items()})
    return lines


def days_of(rows: list[Json]) -> dict[date, float]:
    """The rows' states by the day in Japan on which they begin."""
    return {datetime.fromtimestamp(row["start"] / 1000, TOKYO).date(): round(row["state"], 9) for row in rows}


async def equals(client: HomeClient, house: Household, account: Account) -> bool:
    """Whether the database holds exactly the world's days, and sums that add up."""
    found, truth = await kept(client), house.truth(account)
    for kind, name in (("bytes", "used"), ("fast_bytes", "used_fast"), ("slow_bytes", "used_slow")):
        ours = [rows for statistic, rows in found.items() if statistic.endswith(f"_{name}")]
        wanted = expected(truth, kind)
        told = sorted(map(str, (sorted(days_of(rows).items()) for rows in ours)))
        if told != sorted(str(sorted((day, round(used, 9)) for day, used in line.items())) for line in wanted):
            return False
        for rows in ours:
            total = 0.0
            for row in rows:
                total += row["state"]
                if abs(row["sum"] - total) > 1e-6:
                    return False
    return True


async def test_the_days_are_the_worlds(tmp_path: Path) -> None:
    world = neighbours(1)
    [account] = world.accounts
    async with household(tmp_path, world) as house:
        async with house.client() as client:
            await house.add(client, account)
            await until(lambda: equals(client, house, account))
            entry = house.entries[account.account_id]
            again = await client.call(
                "POST", "/api/services/japan_mobile/import_history?return_response", {"config_entry_id": entry}
            )
            assert again["service_response"]["days"] == sum(
                len(line["daily"]) for line in house.truth(account)["lines"]
            )
            await until(lambda: equals(client, house, account))
        await house.restart()
        async with house.client() as client:
            await update_by_hand(client)
            await until(lambda: equals(client, house, account))
            before = await kept(client)
            await client.call("DELETE", f"/api/config/config_entries/entry/{entry}")
            assert await kept(client) == before  # history stays when the contract ends
            await house.add(client, account)
            await until(lambda: equals(client, house, account))  # and goes on when it comes back

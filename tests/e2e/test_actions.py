"""Every action in a real Home Assistant, over its websocket: what it answers is what the world knows."""

from pathlib import Path
from typing import Any

import pytest

from demo.client import HomeClient
from simulator import GB, Account

from .household import Household, household, neighbours, up
from .test_handed import LINE as HANDED

type Json = dict[str, Any]


class Actions:
    """Runs our actions, and remembers which."""

    def __init__(self, client: HomeClient) -> None:
        self._client = client
        self.run: set[str] = set()

    async def __call__(self, name: str, *, answers: bool = True, **data: Any) -> Any:
        """Run one; returns what it answers. Raises RuntimeError when it fails."""
        self.run.add(name)
        return await self._client.act(f"japan_mobile.{name}", data, answers=answers)


async def test_all_of_them(tmp_path: Path) -> None:
    world = neighbours(1)
    [account] = world.accounts
    async with household(tmp_path, world, pace=3600) as house, house.client() as client:
        await house.add(client, account)
        form = await client.flow({"carrier": "handed"})
        handed = (await client.answer(form, HANDED))["result"]["entry_id"]
        await up(client)
        act, devices = Actions(client), await client.devices()
        lines = {name: one["id"] for one in devices.values() if (name := one["name"]) in {"070-••••-0001", "Mum"}}
        known = _days(house.truth(account)["lines"][0])  # its carrier is asked for days once a day
        await _usage_and_bills(act, house, account)
        await _refresh(act, house, client, account)
        await _import_history(act, house, account)
        await _hand_in(act, handed, lines["Mum"])
        await _take_over(act, known, handed, lines)
        assert act.run == set((await client.command("get_services"))["japan_mobile"])
        log = house.home.log.read_text()
        assert "custom_components/japan_mobile" not in log, log[-3000:]


def _gigabytes(volume: int) -> float:
    return round(volume / GB, 6)


def _days(line: Json) -> dict[str, float]:
    """What was used on each day, as the world has it."""
    return {day["date"]: _gigabytes(day["bytes"]) for day in line["daily"]}


def _told_days(line: Json) -> dict[str, float]:
    """What was used on each day, as an action tells it."""
    return {day["when"]: day["used"] for day in line["daily"]}


async def _usage_and_bills(act: Actions, house: Household, account: Account) -> None:
    entry, truth = house.entries[account.account_id], house.truth(account)
    usage = await act("get_usage", config_entry_id=entry)
    assert [one["name"] for one in usage["lines"]] == [f"070-••••-{one['number'][-4:]}" for one in truth["lines"]]
    for told, line in zip(usage["lines"], truth["lines"], strict=True):
        assert told["remaining"] == _gigabytes(line["remaining_bytes"])
        assert told["used"] == _gigabytes(line["used_bytes"])
        assert told["allowance"] == _gigabytes(line["total_bytes"])
        assert _told_days(told) == _days(line)
    bills = await act("get_bills", config_entry_id=entry)
    for key in ("month", "amount", "state", "items"):
        assert [one[key] for one in bills["bills"]] == [one[key] for one in truth["bills"]], key


async def _refresh(act: Actions, house: Household, client: HomeClient, account: Account) -> None:
    """What has been used meanwhile is there."""
    house.world.use("iijmio", account.account_id, account.lines[0].line_id, fast=GB)
    assert await act("refresh", answers=False, config_entry_id=house.entries[account.account_id]) is None
    await house.shows_truth(client, account, seconds=5)


async def _import_history(act: Actions, house: Household, account: Account) -> None:
    known = sum(len(line["daily"]) for line in house.truth(account)["lines"])
    again = await act("import_history", config_entry_id=house.entries[account.account_id])
    assert again == {"days": known}


async def _hand_in(act: Actions, entry: str, line: str) -> None:
    """Numbers and text are taken; what cannot be read is refused, or not taken where that is to be quiet."""
    told = await act("hand_in", device_id=line, used=17.2, remaining=2.8, bill=3278, bill_month="2026-10")
    assert (told["used"], told["remaining"]) == (17.2, 2.8)
    assert (await act("hand_in", device_id=line, text="データ残量：2.5GB / 20GB"))["remaining"] == 2.5
    [bill] = (await act("get_bills", config_entry_id=entry))["bills"]
    assert (bill["month"], bill["amount"]) == ("2026-10", 3278)
    with pytest.raises(RuntimeError, match="call_service"):
        await act("hand_in", device_id=line, text="お知らせ")
    assert "remaining" not in await act("hand_in", device_id=line, text="お知らせ", quiet=True)
    [shown] = (await act("get_usage", config_entry_id=entry))["lines"]
    assert (shown["name"], shown["remaining"]) == ("Mum", 2.5)


async def _take_over(act: Actions, wanted: dict[str, float], entry: str, lines: dict[str, str]) -> None:
    """The line without a portal goes on with the days of the line that had one; once more adds nothing."""
    older, newer = lines["070-••••-0001"], lines["Mum"]
    [before] = (await act("get_usage", config_entry_id=entry))["lines"]
    assert not before["daily"]
    assert await act("take_over_history", from_device=older, to_device=newer) == {"days": len(wanted)}
    [after] = (await act("get_usage", config_entry_id=entry))["lines"]
    assert _told_days(after) == wanted
    assert await act("take_over_history", from_device=older, to_device=newer) == {"days": 0}
    with pytest.raises(RuntimeError, match="call_service"):
        await act("take_over_history", from_device=older, to_device=older)

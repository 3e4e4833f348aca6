"""Every trigger and condition in a real Home Assistant, over its websocket: what happens is what the world does."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from simulator import GB, TOKYO

from .moved_clock import QUIET, STOPS, Days, Told, days, telling
from .people_of_january import BUSY, DUE, FEBRUARY, January, january, move_in

type Json = dict[str, Any]

NO_OPTIONS = {"data_reset", "bill_issued"}
LOW = 2 * GB  # a fifth of what the line has a month
THRESHOLD = 5
CROSSED = {"threshold": {"type": "below", "value": {"number": THRESHOLD, "unit_of_measurement": "GB"}}}
SHOWN_BY = {
    "data_became_low": "data_low",
    "remaining_data_crossed_threshold": "data_remaining",
    "will_run_out": "will_run_out",
    "data_reset": "data_reset",
    "bill_issued": "bill_issued",
    "payment_became_overdue": "payment_overdue",
    "login_needed": "login_needed",
}
CONDITIONS = {"is_data_low", "remaining_data", "will_run_out", "is_payment_overdue"}


@dataclass
class Watched:
    """What the tests look at: the line that uses too much, its account, and the account that owes; rows by our keys."""

    home: Days
    people: January
    line: dict[str, Json]
    account: dict[str, Json]
    debtor: dict[str, Json]
    left: dict[datetime, int] = field(default_factory=dict)
    foreseen: dict[datetime, bool] = field(default_factory=dict)
    owed: dict[datetime, bool] = field(default_factory=dict)

    def of(self, trigger: str) -> Json:
        """The entity that a trigger is about, among those of the device that it aims at."""
        rows = self.debtor if trigger == "payment_became_overdue" else self.line | self.account
        return rows[SHOWN_BY[trigger]]

    async def is_so(self, name: str, device: str, **options: Any) -> bool:
        """A condition, as the editor's “test” asks it."""
        condition = {
            "condition": f"japan_mobile.{name}",
            "target": {"device_id": [device]},
            "options": {"behavior": "any", **options},
        }
        return bool((await self.home.client.command("test_condition", condition=condition))["result"])

    async def look(self) -> None:
        """See what the carrier says now, and that each condition says so too."""
        line, now = self.line["plan"]["device_id"], self.home.now
        left = self.left[now] = self.people.remaining(self.people.busy)
        assert await self.is_so("is_data_low", line) is (left < LOW), now
        assert await self.is_so("remaining_data", line, **CROSSED) is (left < THRESHOLD * GB), now
        self.foreseen[now] = await self.is_so("will_run_out", line)
        self.owed[now] = await self.is_so("is_payment_overdue", self.debtor["last_update"]["device_id"])


async def test_all_of_them(tmp_path: Path) -> None:
    """Twelve days in which a line runs out and a payment is missed, the reset, a bill, and a changed password."""
    people = january()
    async with days(tmp_path, people.world) as home:
        busy, _, debtor = await move_in(home, people)
        watched = Watched(home, people, await home.rows(busy, BUSY), await home.rows(busy), await home.rows(debtor))
        await _are_described(home)
        for name in SHOWN_BY:
            await home.automate(name, _automation(name, watched.of(name)["device_id"]))
        await watched.look()
        async for moment in home.pass_until(FEBRUARY + timedelta(days=1)):
            if moment == datetime.combine(FEBRUARY, QUIET, TOKYO):
                people.issue_bill()
            elif moment.time() != QUIET:
                await watched.look()
        await _line_ran_out(watched)
        await _payment_was_missed(watched)
        people.owed.unpaid = False
        async for _ in home.pass_until(FEBRUARY + timedelta(days=3)):
            pass
        await watched.look()
        assert not watched.owed[home.now]
        await _month_was_billed(watched)
        await _password_was_changed(watched)
        told = await home.told()
        assert {one.name: one.message for one in told} == {name: watched.of(name)["entity_id"] for name in SHOWN_BY}
        assert len(told) == len(SHOWN_BY), told


def _automation(name: str, device: str) -> Json:
    """An automation with a trigger, aimed at a device, that tells which entity it was."""
    trigger: Json = {"trigger": f"japan_mobile.{name}", "target": {"device_id": [device]}}
    if name not in NO_OPTIONS:
        trigger["options"] = {"behavior": "each"}
    if name == "remaining_data_crossed_threshold":
        trigger["options"] |= CROSSED
    return {"triggers": [trigger], "actions": [telling(name, "{{ trigger.entity_id }}")]}


async def _are_described(home: Days) -> None:
    """The editor is told of exactly these."""
    for kind, ours in (("trigger", SHOWN_BY.keys()), ("condition", CONDITIONS)):
        described = await home.client.first_event(f"{kind}_platforms/subscribe")
        assert {one for one in described if one.startswith("japan_mobile.")} == {f"japan_mobile.{one}" for one in ours}


async def _once(watched: Watched, name: str) -> Told:
    """What a trigger's automation told, which was one thing."""
    [told] = await watched.home.ran(name)
    return told


def _is_at(told: Told, stop: datetime) -> bool:
    return stop <= told.at < stop + timedelta(minutes=1)


async def _line_ran_out(watched: Watched) -> None:
    """Foreseen in time and rightly, low and below the threshold as soon as the carrier said so, and reset."""
    january_left = {at: left for at, left in watched.left.items() if at.date() < FEBRUARY}
    for name, bound in (("data_became_low", LOW), ("remaining_data_crossed_threshold", THRESHOLD * GB)):
        below = min(at for at, left in january_left.items() if left < bound)
        assert below > min(january_left)
        assert _is_at(await _once(watched, name), below), name
    foreseen = min(at for at, is_so in watched.foreseen.items() if is_so)
    assert foreseen > min(january_left)
    assert _is_at(await _once(watched, "will_run_out"), foreseen)
    assert january_left[foreseen] >= LOW
    assert january_left[max(january_left)] == 0
    reset = datetime.combine(FEBRUARY, STOPS[0], TOKYO)
    assert _is_at(await _once(watched, "data_reset"), reset)
    assert watched.left[reset] > LOW


async def _payment_was_missed(watched: Watched) -> None:
    """Told after the day on which it was due, within the day in which bills are read again."""
    told = await _once(watched, "payment_became_overdue")
    assert DUE < told.at.date() <= DUE + timedelta(days=2)
    assert {at for at, owed in watched.owed.items() if owed} == {
        at for at in watched.owed if at >= told.at.replace(second=0, microsecond=0)
    }


async def _month_was_billed(watched: Watched) -> None:
    told = await _once(watched, "bill_issued")
    assert FEBRUARY <= told.at.date() <= FEBRUARY + timedelta(days=2)
    assert told.at.time() > time(9) or told.at.date() > FEBRUARY


async def _password_was_changed(watched: Watched) -> None:
    assert not await watched.home.ran("login_needed")
    await watched.home.change_password(watched.people.busy)
    assert _is_at(await _once(watched, "login_needed"), watched.home.now)

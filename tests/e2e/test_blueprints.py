"""Every blueprint in a real Home Assistant, on the integration's own entities: what it tells is what the world did."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
import json
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from simulator import GB, TOKYO, Bill
from tests.integration.test_blueprints import FOLDER, HANDED, TOLD

from .household import until
from .moved_clock import QUIET, Days, days, telling
from .people_of_january import BUSY, DUE, FEBRUARY, START, THRIFTY, January, january, move_in

type Json = dict[str, Any]

AT = "09:00:00"
MORNING = time(8, 30)
MONDAYS = (date(2027, 1, 25), FEBRUARY)
TRIP = datetime(2027, 1, 27, 9, tzinfo=TOKYO)
BEFORE_TRIP = date(2027, 1, 26)
LAST = date(2027, 1, 31)
TWO_BEFORE_LAST = date(2027, 1, 29)
REPORT = date(2027, 2, 3)
SPEAKER, VOICE, TRIPS = "media_player.kitchen", "tts.voice", "calendar.trips"
MORE = "input_boolean:\ncalendar:\n  - platform: trips\n"


@dataclass
class Rows:
    """The entities that blueprints are about, by our keys."""

    busy: dict[str, Json]
    busy_account: dict[str, Json]
    thrifty: dict[str, Json]
    debtor: dict[str, Json]


@dataclass
class Seen:
    """What was seen as time passed: both lines' truths each morning, the switch at each stop, and what was spoken."""

    mornings: dict[date, tuple[Json, Json]] = field(default_factory=dict)
    switch: dict[datetime, str] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)
    left_at_end: int = 0
    bill: Bill | None = None

    def left(self, day: date, which: int) -> str:
        """What was left that morning on the busy (0) or the thrifty line (1), as Home Assistant shows it."""
        return f"{self.mornings[day][which]['remaining_bytes'] / GB:.2f} GB"


async def test_all_of_them(tmp_path: Path) -> None:
    """Two weeks of three customers; what is to be told at a time of day is told at nine."""
    people = january()
    async with days(tmp_path, people.world, MORE, ("trips", "speaker")) as home:
        trip = {"start": TRIP.isoformat(), "summary": "Kyoto"}
        (home.house.home.folder / "trips.json").write_text(json.dumps(trip))
        entries = await move_in(home, people)
        await _enable(home, (await home.rows(entries[1], THRIFTY))["next_expiry_amount"]["entity_id"])
        rows = Rows(
            await home.rows(entries[0], BUSY),
            await home.rows(entries[0]),
            await home.rows(entries[1], THRIFTY),
            await home.rows(entries[2]),
        )
        switch = await _furnish(home)
        await _all_are_listed(home)
        await _use_all(home, _inputs(rows, entries[0], switch))
        seen = await _live(home, people, switch)
        await _warned(home, people, seen)
        await _told_at_nine(home, people, seen)
        await _told_of_money(home, rows, seen)
        await _told_of_the_login(home, people, rows)


async def _enable(home: Days, entity: str) -> None:
    """Switch on an entity that is off unless somebody wants it: soon Home Assistant sets its account up again."""
    await home.client.command("config/entity_registry/update", entity_id=entity, disabled_by=None)
    await home.pass_to(START + timedelta(hours=2))

    async def shown() -> bool:
        states = await home.client.command("get_states")
        return any(state["entity_id"] == entity and state["state"][:1].isdigit() for state in states)

    await until(shown, every=0.05)


async def _furnish(home: Days) -> str:
    """A speaker with a voice, and a switch, which is on; returns the switch."""
    assert (await home.client.flow(handler="speaker"))["type"] == "create_entry"
    made = await home.client.command("input_boolean/create", name="Downloads")
    switch = f"input_boolean.{made['id']}"
    await home.client.act("input_boolean.turn_on", {"entity_id": switch})
    return switch


async def _all_are_listed(home: Days) -> None:
    """Home Assistant can use all blueprints that there are."""
    listed = await home.client.command("blueprint/list", domain="automation")
    ours = {path.removeprefix("japan_mobile/"): one for path, one in listed.items() if path.startswith("japan_mobile/")}
    assert {path.name for path in FOLDER.glob("*.yaml")} == ours.keys() == {f"{one}.yaml" for one in TOLD | HANDED}
    assert not [one for one in ours.values() if "error" in one]


def _inputs(rows: Rows, account: str, switch: str) -> dict[str, Json]:
    """What a user chooses in each blueprint's form."""
    busy, thrifty, debtor = (
        {key: row["entity_id"] for key, row in one.items()} for one in (rows.busy, rows.thrifty, rows.debtor)
    )
    line = {"device_id": [rows.busy["plan"]["device_id"]]}
    owner = {"device_id": [rows.busy_account["last_update"]["device_id"]]}
    return {
        "low_data": {"target": line},
        "speak_warning": {"target": line, "tts": VOICE, "speaker": SPEAKER},
        "save_data": {"target": line, "reset": busy["data_reset"], "switches": [switch]},
        "will_run_out": {"target": line},
        "unusual_use": {"sensors": [busy["unusual_use"]]},
        "bill_issued": {"target": owner},
        "login_needed": {"target": owner},
        "payment_due": {"due": debtor["due_date"], "overdue": debtor["payment_overdue"], "at": AT},
        "expiring_soon": {
            "expiry": thrifty["next_expiry"], "amount": thrifty["next_expiry_amount"], "days": 2, "at": AT,
        },
        "left_over": {"days_left": thrifty["days_to_reset"], "left_over": thrifty["left_over"], "at": AT},
        "family_digest": {"sensors": [busy["data_remaining"], thrifty["data_remaining"]], "weekday": "mon", "at": AT},
        "travel_reminder": {"calendar": TRIPS, "remaining": busy["data_remaining"]},
        "monthly_report": {"account": account, "day": REPORT.day, "at": AT},
    }  # fmt: skip


async def _use_all(home: Days, uses: dict[str, Json]) -> None:
    """An automation of each blueprint that tells something."""
    assert uses.keys() == TOLD
    for name, inputs in uses.items():
        do = [telling(name, "{{ message }}", "{{ title }}")]
        await home.automate(
            name, {"use_blueprint": {"path": f"japan_mobile/{name}.yaml", "input": {**inputs, "do": do}}}
        )


async def _live(home: Days, people: January, switch: str) -> Seen:
    """Let the days pass, and look."""
    seen = Seen()
    async for moment in home.pass_until(REPORT + timedelta(days=1)):
        truths = [home.house.truth(account)["lines"][0] for account in (people.busy, people.thrifty)]
        if moment.time() == MORNING:
            seen.mornings[moment.date()] = (truths[0], truths[1])
        if moment.date() <= LAST:
            seen.left_at_end = truths[1]["remaining_bytes"]
        if moment == datetime.combine(FEBRUARY, QUIET, TOKYO):
            seen.bill = people.issue_bill()
        seen.switch[moment] = (await home.state(switch))["state"]
        speaker = await home.state(SPEAKER)
        if speaker["state"] == "playing" and not seen.spoken:
            seen.spoken.append(await _heard(home, speaker["attributes"]["media_content_id"]))
    return seen


async def _heard(home: Days, address: str) -> str:
    """What the speaker says: its voice's sound is text."""
    async with aiohttp.ClientSession(home.house.home.url) as http, http.get(address) as answer:
        assert answer.status == 200
        return (await answer.read()).decode()


async def _messages(home: Days, name: str) -> list[str]:
    return [one.message for one in await home.ran(name)]


async def _warned(home: Days, people: January, seen: Seen) -> None:
    """Of the line that used too much: first that it was unusual, then that it would run out, then that it was low."""
    [low], [foreseen] = await home.ran("low_data"), await home.ran("will_run_out")
    assert (low.title, low.message) == ("Data is low", f"The data of {BUSY} is low.")
    assert foreseen.message == f"At this pace, the data of {BUSY} will not last until the reset."
    assert await _messages(home, "speak_warning") == seen.spoken == [low.message]
    assert await _messages(home, "save_data") == [f"The data of {BUSY} is low: what uses data was switched off."]
    stop = low.at.replace(second=0, microsecond=0)
    assert stop in seen.switch
    reset = datetime.combine(FEBRUARY, time(), TOKYO)
    assert {at: state == "off" for at, state in seen.switch.items()} == {at: stop <= at < reset for at in seen.switch}
    unusual = await home.ran("unusual_use")
    assert {one.message for one in unusual} == {f"{BUSY} uses far more data today than usual."}
    for one in unusual:
        day = one.at.date()
        usual = median(people.busy.lines[0].on(day - timedelta(days=back)).fast for back in range(1, 29))
        assert people.busy.lines[0].on(day).fast > 3 * usual
    assert unusual[0].at < foreseen.at < low.at


async def _told_at_nine(home: Days, people: January, seen: Seen) -> None:
    """Each on its day, with what the carrier said that morning."""
    [expiring], [over], [trip] = [await home.ran(name) for name in ("expiring_soon", "left_over", "travel_reminder")]
    truth = seen.mornings[TWO_BEFORE_LAST][1]
    [old] = [bucket for bucket in truth["buckets"] if bucket["kind"] == "carry_over"]
    assert expiring.message == f"{old['remaining_bytes'] / GB:.2f} GB expires on {LAST}."
    amount, rest = over.message.split(" GB ")
    assert rest == "will be left over at the reset."
    assert 0 <= seen.left_at_end - float(amount) * GB < seen.left_at_end / 10
    assert trip.message == f"Kyoto: {seen.left(BEFORE_TRIP, 0)} is left. Top up if that is too little."
    digests = [f"- {BUSY}: {seen.left(day, 0)}\n- {THRIFTY}: {seen.left(day, 1)}" for day in MONDAYS]
    assert await _messages(home, "family_digest") == digests
    [report] = await home.ran("monthly_report")
    used = [_used_in_january(line) for line in home.house.truth(people.busy)["lines"]]
    assert seen.bill is not None
    lines = [f"- 070-••••-000{end}: {one / GB:.2f} GB" for end, one in enumerate(used, 1)]
    assert report.message == "\n".join([*lines, f"2027-01: ¥{seen.bill.amount:,}"])
    days_told = [one.at for one in (expiring, over, trip, *await home.ran("family_digest"), report)]
    assert [at.date() for at in days_told] == [TWO_BEFORE_LAST, TWO_BEFORE_LAST, BEFORE_TRIP, *MONDAYS, REPORT]
    assert [at.strftime("%H:%M") for at in days_told] == ["09:00"] * len(days_told)


def _used_in_january(line: Json) -> int:
    [used] = [month["bytes"] for month in line["monthly"] if month["month"] == "2027-01"]
    return int(used)


async def _told_of_money(home: Days, rows: Rows, seen: Seen) -> None:
    """That a payment was due, that it was missed, and that a bill had come."""
    soon, missed = await home.ran("payment_due")
    assert (soon.at.date(), soon.message) == (DUE - timedelta(days=3), f"A payment is due on {DUE}.")
    assert DUE < missed.at.date() <= DUE + timedelta(days=2)
    assert missed.message == "A payment was missed. Pay it before the line is suspended."
    [issued] = await home.ran("bill_issued")
    assert FEBRUARY <= issued.at.date() <= FEBRUARY + timedelta(days=1)
    assert issued.message == f"{await _name(home, rows.busy_account)} has issued a new bill."


async def _told_of_the_login(home: Days, people: January, rows: Rows) -> None:
    """Once the password is another one, and not before."""
    assert not await home.ran("login_needed")
    await home.change_password(people.busy)
    [told] = await home.ran("login_needed")
    assert told.message == f"{await _name(home, rows.busy_account)} wants you to log in again."


async def _name(home: Days, rows: dict[str, Json]) -> str:
    device = (await home.client.devices())[rows["last_update"]["device_id"]]
    return str(device["name_by_user"] or device["name"])

"""The blueprints: each is loaded by Home Assistant as it is, and does what it says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from simulator import GB, TOKYO, Account, Simulator

AUTOMATION = "automation"

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]
type Json = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[2] / "blueprints" / "automation" / "japan_mobile"
HANDED = {"enquiry_sms", "hand_in_app_notification", "hand_in_mail", "hand_in_sms"}
"""Exercised by the end-to-end tests of what is handed in."""
TOLD = {
    "low_data", "will_run_out", "bill_issued", "login_needed", "unusual_use", "payment_due", "expiring_soon", "left_over",
    "travel_reminder", "save_data", "speak_warning", "family_digest", "monthly_report",
}  # fmt: skip


@pytest.fixture
async def folder(hass: HomeAssistant, tmp_path: Path) -> AsyncIterator[Path]:
    """A configuration folder with our blueprints in it, in Japan; afterwards no automation waits for a time any more."""
    before = hass.config.time_zone
    await hass.config.async_set_time_zone("Asia/Tokyo")
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(FOLDER, tmp_path / "blueprints" / "automation" / "japan_mobile")
    yield tmp_path
    await hass.services.async_call(AUTOMATION, "turn_off", {"entity_id": "all"}, blocking=True)
    await hass.config.async_set_time_zone(before)


async def automate(hass: HomeAssistant, name: str, **inputs: Any) -> list[Json]:
    """An automation of a blueprint; returns what it tells."""
    told: list[Json] = []

    async def tell(call: ServiceCall) -> None:
        told.append(dict(call.data))

    hass.services.async_register("test", "tell", tell)
    do = [{"action": "test.tell", "data": {"title": "{{ title }}", "message": "{{ message }}"}}]
    use = {"path": f"japan_mobile/{name}.yaml", "input": {**inputs, **({"do": do} if name in TOLD else {})}}
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: [{"alias": name, "use_blueprint": use}]})
    await hass.async_block_till_done()
    (entity_id,) = hass.states.async_entity_ids(AUTOMATION)
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.state == "on", "the blueprint could not be used"
    return told


async def at(hass: HomeAssistant, freezer: FrozenDateTimeFactory, moment: datetime) -> None:
    """Let a moment come."""
    freezer.move_to(moment)
    async_fire_time_changed(hass, moment)
    await hass.async_block_till_done(wait_background_tasks=True)  # the polls too, or their connections are cut


def device(hass: HomeAssistant, name: str) -> Json:
    """A device as a target."""
    return {"device_id": [one.id for one in dr.async_get(hass).devices if one.name == name]}


def test_all_are_known() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == HANDED | TOLD


async def drained(simulator: Simulator, account: Account, state: State, poll: Poll, left: int = GB) -> None:
    """Use all but a little of the first line."""
    simulator.world.use(
        "iijmio", account.account_id, "hdo00000001", fast=int(float(state("data_remaining", "0001")) * GB) - left
    )
    await poll()


@pytest.mark.parametrize("name", ["low_data", "speak_warning"])
async def test_low(
    hass: HomeAssistant, folder: Path, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll,
    name: str,
) -> None:  # fmt: skip
    spoken: list[Json] = []

    async def speak(call: ServiceCall) -> None:
        spoken.append(dict(call.data))

    hass.services.async_register("tts", "speak", speak)
    more = {"tts": "tts.x", "speaker": "media_player.x"} if name == "speak_warning" else {}
    told = await automate(hass, name, target=device(hass, "070-••••-0001"), **more)
    await drained(simulator, account, state, poll)
    assert told == [{"title": "Data is low", "message": "The data of 070-••••-0001 is low."}]
    assert [one["message"] for one in spoken] == [told[0]["message"]] * bool(more)


async def test_save_data(
    hass: HomeAssistant, folder: Path, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll,
    entity: Callable[..., str],
) -> None:  # fmt: skip
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"downloads": {"initial": True}}})
    told = await automate(
        hass, "save_data", target=device(hass, "070-••••-0001"), reset=entity("data_reset", "0001"),
        switches=["input_boolean.downloads"],
    )  # fmt: skip
    await drained(simulator, account, state, poll)
    assert hass.states.get("input_boolean.downloads").state == "off"  # type: ignore[union-attr]
    assert len(told) == 1
    for _ in range(33):
        await poll(timedelta(days=1))
    assert hass.states.get("input_boolean.downloads").state == "on"  # type: ignore[union-attr]
    assert len(told) == 1


async def test_login_needed(
    hass: HomeAssistant, folder: Path, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    told = await automate(hass, "login_needed", target=device(hass, entry.title))
    account.password = "another-Secret-2040"
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    assert [one["title"] for one in told] == ["Login needed"]


async def test_bill_issued(
    hass: HomeAssistant, folder: Path, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll
) -> None:
    newest = account.newest_bills()[0]
    told = await automate(hass, "bill_issued", target=device(hass, entry.title))
    account.bills.insert(0, replace(newest, month=newest.month.plus(1)))
    await poll(timedelta(days=1, minutes=5))
    assert [one["title"] for one in told] == ["New bill"]


async def test_expiring_soon(
    hass: HomeAssistant, folder: Path, simulator: Simulator, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    now = simulator.world.now().astimezone(TOKYO)
    expiry = (now + timedelta(days=4)).replace(hour=23, minute=59, second=0)
    hass.states.async_set("sensor.expiry", expiry.astimezone(UTC).isoformat())
    hass.states.async_set("sensor.amount", "1.5", {"unit_of_measurement": "GB"})
    told = await automate(hass, "expiring_soon", expiry="sensor.expiry", amount="sensor.amount", days=2)
    for ahead in (1, 2, 3):
        await at(hass, freezer, (now + timedelta(days=ahead)).replace(hour=18, minute=0, second=0, microsecond=0))
    assert [one["message"] for one in told] == [f"1.5 GB expires on {expiry:%Y-%m-%d}."]


async def test_family_digest(
    hass: HomeAssistant, folder: Path, simulator: Simulator, entry: ConfigEntry, entity: Callable[..., str],
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    now = simulator.world.now().astimezone(TOKYO)
    told = await automate(
        hass, "family_digest", weekday="mon", at="09:00:00",
        sensors=[entity("data_remaining", end) for end in ("0001", "0002")],
    )  # fmt: skip
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
    await at(hass, freezer, monday)
    assert [one["message"].count("070-••••-000") for one in told] == [2]


async def test_monthly_report(
    hass: HomeAssistant, folder: Path, simulator: Simulator, account: Account, entry: ConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    truth = simulator.world.truth("iijmio", account.account_id, "app")
    now = simulator.world.now().astimezone(TOKYO)
    second = (now.replace(day=1) + timedelta(days=33)).replace(day=2, hour=9, minute=0, second=0, microsecond=0)
    told = await automate(hass, "monthly_report", account=entry.entry_id)
    await at(hass, freezer, second)
    [one] = told
    used = next(month["bytes"] for month in truth["lines"][0]["monthly"] if month["month"] == f"{now:%Y-%m}")
    assert f"070-••••-0001: {used / GB:.2f} GB" in one["message"]
    assert "¥3,311" in one["message"] or "¥3,751" in one["message"]


async def test_unusual_use(hass: HomeAssistant, folder: Path, entry: ConfigEntry, entity: Callable[..., str]) -> None:
    sensor = entity("unusual_use", "0001")
    hass.states.async_set(sensor, "off")
    told = await automate(hass, "unusual_use", sensors=[sensor])
    hass.states.async_set(sensor, "on")
    await hass.async_block_till_done()
    assert told == [{"title": "Unusual use", "message": "070-••••-0001 uses far more data today than usual."}]


async def test_will_run_out(hass: HomeAssistant, folder: Path, entry: ConfigEntry, entity: Callable[..., str]) -> None:
    sensor = entity("will_run_out", "0001")
    hass.states.async_set(sensor, "off")
    told = await automate(hass, "will_run_out", target=device(hass, "070-••••-0001"))
    hass.states.async_set(sensor, "on")
    await hass.async_block_till_done()
    assert [one["title"] for one in told] == ["Data will run out"]


async def test_payment_due(
    hass: HomeAssistant, folder: Path, simulator: Simulator, entry: ConfigEntry, entity: Callable[..., str],
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    now = simulator.world.now().astimezone(TOKYO)
    overdue = "binary_sensor.overdue"
    hass.states.async_set("sensor.due", str(now.date() + timedelta(days=5)))
    hass.states.async_set(overdue, "off")
    told = await automate(hass, "payment_due", due="sensor.due", overdue=overdue)
    for ahead in (1, 2, 3):
        await at(hass, freezer, (now + timedelta(days=ahead)).replace(hour=9, minute=0, second=0, microsecond=0))
    assert [one["message"] for one in told] == [f"A payment is due on {now.date() + timedelta(days=5)}."]
    hass.states.async_set(overdue, "on")
    await hass.async_block_till_done()
    assert len(told) == 2
    assert "missed" in told[1]["message"]


async def test_left_over(
    hass: HomeAssistant, folder: Path, simulator: Simulator, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set("sensor.days", "3")
    hass.states.async_set("sensor.left", "2.5", {"unit_of_measurement": "GB"})
    told = await automate(hass, "left_over", days_left="sensor.days", left_over="sensor.left")
    now = simulator.world.now().astimezone(TOKYO)
    await at(hass, freezer, (now + timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0))
    hass.states.async_set("sensor.left", "0.5", {"unit_of_measurement": "GB"})
    await at(hass, freezer, (now + timedelta(days=2)).replace(hour=18, minute=0, second=0, microsecond=0))
    assert [one["message"] for one in told] == ["2.5 GB will be left over at the reset."]


async def test_travel_reminder(
    hass: HomeAssistant, folder: Path, simulator: Simulator, entry: ConfigEntry, entity: Callable[..., str],
    freezer: FrozenDateTimeFactory,
) -> None:  # fmt: skip
    """Our own calendar stands for one of trips: a reset is what begins."""
    told = await automate(hass, "travel_reminder", calendar=entity("dates"), remaining=entity("data_remaining", "0001"))
    now = simulator.world.now().astimezone(TOKYO)
    last = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)
    moment = last.replace(day=1) - timedelta(days=1)
    step = now
    while step < moment + timedelta(minutes=30):
        step += timedelta(minutes=15)
        await at(hass, freezer, step)
    assert told
    assert "is left. Top up" in told[0]["message"]

"""Every trigger, condition and action in a real Home Assistant, over the interfaces that its editor uses."""

from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import shutil
from typing import Any

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from demo.process import AUTOMATIONS
from simulator import GB, TOKYO
from tests.integration.test_blueprints import FOLDER, HANDED, TOLD

from .household import Household, household, neighbours, until, up, update_by_hand

type Json = dict[str, Any]

OF_LINE = ("data_became_low", "remaining_data_crossed_threshold", "will_run_out", "data_reset")
OF_ACCOUNT = ("bill_issued", "payment_became_overdue", "login_needed")
SHOWN_BY = {"will_run_out": "will_run_out", "data_reset": "data_reset", "bill_issued": "bill_issued",
            "payment_became_overdue": "payment_overdue"}  # fmt: skip
BELOW_2 = {"type": "below", "value": {"number": 2, "unit_of_measurement": "GB"}}


async def automate(client: HomeClient, name: str, device: str) -> None:
    """An automation with that trigger, aimed at a device, that leaves a notification of its name."""
    trigger: Json = {"trigger": f"japan_mobile.{name}", "target": {"device_id": [device]}}
    if name not in {"data_reset", "bill_issued"}:
        trigger["options"] = {"behavior": "each"}
    if name == "remaining_data_crossed_threshold":
        trigger["options"]["threshold"] = BELOW_2
    config = {
        "alias": name,
        "triggers": [trigger],
        "actions": [{"action": "persistent_notification.create", "data": {"notification_id": name, "message": name}}],
    }
    await client.call("POST", f"/api/config/automation/config/{name}", config)


async def fired(client: HomeClient) -> set[str]:
    """The automations that have run."""
    return {one["notification_id"] for one in await client.command("persistent_notification/get")}


async def test_all_of_them(tmp_path: Path) -> None:
    world = neighbours(1)
    [account] = world.accounts
    trips = tmp_path / "config" / "custom_components" / "trips"
    shutil.copytree(Path(__file__).parent / "trips", trips)
    more = f"{AUTOMATIONS}calendar:\n  - platform: trips\n"
    async with household(tmp_path, world, pace=3600, more=more) as house, house.client() as client:
        await house.add(client, account)
        await up(client)
        devices = await client.devices()
        line = next(one["id"] for one in devices.values() if one["name"] == "070-••••-0001")
        owner = next(one["id"] for one in devices.values() if one["name"].startswith("IIJmio"))
        described = await _described(client)
        assert {f"japan_mobile.{name}" for name in (*OF_LINE, *OF_ACCOUNT)} <= described["triggers"]
        for name in (*OF_LINE, *OF_ACCOUNT):
            await automate(client, name, line if name in OF_LINE else owner)
        await _ready(client, len(OF_LINE) + len(OF_ACCOUNT))
        await _conditions(client, line, low=False)
        assert "off" in await _foreseen_and_owed(client, line, owner)
        await _actions(client, house, house.entries[account.account_id])
        await _use_all_but(house, client, GB)
        await _run(client, {"data_became_low", "remaining_data_crossed_threshold"})
        await _conditions(client, line, low=True)
        await _happen(client)
        assert await _foreseen_and_owed(client, line, owner) == {"on"}
        account.password = "another-Secret-2040"
        house.simulator.portal("iijmio").expire(account.account_id)
        await update_by_hand(client)
        await _run(client, {*OF_LINE, *OF_ACCOUNT})
        await _blueprints(client)
        await _blueprints_run(client, house, owner, line)
        assert "custom_components/japan_mobile" not in (log := house.home.log.read_text()), log[-3000:]


async def _ready(client: HomeClient, count: int) -> None:
    """Wait until so many automations are set up: storing one answers before it is."""

    async def there() -> bool:
        return len([one for one in await client.states() if one.startswith("automation.")]) == count

    await until(there)


async def _run(client: HomeClient, names: set[str]) -> None:
    """Wait until these have run."""

    async def ran() -> bool:
        return names <= await fired(client)

    try:
        await until(ran, seconds=40)
    except AssertionError:
        raise AssertionError(f"never ran: {names - await fired(client)}") from None


async def _described(client: HomeClient) -> dict[str, set[str]]:
    """What the editor is told of."""
    found: dict[str, set[str]] = {"triggers": set(), "conditions": set()}
    for kind, command in (("triggers", "trigger_platforms"), ("conditions", "condition_platforms")):
        found[kind] = {name for one in await client.first_event(f"{command}/subscribe") for name in [one]}
    return found


async def _conditions(client: HomeClient, line: str, *, low: bool) -> None:
    """Each condition, as the editor's “test” asks it."""
    for name, options, wanted in (
        ("is_data_low", {}, low),
        ("remaining_data", {"threshold": BELOW_2}, low),
    ):
        condition = {
            "condition": f"japan_mobile.{name}",
            "target": {"device_id": [line]},
            "options": {"behavior": "any", **options},
        }
        answer = await client.command("test_condition", condition=condition)
        assert answer["result"] is wanted, name


async def _foreseen_and_owed(client: HomeClient, line: str, owner: str) -> set[str]:
    """Each of the other conditions says what its sensor shows; returns the states that were seen."""
    states, keys = await client.states(), dict[str, str]()
    for name, entities in (await entities_by_device(client)).items():
        if name == "070-••••-0001" or name.startswith("IIJmio"):
            keys |= entities
    seen = set()
    for name, key, device in (("will_run_out", "will_run_out", line), ("is_payment_overdue", "payment_overdue", owner)):
        options = {"behavior": "any"}
        condition = {"condition": f"japan_mobile.{name}", "target": {"device_id": [device]}, "options": options}
        state = states[keys[key]]["state"]
        assert (await client.command("test_condition", condition=condition))["result"] is (state == "on"), name
        seen.add(state)
    return seen


async def _actions(client: HomeClient, house: Household, entry: str) -> None:
    """Each action; what it answers is the world's."""
    truth = house.truth(house.world.accounts[0])
    data = {"config_entry_id": entry}
    usage = (await client.call("POST", "/api/services/japan_mobile/get_usage?return_response", data))[
        "service_response"
    ]
    assert [one["remaining"] for one in usage["lines"]] == [one["remaining_bytes"] / GB for one in truth["lines"]]
    bills = (await client.call("POST", "/api/services/japan_mobile/get_bills?return_response", data))[
        "service_response"
    ]
    assert [one["amount"] for one in bills["bills"]] == [one["amount"] for one in truth["bills"]]
    await client.call("POST", "/api/services/japan_mobile/refresh", data)
    again = await client.call("POST", "/api/services/japan_mobile/import_history?return_response", data)
    assert again["service_response"]["days"] > 0


async def _use_all_but(house: Household, client: HomeClient, left: int) -> None:
    account = house.world.accounts[0]
    remaining = house.truth(account)["lines"][0]["remaining_bytes"]
    house.world.use("iijmio", account.account_id, account.lines[0].line_id, fast=remaining - left)
    await update_by_hand(client)


async def _happen(client: HomeClient) -> None:
    """Let what wants another month show itself: the states that the integration would write then."""
    keys: dict[str, str] = {}
    for name, entities in (await entities_by_device(client)).items():
        if name == "070-••••-0001" or name.startswith("IIJmio"):
            keys |= {key: entity for key, entity in entities.items() if key in SHOWN_BY.values()}
    for key, entity in keys.items():
        states = ("off", "on") if entity.startswith("binary_sensor") else (datetime.now(UTC).isoformat(),)
        for state in states:
            await client.call("POST", f"/api/states/{entity}", {"state": state, "attributes": {"event_type": key}})


async def _blueprints(client: HomeClient) -> None:
    """All blueprints are such that Home Assistant can use them."""
    listed = await client.command("blueprint/list", domain="automation")
    ours = {path.removeprefix("japan_mobile/").removesuffix(".yaml"): one for path, one in listed.items()}
    for path in FOLDER.glob("*.yaml"):
        assert "error" not in ours[path.stem], ours[path.stem]
    assert len(ours) > len(HANDED)


async def _use_blueprint(client: HomeClient, name: str, **inputs: Any) -> None:
    """An automation of a blueprint that leaves a notification of its name."""
    do = [
        {
            "action": "persistent_notification.create",
            "data": {"notification_id": f"blueprint {name}", "title": "{{ title }}", "message": "{{ message }}"},
        }
    ]
    use = {"path": f"japan_mobile/{name}.yaml", "input": {"do": do, **inputs}}
    config = {"alias": f"blueprint {name}", "use_blueprint": use}
    await client.call("POST", f"/api/config/automation/config/blueprint_{name}", config)


async def _blueprints_run(client: HomeClient, house: Household, owner: str, line: str) -> None:
    """Each blueprint tells what it should: those of a time at a time that comes, the others when it happens."""
    of_line, of_owner = {"device_id": [line]}, {"device_id": [owner]}
    keys: dict[str, str] = {}
    for name, entities in (await entities_by_device(client)).items():
        if name == "070-••••-0001" or name.startswith("IIJmio"):
            keys |= entities
    now = datetime.now(TOKYO)
    soon = (now + timedelta(seconds=20)).strftime("%H:%M:%S")
    trip = {"start": (now + timedelta(days=1, seconds=25)).isoformat(), "summary": "Kyoto"}
    (house.home.folder / "trips.json").write_text(json.dumps(trip))
    for state, value, attributes in (
        ("sensor.days", "3", {}),
        ("sensor.left", "2.5", {"unit_of_measurement": "GB"}),
        ("sensor.expiry", (now + timedelta(days=2)).isoformat(), {}),
        ("sensor.due", str(now.date() + timedelta(days=3)), {}),
        ("binary_sensor.overdue", "off", {}),
        ("binary_sensor.unusual", "off", {}),
        (keys["data_low"], "off", {}),
        (keys["will_run_out"], "off", {}),
        (keys["login_needed"], "off", {}),
    ):
        await client.call("POST", f"/api/states/{state}", {"state": value, "attributes": attributes})
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[now.weekday()]
    uses: dict[str, Json] = {
        "low_data": {"target": of_line},
        "speak_warning": {"target": of_line, "tts": "tts.x", "speaker": "media_player.x"},
        "save_data": {"target": of_line, "reset": keys["data_reset"], "switches": ["input_boolean.x"]},
        "will_run_out": {"target": of_line},
        "bill_issued": {"target": of_owner},
        "login_needed": {"target": of_owner},
        "unusual_use": {"sensors": ["binary_sensor.unusual"]},
        "payment_due": {"due": "sensor.due", "overdue": "binary_sensor.overdue", "at": soon},
        "expiring_soon": {"expiry": "sensor.expiry", "amount": "sensor.left", "days": 2, "at": soon},
        "left_over": {"days_left": "sensor.days", "left_over": "sensor.left", "at": soon},
        "family_digest": {"sensors": [keys["data_remaining"]], "weekday": weekday, "at": soon},
        "travel_reminder": {"calendar": "calendar.trips", "remaining": keys["data_remaining"]},
        "monthly_report": {
            "account": next(iter(house.entries.values())), "day": min(now.day, 28), "at": soon,
        },
    }  # fmt: skip
    for name, inputs in uses.items():
        await _use_blueprint(client, name, **inputs)
    for state, value in (
        (keys["data_low"], "on"),
        (keys["will_run_out"], "on"),
        (keys["login_needed"], "on"),
        ("binary_sensor.unusual", "on"),
        (keys["bill_issued"], datetime.now(UTC).isoformat()),
    ):
        await client.call("POST", f"/api/states/{state}", {"state": value, "attributes": {}})
    monthly = set() if now.day <= 28 else {"blueprint monthly_report"}
    await _run(client, {f"blueprint {name}" for name in uses} - monthly)
    assert uses.keys() == TOLD
    told = {one["notification_id"]: one["message"] for one in await client.command("persistent_notification/get")}
    assert told["blueprint low_data"] == "The data of 070-••••-0001 is low."
    assert told["blueprint travel_reminder"].startswith("Kyoto: ")
    assert told["blueprint left_over"] == "2.5 GB will be left over at the reset."

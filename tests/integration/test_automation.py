"""Triggers and conditions, built as the automation editor builds them."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest

from custom_components.japan_mobile.condition import CONDITIONS
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.trigger import TRIGGERS
from simulator import GB, Account, Simulator

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]

BEHAVIOR = {"behavior": "each"}


def line_device(hass: HomeAssistant, ending: str) -> str:
    """The id of a line's device."""
    (found,) = [one.id for one in dr.async_get(hass).devices if one.name == f"070-••••-{ending}"]
    return found


async def automate(
    hass: HomeAssistant, trigger: dict[str, Any], condition: dict[str, Any] | None = None
) -> list[Event]:
    """An automation that fires an event; returns what it has fired."""
    fired: list[Event] = []
    hass.bus.async_listen("done", fired.append)
    automation = {
        "alias": "x",
        "triggers": [trigger],
        "conditions": [condition] if condition else [],
        "actions": [{"event": "done"}],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    assert hass.states.async_entity_ids("automation")
    return fired


def trigger(hass: HomeAssistant, name: str, ending: str, **options: Any) -> dict[str, Any]:
    """A trigger aimed at a line's device."""
    return {
        "trigger": f"{DOMAIN}.{name}",
        "target": {"device_id": line_device(hass, ending)},
        **({"options": options} if options else {}),
    }


def test_all_are_there() -> None:
    assert [*TRIGGERS] == [
        "data_became_low", "remaining_data_crossed_threshold", "will_run_out", "data_reset", "bill_issued",
        "payment_became_overdue", "login_needed",
    ]  # fmt: skip
    assert [*CONDITIONS] == ["is_data_low", "remaining_data", "will_run_out", "is_payment_overdue"]


async def test_data_became_low(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    """Aimed at a device, of whose entities only the right one counts."""
    fired = await automate(hass, trigger(hass, "data_became_low", "0001", **BEHAVIOR))
    await poll()
    assert fired == []
    left = int(float(state("data_remaining", "0001")) * GB)
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=left - GB)
    await poll()
    assert state("data_low", "0001") == "on"
    assert len(fired) == 1
    await poll()
    assert len(fired) == 1


@pytest.mark.parametrize("unit", ["GB", "MB"])
async def test_remaining_data_crosses_a_threshold(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, unit: str, state: State
) -> None:
    number = 2 if unit == "GB" else 2000
    threshold = {"type": "below", "value": {"number": number, "unit_of_measurement": unit}}
    fired = await automate(
        hass, trigger(hass, "remaining_data_crossed_threshold", "0001", threshold=threshold, **BEHAVIOR)
    )
    left = int(float(state("data_remaining", "0001")) * GB)
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=left - 3 * GB)
    await poll()
    assert fired == []
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=2 * GB)
    await poll()
    assert len(fired) == 1


@pytest.mark.parametrize(
    ("name", "options", "ending", "holds"),
    [
        ("is_data_low", {}, "0002", True),
        ("is_data_low", {}, "0001", False),
        ("remaining_data", {"threshold": {"type": "above", "value": {"number": 5, "unit_of_measurement": "GB"}}}, "0001", True),
        ("remaining_data", {"threshold": {"type": "above", "value": {"number": 5, "unit_of_measurement": "GB"}}}, "0002", False),
        ("will_run_out", {}, "0001", False),
    ],
)  # fmt: skip
async def test_conditions(
    hass: HomeAssistant, entry: ConfigEntry, name: str, options: dict[str, Any], ending: str, holds: bool
) -> None:
    condition = {
        "condition": f"{DOMAIN}.{name}",
        "target": {"device_id": line_device(hass, ending)},
        "options": {"behavior": "any", **options},
    }
    fired = await automate(hass, {"trigger": "event", "event_type": "go"}, condition)
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    assert bool(fired) is holds


async def test_login_needed_and_bills(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, poll: Poll, state: State
) -> None:
    """The account's triggers, aimed at its device; a changed password makes a person needed."""
    (device,) = [one.id for one in dr.async_get(hass).devices if one.name == entry.title]
    fired: list[Event] = []
    hass.bus.async_listen("done", fired.append)
    names = ("login_needed", "payment_became_overdue", "bill_issued")
    automations = [
        {
            "alias": name,
            "triggers": [
                {
                    "trigger": f"{DOMAIN}.{name}",
                    "target": {"device_id": device},
                    **({"options": BEHAVIOR} if name != "bill_issued" else {}),
                }
            ],
            "actions": [{"event": "done", "event_data": {"name": name}}],
        }
        for name in names
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    assert state("login_needed") == "off"
    account.password = "another-Secret-2040"
    simulator.portal("iijmio").expire(account.account_id)
    await poll()
    assert state("login_needed") == "on"
    assert [one.data["name"] for one in fired] == ["login_needed"]

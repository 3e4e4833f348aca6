"""What is shown is what the world holds, in the carrier's own unit, under names that hide the numbers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from custom_components.japan_mobile.const import DOMAIN
from simulator import GB, MB, TOKYO, Account, Fault, Kind, Simulator

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]


async def test_every_figure_equals_the_truth(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State
) -> None:
    truth = simulator.world.truth("iijmio", account.account_id, "app")
    assert len(truth["lines"]) == 3
    for line in truth["lines"]:
        ending = line["number"][-4:]
        assert float(state("data_remaining", ending)) == line["remaining_bytes"] / GB
        assert float(state("data_used", ending)) == line["used_bytes"] / GB
        assert float(state("data_allowance", ending)) == line["total_bytes"] / GB
        carried = [bucket["remaining_bytes"] for bucket in line["buckets"] if bucket["kind"] == "carry_over"]
        assert float(state("data_carried_over", ending)) == sum(carried) / GB
        percent = 100 * line["remaining_bytes"] / line["total_bytes"]
        assert state("data_remaining_percent", ending) == str(round(percent))
        assert state("data_low", ending) == ("on" if percent < 20 else "off")
        assert state("reset_date", ending) == str(date.fromisoformat(line["cycle_end"]) + timedelta(days=1))
        assert state("plan", ending) == line["plan"]
    assert int(state("latest_bill")) == truth["bills"][0]["amount"]
    assert {state("data_low", "0001"), state("data_low", "0002")} == {"on", "off"}


async def test_classes_and_units(hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str]) -> None:
    remaining = hass.states.get(entity("data_remaining", "0001"))
    assert remaining is not None
    assert remaining.attributes["unit_of_measurement"] == "GB"
    assert remaining.attributes["device_class"] == "data_size"
    assert remaining.attributes["state_class"] == "measurement"
    used = hass.states.get(entity("data_used", "0001"))
    assert used is not None
    assert used.attributes["state_class"] == "total"
    assert used.attributes["last_reset"].endswith("-01T00:00:00+09:00")
    bill = hass.states.get(entity("latest_bill"))
    assert bill is not None
    assert bill.attributes["unit_of_measurement"] == "JPY"
    assert bill.attributes["state"] == "issued"
    assert er.async_get(hass).async_get(entity("plan", "0001")).entity_category == "diagnostic"  # type: ignore[union-attr]


async def test_lines_that_share_say_so(hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str]) -> None:
    """With each other's names, at what belongs to all of them; what a line has used is its own."""
    for key in ("data_remaining", "data_allowance", "data_carried_over", "data_remaining_percent"):
        told = {ending: hass.states.get(entity(key, ending)) for ending in ("0001", "0002", "0003")}
        assert {ending: state and state.attributes.get("shared_with") for ending, state in told.items()} == {
            "0001": None,
            "0002": ["070-••••-0003"],
            "0003": ["070-••••-0002"],
        }
    used = hass.states.get(entity("data_used", "0002"))
    assert used is not None
    assert "shared_with" not in used.attributes


async def test_lines_that_share_are_called_as_the_carrier_calls_them(
    hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str]
) -> None:
    coordinator = entry.runtime_data
    lines = tuple(
        replace(line, name="Dad") if line.number and line.number.endswith("0003") else line
        for line in coordinator.data.lines
    )
    coordinator.async_set_updated_data(replace(coordinator.data, lines=lines))
    told = hass.states.get(entity("data_remaining", "0002"))
    assert told is not None
    assert told.attributes["shared_with"] == ["Dad"]


async def test_an_estimate_is_not_promised_where_the_portal_has_none(hass: HomeAssistant, entry: ConfigEntry) -> None:
    keys = {entry.translation_key for entry in er.async_get(hass).entities.values() if entry.platform == DOMAIN}
    assert "estimated_bill" not in keys
    assert "latest_bill" in keys


async def test_devices_hide_the_numbers(hass: HomeAssistant, entry: ConfigEntry) -> None:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    names = {device.name for device in devices}
    assert names == {"IIJmio 070-••••-0001", "070-••••-0001", "070-••••-0002", "070-••••-0003"}
    assert all(device.entry_type is dr.DeviceEntryType.SERVICE for device in devices)
    account_device = next(device for device in devices if device.name == "IIJmio 070-••••-0001")
    lines = [device for device in devices if device is not account_device]
    assert all(line.via_device_id == account_device.id for line in lines)
    assert {line.model for line in lines} == {"ギガプラン 10GB", "ギガプラン 5GB"}


async def test_use_shows_at_the_next_poll(
    simulator: Simulator, account: Account, entry: ConfigEntry, state: State, freezer: FrozenDateTimeFactory, poll: Poll
) -> None:
    before = float(state("data_remaining", "0001"))
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=250 * MB)
    await poll()
    assert float(state("data_remaining", "0001")) == pytest.approx(before - 0.25)


async def test_the_threshold_is_the_users(hass: HomeAssistant, entry: ConfigEntry, state: State) -> None:
    assert state("data_low", "0002") == "on"
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["data_schema"] is not None
    assert form["data_schema"]({}) == {"data_low_percent": 20}
    await hass.config_entries.options.async_configure(form["flow_id"], {"data_low_percent": 5})
    await hass.async_block_till_done()
    assert state("data_low", "0002") == "off"


async def test_unlimited_is_never_low(
    hass: HomeAssistant, entry: ConfigEntry, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = entry.runtime_data
    lines = tuple(replace(line, unlimited=True, remaining=None, total=None) for line in coordinator.data.lines)
    coordinator.async_set_updated_data(replace(coordinator.data, lines=lines))
    assert state("data_low", "0002") == "off"
    assert state("data_remaining", "0002") == "unknown"
    assert state("data_remaining_percent", "0002") == "unknown"


async def test_unlimited_says_so(hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str]) -> None:
    """At what is left, which is unknown then: whoever looks is told why."""

    def told() -> object:
        remaining = hass.states.get(entity("data_remaining", "0001"))
        assert remaining is not None
        return remaining.attributes.get("unlimited")

    assert told() is None
    coordinator = entry.runtime_data
    lines = tuple(replace(line, unlimited=True, remaining=None, total=None) for line in coordinator.data.lines)
    coordinator.async_set_updated_data(replace(coordinator.data, lines=lines))
    assert told() is True


async def test_what_the_buckets_do_not_account_for_is_not_called_carried_over(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State,
    freezer: FrozenDateTimeFactory, poll: Poll,
) -> None:  # fmt: skip
    account.options.empty_expire_list = True
    await poll()
    assert float(state("data_remaining", "0001")) > 0
    assert state("data_carried_over", "0001") == "unknown"


async def test_a_new_line_appears_without_a_reload(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State,
    freezer: FrozenDateTimeFactory, poll: Poll,
) -> None:  # fmt: skip
    new = replace(
        account.lines[0],
        line_id="hdo00000009",
        number="070-0000-0009",
        contract_id="hdc00000009",
        sim="GD0000000000009",
    )
    account.lines.append(new)
    await poll()
    assert float(state("data_remaining", "0009")) == float(state("data_remaining", "0001"))


async def test_a_new_month_makes_old_figures_unavailable_even_without_a_poll(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, state: State,
    freezer: FrozenDateTimeFactory, poll: Poll,
) -> None:  # fmt: skip
    simulator.faults.add(Fault("*", Kind.STATUS, status=500))
    end = simulator.world.now().astimezone(TOKYO).replace(hour=0, minute=0, second=5) + timedelta(days=31)
    before_reset = end.replace(day=1) - timedelta(minutes=2) - simulator.world.now()
    if before_reset > timedelta(hours=23):
        await _refresh_until(simulator, poll, before_reset)
    await poll(timedelta(minutes=4))
    assert state("data_used", "0001") == "unavailable"
    assert state("plan", "0001") == "unavailable"


async def _refresh_until(simulator: Simulator, poll: Poll, before_reset: timedelta) -> None:
    simulator.faults.clear()
    await poll(before_reset)


async def test_days_are_taken_also_where_all_entities_are_disabled(
    hass: HomeAssistant, entry: ConfigEntry, poll: Poll, restart: Poll
) -> None:
    """They are for the long-term statistics; and a new line, or one that ends, is to be seen too."""
    registry = er.async_get(hass)
    for one in list(registry.entities.values()):
        if one.platform == DOMAIN:
            registry.async_update_entity(one.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    await restart()
    before = entry.runtime_data.data.fetched_at
    await poll()
    assert entry.runtime_data.data.fetched_at > before

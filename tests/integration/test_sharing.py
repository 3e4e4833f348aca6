"""Many lines that share one allowance: what is looked up for one of them grows as their number does, and no faster."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.carriers.sakura.read import read_sims
from custom_components.japan_mobile.history import UsageHistory
from custom_components.japan_mobile.line_sensors import LINE_SENSORS
from custom_components.japan_mobile.sensor import LineSensor
from simulator import GB, Simulator
from tests.integration.test_soracom import added
from tests.worlds_soracom import credentials_of, many

LINES = 12
SHARES = 40


class Asked(str):
    """An id that counts how often it is asked for."""

    __slots__ = ()
    times = 0

    def __eq__(self, other: object) -> bool:
        Asked.times += 1
        return str.__eq__(self, other) is True

    def __hash__(self) -> int:
        Asked.times += 1
        return str.__hash__(self)


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """An operator whose SIMs share what they may use with others of the same account."""
    simulator.world = many(LINES, datetime.now(UTC))
    entry = await added(hass, credentials_of(simulator.world.accounts[0]))
    coordinator = entry.runtime_data
    [first, *_] = coordinator.data.lines
    others = [replace(first, line_id=Asked(f"8981{number:015}"), name=f"gate-{number}") for number in range(SHARES)]
    members = (*coordinator.data.lines, *others)
    ids = tuple(one.line_id for one in members)
    coordinator.data = replace(
        coordinator.data,
        lines=tuple(
            replace(one, shared_with=tuple(key for key in ids if key is not one.line_id), total=GB, remaining=GB)
            for one in members
        ),
    )
    return entry


async def test_the_names_of_those_that_share_are_found_in_one_look(entry: ConfigEntry) -> None:
    coordinator = entry.runtime_data
    [allowance] = [one for one in LINE_SENSORS if one.key == "data_allowance"]
    sensor = LineSensor(coordinator, allowance, coordinator.data.lines[0], "key")
    Asked.times = 0
    shown = (sensor.extra_state_attributes or {})["shared_with"]
    assert len(shown) == LINES + SHARES - 1
    assert shown[-1] == f"gate-{SHARES - 1}"
    assert Asked.times < 8 * SHARES


async def test_days_of_others_are_of_no_use_to_a_line_without_any(entry: ConfigEntry) -> None:
    history = entry.runtime_data.history
    line = entry.runtime_data.data.lines[-1]
    with patch.object(UsageHistory, "before_today", autospec=True, return_value={}) as asked:
        assert history.used_together(line) == {}
    assert asked.call_count == 1


def test_sims_are_told_apart_in_one_look() -> None:
    told: dict[str, Any] = {"sim": {"traffic_bytes_of_current_month": []}}
    entries = [{"ID": Asked(113_000_000_000 + number), "Status": told} for number in range(SHARES)]
    Asked.times = 0
    assert len(read_sims(entries)) == SHARES
    assert Asked.times < 8 * SHARES

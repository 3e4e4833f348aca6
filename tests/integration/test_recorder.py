"""How many states a line writes to the recorder: each is a row that is kept for days."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.db_schema import StateAttributes
from homeassistant.components.sensor import ATTR_STATE_CLASS
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_component import DATA_INSTANCES
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.const import DOMAIN
from simulator import MB, TOKYO, Account, Simulator
from simulator.demo import demo_world
from tests.figures import Note

from .moving_in import added, customer_of

type Poll = Callable[..., Awaitable[None]]

MOST = 120
"""Rows of a line in any 24 hours."""
RATES = (60 * MB, 20 * MB, 10 * MB)
"""Bytes an hour of the household's lines: their 10 GB last for eight days."""


@pytest.fixture
def start(simulator: Simulator, freezer: FrozenDateTimeFactory, request: pytest.FixtureRequest) -> datetime:
    """The moment at which the world begins."""
    moment: datetime = request.param
    freezer.move_to(moment)
    simulator.world = demo_world(moment, speed=0)
    simulator.world.accounts[0].options.post_seconds = 0
    return moment


async def busiest(hass: HomeAssistant, poll: Poll, hours: int) -> dict[str, Counter[str]]:
    """The rows of each device in its busiest 24 hours, by entity, of so many hourly polls."""
    registry, now = er.async_get(hass), Counter[tuple[str, str]]()

    @callback
    def count(event: Event[EventStateChangedData]) -> None:
        known = registry.async_get(event.data["entity_id"])
        if known is not None and known.platform == DOMAIN and known.device_id is not None:
            now[known.device_id, str(known.translation_key)] += 1

    stop = hass.bus.async_listen(EVENT_STATE_CHANGED, count)
    told: list[Counter[tuple[str, str]]] = []
    for _ in range(hours):
        now.clear()
        await poll(timedelta(minutes=60))
        told.append(now.copy())
    stop()
    names = {device.id: str(device.name) for device in dr.async_get(hass).devices}
    found: dict[str, Counter[str]] = {}
    for begun in range(max(hours - 23, 1)):
        day = sum(told[begun : begun + 24], Counter[tuple[str, str]]())
        for device in {one for one, _ in day}:
            rows = Counter({key: count for (one, key), count in day.items() if one == device})
            found[names[device]] = max(found.get(names[device], Counter()), rows, key=Counter.total)
    return found


def say(note: Note, found: dict[str, Counter[str]], what: str) -> None:
    """Tell what is measured: the device with the most rows, and all of them where the test's output is shown."""
    for name, rows in sorted(found.items()):
        print(f"rows a day, {what}: {name} {rows.total()}", dict(rows.most_common()))
    busiest_one = max(found.values(), key=Counter.total)
    note(
        f"Recorder: rows of the busiest line in its busiest 24 hours (at most {MOST})", f"{what}: {busiest_one.total()}"
    )


@pytest.mark.parametrize("start", [datetime(2026, 11, 1, 0, 10, tzinfo=TOKYO)], indirect=True, ids=str)
@pytest.mark.parametrize("hours", [54, pytest.param(24 * 30, marks=pytest.mark.long)])
async def test_the_recorder_is_spared(
    hass: HomeAssistant,
    start: datetime,
    account: Account,
    entry: ConfigEntry,
    poll: Poll,
    hours: int,
    note_figures: Note,
) -> None:
    """Busy lines with their default entities, from the first day of a month, when unused data of the last one goes first."""
    for line, rate in zip(account.lines, RATES, strict=True):
        line.rate = rate
    await poll()
    found = await busiest(hass, poll, hours)
    say(note_figures, found, f"{hours} hours from {start:%d %B}")
    assert len(found) == 4
    assert max(rows.total() for rows in found.values()) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("hour", range(0, 24, 5))
@pytest.mark.parametrize("day", range(2, 27, 4))
async def test_whenever_it_begins(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    poll: Poll,
    day: int,
    hour: int,
    note_figures: Note,
) -> None:
    """Two days from another day and hour of the month on. (On the day of a reset each entity is away for an hour and back.)"""
    moment = datetime(2026, 11, day, hour, 10, tzinfo=TOKYO)
    freezer.move_to(moment)
    simulator.world = demo_world(moment, speed=0)
    [account] = simulator.world.of("iijmio")
    account.options.post_seconds = 0
    await added(hass, simulator, account)
    for line, rate in zip(account.lines, RATES, strict=True):
        line.rate = rate
    await poll()
    found = await busiest(hass, poll, 48)
    say(note_figures, found, f"from {moment:%d %B %H:%M}")
    assert max(rows.total() for rows in found.values()) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("carrier", sorted(CARRIERS.keys() - {"rakuten", "handed", "iijmio"}))
async def test_the_recorder_is_spared_of_each_carrier(
    hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str, note_figures: Note
) -> None:
    """Also of carriers that are asked hourly although their own pace is slower."""
    account = customer_of(simulator, carrier)
    entry: ConfigEntry = await added(hass, simulator, account)
    for line in account.lines:
        line.rate = RATES[0]
    await poll()

    async def hourly(by: timedelta) -> None:
        entry.runtime_data.store.polled.clear()
        await poll(by)

    found = await busiest(hass, hourly, 48)
    say(note_figures, found, carrier)
    assert found
    assert max(rows.total() for rows in found.values()) <= MOST


async def test_who_shares_is_not_recorded(
    hass: HomeAssistant, entry: ConfigEntry, entity: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    """A thousand lines with one allowance: their names are shown at each, and none of its rows is larger by them."""
    coordinator = entry.runtime_data
    lines = coordinator.data.lines
    others = [replace(lines[0], line_id=f"more-{number}", name=f"Vending machine {number:04}") for number in range(998)]
    ids = tuple(one.line_id for one in (*lines[1:], *others))
    coordinator.data = replace(coordinator.data, lines=(*(replace(one, shared_with=ids) for one in lines), *others))
    told = async_capture_events(hass, EVENT_STATE_CHANGED)
    for key in ("data_remaining", "data_allowance", "data_carried_over", "data_remaining_percent"):
        sensor = hass.data[DATA_INSTANCES]["sensor"].get_entity(entity(key, "0001"))
        assert sensor is not None
        sensor.async_write_ha_state()
    await hass.async_block_till_done()
    assert len(told) == 4
    for event in told:
        state = event.data["new_state"]
        assert state is not None
        assert len(state.attributes["shared_with"]) == 1_000
        recorded = StateAttributes.shared_attrs_bytes_from_event(event, None)
        assert b"friendly_name" in recorded
        assert len(recorded) < 500
    assert "exceed maximum size" not in caplog.text


async def test_what_is_foreseen_has_no_statistics(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Each sensor with statistics writes a row of them in every five minutes; a forecast is nothing measured."""
    kept = {
        known.translation_key
        for state in hass.states.async_all("sensor")
        if (known := er.async_get(hass).async_get(state.entity_id)) is not None
        and known.platform == DOMAIN
        and ATTR_STATE_CLASS in state.attributes
    }
    assert kept == {
        *("data_remaining", "data_used", "data_allowance", "data_carried_over", "data_remaining_percent", "used_today"),
    }  # fmt: skip

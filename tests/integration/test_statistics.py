"""The days of lines in a real recorder's database, where it is hard: an account that comes back, rests, clocks, moves."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.japan_mobile.carriers.model import DailyUsage, Line, Month, MonthlyUsage
from custom_components.japan_mobile.coordinator import AccountCoordinator
from custom_components.japan_mobile.history import UsageHistory, forget_days
from simulator import GB, TOKYO, Account, Simulator

from .kept_rows import all_written, alone, kept, known_by
from .moving_in import added

NEW = "hdo00000077"
"""A line of which nothing is known."""


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder is there before Home Assistant."""


async def test_an_account_that_comes_back_goes_on(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, poll: Callable[..., Awaitable[None]],
) -> None:  # fmt: skip
    """Its days are deleted with it, its statistics stay; when it is added again the sums do not begin anew."""
    account.lines[0].rate = 40_000_000
    coordinator = entry.runtime_data
    for _ in range(10):
        await poll(timedelta(days=5))
    before = await kept(hass, recorder_mock, coordinator, "used")
    known = coordinator.history.days("hdo00000001").every_day()
    assert len(before) > len(known) > 60
    data = dict(entry.data)
    await hass.config_entries.async_remove(entry.entry_id)
    form: Any = await hass.config_entries.flow.async_init("japan_mobile", context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "iijmio"})
    fields = {"username": data["username"], "password": data["password"]}
    form = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done(wait_background_tasks=True)
    again: ConfigEntry = form["result"]
    after = await kept(hass, recorder_mock, again.runtime_data, "used")
    assert after == before
    history = again.runtime_data.history
    assert history.days("hdo00000001").every_day() == known
    assert any(at.hour == 12 for at, *_ in before)


async def test_rows_of_a_clock_that_was_ahead_are_taken_back(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """By a clock two months ahead the running month is over, and has a rest; by the right one it has none."""
    coordinator, now = await alone(hass, entry), dt_util.now(TOKYO)
    history, today = coordinator.history, now.date()
    month = Month.of(today)
    line = Line(
        line_id="hdo00000001",
        daily=(DailyUsage(day=today, total=GB, fast=GB, slow=0),),
        monthly=(MonthlyUsage(month=month, total=9 * GB, fast=9 * GB, slow=0),),
    )
    freezer.move_to(now + timedelta(days=62))
    coordinator.data = replace(coordinator.data, lines=(line,))
    deque(history.noting(), 0)
    ahead = await kept(hass, recorder_mock, coordinator, "used")
    freezer.move_to(now)
    coordinator.data = replace(coordinator.data, lines=(line,))
    deque(history.noting(), 0)
    rows = await kept(hass, recorder_mock, coordinator, "used")
    unknown = [at for at, *_ in ahead if at not in {at for at, *_ in rows}]
    assert len(unknown) == 1
    assert rows[-1][0].date() == today


def midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), TOKYO)


async def answers(hass: HomeAssistant, history: UsageHistory, coordinator: AccountCoordinator, *lines: Line) -> None:
    """Let an answer with these lines come."""
    coordinator.data = replace(coordinator.data, lines=lines)
    deque(history.noting(), 0)
    await hass.async_block_till_done()


async def test_rows_ahead_of_a_line_that_is_left_out_are_taken_back_when_it_returns(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Also after a restart meanwhile; then as if the clock had never been ahead."""
    coordinator = await alone(hass, entry)
    history = await known_by(hass, coordinator)
    day = date(2026, 12, 20)
    line = Line(
        line_id=NEW,
        daily=(DailyUsage(day=day, total=GB, fast=GB, slow=0),),
        monthly=(MonthlyUsage(month=Month.of(day), total=9 * GB, fast=9 * GB, slow=0),),
    )
    freezer.move_to(datetime(2027, 2, 20, 10, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    freezer.move_to(datetime(2026, 12, 20, 11, tzinfo=TOKYO))
    await answers(hass, history, coordinator)
    await history.save()
    history = await known_by(hass, coordinator)
    freezer.move_to(datetime(2026, 12, 20, 12, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert await kept(hass, recorder_mock, coordinator, "used", NEW) == [(midnight(day), GB, GB)]


async def test_a_rest_that_is_told_at_last_is_counted_once_in_each_part(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A day may be known without its fast part, which then is the rest of the month."""
    coordinator = await alone(hass, entry)
    history = await known_by(hass, coordinator)
    freezer.move_to(datetime(2026, 11, 5, 10, tzinfo=TOKYO))
    first, *middle, last = (date(2026, 10, number) for number in range(1, 32))
    parts = tuple(DailyUsage(day=day, total=GB, fast=GB, slow=0) for day in middle)
    whole = MonthlyUsage(month=Month.of(first), total=31 * GB, fast=31 * GB, slow=0)
    ends = (DailyUsage(day=first, total=0), DailyUsage(day=last, total=2 * GB))
    await answers(hass, history, coordinator, Line(line_id=NEW, daily=(*ends, *parts), monthly=(whole,)))
    told = DailyUsage(day=last, total=2 * GB, fast=2 * GB, slow=0)
    await answers(hass, history, coordinator, Line(line_id=NEW, daily=(told,)))
    fast = await kept(hass, recorder_mock, coordinator, "used_fast", NEW)
    assert sum(used for _, used, _ in fast) == fast[-1][2] == 31 * GB


@pytest.mark.parametrize("month", [(), (MonthlyUsage(month=Month(2026, 12), total=9 * GB),)])
async def test_rows_of_a_clock_that_was_ahead_are_taken_back_after_a_restart_meanwhile(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory,
    month: tuple[MonthlyUsage, ...],
) -> None:  # fmt: skip
    """By an answer that has nothing new, too."""
    coordinator = await alone(hass, entry)
    history = await known_by(hass, coordinator)
    day = date(2026, 12, 20)
    line = Line(
        line_id=NEW,
        daily=(DailyUsage(day=day, total=GB), DailyUsage(day=date(2026, 12, 24), total=GB)),
        monthly=month,
    )
    freezer.move_to(datetime(2027, 2, 20, 10, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert len(await kept(hass, recorder_mock, coordinator, "used", NEW)) == 2 + len(month)
    await history.save()
    history = await known_by(hass, coordinator)
    freezer.move_to(datetime(2026, 12, 20, 11, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert await kept(hass, recorder_mock, coordinator, "used", NEW) == [(midnight(day), GB, GB)]


async def come_back(hass: HomeAssistant, recorder: Recorder, coordinator: AccountCoordinator) -> UsageHistory:
    """The history after the account was removed and added again: nothing but the rows is left."""
    assert coordinator.config_entry.unique_id is not None
    await all_written(recorder)
    await forget_days(hass, coordinator.config_entry.unique_id)
    return await known_by(hass, coordinator)


async def test_a_rest_never_becomes_a_day(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A month of which only the total is known stays one when the account comes back; a day that is told then is part of it."""
    coordinator = await alone(hass, entry)
    history = await known_by(hass, coordinator)
    freezer.move_to(datetime(2026, 11, 5, 10, tzinfo=TOKYO))
    month = MonthlyUsage(month=Month(2026, 10), total=31 * GB, fast=30 * GB, slow=GB)
    await answers(hass, history, coordinator, Line(line_id=NEW, monthly=(month,)))
    [(at, *figures)] = await kept(hass, recorder_mock, coordinator, "used", NEW)
    assert (at, figures) == (datetime(2026, 10, 1, 12, tzinfo=TOKYO), [31 * GB, 31 * GB])
    history = await come_back(hass, recorder_mock, coordinator)
    assert (history.days(NEW).every_day(), history.before_today(NEW)) == ({}, {})
    assert history.days(NEW).every_month() == {month.month: month}
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    told = (DailyUsage(day=first, total=GB, fast=GB, slow=0),)
    await answers(hass, history, coordinator, Line(line_id=NEW, daily=told))
    assert history.before_today(NEW) == {first: GB}
    assert await kept(hass, recorder_mock, coordinator, "used", NEW) == [
        (midnight(first), GB, GB),
        (midnight(second) + timedelta(hours=12), 30 * GB, 31 * GB),
    ]


async def test_a_month_that_ends_has_its_rest_though_nothing_new_is_told(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Also after a restart."""
    coordinator = await alone(hass, entry)
    history = await known_by(hass, coordinator)
    line = Line(line_id=NEW, monthly=(MonthlyUsage(month=Month(2026, 12), total=GB),))
    freezer.move_to(datetime(2026, 12, 31, 23, 59, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert await kept(hass, recorder_mock, coordinator, "used", NEW) == []
    await history.save()
    history = await known_by(hass, coordinator)
    freezer.move_to(datetime(2027, 1, 1, 0, 1, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert [figures for _, *figures in await kept(hass, recorder_mock, coordinator, "used", NEW)] == [[GB, GB]]


async def test_a_number_that_moves_in_mid_month_uses_what_both_contracts_say(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    simulator: Simulator,
    entry: ConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The old carrier tells days, the new one months only; on the day of the move both count. Once more adds nothing."""
    old, new = [await alone(hass, one) for one in (entry, await added(hass, simulator, simulator.world.of("his")[0]))]
    before, history = await known_by(hass, old), await known_by(hass, new)
    freezer.move_to(datetime(2027, 1, 5, 10, tzinfo=TOKYO))
    days = [date(2026, 12, number) for number in range(1, 6)]
    await answers(hass, before, old, Line(line_id=NEW, daily=tuple(DailyUsage(day=day, total=GB) for day in days)))
    month = MonthlyUsage(month=Month(2026, 12), total=10 * GB)
    of_move = DailyUsage(day=days[-1], total=2 * GB)
    await answers(hass, history, new, Line(line_id=NEW, daily=(of_move,), monthly=(month,)))
    for _ in range(2):
        for news in (4, 0):
            assert history.take_over(NEW, before.inherited(NEW)) in {news, 0}
            assert history.days(NEW).every_day()[days[-1]].total == 3 * GB
            rows = await kept(hass, recorder_mock, new, "used", NEW)
            assert sum(used for _, used, _ in rows) == rows[-1][2] == 15 * GB
            assert history.days(NEW).every_month()[month.month].total == 15 * GB
        await history.save()
        history = await come_back(hass, recorder_mock, new)
        assert history.days(NEW).every_month()[month.month].total == 15 * GB
        await answers(hass, history, new, Line(line_id=NEW, daily=(of_move,), monthly=(month,)))
        assert await kept(hass, recorder_mock, new, "used", NEW) == rows

"""The days of lines in a real recorder's database: the world's, whatever answers, clocks, restarts and removals do."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.japan_mobile.carriers.model import DailyUsage, Line, Month, MonthlyUsage
from custom_components.japan_mobile.coordinator import AccountCoordinator
from custom_components.japan_mobile.entity import line_key
from custom_components.japan_mobile.history import UsageHistory, forget_days
from custom_components.japan_mobile.statistics import statistic_id
from simulator import GB, TOKYO, Account

MONTHS = 14
_START = date(2025, 9, 1)
NEW = "hdo00000077"
"""A line of which nothing is known."""

type Parts = tuple[int, int]


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder is there before Home Assistant."""


class World:
    """What one line used, day by day, fast and slow; and what its portal says of it on a day."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        count = MONTHS * 30
        self.truth: dict[date, Parts] = {
            _START + timedelta(days=n): (chance.randrange(3 * GB), chance.randrange(GB // 4)) for n in range(count)
        }
        self.known: set[date] = set()

    def answer(self, today: date, gaps: float, wrong: float) -> Line:
        """The last 31 days, some missing, yesterday's and today's not yet right; some months, the running one too."""
        shown = [day for back in range(31) if (day := today - timedelta(days=back)) in self.truth]
        told = [day for day in shown if self._chance.random() > gaps]
        halves = {day for day in told if (today - day).days < 2 and self._chance.random() < wrong}
        months = [month for month in {Month.of(day) for day in self.truth} if self._tells(month, today)]
        self.known |= set(told)
        for month in months:
            if month.last < today:
                self.known |= {day for day in self.truth if Month.of(day) == month}
        return Line(
            line_id="hdo00000001",
            daily=tuple(_day(day, self.truth[day], half=day in halves) for day in told),
            monthly=tuple(self._month(month, today) for month in months),
        )

    def _tells(self, month: Month, today: date) -> bool:
        return month.first <= today and self._chance.random() > (0.5 if month == Month.of(today) else 0.97)

    def _month(self, month: Month, today: date) -> MonthlyUsage:
        inside = [parts for day, parts in self.truth.items() if Month.of(day) == month and day <= today]
        fast, slow = (sum(parts[n] for parts in inside) for n in (0, 1))
        return MonthlyUsage(month=month, total=fast + slow, fast=fast, slow=slow)


def _day(day: date, parts: Parts, *, half: bool) -> DailyUsage:
    fast, slow = (part // 2 if half else part for part in parts)
    return DailyUsage(day=day, total=fast + slow, fast=fast, slow=slow)


async def kept(
    hass: HomeAssistant, recorder: Recorder, coordinator: AccountCoordinator, kind: str, line_id: str = "hdo00000001"
) -> list[tuple[date, int, int]]:
    """The rows of a line: day, use and sum in bytes."""
    await recorder.async_block_till_done()
    name = statistic_id(line_key(coordinator, line_id), kind)
    found = await recorder.async_add_executor_job(
        statistics_during_period, hass, dt_util.utc_from_timestamp(0), None, {name}, "hour", None, {"state", "sum"}
    )
    return [
        (
            datetime.fromtimestamp(row["start"], TOKYO).date(),
            round((row["state"] or 0) * GB),
            round((row["sum"] or 0) * GB),
        )
        for row in found.get(name, [])
    ]


async def alone(hass: HomeAssistant, entry: ConfigEntry) -> AccountCoordinator:
    """The account without entities and polls: its answers are ours."""
    coordinator: AccountCoordinator = entry.runtime_data
    await hass.config_entries.async_unload(entry.entry_id)
    return coordinator


async def known_by(hass: HomeAssistant, coordinator: AccountCoordinator) -> UsageHistory:
    """The history as a start of Home Assistant makes it."""
    history = UsageHistory(hass, coordinator)
    await history.load()
    return history


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
async def test_the_sums_are_the_worlds(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, freezer: FrozenDateTimeFactory,
    seed: int,
) -> None:  # fmt: skip
    """14 months of answers with corrections and gaps; clocks that jump to and fro, restarts, an account that comes back."""
    chance = Random(seed)
    world, coordinator = World(chance), await alone(hass, entry)
    assert entry.unique_id is not None
    first, history = coordinator.data, await known_by(hass, coordinator)
    gaps, wrong, day = chance.random() * 0.4, chance.random() * 0.3, _START
    while day < max(world.truth):
        day += timedelta(days=chance.choice((1, 2, 5, 9)))
        for clock in (*((chance.choice((-4, 40)),) if chance.random() < 0.1 else ()), 0):
            freezer.move_to(datetime.combine(day + timedelta(days=clock), time(10), TOKYO))
            # The portal's clock is right; only what it says of the day that Home Assistant believes in may be missing.
            coordinator.data = replace(first, lines=(world.answer(min(day, max(world.truth)), gaps, wrong),))
            history._note()
        if chance.random() < 0.06:
            await history.save()
            history = await known_by(hass, coordinator)
        elif chance.random() < 0.03:
            await history.save()
            await forget_days(hass, entry.unique_id)
            await recorder_mock.async_block_till_done()
            history = await known_by(hass, coordinator)
    end = max(world.truth) + timedelta(days=1)
    freezer.move_to(datetime.combine(end, time(10), TOKYO))
    coordinator.data = replace(first, lines=(world.answer(end, 0, 0),))
    history._note()
    for kind, pick in (("used", sum), ("used_fast", lambda parts: parts[0]), ("used_slow", lambda parts: parts[1])):
        rows, total = await kept(hass, recorder_mock, coordinator, kind), 0
        for _, used, so_far in rows:
            assert used >= 0
            total += used
            assert so_far == pytest.approx(total, abs=100)
        assert total == pytest.approx(sum(pick(world.truth[day]) for day in world.known), abs=1000)
        assert len({when for when, *_ in rows}) == len(rows)
        newest = {when: used for when, used, _ in rows if (end - when).days < 30}
        assert newest == {when: pick(world.truth[when]) for when in newest}
        assert len(newest) == 29


async def test_an_account_that_comes_back_goes_on(
    recorder_mock: Recorder, hass: HomeAssistant, account: Account, entry: ConfigEntry, poll: Callable[..., Awaitable[None]],
) -> None:  # fmt: skip
    """Its days are deleted with it, its statistics stay; when it is added again the sums do not begin anew."""
    account.lines[0].rate = 40_000_000
    coordinator = entry.runtime_data
    for _ in range(10):
        await poll(timedelta(days=5))
    before = await kept(hass, recorder_mock, coordinator, "used")
    assert len(before) > 60
    data = dict(entry.data)
    await hass.config_entries.async_remove(entry.entry_id)
    form: Any = await hass.config_entries.flow.async_init("japan_mobile", context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "iijmio"})
    fields = {"username": data["username"], "password": data["password"]}
    form = await hass.config_entries.flow.async_configure(form["flow_id"], fields)
    await hass.async_block_till_done(wait_background_tasks=True)
    again: ConfigEntry = form["result"]
    after = await kept(hass, recorder_mock, again.runtime_data, "used")
    assert {day: used for day, used, _ in after} == {day: used for day, used, _ in before}
    assert [total for *_, total in after] == pytest.approx([total for *_, total in before], abs=100)
    history = again.runtime_data.history
    assert len(history.days(again.runtime_data.data.lines[0].line_id).every_day()) >= len(before)


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
    history._note()
    ahead = await kept(hass, recorder_mock, coordinator, "used")
    freezer.move_to(now)
    coordinator.data = replace(coordinator.data, lines=(line,))
    history._note()
    rows = await kept(hass, recorder_mock, coordinator, "used")
    unknown = [day for day, *_ in ahead if day not in {day for day, *_ in rows}]
    assert len(unknown) == 1
    assert rows[-1][0] == today


async def answers(hass: HomeAssistant, history: UsageHistory, coordinator: AccountCoordinator, *lines: Line) -> None:
    """Let an answer with these lines come."""
    coordinator.data = replace(coordinator.data, lines=lines)
    history._note()
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
    history = UsageHistory(hass, coordinator)
    await history.load()
    freezer.move_to(datetime(2026, 12, 20, 12, tzinfo=TOKYO))
    await answers(hass, history, coordinator, line)
    assert await kept(hass, recorder_mock, coordinator, "used", NEW) == [(day, GB, GB)]


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

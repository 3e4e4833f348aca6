"""The statistics of a number over 14 months in a real recorder's database: what its portals said, sum by sum, every day.

Its carrier corrects and its portal shows days, months, both or nothing by turns; Home Assistant sleeps for days or weeks,
lives in any time zone, has a clock that jumps to and fro, is restarted, loses its account and gets it back; the number
moves to another line.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
import logging
from random import Random

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.carriers.model import Line, Month
from custom_components.japan_mobile.coordinator import AccountCoordinator
from custom_components.japan_mobile.history import UsageHistory, forget_days
from simulator import TOKYO, Simulator

from .days_world import DAY, KINDS, Contract, Said, days_in
from .kept_rows import all_written, alone, kept, known_by
from .moving_in import added

_START, _DAYS = date(2025, 9, 1), 14 * 30
_WITHIN, _ELSEWHERE = "within a portal", "to another carrier"
_ZONES = ("America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Europe/Berlin")


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: object) -> None:
    """The recorder is there before Home Assistant."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of rows are written: their statements are not worth the time to log them."""
    logger = logging.getLogger("sqlalchemy.engine")
    level = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(level)


class Holder:
    """One contract as Home Assistant follows it, and what was said of it; `before` of the one that it goes on from."""

    def __init__(self, hass: HomeAssistant, recorder: Recorder, coordinator: AccountCoordinator, one: Contract) -> None:
        self._hass, self._recorder, self.coordinator, self.contract = hass, recorder, coordinator, one
        self.said, self.before, self.shares_portal = Said(), Said(), False
        self.older: Holder | None = None
        self._first = coordinator.data
        self.history: UsageHistory
        self.heard = date.min
        """The day on which rows were written last, by the clock of then."""

    async def hear(self, line: Line, at: datetime) -> None:
        """Let an answer come."""
        self.coordinator.data = replace(self._first, fetched_at=at, lines=(line,))
        deque(self.history.noting(), 0)
        await self._hass.async_block_till_done()
        self.said.hear(line)
        self.heard = at.date()

    async def restart(self) -> None:
        """Nothing is left but what is on disk."""
        await self.history.save()
        self.history = await known_by(self._hass, self.coordinator)

    async def come_back(self) -> None:
        """The account is removed and added again: nothing is left but the rows."""
        await self.history.save()
        assert self.coordinator.config_entry.unique_id is not None
        await forget_days(self._hass, self.coordinator.config_entry.unique_id)
        await all_written(self._recorder)
        self.said.forget(self.heard)
        self.before.forget(self.heard)
        self.history = await known_by(self._hass, self.coordinator)

    def take_over(self, older: Holder) -> None:
        """Go on with the older line's history; once more changes nothing."""
        self.before = self.before.larger(older.said)
        history = self.history if self.shares_portal else older.history
        lines = [history.inherited(older.contract.line_id) for _ in "12"]
        taken = [self.history.take_over(self.contract.line_id, one) for one in lines]
        assert taken[1] == 0

    async def equals_what_was_said(self, today: date) -> dict[str, dict[date, int]]:
        """Check every row and every sum; returns the days, by kind."""
        found = {}
        for kind in KINDS:
            days, rests = self._wanted(kind, today)
            there = await kept(self._hass, self._recorder, self.coordinator, kind, self.contract.line_id)
            total, seen, rested = 0, dict[date, int](), dict[Month, int]()
            for at, used, so_far in there:
                assert used >= 0
                total += used
                assert so_far == total
                day, month = at.date(), Month.of(at.date())
                if at.hour < 12:
                    seen[day] = seen.get(day, 0) + used
                else:
                    rested[month] = rested.get(month, 0) + used
                    assert day not in days or all(one in days for one in days_in(month))
            assert len({at for at, *_ in there}) == len(there)
            assert seen == days
            assert rested == rests
            found[kind] = seen
        self._foresees(today)
        return found

    def _wanted(self, kind: str, today: date) -> tuple[dict[date, int], dict[Month, int]]:
        """The days, and the rests of months: of two portals both add up, of one the larger counts."""
        if self.shares_portal:
            both = self.said.larger(self.before)
            return both.by(kind, today), both.rests(kind, today)
        days, rests = self.said.by(kind, today), self.said.rests(kind, today)
        for day, used in self.before.by(kind, today).items():
            days[day] = used + days.get(day, 0)
        for month, rest in self.before.rests(kind, today).items():
            rests[month] = rest + rests.get(month, 0)
        return days, rests

    def _foresees(self, today: date) -> None:
        """What is foreseen from is days that were told, or that polls saw: never a rest."""
        line_id = self.contract.line_id
        told = {day for day in self._wanted("used", today)[0] if day < today}
        days = self.history.days(line_id)
        assert told <= self.history.before_today(line_id).keys() <= told | days.marks.keys()

    def equals_the_world(self, found: dict[str, dict[date, int]]) -> int:
        """Check all that was told rightly at last against the world; returns how many days that are."""
        right = 0
        contracts = [(self.contract, self.said), *([(self.older.contract, self.before)] if self.older else [])]
        for kind in KINDS:
            for day, used in found[kind].items():
                told = [(one.pick(kind, day), said.days[kind].get(day, 0)) for one, said in contracts]
                if self.shares_portal and all(true for true, _ in told):
                    continue  # on the day of a move it is not known whether the portal tells the same of both lines
                if all(true == says for true, says in told):
                    assert used == sum(true for true, _ in told)
                    right += kind == "used"
        return right

    async def equals_the_worlds_months(self, today: date) -> int:
        """Check the sums of all months of which enough was told at last, kind by kind; returns how many that are."""
        right = 0
        contracts = [(self.contract, self.said), *([(self.older.contract, self.before)] if self.older else [])]
        for kind in KINDS:
            rows = await kept(self._hass, self._recorder, self.coordinator, kind, self.contract.line_id)
            for month in {Month.of(at.date()) for at, *_ in rows}:
                if month.last >= today or not all(_knows(*one, kind, month, today) for one in contracts):
                    continue
                if self.shares_portal and self.older and self.contract.first in days_in(month)[1:]:
                    continue  # of two lines of a portal in one month it is not known whether the portal tells both in one
                used = [used for at, used, _ in rows if Month.of(at.date()) == month]
                assert sum(used) == sum(one.pick(kind, day) for one, _ in contracts for day in days_in(month))
                right += kind == "used"
        return right


def _knows(one: Contract, said: Said, kind: str, month: Month, today: date) -> bool:
    """Whether what was said of a month is right, and is all of it."""
    true = {day: one.pick(kind, day) for day in days_in(month)}
    told = {day: used for day, used in said.by(kind, today).items() if Month.of(day) == month}
    if not one.tells(kind) or any(true[day] != used for day, used in told.items()):
        return False
    whole = said.months[kind].get(month, sum(told.values()))
    return whole == sum(true.values())


@pytest.mark.parametrize(
    ("seed", "moves"),
    [
        *((n, _ELSEWHERE) for n in (0, 4)),
        *(
            pytest.param(n, ("", _ELSEWHERE, _WITHIN)[n % 3], marks=pytest.mark.long)
            for n in (*range(1, 20), 47)
            if n != 4
        ),
    ],
)
async def test_every_day_and_every_sum_is_the_worlds(
    recorder_mock: Recorder, hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry, freezer: FrozenDateTimeFactory,
    seed: int, moves: str,
) -> None:  # fmt: skip
    """Whatever portals answer: no row that was not said, none twice, none negative; what was told at last is right."""
    chance = Random(seed)
    await hass.config.async_set_time_zone(_ZONES[seed % len(_ZONES)])
    coordinators = [
        await alone(hass, one) for one in (entry, await added(hass, simulator, simulator.world.of("his")[0]))
    ]
    last = _START + (_DAYS - 1) * DAY
    change = _START + chance.randrange(150, 300) * DAY if moves else last
    split, gaps = chance.random() < 0.7, chance.random() * 0.4
    old = Contract(chance, "hdo00000077", _START, change, split=split, zeros=False)
    newest = first = Holder(hass, recorder_mock, coordinators[0], old)
    first.history = await known_by(hass, coordinators[0])
    await _live(chance, freezer, first, (_START, change), gaps)
    if moves:
        split, zeros = split and chance.random() < 0.7, chance.random() < 0.5
        new = Contract(chance, "hdo00000078", change, last, split=split, zeros=zeros)
        newest = Holder(hass, recorder_mock, coordinators[moves != _WITHIN], new)
        newest.older, newest.shares_portal = first, moves == _WITHIN
        newest.history = first.history if newest.shares_portal else await known_by(hass, newest.coordinator)
        taken = change + chance.randrange(40) * DAY
        await _live(chance, freezer, newest, (change, taken), gaps)
        freezer.move_to(datetime.combine(taken, time(10), TOKYO))
        newest.take_over(first)
        newest.heard = taken
        await newest.equals_what_was_said(taken)
        await _live(chance, freezer, newest, (taken, last), gaps)
        newest.take_over(first)
    end = last + DAY
    freezer.move_to(now := datetime.combine(end, time(0, 5), TOKYO))
    await newest.hear(newest.contract.line(now, "both", 0), now)
    found = await newest.equals_what_was_said(end)
    assert newest.equals_the_world(found) > 0.8 * len(found["used"]) > 100
    assert await newest.equals_the_worlds_months(end) >= 3
    if moves:
        await first.equals_what_was_said(first.heard)


async def _live(
    chance: Random, freezer: FrozenDateTimeFactory, holder: Holder, during: tuple[date, date], gaps: float
) -> None:
    """Let time pass, and check all rows after each month."""
    day, last = during
    mode, line, checked = "both", None, Month.of(day)
    while day <= last:
        if chance.random() < 0.15:
            mode = chance.choice(("days", "months", "both", "nothing"))
        if chance.random() < 0.2:
            holder.contract.correct(day)
        if chance.random() < 0.03:
            holder.contract.change_plan(day)
        hour = chance.choice((time(0, 5), time(10), time(23, 55)))
        now = datetime.combine(day, hour, TOKYO)
        line = holder.contract.line(now, mode, gaps)
        for ahead in (*((timedelta(days=chance.choice((-4, 1, 40))),) if chance.random() < 0.15 else ()), timedelta()):
            freezer.move_to(now + ahead)
            if not ahead and chance.random() < 0.5:
                line = holder.contract.line(now, mode, gaps)
            if (what := chance.random()) < 0.12:
                await holder.restart()
            elif what < 0.17 and not holder.shares_portal:
                await holder.come_back()
            await holder.hear(line, now + ahead)
        if Month.of(day) != checked:
            checked = Month.of(day)
            await holder.equals_what_was_said(day)
        day += timedelta(days=chance.choice((1, 1, 2, 5, 9, 25) if chance.random() < 0.5 else (1, 2, 3)))

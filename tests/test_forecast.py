"""Forecasts against lines whose future is known, and the days that they are made of."""

from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import given, settings, strategies as st
import pytest

from benchmarks.forecast import Run, simulate
from custom_components.japan_mobile.carriers.model import (
    TOKYO,
    Bucket,
    BucketKind,
    Cycle,
    DailyUsage,
    Line,
    Month,
    MonthlyUsage,
    end_of_day,
)
from custom_components.japan_mobile.days import LineDays
from custom_components.japan_mobile.forecast import Forecast, consumed, forecast, next_expiry, pace_of, unusual
from custom_components.japan_mobile.known import Layers
from custom_components.japan_mobile.series import Row, first_to_write, may_go, rows

GB = 10**9
NOVEMBER = Cycle.month(Month(2026, 11))


def alone(line: Line, days: dict[date, int], now: datetime) -> Forecast | None:
    """What is foreseen of a line that shares nothing."""
    return forecast(line, days, now, together=days)


def line(**told: object) -> Line:
    """A line in November."""
    return Line(**{"line_id": "a", "cycle": NOVEMBER, **told})  # type: ignore[arg-type]


def noon(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=TOKYO)


def steady(amount: int, days: int = 20, until: date = date(2026, 11, 21)) -> dict[date, int]:
    """The same every day."""
    return {until - timedelta(days=back): amount for back in range(1, days + 1)}


def test_a_steady_line_is_foreseen_exactly() -> None:
    seen = alone(line(used=10 * GB, remaining=5 * GB), steady(GB // 2), noon(21))
    assert seen is not None
    assert seen.days_left == 9.5
    assert seen.projected == 10 * GB + int(9.5 * GB / 2)
    assert seen.left_over == 5 * GB - int(9.5 * GB / 2)
    assert (seen.lasts, seen.runs_out) == (True, None)
    assert seen.budget == int(5 * GB / 9.5)


def test_it_says_when_it_runs_out() -> None:
    seen = alone(line(used=10 * GB, remaining=GB), steady(GB // 2), noon(21))
    assert seen is not None
    assert (seen.lasts, seen.left_over) == (False, 0)
    assert seen.runs_out == datetime(2026, 11, 23, 12, tzinfo=TOKYO)
    empty = alone(line(used=10 * GB, remaining=0), {}, noon(21))
    assert empty is not None
    assert (empty.lasts, empty.left_over, empty.runs_out) == (False, 0, None)


def test_it_does_not_guess() -> None:
    assert alone(line(cycle=None), steady(GB), noon(21)) is None
    assert alone(line(), steady(GB), noon(1, 12)) is None  # the cycle is over
    seen = alone(line(used=GB, remaining=GB), steady(GB, days=2), noon(21))
    assert seen is not None
    assert (seen.projected, seen.left_over, seen.lasts) == (None, None, None)
    assert seen.budget is not None
    unlimited = alone(line(used=GB, unlimited=True), steady(GB), noon(21))
    assert unlimited is not None
    assert (unlimited.lasts, unlimited.budget, unlimited.left_over) == (True, None, None)


def test_weekdays_count() -> None:
    days = {date(2026, 10, 5) + timedelta(days=n): (3 * GB if n % 7 == 6 else GB // 10) for n in range(42)}
    pace = pace_of(days, date(2026, 11, 16))
    assert pace is not None
    assert pace.weekdays[6] > 4 * pace.weekdays[0]


def test_carry_over_goes_first_and_what_expires_is_told() -> None:
    old = Bucket(kind=BucketKind.CARRY_OVER, remaining=2 * GB, expires=end_of_day(date(2026, 11, 30)))
    new = Bucket(kind=BucketKind.BASE, remaining=5 * GB, expires=end_of_day(date(2026, 12, 31)))
    assert consumed([new, old], 3 * GB) == [(old, 0), (new, 4 * GB)]
    seen = alone(line(used=3 * GB, remaining=7 * GB, buckets=(new, old)), steady(GB // 10), noon(21))
    assert seen is not None
    use = int(9.5 * GB / 10)
    assert (seen.carries, seen.expires) == (5 * GB, 2 * GB - use)
    assert next_expiry([new, old], noon(21)) is old
    assert next_expiry([old], noon(1, 12)) is None
    short = alone(line(used=3 * GB, remaining=8 * GB, buckets=(new, old)), steady(GB // 10), noon(21))
    assert short is not None
    assert (short.carries, short.expires) == (None, None)


def test_what_is_shared_is_used_by_all() -> None:
    own, together = steady(GB // 10), steady(GB)
    seen = forecast(line(used=GB, remaining=5 * GB), own, noon(21), together=together)
    assert seen is not None
    assert seen.projected == GB + int(9.5 * GB / 10)
    assert seen.lasts is False
    unknown = forecast(line(used=GB, remaining=5 * GB), own, noon(21), together={})
    assert unknown is not None
    assert (unknown.lasts, unknown.left_over) == (None, None)
    assert unknown.projected is not None


def test_unusual_use() -> None:
    days = steady(GB // 2)
    assert unusual(4 * GB, days, date(2026, 11, 21)) is True
    assert unusual(GB, days, date(2026, 11, 21)) is False
    assert unusual(4 * GB, steady(GB // 2, days=5), date(2026, 11, 21)) is None


def test_the_benchmark_is_good_enough() -> None:
    """Ten days into a month, half of all lines are foreseen within 15 percent."""
    run: Run = simulate(500, seed=1)
    assert run.lines == 500
    assert run.median[10] < 0.15
    assert run.median[20] < run.median[10]


# Days


def polled(days: LineDays, at: datetime, used: int, cycle: Cycle = NOVEMBER) -> None:
    days.note_poll(line(used=used, cycle=cycle), at, TOKYO)


def test_used_today_is_counted_from_midnight() -> None:
    days = LineDays()
    polled(days, datetime(2026, 11, 20, 22, tzinfo=TOKYO), 10 * GB)
    polled(days, datetime(2026, 11, 21, 2, tzinfo=TOKYO), 10 * GB + 400)
    assert days.used_today(line(used=11 * GB), noon(21), TOKYO) == GB - 200  # half of what lies between is today's
    assert days.used_today(line(used=11 * GB), noon(22), TOKYO) is None
    assert days.used_by(date(2026, 11, 21), TOKYO) == 10 * GB + 200


def test_a_day_without_polls_is_unknown_and_not_zero() -> None:
    days = LineDays()
    polled(days, datetime(2026, 11, 19, 23, tzinfo=TOKYO), 10 * GB)
    polled(days, datetime(2026, 11, 21, 9, tzinfo=TOKYO), 12 * GB)
    assert days.used_by(date(2026, 11, 21), TOKYO) is None
    polled(days, datetime(2026, 11, 22, 9, tzinfo=TOKYO), 12 * GB)
    assert days.used_by(date(2026, 11, 22), TOKYO) is None  # 24 hours lie between
    assert days.whole_days(date(2026, 11, 23), TOKYO) == {}


def test_a_new_cycle_begins_at_nothing() -> None:
    days = LineDays()
    polled(days, datetime(2026, 11, 30, 23, tzinfo=TOKYO), 20 * GB)
    december = Cycle.month(Month(2026, 12))
    polled(days, datetime(2026, 12, 1, 1, tzinfo=TOKYO), 5, december)
    assert days.used_today(line(used=9, cycle=december), datetime(2026, 12, 1, 2, tzinfo=TOKYO), TOKYO) == 9


def test_a_plan_that_begins_in_the_middle_of_a_day_leaves_that_day_unknown() -> None:
    days = LineDays()
    polled(days, datetime(2026, 11, 19, 23, tzinfo=TOKYO), 5 * GB)
    polled(days, datetime(2026, 11, 20, 9, tzinfo=TOKYO), 6 * GB)
    new = Cycle(date(2026, 11, 20), date(2026, 12, 19))
    polled(days, noon(20), GB, new)
    assert days.used_today(line(used=GB, cycle=new), noon(20), TOKYO) is None


def test_told_days_win_over_seen_ones_and_survive_the_disk() -> None:
    days = LineDays()
    for day in (18, 19, 20):
        for hour, used in ((0, 0), (23, GB)):
            polled(days, datetime(2026, 11, day, hour, 30, tzinfo=TOKYO), (day - 18) * GB + used)
    seen = days.whole_days(date(2026, 11, 20), TOKYO)
    assert seen.keys() == {date(2026, 11, 19)}
    days.note_told(line(daily=(DailyUsage(day=date(2026, 11, 19), total=7, fast=5, slow=2),)))
    assert days.whole_days(date(2026, 11, 20), TOKYO) == {date(2026, 11, 19): 5}
    again = LineDays.loaded(days.dumped())
    assert again == days
    assert not days.note_told(line(daily=(DailyUsage(day=date(2026, 11, 19), total=7, fast=5, slow=2),)))
    assert days.note_told(line(daily=(DailyUsage(day=date(2026, 11, 19), total=8, fast=6, slow=2),)))


@pytest.mark.parametrize(
    "damage", [{}, {"told": [], "months": {}, "marks": {}}, {"told": {"x": [1, 2, 3]}, "months": {}, "marks": {}}]
)
def test_damage_is_told(damage: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        LineDays.loaded(damage)


# Statistics


def all_of(told: DailyUsage | MonthlyUsage) -> int | None:
    return told.total


def known(days: dict[date, DailyUsage], months: dict[Month, MonthlyUsage]) -> Layers:
    """What a line's own portal tells."""
    return LineDays(told=days, months=months).layers()


@given(st.integers(0, 2**32), st.floats(0, 0.4), st.floats(0, 0.3))
@settings(max_examples=10, deadline=None)
def test_whatever_a_carrier_answers_the_sums_are_the_worlds(seed: int, gaps: float, corrected: float) -> None:
    """14 months of answers: 31 days each, some missing, some corrected later, some old ones again; months as they end."""
    chance = Random(seed)
    start, count = date(2025, 10, 1), 425
    truth = {start + timedelta(days=n): chance.randrange(3 * GB) for n in range(count)}
    days, database, written_on = LineDays(), dict[datetime, Row](), None
    for n in range(0, count, chance.choice((1, 1, 2, 7))):
        today = start + timedelta(days=max(n - 4, 0) if chance.random() < 0.05 else n)  # a clock that jumps back
        shown = [day for back in range(31) if (day := today - timedelta(days=back)) in truth and chance.random() > gaps]
        wrong = {day: truth[day] // 2 for day in shown if chance.random() < corrected and (today - day).days < 2}
        months = {Month.of(day) for day in truth if Month.of(day).last < today and chance.random() > 0.97}
        changed = days.note_told(
            line(
                daily=tuple(DailyUsage(day=day, total=wrong.get(day, truth[day])) for day in shown),
                monthly=tuple(
                    MonthlyUsage(month=month, total=sum(used for day, used in truth.items() if Month.of(day) == month))
                    for month in months
                ),
            )
        )
        if changed is not None:
            first = first_to_write(changed, written_on, today)
            there = rows(days.layers(), today, TOKYO, all_of)
            if days.must_go("used", there):
                database, first = {}, date.min
            days.placed["used"] = may_go(there)
            database.update({row.start: row for row in there if row.start.date() >= first})
            written_on = today
            assert [database[start] for start in sorted(database)] == there
        if chance.random() < 0.05:
            days, written_on = LineDays.loaded(days.dumped()), None
    end = start + timedelta(days=count)
    days.note_told(line(daily=tuple(DailyUsage(day=day, total=truth[day]) for day in days.told)))  # all is corrected
    found = rows(days.layers(), end, TOKYO, all_of)
    total = 0
    for row in found:
        assert row.used >= 0
        assert row.start.time() in {time(), time(12)}
        total += row.used
        assert row.total == total
    assert len({row.start for row in found}) == len(found)
    known = {day for day in truth if day in days.told or Month.of(day) in days.months}
    assert total == sum(truth[day] for day in known)
    by_day = {row.start.date(): row.used for row in found if row.start.time() == time()}
    assert all(by_day[day] == truth[day] for day in days.told)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_whatever_polls_see_the_days_are_the_worlds(seed: int) -> None:
    """Polls at odd hours, cycles that change with the plan, corrections, and clocks that jump: right, or unknown."""
    chance, days = Random(seed), LineDays()
    at = datetime(2026, 9, 1, 0, 30, tzinfo=TOKYO)
    cycle, sofar = Cycle.month(Month(2026, 9)), 0
    truth: dict[date, int] = {}
    while at < datetime(2026, 11, 20, tzinfo=TOKYO):
        seen = line(used=sofar, cycle=cycle)
        days.note_poll(seen, at, TOKYO)
        used = days.used_today(seen, at, TOKYO)
        assert used is None or 0 <= used <= sofar
        wait = timedelta(minutes=chance.choice((20, 60, 60, 180, 400)))
        # What is used between two polls is used evenly, as it is taken to be.
        rate = chance.randrange(10**5) * 60
        until = at + wait
        while at < until:
            step = min(until, datetime.combine(at.date() + timedelta(days=1), time(), TOKYO)) - at
            amount = int(rate * (step / timedelta(minutes=1)))
            truth[at.date()] = truth.get(at.date(), 0) + amount
            sofar += amount
            at += step
            if at.time() == time() and (at.date() > cycle.end or chance.random() < 0.03):  # its turn, or a new plan
                cycle, sofar = Cycle(at.date(), at.date() + timedelta(days=chance.randrange(25, 31))), 0
    for day, told in days.whole_days(date(2026, 11, 19), TOKYO).items():
        assert told == pytest.approx(truth[day], abs=100)


def test_a_month_that_contradicts_its_days_takes_nothing_back() -> None:
    day = DailyUsage(day=date(2026, 10, 3), total=5 * GB)
    month = MonthlyUsage(month=Month(2026, 10), total=4 * GB)
    told = (date(2026, 10, 3), 5 * GB, 5 * GB)
    found = rows(known({day.day: day}, {month.month: month}), date(2026, 11, 2), TOKYO, all_of)
    assert [(row.start.date(), row.used, row.total) for row in found] == [told]


def test_a_running_month_is_told_by_its_days() -> None:
    month = MonthlyUsage(month=Month(2026, 11), total=4 * GB)
    assert rows(known({}, {month.month: month}), date(2026, 11, 30), TOKYO, all_of) == []


def test_a_poorer_answer_takes_no_parts_away() -> None:
    """One place of a carrier tells fast and slow apart and another does not: the parts that are known stay, and add up."""
    days, day = LineDays(), date(2026, 11, 3)
    days.note_told(line(daily=(DailyUsage(day=day, total=5 * GB, fast=4 * GB, slow=GB),)))
    assert days.note_told(line(daily=(DailyUsage(day=day, total=5 * GB),))) is None
    days.note_told(line(daily=(DailyUsage(day=day, total=6 * GB),)))
    assert days.told[day] == DailyUsage(day=day, total=6 * GB, fast=4 * GB, slow=GB)
    days.note_told(line(daily=(DailyUsage(day=day, total=3 * GB),)))
    assert days.told[day].total == 5 * GB
    days.note_told(line(daily=(DailyUsage(day=day, total=7 * GB, fast=7 * GB, slow=0),)))
    assert days.told[day] == DailyUsage(day=day, total=7 * GB, fast=7 * GB, slow=0)


def test_the_line_before_goes_on_and_nothing_is_counted_twice() -> None:
    """A new line tells nothing, or zeros, of the days before it began; a portal that both are in tells the same of them."""
    days, older = LineDays(), LineDays()
    first, change, later = (date(2026, 11, n) for n in (3, 4, 5))
    older.note_told(line(daily=tuple(DailyUsage(day=day, total=2 * GB) for day in (first, change))))
    days.note_told(line(daily=(DailyUsage(day=first, total=0), DailyUsage(day=change, total=2 * GB))))
    assert days.take_over(older.inherited("old", "iijmio"), "new", "iijmio") == 0
    days.note_told(line(daily=tuple(DailyUsage(day=day, total=used) for day, used in ((first, 0), (later, GB)))))
    assert {day: one.total for day, one in days.every_day().items()} == {first: 2 * GB, change: 2 * GB, later: GB}
    assert LineDays.loaded(days.dumped()) == days


def test_a_day_moves_the_rest_of_a_month_that_was_taken_over() -> None:
    """The rest may have its row on any day of the month, so all of the month is written again."""
    days, older = LineDays(), LineDays()
    older.note_told(line(monthly=(MonthlyUsage(month=Month(2026, 10), total=9 * GB),)))
    days.take_over(older.inherited("old", "iijmio"), "new", "iijmio")
    assert days.note_told(line(daily=(DailyUsage(day=date(2026, 10, 20), total=GB),))) == date(2026, 10, 1)

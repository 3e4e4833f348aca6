"""The days of a line that goes on from others: whoever tells them, counted once; and told again by the rows that were kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers.model import TOKYO, Cycle, DailyUsage, Line, Month, MonthlyUsage
from custom_components.japan_mobile.days import LineDays
from custom_components.japan_mobile.known import OWN, Before
from custom_components.japan_mobile.series import Row, rows
from custom_components.japan_mobile.statistics import KINDS

GB = 10**9
TODAY = date(2027, 1, 5)
DECEMBER = Month(2026, 12)


def day_of(number: int, total: int, month: int = 12) -> DailyUsage:
    return DailyUsage(day=date(2026, month, number), total=total * GB)


def line_of(*days: DailyUsage, december: int | None = None) -> Line:
    months = () if december is None else (MonthlyUsage(month=DECEMBER, total=december * GB),)
    return Line(line_id="a", daily=days, monthly=months)


def told(*days: DailyUsage, december: int | None = None) -> LineDays:
    """A line, and what its portal said."""
    known = LineDays()
    known.note_told(line_of(*days, december=december))
    return known


def taken(newer: LineDays, *older: tuple[LineDays, str, str]) -> LineDays:
    """The line "new" of the portal "new", after it took over others: each with its key and its portal."""
    for one, key, portal in older:
        newer.take_over(one.inherited(key, portal), "new", "new")
    return newer


def used(known: LineDays) -> int:
    """The sum of all rows."""
    found = rows(known.layers(), TODAY, TOKYO, KINDS["used"])
    assert all(row.used >= 0 for row in found)
    return found[-1].total if found else 0


def test_a_day_that_an_answer_lists_twice_counts_once() -> None:
    """The last one counts; one that tells no parts takes none away."""
    whole, plain = (
        DailyUsage(day=date(2026, 12, 3), total=5, fast=4, slow=1),
        DailyUsage(day=date(2026, 12, 3), total=5),
    )
    for order in ((whole, plain), (plain, whole), (whole, whole)):
        known = told(*order)
        assert known.told == {whole.day: whole}
        assert known.note_told(Line(line_id="a", daily=order)) is None
    assert used(told(day_of(3, 1), day_of(3, 2))) == 2 * GB


def test_contracts_with_two_carriers_add_up_in_the_month_of_the_move() -> None:
    """Days, months, and the day of the move."""
    days = [day_of(number, 1) for number in range(1, 6)]
    assert used(taken(told(december=10), (told(*days), "old", "old"))) == 15 * GB
    assert used(taken(told(december=10), (told(december=5), "old", "old"))) == 15 * GB
    assert used(taken(told(december=10), (told(*days, december=7), "old", "old"))) == 17 * GB
    assert used(taken(told(day_of(5, 2)), (told(*days), "old", "old"))) == 7 * GB
    assert used(taken(told(day_of(5, 2), december=10), (told(*days), "old", "old"))) == 15 * GB
    every = [day_of(number, 1) for number in range(1, 32)]
    assert used(taken(told(december=10), (told(*every), "old", "old"))) == 41 * GB


def test_lines_of_one_portal_may_be_told_the_same_and_count_once() -> None:
    """A portal that shows a line's past under its new id tells nothing new by that."""
    days = [day_of(number, 1) for number in range(1, 6)]
    assert used(taken(told(*days, december=15), (told(*days, december=5), "old", "new"))) == 15 * GB
    assert used(taken(told(day_of(1, 0), day_of(6, 3)), (told(*days), "old", "new"))) == 8 * GB


def test_a_line_that_is_taken_over_by_two_ways_counts_once() -> None:
    """A number that moves twice may take over the first line after the second, or before it, or twice."""
    first, second = told(day_of(1, 1), december=3), told(day_of(2, 4))
    second.take_over(first.inherited("first", "a"), "second", "b")
    assert used(second) == 7 * GB
    for order in ("21", "12", "2", "2112"):
        lines = {"1": (first, "first", "a"), "2": (second, "second", "b")}
        assert used(taken(told(day_of(3, 9)), *(lines[one] for one in order))) == 16 * GB


def test_a_line_never_goes_on_from_itself() -> None:
    one, other = told(day_of(1, 1)), told(day_of(2, 2))
    assert other.take_over(one.inherited("one", "a"), "other", "b") == 1
    assert one.take_over(other.inherited("other", "b"), "one", "a") == 1
    assert (used(one), used(other)) == (3 * GB, 3 * GB)
    assert other.take_over(one.inherited("one", "a"), "other", "b") == 0
    assert used(other) == 3 * GB
    one.note_told(line_of(day_of(1, 0)))
    assert used(one) == 2 * GB


def test_what_the_older_line_is_told_later_is_taken_once_more() -> None:
    """Also where it is less, or nothing at all."""
    older, newer = told(day_of(1, 3), day_of(2, 2)), told(day_of(3, 1))
    assert used(taken(newer, (older, "old", "old"))) == 6 * GB
    older.note_told(line_of(day_of(1, 0), day_of(2, 1)))
    assert used(taken(newer, (older, "old", "old"))) == 2 * GB


def test_the_months_of_both_are_told_together() -> None:
    days = [day_of(number, 1) for number in range(1, 6)]
    newer = taken(told(december=10), (told(*days), "old", "old"))
    assert newer.every_month() == {DECEMBER: MonthlyUsage(month=DECEMBER, total=15 * GB)}
    assert newer.whole_days(TODAY, TOKYO) == {day.day: GB for day in days}


def test_what_an_older_version_kept_is_read() -> None:
    """A rest had its row where days have theirs: those rows have to go."""
    old: dict[str, Any] = {
        "told": {"2026-12-01": [1, None, None]},
        "months": {"2026-12": [9, None, None]},
        "taken": {"2026-12-02": [2, None, None]},
        "taken_months": {},
        "rested": ["2026-12"],
        "marks": {},
    }
    known = LineDays.loaded(old)
    found = rows(known.layers(), TODAY, TOKYO, KINDS["used"])
    assert [(row.start.day, row.start.hour, row.used) for row in found] == [(1, 0, 1), (2, 1, 2), (3, 12, 6)]
    assert all(known.must_go(kind, found) for kind in KINDS)
    assert LineDays.loaded(known.dumped()) == known
    assert not LineDays.loaded({**old, "rested": []}).must_go("used", found)


def _drawn(chance: Random, split: bool) -> tuple[dict[date, DailyUsage], dict[Month, MonthlyUsage]]:
    """Days and months of a quarter, some of them; of some days no parts are known."""
    days: dict[date, DailyUsage] = {}
    for number in range(92):
        day, total = date(2026, 10, 1) + timedelta(days=number), chance.choice((0, chance.randrange(GB) * 4))
        if chance.random() < 0.6:
            parts = {"fast": total // 4 * 3, "slow": total // 4} if split and chance.random() < 0.9 else {}
            days[day] = DailyUsage(day=day, total=total, **parts)
    months = {}
    for month in (Month(2026, 10), Month(2026, 11), DECEMBER):
        total = sum(one.total for day, one in days.items() if Month.of(day) == month) + chance.randrange(GB) * 4
        if chance.random() < 0.7:
            parts = {"fast": total // 4 * 3, "slow": total // 4} if split else {}
            months[month] = MonthlyUsage(month=month, total=total, **parts)
    return days, months


def _rows(known: LineDays) -> dict[str, list[Row]]:
    return {kind: rows(known.layers(), TODAY, TOKYO, pick) for kind, pick in KINDS.items()}


def _sums(found: list[Row]) -> dict[tuple[date, bool], int]:
    """What there is of each day, and of each rest."""
    sums: dict[tuple[date, bool], int] = {}
    for row in found:
        at = row.start.date(), row.start.hour >= 12
        sums[at] = sums.get(at, 0) + row.used
    return sums


@pytest.mark.parametrize("portal", [OWN, "old"])
@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_rows_tell_all_that_they_were_made_of(portal: str, seed: int) -> None:
    """An account that comes back has the same rows; and so it has when it takes over the same line once more."""
    chance = Random(seed)
    split = chance.random() < 0.7
    own, before = _drawn(chance, split), Before(portal, *_drawn(chance, split))
    known = LineDays(told=own[0], months=own[1], before={"old": before})
    there = _rows(known)
    again = LineDays()
    again.recall({kind: [(row.start, row.used) for row in found] for kind, found in there.items()})
    assert again.told == own[0]
    assert all(_sums(_rows(again)[kind]) == _sums(found) for kind, found in there.items())
    if portal != OWN:  # how much of a rest is the line's own is not known of lines of one portal
        assert _rows(again) == there
        assert not any(again.must_go(kind, found) for kind, found in there.items())
    again.take_over({"old": before}, "new", "new")
    assert _sums(_rows(again)["used"]) == _sums(there["used"])


def test_a_row_that_nobody_wrote_is_left_out() -> None:
    known = LineDays()
    known.recall({"used": [(datetime(2026, 12, 1, 7, tzinfo=TOKYO), GB)]})
    assert not known.every_day()
    assert not known.every_month()


@pytest.mark.parametrize("portal", ["first", "second", "third"])
def test_what_was_kept_of_another_portal_is_handed_on(portal: str) -> None:
    """A line whose account was added again goes on to a third contract: nothing of the first is lost, nor counted twice."""
    second = told(day_of(10, 5), december=10)
    second.take_over(told(day_of(3, 3), december=20).inherited("k1", "first"), "k2", "second")
    kept = LineDays()
    kept.recall({
        kind: [(row.start, row.used) for row in rows(second.layers(), TODAY, TOKYO, pick)] for kind, pick in KINDS.items()
    })  # fmt: skip
    assert used(second) == used(kept) == 30 * GB
    third = LineDays()
    for _ in range(2):
        third.take_over(kept.inherited("k2", "second"), "k3", portal)
        assert used(third) == 30 * GB
    third.take_over(second.inherited("k2", "second"), "k3", portal)
    assert used(third) == 30 * GB
    again = LineDays.loaded(third.dumped())
    assert used(again) == 30 * GB


def test_what_was_kept_before_there_were_rests_is_read() -> None:
    """The first version kept days and marks alone: none of them is lost."""
    known = LineDays.loaded({"told": {"2026-12-01": [1, None, None]}, "marks": {}})
    assert [day.total for day in known.every_day().values()] == [1]


def test_what_is_being_dumped_in_a_thread_does_not_change() -> None:
    """All that a line holds is replaced, whatever is done with it; and no more marks are kept than before."""
    known, held, first = told(day_of(1, 5), december=9), [], datetime(2026, 1, 1, 12, tzinfo=TOKYO)
    older = told(day_of(2, 7))
    for number in range(50):
        line = replace(
            line_of(day_of(1, 5 + number), december=9 + number), used=number, cycle=Cycle.month(Month(2026, 1))
        )
        held.append([(there, dict(there)) for there in (known.told, known.months, known.before, known.marks)])
        known.note_told(line)
        known.note_poll(line, first + timedelta(days=number), TOKYO)
        known.take_over({f"older {number}": Before(OWN, older.told, older.months)}, "newer", "")
    assert all(there == before for there, before in (pair for pairs in held for pair in pairs))
    assert sorted(known.marks) == [(first + timedelta(days=number)).date() for number in range(5, 50)]

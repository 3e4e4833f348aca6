"""Figures that keep still: never to the better, never far off, and not told anew for every packet."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.japan_mobile.steady import _FAR, steady_above, steady_below, steady_moment
from simulator import TOKYO

SIZES = st.integers(min_value=100, max_value=10**13)
NEAR = st.floats(min_value=0.7, max_value=1.3)


@given(SIZES, NEAR)
def test_a_size_is_told_a_little_to_the_worse(size: int, share: float) -> None:
    """Whatever was told before: never far off, and to the safe side."""
    told = int(size * share)
    assert size * 0.84 <= steady_below(size, size, told) <= size <= steady_above(size, told) <= size * 1.2


@given(SIZES)
def test_few_digits_and_near_at_first(size: int) -> None:
    low, high = steady_below(size, size), steady_above(size)
    assert size * 0.9 <= low <= size <= high <= size * 1.1
    for told in (low, high):
        assert not int(str(told)[2:] or 0)
        assert steady_below(told, told) == steady_above(told) == told


@given(SIZES, st.floats(min_value=0.985, max_value=1.015))
def test_what_hovers_keeps_still(size: int, share: float) -> None:
    """Once told as at most so much, a figure that hovers above that is not told anew; nor one below what was told."""
    low, high = steady_below(size, size), steady_above(size)
    near = int(size * share)
    if near >= low:
        assert steady_below(near, near, low) == low
    if near <= high:
        assert steady_above(near, high) == high


def test_what_falls_is_followed_at_once() -> None:
    low = steady_below(7_300, 7_300)
    assert low == 7_000
    assert steady_below(6_999, 6_999, low) == 6_500
    assert steady_above(7_001, 7_000) == 7_500


def test_a_figure_of_little_is_as_exact_as_its_scale() -> None:
    """What is left over of much is not foreseen to the last megabyte."""
    assert steady_below(123_456_789, 30 * 10**9) == 0
    assert steady_below(2_999_999_999, 30 * 10**9, 0) == 2 * 10**9  # nothing is no figure that may stand for a while
    assert steady_below(3_456_789_012, 30 * 10**9) == 2 * 10**9


def test_what_was_told_of_another_kind_is_nothing() -> None:
    assert steady_below(5_400, 5_400, "5300") == 5_000
    assert steady_moment(datetime(2026, 11, 9, 3, tzinfo=TOKYO), datetime(2026, 11, 9, tzinfo=TOKYO), 7).hour == 6


def test_data_never_ran_out_in_the_past() -> None:
    """It is told to the end of a day, or of a quarter of one, also when that is running; and it keeps still."""
    for hour in range(24):
        now = datetime(2026, 11, 25, hour, 40, tzinfo=TOKYO)
        for minutes in range(0, 60 * 24 * 6, 37):
            at = now + timedelta(minutes=minutes)
            span = timedelta(hours=6 if minutes < 60 * 48 else 24)
            told = steady_moment(at, now)
            assert max(now, at) < told <= at + span
            assert told.hour % 6 == 0
            for moved in (at + span / 3, told - span / 2):
                if now <= moved <= told and (moved - now < _FAR) == (at - now < _FAR):
                    assert steady_moment(moved, now, told) == told
            assert steady_moment(told + timedelta(minutes=1), now, told) > told
            assert steady_moment(now, now, now) > now


def test_a_day_ends_where_the_carrier_is() -> None:
    told = steady_moment(datetime(2026, 11, 29, 5, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC))
    assert told == datetime(2026, 11, 30, tzinfo=UTC)

"""Figures of one cycle go on from the last ones, or are refused."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.japan_mobile.carriers.continuity import continued
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.model import Bucket, BucketKind, Cycle, Line, Month

GB = 10**9
CYCLE = Cycle.month(Month(2026, 6))
BUCKETS = (Bucket(kind=BucketKind.CARRY_OVER, total=GB), Bucket(kind=BucketKind.BASE, total=20 * GB))
LINE = Line(line_id="1", plan="S", cycle=CYCLE, used=2 * GB, remaining=19 * GB, total=21 * GB, buckets=BUCKETS)


def bought(line: Line, amount: int) -> Line:
    """The line after a top-up."""
    top_up = Bucket(kind=BucketKind.TOP_UP, total=amount)
    return replace(
        line,
        total=(line.total or 0) + amount,
        remaining=(line.remaining or 0) + amount,
        buckets=(*line.buckets, top_up),
    )


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"used": GB, "remaining": 20 * GB}, ("used", "fell")),
        ({"used": 19 * GB, "remaining": 2 * GB}, ("used", "remaining", "swapped")),
        ({"used": 18 * GB, "remaining": 3 * GB}, ("used", "remaining", "swapped")),
        ({"total": 20 * GB, "remaining": 18 * GB}, ("total", "fell")),
        ({"total": 31 * GB}, ("total", "changed")),
        ({"remaining": 20 * GB}, ("remaining", "does not follow")),
        ({"remaining": 5 * GB}, ("remaining", "does not follow")),
        ({"remaining": 20 * GB, "used": None}, ("remaining", "does not follow")),
        ({"buckets": (Bucket(kind=BucketKind.CARRY_OVER, total=2 * GB), BUCKETS[1])}, ("carry_over", "changed")),
        ({"buckets": (BUCKETS[0], Bucket(kind=BucketKind.BASE, total=2 * GB))}, ("base", "changed")),
    ],
)  # fmt: skip
def test_what_does_not_go_on_is_refused(change: dict[str, Any], missing: tuple[str, ...]) -> None:
    with pytest.raises(LayoutChanged) as caught:
        continued(LINE, replace(LINE, **change), "usage")
    assert caught.value.page == "usage"
    assert caught.value.missing == missing


@pytest.mark.parametrize(
    "newer",
    [
        LINE,
        replace(LINE, used=2 * GB - 10**7),
        replace(LINE, used=3 * GB, remaining=18 * GB),
        replace(LINE, used=21 * GB, remaining=0),
        bought(LINE, GB),
        replace(bought(LINE, GB), used=3 * GB, remaining=19 * GB),
        replace(bought(LINE, GB), buckets=()),
        replace(LINE, used=0, remaining=21 * GB, cycle=Cycle.month(Month(2026, 7))),
        replace(LINE, used=0, cycle=None),
        replace(LINE, plan="L", total=51 * GB, remaining=49 * GB),
        Line(line_id="1", cycle=CYCLE),
        Line(line_id="2", cycle=CYCLE, used=0),
    ],
)
def test_what_goes_on_is_passed(newer: Line) -> None:
    assert continued(LINE, newer, "usage") is newer
    assert continued(None, newer, "usage") is newer


_VOLUMES = st.integers(0, 3000).map(lambda hundredths: hundredths * 10**7)


@given(_VOLUMES, _VOLUMES, _VOLUMES)
def test_usage_goes_on(used: int, left: int, spent: int) -> None:
    """Every true next reading passes, but where it is used up past the half in one step, which a swap could be."""
    assume(spent <= left)
    assume(not (used - 10**7 <= left - spent < used + spent))
    known = replace(LINE, used=used, remaining=left, total=used + left)
    newer = replace(known, used=used + spent, remaining=left - spent)
    assert continued(known, newer, "usage") is newer


@given(_VOLUMES, _VOLUMES)
def test_swapped_labels_are_seen(used: int, left: int) -> None:
    """Used and remaining in each other's place, nothing used since."""
    assume(abs(used - left) > 10**7)
    known = replace(LINE, used=used, remaining=left, total=used + left)
    with pytest.raises(LayoutChanged):
        continued(known, replace(known, used=left, remaining=used), "usage")

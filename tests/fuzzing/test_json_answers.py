"""Every JSON answer, changed in every single place: an error with a name, or figures that follow from the change."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
import json
import re
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import CarrierError
from tests.figures import Note
from tests.fuzzing.changes import one_by_one, places, value_of
from tests.fuzzing.figures import figures, follows
from tests.fuzzing.seeds import JSON, Seed, seeds

TITLE = "Fuzzing, one place of an answer after the other"
CHANGES, READ, WRONG = "changes", "read all the same", "wrong"

type Written = Callable[[bytes], bytes]

ALLOWED = (
    ("povo bills past_bills/list/#/type", "a bill in another state is told under the portal's own word for it"),
    ("sakura commonserviceitem .*/traffic_bytes_of_current_month", "an empty list says that there was no traffic"),
    ("iijmio dataTraffic .*/(expireMonth|expireYear)", "what ends in one month is one bucket"),
    (
        "iijmio dataTraffic .*/groupServiceCode",
        "another code is another group; what none is, test_a_pool_of_which_a_member_is_not_known shows",
    ),
    ("iijmio dataTraffic .*/dataShare", "says itself that a line shares with nobody"),
    ("iijmio top .*/couponData/#/month", "what ends in one month is one bucket"),
    ("soracom export-(months|days) rows/#/(imsi|date)", "says itself of whom and of when the row is"),
)
"""Places that decide which figures are told rather than hold one."""


@pytest.mark.parametrize("family", JSON)
@pytest.mark.usefixtures("socket_enabled")
def test_sample(family: str, note_figures: Note) -> None:
    """Every eighth change of one answer of each reader, once in each kind of place."""
    check(family, 1, 1, note_figures, sparse=8)


@pytest.mark.long
@pytest.mark.parametrize("family", JSON)
@pytest.mark.usefixtures("socket_enabled")
def test_all(family: str, note_figures: Note) -> None:
    """Several answers of each reader."""
    check(family, 6, 4, note_figures)


def check(family: str, answers: int, each: int, note: Note, *, sparse: int = 1) -> None:
    """Change answers of each reader and judge what is read."""
    known: dict[str, int] = {}
    wrong: dict[str, str] = {}
    count = read = 0
    for seed in seeds(family):
        known[seed.reader] = known.get(seed.reader, 0) + 1
        if seed.is_json and known[seed.reader] <= answers:
            changed, told = judge(seed, json.loads(seed.page.body), each, wrong, sparse=sparse)
            count, read = count + changed, read + told
    note(
        TITLE, f"{family}: {count:,} of {len(known)} readers' answers", {CHANGES: count, READ: read, WRONG: len(wrong)}
    )
    assert wrong == {}
    assert count > read > 0


def judge(
    seed: Seed, content: Any, each: int, wrong: dict[str, str], *, sparse: int = 1, written: Written = bytes
) -> tuple[int, int]:
    """How many changes there were, and after how many something was read; notes what was wrong, by place.

    `content` is the answer, and `written` makes an answer of changed content.
    """
    before = figures(seed.read(seed.page.body))
    has_zero = any(value_of(told) == 0 for _, told in places(content))
    count = read = 0
    for change in islice(one_by_one(content, each), 0, None, sparse):
        count += 1
        try:
            after = figures(seed.read(written(change.body)))
        except CarrierError:
            continue
        read += 1
        name = f"{seed.carrier} {seed.reader} {change.place}"
        step = None if change.old is None or change.new is None else change.new - change.old
        for label, number in after - before if not _allowed(name) else ():
            if number < 0 and "bytes" in label:
                wrong[name] = f"{label} is {number}"
            elif not (change.whole or (has_zero and number == 0) or follows(label, number, before, step, change.new)):
                wrong[name] = f"{label} is {number}, {change.old} became {change.new}"
    return count, read


def _allowed(name: str) -> bool:
    return any(re.fullmatch(place, name) for place, _ in ALLOWED)


def test_what_does_not_follow_is_seen() -> None:
    """The judgement itself: a sum in which a part is missing does not follow from junk, one with a new part does."""
    before = Counter({(".used", 5000): 1})
    assert not follows(".used", 3000, before, None, None)
    assert follows(".used", 7000, before, Fraction(2), Fraction(4))
    assert not follows(".used", 7500, before, Fraction(2), Fraction(4))

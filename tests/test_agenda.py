"""What is coming up, out of what the carrier has said."""

from datetime import date, datetime

from custom_components.japan_mobile.agenda import Entry, Occasion, agenda
from custom_components.japan_mobile.carriers.model import (
    TOKYO,
    Bill,
    BillState,
    Bucket,
    BucketKind,
    Cycle,
    Line,
    Month,
    end_of_day,
)


def test_everything_that_is_dated_earliest_first() -> None:
    """What is used up does not expire any more, and what is paid is not due."""
    expires = datetime(2026, 8, 20, 16, 42, tzinfo=TOKYO)
    line = Line(
        line_id="1",
        cycle=Cycle(date(2026, 8, 1), date(2026, 8, 31)),
        buckets=(
            Bucket(kind=BucketKind.TOP_UP, remaining=1, expires=expires),
            Bucket(kind=BucketKind.GIFT, remaining=0, expires=end_of_day(date(2026, 8, 9))),
            Bucket(kind=BucketKind.BONUS, remaining=None, expires=end_of_day(date(2026, 8, 10))),
            Bucket(kind=BucketKind.BASE, remaining=5),
        ),
        suspends=date(2027, 2, 17),
    )
    bills = (
        Bill(month=Month(2026, 7), amount=1, state=BillState.ISSUED, due=date(2026, 8, 26)),
        Bill(month=Month(2026, 6), amount=1, state=BillState.PAID, due=date(2026, 7, 26)),
        Bill(month=Month(2026, 5), amount=1, state=BillState.ISSUED),
    )
    assert agenda([line], bills, lambda line: f"line {line.line_id}") == [
        Entry(end_of_day(date(2026, 8, 10)), Occasion.EXPIRY, "line 1"),
        Entry(expires, Occasion.EXPIRY, "line 1"),
        Entry(date(2026, 8, 26), Occasion.DUE, None),
        Entry(date(2026, 8, 31), Occasion.CLOSING, None),
        Entry(date(2026, 9, 1), Occasion.RESET, "line 1"),
        Entry(date(2027, 2, 17), Occasion.SUSPENSION, "line 1"),
    ]


def test_what_is_not_told_is_not_there() -> None:
    assert agenda([Line(line_id="1")], (), lambda line: line.line_id) == []

"""The model as JSON and back, and how a newer fetch updates what is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.japan_mobile.carriers import wire
from custom_components.japan_mobile.carriers.errors import LayoutChanged, RateLimited
from custom_components.japan_mobile.carriers.model import (
    TOKYO,
    Account,
    Bill,
    BillItem,
    BillState,
    Bucket,
    BucketKind,
    Cycle,
    DailyUsage,
    Line,
    Month,
    MonthlyUsage,
    Part,
    Problem,
    end_of_day,
)

volumes = st.none() | st.integers(0, 10**13)
days = st.dates(date(2021, 1, 1), date(2030, 12, 31))
months = st.builds(Month, st.integers(2021, 2030), st.integers(1, 12))
times = st.datetimes(datetime(2021, 1, 1), datetime(2030, 12, 31), timezones=st.just(TOKYO))
buckets = st.builds(
    Bucket, kind=st.sampled_from(BucketKind), total=volumes, remaining=volumes, expires=st.none() | days.map(end_of_day)
)
flags = st.none() | st.booleans()
amounts = st.integers(0, 10**12)
lines: st.SearchStrategy[Line] = st.builds(
    Line,
    line_id=st.text(min_size=1),
    number=st.none() | st.text(),
    plan=st.none() | st.text(),
    cycle=st.none() | st.builds(Cycle.month, months),
    used=volumes,
    remaining=volumes,
    total=volumes,
    unlimited=flags,
    buckets=st.lists(buckets, max_size=3).map(tuple),
    throttled=flags,
    fast=flags,
    shared_with=st.lists(st.text(), max_size=2).map(tuple),
    as_of=st.none() | times,
    daily=st.lists(st.builds(DailyUsage, day=days, total=amounts, fast=volumes, slow=volumes), max_size=3).map(tuple),
    monthly=st.lists(st.builds(MonthlyUsage, month=months, total=amounts, fast=volumes, slow=volumes), max_size=3).map(
        tuple
    ),
)
bills = st.builds(
    Bill,
    month=st.none() | months,
    amount=st.none() | st.integers(0, 10**7),
    state=st.sampled_from(BillState),
    due=st.none() | days,
    items=st.lists(st.builds(BillItem, st.text(), st.integers(-(10**6), 10**6)), max_size=3).map(tuple),
    line_id=st.none() | st.text(),
)
accounts = st.builds(
    Account,
    carrier=st.text(),
    account_id=st.text(),
    fetched_at=times,
    lines=st.lists(lines, max_size=3, unique_by=lambda line: line.line_id).map(tuple),
    bills=st.lists(bills, max_size=3).map(tuple),
)


@given(accounts)
def test_round_trip(account: Account) -> None:
    """Any account, written as JSON and read again, is the same account."""
    assert wire.load(json.loads(json.dumps(wire.dump(account)))) == account
    assert wire.load(json.loads(json.dumps(wire.dump(account, kept=True)))) == account


def test_who_shares_is_kept_once_for_all() -> None:
    """As it was told: all in one order, or one of them in another."""
    ids = [str(number) for number in range(100)]
    lines = [
        replace(KNOWN.lines[0], line_id=own, shared_with=tuple(other for other in ids if other != own)) for own in ids
    ]
    alone = replace(KNOWN.lines[0], line_id="alone")
    turned = replace(lines[5], shared_with=lines[5].shared_with[::-1])
    account = replace(KNOWN, lines=(*lines[:5], turned, *lines[6:], alone), problems=())
    kept = json.loads(json.dumps(wire.dump(account, kept=True)))
    assert [line["shared_with"] for line in kept["lines"]] == [0] * 5 + [[*turned.shared_with]] + [0] * 94 + [[]]
    assert kept["pools"] == [ids]
    assert wire.load(kept) == account
    assert wire.dump(account)["lines"][0]["shared_with"] == ids[1:]


@pytest.mark.parametrize("number", [-1, 1])
def test_a_group_that_is_not_there(number: int) -> None:
    """A file that says so is damaged: nobody is said to share with others than he does."""
    lines = tuple(replace(KNOWN.lines[0], line_id=own, shared_with=(other,)) for own, other in ("ab", "ba"))
    kept = wire.dump(replace(KNOWN, lines=lines, problems=()), kept=True)
    kept["lines"][0]["shared_with"] = number
    with pytest.raises(IndexError):
        wire.load(kept)


@pytest.mark.parametrize("other", [{}, [], 1, None])
def test_a_group_that_is_not_of_lines(other: object) -> None:
    """Such a file is damaged, and not an account that could not be written again."""
    kept = wire.dump(replace(KNOWN, problems=()), kept=True)
    for place, value in (("shared_with", [other]), ("line_id", other)):
        damaged = {**kept, "lines": [{**line, place: value} for line in kept["lines"]]}
        assert not wire.is_account(damaged)
    assert wire.is_account(kept)


def test_problems_keep_their_skeletons() -> None:
    """Each page's once; problems that pass by themselves are not kept."""
    errors = [
        LayoutChanged("a", "x", skeleton="html"),
        LayoutChanged("a", "y", "twice", skeleton="html"),
        LayoutChanged("b"),
    ]
    problems = [Problem(part=Part.USAGE, error=error, line_id="1") for error in (*errors, RateLimited())]
    account = replace(KNOWN, problems=tuple(problems))
    data = json.loads(json.dumps(wire.dump(account, kept=True)))
    assert data["skeletons"] == ["html"]
    kept = [problem.error for problem in wire.load(data).problems]
    assert [vars(error) for error in kept] == [vars(error) for error in errors]


NOW = datetime(2026, 8, 6, 12, tzinfo=TOKYO)
KNOWN = Account(
    carrier="iijmio",
    account_id="MA0000001",
    fetched_at=NOW,
    lines=(
        Line(
            line_id="a",
            plan="5GB",
            used=1,
            remaining=2,
            total=5,
            daily=(DailyUsage(day=date(2026, 8, 1), total=1),),
        ),
    ),
    bills=(Bill(month=Month(2026, 7), amount=1653),),
    problems=(Problem(part=Part.BILLS, error=LayoutChanged("detail"), line_id=None),),
)


def newer(**changes: Any) -> Account:
    """A fetch one hour later."""
    return Account(carrier="iijmio", account_id="MA0000001", fetched_at=NOW + timedelta(hours=1), **changes)


def test_usage_alone_keeps_the_rest() -> None:
    """History, bills, plan and size stay; the usage figures are the new ones, unknown ones included."""
    found = KNOWN.updated(newer(lines=(Line(line_id="a", used=7),)), frozenset({Part.USAGE}))
    line = found.line("a")
    assert line is not None
    assert (line.used, line.remaining, line.plan, line.total) == (7, None, "5GB", 5)
    assert line.daily == KNOWN.lines[0].daily
    assert found.bills == KNOWN.bills
    assert found.problems == KNOWN.problems
    assert found.fetched_at == NOW + timedelta(hours=1)


def test_bills_alone_keep_the_lines() -> None:
    """Bills are replaced, with their problems; usage and its time stay."""
    found = KNOWN.updated(newer(bills=(Bill(month=None, amount=1),)), frozenset({Part.BILLS}))
    assert found.lines == KNOWN.lines
    assert found.bills == (Bill(month=None, amount=1),)
    assert found.problems == ()
    assert found.fetched_at == NOW


def test_a_new_line_and_a_lost_one() -> None:
    """With usage the newer fetch says which lines there are."""
    found = KNOWN.updated(newer(lines=(Line(line_id="b"),)), frozenset({Part.USAGE}))
    assert [line.line_id for line in found.lines] == ["b"]
    assert found.line("a") is None


def test_history_that_could_not_be_read_stays() -> None:
    """A failed read replaces nothing that is known of the past."""
    problem = Problem(part=Part.HISTORY, error=LayoutChanged("viewdailydata"), line_id="a")
    found = KNOWN.updated(
        newer(lines=(Line(line_id="a", used=7),), problems=(problem,)), frozenset({Part.USAGE, Part.HISTORY})
    )
    assert found.lines[0].daily == KNOWN.lines[0].daily
    assert problem in found.problems


def test_days_are_taken_where_months_could_not_be_read() -> None:
    """What a failed part did bring replaces what it was before."""
    day = DailyUsage(day=date(2026, 8, 2), total=5)
    problem = Problem(part=Part.HISTORY, error=LayoutChanged("usage-history"))
    found = KNOWN.updated(
        newer(lines=(Line(line_id="a", daily=(day,)),), problems=(problem,)), frozenset({Part.HISTORY})
    )
    assert found.lines[0].daily == (day,)


def test_a_line_that_became_unlimited_has_no_allowance() -> None:
    """What it was before is not its size any more, nor while nobody knows whether it is unlimited."""
    measured = KNOWN.updated(newer(lines=(Line(line_id="a", total=3, unlimited=False),)), frozenset({Part.USAGE}))
    for unlimited in (True, None):
        now = newer(lines=(Line(line_id="a", unlimited=unlimited),))
        assert measured.updated(now, frozenset({Part.USAGE})).lines[0].total is None


def test_months() -> None:
    """Months count over the turn of the year and know their days."""
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month.parse("2026-08") == Month.of(date(2026, 8, 31))

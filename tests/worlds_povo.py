"""Worlds of povo for property tests."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.povo_figures import GIGABYTE
from simulator.portals.povo_options import PovoOptions
from simulator.world import World
from tests.worlds import moments

_SIZES = (100, 300, 500, 2000, 6000, 12_000)  # hundredths of a GB
_GIFTS = (50, 130)
_ROWS = (("10月月額基本料金(前払い)", 0), ("国際通話**", 120), ("国際SMS**", 300))
_FRACTIONS = (("SMS", 3.3), ("国際SMS**", 6.7))


@st.composite
def povo_worlds(draw: st.DrawFn, *, variants: bool = True) -> World:
    """One account at a time that stands still: toppings running, used up and expired, gift data, unlimited ones."""
    now = draw(moments())
    figures = Random(draw(st.integers(0, 2**32)))
    number = draw(st.integers(1, 9_999_999))
    plan = Plan(draw(st.sampled_from(["povo2.0", "povo2.0ベースプラン"])), None)
    line = Line(f"LW{number:010}", f"070-0000-{number % 10_000:04}", f"C{number}", "own", plan)
    _fill(line, now, figures, quiet=draw(st.sampled_from([0, 2, 10])))
    options = draw(_options(now)) if variants else PovoOptions()
    account = Account(
        carrier="povo",
        account_id=f"external-{number:07}",
        usernames=(f"person{number}@example.jp",),
        password="",
        name=draw(st.sampled_from(["見本花子", "例<文>子"])),
        lines=[line],
        pools={"own": Pool("own", draw(_grants(now, one_gift=options.gift_tiles)))},
        bills=_bills(now, figures, unpaid=draw(st.sets(st.integers(1, 7), max_size=2)), zero=draw(st.booleans())),
        grant_months=0,
        options=options,
    )
    return World(Clock(now), [account], settled=now)


def _fill(line: Line, now: datetime, figures: Random, quiet: int) -> None:
    for back in range(33):
        if figures.randrange(10) >= quiet:
            line.days[now.date() - timedelta(days=back)] = Usage(figures.randrange(3 * GIGABYTE))
    for back in range(13):
        used = figures.randrange(60 * GIGABYTE) if figures.randrange(10) >= quiet else 0
        line.months[Month.of(now).plus(-back)] = Usage(used)


def _ends(now: datetime) -> st.SearchStrategy[datetime]:
    """Ends of toppings: within this minute, in a year's time, and any time between; some are over."""
    minutes = st.sampled_from([-60, -1, 0, 1, 5, 1440, 43_200, 525_600]) | st.integers(-2000, 260_000)
    return minutes.map(lambda ahead: now.replace(second=0) + timedelta(minutes=ahead))


@st.composite
def _grants(draw: st.DrawFn, now: datetime, *, one_gift: bool) -> list[Grant]:
    ends = draw(st.lists(_ends(now), max_size=4, unique=True))
    found = [draw(_grant(GrantKind.TOP_UP, st.sampled_from(_SIZES), end)) for end in ends]
    gifts = draw(st.lists(_ends(now), max_size=1 if one_gift else 2, unique=True))
    return found + [draw(_grant(GrantKind.BONUS, st.sampled_from(_GIFTS), end)) for end in gifts]


@st.composite
def _grant(draw: st.DrawFn, kind: GrantKind, sizes: st.SearchStrategy[int], end: datetime) -> Grant:
    size = draw(sizes) * GIGABYTE // 100
    left = draw(st.sampled_from([0, size, size // 2, 1, size - 1]) | st.integers(0, size))
    return Grant(kind, size, left, end.date(), end)


def _bills(now: datetime, figures: Random, *, unpaid: set[int], zero: bool) -> list[Bill]:
    return [
        Bill(
            Month.of(now).plus(-back),
            (Invoice(f"{back}", (Item("料金", 0 if zero else figures.choice([0, 330, 2700])),), 0),),
            unpaid=back in unpaid,
        )
        for back in range(1, 8)
    ]


def _options(now: datetime) -> st.SearchStrategy[PovoOptions]:
    rows = st.sampled_from([None, (), _ROWS, _FRACTIONS])
    return st.builds(
        PovoOptions,
        expiry_time=st.sampled_from(["text", "number"]),
        wrapped=st.booleans(),
        unlimited=st.lists(_ends(now), max_size=1).map(tuple),
        calls=st.lists(_ends(now) | st.none(), max_size=1).map(tuple),
        over=st.sampled_from([0, 1]),
        basic=st.sampled_from([0, 0, 0, 2048]),
        gift_tiles=st.booleans(),
        status_shown=st.booleans(),
        unknown_tile=st.booleans(),
        countdown=st.booleans(),
        roaming=st.booleans(),
        usage_digits=st.sampled_from([2, 6]),
        estimate=rows,
        at_once=st.sampled_from([(), (("データ追加3GB(30日間)", 990), ("データ使い放題(24時間)", 330))]),
        past_bills=st.sampled_from([0, 1, 6]),
    )

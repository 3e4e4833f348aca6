"""Worlds for property tests: what hypothesis draws, at the granularity that the portals show.

Choices that decide a branch (lines, pools, variants, dates) are drawn one by one so that they shrink; bulk figures
come from one drawn seed, because hundreds of draws for a year of usage would drown them.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import TOKYO, Clock, Month
from simulator.people import GB, MB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.iijmio_options import IijmioOptions
from simulator.world import World

FIRST_DAY = date(2022, 6, 1)
LAST_DAY = date(2027, 12, 31)
_STEP = GB // 100
_DAYS = 31
_PAST_MONTHS = 11
_NAMES = ("見本花子", "試験太郎", "例<文>子", "Sample & Co.")
_LABELS = ("月額基本料(ギガプラン)", "ユニバーサルサービス料※", "データ容量追加", "音声通話料")


def credentials_of(account: Account, alias: int = 0) -> dict[str, str]:
    """What logs in to an account; `alias` picks one of its login names."""
    return {"username": account.usernames[alias % len(account.usernames)], "password": account.password}


def moments(first: date = FIRST_DAY, last: date = LAST_DAY) -> st.SearchStrategy[datetime]:
    """Times in Tokyo, with a taste for the edges of months and years."""
    days = st.dates(first, last)
    edges = days.flatmap(lambda day: st.sampled_from([Month.of(day).first, Month.of(day).last]))
    new_years = st.integers(first.year + 1, last.year).map(lambda year: date(year, 1, 1))
    times = st.sampled_from([time(0, 0), time(0, 0, 1), time(8, 59, 59), time(12, 34, 56), time(23, 59, 59)])
    return st.builds(lambda day, at: datetime.combine(day, at, TOKYO), days | edges | new_years, times)


@st.composite
def iijmio_worlds(
    draw: st.DrawFn, *, pools: int = 1, variants: bool = True, lines: int = 5, first: date = FIRST_DAY
) -> World:
    """One IIJmio account at a time that stands still.

    At most `lines` lines and `pools` data shares. With `variants` the portal's harmless variants are drawn: those that
    change how a figure is written, or leave it out in a way that the truth knows.
    """
    now = draw(moments(first))
    shares = draw(_shares(draw(st.integers(1, lines)), pools))
    figures = Random(draw(st.integers(0, 2**32)))
    drawn = [draw(_line(number, pool_id, now.date(), figures)) for number, pool_id in enumerate(shares, 1)]
    number = draw(st.integers(1, 9_999_999))
    account = Account(
        carrier="iijmio",
        account_id=f"MA{number:07}",
        usernames=(f"MA{number:07}", f"person{number}@example.jp"),
        password=draw(st.sampled_from(['quo"te\\and+plus&amp', "pässwörd-ひみつ-42", "simple-Secret-77"])),
        name=draw(st.sampled_from(_NAMES)),
        lines=drawn,
        pools={
            pool_id: Pool(pool_id, draw(_grants(now.date(), sum(line.plan.size or 0 for line in members))))
            for pool_id, members in _by_pool(drawn).items()
        },
        bills=draw(_bills(Month.of(now.date()), figures)),
        arrears=draw(st.sampled_from([0, 0, 0, 1, 2])),
        since=Month.of(now.date()).plus(-draw(st.integers(0, 60))).first,
    )
    account.options = draw(_options(account)) if variants else IijmioOptions()
    return World(Clock(now), [account], seed=draw(st.integers(0, 9)), settled=now)


@st.composite
def _shares(draw: st.DrawFn, lines: int, pools: int) -> list[str]:
    """The pool of each line: shares of two and more, the rest alone."""
    told = [f"own{number:08}" for number in range(1, lines + 1)]
    free = draw(st.permutations(range(lines)))
    for pool in range(1, pools + 1):
        size = draw(st.sampled_from([0, *range(2, len(free) + 1)]))
        for place in free[:size]:
            told[place] = f"hdg{pool:08}"
        free = free[size:]
    return told


def _by_pool(lines: list[Line]) -> dict[str, list[Line]]:
    members: dict[str, list[Line]] = {}
    for line in lines:
        members.setdefault(line.pool_id, []).append(line)
    return members


@st.composite
def _line(draw: st.DrawFn, number: int, pool_id: str, today: date, figures: Random) -> Line:
    au = draw(st.booleans())
    line = Line(
        line_id=f"{'hdu' if au else 'hdo'}{number:08}",
        number=f"070-0000-{number:04}",
        contract_id=f"hdc{number:08}",
        pool_id=pool_id,
        plan=Plan("ギガプラン", draw(st.sampled_from([2, 5, 10, 15, 25, 55])) * GB),
        sim=f"89813{number:014}" if au else f"GD{number:013}",
        network="A" if au else "D",
        esim=draw(st.booleans()),
        fast=draw(st.booleans()),
        throttled=draw(st.booleans()),
    )
    _fill(line, today, figures, quiet=draw(st.sampled_from([0, 2, 10])))
    return line


def _fill(line: Line, today: date, figures: Random, quiet: int) -> None:
    """A month of days in MB and a year of months in 0.01 GB; `quiet` tenths of them without use."""
    for back in range(_DAYS):
        day = today - timedelta(days=back)
        if figures.randrange(10) >= quiet:
            line.days[day] = Usage(figures.randrange(2500) * MB, figures.choice([0, 0, 7, 366]) * MB)
        elif figures.randrange(2):
            line.silent.add(day)
    for back in range(1, _PAST_MONTHS + 1):
        month = Month.of(today).plus(-back)
        if figures.randrange(10) >= quiet:
            line.months[month] = Usage(figures.randrange(3000) * _STEP, figures.choice([0, 1, 20, 99]) * _STEP)
        else:
            line.months[month] = Usage()
            line.silent.add(month.first)


@st.composite
def _grants(draw: st.DrawFn, today: date, size: int) -> list[Grant]:
    """Carry-over, this month's grant and longer-lived amounts; sometimes nothing is left of any."""
    if draw(st.sampled_from([False, False, False, True])):
        return [Grant(GrantKind.BASE, size, 0, Month.of(today).plus(1).last)]
    whole = size // _STEP
    amounts = {
        0: draw(st.integers(0, 2 * whole)),
        1: draw(st.integers(0, whole)),
        **{ahead: draw(st.integers(0, 300)) for ahead in draw(st.sets(st.sampled_from([2, 3, 4])))},
    }
    kinds = {0: GrantKind.CARRY_OVER, 1: GrantKind.BASE}
    return [
        Grant(kinds.get(ahead, GrantKind.TOP_UP), size, steps * _STEP, Month.of(today).plus(ahead).last)
        for ahead, steps in amounts.items()
    ]


@st.composite
def _bills(draw: st.DrawFn, current: Month, figures: Random) -> list[Bill]:
    count = draw(st.sampled_from([0, 1, 7, 9]))
    unpaid = draw(st.sets(st.integers(1, 9), max_size=2))
    double = draw(st.sets(st.integers(1, 9), max_size=2))
    return [
        Bill(
            month=current.plus(-back),
            invoices=tuple(_invoice(back, part, figures) for part in range(2 if back in double else 1)),
            unpaid=back in unpaid,
            points=figures.choice([0, 0, 100]),
        )
        for back in range(1, count + 1)
    ]


def _invoice(back: int, part: int, figures: Random) -> Invoice:
    labels = [figures.choice(_LABELS) for _ in range(figures.randrange(1, 5))]
    items = tuple(Item(label, figures.randrange(1, 4000), figures.choice(["", "1番号あたり3円"])) for label in labels)
    return Invoice(f"10000000{back:02}{part:02}", items, sum(item.amount for item in items) // 10)


def _options(account: Account) -> st.SearchStrategy[IijmioOptions]:
    ids = st.sampled_from([line.line_id for line in account.lines])
    flag = st.sampled_from([None, None, 0, 1, 2])
    some = st.sampled_from([None, None, 0, 1, 3])
    return st.builds(
        IijmioOptions,
        warm_up_needed=st.booleans(),
        login_success=st.sampled_from(["{}", '{"error":null}', '{"error":""}']),
        representative=st.integers(0, 4),
        zero_left=st.sampled_from(["zero", "negative", "absent"]),
        unshared_flags=st.sampled_from(["false", "absent"]),
        capacity=st.dictionaries(ids, st.sampled_from(["absent", "zero"]), max_size=1),
        label_style=st.sampled_from(["padded", "weekday"]),
        comma=st.booleans(),
        today_in_long_table=st.booleans(),
        csrf_plus=st.booleans(),
        yen_style=st.sampled_from(["円", "¥", "&yen;"]),
        tax_cells=st.sampled_from([2, 4]),
        bill_numbers=st.sampled_from([True, True, True, False]),
        app_refusal=st.sampled_from([401, 403]),
        numbers=st.sampled_from(["mixed", "text", "number"]),
        status_code=st.sampled_from(["mixed", "text", "number"]),
        no_week=st.booleans(),
        week_units=st.tuples(st.sampled_from(["MB", "GB"]), st.sampled_from(["MB", "GB"])),
        coupon_status=flag,
        regulation_status=flag,
        pool_in_app=st.sampled_from(["pool", "pool", "own"]),
        pool_size_in_app=st.sampled_from(["own", "pool"]),
        fee_months=some,
        fee_detail_months=some,
    )

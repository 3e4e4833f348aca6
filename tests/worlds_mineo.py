"""Worlds of mineo for property tests, and one customer for the others."""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import Account, Grant, GrantKind, Line, Plan, Pool, Usage
from simulator.portals.mineo_figures import MIB
from simulator.portals.mineo_options import MineoOptions
from simulator.world import World
from tests.worlds import moments

HANDED = "RT-TEST-handed-in-0001"
_DAYS = 80
_PLANS = ("Dプラン デュアルタイプ (10GB)", "Aプラン シングルタイプ (1GB)", "マイそく<スタンダード>", "Sプラン & (50GB)")
_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@st.composite
def mineo_worlds(draw: st.DrawFn, *, lines: int = 4, variants: bool = True) -> World:
    """One eoID with at most `lines` lines, or none, at a time that stands still.

    Every amount may be 0, what was bought may be past its end, and a line may be without a limit.
    """
    now = draw(moments())
    today = now.date()
    figures = Random(draw(st.integers(0, 2**32)))
    ids = draw(st.lists(st.text(_CHARACTERS, min_size=10, max_size=10), max_size=lines, unique=True))
    drawn = [draw(_line(cust_id, number, today, figures)) for number, cust_id in enumerate(ids, 1)]
    account = Account(
        carrier="mineo",
        account_id="eo-0001",
        usernames=("eo-0001",),
        password=f"{HANDED}/{draw(st.integers(0, 9999))}+=&",
        name="見本花子",
        lines=drawn,
        pools={line.pool_id: Pool(line.pool_id, draw(_grants(today))) for line in drawn},
        grant_months=0,
    )
    account.options = draw(_options(account)) if variants else MineoOptions()
    return World(Clock(now), [account], settled=now)


@st.composite
def _line(draw: st.DrawFn, cust_id: str, number: int, today: date, figures: Random) -> Line:
    line = Line(
        line_id=cust_id,
        number=f"080-0000-{number:04}",
        contract_id=f"K{number}",
        pool_id=f"own{number}",
        plan=Plan(draw(st.sampled_from(_PLANS)), draw(st.sampled_from([1, 5, 10, 50])) * 1024 * MIB),
        fast=draw(st.booleans()),
        throttled=draw(st.booleans()),
    )
    quiet = draw(st.sampled_from([0, 3, 10]))
    for back in range(_DAYS):
        if figures.randrange(10) >= quiet:
            fast, slow = figures.randrange(5000), figures.choice([0, 0, 12, 310])
            line.days[today - timedelta(days=back)] = Usage(fast * MIB, slow * MIB)
    return line


@st.composite
def _grants(draw: st.DrawFn, today: date) -> list[Grant]:
    """Up to one amount of each kind. What has nothing left is not the same as what never was."""
    kinds = (GrantKind.BASE, GrantKind.CARRY_OVER, GrantKind.TOP_UP, GrantKind.GIFT)
    grants = []
    for kind in draw(st.sets(st.sampled_from(kinds))):
        size = draw(st.sampled_from([0, 1, 100, 5120, 67254]))
        rest = draw(st.sampled_from([0, size, size // 3]))
        ends = Month.of(today).plus(draw(st.integers(-1, 2))).last
        grants.append(Grant(kind, size * MIB, rest * MIB, ends))
    return sorted(grants, key=lambda grant: kinds.index(grant.kind))


def _options(account: Account) -> st.SearchStrategy[MineoOptions]:
    ids = st.sampled_from([line.line_id for line in account.lines] or ["TST99ZZ999"])
    return st.builds(
        MineoOptions,
        refusal_status=st.sampled_from([400, 200]),
        names=st.dictionaries(ids, st.sampled_from(["", "main", "母のタブレット"])),
        unlisted=st.frozensets(ids, max_size=max(0, len(account.lines) - 1)),
        no_lines=st.sampled_from(["null", "[]"]),
        my_soku=st.dictionaries(ids, st.sampled_from(["null", "numbers", "partly"]), max_size=2),
        numbers=st.sampled_from(["number", "text"]),
        charge_ends=st.dictionaries(ids, st.sampled_from(["20220101", "20281231"]), max_size=1),
        null_days=st.booleans(),
        null_average=st.booleans(),
    )


def mineo_customer(today: date) -> Account:
    """Two lines: one with the four capacities, one that has just its own."""
    ends = [Month.of(today).plus(ahead).last for ahead in range(2)]
    lines = [
        Line("TST00AA001", "080-0000-0001", "K1", "own1", Plan("Dプラン デュアルタイプ (10GB)", 10 * 1024 * MIB)),
        Line("TST00AA002", "080-0000-0002", "K2", "own2", Plan("Aプラン シングルタイプ (1GB)", 1024 * MIB)),
    ]
    for line in lines:
        line.days = {today: Usage(100 * MIB, 20 * MIB), Month.of(today).plus(-1).last: Usage(3 * MIB)}
    four = [
        Grant(GrantKind.BASE, 10240 * MIB, 7200 * MIB, ends[1]),
        Grant(GrantKind.TOP_UP, 300 * MIB, 200 * MIB, ends[1]),
        Grant(GrantKind.CARRY_OVER, 2048 * MIB, 0, ends[0]),
        Grant(GrantKind.GIFT, 100 * MIB, 100 * MIB, ends[1]),
    ]
    return Account(
        carrier="mineo",
        account_id="eo-0001",
        usernames=("eo-0001",),
        password=HANDED,
        name="見本花子",
        lines=lines,
        pools={
            "own1": Pool("own1", four),
            "own2": Pool("own2", [Grant(GrantKind.BASE, 1024 * MIB, 1024 * MIB, ends[1])]),
        },
        grant_months=0,
        options=MineoOptions(names={"TST00AA001": "main", "TST00AA002": "tablet"}),
    )

"""Worlds of SORACOM's API for property tests."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import TOKYO, Clock, Month
from simulator.people import Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.soracom_desk import typed
from simulator.portals.soracom_options import SimOptions, SoracomOptions
from simulator.world import World
from tests.worlds import moments

OPERATOR = "OP0000000001"
SECRET = "secret-TEST-Akari-0001"
_DAYS = 60
_SUBSCRIPTIONS = {"jp": ("plan-D", "plan-K2", "plan-DU"), "g": ("plan01s", "planX3", "plan01s-low_data_volume")}
_STATUSES = ("active", "active", "ready", "suspended", "terminated")
_BUNDLES = ("D-500MB", "DU-10GB", "US-1GB", "X3-5MB", "a name without a size")
_STATES = (
    "paid",
    "paid",
    "fail",
    "lessThanMinimumCharge",
    "charging",
    "refunded",
    "delegated_to_third_party",
    "",
)


def credentials_of(account: Account, way: str = "key") -> dict[str, str]:
    """What logs in to an account by one of its three ways."""
    return typed(account, way)


def customer(lines: list[Line], options: SoracomOptions | None = None) -> Account:
    """An operator with SIMs."""
    return Account(
        carrier="soracom",
        account_id=OPERATOR,
        usernames=("keyId-TEST0001", "sora@example.jp", "home-assistant"),
        password=SECRET,
        name="見本花子",
        lines=lines,
        pools={line.pool_id: Pool(line.pool_id, [_grant()]) for line in lines},
        grant_months=0,
        utc=True,
        options=options or SoracomOptions(),
    )


def _grant() -> Grant:
    return Grant(GrantKind.BASE, 0, 0, date(2030, 12, 31))


def sim(place: int, plan: str = "plan-D", *, number: bool = True) -> Line:
    """One SIM."""
    shown = f"020-{place // 10_000:04}-{place % 10_000:04}" if number else ""
    return Line(f"89423100000{place:08}", shown, f"C{place}", f"own{place}", Plan(plan, None))


def many(count: int, now: datetime, options: SoracomOptions | None = None) -> World:
    """An operator with many SIMs, each of which used something on each of the last days."""
    lines = [sim(place) for place in range(1, count + 1)]
    today = now.astimezone(UTC).date()
    for place, line in enumerate(lines):
        line.days = {today - timedelta(days=back): Usage(1000 * place + back) for back in range(5)}
    account = customer(lines, options)
    account.bills = [bill(Month.of(today).plus(-1), 123_456)]
    return World(Clock(now), [account], settled=now)


def bill(month: Month, amount: int) -> Bill:
    """A finished month."""
    return Bill(month, (Invoice(f"S{month.compact}", (Item("total", amount),), 0),))


@st.composite
def soracom_worlds(draw: st.DrawFn, *, lines: int = 12, defined: bool = False) -> World:
    """One operator at a time that stands still, with SIMs on one coverage or both, or none at all.

    `defined`: without what the carrier's texts speak of and its definition does not know, such as null and new words.
    """
    now = draw(moments())
    today = now.astimezone(UTC).date()
    figures = Random(draw(st.integers(0, 2**32)))
    drawn, own = [], {}
    count = draw(st.sampled_from([0, 1, 2, lines, lines]))
    for place in range(1, count + 1):
        card = draw(_sim_options(defined=defined))
        line = sim(place, draw(st.sampled_from(_SUBSCRIPTIONS[card.coverage])), number=draw(st.booleans()))
        line.status = draw(st.sampled_from([*_STATUSES, *(() if defined else ("testing",))]))
        _fill(line, today, figures, quiet=draw(st.sampled_from([0, 3, 10])))
        drawn.append(line)
        own[line.line_id] = card
    options = draw(_options(own))
    options.sims = own
    account = customer(drawn, options)
    bills = draw(st.sampled_from([0, 1, 4, 18]))
    account.bills = [bill(Month.of(today).plus(-back), figures.randrange(99_999)) for back in range(1, bills + 1)]
    account.options.states = {
        str(one.month): state
        for one in account.bills
        if (state := figures.choice(_STATES if defined else (*_STATES, "new"))) != "paid"
    }
    return World(Clock(now.astimezone(TOKYO)), [account], settled=now)


def _fill(line: Line, today: date, figures: Random, quiet: int) -> None:
    """Days with figures, zeros and no record; months further back; `quiet` tenths of them without any."""
    for back in range(_DAYS):
        if figures.randrange(10) >= quiet:
            amount = figures.choice([0, 1, figures.randrange(10**9), figures.randrange(10**12)])
            line.days[today - timedelta(days=back)] = Usage(amount, figures.choice([0, 0, 12_345]))
    for back in range(4, 18):
        if figures.randrange(10) >= quiet:
            line.months[Month.of(today).plus(-back)] = Usage(figures.choice([0, figures.randrange(10**12)]))


def _sim_options(*, defined: bool) -> st.SearchStrategy[SimOptions]:
    return st.builds(
        SimOptions,
        coverage=st.sampled_from(["jp", "jp", "g"]),
        name=st.sampled_from(["", None, "gate-1", "温室 <北> & Co."]),
        kind=st.sampled_from(["uicc", "euicc", "virtual"]),
        imsis=st.sampled_from([1, 1, 2]),
        spare_profile=st.booleans(),
        bundles=st.sampled_from([(), *((name,) for name in _BUNDLES), ("D-500MB", "DU-10GB")]),
        session=st.sampled_from(["online", "offline", "none"]),
        nulls=st.just(value=False) if defined else st.booleans(),
    )


def _options(own: dict[str, SimOptions]) -> st.SearchStrategy[SoracomOptions]:
    return st.builds(
        SoracomOptions,
        coverage=st.sampled_from(["jp", "g", "both"]),
        estimate=st.sampled_from(["none", "decimal", "binary"]),
        sims=st.just(own),
        unsorted=st.booleans(),
        packets=st.booleans(),
        dates=st.booleans(),
        export_bom=st.booleans(),
        export_tags=st.sampled_from([(), ("name", "groupId")]),
        currency=st.sampled_from(["JPY", "JPY", None, "USD"]),
        global_currency=st.sampled_from(["JPY", "JPY", "USD", "EUR"]),
        latest=st.sampled_from(["0", "1234", "1234.5", "1235.5", "99.9"]),
        parts=st.booleans(),
    )

"""Worlds of Sakura Cloud's API for property tests."""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.sakura_options import GatewayOptions, SakuraOptions
from simulator.world import World
from tests.worlds import moments

ACCOUNT = "111111111111"
TOKEN = "00000000-test-0000-0000-000000000001"
SECRET = "TestSecret0001+/=aB"


def credentials_of(account: Account) -> dict[str, str]:
    """What logs in to an account."""
    estimate = account.options.estimate
    return {"access_token": account.usernames[0], "access_token_secret": account.password, "estimate": estimate}


def sim(place: int) -> Line:
    """One SIM."""
    return Line(f"113{place:09}", "", f"C{place}", f"own{place}", Plan("", None), sim=f"898104{place:013}")


def customer(lines: list[Line], options: SakuraOptions | None = None) -> Account:
    """An account with SIMs."""
    grant = Grant(GrantKind.BASE, 0, 0, date(2030, 12, 31))
    return Account(
        carrier="sakura",
        account_id=ACCOUNT,
        usernames=(TOKEN,),
        password=SECRET,
        name="見本花子",
        lines=lines,
        pools={line.pool_id: Pool(line.pool_id, [grant]) for line in lines},
        grant_months=0,
        options=options or SakuraOptions(),
    )


def bill(month: Month, figures: Random, **more: object) -> Bill:
    """A month of all products."""
    items = tuple(Item(label, figures.randrange(5000)) for label in ("SIM利用料", "サーバ"))
    found = Bill(month, (Invoice(f"K{month.compact}", items, 0),))
    for name, value in more.items():
        setattr(found, name, value)
    return found


@st.composite
def sakura_worlds(draw: st.DrawFn) -> World:
    """One account at a time that stands still: SIMs alone, behind gateways of several zones, or none at all."""
    now = draw(moments())
    figures = Random(draw(st.integers(0, 2**32)))
    lines = [sim(place) for place in range(1, draw(st.sampled_from([0, 1, 3, 5])) + 1)]
    for line in lines:
        for back in range(draw(st.sampled_from([0, 2, 40]))):
            amount = figures.choice([0, 1, figures.randrange(10**9), figures.randrange(10**12)])
            line.days[now.date() - timedelta(days=back)] = Usage(amount, figures.choice([0, 77]))
    account = customer(lines, draw(_options(lines)))
    for back in range(1, draw(st.sampled_from([0, 1, 3, 14])) + 1):
        month = Month.of(now.date()).plus(-back)
        due = figures.choice([None, month.plus(1).last, now.date(), now.date() - timedelta(days=1)])
        account.bills.append(bill(month, figures, unpaid=figures.choice([False, True]), due=due))
    return World(Clock(now), [account], settled=now)


@st.composite
def _gateways(draw: st.DrawFn, lines: list[Line]) -> list[GatewayOptions]:
    """The lines in order, some behind the first gateway, some behind the second, some behind none."""
    first = draw(st.integers(0, len(lines)))
    second = draw(st.integers(first, len(lines)))
    members = [lines[:first], lines[first:second]]
    return [
        GatewayOptions(
            gateway_id=f"11390000000{place}",
            zone=draw(st.sampled_from(["is1a", "is1b", "tk1a"])),
            quota_mb=draw(st.sampled_from([0, 1, 3000, 500_000])),
            shaping=draw(st.booleans()),
            members=tuple(line.line_id for line in of),
            more=draw(st.sampled_from([0, 10**9])),
        )
        for place, of in enumerate(members)
    ]


def _options(lines: list[Line]) -> st.SearchStrategy[SakuraOptions]:
    ids = [line.line_id for line in lines] or ["0"]
    some = st.frozensets(st.sampled_from(ids), max_size=2)
    return st.builds(
        SakuraOptions,
        estimate=st.sampled_from(["none", "decimal", "binary"]),
        names=st.dictionaries(st.sampled_from(ids), st.sampled_from(["gate-1", "温室 <北>"]), max_size=2),
        ids=st.sampled_from(["text", "number"]),
        bytes_as=st.sampled_from(["text", "number", "mixed"]),
        no_traffic=st.sampled_from(["list", "zeros"]),
        down=some,
        inactive=some,
        dates=st.sampled_from(["whole", "null", "missing"]),
        page=st.sampled_from([100, 2]),
        gateways=_gateways(lines),
        running=st.sampled_from([None, 0, 1320]),
        rows=st.sampled_from(["whole", "whole", "none"]),
    )

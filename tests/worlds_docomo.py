"""Worlds of docomo for property tests."""

from datetime import date

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import GB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.docomo_figures import SUBTOTALS
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.worlds import moments

USAGE = ("gkyap001", "gkyap003", "2021", "2021-10", "2019", "labels", "none")
CARRIERS = ("docomo", "ahamo", "irumo")
_MONTHS = 6


@st.composite
def docomo_worlds(draw: st.DrawFn, *, carrier: str | None = None, usage: str | None = None, lines: int = 3) -> World:
    """One d account at a time that stands still, all of its harmless variants drawn."""
    now = draw(moments())
    month = Month.of(now.date())
    count = draw(st.integers(1, lines))
    options = DocomoOptions(
        usage=usage or draw(st.sampled_from(USAGE)),
        charset=draw(st.sampled_from(["utf-8", "Shift_JIS"])),
        names_line=draw(st.booleans()),
        old_month=draw(st.booleans()),
        few_elements=draw(st.booleans()),
        representative=draw(st.booleans()) or count > 1,
        fixed=draw(st.sampled_from([None, "F0000000001"])),
        wide=draw(st.booleans()),
        items=draw(st.booleans()),
        tabs_are_links=draw(st.booleans()),
        paid=draw(st.sampled_from(["no", "yes", "late"])),
    )
    drawn, pools = [], {}
    for number in range(1, count + 1):
        size = draw(st.sampled_from([1, 4, 10, 30, 110])) * GB
        used = draw(st.integers(0, size))
        line = Line(f"line{number}", f"090-0000-{number:04}", f"C{number:08}", f"own{number}", Plan("eximo", size))
        line.days = {
            day: Usage(draw(st.integers(0, GB))) for day in _last_days(now.date().toordinal(), month.first.toordinal())
        }
        line.months = {month: Usage(used), month.plus(-1): Usage(draw(st.integers(0, size)))}
        pools[line.pool_id] = Pool(line.pool_id, [Grant(GrantKind.BASE, size, size - used, month.last)])
        drawn.append(line)
    entries = count + (options.fixed is not None)
    bills = [_bill(draw, month.plus(-back), entries) for back in range(1, draw(st.integers(1, 5)) + 1)]
    account = Account(
        carrier=carrier or draw(st.sampled_from(CARRIERS)),
        account_id=drawn[0].number.replace("-", ""),
        usernames=("hanako.sample@example.jp",),
        password="simple-Secret-77",
        name="見本花子",
        lines=drawn,
        pools=pools,
        bills=bills,
        grant_months=0,
        options=options,
    )
    return World(clock=Clock(now, speed=0), accounts=[account])


def _last_days(today: int, first: int) -> list[date]:

    return [date.fromordinal(day) for day in range(max(first, today - 2), today + 1)]


def _bill(draw: st.DrawFn, month: Month, entries: int) -> Bill:
    invoices = []
    for entry in range(entries):
        items = tuple(Item(label, draw(st.integers(-500, 9_000))) for label in SUBTOTALS)
        invoices.append(Invoice(f"1{month.compact}{entry:02}", items, draw(st.integers(0, 900))))
    return Bill(month, tuple(invoices))

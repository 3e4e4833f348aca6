"""Worlds of SoftBank and Y!mobile customers: one line a login, amounts in steps of 0.01 GB."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import GB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.softbank_options import SoftbankOptions
from simulator.world import World
from tests.worlds import FIRST_DAY, moments

STEP = GB // 100
SOFTBANK_LAYOUTS = ("chart", "spans", "p-left-10", "packets", "tables")
YMOBILE_LAYOUTS = ("tables", "card")
TABLES = ("carry_over", "base", "bonus", "top_up", "used")
_NAMES = ("見本花子", "試験太郎", "例<文>子", "Sample & Co.")
_PASSWORDS = ('quo"te\\and+plus&amp', "pässwörd-ひみつ-42", "simple-Secret-77")


def softbank_worlds(
    *, layout: str | None = "chart", variants: bool = True, code: bool = False, first: date = FIRST_DAY
) -> st.SearchStrategy[World]:
    """One SoftBank account that stands still. `layout` None: any of `SOFTBANK_LAYOUTS`; `code`: one may be asked for."""
    return _worlds("softbank", SOFTBANK_LAYOUTS if layout is None else (layout,), variants, code, first)


def ymobile_worlds(
    *, layout: str | None = "tables", variants: bool = True, code: bool = False, first: date = FIRST_DAY
) -> st.SearchStrategy[World]:
    """One Y!mobile account that stands still. `layout` None: any of `YMOBILE_LAYOUTS`; `code`: one may be asked for."""
    return _worlds("ymobile", YMOBILE_LAYOUTS if layout is None else (layout,), variants, code, first)


@st.composite
def _worlds(draw: st.DrawFn, carrier: str, layouts: tuple[str, ...], variants: bool, code: bool, first: date) -> World:
    now = draw(moments(first))
    options = draw(_options(code)) if variants else SoftbankOptions()
    options = replace(options, layout=draw(st.sampled_from(layouts)))
    if options.layout == "card":
        options.tables = 4
    number = f"080-0000-{draw(st.integers(1, 9_999)):04}"
    digits = number.replace("-", "")
    plan = Plan("", draw(st.sampled_from([1, 3, 4, 20, 30, 50])) * GB)
    line = Line(f"sb{digits}", number, f"contract{digits}", f"pool{digits}", plan, network="S")
    pool, used = draw(_pool(line, now, bonus=options.tables == 5))
    line.days = {now.date(): Usage(used)} if used else {}
    account = Account(
        carrier=carrier,
        account_id=digits,
        usernames=(digits, f"sample{digits[-4:]}id"),
        password=draw(st.sampled_from(_PASSWORDS)),
        name=draw(st.sampled_from(_NAMES)),
        lines=[line],
        pools={line.pool_id: pool},
        bills=draw(_bills(Month.of(now.date()))),
        arrears=draw(st.sampled_from([0, 0, 0, 1])),
        options=options,
    )
    return World(Clock(now), [account], settled=now)


@st.composite
def _pool(draw: st.DrawFn, line: Line, now: datetime, *, bonus: bool) -> tuple[Pool, int]:
    """What the month began with and what came to it, and how much of it is used; edges drawn as often as the middle."""
    month = Month.of(now.date())
    size = line.plan.size or 0
    amounts = {
        GrantKind.CARRY_OVER: draw(_amount(size // STEP)),
        GrantKind.TOP_UP: draw(_amount(500)),
        GrantKind.GIFT: draw(_amount(100)),
        GrantKind.BONUS: draw(_amount(500)) if bonus else 0,
    }
    grants = [Grant(kind, amount, amount, month.last) for kind, amount in amounts.items() if amount]
    grants.append(Grant(GrantKind.BASE, size, size, month.plus(1).last))
    pool = Pool(line.pool_id, grants)
    whole = sum(grant.size for grant in grants) // STEP
    used = draw(st.sampled_from([0, whole]) | st.integers(0, whole) | st.integers(0, whole)) * STEP
    pool.drain(used, now.date())
    return pool, used


def _amount(steps: int) -> st.SearchStrategy[int]:
    return (st.just(0) | st.integers(1, max(steps, 1)) | st.sampled_from([10, 50, 100])).map(lambda one: one * STEP)


@st.composite
def _bills(draw: st.DrawFn, current: Month) -> list[Bill]:
    count = draw(st.sampled_from([0, 1, 4, 8]))
    unpaid = draw(st.sampled_from([None, None, None, 1, 2]))
    nets = draw(st.lists(st.integers(100, 30_000), min_size=count + 1, max_size=count + 1))
    return [
        Bill(
            month=current.plus(-back),
            invoices=(
                Invoice(
                    f"2000000{back:05}", (Item("基本使用料", net), Item("通話料", net // 7)), (net + net // 7) // 10
                ),
            ),
            unpaid=back == unpaid,
        )
        for back, net in enumerate(nets)
    ]


def _options(code: bool) -> st.SearchStrategy[SoftbankOptions]:
    """The harmless variants: the page says the same, in another way."""
    asked = st.booleans() if code else st.just(False)
    return st.builds(
        SoftbankOptions,
        login_view=st.sampled_from(["number", "number", "id_first"]),
        yahoo_first=st.booleans(),
        code_at_login=asked,
        shape=st.sampled_from(["A", "B", "C"]),
        other_destinations=st.sampled_from([(), ("080-0000-9999",)]),
        send_style=st.sampled_from(["a", "button"]),
        old_titles=st.booleans(),
        code_form=st.sampled_from(["plain", "other"]),
        handover=st.sampled_from(["plain", "extra"]),
        tables=st.sampled_from([4, 5]),
        table_order=st.sampled_from([(), TABLES[::-1]]) | st.permutations(TABLES).map(tuple),
        a_means=st.sampled_from(["remaining", "allowance"]),
        consumed_first=st.sampled_from(["carry_over", "base", "others"]),
        allowance_row=st.booleans(),
        size_style=st.sampled_from(["plain", "spaced", "comma", "full"]),
        chart_zero=st.sampled_from(["empty", "zero"]),
        old_labels=st.just(True),
        banner_on=st.sampled_from([frozenset({"top"}), frozenset({"top", "data"})]),
        pdf_months=st.sampled_from([1, 6]),
        swapped_idx=st.booleans(),
    )

"""Worlds of the b-mobile / HIS portal for property tests."""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import MB, Account, Grant, GrantKind, Line, Plan, Pool, Usage
from simulator.portals.bmobile_options import BmobileOptions
from simulator.world import World
from tests.worlds import moments

CARRIERS = ("bmobile", "nihontsushin", "his")
_DAYS = 70
_PLANS = {
    "bmobile": ("合理的シンプル290プラン", "190PadSIM"),
    "nihontsushin": ("合理的シンプル290プラン", "合理的みんなのプラン"),
    "his": ("自由自在2.0プラン", "格安ステップ<ビタッ!>プラン"),
}
_LIMITS = (1000, 1500, 3000, 10_000, 20_000, 100_000)  # MB


@st.composite
def bmobile_worlds(
    draw: st.DrawFn, *, carrier: str | None = None, lines: int = 3, variants: bool = True, login: str | None = None
) -> World:
    """One account of a brand (drawn unless given) at a time that stands still; `used` never exceeds the limit.

    With `variants` the portal's harmless variants are drawn; `login` pins the sign-on: `josso` or `keycloak`.
    """
    key = carrier or draw(st.sampled_from(CARRIERS))
    now = draw(moments())
    figures = Random(draw(st.integers(0, 2**32)))
    drawn, cycle_days = [], {}
    for number in range(1, draw(st.integers(1, lines)) + 1):
        size = draw(st.sampled_from(_LIMITS)) * MB
        plan = Plan(draw(st.sampled_from(_PLANS[key])), size)
        line_id = f"line{number}"
        line = Line(line_id, f"080-0000-{number:04}", f"N{number:08}", f"own{number}", plan)
        cycle_days[line_id] = draw(st.sampled_from([1, 1, 4, 15, 28]))
        _fill(line, now.date(), figures, cycle_days[line_id], share=draw(st.sampled_from([0, 1, 60, 100])))
        drawn.append(line)
    number = draw(st.integers(1, 9_999_999))
    account = Account(
        carrier=key,
        account_id=f"user{number:07}@example.jp",
        usernames=(f"user{number:07}@example.jp",),
        password=draw(st.sampled_from(['quo"te\\and+plus&amp', "pässwörd-ひみつ-42", "simple-Secret-77"])),
        name="見本花子",
        lines=drawn,
        pools={line.pool_id: _pool(line, now.date()) for line in drawn},
        grant_months=0,
    )
    options = draw(_options(account)) if variants else BmobileOptions()
    options.cycle_days = cycle_days
    options.login = login or options.login
    account.options = options
    return World(Clock(now), [account], settled=now)


def _fill(line: Line, today: date, figures: Random, first: int, share: int) -> None:
    """Days of two periods and more: together at most `share` percent of the limit in each, to the byte."""
    days = [today - timedelta(days=back) for back in range(_DAYS)]
    starts = {day: Month.of(day).plus(0 if day.day >= first else -1) for day in days}
    for start in set(starts.values()):
        left = (line.plan.size or 0) * share // 100
        for day in (day for day in days if starts[day] == start):
            amount = figures.choice([0, left, figures.randrange(left + 1), figures.randrange(left // 20 + 1)])
            left -= amount
            line.days[day] = Usage(amount, figures.choice([0, 0, 7 * MB]))


def _pool(line: Line, today: date) -> Pool:
    size = line.plan.size or 0
    return Pool(line.pool_id, [Grant(GrantKind.BASE, size, size, Month.of(today).plus(1).last)])


def _options(account: Account) -> st.SearchStrategy[BmobileOptions]:
    ids = st.sampled_from([line.line_id for line in account.lines])
    return st.builds(
        BmobileOptions,
        login=st.sampled_from([None, "josso", "keycloak"]),
        action=st.sampled_from(["relative", "path", "absolute"]),
        hidden_token=st.booleans(),
        second_form=st.booleans(),
        sign_on_host=st.sampled_from(["id", "portal"]),
        realm=st.sampled_from(["mypage", "jci-2026"]),
        credential_id=st.booleans(),
        landing=st.sampled_from(["status", "home"]),
        values=st.sampled_from(["index", "key"]),
        onchange=st.sampled_from(["value", "selected"]),
        hyphens=st.booleans(),
        duplicates=st.frozensets(ids, max_size=2),
        pages_kept=st.sampled_from([1, 5]),
        switch=st.sampled_from(["direct", "redirect"]),
        remembers_line=st.booleans(),
        comma=st.sampled_from([None, True, False]),
        limit_unit=st.sampled_from(["MB", "GB"]),
        separator=st.sampled_from(["〜", "～", "~", "-"]),
        extra_dls=st.integers(0, 2),
        classes=st.booleans(),
        cap_price=st.sampled_from([None, 290, 1390]),
    )

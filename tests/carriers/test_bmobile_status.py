"""The status page of b-mobile and HIS: every figure is right or has a reason, and every line is the one asked for."""

from collections.abc import AsyncIterator
from datetime import datetime

from hypothesis import example, given, strategies as st
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.bmobile.client import BmobileClient
from custom_components.japan_mobile.carriers.carrier import Can
from custom_components.japan_mobile.carriers.errors import CarrierError, ForeignAnswer, LayoutChanged, LoginExpired
from custom_components.japan_mobile.carriers.model import Account as Read, Cycle, Part
from custom_components.japan_mobile.carriers.web import Page
from simulator import MB, TOKYO, Account, Clock, Simulator, Usage, World
from tests.carriers.fetching import ALL, session_at, told
from tests.carriers.test_bmobile_login import customer_of

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=TOKYO)
USED, LIMIT, PERIOD = (
    "<span>高速通信 <span>123</span>MB</span>",
    "<span> / <span>1000MB</span></span>",
    "2026年6月4日 ～ 2026年7月3日",
)
CHOOSER = (
    "<select name='ddc'><optgroup label='回線'><option value='0' selected>08000000001</option></optgroup></select>"
)


def page(
    cell: str = f"{USED}{LIMIT}<span>{PERIOD}</span>",
    *,
    label: str = "当月利用データ量",
    plan: str = "合理的シンプル290プラン",
    chooser: str = CHOOSER,
    heading: str = "<h3>ステータス情報</h3>",
) -> str:
    """The sheet's page."""
    return f"""<body><span><div><div class="row"><div class="article col span_7">{heading}
    <dl class="mdesign"><dt>電話番号</dt><dd>{chooser}</dd></dl>
    <dl class="mdesign"><dt>サービス名</dt><dd>{plan}</dd></dl>
    <dl class="mdesign"><dt>{label}</dt><dd>{cell}</dd></dl></div></div></div></span></body>"""


def read(text: str, key: str = "bmobile") -> Read:
    """A page, read offline."""
    where = URL(f"https://{CARRIERS[key].hosts[0]}/checkout/status")
    return CARRIERS[key].client.pages["status"](
        Page(where, 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()), NOW
    )


def reasons(account: Read) -> list[tuple[str, ...]]:
    """What was missing, and why."""
    errors = [problem.error for problem in account.problems]
    assert all(isinstance(error, LayoutChanged) and error.page == "status" for error in errors)
    return [error.missing for error in errors if isinstance(error, LayoutChanged)]


def test_the_sheets_page() -> None:
    """b-mobile states a limit, HIS does not."""
    [line] = read(page()).lines
    assert (line.line_id, line.number, line.plan) == ("08000000001", "08000000001", "合理的シンプル290プラン")
    assert (line.used, line.total, line.remaining, line.unlimited) == (123 * MB, 1000 * MB, 877 * MB, False)
    assert line.cycle == Cycle(datetime(2026, 6, 4).date(), datetime(2026, 7, 3).date())
    account = read(page(f"<span>高速通信 <span>1,234</span>MB</span><span>{PERIOD}</span>"), "his")
    [line] = account.lines
    assert (line.used, line.total, line.remaining, line.unlimited) == (1234 * MB, None, None, None)
    assert (account.carrier, account.problems) == ("his", ())
    assert CARRIERS["his"].can == Can.USED
    assert CARRIERS["nihontsushin"].can == CARRIERS["bmobile"].can == Can.USED | Can.REMAINING | Can.TOTAL


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (f"<span>高速通信 <span>123</span></span>{LIMIT}", ("当月利用データ量", "unit")),
        (f"<span>高速通信 <span></span>MB</span>{LIMIT}", ("当月利用データ量", "number")),
        (f"<span>高速通信 <span>123</span>KB</span>{LIMIT}", ("当月利用データ量", "unit")),
        (f"<span>高速通信 <span>-1</span>MB</span>{LIMIT}", ("当月利用データ量", "number")),
        (f"<span>高速通信 <span>1,23</span>MB</span>{LIMIT}", ("当月利用データ量", "number")),
        (f"<span>高速通信 <span>123</span></span><span><span>1000</span></span>{LIMIT}", ("当月利用データ量", "unit")),
        (f"<span>123MB</span>{LIMIT}", ("当月利用データ量", "高速通信")),
        (f"{USED}{USED}{LIMIT}", ("当月利用データ量", "two values")),
        ("<p>高速通信 <b>123</b><b>1000MB</b></p>", ("当月利用データ量", "number")),
    ],
)
def test_used_that_cannot_be_read(cell: str, why: tuple[str, ...]) -> None:
    """It is unknown, never 0 and never another number."""
    account = read(page(f"{cell}<span>{PERIOD}</span>"))
    [line] = account.lines
    assert (line.used, line.remaining) == (None, None)
    assert why in reasons(account)


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("", ("limit",)),
        ("<span> / <span>1000</span></span>", ("limit", "unit")),
        ("<span> / <span>1000TB</span></span>", ("limit", "unit")),
        ("<span> / <span>MB</span></span>", ("limit", "number")),
        ("<span> / <span>無制限</span></span>", ("limit", "number")),
        (f"{LIMIT}{LIMIT}", ("limit", "two values")),
        ("<span>低速通信 <span>45</span>MB</span>", ("limit", "number")),
    ],
)
def test_a_limit_that_cannot_be_read(limit: str, why: tuple[str, ...]) -> None:
    """What was used stands alone then."""
    account = read(page(f"{USED}{limit}<span>{PERIOD}</span>"))
    [line] = account.lines
    assert (line.used, line.total, line.remaining, line.unlimited) == (123 * MB, None, None, None)
    assert reasons(account) == [why]


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2026年5月4日 ～ 2026年6月3日", "today"),
        ("2026年6月16日 ～ 2026年7月15日", "today"),
        ("6月4日 ～ 7月3日", "date"),
        ("2026年6月4日", "date"),
        ("2026年6月4日 ～ 2026年6月31日", "date"),
    ],
)
def test_another_period(period: str, why: str) -> None:
    """The figures of a period that is not today's, or cannot be read, are not today's figures."""
    account = read(page(f"{USED}{LIMIT}<span>{period}</span>"))
    [line] = account.lines
    assert (line.used, line.total, line.remaining, line.cycle) == (None, None, None, None)
    assert reasons(account) == [("period", why)]


def test_no_period() -> None:
    """Then the figures stand without one."""
    account = read(page(f"{USED}{LIMIT}"))
    assert (account.lines[0].used, account.lines[0].cycle, reasons(account)) == (123 * MB, None, [("period",)])


def test_a_page_without_its_label() -> None:
    """The figure is not taken by its place."""
    account = read(page(label="当月残データ量"))
    assert account.lines[0].used is None
    assert reasons(account) == [("当月利用データ量",)]


def test_a_label_in_a_script() -> None:
    """It is not what the page shows."""
    script = "<script>var shown = {'当月利用データ量': '123MB'};</script>"
    assert reasons(read(page(label="x") + script)) == [("当月利用データ量",)]


def test_a_plan_that_is_not_told() -> None:
    """It is a fact of the contract, and only that is missing."""
    account = read(page(plan=""))
    assert (account.lines[0].plan, account.lines[0].used) == (None, 123 * MB)
    assert [problem.part for problem in account.problems] == [Part.CONTRACT]


@pytest.mark.parametrize(
    ("used", "limit", "left"), [("0", "1000MB", 1000), ("1000", "1GB", 0), ("1003", "1GB", 0), ("1234", "1.5GB", 266)]
)
def test_both_units(used: str, limit: str, left: int) -> None:
    """MB and GB; what is used beyond the limit leaves nothing."""
    [line] = read(page(f"<span>高速通信 <span>{used}</span>MB</span><span>/{limit}</span><span>{PERIOD}</span>")).lines
    assert line.remaining == left * MB


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, int, int]:
    """A cell with pieces left out, doubled, shuffled and wrapped anew; and what was used and the limit, in MB."""
    used, limit = draw(st.integers(0, 9999)), draw(st.integers(0, 9999))
    mark, unit = (
        draw(st.sampled_from(["高速通信", "高速通信 ", "", "低速通信"])),
        draw(st.sampled_from(["MB", " ＭＢ", ""])),
    )
    number = draw(st.sampled_from([f"{used}", f"{used:,}", f"<span>{used}</span>", f"<b>{used:,}</b>"]))
    pieces = [
        f"{mark}{number}{unit}",
        f"{draw(st.sampled_from([' / ', '', '/']))}<b>{limit}{draw(st.sampled_from(['MB', 'MB', '']))}</b>",
        draw(st.sampled_from([PERIOD, ""])),
    ]
    pieces = draw(st.permutations([piece for piece in pieces for _ in range(draw(st.sampled_from([1, 1, 1, 0, 2])))]))
    tag, gap = draw(st.sampled_from(["span", "p", "div", "b"])), draw(st.sampled_from(["", " ", "\n", "<br>"]))
    cell = gap.join(f"<{tag}>{piece}</{tag}>" for piece in pieces)
    return (f"<{outer}>{cell}</{outer}>" if (outer := draw(st.sampled_from(["", "div", "p"]))) else cell), used, limit


@example(("<span>123MB</span>", 123, 1000))
@given(cells())
def test_no_cell_is_misread(drawn: tuple[str, int, int]) -> None:
    """However it is broken: what was used and the limit are right, or unknown."""
    cell, used, limit = drawn
    [line] = read(page(cell)).lines
    assert line.used in (None, used * MB)
    assert line.total in (None, limit * MB)
    if "高速通信" not in cell:
        assert (line.used, line.total) == (None, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (page(heading="", label="x"), LayoutChanged),
        (page(chooser=""), LayoutChanged),
        (page(chooser=CHOOSER * 2), LayoutChanged),
        (
            page(chooser=CHOOSER.replace(" selected", "").replace("</opt", "<option>08000000002</option></opt")),
            LayoutChanged,
        ),
        ("<form method='post'><input name='username'><input type='password' name='password'></form>", LoginExpired),
        ("<p>ようこそ</p><a href='/checkout/status'>ステータス情報</a>", LayoutChanged),
    ],
)
def test_pages_that_are_not_read(text: str, error: type[CarrierError]) -> None:
    """No line without its number; no status page without its heading or label."""
    with pytest.raises(error):
        read(text)


def test_a_number_without_a_chooser() -> None:
    """The only telephone number on the page is the line's."""
    assert read(page(chooser="080-0000-0001")).lines[0].line_id == "08000000001"


@pytest.fixture
def customer() -> Account:
    """Three lines."""
    return customer_of("bmobile", 3)


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """The portal with that customer alone."""
    now = datetime(2027, 1, 2, 12, 0, tzinfo=TOKYO)
    one = Simulator(World(Clock(now), [customer], settled=now))
    await one.start()
    yield one
    await one.stop()


@pytest.mark.parametrize("stale", ["notice", "reload"])
async def test_a_stale_page_number(sim: Simulator, customer: Account, stale: str) -> None:
    """The page is loaded anew, once, and the line is chosen again."""
    customer.options.stale, customer.options.pages_kept = stale, 1
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        client = session.client
        assert isinstance(client, BmobileClient)
        old = await client._status()
        # As if somebody else used the same web session between the page and the choice.
        await client._status()
        sim.journal.clear()
        assert (await client._chosen(old, "08000000002")).chooser.shown == "08000000002"
    # The choice (and where it led), a fresh page, the choice.
    assert sim.journal.count(path="/checkout/status") == (3 if stale == "notice" else 4)


async def test_a_page_number_that_is_never_valid(sim: Simulator, customer: Account) -> None:
    """A fresh page is asked for once a line; then the line is unknown, and the others are not."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        customer.options.pages_kept = 0
        sim.journal.clear()
        account = await session.fetch(ALL)
        assert sim.journal.count(path="/checkout/status") == 1 + 2 * 3
        assert [line.used for line in account.lines] == [111 * MB, None, None]
        assert [line.number for line in account.lines] == ["08000000001", "08000000002", "08000000003"]
        assert [problem.line_id for problem in account.problems] == ["08000000002", "08000000003"]
        customer.options.stale = "reload"
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)


async def test_another_line_than_the_chosen_one(sim: Simulator, customer: Account) -> None:
    """Nothing of such a page is taken, nor of the ones before."""
    customer.options.deaf_chooser = True
    async with session_at(sim, customer) as session:
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)


async def test_a_chooser_without_its_address(sim: Simulator, customer: Account) -> None:
    """The first page of a web session is tried, which is what the attested readers do; what comes is checked."""
    customer.options.onchange, customer.options.pages_kept = "absent", 5
    async with session_at(sim, customer) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("bmobile", customer.account_id, "app")


async def test_figures_that_cannot_follow(sim: Simulator, customer: Account) -> None:
    """What was used does not fall within a period; the limit may change, for the customer sets it."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        [day] = customer.lines[0].days
        customer.lines[0].days[day] = Usage(50 * MB)
        account = await session.fetch(ALL)
        assert account.lines[0].used is None
        assert reasons(account) == [("used", "fell")]
        customer.lines[0].days[day] = Usage(1400 * MB)
        assert told(await session.fetch(ALL)) == sim.world.truth("bmobile", customer.account_id, "app")


@pytest.mark.parametrize("missing", ["label", "used", "unit", "used_dl"])
@pytest.mark.parametrize("carrier", ["bmobile", "his"])
async def test_nothing_can_be_read(socket_enabled: None, carrier: str, missing: str) -> None:
    """The fetch ends with the reason, if not even a limit is there."""
    person = customer_of(carrier, 1)
    person.options.missing = frozenset({missing, "limit"})
    one = Simulator(World(Clock(NOW.replace(year=2027, month=1, day=2)), [person]))
    await one.start()
    try:
        async with session_at(one, person) as session:
            with pytest.raises(LayoutChanged) as caught:
                await session.fetch(ALL)
        assert caught.value.missing[0] == "当月利用データ量"
        assert caught.value.skeleton
        assert "080" not in caught.value.skeleton
    finally:
        await one.stop()


async def test_missing_parts_are_told_apart(sim: Simulator, customer: Account) -> None:
    """What the portal leaves out is unknown, and the rest is right."""
    for missing in ({"plan"}, {"limit"}, {"period"}, {"heading"}, {"used"}, {"label"}):
        customer.options.missing = frozenset(missing)
        truth = sim.world.truth("bmobile", customer.account_id, "app")
        async with session_at(sim, customer) as session:
            if missing == {"label"}:
                with pytest.raises(LayoutChanged):
                    await session.fetch(ALL)
                continue
            account = await session.fetch(ALL)
        assert told(account) == truth
        assert bool(account.problems) == (missing != {"heading"})

"""Pages of a portal of unknown make that look right by themselves, and are not beside what was read before."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from custom_components.japan_mobile.carriers.errors import ForeignAnswer
from simulator import Account, Simulator
from tests.carriers.fetching import ALL, Disk, session_at
from tests.carriers.portals import LABELS, customer_of, fault, reasons, rows, run

MONTH = {"対象月": "2026年8月"}
PLAN = {"ご契約プラン": "20GBプラン"}
FIGURES = {"残りデータ量": "16.75GB", "ご利用データ量": "3.25GB", "データ容量": "20GB"}
BILL = {"ご利用月": "2026年7月", "ご請求金額": "2,178円"}


@pytest.fixture
def customer() -> Account:
    """A customer whose portal shows all on one page."""
    found = customer_of("portal")
    found.options.layout = "home"
    return found


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


class Polls:
    """Polls of one account, each after a restart: of one page after the other."""

    def __init__(self, sim: Simulator, customer: Account) -> None:
        self._sim = sim
        self._customer = customer
        self._disk = Disk()
        self.labels = LABELS

    async def __call__(
        self, *tables: dict[str, str], before: str = ""
    ) -> tuple[list[tuple[int | None, int | None]], list[tuple[str, ...]]]:
        """What is left of each line and what was used, and why something is missing. The bill is told in any case."""
        body = "".join(f"<section>{rows(**table)}</section>" for table in (*tables, BILL))
        await self.see(before + body)
        return [(line.remaining, line.used) for line in self.account.lines], reasons(self.account)

    async def see(self, body: str) -> None:
        """A poll of a page; `account` is what it found."""
        self._sim.faults.clear()
        self._sim.faults.add(fault(body, "/mypage/"))
        async with session_at(self._sim, self._customer, self._disk) as session:
            session.client.choose(self.labels)
            self.account = await session.fetch(ALL)


@pytest.fixture
def poll(sim: Simulator, customer: Account) -> Polls:
    """Polls by the right labels."""
    return Polls(sim, customer)


def gb(left: float, used: float) -> list[tuple[int | None, int | None]]:
    """One line's figures."""
    return [(round(left * 10**9), round(used * 10**9))]


NOTHING: list[tuple[int | None, int | None]] = [(None, None)]
SWAPPED = {"ご利用データ量": "16.50GB", "残りデータ量": "3.50GB", "データ容量": "20GB"}
MOVED = {"ご利用データ量": "3.50GB", "残りデータ量": "16.50GB", "データ容量": "20GB"}


@pytest.mark.parametrize("month", [MONTH, {}])
@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("16.75GB", "16.50MB", None),
        ("16,750MB", "16,500GB", None),
        ("0.00GB", "0.01MB", None),
        ("16.75GB", "16500MB", 16_500_000_000),
        ("1.20GB", "990MB", 990_000_000),
    ],
)
async def test_a_unit_that_changes(
    poll: Polls, month: dict[str, str], before: str, after: str, left: int | None
) -> None:
    """A number that would fit in the unit of before is not believed in another."""
    poll.labels = {"remaining": "残りデータ量", "bill": "ご請求金額"}
    await poll(month | {"残りデータ量": before})
    why: list[tuple[str, ...]] = [] if left else [("残りデータ量", "unit")]
    assert await poll(month | {"残りデータ量": after}) == ([(left, None)], why)


@pytest.mark.parametrize("month", [MONTH, {}])
async def test_labels_that_change_places(poll: Polls, month: dict[str, str]) -> None:
    """With their values they are read; without them not, whether a period is told or not."""
    await poll(month | FIGURES)
    found, why = await poll(month | SWAPPED)
    assert (found, len(why)) == (NOTHING, 1)
    assert await poll(month | MOVED) == (gb(16.5, 3.5), [])


async def test_an_order_that_leaves_a_doubt(poll: Polls) -> None:
    """Near the middle either could be true after the labels have moved; later only one can."""
    poll.labels = {meaning: label for meaning, label in LABELS.items() if meaning != "total"}
    await poll(MONTH | {"残りデータ量": "10.25GB", "ご利用データ量": "9.75GB"})
    found = await poll(MONTH | {"ご利用データ量": "9.80GB", "残りデータ量": "10.20GB"})
    assert found == (NOTHING, [("残りデータ量", "ご利用データ量", "swapped")])
    found = await poll(MONTH | {"ご利用データ量": "10.50GB", "残りデータ量": "9.50GB"})
    assert found == (gb(9.5, 10.5), [])


async def test_a_label_of_something_else_that_moves(poll: Polls) -> None:
    """A label that nobody chose may have given its place too."""
    poll.labels = {"remaining": "残りデータ量", "bill": "ご請求金額"}
    await poll(MONTH | {"残りデータ量": "16.75GB", "ご利用データ量": "3.25GB"})
    found, why = await poll(MONTH | {"ご利用データ量": "16.50GB", "残りデータ量": "3.50GB"})
    assert (found, why) == (NOTHING, [("残りデータ量", "swapped")])


async def test_a_period_that_is_told_no_more(sim: Simulator, poll: Polls) -> None:
    """Then nothing is known of the time, until the period that was told last is over."""
    await poll(MONTH | FIGURES)
    assert await poll(FIGURES) == (NOTHING, [("period",)])
    sim.world.clock.set(sim.world.now() + timedelta(days=27))
    assert await poll(FIGURES) == (gb(16.75, 3.25), [])


async def test_a_new_period(poll: Polls, sim: Simulator) -> None:
    """Use may fall when another one is told, and where none is told."""
    await poll(MONTH | FIGURES)
    sim.world.clock.set(sim.world.now() + timedelta(days=27))
    fresh = {"残りデータ量": "20GB", "ご利用データ量": "0.00GB", "データ容量": "20GB"}
    assert await poll({"対象月": "2026年9月"} | fresh) == (gb(20, 0), [])


async def test_less_is_told_for_a_while(poll: Polls) -> None:
    """What is told again is held against what was told before."""
    await poll(MONTH | FIGURES)
    found, why = await poll(MONTH | {"残りデータ量": "16.50GB"})
    assert (found, why) == ([(16_500_000_000, None)], [("ご利用データ量",), ("データ容量",)])
    found, why = await poll(MONTH | FIGURES | {"残りデータ量": "17.00GB", "ご利用データ量": "3.00GB"})
    assert (found, why) == (NOTHING, [("ご利用データ量", "fell")])


@pytest.mark.parametrize(("plan", "why"), [("計算中", ["changed"]), ("50GBプラン", ["changed"]), ("3GB", []), ("", [])])
async def test_a_plan_that_changes(poll: Polls, plan: str, why: list[str]) -> None:
    """Not in the middle of a period; the figures are read."""
    await poll(MONTH | PLAN | FIGURES)
    found, reason = await poll(MONTH | {"ご契約プラン": plan} | FIGURES)
    assert (found, reason) == (gb(16.75, 3.25), [("plan", *why)])
    plans = [poll.account.lines[0].plan]
    _, reason = await poll(MONTH | {"ご契約プラン": "20 GBプラン"} | FIGURES)
    plans.append(poll.account.lines[0].plan)
    assert (plans, reason) == ([None, "20GBプラン"], [])


async def test_a_page_that_no_longer_names_a_line(poll: Polls) -> None:
    """What stands on it could be of the line that it named before."""
    poll.labels = {"used": "ご利用データ量", "bill": "ご請求金額"}
    one, other = ({"電話番号": f"070-0000-000{n}", "ご利用データ量": f"{n}.00GB"} for n in (1, 2))
    assert await poll(one, other) == ([(None, 10**9), (None, 2 * 10**9)], [])
    found = await poll({"ご案内": "070-0000-0001", "ご利用データ量": "1.00GB"}, {"電話番号": "070-0000-0002"})
    assert found == ([(None, None), (None, None)], [("ご利用データ量", "line")])


async def test_the_month_of_a_bill(poll: Polls) -> None:
    """A heading about use is not the bill's; a month that is told no more is named as missing."""
    await poll(MONTH | FIGURES, before="<h2>2026年8月のご利用状況</h2>")
    assert [str(bill.month) for bill in poll.account.bills] == ["2026-07"]
    await poll.see(rows(**MONTH, **FIGURES) + rows(ご請求金額="2,178円"))
    [bill] = poll.account.bills
    assert (bill.month, bill.amount, reasons(poll.account)) == (None, 2178, [("month",)])


async def test_more_is_left_than_there_is(poll: Polls) -> None:
    """Where what was used is not told, that is all that can be seen of two labels in each other's place."""
    poll.labels = {"remaining": "データ容量", "total": "残りデータ量", "bill": "ご請求金額"}
    assert await poll(MONTH | FIGURES) == (NOTHING, [("残りデータ量", "sum")])


async def test_a_page_about_other_numbers_is_somebody_elses(poll: Polls) -> None:
    """Also where one does not log in by number, and whether or not its figures could follow."""
    assert await poll(FIGURES | {"電話番号": "090-0000-0001"}) == (gb(16.75, 3.25), [])
    with pytest.raises(ForeignAnswer):
        await poll(FIGURES | {"電話番号": "090-0000-0002"})
    assert await poll(FIGURES | {"電話番号": "090-0000-0001"}) == (gb(16.75, 3.25), [])

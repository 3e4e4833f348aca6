"""Sakura Cloud's bills: states, rows that add up, and what is made of other answers."""

from datetime import date
from random import Random

import pytest

from custom_components.japan_mobile.carriers.model import BillState
from simulator import Account, Fault, Kind, Month, Simulator
from simulator.portals.sakura import HOST
from tests.carriers.accounts import BILLS, body, problems, read_with, settled
from tests.carriers.fetching import ALL, session_at
from tests.worlds_sakura import bill


@pytest.fixture
def account(sim: Simulator) -> Account:
    """Two SIMs behind a gateway with a quota, one behind none, and a paid bill."""
    return settled(sim)


@pytest.mark.parametrize("how", ["denied", "missing"])
async def test_a_key_without_bills(sim: Simulator, account: Account, how: str) -> None:
    """Where the key says so itself, nothing is asked."""
    if how == "denied":
        account.options.denied = frozenset({"system/1.0/"})
    else:
        account.options.external = "eventlog"
    async with session_at(sim, account) as session:
        read = await session.fetch(ALL)
    assert problems(read) == {("bills", None, "the login has no permission for bill")}
    assert len(read.lines) == 3
    asked = [call for call in sim.journal.calls if "/bill/" in call.path]
    assert len(asked) == (1 if how == "denied" else 0)


async def test_states_of_bills(sim: Simulator, account: Account) -> None:
    """Arrears begin on the day after the last day to pay; the running month is an estimate."""
    figures = Random(1)
    account.bills = [
        bill(Month(2026, 7), figures, unpaid=True, due=date(2026, 8, 6)),
        bill(Month(2026, 6), figures, unpaid=True, due=date(2026, 8, 5)),
        bill(Month(2026, 5), figures, unpaid=True),
        bill(Month(2026, 4), figures),
        bill(Month(2024, 12), figures),
    ]
    account.options.running = 660
    async with session_at(sim, account) as session:
        read = await session.fetch(ALL)
    assert [(str(one.month), one.state) for one in read.bills] == [
        ("2026-08", BillState.ESTIMATED),
        ("2026-07", BillState.ISSUED),
        ("2026-06", BillState.OVERDUE),
        ("2026-05", BillState.ISSUED),
        ("2026-04", BillState.PAID),
    ]
    assert read.bills[0].amount == 660


@pytest.mark.parametrize(("rows", "count"), [("whole", 2), ("part", 0), ("none", 0)])
async def test_rows_of_the_newest_bill(sim: Simulator, account: Account, rows: str, count: int) -> None:
    """All of them or none: a part would mislead."""
    account.options.rows = rows
    async with session_at(sim, account) as session:
        read = await session.fetch(ALL)
    assert len(read.bills[0].items) == count
    assert not read.problems


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({"Bills": None}, "Bills"),
        ({"Bills": [3]}, "Bills"),
        ({"Bills": [], "Total": 1}, "Bills, all of them"),
        ({"Bills": [{}]}, "BillID, Date, Amount"),
        ({"Bills": [{"BillID": 1, "Amount": 1.5, "Date": "2026-07-31T00:00:00+09:00"}]}, "Amount, number"),
        ({"Bills": [{"BillID": 1, "Amount": 1, "Date": "2026-07-31"}]}, "Date"),
        ({"Bills": [{"BillID": 1, "Amount": 1, "Date": 7}]}, "Date"),
        ({"Bills": [{"BillID": 1, "Amount": 1, "Date": []}]}, "Date"),
        ({"Bills": [{"BillID": 1, "Amount": 1, "Date": "2026-07-31T00:00:00+09:00", "PayLimit": {}}]}, "PayLimit"),
        ({"Bills": [{"BillID": 1, "Amount": 1, "Date": "2026-07-31T00:00:00+09:00", "PayLimit": "soon"}]}, "PayLimit"),
    ],
)  # fmt: skip
async def test_bills_of_another_form(sim: Simulator, account: Account, content: object, missing: str) -> None:
    path = "/cloud/zone/is1a/api/system/1.0/bill"
    read = await read_with(sim, account, BILLS, body(f"{path}/", content))
    assert read.bills == ()
    [(part, line, text)] = problems(read)
    assert (part, line) == ("bills", None)
    assert text.startswith(f"bill/by-contract could not be read: {missing.partition(', n')[0]}")


@pytest.mark.parametrize("content", [{}, {"BillDetails": [3]}, {"BillDetails": [{"Description": "x"}]}])
async def test_rows_of_another_form(sim: Simulator, account: Account, content: object) -> None:
    """The bill is right without them."""
    read = await read_with(sim, account, BILLS, body("/cloud/zone/is1a/api/system/1.0/billdetail", content))
    assert read.bills[0].amount == account.bills[0].amount
    assert read.bills[0].items == ()


async def test_a_bill_whose_payment_is_not_told(sim: Simulator, account: Account) -> None:
    entry = {"BillID": "1", "Amount": "5", "Date": "2026-07-31T00:00:00+09:00", "Paid": "maybe", "PayLimit": None}
    below = Fault(HOST, Kind.DELAY, path="/cloud/zone/is1a/api/system/1.0/billdetail")
    path = f"/cloud/zone/is1a/api/system/1.0/bill/by-contract/{account.account_id}/2026"
    read = await read_with(sim, account, BILLS, body(path, {"Total": 1, "Bills": [entry]}), below)
    assert (read.bills[0].amount, read.bills[0].state, read.bills[0].due) == (5, BillState.UNKNOWN, None)

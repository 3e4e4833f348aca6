"""Three customers from the 20th of a January on: who uses too much, who uses little, and who has not paid."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from simulator import MB, TOKYO, Account, Bill, Month, World
from tests.worlds_sakura import bill as sakura_bill, credentials_of as sakura_credentials, customer, sim

from .household import neighbours
from .moved_clock import Days

START = datetime(2027, 1, 20, 12, tzinfo=TOKYO)
"""A Wednesday."""
BUSY, THRIFTY = "070-••••-0001", "070-••••-0021"
"""What the two lines are called."""
DUE = date(2027, 1, 27)
FEBRUARY = date(2027, 2, 1)
_TOO_MUCH = 60 * MB
_LITTLE = 4 * MB


@dataclass
class January:
    """The world and its people. Of `busy` and of `thrifty` the first line is meant; `debtor` has a bill that is due."""

    world: World
    busy: Account
    thrifty: Account
    debtor: Account

    @property
    def owed(self) -> Bill:
        """The bill that nobody has paid."""
        return self.debtor.bills[0]

    def remaining(self, account: Account) -> int:
        """What the account's first line has left, as its carrier says: bytes."""
        left: int = self.world.truth("iijmio", account.account_id)["lines"][0]["remaining_bytes"]
        return left

    def issue_bill(self) -> Bill:
        """Bill `busy` for January; returns the bill."""
        newest = self.busy.newest_bills()[0]
        bill = replace(newest, month=Month(2027, 1))
        self.busy.bills.append(bill)
        return bill


def january() -> January:
    """The world at its start. What lines use from now on, they use by themselves: bytes per hour."""
    world = neighbours(2, START)
    busy, thrifty = world.accounts
    busy.lines[0].rate, thrifty.lines[0].rate = _TOO_MUCH, _LITTLE
    debtor = customer([sim(1)])
    debtor.bills = [sakura_bill(Month(2026, 12), Random(1), unpaid=True, due=DUE)]
    world.accounts.append(debtor)
    return January(world, busy, thrifty, debtor)


async def move_in(days: Days, people: January) -> tuple[str, str, str]:
    """Add the three accounts as their owners do; returns their config entries."""
    for account in (people.busy, people.thrifty):
        await days.house.add(days.client, account)
    result = await days.client.flow({"carrier": "sakura"}, sakura_credentials(people.debtor))
    assert result["type"] == "create_entry", result
    busy, thrifty = (days.house.entries[one.account_id] for one in (people.busy, people.thrifty))
    entries = busy, thrifty, str(result["result"]["entry_id"])
    for entry in entries:
        await days.follow(entry)
    return entries

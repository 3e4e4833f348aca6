"""What the world is made of: accounts, lines, allowances, usage and bills. Neutral: no carrier's words or rounding.

Volumes are whole bytes, money whole yen. A portal shows these in its own way; what is peculiar to one carrier lives
in `Account.options`, whose type belongs to the portal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .clock import Month

GB = 10**9
MB = 10**6


class GrantKind(StrEnum):
    """Where an amount of data comes from."""

    BASE = "base"
    CARRY_OVER = "carry_over"
    TOP_UP = "top_up"
    GIFT = "gift"
    BONUS = "bonus"


@dataclass(frozen=True)
class Usage:
    """Fast and slow data, in bytes."""

    fast: int = 0
    slow: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.fast + self.slow

    def plus(self, other: Usage) -> Usage:
        """The sum."""
        return Usage(self.fast + other.fast, self.slow + other.slow)


@dataclass
class Grant:
    """An amount of data that was given: its size, what is left of it, and the last day on which it is good.

    `at` is the exact end where a carrier counts by the minute; then `expires` is the day that holds it.
    """

    kind: GrantKind
    size: int
    left: int
    expires: date
    at: datetime | None = None


@dataclass
class Pool:
    """An allowance. Every line draws from one; lines that draw from the same one share it."""

    pool_id: str
    grants: list[Grant] = field(default_factory=list)

    def good(self, today: date) -> list[Grant]:
        """The grants that have not expired, the first to expire first."""
        return sorted((grant for grant in self.grants if grant.expires >= today), key=lambda grant: grant.expires)

    def left(self, today: date) -> int:
        """What is left in all, in bytes."""
        return sum(grant.left for grant in self.good(today))

    def drain(self, amount: int, today: date) -> int:
        """Use up to an amount; what is still missing comes back."""
        for grant in self.good(today):
            taken = min(grant.left, amount)
            grant.left -= taken
            amount -= taken
        return amount


@dataclass(frozen=True)
class Plan:
    """What a line has subscribed to. `size` is the monthly grant in bytes, None for unlimited."""

    name: str
    size: int | None


@dataclass
class Line:
    """One SIM. `rate` is what it uses by itself, in bytes per hour on average (0: nothing moves).

    `months` holds months that are not the sum of `days`; `silent` days and months have no record at all.
    """

    line_id: str
    number: str
    contract_id: str
    pool_id: str
    plan: Plan
    sim: str = ""
    network: str = "D"
    kind: str = "voice"
    esim: bool = False
    status: str = "active"
    stopped: date | None = None
    fast: bool = True
    throttled: bool = False
    rate: int = 0
    days: dict[date, Usage] = field(default_factory=dict)
    months: dict[Month, Usage] = field(default_factory=dict)
    silent: set[date] = field(default_factory=set)

    def on(self, day: date) -> Usage:
        """What was used on a day."""
        return self.days.get(day, Usage())

    def during(self, month: Month) -> Usage:
        """What was used in a month."""
        if month in self.months:
            return self.months[month]
        used = [usage for day, usage in self.days.items() if Month.of(day) == month]
        return Usage(sum(usage.fast for usage in used), sum(usage.slow for usage in used))


@dataclass(frozen=True)
class Item:
    """One row of an invoice, in yen before tax; `detail` is the small print below its name."""

    label: str
    amount: int
    detail: str = ""


@dataclass(frozen=True)
class Invoice:
    """One numbered invoice."""

    number: str
    items: tuple[Item, ...]
    tax: int

    @property
    def net(self) -> int:
        """Yen before tax."""
        return sum(item.amount for item in self.items)

    @property
    def amount(self) -> int:
        """Yen, tax included."""
        return self.net + self.tax


@dataclass
class Bill:
    """What was charged for a month of use; mostly one invoice, sometimes two."""

    month: Month
    invoices: tuple[Invoice, ...]
    unpaid: bool = False
    points: int = 0
    due: date | None = None

    @property
    def amount(self) -> int:
        """Yen, tax included."""
        return sum(invoice.amount for invoice in self.invoices)


@dataclass
class Account:
    """A customer. `usernames` are all that the login accepts; `arrears` counts debts that no bill shows.

    `grant_months` says how long a monthly grant lives (2: to the end of the next month); 0: no monthly grant. `utc`:
    the days and months of its lines begin at midnight UTC, not in Tokyo.
    """

    carrier: str
    account_id: str
    usernames: tuple[str, ...]
    password: str
    name: str
    lines: list[Line]
    pools: dict[str, Pool]
    bills: list[Bill] = field(default_factory=list)
    arrears: int = 0
    suspended: date | None = None
    since: date = date(2021, 4, 1)
    grant_months: int = 2
    utc: bool = False
    options: Any = None

    def line(self, line_id: str) -> Line:
        """The line with an id. Raises KeyError."""
        return {line.line_id: line for line in self.lines}[line_id]

    def pool(self, line: Line) -> Pool:
        """What a line draws from."""
        return self.pools[line.pool_id]

    def members(self, pool_id: str) -> list[Line]:
        """The lines that draw from a pool, in the account's order."""
        return [line for line in self.lines if line.pool_id == pool_id]

    def shares(self, line: Line) -> list[Line]:
        """The other lines that draw from the same pool."""
        return [other for other in self.members(line.pool_id) if other is not line]

    def newest_bills(self) -> list[Bill]:
        """The bills, newest first."""
        return sorted(self.bills, key=lambda bill: bill.month, reverse=True)

    def secrets(self) -> Iterable[str]:
        """Everything that identifies the customer or lets somebody in."""
        yield from (self.account_id, *self.usernames, self.password, self.name)
        for line in self.lines:
            digits = line.number.replace("-", "")
            yield from (line.line_id, line.contract_id, line.sim, line.number, digits, digits.removeprefix("0"))
        for bill in self.bills:
            yield from (invoice.number for invoice in bill.invoices)

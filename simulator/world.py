"""The truth: who has which lines, what they use while the clock runs, and what is left.

Nothing here knows a portal. A portal registers how its carrier shows an account (`shown_by`), because rounding is the
carrier's own; `World.truth` hands that out in the JSON form of an account.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zlib import crc32

from .clock import TOKYO, Clock, Month
from .people import Account, Grant, GrantKind, Line, Usage

type Truth = Callable[[World, Account, str], dict[str, Any]]

_TRUTHS: dict[str, Truth] = {}
# When people use their phones: the share of each hour of the day, in hundredths of the average hour.
_HOURS = (40, 20, 10, 5, 5, 10, 40, 120, 160, 110, 90, 100, 190, 130, 90, 90, 100, 130, 190, 210, 200, 160, 120, 80)
# A line that is out of fast data is slow: it uses a tenth of what it would.
_SLOW_SHARE = 10


def shown_by(carrier: str) -> Callable[[Truth], Truth]:
    """Register how a carrier shows an account."""

    def register(truth: Truth) -> Truth:
        _TRUTHS[carrier] = truth
        return truth

    return register


@dataclass
class World:
    """People, their lines, and a clock. The same seed and the same times give the same usage."""

    clock: Clock
    accounts: list[Account] = field(default_factory=list)
    seed: int = 0
    settled: datetime | None = None

    def now(self) -> datetime:
        """The time; what has been used and granted up to it is booked."""
        now = self.clock.now()
        self._settle(now)
        return now

    def today(self) -> date:
        """The day in Tokyo."""
        return self.now().date()

    def day_of(self, account: Account) -> date:
        """The day by which an account counts."""
        return self.now().astimezone(_zone(account)).date()

    def account(self, carrier: str, account_id: str) -> Account:
        """One account. Raises KeyError."""
        for account in self.accounts:
            if (account.carrier, account.account_id) == (carrier, account_id):
                return account
        raise KeyError(f"{carrier}/{account_id}")

    def of(self, carrier: str) -> list[Account]:
        """The accounts with a carrier."""
        return [account for account in self.accounts if account.carrier == carrier]

    def named(self, carrier: str, username: str) -> Account | None:
        """The account that a login name belongs to."""
        return next((account for account in self.of(carrier) if username in account.usernames), None)

    def truth(self, carrier: str, account_id: str, mode: str = "app") -> dict[str, Any]:
        """What a client ought to read, in the JSON form of an account without `fetched_at`. Raises KeyError.

        `mode` says which of the carrier's interfaces work; its values are the portal's own.
        """
        self.now()
        return _TRUTHS[carrier](self, self.account(carrier, account_id), mode)

    def use(self, carrier: str, account_id: str, line_id: str, *, fast: int = 0, slow: int = 0) -> None:
        """Use data on a line now, in bytes."""
        account = self.account(carrier, account_id)
        today = self.day_of(account)
        _book(account, account.line(line_id), today, Usage(fast, slow))

    def secrets(self) -> list[str]:
        """Every login id, password, name, number and code in the world, longest first."""
        found = {secret for account in self.accounts for secret in account.secrets() if secret}
        return sorted(found, key=lambda secret: (-len(secret), secret))

    def _settle(self, now: datetime) -> None:
        # A clock that was set back takes nothing back, and gives nothing twice.
        start = self.settled or now
        self.settled = max(start, now)
        for zone in (TOKYO, UTC):
            accounts = [account for account in self.accounts if _zone(account) is zone]
            for since, until in _days(start.astimezone(zone), now.astimezone(zone)):
                for account in accounts:
                    for line in account.lines:
                        if line.rate:
                            self._live(account, line, since, until)
                if until.day == 1 and until.time() == time.min:
                    _renew(accounts, until.date())

    def _live(self, account: Account, line: Line, since: datetime, until: datetime) -> None:
        day = since.date()
        amount = self.generated(line, day, until) - self.generated(line, day, since)
        missing = account.pool(line).drain(amount, day) if line.fast else amount
        used = Usage(amount - missing, missing // _SLOW_SHARE)
        line.days[day] = line.on(day).plus(used)

    def generated(self, line: Line, day: date, until: datetime) -> int:
        """What a lively line wants of a day from midnight to a moment, in bytes."""
        midnight = datetime.combine(day, time.min, until.tzinfo)
        hours, rest = divmod(int((until - midnight).total_seconds() * 1000), 3_600_000)
        mood = 40 + crc32(f"{self.seed}/{line.line_id}/{day}".encode()) % 121
        share = 0
        for hour in range(hours + 1):
            whim = crc32(f"{self.seed}/{line.line_id}/{day}/{hour}".encode()) % 201
            share += _HOURS[hour % 24] * whim * (3_600_000 if hour < hours else rest)
        return line.rate * mood * share // (100 * 100 * 100 * 3_600_000)


def _renew(accounts: list[Account], first: date) -> None:
    """Give each pool its grant of a new month."""
    for account in accounts:
        if not account.grant_months:
            continue
        expires = Month.of(first).plus(account.grant_months - 1).last
        for pool in account.pools.values():
            size = sum(line.plan.size or 0 for line in account.members(pool.pool_id))
            pool.grants.append(Grant(GrantKind.BASE, size, size, expires))


def _zone(account: Account) -> tzinfo:
    return UTC if account.utc else TOKYO


def _book(account: Account, line: Line, day: date, usage: Usage) -> None:
    account.pool(line).drain(usage.fast, day)
    line.days[day] = line.on(day).plus(usage)
    line.silent.discard(day)


def _days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut a span of time at midnights."""
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), time.min, start.tzinfo)
        yield start, min(midnight, end)
        start = midnight

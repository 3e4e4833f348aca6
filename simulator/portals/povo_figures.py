"""What povo shows of an account, as figures: the toppings in the order of use, and how they are rounded. Sheet 2, 4."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from simulator.people import Account, Grant, GrantKind

from .povo_options import PovoOptions

CARRIER = "povo"
GIGABYTE = 2**30
KILOBYTE = 1024
NO_OPTIONS = PovoOptions()


def options_of(account: Account | None) -> PovoOptions:
    """The account's variants."""
    return cast("PovoOptions", account.options) if account is not None and account.options else NO_OPTIONS


def ends(grant: Grant) -> datetime:
    """The last second on which a topping is good: of the minute that the app names."""
    assert grant.at is not None
    return grant.at.replace(second=59, microsecond=0)


def running(account: Account, now: datetime, kind: GrantKind) -> list[Grant]:
    """The packages of a kind that run now, the first to end first."""
    (pool,) = account.pools.values()
    return sorted((grant for grant in pool.grants if grant.kind is kind and ends(grant) >= now), key=ends)


def unlimited(account: Account, now: datetime) -> list[datetime]:
    """When the unlimited toppings that run now end."""
    found = (end.replace(second=59, microsecond=0) for end in options_of(account).unlimited)
    return sorted(end for end in found if end >= now)


def use(account: Account, now: datetime, amount: int) -> None:
    """Use data, in bytes, in povo's order: an unlimited topping, gift data, toppings by their end."""
    if unlimited(account, now):
        return
    for grant in (*running(account, now, GrantKind.BONUS), *running(account, now, GrantKind.TOP_UP)):
        taken = min(grant.left, amount)
        grant.left -= taken
        amount -= taken


def hundredths(volume: int) -> Decimal:
    """Bytes in GB with two decimals, as the app shows them (the rounding is assumed)."""
    return (Decimal(volume) / GIGABYTE).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shown_usage(account: Account, volume: int) -> Decimal:
    """A volume of the history in GB, with the decimals that this account's graph has."""
    digits = Decimal(1).scaleb(-options_of(account).usage_digits)
    return (Decimal(volume) / GIGABYTE).quantize(digits, ROUND_HALF_UP)


def exactly(gigabytes: Decimal) -> int:
    """GB as bytes."""
    return int((gigabytes * GIGABYTE).to_integral_value())


def boost(account: Account, now: datetime) -> tuple[int, int]:
    """What is left and what was used of the toppings, in bytes."""
    grants = running(account, now, GrantKind.TOP_UP)
    over = options_of(account).over * KILOBYTE if grants else 0
    return sum(grant.left for grant in grants), sum(grant.size - grant.left for grant in grants) + over


def bonus(account: Account, now: datetime) -> tuple[int, int]:
    """The same of the gift data."""
    grants = running(account, now, GrantKind.BONUS)
    return sum(grant.left for grant in grants), sum(grant.size - grant.left for grant in grants)

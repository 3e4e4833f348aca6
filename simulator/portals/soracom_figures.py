"""The figures that SORACOM shows of a world: SIM statistics in bytes by UTC day and month, and money."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from simulator.clock import Month
from simulator.people import Account, Bill, Line, Usage
from simulator.world import World

from .soracom_options import SimOptions, SoracomOptions

CARRIER = "soracom"
COVERAGES = ("jp", "g")
SUMMARY_MONTHS = 4
SUMMARY_SIMS = 100


def options_of(account: Account) -> SoracomOptions:
    """The variants that hold for an account."""
    return account.options if isinstance(account.options, SoracomOptions) else SoracomOptions()


def sim_of(account: Account, line: Line) -> SimOptions:
    """What is peculiar to a SIM."""
    return options_of(account).sims.get(line.line_id, SimOptions())


def sims(account: Account, coverage: str) -> list[Line]:
    """The SIMs of a coverage, terminated ones included."""
    return [line for line in account.lines if sim_of(account, line).coverage == coverage]


def today(world: World) -> date:
    """The day, UTC."""
    return world.now().astimezone(UTC).date()


def day_begins(day: date) -> int:
    """Midnight UTC, in seconds."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def recorded(line: Line, since: date, until: date) -> Iterator[tuple[date, Usage]]:
    """The days of a span that have a record."""
    for day in sorted(line.days):
        if since <= day <= until and day not in line.silent:
            yield day, line.days[day]


def month_of(line: Line, month: Month, until: date) -> Usage | None:
    """What a month's record says; None where there is none."""
    if month in line.months:
        return line.months[month]
    found = [usage for _, usage in recorded(line, month.first, min(month.last, until))]
    return Usage(sum(one.fast for one in found), sum(one.slow for one in found)) if found else None


def imsis(account: Account, line: Line) -> list[str]:
    """The subscribers of a SIM's profile in use."""
    place = account.lines.index(line) + 1
    return [f"44010{place:07}{number:03}" for number in range(1, sim_of(account, line).imsis + 1)]


def msisdn(line: Line) -> str:
    """The number without the leading zero, after Japan's code."""
    digits = "".join(letter for letter in line.number if letter.isdigit())
    return f"81{digits.removeprefix('0')}" if digits else ""


def bills(account: Account) -> list[Bill]:
    """Finished months, newest first."""
    return account.newest_bills()[:18]


def charged(account: Account, coverage: str, bill: Bill) -> Decimal:
    """What a month of a coverage costs: the bill of Japan, a third of it for the other."""
    amount = Decimal(bill.amount if coverage == "jp" else bill.amount // 3)
    return amount + (Decimal("0.5") if str(bill.month) in options_of(account).fractions else 0)


def estimate(account: Account, coverage: str) -> Decimal | None:
    """The running month's figure."""
    told = options_of(account).latest
    return None if told is None else Decimal(told) if coverage == "jp" else Decimal(told) / 4


def currency(account: Account, coverage: str) -> str | None:
    """The currency of bills."""
    options = options_of(account)
    return options.currency if coverage == "jp" else options.global_currency


def parts(account: Account, coverage: str, current: Month) -> dict[Month, dict[str, Decimal]]:
    """What each SIM costs in the newest months, the dearest first; in tenths of a yen."""
    members = sims(account, coverage)
    if not options_of(account).parts or not members:
        return {}
    totals: dict[Month, Decimal] = {}
    if (running := estimate(account, coverage)) is not None:
        totals[current] = running
    for bill in bills(account):
        if current.plus(-SUMMARY_MONTHS) < bill.month < current:
            totals[bill.month] = charged(account, coverage, bill)
    found = {}
    for month in sorted(totals, reverse=True):
        each = int(totals[month] * 10) // len(members)
        costs = {line.line_id: Decimal(each + place * 7) / 10 for place, line in enumerate(members)}
        dearest = sorted(costs, key=lambda key: costs[key], reverse=True)[:SUMMARY_SIMS]
        found[month] = {key: costs[key] for key in dearest}
    return found

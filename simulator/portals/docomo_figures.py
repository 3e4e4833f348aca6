"""How docomo writes figures. docs/carriers/docomo.md, 2.4, 4"""

from datetime import date
from decimal import Decimal

from simulator.clock import Month
from simulator.people import Account, Invoice, Line
from simulator.world import World

from .docomo_desk import options_of

GIGABYTE, KILOBYTE = 2**30, 2**10
SUBTOTALS = ("基本使用料", "その他ご利用料金等", "端末等代金分割支払金")
TAX = "消費税等相当額"
_WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")


def shown_month(world: World, account: Account) -> Month:
    """The month that the usage pages show: on the first days perhaps still the one before."""
    today = world.today()
    before = options_of(account).old_month and today.day < 10
    return Month.of(today).plus(-1 if before else 0)


def kilobytes(amount: int) -> int:
    """Whole KB."""
    return amount // KILOBYTE


def gigabytes(amount: int) -> str:
    """GB with two decimals, cut."""
    return f"{Decimal(amount * 100 // GIGABYTE) / 100:.2f}"


def of_gigabytes(text: str) -> int:
    """The bytes that such a text says."""
    return int((Decimal(text) * GIGABYTE).to_integral_value())


def left(world: World, account: Account, line: Line) -> int:
    """What is left, in bytes."""
    return account.pool(line).left(world.today())


def entries(account: Account) -> list[str]:
    """The pull-down of the bills but its first entry: numbers, and the fixed line."""
    fixed = options_of(account).fixed
    return [*(line.number for line in account.lines), *([fixed] if fixed else [])]


def months(account: Account) -> list[Month]:
    """The months of use whose bills are shown, the newest first."""
    return [bill.month for bill in account.newest_bills()[:4]]


def invoice(account: Account, month: Month, entry: int) -> Invoice:
    """The bill of one entry of the pull-down."""
    bill = next(bill for bill in account.bills if bill.month == month)
    return bill.invoices[entry]


def yen(account: Account, amount: int) -> str:
    """`3,973円`, or in full width."""
    text = f"{amount:,}"
    return f"{text.translate(_WIDE) if options_of(account).wide else text}円"


def days_shown(today: date) -> tuple[date, date, date]:
    """The three days of the daily page, today last."""
    return (date.fromordinal(today.toordinal() - 2), date.fromordinal(today.toordinal() - 1), today)

"""What the portal makes of the world: amounts at 0.01 GB, and which of them it adds up. Sheet 2.3, 4.

One login is one line (sheet 2.3, a guess): what is shown is the account's first line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.clock import Month
from simulator.people import GB, Account, Bill, Grant, GrantKind, Line
from simulator.world import World

from .softbank_brand import brand_of, options_of

_STEP = GB // 100
_FULL = str.maketrans("0123456789.,GBM", "０１２３４５６７８９．，ＧＢＭ")
_OTHERS = (GrantKind.TOP_UP, GrantKind.GIFT, GrantKind.BONUS)


@dataclass(frozen=True)
class Figures:
    """Bytes in whole steps of 0.01 GB. `carry_over` is what the month began with; the `…_left` are what is left."""

    used: int
    carry_over: int
    base: int
    top_up: int
    gift: int
    bonus: int
    carry_over_left: int
    top_up_left: int
    gift_left: int

    @property
    def others(self) -> int:
        """Every capacity but the base allowance and the carry-over."""
        return self.top_up + self.gift + self.bonus

    @property
    def total(self) -> int:
        """All of it."""
        return self.carry_over + self.base + self.others

    @property
    def remaining(self) -> int:
        """What is left of it."""
        return max(self.total - self.used, 0)


def line_of(account: Account) -> Line:
    """The line that a login shows."""
    return account.lines[0]


def figures_of(world: World, account: Account) -> Figures:
    """The line's figures of the current month."""
    today, line = world.today(), line_of(account)
    grants = account.pool(line).good(today)
    used = line.during(Month.of(today)).fast
    newest = Month.of(today).plus(max(account.grant_months, 1) - 1).last
    base = [grant for grant in grants if grant.kind is GrantKind.BASE and grant.expires >= newest]
    others = [grant for grant in grants if grant.kind in _OTHERS]
    carried = [grant for grant in grants if grant not in base and grant not in others]
    spent_elsewhere = sum(grant.size - grant.left for grant in (*base, *others))
    opening = sum(
        grant.size if grant.kind is GrantKind.CARRY_OVER else grant.left + max(used - spent_elsewhere, 0)
        for grant in carried
    )
    return Figures(
        used=_cut(used),
        carry_over=_cut(opening),
        base=_cut(sum(grant.size for grant in base)),
        top_up=_size(others, GrantKind.TOP_UP),
        gift=_size(others, GrantKind.GIFT),
        bonus=_size(others, GrantKind.BONUS),
        carry_over_left=_cut(sum(grant.left for grant in carried)),
        top_up_left=_left(others, GrantKind.TOP_UP),
        gift_left=_left(others, GrantKind.GIFT),
    )


def base_left(account: Account, figures: Figures) -> int:
    """What is left of the base allowance; which amount is used first is not known (assumed: an option)."""
    before = {"carry_over": figures.carry_over, "others": figures.carry_over + figures.others, "base": 0}
    from_base = max(figures.used - before[options_of(account).consumed_first], 0)
    return max(figures.base - from_base, 0)


def size_text(account: Account, amount: int) -> str:
    """`1.20GB` in the account's style, without the blanks around it."""
    options = options_of(account)
    steps = amount // _STEP
    whole, rest = (steps * 10, 0) if options.unit == "MB" else divmod(steps, 100)
    separator = "," if options.size_style == "comma" else ""
    text = f"{whole:{separator}}.{rest:02}{options.unit}"
    return text.translate(_FULL) if options.size_style == "full" else text


def number_text(amount: int) -> str:
    """`1.20`, as the chart and the older pages write it."""
    whole, rest = divmod(amount // _STEP, 100)
    return f"{whole}.{rest:02}"


def layout_of(account: Account) -> str:
    """The layout of the data page."""
    return options_of(account).layout or brand_of(account).layout


def in_arrears(account: Account) -> bool:
    """Whether something is owed."""
    return bool(account.arrears) or any(bill.unpaid for bill in account.bills)


def issued(world: World, account: Account) -> list[Bill]:
    """The bills that have documents, newest first."""
    current = Month.of(world.today())
    bills = [bill for bill in account.newest_bills() if bill.month < current]
    return bills[: options_of(account).pdf_months]


def unbilled(world: World, account: Account) -> Bill | None:
    """What the current month has cost so far: a bill of the current month in the world."""
    current = Month.of(world.today())
    return next((bill for bill in account.bills if bill.month == current), None)


def unbilled_amount(bill: Bill) -> int:
    """The sum of the rows that the page of unbilled amounts shows."""
    return sum(invoice.net for invoice in bill.invoices)


def _cut(amount: int) -> int:
    return amount // _STEP * _STEP


def _size(grants: Iterable[Grant], kind: GrantKind) -> int:
    return _cut(sum(grant.size for grant in grants if grant.kind is kind))


def _left(grants: Iterable[Grant], kind: GrantKind) -> int:
    return _cut(sum(grant.left for grant in grants if grant.kind is kind))

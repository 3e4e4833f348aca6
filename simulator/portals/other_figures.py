"""The figures of a portal of unknown make, at its own rounding (cut), and how they are written."""

from typing import NamedTuple

from simulator.clock import Month
from simulator.people import GB, MB, Account, Bill, Line
from simulator.world import World

from .other_options import OtherOptions
from .other_sites import options_of

USUAL = {
    "number": "電話番号",
    "plan": "ご契約プラン",
    "month": "対象月",
    "period": "ご利用期間",
    "used": "ご利用データ量",
    "remaining": "残りデータ量",
    "total": "データ容量",
    "bill": "ご請求金額",
    "bill_month": "ご利用月",
}
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class Fact(NamedTuple):
    """A label, and the number and the unit that stand with it; a text has no unit."""

    label: str
    value: str
    unit: str = ""

    @property
    def text(self) -> str:
        """Value and unit as one."""
        return f"{self.value}{self.unit}"


def label(options: OtherOptions, kind: str) -> str:
    """How a portal calls a kind of figure."""
    return options.labels.get(kind, USUAL[kind])


def cut(options: OtherOptions, amount: int) -> int:
    """Bytes at the portal's rounding."""
    step = MB if options.unit == "MB" else GB // 10**options.decimals
    return amount // step * step


def volume(options: OtherOptions, name: str, amount: int) -> Fact:
    """A data volume."""
    style = "," if options.comma else ""
    if options.unit == "MB":
        number = f"{amount // MB:{style}}"
    else:
        whole, rest = divmod(cut(options, amount), GB)
        number = f"{whole:{style}}"
        if options.decimals:
            number += f".{rest // (GB // 10**options.decimals):0{options.decimals}}"
    return _written(options, Fact(name, number, (" " if options.space else "") + options.unit))


def yen(options: OtherOptions, name: str, amount: int) -> Fact:
    """An amount of money."""
    number = f"{amount:,}"
    if options.yen == "¥":
        return _written(options, Fact(name, f"¥{number}"))
    return _written(options, Fact(name, number, "円（税込）" if options.yen == "税込" else "円"))


def _written(options: OtherOptions, fact: Fact) -> Fact:
    return Fact(fact.label, *(text.translate(_WIDE) if options.wide else text for text in fact[1:]))


def shown_month(month: Month) -> str:
    """`2026年8月`."""
    return f"{month.year}年{month.month}月"


def used(account: Account, line: Line, month: Month) -> int:
    """What was used in a month, as shown."""
    return cut(options_of(account), line.during(month).fast)


def remaining(world: World, account: Account, line: Line) -> int:
    """What is left, as shown."""
    return cut(options_of(account), account.pool(line).left(world.today()))


def total(account: Account, line: Line) -> int | None:
    """The monthly allowance, as shown; None for a plan without one."""
    return None if line.plan.size is None else cut(options_of(account), line.plan.size)


def bill_label(account: Account) -> str:
    """What the bill is called; where each line has pages of its own, that it is of them all."""
    options = options_of(account)
    several = options.lines == "links" and len(account.lines) > 1 and options.tells_number
    return label(options, "bill") + ("（全回線合計）" if several else "")


def bill_of(account: Account) -> Bill | None:
    """The bill that is told, the newest."""
    return next(iter(account.newest_bills()), None)

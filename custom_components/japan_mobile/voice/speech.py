"""How an answer sounds: sizes, money and days in words, and the sentences around them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Say(StrEnum):
    """The sentences that every language has. In braces: {who}, {what}, {when}, {rest}."""

    LEFT = "left"
    LEFT_EACH = "left_each"
    USED = "used"
    USED_EACH = "used_each"
    TODAY = "today"
    TODAY_EACH = "today_each"
    LASTS = "lasts"
    RUNS_OUT = "runs_out"
    RESETS = "resets"
    BUDGET = "budget"
    BUDGET_SHARED = "budget_shared"
    LEAST = "least"
    LEAST_SHARED = "least_shared"
    LEAST_EACH = "least_each"
    BILL = "bill"
    PAID = "paid"
    OVERDUE = "overdue"
    TO_PAY = "to_pay"
    DUE = "due"
    NOT_DUE = "not_due"
    UNKNOWN = "unknown"
    AS_OF = "as_of"
    NOTHING_EXPOSED = "nothing_exposed"
    NOT_UNDERSTOOD = "not_understood"
    NOTHING = "nothing"
    LITTLE = "little"


@dataclass(frozen=True)
class Speech:
    """A language's sentences and ways to write. `gigabytes` and `megabytes` hold {n}; `gap` stands between sentences."""

    say: Mapping[Say, str]
    gigabytes: str
    megabytes: str
    yen: str
    comma: str
    last_comma: str
    item: str
    item_shared: str
    between_names: tuple[str, str]
    """What stands between names: between the last two, the second."""
    gap: str
    on_day: Callable[[date, date], str]
    at: Callable[[datetime, datetime], str]

    def size(self, gigabytes: float) -> str:
        """A size as one says it: 12 GB, 3.2 GB, 480 MB."""
        if gigabytes <= 0:
            return self.say[Say.NOTHING]
        if gigabytes < 0.01:
            return self.say[Say.LITTLE]
        if gigabytes < 0.95:
            return self.megabytes.format(n=round(gigabytes * 100) * 10)
        return self.gigabytes.format(n=f"{gigabytes:.1f}".removesuffix(".0") if gigabytes < 99.5 else round(gigabytes))

    def money(self, amount: float) -> str:
        """An amount in yen."""
        return self.yen.format(n=f"{amount:,.0f}")

    def listed(self, parts: Sequence[str]) -> str:
        """Parts in a row."""
        return parts[0] if len(parts) == 1 else self.comma.join(parts[:-1]) + self.last_comma + parts[-1]

    def named(self, names: Sequence[str]) -> str:
        """Names in a row."""
        comma, last = self.between_names
        return names[0] if len(names) == 1 else comma.join(names[:-1]) + last + names[-1]

    def sentence(self, said: Say, **parts: str) -> str:
        """A sentence with its parts filled in."""
        return self.say[said].format(**parts)


def days_between(day: date, today: date) -> int:
    """How many days lie ahead, or (negative) behind."""
    return (day - today) // timedelta(days=1)

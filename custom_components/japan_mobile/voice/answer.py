"""The answer to a question, of what is exposed and known now. No number is said that no entity shows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, STATE_UNAVAILABLE, UnitOfInformation
from homeassistant.core import State
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from ..exposed import Shown
from .question import Topic
from .speech import Say, Speech

OLD = timedelta(hours=6)
"""Figures that were read longer ago are told with their time."""
KEYS = frozenset({
    "data_remaining", "data_used", "used_today", "will_run_out", "run_out_time", "reset_date", "daily_budget",
    "line_bill", "latest_bill", "amount_due", "due_date", "payment_overdue",
})  # fmt: skip
"""The entities that answers are made of."""
_SIZES = {
    Topic.LEFT: ("data_remaining", Say.LEFT, Say.LEFT_EACH),
    Topic.USED: ("data_used", Say.USED, Say.USED_EACH),
    Topic.USED_TODAY: ("used_today", Say.TODAY, Say.TODAY_EACH),
}


class Answerer:
    """Answers in one language about these lines and accounts; `read` says when an account's figures were read last."""

    def __init__(
        self,
        speech: Speech,
        lines: Sequence[Shown],
        accounts: Sequence[Shown],
        read: Callable[[Shown], datetime | None],
    ) -> None:
        self._speech = speech
        self._lines = lines
        self._accounts = accounts
        self._read = read
        self._now = dt_util.now()

    def answer(self, topic: Topic) -> str:
        """What there is to say."""
        if topic in {Topic.UNPAID, Topic.DUE}:
            told = [self._payment(account, topic) for account in self._accounts]
        elif topic is Topic.BILL:
            told = self._bills()
        elif topic in _SIZES:
            told = self._sizes(*_SIZES[topic])
        elif topic is Topic.LEAST:
            told = self._least()
        elif topic is Topic.BUDGET:
            told = self._budgets()
        else:
            told = self._alike(self._lasts if topic is Topic.LASTS else self._resets)
        told = [sentence for sentence in told if sentence]
        return self._speech.gap.join([*told, *self._age(topic)]) if told else self._speech.say[Say.NOTHING_EXPOSED]

    def _sizes(self, key: str, one: Say, each: Say) -> list[str]:
        """One sentence of each line, or of several lines one with all of them."""
        known = [(line, size) for line in self._lines if (size := _gigabytes(line.known(key))) is not None]
        told = [(line.name, self._speech.size(size)) for line, size in known]
        if len(told) == 1:
            said = [self._speech.sentence(one, who=told[0][0], what=told[0][1])]
        else:
            pools = (
                self._pooled([line for line, _size in known])
                if key == "data_remaining"
                else [[one[0]] for one in known]
            )
            sizes = dict(told)
            items = [self._item(pool, sizes[pool[0].name]) for pool in pools]
            said = [self._speech.sentence(each, rest=self._speech.listed(items))] if items else []
        found = [line for line, _size in known]
        return said + self._unknown([line for line in self._lines if line not in found])

    def _least(self) -> list[str]:
        known = [(size, line) for line in self._lines if (size := _gigabytes(line.known("data_remaining"))) is not None]
        if not known:
            return self._unknown(self._lines)
        size = min(size for size, _ in known)
        least = [line for found, line in known if found == size]
        others = [line for line in self._lines if line not in [found for _, found in known]]
        form = Say.LEAST if len(least) == 1 else Say.LEAST_SHARED if len(self._pooled(least)) == 1 else Say.LEAST_EACH
        who = self._speech.named([line.name for line in least])
        said = self._speech.sentence(form, who=who, what=self._speech.size(size))
        return [said, *self._unknown(others)]

    def _item(self, pool: Sequence[Shown], size: str) -> str:
        form = self._speech.item if len(pool) == 1 else self._speech.item_shared
        return form.format(who=self._speech.named([line.name for line in pool]), what=size)

    def _pooled(self, lines: Sequence[Shown]) -> list[list[Shown]]:
        """Lines that share what is left together, all others alone, in their order."""
        pools: dict[object, list[Shown]] = {}
        for line in lines:
            left = line.known("data_remaining")
            shares = left is not None and left.attributes.get("shared_with")
            pool = (line.account, left.state) if left is not None and shares else line.device_id
            pools.setdefault(pool, []).append(line)
        return list(pools.values())

    def _alike(self, ask: Callable[[Shown], tuple[Say, str] | None]) -> list[str]:
        """One sentence of all lines of which the same is to be said."""
        found: dict[tuple[Say, str], list[str]] = {}
        for line in self._lines:
            found.setdefault(ask(line) or (Say.UNKNOWN, ""), []).append(line.name)
        return [
            self._speech.sentence(said, who=self._speech.named(names), when=when)
            for (said, when), names in sorted(found.items(), key=lambda one: one[0][0] is Say.UNKNOWN)
        ]

    def _lasts(self, line: Shown) -> tuple[Say, str] | None:
        runs_out, at = line.known("will_run_out"), line.known("run_out_time")
        if runs_out is None:
            return None
        if runs_out.state == "off":
            return Say.LASTS, ""
        moment = None if at is None else dt_util.parse_datetime(at.state)
        if moment is None:
            return None
        # A moment is foreseen to the end of a day or a quarter of one: only the day of it is said.
        day = (dt_util.as_local(moment) - timedelta(seconds=1)).date()
        return Say.RUNS_OUT, self._speech.on_day(day, self._today)

    def _resets(self, line: Shown) -> tuple[Say, str] | None:
        day = _day(line.known("reset_date"))
        return None if day is None else (Say.RESETS, self._speech.on_day(day, self._today))

    def _budgets(self) -> list[str]:
        """What may be used a day: of lines that share their data by all of them together."""
        known = [line for line in self._lines if line.known("daily_budget") is not None]
        said = []
        for pool in self._pooled(known):
            size = _gigabytes(pool[0].known("daily_budget"))
            several = Say.BUDGET if len(pool) == 1 else Say.BUDGET_SHARED
            who = self._speech.named([line.name for line in pool])
            said += [self._speech.sentence(several, who=who, what=self._speech.size(size))] if size is not None else []
        return [*said, *self._unknown([line for line in self._lines if line not in known])]

    def _bills(self) -> list[str]:
        """Lines that have bills of their own, and else their accounts' bills, each once."""
        own = {line.device_id: line for line in self._lines if "line_bill" in line.states}
        wanted = {line.account for line in self._lines if line.device_id not in own}
        shared = [account for account in self._accounts if account.device_id in wanted or not self._lines]
        of_lines = [self._amount(line, "line_bill") for line in own.values()]
        return of_lines + [self._amount(account, "latest_bill") for account in shared]

    def _amount(self, whose: Shown, key: str) -> str:
        state = whose.known(key)
        if state is None:
            return self._speech.sentence(Say.UNKNOWN, who=whose.name)
        return self._speech.sentence(Say.BILL, who=whose.name, what=self._speech.money(float(state.state)))

    def _payment(self, account: Shown, topic: Topic) -> str:
        told = [self._due(account)] if topic is Topic.DUE else [self._overdue(account), self._to_pay(account)]
        return self._speech.gap.join(filter(None, told))

    def _overdue(self, account: Shown) -> str:
        state = account.known("payment_overdue")
        said = Say.UNKNOWN if state is None else Say.OVERDUE if state.state == "on" else Say.PAID
        return self._speech.sentence(said, who=account.name)

    def _to_pay(self, account: Shown) -> str:
        state = account.known("amount_due")
        if state is None or not float(state.state):
            return ""
        return self._speech.sentence(Say.TO_PAY, who=account.name, what=self._speech.money(float(state.state)))

    def _due(self, account: Shown) -> str:
        day, state = _day(account.known("due_date")), account.states.get("due_date")
        if state is None or state.state == STATE_UNAVAILABLE:
            return self._speech.sentence(Say.UNKNOWN, who=account.name)
        if day is None:
            return self._speech.sentence(Say.NOT_DUE, who=account.name)
        due = self._speech.sentence(Say.DUE, who=account.name, when=self._speech.on_day(day, self._today))
        return self._speech.gap.join(filter(None, [due, self._to_pay(account)]))

    def _unknown(self, lines: Sequence[Shown]) -> list[str]:
        names = [line.name for line in lines]
        return [self._speech.sentence(Say.UNKNOWN, who=self._speech.named(names))] if names else []

    def _age(self, topic: Topic) -> list[str]:
        """How old the figures are, if they are: of bills it does not matter."""
        if topic in {Topic.BILL, Topic.DUE, Topic.UNPAID, Topic.RESETS}:
            return []
        read = [at for line in self._lines if (at := self._read(line)) is not None]
        if not read or self._now - min(read) < OLD:
            return []
        return [self._speech.sentence(Say.AS_OF, when=self._speech.at(dt_util.as_local(min(read)), self._now))]

    @property
    def _today(self) -> date:
        return self._now.date()


def _gigabytes(state: State | None) -> float | None:
    """A size in the carrier's gigabytes, whatever unit the user has set."""
    if state is None:
        return None
    unit, size = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT), float(state.state)
    if unit in {UnitOfInformation.GIGABYTES, UnitOfInformation.GIBIBYTES}:
        return size
    return InformationConverter.convert(size, unit, UnitOfInformation.GIGABYTES)


def _day(state: State | None) -> date | None:
    return None if state is None else dt_util.parse_date(state.state)

"""One poll of povo: what has to be asked, so that the figures are right and two requests do on most days.

Protocol: docs/carriers/povo.md, 4.4.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ..aside import aside, beside, length
from ..errors import AccountActionNeeded, CannotConnect, CarrierError, ForeignAnswer, LayoutChanged, Maintenance
from ..keep import Keep
from ..model import TOKYO, Account, Bill, DailyUsage, Line, MonthlyUsage, Part, Problem
from ..skeleton import shown_on
from .api import Api
from .balance import Known, combined, dump, load, with_balance
from .bills import read_bills
from .history import read_days, read_months
from .plan import Contract, Totals, read_contract, read_totals
from .toppings import Toppings, read_toppings

SUSPENDED_AFTER = timedelta(days=181)
"""Counted from the day of the last topping's expiry (sheet, 4.5)."""


class Poll:
    """The reads of one `fetch`. Uses `external_id`, `line`, `toppings` and `last_expiry` of the keep."""

    def __init__(self, api: Api, keep: Keep, now: datetime, parts: frozenset[Part]) -> None:
        self._api = api
        self._keep = keep
        self._now = now
        self._parts = parts
        self._problems: list[Problem] = []

    async def account(self, carrier: str) -> Account:
        """Read everything that was asked for. What cannot be read beside the rest is a problem."""
        line = await self._line()
        if Part.USAGE in self._parts:
            line = await self._with_usage(line)
        if Part.HISTORY in self._parts:
            line = await self._with_history(line)
        bills = await self._bills(line) if Part.BILLS in self._parts else ()
        return Account(
            carrier=carrier,
            account_id=str(self._keep["external_id"]),
            fetched_at=self._now,
            lines=(line,),
            bills=bills,
            problems=tuple(self._problems),
        )

    async def _try[T](self, part: Part, read: Callable[[], Awaitable[T]]) -> T | None:
        """What is read, or None and a problem when it cannot be."""
        try:
            return await read()
        except (LayoutChanged, CannotConnect, Maintenance, AccountActionNeeded) as err:
            await aside(shown_on, self._api.last, err)
            self._note(part, err)
            return None

    async def _read[**P, T](self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the last answer's content says."""
        return await beside(length(self._api.last), read, *args, **kwargs)

    def _note(self, part: Part, err: CarrierError) -> None:
        self._problems.append(Problem(part=part, error=err))

    # The line

    async def _line(self) -> Line:
        """The line as the contract has it: asked for with its part, and as long as it is not known."""
        known = self._keep.get("line")
        if known is None or Part.CONTRACT in self._parts:
            contract = await self._contract() if known is None else await self._try(Part.CONTRACT, self._contract)
            if contract is not None:
                known = {"id": contract.line_id, "number": contract.number, "plan": contract.plan}
                await self._save("line", known)
        assert known is not None
        return Line(line_id=known["id"], number=known["number"], plan=known["plan"])

    async def _contract(self) -> Contract:
        contract = await self._read(read_contract, await self._api.get("users"))
        if contract.external_id != self._keep.get("external_id"):
            raise ForeignAnswer("users: an answer for another customer")
        return contract

    async def _save(self, key: str, value: Any) -> None:
        if self._keep.get(key) != value:
            self._keep[key] = value
            await self._keep.save()

    # What is left

    async def _with_usage(self, line: Line) -> Line:
        known, fresh = await self._known()
        await self._save("toppings", dump(known))
        for doubt in known.doubts:
            self._note(Part.USAGE, doubt)
        return replace(with_balance(line, known, fresh=fresh), suspends=self._suspends())

    async def _known(self) -> tuple[Known, bool]:
        """The toppings and totals of now, and whether the list of toppings was read for it."""
        known = load(self._keep.get("toppings"))
        known = known and known.at(self._now)
        first = known is not None and known.spent and known.unlimited is False and known.turn and self._has_to_renew
        shown = await self._toppings() if first else None
        if known is not None and shown is not None and known.same(shown):
            return replace(known, turn=False), True
        totals = await self._read(read_totals, await self._api.get("plan"))
        holds = known is not None and _holds(known, totals)
        wanted = not holds or Part.CONTRACT in self._parts or not self._api.renewed
        if wanted and not first:
            shown = await self._toppings()
        if shown is not None:
            return combined(shown, totals, self._now), True
        if known is None or not holds or ((first or wanted) and known.spent):
            # The list could not be had, and its problem is noted. With nothing left, there may be an unlimited topping.
            return Known(toppings=(), totals=totals, readable=False, missing=True), False
        return replace(known, totals=totals, turn=True), False

    @property
    def _has_to_renew(self) -> bool:
        """Whether one of the two requests goes to the token. Else there is one to spare for the list of toppings."""
        return self._api.renewed or self._api.expired

    async def _toppings(self) -> Toppings | None:
        """The list of toppings, or None and a problem; when the last one ends is remembered."""
        shown = await self._try(Part.USAGE, self._read_toppings)
        if shown is not None:
            await self._save("last_expiry", self._last_expiry(shown))
        return shown

    async def _read_toppings(self) -> Toppings:
        return await self._read(read_toppings, await self._api.get("user-plan-details-v2"))

    # When the line is suspended

    def _last_expiry(self, shown: Toppings) -> dict[str, Any]:
        """When the newest topping that was ever seen ends or ended, and whether all that run could be read."""
        before = self._remembered()
        ends = [end for end in (before and before["at"], shown.last and shown.last.isoformat()) if end]
        return {"owner": self._keep["external_id"], "at": max(ends, default=None), "sure": shown.whole}

    def _remembered(self) -> dict[str, Any] | None:
        """What is remembered of this customer: it outlives a login, which can be another customer's."""
        kept: dict[str, Any] | None = self._keep.get("last_expiry")
        return kept if kept is not None and kept["owner"] == self._keep["external_id"] else None

    def _suspends(self) -> date | None:
        """The day on which the line is suspended if nothing is bought; None when it is not known, or is over."""
        kept = self._remembered()
        if kept is None or kept["at"] is None or not kept["sure"]:
            return None
        day = datetime.fromisoformat(kept["at"]).astimezone(TOKYO).date() + SUSPENDED_AFTER
        return day if day >= self._now.date() else None

    # The rest

    async def _with_history(self, line: Line) -> Line:
        today = self._now.date()
        days = await self._try(Part.HISTORY, lambda: self._days(today))
        months = await self._try(Part.HISTORY, lambda: self._months(today))
        return replace(line, daily=days or (), monthly=months or ())

    async def _days(self, today: date) -> tuple[DailyUsage, ...]:
        return await self._read(read_days, await self._api.get("daily"), today)

    async def _months(self, today: date) -> tuple[MonthlyUsage, ...]:
        return await self._read(read_months, await self._api.get("monthly"), today)

    async def _bills(self, line: Line) -> tuple[Bill, ...]:
        content = await self._try(Part.BILLS, lambda: self._api.get("bills"))
        if content is None:
            return ()
        try:
            found = await self._read(read_bills, content, self._now, line.line_id)
        except LayoutChanged as err:
            self._note(Part.BILLS, err)
            return ()
        for problem in found.problems:
            self._note(Part.BILLS, problem)
        return found.bills


def _holds(known: Known, totals: Totals) -> bool:
    """Whether the list of toppings is still the known one, as far as totals tell.

    Not when one moved; nor when the last data has just been used up, as an unlimited topping shows in the list alone.
    """
    used_up = totals.all.left == 0 and not known.spent and known.unlimited is not True
    return known.explains(totals) and not used_up and not known.missing

"""One poll of mineo: which lines there are, and what is asked for each. Protocol: docs/carriers/mineo.md, 1.2 and 8."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
import hashlib
import secrets
from typing import Any

from ..aside import aside, beside, length
from ..errors import CannotConnect, CarrierError, ForeignAnswer, LayoutChanged, RateLimited
from ..keep import Keep
from ..model import Account, BucketKind, Line, Part, Problem, end_of_day
from ..skeleton import shown_on
from .api import Api, LineUnknown
from .history import read_history
from .read import Charge, Entry, bought, read_capacity, read_charge_end, read_entries

_LIST_AGE = timedelta(days=1)
_CAPACITY = frozenset({Part.USAGE, Part.CONTRACT})
_LINES = _CAPACITY | {Part.HISTORY}


def known_lines(keep: Keep) -> tuple[Entry, ...]:
    """The lines that were listed last."""
    return tuple(
        Entry(cust_id=entry["id"], name=entry.get("name"), number=entry.get("number"))
        for entry in keep.get("lines", [])
    )


class Poll:
    """The reads of one `fetch`. Uses `account`, `lines`, `listed` and `charges` of the keep.

    `limited`: the carrier wants to be asked less, so nothing more is asked in this poll; what was read is kept.
    """

    def __init__(self, api: Api, keep: Keep, now: datetime, parts: frozenset[Part]) -> None:
        self._api = api
        self._keep = keep
        self._now = now
        self._parts = parts
        self._problems: list[Problem] = []
        self._limited = False
        self._listed = False

    async def account(self, carrier: str) -> Account:
        """Read everything that was asked for. Raises when nothing at all could be read."""
        if self._wants_list():
            await self._list()
        lines = await self._lines() if self._parts & _LINES else []
        if self._problems and not any(line.plan or line.total or line.daily or line.monthly for line in lines):
            raise self._problems[0].error
        return Account(
            carrier=carrier,
            account_id=self._keep["account"],
            fetched_at=self._now,
            lines=tuple(lines),
            problems=tuple(self._problems),
        )

    def _wants_list(self) -> bool:
        """Now and then, and whenever there is reason to: without it a poll is one request for each line."""
        match self._keep:
            case {"account": str(), "lines": [_, *_], "listed": str(listed)} if Part.CONTRACT not in self._parts:
                return not timedelta(0) <= self._now - datetime.fromisoformat(listed) < _LIST_AGE
            case _:
                return True

    async def _list(self) -> None:
        """Read which lines there are. Raises `ForeignAnswer` when they are all others than before.

        An answer without any is not believed where there were some.
        """
        content = await self._api.read("get_telnum_list")
        found = await beside(length(self._api.last), read_entries, content)
        known, ids = {entry.cust_id for entry in known_lines(self._keep)}, {entry.cust_id for entry in found}
        if known and not ids:
            raise LayoutChanged("get_telnum_list", "telNumList")
        if known and not known & ids:
            raise ForeignAnswer("get_telnum_list: the lines of another customer")
        self._listed = True
        self._keep["lines"] = [{"id": one.cust_id, "name": one.name, "number": one.number} for one in found]
        self._keep["listed"] = self._now.isoformat()
        if not isinstance(self._keep.get("account"), str):
            self._keep["account"] = account_id(min(ids, default=secrets.token_hex(16)))
        await self._keep.save()

    async def _lines(self) -> list[Line]:
        found: dict[str, Line | None] = {}
        while pending := [entry for entry in known_lines(self._keep) if entry.cust_id not in found]:
            for entry in pending:
                found[entry.cust_id] = await self._unless_gone(entry)
        return [line for entry in known_lines(self._keep) if (line := found[entry.cust_id]) is not None]

    async def _unless_gone(self, entry: Entry) -> Line | None:
        """A line; None if the carrier knows it no longer, and lists it no longer either."""
        try:
            return await self._line(entry)
        except LineUnknown as err:
            if not self._listed:
                await self._list()
            if entry.cust_id not in {one.cust_id for one in known_lines(self._keep)}:
                return None
            await self._note(next(part for part in Part if part in self._parts & _LINES), err, entry.cust_id)
            return _bare(entry)

    async def _line(self, entry: Entry) -> Line:
        line = _bare(entry)
        if self._parts & _CAPACITY:
            part = Part.USAGE if Part.USAGE in self._parts else Part.CONTRACT
            line = await self._ask(part, line, self._with_capacity)
        if Part.CONTRACT in self._parts and bought(line):
            line = await self._ask(Part.CONTRACT, line, self._with_charge_end)
        if Part.HISTORY in self._parts:
            line = await self._ask(Part.HISTORY, line, self._with_history)
        return line

    async def _ask(self, part: Part, line: Line, read: Callable[[Line], Awaitable[Line]]) -> Line:
        """A line with one more thing read, or as it was and a problem."""
        if self._limited:
            return line
        try:
            return await read(line)
        except LineUnknown:
            raise
        except RateLimited as err:
            self._limited = True
            self._problems += [Problem(part=one, error=err) for one in Part if one in self._parts & _LINES]
        except (LayoutChanged, CannotConnect) as err:
            if "renewing" in self._keep:  # no line's fault: the bearer could not be renewed
                raise
            await self._note(part, err, line.line_id)
        return line

    async def _note(self, part: Part, error: CarrierError, line_id: str) -> None:
        await aside(shown_on, self._api.last, error)
        self._problems.append(Problem(part=part, error=error, line_id=line_id))

    async def _with_capacity(self, line: Line) -> Line:
        content = await self._api.read("get_capacity", line.line_id)
        entry = Entry(cust_id=line.line_id, name=line.name, number=line.number)
        found, problem = read_capacity(content, entry, self._now.date(), self._charge(line.line_id))
        if problem is not None:
            await self._note(Part.USAGE if Part.USAGE in self._parts else Part.CONTRACT, problem, line.line_id)
        return found

    async def _with_charge_end(self, line: Line) -> Line:
        end = read_charge_end(await self._api.read("get_packetcharge_info", line.line_id))
        charge = {"total": bought(line), "expires": end.isoformat()}
        charges = self._keep.get("charges", {})
        if charges.get(line.line_id) != charge:
            self._keep["charges"] = charges | {line.line_id: charge}
            await self._keep.save()
        return with_charge_end(line, end, self._now.date())

    def _charge(self, cust_id: str) -> Charge | None:
        """What is known of the end of what was bought."""
        found = self._keep.get("charges", {}).get(cust_id)
        return None if found is None else Charge(total=found["total"], expires=date.fromisoformat(found["expires"]))

    async def _with_history(self, line: Line) -> Line:
        content = await self._api.read("get_traffic_history", line.line_id)
        daily, monthly = await beside(length(self._api.last), read_history, content, self._now.date())
        return replace(line, daily=daily, monthly=monthly)


def account_id(cust_id: str) -> str:
    """What stands for the customer, whom no answer names: made once, of the smallest id among the first lines."""
    return hashlib.sha256(f"mineo {cust_id}".encode()).hexdigest()[:20]


def with_charge_end(line: Line, end: date, today: date) -> Line:
    """A line whose top-up says until when it is good, unless that is past."""
    return replace(
        line,
        buckets=tuple(
            replace(bucket, expires=end_of_day(end)) if bucket.kind is BucketKind.TOP_UP and end >= today else bucket
            for bucket in line.buckets
        ),
    )


def is_charge(told: Any) -> bool:
    """Whether this can be what was kept of a purchase."""
    try:
        return isinstance(told["total"], int) and bool(date.fromisoformat(told["expires"]))
    except KeyError, TypeError, ValueError:
        return False


def _bare(entry: Entry) -> Line:
    return Line(line_id=entry.cust_id, name=entry.name, number=entry.number)

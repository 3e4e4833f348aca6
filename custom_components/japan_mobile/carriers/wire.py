"""The model as JSON and back: what `script/carrier fetch --json` prints and what is kept over a restart.

Unknown is null; dates and times are ISO 8601, months `YYYY-MM`, volumes bytes, money yen. What is kept holds more
than what is printed: the problems that last, a line's name and the day it is suspended on.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any

from .errors import AccountActionNeeded, CannotConnect, CarrierError, ForeignAnswer, LayoutChanged
from .model import (
    Account,
    Bill,
    BillItem,
    BillState,
    Bucket,
    BucketKind,
    Cycle,
    DailyUsage,
    Line,
    Month,
    MonthlyUsage,
    Part,
    Problem,
)
from .pools import Pools, shared_with, told_once

type Json = Mapping[str, Any]


def dump(account: Account, *, kept: bool = False) -> dict[str, Any]:
    """An account as JSON-able data: as it is printed, or with all that is `kept` over a restart."""
    lines = [{**_dump_line(line), **(_dump_kept(line) if kept else {})} for line in account.lines]
    told = {
        "carrier": account.carrier,
        "account_id": account.account_id,
        "fetched_at": account.fetched_at.isoformat(),
        "lines": lines,
        "bills": [_dump_bill(bill) for bill in account.bills],
    }
    if kept:
        told |= _dump_problems([problem for problem in account.problems if _lasts(problem)])
        told |= {"pools": told_once(lines)}
    return told


def load(data: Json) -> Account:
    """The account that `dump` wrote. Raises IndexError, KeyError, TypeError or ValueError for anything else."""
    skeletons, pools = data.get("skeletons", ()), data.get("pools", ())
    return Account(
        carrier=data["carrier"],
        account_id=data["account_id"],
        fetched_at=datetime.fromisoformat(data["fetched_at"]),
        lines=tuple(_load_line(line, pools) for line in data["lines"]),
        bills=tuple(_load_bill(bill) for bill in data["bills"]),
        problems=tuple(_load_problem(problem, skeletons) for problem in data.get("problems", ())),
    )


def _lasts(problem: Problem) -> bool:
    return isinstance(problem.error, LayoutChanged)


def skeletons_of(problems: Iterable[Problem]) -> list[str]:
    """The skeletons that problems carry, each once: often many labels of one page are missing."""
    return list(dict.fromkeys(skeleton for problem in problems if (skeleton := _skeleton(problem.error))))


def told_error(err: CarrierError) -> dict[str, Any]:
    """What may be told of an error: its kind, and of a page that has changed which one and what is missing."""
    return {
        "kind": err.kind,
        **({"page": err.page, "missing": list(err.missing)} if isinstance(err, LayoutChanged) else {}),
    }


def told_failure(err: CarrierError) -> dict[str, Any]:
    """What a maintainer is told of an error: also what is to be done, the server's status, what was foreign."""
    told = told_error(err)
    match err:
        case AccountActionNeeded():
            return told | {"action": err.action.value}
        case CannotConnect(status=int(status)):
            return told | {"status": status}
        case ForeignAnswer():
            return told | {"foreign": "place" if err.place else "customer"}
    return told


def _skeleton(err: CarrierError) -> str | None:
    return err.skeleton if isinstance(err, LayoutChanged) else None


def _dump_problems(problems: Sequence[Problem]) -> dict[str, Any]:
    skeletons = skeletons_of(problems)
    numbers = {skeleton: number for number, skeleton in enumerate(skeletons)}
    return {
        "problems": [
            {
                "part": problem.part.value,
                "line_id": problem.line_id,
                **told_error(problem.error),
                "skeleton": numbers.get(_skeleton(problem.error) or ""),
            }
            for problem in problems
        ],
        "skeletons": skeletons,
    }


def is_account(value: Any) -> bool:
    """Whether this is what `dump` made of an account, so that it can be loaded and reckoned with."""
    try:
        lines = load(value).lines
    except AttributeError, IndexError, KeyError, TypeError, ValueError:
        return False
    return all(type(volume) in {int, NoneType} for line in lines for volume in (line.used, line.remaining, line.total))


def _load_problem(data: Json, skeletons: Sequence[str]) -> Problem:
    number = data.get("skeleton")
    error = LayoutChanged(data["page"], *data["missing"], skeleton=None if number is None else skeletons[number])
    return Problem(part=Part(data["part"]), error=error, line_id=data["line_id"])


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _dump_line(line: Line) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "number": line.number,
        "plan": line.plan,
        "cycle_start": _iso(line.cycle and line.cycle.start),
        "cycle_end": _iso(line.cycle and line.cycle.end),
        "unlimited": line.unlimited,
        "used_bytes": line.used,
        "remaining_bytes": line.remaining,
        "total_bytes": line.total,
        "throttled": line.throttled,
        "fast": line.fast,
        "shared_with": list(line.shared_with),
        "as_of": _iso(line.as_of),
        "buckets": [
            {
                "kind": bucket.kind.value,
                "total_bytes": bucket.total,
                "remaining_bytes": bucket.remaining,
                "expires": _iso(bucket.expires),
            }
            for bucket in line.buckets
        ],
        "daily": [{"date": day.day.isoformat(), **_dump_usage(day)} for day in line.daily],
        "monthly": [{"month": str(month.month), **_dump_usage(month)} for month in line.monthly],
    }


def _dump_kept(line: Line) -> dict[str, Any]:
    return {"name": line.name, "suspends": _iso(line.suspends)}


def _dump_usage(usage: DailyUsage | MonthlyUsage) -> dict[str, int | None]:
    return {"bytes": usage.total, "fast_bytes": usage.fast, "slow_bytes": usage.slow}


def _dump_bill(bill: Bill) -> dict[str, Any]:
    return {
        "month": None if bill.month is None else str(bill.month),
        "amount": bill.amount,
        "state": bill.state.value,
        "due": _iso(bill.due),
        "line_id": bill.line_id,
        "items": [{"label": item.label, "amount": item.amount} for item in bill.items],
    }


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _load_line(data: Json, pools: Pools) -> Line:
    start, end = _date(data["cycle_start"]), _date(data["cycle_end"])
    return Line(
        line_id=data["line_id"],
        number=data["number"],
        name=data.get("name"),
        plan=data["plan"],
        cycle=Cycle(start, end) if start and end else None,
        used=data["used_bytes"],
        remaining=data["remaining_bytes"],
        total=data["total_bytes"],
        unlimited=data["unlimited"],
        throttled=data["throttled"],
        fast=data["fast"],
        shared_with=shared_with(data, pools),
        as_of=_time(data["as_of"]),
        suspends=_date(data.get("suspends")),
        buckets=tuple(
            Bucket(
                kind=BucketKind(bucket["kind"]),
                total=bucket["total_bytes"],
                remaining=bucket["remaining_bytes"],
                expires=_time(bucket["expires"]),
            )
            for bucket in data["buckets"]
        ),
        daily=tuple(
            DailyUsage(
                day=date.fromisoformat(day["date"]), total=day["bytes"], fast=day["fast_bytes"], slow=day["slow_bytes"]
            )
            for day in data["daily"]
        ),
        monthly=tuple(
            MonthlyUsage(
                month=Month.parse(month["month"]),
                total=month["bytes"],
                fast=month["fast_bytes"],
                slow=month["slow_bytes"],
            )
            for month in data["monthly"]
        ),
    )


def _load_bill(data: Json) -> Bill:
    return Bill(
        month=None if data["month"] is None else Month.parse(data["month"]),
        amount=data["amount"],
        state=BillState(data["state"]),
        due=_date(data["due"]),
        line_id=data["line_id"],
        items=tuple(BillItem(item["label"], item["amount"]) for item in data["items"]),
    )

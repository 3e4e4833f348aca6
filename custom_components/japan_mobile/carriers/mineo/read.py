"""The answers of mineo's app interface into parts, but for the history. Protocol: docs/carriers/mineo.md, 4 and 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..errors import LayoutChanged
from ..model import Bucket, BucketKind, Cycle, Line, Month, end_of_day
from ..reading import BINARY_UNITS, Unreadable, day, lossy, plain, reading, scaled, whole
from .api import Json

_KINDS = {
    "base": BucketKind.BASE,
    "charge": BucketKind.TOP_UP,
    "forward": BucketKind.CARRY_OVER,
    "gift": BucketKind.GIFT,
}
_SLOWED = "通信速度最大200kbps適用中"

type Volumes = dict[str, tuple[int, int]]
"""Size and rest of each of the four capacities, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line as `get_telnum_list` tells it."""

    cust_id: str
    name: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What was bought in addition: until when it is good, and how much it was, by which it is known again."""

    total: int
    expires: date


def text(value: Any) -> str | None:
    """A JSON text, None for anything else and for an empty one."""
    return value.strip() or None if isinstance(value, str) else None


def megabytes(amount: Any) -> int | None:
    """A number of MB as bytes, None where there is none. Raises Unreadable("number"), also for one below 0."""
    found = lossy(amount)
    if found is not None and found < 0:
        raise Unreadable("number")
    return None if found is None else scaled(found, "MB", BINARY_UNITS)


def read_entries(content: Json) -> tuple[Entry, ...]:
    """The lines of `get_telnum_list`; none for null. Raises `LayoutChanged`."""
    page, found = "get_telnum_list", content.get("telNumList", False)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise LayoutChanged(page, "telNumList")
    entries = tuple(_entry(one, page) for one in found)
    if len({entry.cust_id for entry in entries}) != len(entries):
        raise LayoutChanged(page, "custId", "twice")
    return entries


def _entry(told: Json, page: str) -> Entry:
    cust_id = text(told.get("custId"))
    if cust_id is None:
        raise LayoutChanged(page, "custId")
    return Entry(cust_id=cust_id, name=text(told.get("lineName")), number=text(told.get("telNum")))


def read_capacity(
    content: Json, entry: Entry, today: date, charge: Charge | None = None
) -> tuple[Line, LayoutChanged | None]:
    """A line as `get_capacity` tells it, and why figures are missing if they are. Sheet, 4.3.

    `charge` says until when what was bought is good, as long as it is the same purchase.
    """
    slowed, unlimited, problem = content.get("lowSpeedDisp", ""), _flag(content.get("mySokuFlg")), None
    figures: dict[str, Any] = {}
    try:
        figures = _figures(content, unlimited=unlimited, charge=charge, today=today)
    except LayoutChanged as err:
        problem = err
    line = Line(
        line_id=entry.cust_id,
        number=entry.number,
        name=entry.name,
        plan=text(content.get("serviceName")),
        cycle=Cycle.month(Month.of(today)),
        unlimited=unlimited,
        throttled=False if slowed is None else True if plain(str(slowed)) == _SLOWED else None,
        fast=_flag(content.get("speedFlg")),  # "0" is the switch being on, which makes the line slow
        **figures,
    )
    if problem is None and line.total is not None and line.used is None:
        problem = LayoutChanged("get_capacity", "used", "below 0")
    return line, problem


def _flag(value: Any) -> bool | None:
    """The texts 1 and 0 as true and false; every other value is unknown."""
    return {"1": True, "0": False}.get("" if isinstance(value, bool) else str(value).strip())


def _figures(content: Json, *, unlimited: bool | None, charge: Charge | None, today: date) -> dict[str, Any]:
    if unlimited is None:
        raise LayoutChanged("get_capacity", "mySokuFlg")
    if unlimited:
        return _extra(content, charge, today)
    return _summed(_volumes(content.get("packetInfo")), charge, today)


def _extra(content: Json, charge: Charge | None, today: date) -> dict[str, Any]:
    """What a line without a limit has left beside it, if it says so completely. 0 would look like the end of it."""
    try:
        volumes = _volumes(content.get("packetInfo"))
    except LayoutChanged:
        return {}
    return _summed(volumes, charge, today) if any(rest for _, rest in volumes.values()) else {}


def _volumes(info: Any) -> Volumes:
    """The four capacities. Raises `LayoutChanged` unless all eight numbers are there and whole."""
    page = "get_capacity"
    if not isinstance(info, Mapping):
        raise LayoutChanged(page, "packetInfo")
    found: dict[str, int] = {}
    for key in (f"{kind}{part}" for kind in _KINDS for part in ("Capacity", "RemainingCapacity")):
        with reading(page, key):
            amount = whole(info.get(key))
            if amount is None:
                raise Unreadable("number")
            found[key] = megabytes(amount) or 0
    return {kind: (found[f"{kind}Capacity"], found[f"{kind}RemainingCapacity"]) for kind in _KINDS}


def _summed(volumes: Volumes, charge: Charge | None, today: date) -> dict[str, Any]:
    """What is left, of what, and what is gone: used, or given away. Sheet, 4.3."""
    total = sum(size for size, _ in volumes.values())
    remaining = sum(rest for _, rest in volumes.values())
    return {
        "total": total,
        "remaining": remaining,
        "used": total - remaining if total >= remaining else None,
        "buckets": tuple(_bucket(kind, *volumes[kind], charge, today) for kind in _KINDS if any(volumes[kind])),
    }


def _bucket(kind: str, size: int, rest: int, charge: Charge | None, today: date) -> Bucket:
    bought = kind == "charge" and charge is not None and charge.total == size and charge.expires >= today
    expires = end_of_day(charge.expires) if bought and charge is not None else None
    return Bucket(kind=_KINDS[kind], total=size, remaining=rest, expires=expires)


def bought(line: Line) -> int:
    """How much was bought in addition, in bytes."""
    return sum(bucket.total or 0 for bucket in line.buckets if bucket.kind is BucketKind.TOP_UP)


def read_charge_end(content: Json) -> date:
    """Until when what was bought is good, as `get_packetcharge_info` tells it. Raises `LayoutChanged`."""
    page, label = "get_packetcharge_info", "chargeExpireDate"
    info = content.get("packetChargeInfo")
    found = text(info.get(label)) if isinstance(info, Mapping) else None
    if found is None or len(found) != 8:
        raise LayoutChanged(page, label)
    with reading(page, label):
        return day(f"{found[:4]}-{found[4:6]}-{found[6:]}")

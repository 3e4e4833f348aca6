"""Sakura Cloud's SIMs, gateways and bills out of its answers. Protocol: docs/carriers/sakura.md, 4 and 5."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ..errors import CarrierError, LayoutChanged
from ..model import TOKYO, Bill, BillItem, BillState, Month
from ..reading import reading, whole
from .api import ident

SIMS = "commonserviceitem"
GATEWAYS = "appliance"
TRAFFIC = "mobilegateway/traffic_status"
QUOTA = "mobilegateway/traffic_monitoring"
MEMBERS = "mobilegateway/sims"
BILLS = "bill/by-contract"
DETAIL = "billdetail"


class Sim(NamedTuple):
    """A SIM; `problem` says why its use is not known."""

    sim_id: str
    name: str | None
    used: int | None
    problem: CarrierError | None


@dataclass(frozen=True, slots=True)
class Gateway:
    """A mobile gateway with a quota for all of its SIMs together, in the carrier's MB."""

    gateway_id: str
    zone: str
    quota: int
    members: frozenset[str]


class Traffic(NamedTuple):
    """What a gateway's SIMs used this month, and whether they are slowed down for it."""

    used: int
    shaping: bool | None


def read_sims(entries: Iterable[Any]) -> list[Sim]:
    """The SIMs of a list. Raises `LayoutChanged` for one without an id, or one that is there twice."""
    found: dict[str, Sim] = {}
    for entry in entries:
        key = ident(entry.get("ID")) if isinstance(entry, dict) else None
        if key is None or key in found:
            raise LayoutChanged(SIMS, "ID")
        name = entry.get("Name")
        used, problem = None, None
        try:
            used = _month(entry)
        except LayoutChanged as err:
            problem = err
        found[key] = Sim(key, name.strip() or None if isinstance(name, str) else None, used, problem)
    return list(found.values())


def _month(entry: Mapping[str, Any]) -> int:
    """What a SIM used this month: an empty list says that there was no traffic, nothing says nothing."""
    match entry.get("Status"):
        case {"sim": {"traffic_bytes_of_current_month": told}}:
            return 0 if told == [] else _both(SIMS, told)
        case _:
            raise LayoutChanged(SIMS, "traffic_bytes_of_current_month")


def _both(name: str, told: Any) -> int:
    """Up and down together; each comes as a number or as text."""
    amounts = []
    for key in ("uplink_bytes", "downlink_bytes"):
        value = told.get(key) if isinstance(told, dict) else None
        with reading(name, key):
            amount = whole(value)
        if amount is None or amount < 0:
            raise LayoutChanged(name, key)
        amounts.append(amount)
    return sum(amounts)


def read_traffic(content: Mapping[str, Any]) -> Traffic:
    """The use of a gateway."""
    told = content.get("traffic_status")
    shaping = told.get("traffic_shaping") if isinstance(told, dict) else None
    return Traffic(_both(TRAFFIC, told), shaping if isinstance(shaping, bool) else None)


def read_quota(content: Mapping[str, Any] | None) -> int | None:
    """A gateway's quota in the carrier's MB; None where none is set."""
    told = None if content is None else content.get("traffic_monitoring_config")
    if not isinstance(told, dict):
        return None
    with reading(QUOTA, "traffic_quota_in_mb"):
        quota = whole(told.get("traffic_quota_in_mb"))
    return quota if quota is not None and quota > 0 else None


def read_members(content: Mapping[str, Any]) -> frozenset[str]:
    """The SIMs behind a gateway."""
    entries = content.get("sim")
    if not isinstance(entries, list):
        raise LayoutChanged(MEMBERS, "sim")
    keys = [ident(entry.get("resource_id")) if isinstance(entry, dict) else None for entry in entries]
    if None in keys:
        raise LayoutChanged(MEMBERS, "resource_id")
    return frozenset(key for key in keys if key is not None)


def read_gateways(entries: Iterable[Any]) -> list[str]:
    """The ids of gateways."""
    keys = [ident(entry.get("ID")) if isinstance(entry, dict) else None for entry in entries]
    if None in keys:
        raise LayoutChanged(GATEWAYS, "ID")
    return [key for key in keys if key is not None]


class Billed(NamedTuple):
    """A bill with its number."""

    bill_id: str
    bill: Bill


def read_bills(content: Mapping[str, Any] | None, today: date) -> list[Billed]:
    """The bills of an answer. The running month's is an estimate: it is fixed on the first of the next."""
    if content is None:
        return []
    entries = content.get("Bills")
    if not isinstance(entries, list):
        raise LayoutChanged(BILLS, "Bills")
    with reading(BILLS, "Total"):
        total = whole(content.get("Total"))
    if total is not None and total > len(entries):
        raise LayoutChanged(BILLS, "Bills", "all of them")
    return [_bill(entry, today) for entry in entries]


def _bill(entry: Any, today: date) -> Billed:
    if not isinstance(entry, dict):
        raise LayoutChanged(BILLS, "Bills")
    key = ident(entry.get("BillID"))
    made = _day(entry.get("Date"), "Date")
    with reading(BILLS, "Amount"):
        amount = whole(entry.get("Amount"))
    if key is None or made is None or amount is None:
        raise LayoutChanged(BILLS, "BillID", "Date", "Amount")
    due = _day(entry.get("PayLimit"), "PayLimit")
    month = Month.of(made)
    state = _state(entry.get("Paid"), due, today) if month < Month.of(today) else BillState.ESTIMATED
    return Billed(key, Bill(month=month, amount=amount, state=state, due=due))


def _state(paid: Any, due: date | None, today: date) -> BillState:
    """Arrears begin when the day to pay has passed."""
    if paid is True:
        return BillState.PAID
    if paid is not False:
        return BillState.UNKNOWN
    return BillState.OVERDUE if due is not None and due < today else BillState.ISSUED


def _day(value: Any, label: str) -> date | None:
    """The day of a time, in Tokyo; None where there is none."""
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(value)
    except TypeError, ValueError:
        raise LayoutChanged(BILLS, label) from None
    if found.tzinfo is None:
        raise LayoutChanged(BILLS, label)
    return found.astimezone(TOKYO).date()


def read_detail(content: Mapping[str, Any], amount: int | None) -> tuple[BillItem, ...]:
    """The rows of a bill, if they add up to it; none otherwise, for a part of them would mislead."""
    entries = content.get("BillDetails")
    if not isinstance(entries, list):
        raise LayoutChanged(DETAIL, "BillDetails")
    items = []
    for entry in entries:
        label = entry.get("Description") if isinstance(entry, dict) else None
        if not isinstance(label, str):
            raise LayoutChanged(DETAIL, "Description")
        with reading(DETAIL, "Amount"):
            charged = whole(entry.get("Amount"))
        if charged is None:
            raise LayoutChanged(DETAIL, "Amount")
        items.append(BillItem(label.strip(), charged))
    return tuple(items) if sum(item.amount for item in items) == amount else ()

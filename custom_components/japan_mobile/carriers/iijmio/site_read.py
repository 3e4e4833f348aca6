"""The JSON of IIJmio's member site into parts. Protocol: docs/carriers/iijmio.md, 4.2, 5.1 and 5.3."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import LayoutChanged
from ..model import Bill, BillState, Month
from ..reading import Unreadable, lossy, month, reading, scaled, whole
from ..skeleton import showing, shown_on
from ..web import Page
from .app_read import objects
from .parts import Expiring, Share, Shown, Values, left, text
from .site import json_object

type Json = Mapping[str, Any]

_LARGEST_PLAN = 10**6
"""In GB: a number beyond is no plan's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """One month's bill, with the numbers of the bills it sums."""

    bill: Bill
    numbers: tuple[str, ...]


def read_top(page: Page, now: datetime) -> tuple[Shown, ...]:
    """The contracts of `top`. Lines that share data come as `Share.MEMBER` without amounts; see `pool.py`."""
    with showing(page):
        contracts = json_object(page, "top").get("serviceInfoList")
        if not isinstance(contracts, list):
            raise LayoutChanged("top", "serviceInfoList")
        found = tuple(_contract(entry, Month.of(now)) for entry in objects(contracts, "top", "serviceInfoList"))
    shown_on(page, *(error for contract in found for error in contract.problems))
    return found


def _contract(entry: Json, now: Month) -> Shown:
    values = Values("top")
    contract = text(entry.get("serviceCode"))
    if contract is None:
        raise LayoutChanged("top", "serviceCode")
    share = _share(entry)
    represents = share is Share.REPRESENTATIVE
    expiring = values.get("couponData", lambda: _coupons(entry, represents))
    return Shown(
        contract=contract,
        number=text(entry.get("phoneNo")),
        plan=_plan(entry),
        total=values.get("totalCapacity", lambda: _capacity(entry)),
        remaining=None if expiring is None or share is Share.MEMBER else left(expiring, now),
        expiring=expiring or (),
        share=share,
        problems=tuple(values.problems),
    )


def _share(entry: Json) -> Share:
    represents, coupons = entry.get("dataShareExistence"), entry.get("couponData", ())
    if represents is True:
        return Share.REPRESENTATIVE
    if coupons == []:
        return Share.MEMBER
    told = represents is None or represents is False
    return Share.ALONE if told and isinstance(coupons, list | tuple) else Share.UNKNOWN


def _plan(entry: Json) -> str | None:
    name, size = text(entry.get("planName")), entry.get("chargePlan")
    if isinstance(size, int | float) and not isinstance(size, bool):
        size = f"{size:g}" if 0 < size < _LARGEST_PLAN else None
    return f"{name} {size.strip()}GB" if name and isinstance(size, str) and size.strip() else None


def _capacity(entry: Json) -> int | None:
    amount = lossy(entry.get("totalCapacity"))
    if amount is not None and amount < 0:
        raise Unreadable("number")
    return scaled(amount, "GB") if amount else None


def _coupons(entry: Json, represents: bool) -> Expiring:
    """What is left by expiry. Absent means nothing left, but that is known of lines without a pool only."""
    if represents and not entry.get("couponData"):
        raise Unreadable("amounts of a pool")
    if "couponData" not in entry:
        return ()
    if entry["couponData"] is None:
        raise Unreadable("list")
    found = []
    for coupon in objects(entry["couponData"], "top", "couponData"):
        amount = lossy(coupon.get("couponValue"))
        if amount is None:
            raise Unreadable("couponValue")
        found.append((month(str(coupon.get("month"))), scaled(amount, "GB")))
    return tuple(found)


def read_bills(page: Page) -> tuple[Summed, ...]:
    """The bills of `getBillSummary`, in its order: newest first. Raises `LayoutChanged`."""
    name = "getBillSummary"
    bills = json_object(page, name).get("billList")
    if not isinstance(bills, list):
        raise LayoutChanged(name, "billList")
    return tuple(_bill(entry, name) for entry in objects(bills, name, "billList"))


def _bill(entry: Json, name: str) -> Summed:
    with reading(name, "month"):
        usage_month = month(str(entry.get("month")))
    with reading(name, "totalAmount"):
        amount = whole(entry.get("totalAmount"))
    if amount is None:
        raise LayoutChanged(name, "totalAmount")
    states = {True: BillState.UNPAID, False: BillState.ISSUED}
    unpaid = entry.get("isUnpaid")
    state = states[unpaid] if isinstance(unpaid, bool) else BillState.UNKNOWN
    numbers = entry.get("billNoList")
    numbers = numbers if isinstance(numbers, list) and all(isinstance(number, str) for number in numbers) else []
    return Summed(bill=Bill(month=usage_month, amount=amount, state=state), numbers=tuple(numbers))


def read_suspension(page: Page, bills: Iterable[Bill]) -> tuple[Bill, ...]:
    """What `getSuspensionInfo` adds to the bills: one of unknown amount when it knows of arrears that they do not."""
    unpaid = json_object(page, "getSuspensionInfo").get("unpaidList")
    if not isinstance(unpaid, list):
        raise LayoutChanged("getSuspensionInfo", "unpaidList")
    if not unpaid or any(bill.state is BillState.UNPAID for bill in bills):
        return ()
    return (Bill(month=None, amount=None, state=BillState.UNPAID),)

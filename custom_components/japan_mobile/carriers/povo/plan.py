"""The account and its totals. Protocol: docs/carriers/povo.md, 4.1 and 4.2."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..errors import LayoutChanged
from ..reading import BINARY_UNITS, Unreadable, lossy, reading, scaled

type Json = Mapping[str, Any]

_NEEDED = ("boost", "bonus")
_OTHERS = ("basic", "extra", "plus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What does not change from poll to poll. The account's other facts are personal and not read."""

    external_id: str
    line_id: str
    number: str | None
    plan: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """What is left and what was used of the packages that run now, in kilobytes, which can be fractions."""

    left: Decimal = Decimal(0)
    used: Decimal = Decimal(0)

    def plus(self, other: Amount) -> Amount:
        """The sum."""
        return Amount(self.left + other.left, self.used + other.used)

    @property
    def remaining(self) -> int:
        """What is left, in bytes."""
        return _bytes(self.left)

    @property
    def spent(self) -> int:
        """What was used, in bytes."""
        return _bytes(self.used)

    @property
    def total(self) -> int:
        """Both together, in bytes: what use does not change."""
        return _bytes(self.left + self.used)


def _bytes(kilobytes: Decimal) -> int:
    return scaled(kilobytes, "KB", BINARY_UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sections of the balance: bought toppings, gift data, and those that have always been 0."""

    boost: Amount
    bonus: Amount
    others: Amount

    @property
    def all(self) -> Amount:
        """Everything."""
        return self.boost.plus(self.bonus).plus(self.others)


def read_contract(content: Json) -> Contract:
    """The account, bare or under `result`. Raises `LayoutChanged`."""
    page = "users"
    account = content["result"] if isinstance(content.get("result"), dict) else content
    telco = account.get("telco_info")
    if not isinstance(telco, dict):
        raise LayoutChanged(page, "telco_info")
    plans = telco.get("circles_info")
    return Contract(
        external_id=_needed(page, account, "external_id"),
        line_id=_needed(page, telco, "service_instance_no"),
        number=_text(telco.get("phone_no")),
        plan=_text(plans.get("service_instance_base_plan_name")) if isinstance(plans, dict) else None,
    )


def _needed(page: str, content: Json, key: str) -> str:
    found = _text(content.get(key))
    if found is None:
        raise LayoutChanged(page, key)
    return found


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def read_totals(content: Json) -> Totals:
    """The balance. Raises `LayoutChanged` when a section that is always there is not, or is not in kilobytes."""
    page, data = "plan", content.get("data")
    if not isinstance(data, dict):
        raise LayoutChanged(page, "data")
    missing = [key for key in _NEEDED if not isinstance(data.get(key), dict)]
    if missing:
        raise LayoutChanged(page, *missing)
    others = Amount()
    for key in _OTHERS:
        if data.get(key) is not None:
            others = others.plus(_amount(page, data, key))
    return Totals(boost=_amount(page, data, "boost"), bonus=_amount(page, data, "bonus"), others=others)


def _amount(page: str, data: Json, key: str) -> Amount:
    section = data[key]
    with reading(page, key):
        if not isinstance(section, dict):
            raise Unreadable("object")
        if section.get("unit") != "kilobytes":
            raise Unreadable("unit")
        left, used = lossy(section.get("left")), lossy(section.get("used"))
        if left is None or used is None or left < 0 or used < 0:
            raise Unreadable("number")
        return Amount(left, used)

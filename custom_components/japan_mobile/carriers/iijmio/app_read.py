"""The answers of IIJmio's app interface into parts. Protocol: docs/carriers/iijmio.md, 4.5 to 4.7 and 5.1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..errors import CarrierError, LayoutChanged
from ..model import BillItem, Month
from ..reading import Unreadable, day_without_year, lossy, month_without_year, reading, scaled, whole
from .parts import Expiring, Share, Shown, Used, Values, counted, flag, left, line_code, month_begins, text

type Json = Mapping[str, Any]

_OLDEST_DAY = 31
_STEP = 10**7
"""The portal's rounding: 0.01 GB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One line's history as the app shows it: one figure per day and month. `used` is the current month's."""

    used: int | None
    daily: tuple[Used[date], ...]
    monthly: tuple[Used[Month], ...]
    problems: tuple[CarrierError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One bill of the app. Whose month it is does not become clear (sheet, 5.1), so none is kept."""

    number: str | None
    amount: int
    items: tuple[BillItem, ...]


def objects(value: Any, page: str, label: str) -> list[Json]:
    """A JSON list of objects; nothing for null. Raises `LayoutChanged` for anything else."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise LayoutChanged(page, label)
    return value


def read_lines(content: Json, now: datetime, *, fresh: bool = False) -> tuple[Shown, ...]:
    """The lines of `/dataTraffic`, each once. `fresh`: the answer is known not to come out of a cache.

    A line with an unusual code has a problem and no `line_id`. Raises `LayoutChanged` when there is no list of
    lines, or no line in it that can be told.
    """
    lines = tuple(_line(line, contract, now, fresh=fresh) for line, contract in _unique_lines(content))
    if lines and all(line.line_id is None for line in lines):
        raise lines[0].problems[0]
    return lines


def _unique_lines(content: Json) -> Iterator[tuple[Json, str]]:
    """Each line with its contract, "" when that is not told."""
    page = "dataTraffic"
    traffic = content.get(page)
    if not isinstance(traffic, dict) or all(traffic.get(key) is None for key in ("hdcList", "hddList", "mainHdd")):
        raise LayoutChanged(page, "hdcList")
    found = [(line, text(line.get("serviceCode"))) for line in objects(traffic.get("hdcList"), page, "hdcList")]
    for key in ("hddList", "mainHdd"):
        for group in objects(traffic.get(key), page, key):
            members = objects(group.get("lineServiceCodeList"), page, "lineServiceCodeList")
            found += [(line, text(line.get("serviceCode")) or text(group.get("serviceCode"))) for line in members]
    seen: set[str] = set()
    for line, contract in found:
        code = line_code(line.get("lineServiceCode")) or f"{contract} {line.get('lineServiceCode')!r}"
        if code not in seen:
            seen.add(code)
            yield line, contract or ""


def _line(line: Json, contract: str, now: datetime, *, fresh: bool) -> Shown:
    values = Values("dataTraffic")
    code = line_code(line.get("lineServiceCode"))
    if code is None or not contract:
        values.problems.append(LayoutChanged(values.page, "lineServiceCode" if code is None else "serviceCode"))
    month = line.get("thisMonthDataList")
    if not isinstance(month, dict):
        values.problems.append(LayoutChanged(values.page, "thisMonthDataList"))
        month = {}
    remaining, expiring = _allowance(values, line, month, now, fresh=fresh)
    group = text(line.get("groupServiceCode")) or ""
    shared = flag(month.get("dataShare"))
    return Shown(
        contract=contract,
        line_id=code if contract else None,
        number=text(line.get("telNo")),
        plan=text(line.get("planName")),
        total=values.get("maxDataTraffic", lambda: _size(month)) or None,
        remaining=remaining,
        expiring=expiring,
        throttled=flag(month.get("regulationStatus")),
        fast=flag(month.get("couponStatus")),
        share=Share.MEMBER if shared or (shared is None and group) else Share.ALONE,
        group=group,
        daily=values.get("lastSevenDaysDataList", lambda: _last_seven_days(line, now.date())) or (),
        problems=tuple(values.problems),
    )


def _size(month: Json) -> int | None:
    amount = lossy(month.get("maxDataTraffic"))
    return None if amount is None else counted(amount, str(month.get("maxDataTrafficUnit")))


def _expiring(line: Json) -> Expiring:
    entries = []
    for entry in objects(line.get("expireList"), "dataTraffic", "expireList"):
        amount = lossy(entry.get("remainingDataTraffic"))
        if amount is None:
            raise Unreadable("remainingDataTraffic")
        entries.append((_month(entry), scaled(amount, str(entry.get("dataUnit")))))
    return tuple(entries)


def _month(entry: Json) -> Month:
    year, month = whole(entry.get("expireYear")), whole(entry.get("expireMonth"))
    if year is None or month is None or not 1 <= month <= 12 or not 2000 <= year < 2100:
        raise Unreadable("month")
    return Month(year, month)


def _allowance(values: Values, line: Json, month: Json, now: datetime, *, fresh: bool) -> tuple[int | None, Expiring]:
    """What is left in all and by expiry; unknown, with a problem, when it may be last month's."""
    expiring = values.get("expireList", lambda: _expiring(line))
    remaining = _remaining(values, line, month, expiring, Month.of(now))
    if _is_of_this_month(remaining, expiring or (), now, fresh=fresh):
        return remaining, expiring or ()
    values.problems.append(LayoutChanged(values.page, "remaining", "of this month"))
    return None, ()


def _is_of_this_month(remaining: int | None, expiring: Expiring, now: datetime, *, fresh: bool) -> bool:
    """Whether figures out of a server with a cache (sheet, 4.8) can be this month's.

    What has expired cannot be left, and the parts that have not must add up. When a month has just begun there must
    be an amount that is good beyond it, which is this month's grant: last month's answer has none.
    """
    current = Month.of(now)
    if not expiring:
        return fresh or not month_begins(now)
    if any(month < current and amount > 0 for month, amount in expiring):
        return False
    if month_begins(now) and (min(expiring)[0] < current or max(expiring)[0] <= current):
        return False
    return remaining is None or abs(remaining - left(expiring, current)) <= _STEP * len(expiring)


def _remaining(values: Values, line: Json, month: Json, expiring: Expiring | None, now: Month) -> int | None:
    """What is left: the figure of that name, else the sum by expiry, else the total (sheet, 2.1)."""
    if month.get("availableDataTraffic") is not None and month["availableDataTraffic"] != "":
        found = values.size(month, "availableDataTraffic", "availableDataTrafficUnit")
        return None if found is None else max(0, found)
    if expiring is None:  # it is there, but cannot be read: what it says is not to be passed over
        return None
    if expiring:
        return left(expiring, now)
    amount = values.get("couponValue", lambda: lossy(line.get("couponValue")))
    if amount is None:
        values.problems.append(LayoutChanged(values.page, "availableDataTraffic"))
        return None
    return max(0, scaled(amount, "GB"))


def _last_seven_days(line: Json, today: date) -> tuple[Used[date], ...]:
    content = line.get("lastSevenDaysDataList")
    if content is None:
        return ()
    if not isinstance(content, dict):
        raise Unreadable("object")
    days = []
    for entry in objects(content.get("dailyDataList"), "dataTraffic", "dailyDataList"):
        high, low = lossy(entry.get("high")), lossy(entry.get("low"))
        if high is None or low is None:
            continue
        fast = counted(high, str(content.get("lastSevenDaysDataHighUnit")))
        slow = counted(low, str(content.get("lastSevenDaysDataLowUnit")))
        when = _recent(entry.get("month"), entry.get("date"), today)
        days.append(Used(when=when, total=fast + slow, fast=fast, slow=slow))
    return tuple(days)


def _recent(month: Any, day: Any, today: date) -> date:
    """A day without a year, which must lie within the last month."""
    found = day_without_year(whole(month) or 0, whole(day) or 0, today)
    if not 0 <= (today - found).days <= _OLDEST_DAY:
        raise Unreadable("date")
    return found


def read_past(content: Json, service: str | None, today: date) -> Past:
    """The history of one line in `/pastDataTraffic`. Raises `LayoutChanged` when it is another contract's."""
    values = Values("pastDataTraffic")
    if service is not None and text(content.get("serviceCode")) not in {None, service}:
        raise LayoutChanged(values.page, "serviceCode")
    months = values.get("lastFiveMonthInfo", lambda: _past_months(content, today)) or ()
    days = values.get("thisMonthDailyInfo", lambda: _past_days(content, today)) or ()
    current = months[-1] if months and months[-1].when == Month.of(today) else None
    if current is None and not values.problems:
        values.problems.append(LayoutChanged(values.page, f"month {Month.of(today)}"))
    used = None if current is None else current.total
    return Past(used=used, daily=days, monthly=months, problems=tuple(values.problems))


def _past_months(content: Json, today: date) -> tuple[Used[Month], ...]:
    unit = str(content.get("lastFiveMonthDataUnit"))
    found = []
    for entry in objects(content.get("lastFiveMonthInfo"), "pastDataTraffic", "lastFiveMonthInfo"):
        amount = lossy(entry.get("dataTraffic"))
        if amount is not None:
            month = month_without_year(whole(entry.get("month")) or 0, today)
            found.append(Used(when=month, total=counted(amount, unit)))
    if [used.when for used in found] != sorted({used.when for used in found}):
        raise Unreadable("order")
    return tuple(found)


def _past_days(content: Json, today: date) -> tuple[Used[date], ...]:
    info = content.get("thisMonthInfo")
    month = whole(info.get("month")) if isinstance(info, dict) else None
    found = []
    for entry in objects(content.get("thisMonthDailyInfo"), "pastDataTraffic", "thisMonthDailyInfo"):
        amount = lossy(entry.get("dataTraffic"))
        if amount is not None:
            when = _recent(month, entry.get("date"), today)
            found.append(Used(when=when, total=counted(amount, str(entry.get("dataTrafficUnit")))))
    return tuple(found)


def read_fees(content: Json) -> tuple[Fee, ...]:
    """The bills of `/usageFee`, in its order. Raises `LayoutChanged`."""
    page = "usageFee"
    if not isinstance(content.get("billingSummary"), list):
        raise LayoutChanged(page, "billingSummary")
    fees = []
    for entry in objects(content["billingSummary"], page, "billingSummary"):
        amount = _yen(entry, "billingTotalAmount")
        fees.append(Fee(number=text(entry.get("billingNo")), amount=amount, items=_items(entry)))
    return tuple(fees)


def _items(entry: Json) -> tuple[BillItem, ...]:
    found = []
    for detail in objects(entry.get("detailDataList"), "usageFee", "detailDataList"):
        for item in objects(detail.get("detailItemList"), "usageFee", "detailItemList"):
            title = text(item.get("title"))
            if title is None:
                raise LayoutChanged("usageFee", "title")
            found.append(BillItem(title, _yen(item, "amount")))
    return tuple(found)


def _yen(content: Json, key: str) -> int:
    with reading("usageFee", key):
        amount = whole(content.get(key))
    if amount is None:
        raise LayoutChanged("usageFee", key)
    return amount

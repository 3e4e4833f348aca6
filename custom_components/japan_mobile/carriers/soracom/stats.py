"""What a SORACOM SIM has used, by UTC month and day: from its own statistics, or out of the export of all SIMs.

Protocol: docs/carriers/soracom.md, 4.3 and 6. A bucket or a row that is not there is no figure, not 0.
"""

from collections.abc import Iterable, Iterator, Mapping
import csv
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from yarl import URL

from ..aside import aside
from ..errors import LayoutChanged
from ..model import Month
from ..web import Page
from .api import Api, rows

OF_SIM = "getAirStatsOfSim"
EXPORT = "exportAirStats"

MONTHS = 18
DAYS = 90
"""How far back history is read: months as far as the carrier goes, days as far as every one of its texts allows."""
LARGEST_EXPORT = 15_000
"""Rows that an export of many SIMs should stay below, so that its file stays small."""
_COLUMNS = ("imsi", "date", "type", "uploadByteSizeTotal", "downloadByteSizeTotal")
_LARGEST = 10**15


class Period(StrEnum):
    """The unit of a statistic."""

    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Used:
    """Bytes by the first day of the month, or by the day."""

    months: Mapping[date, int] = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)


def reach(period: Period, sims: int, *, history: bool) -> int:
    """How many months or days to ask for, the running one included."""
    if not history:
        return 1
    whole = MONTHS if period is Period.MONTH else DAYS
    return max(1, min(whole, LARGEST_EXPORT // max(sims, 1)))


def window(period: Period, count: int, now: datetime) -> tuple[int, int]:
    """From the beginning of the first of so many UTC months or days until now, in seconds."""
    today = now.astimezone(UTC).date()
    first = Month.of(today).plus(1 - count).first if period is Period.MONTH else today - timedelta(days=count - 1)
    return int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()), int(now.timestamp())


async def of_sim(api: Api, sim_id: str, period: Period, count: int) -> dict[date, int]:
    """What one SIM used. Raises `LayoutChanged`, for 404 too."""
    start, end = window(period, count, api.now)
    params = {"from": str(start), "to": str(end), "period": period.value}
    page = await api.get(OF_SIM, f"stats/air/sims/{sim_id}", params)
    if page is None:
        raise LayoutChanged(OF_SIM, "status 404")
    return await aside(_buckets, page, period)


def _buckets(page: Page, period: Period) -> dict[date, int]:
    return read_buckets(rows(OF_SIM, page), period)


def read_buckets(entries: Iterable[Any], period: Period) -> dict[date, int]:
    """The bytes of each bucket. Raises `LayoutChanged` for one without a time or a map, or a time that is there twice."""
    found: dict[date, int] = {}
    for entry in entries:
        match entry:
            case {"unixtime": int(seconds), "dataTrafficStatsMap": dict(traffic), **rest} if seconds > 0:
                begins = _begins(seconds, period, rest.get("date"))
            case _:
                raise LayoutChanged(OF_SIM, "unixtime", "dataTrafficStatsMap")
        if begins in found:
            raise LayoutChanged(OF_SIM, "unixtime", "twice")
        if traffic:
            found[begins] = sum(_bytes(told) for told in traffic.values())
    return found


def _begins(seconds: int, period: Period, shown: Any) -> date:
    """The UTC day or month of a time; what is written beside it must be the same."""
    try:
        day = datetime.fromtimestamp(seconds, UTC).date()
    except OverflowError, OSError, ValueError:
        raise LayoutChanged(OF_SIM, "unixtime") from None
    begins = day.replace(day=1) if period is Period.MONTH else day
    if shown is not None and shown not in (begins.strftime("%Y%m%d"), begins.strftime(_FORMATS[period])):
        raise LayoutChanged(OF_SIM, "date")
    return begins


def _bytes(told: Any) -> int:
    match told:
        case {"uploadByteSizeTotal": int(up), "downloadByteSizeTotal": int(down)}:
            return _checked(OF_SIM, up) + _checked(OF_SIM, down)
        case _:
            raise LayoutChanged(OF_SIM, "uploadByteSizeTotal", "downloadByteSizeTotal")


def _checked(operation: str, amount: int) -> int:
    if isinstance(amount, bool) or not 0 <= amount <= _LARGEST:
        raise LayoutChanged(operation, "ByteSizeTotal")
    return amount


async def export(api: Api, period: Period, count: int) -> dict[str, dict[date, int]]:
    """What every IMSI of the operator used: two requests, however many there are. Raises `LayoutChanged`.

    The file lies on a host of its own, which gets no key: it is named by the answer, and followed only if the carrier
    declares it.
    """
    start, end = window(period, count, api.now)
    body = {"from": start, "to": end, "period": period.value}
    path = f"stats/air/operators/{api.operator}/export"
    match await api.post(EXPORT, path, body, {"export_mode": "sync"}):
        case {"url": str(address)} if address:
            url = _declared(api, address)
        case _:
            raise LayoutChanged(EXPORT, "url")
    page = await api.web.get(url, headers={"Accept": "text/csv"}, expect={403, 404})
    if page.status != 200:
        raise LayoutChanged(EXPORT, f"file with status {page.status}")
    return await aside(lambda file: read_export(file.body, period), page)


def _declared(api: Api, address: str) -> URL:
    try:
        # As it is: what is written differently may not have the same signature.
        url = URL(address, encoded=True)
        declared = api.web.declares(url)
    except ValueError:
        raise LayoutChanged(EXPORT, "url") from None
    if not declared:
        raise LayoutChanged(EXPORT, "url", f"host {url.host}")
    return url


def read_export(body: bytes, period: Period) -> dict[str, dict[date, int]]:
    """The file of an export, in bytes by IMSI and day or month. Raises `LayoutChanged`."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeError:
        raise LayoutChanged(EXPORT, "UTF-8") from None
    lines = _rows(text)
    header = next(lines, [])
    if any(header.count(column) != 1 for column in _COLUMNS):
        raise LayoutChanged(EXPORT, *_COLUMNS)
    imsi, when, kind, up, down = (header.index(column) for column in _COLUMNS)
    found: dict[str, dict[date, int]] = {}
    seen: set[tuple[str, str, str]] = set()
    dates: dict[str, date] = {}
    for row in lines:
        if len(row) != len(header):
            raise LayoutChanged(EXPORT, "columns")
        key = row[imsi], row[when], row[kind]
        if key in seen:
            raise LayoutChanged(EXPORT, "imsi", "twice")
        seen.add(key)
        if not row[imsi]:  # no SIM's
            continue
        if row[when] not in dates:
            dates[row[when]] = _date(row[when], period)
        begins, told = dates[row[when]], found.setdefault(row[imsi], {})
        told[begins] = told.get(begins, 0) + _count(row[up]) + _count(row[down])
    return found


def _rows(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(text.splitlines())
    except csv.Error:  # a quotation mark that opens and is never closed, for one: all that follows is one field then
        raise LayoutChanged(EXPORT, "CSV") from None


_FORMATS = {Period.MONTH: "%Y%m", Period.DAY: "%Y%m%d"}


def _date(text: str, period: Period) -> date:
    try:
        found = datetime.strptime(text, _FORMATS[period]).replace(tzinfo=UTC).date()
    except ValueError:
        raise LayoutChanged(EXPORT, "date") from None
    if found.strftime(_FORMATS[period]) != text:
        raise LayoutChanged(EXPORT, "date")
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise LayoutChanged(EXPORT, "ByteSizeTotal")
    return int(text)

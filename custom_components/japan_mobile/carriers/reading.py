"""Portal text into values: volumes, yen, dates, months; and numbers out of JSON that is careless with types.

Everything here is pure and exact: decimals, never floats. What cannot be read safely raises `Unreadable`, which
names what was wrong (unit, number, date, …) but never the text itself; `reading(page, label)` turns it into
`LayoutChanged`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
import html
import re
from typing import Any
import unicodedata

from .errors import LayoutChanged
from .model import Cycle, Month

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}
"""Bytes of the units that portals name. Who counts in powers of 1024 passes `BINARY_UNITS`."""
BINARY_UNITS = {"KB": 2**10, "MB": 2**20, "GB": 2**30}

_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = re.compile(rf"(?:{_DIGITS})(?:\.\d+)?", re.ASCII)
_VOLUME = re.compile(rf"({_DIGITS})(\.\d+)?\s*(\D*)", re.ASCII)
_SPLIT_NUMBER = re.compile(r"(?<=\d)\s+\.\s*(?=\d)|(?<=\d)\s+,(?=\d{3}(?!\d))", re.ASCII)
UNLIMITED = re.compile(r"使い放題|つかい放題|無制限|(?i:unlimited)")
_UNLIMITED_DATA = re.compile(rf"(?:データ(?:量|容量|通信)?)?\s*(?:{UNLIMITED.pattern})")
PENDING = re.compile(r"(?:集計|準備|更新|確認|計算|調整|取得|処理|作成|反映|読み?込み)中|ません|でした|エラー|不明")
_ABSENT = re.compile(r"[-–—―‐−ー]*")
_SHORT_DAY = r"(?:(\d{4})\s*[年/.]\s*)?(\d{1,2})\s*[月/.]\s*(\d{1,2})\s*日?\s*(?:\([月火水木金土日]\))?"
PERIOD = re.compile(rf"{_SHORT_DAY}\s*(?:[~〜\-–—―−]|から)\s*{_SHORT_DAY}\s*(?:まで)?", re.ASCII)
"""Two days and what stands between them, in a text that is `dated`."""
DAY = re.compile(rf"(?<![\d/.]){_SHORT_DAY}(?![\d/.])", re.ASCII)
_ERA = re.compile(r"令和\s*(\d{1,2}|元)\s*(?=年)", re.ASCII)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_TIME = re.compile(
    r"(?<=[\d日)])(?:\s+|(?<=[日)])|T)(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\s*時(?:\s*\d{1,2}\s*分)?)", re.ASCII
)
_YEN = re.compile(rf"(-?)\s*(?:¥\s*({_DIGITS})|({_DIGITS})\s*円)", re.ASCII)
_DAY = re.compile(
    r"(\d{4})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|([/-])(\d{1,2})\4(\d{1,2}))\s*(?:\([月火水木金土日]\))?",
    re.ASCII,
)
_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月|(\d{4})[/-](\d{1,2})|(\d{4})(\d{2})", re.ASCII)
_LARGEST = 10**15
_LONGEST_AMOUNT = 12


class Unreadable(ValueError):
    """A text that is not what it should be; `what` names the doubtful thing."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def units_of(gigabyte: int) -> dict[str, int]:
    """The units of a carrier, by what it calls 1 GB, in bytes."""
    return BINARY_UNITS if gigabyte == BINARY_UNITS["GB"] else UNITS


@contextmanager
def reading(page: str, label: str) -> Iterator[None]:
    """Turn `Unreadable` inside the block into `LayoutChanged(page, label, what)`."""
    try:
        yield
    except Unreadable as err:
        raise LayoutChanged(page, label, err.what) from None


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text in one line, full-width letters and digits made half-width, entities resolved, yen signs made one."""
    folded = unicodedata.normalize("NFKC", html.unescape(text)).replace("\\", "¥")
    return " ".join(folded.split())


def number(text: str) -> Decimal:
    """`1,234.5` as an exact number, not negative. Raises Unreadable("number")."""
    folded = plain(text)
    if not _NUMBER.fullmatch(folded):
        raise Unreadable("number")
    return Decimal(folded.replace(",", ""))


def scaled(amount: Decimal, unit: str, units: dict[str, int] = UNITS) -> int:
    """An amount in a named unit as whole bytes. Raises Unreadable("unit") for a unit that is not known."""
    try:
        size = units[plain(unit).upper()]
    except KeyError:
        raise Unreadable("unit") from None
    if not amount.is_finite() or abs(amount) > _LARGEST:
        raise Unreadable("number")
    return int((amount * size).to_integral_value(ROUND_HALF_EVEN))


def dated(text: str) -> str:
    """`plain`, its dates written in one way: years of the era and ISO days as others, times of day left out."""
    line = _ERA.sub(lambda era: str(2018 + (1 if era[1] == "元" else int(era[1]))), plain(text))
    return _TIME.sub("", _ISO_DAY.sub(r"\1/\2/\3", line))


def joined(text: str) -> str:
    """`plain`, with a number that was split before its point or comma in one piece again: `3 .25` is `3.25`."""
    return _SPLIT_NUMBER.sub(lambda gap: gap[0].strip(), plain(text))


def unlimited(text: str) -> bool:
    """Whether a text in place of a volume says that there is no limit: `使い放題`, `無制限`."""
    return _UNLIMITED_DATA.fullmatch(plain(text)) is not None


def pending(text: str) -> bool:
    """Whether words in place of a value say that it is not known now: `集計中`, `取得できませんでした`."""
    return PENDING.search(plain(text)) is not None


def absent(text: str) -> bool:
    """Whether a text in place of a value says nothing: it is empty or made of dashes."""
    return _ABSENT.fullmatch("".join(plain(text).split())) is not None


def packets(text: str) -> int:
    """`12,345,678 パケット` as a count. Raises Unreadable("number") or Unreadable("unit")."""
    folded = plain(text)
    if not folded.endswith("パケット"):
        raise Unreadable("unit")
    count = number(folded.removesuffix("パケット"))
    if count != count.to_integral_value():
        raise Unreadable("number")
    return int(count)


def volumes(text: str, units: dict[str, int] = UNITS) -> tuple[int, int]:
    """`18.85GB／20.00GB` as two volumes. Raises Unreadable("pair"), ("number") or ("unit")."""
    halves = plain(text).split("/")
    if len(halves) != 2:
        raise Unreadable("pair")
    return volume(halves[0], units), volume(halves[1], units)


def volume(text: str, units: dict[str, int] = UNITS) -> int:
    """`3.25GB`, `1,234 MB`, `４．７ＧＢ` as bytes. Raises Unreadable("number") or Unreadable("unit")."""
    match = _VOLUME.fullmatch(joined(text))
    if match is None:
        raise Unreadable("number")
    return scaled(Decimal(match[1].replace(",", "") + (match[2] or "")), match[3], units)


def lossy(value: Any) -> Decimal | None:
    """A JSON number that may be int, float, numeric text or null. Raises Unreadable("number") for anything else."""
    match value:
        case None | "":
            return None
        case bool():
            raise Unreadable("number")
        case int() | float():
            # repr of a float is the shortest text that means it, so 8.4 stays 8.4.
            found = Decimal(repr(value)) if abs(value) <= _LARGEST else Decimal("nan")
        case str():
            text = plain(value)
            sign = -1 if text.startswith("-") else 1
            found = sign * number(text.removeprefix("-"))
        case _:
            raise Unreadable("number")
    if not found.is_finite() or abs(found) > _LARGEST:
        raise Unreadable("number")
    return found


def whole(value: Any) -> int | None:
    """As `lossy`, for counts and yen. Raises Unreadable("number") for a fraction."""
    found = lossy(value)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Unreadable("number")
    return int(found)


def yen(text: str) -> int:
    """`1,653円`, `¥1,653`, `&yen;1,653`, `１，２３４円`, and with a minus a reduction. Raises Unreadable("yen")."""
    match = _YEN.fullmatch(plain(text).replace("−", "-").replace("▲", "-"))
    digits = (match[2] or match[3]).replace(",", "") if match else ""
    if match is None or len(digits) > _LONGEST_AMOUNT:
        raise Unreadable("yen")
    amount = int(digits)
    return -amount if match[1] else amount


def day(text: str) -> date:
    """`2026年08月06日`, `2026年8月6日（木）`, `2026/8/6`. Raises Unreadable("date")."""
    match = _DAY.fullmatch(plain(text))
    if match is None:
        raise Unreadable("date")
    return _date(int(match[1]), int(match[2] or match[5]), int(match[3] or match[6]))


def month(text: str) -> Month:
    """`2026年07月`, `2026年07月利用分`, `2026/08`, `202608`. Raises Unreadable("month")."""
    match = _MONTH.fullmatch(plain(text).removesuffix("利用分").strip())
    if match is None:
        raise Unreadable("month")
    year, moon = (int(part) for part in match.groups() if part is not None)
    if not 1 <= moon <= 12 or not 2000 <= year < 2100:
        raise Unreadable("month")
    return Month(year, moon)


def month_without_year(moon: int, today: date) -> Month:
    """The newest month of that number that is not after today's. Raises Unreadable("month")."""
    if not 1 <= moon <= 12:
        raise Unreadable("month")
    return Month(today.year - (moon > today.month), moon)


def day_without_year(moon: int, day_of_month: int, today: date) -> date:
    """A day whose year is not shown: a month number greater than today's means last year. Raises Unreadable."""
    return _date(month_without_year(moon, today).year, moon, day_of_month)


def period(text: str, today: date) -> Cycle:
    """`2026年6月4日 ～ 2026年7月3日`, `6/4-7/3`, … as a cycle; years that are not shown are those nearest to today.

    Raises Unreadable("date").
    """
    match = PERIOD.fullmatch(dated(text))
    if match is None:
        raise Unreadable("date")
    year, moon, first, end_year, end_moon, last = (int(part) if part else None for part in match.groups())
    assert moon is not None and first is not None and end_moon is not None and last is not None  # noqa: PT018
    turns = (end_moon, last) < (moon, first)
    if year is None:
        year = today.year - ((moon, first) > (today.month, today.day)) if end_year is None else end_year - turns
    cycle = Cycle(_date(year, moon, first), _date(end_year or year + turns, end_moon, last))
    if cycle.end < cycle.start:
        raise Unreadable("date")
    return cycle


def _date(year: int, moon: int, day_of_month: int) -> date:
    try:
        return date(year, moon, day_of_month)
    except ValueError:
        raise Unreadable("date") from None

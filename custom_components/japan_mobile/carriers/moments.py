"""Which month or period a page is about, as far as its own words say."""

from collections.abc import Iterable
from datetime import date
import re

from .model import Cycle, Month
from .reading import Unreadable, month, month_without_year, period, plain
from .surroundings import ADVERTISING

_DAY = r"(?:\d{4}\s*[年/.]\s*)?\d{1,2}\s*[月/.]\s*\d{1,2}\s*日?\s*(?:\([月火水木金土日]\))?"
_PERIOD = re.compile(rf"{_DAY}\s*(?:[~〜\-–—―−]|から)\s*{_DAY}", re.ASCII)
_MONTH = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:度|分)?\s*の?\s*(?:ご?利用|ご?使用|データ|通信)", re.ASCII)
_BARE_MONTH = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:度|分)?", re.ASCII)
_DAYS = range(25, 36)


def current_cycle(lines: Iterable[str], today: date, *, labelled: bool = False) -> Cycle | None:
    """The cycle that all periods and month headings among the lines agree on, if it holds today; else None.

    `labelled` lines are values of a label such as 対象月, so that a month may stand there alone.
    """
    shown = [line for line in map(plain, lines) if not ADVERTISING.search(line)]
    try:
        periods = {cycle for line in shown for cycle in _periods(line, today)}
        months = {found for line in shown for found in _months(line, today, labelled)}
    except Unreadable:
        return None
    if len(periods) > 1 or len(months) > 1 or not (periods or months):
        return None
    cycle = next(iter(periods), None) or Cycle.month(next(iter(months)))
    if months and not months & {Month.of(cycle.start), Month.of(cycle.end)}:
        return None
    return cycle if cycle.start <= today <= cycle.end else None


def told_cycle(text: str, today: date, *, labelled: bool = True) -> Cycle | None:
    """The cycle that a text tells, current or not; None for a text about anything else. `labelled` as above."""
    line = plain(text)
    try:
        found = {*_periods(line, today), *map(Cycle.month, _months(line, today, labelled))}
    except Unreadable:
        return None
    return found.pop() if len(found) == 1 else None


def _periods(line: str, today: date) -> list[Cycle]:
    found = [period(match[0], today) for match in _PERIOD.finditer(line)]
    return [cycle for cycle in found if (cycle.end - cycle.start).days + 1 in _DAYS]


def _months(line: str, today: date, labelled: bool) -> list[Month]:
    outside = _PERIOD.sub(" ", line)
    if labelled and (whole := _BARE_MONTH.fullmatch(outside.strip())):
        return [_month(whole, today)]
    if labelled and not _MONTH.search(outside) and re.fullmatch(r"\d{4}[/-]?\d{2}", outside.strip(), re.ASCII):
        return [month(outside)]
    return [_month(match, today) for match in _MONTH.finditer(outside)]


def _month(match: re.Match[str], today: date) -> Month:
    if match[1] is None:
        return month_without_year(int(match[2]), today)
    return month(f"{match[1]}年{match[2]}月")

"""Which month or period a page is about, as far as its own words say."""

from collections.abc import Iterable
from datetime import date
import re

from .model import Cycle, Month
from .reading import DAY, PERIOD, Unreadable, dated, day, day_without_year, month, month_without_year, period
from .surroundings import ADVERTISING

_MONTH = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:度|分)?\s*の?\s*(?:ご?利用|ご?使用|データ|通信)", re.ASCII)
_BARE_MONTH = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:度|分)?", re.ASCII)
_ANY_MONTH = re.compile(
    r"(?:(?<!\d)(\d{4})\s*[年/-]\s*)?(?<!\d)(\d{1,2})\s*月(?!額|間|々|\s*\d{1,2}\s*日)|(?<![\d/-])(20\d{2})[/-](\d{1,2})(?![\d/-])",
    re.ASCII,
)
_OPEN = re.compile(rf"({DAY.pattern})\s*(?:[~〜]|から)", re.ASCII)
_AS_OF = re.compile(
    rf"(?:更新|取得|時点|現在|集計)\D{{0,8}}({DAY.pattern})|({DAY.pattern})\s*(?:の?時点|現在|に?更新|までの?集計)",
    re.ASCII,
)
_BEFORE = re.compile(r"先月|前月(?!から|より|の?(?:くりこし|繰))|前々月|先々月|前日|昨日")
_WORDS = (
    r"(?:ご?(?:利用|使用|集計|対象|請求)?(?:期間|年月|月)|最終更新(?:日時?)?|更新日時?|データ|通信|ご?利用|ご?使用|状況|量|明細|時点|現在|更新"
    r"|まで|から|集計|分|度|の|に|は|[<>＜＞≪≫◀▶←→:~〜()\[\]【】・\s])*"
)
_DAYS = range(25, 36)


def current_cycle(lines: Iterable[str], today: date, *, labelled: bool = False) -> Cycle | None:
    """The cycle that all periods and month headings among the lines agree on, if it holds today; else None.

    `labelled` lines are values of a label such as 対象月, so that a month may stand there alone.
    """
    shown = [line for line in map(dated, lines) if not ADVERTISING.search(line)]
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
    line = dated(text)
    try:
        found = {*_periods(line, today), *map(Cycle.month, _months(line, today, labelled))}
    except Unreadable:
        return None
    return found.pop() if len(found) == 1 else None


def elsewhen(text: str, today: date) -> bool:
    """Whether a text speaks of another month, day or period than the running one, or of one that cannot be read."""
    line = dated(text)
    try:
        if any(not _holds(period(match[0], today), today) for match in PERIOD.finditer(line)):
            return True
        rest = PERIOD.sub(" ", line)
        if _BEFORE.search(rest) or any(_as_of(match, today) != today for match in _AS_OF.finditer(rest)):
            return True
        if any(_day(match, today) < today.replace(day=1) for match in _OPEN.finditer(rest)):
            return True
        months = [_month_of(match, today) for match in _ANY_MONTH.finditer(DAY.sub(" ", rest))]
    except Unreadable:
        return True
    return any(found != Month.of(today) for found in months)


def is_moment(text: str) -> bool:
    """Whether a text tells a month, a period or a time of reading, and nothing else."""
    line = dated(text)
    if not (PERIOD.search(line) or _AS_OF.search(line) or _OPEN.search(line) or _ANY_MONTH.search(line)):
        return False
    return re.fullmatch(_WORDS, _ANY_MONTH.sub("", DAY.sub("", PERIOD.sub("", line)))) is not None


def _holds(cycle: Cycle, today: date) -> bool:
    return cycle.start <= today <= cycle.end


def _as_of(match: re.Match[str], today: date) -> date:
    return _day_of(DAY.search(match[0]), today)


def _day(match: re.Match[str], today: date) -> date:
    return _day_of(DAY.search(match[1]), today)


def _day_of(match: re.Match[str] | None, today: date) -> date:
    if match is None:
        raise Unreadable("date")
    year, moon, number = match[1], int(match[2]), int(match[3])
    return day(f"{year}/{moon}/{number}") if year else day_without_year(moon, number, today)


def _month_of(match: re.Match[str], today: date) -> Month:
    year, moon = match[1] or match[3], match[2] or match[4]
    return month(f"{year}年{moon}月") if year else month_without_year(int(moon), today)


def _periods(line: str, today: date) -> list[Cycle]:
    found = [period(match[0], today) for match in PERIOD.finditer(line)]
    return [cycle for cycle in found if (cycle.end - cycle.start).days + 1 in _DAYS]


def _months(line: str, today: date, labelled: bool) -> list[Month]:
    outside = PERIOD.sub(" ", line)
    if labelled and (whole := _BARE_MONTH.fullmatch(outside.strip())):
        return [_month(whole, today)]
    if labelled and not _MONTH.search(outside) and re.fullmatch(r"\d{4}[/-]?\d{2}", outside.strip(), re.ASCII):
        return [month(outside)]
    return [_month(match, today) for match in _MONTH.finditer(outside)]


def _month(match: re.Match[str], today: date) -> Month:
    if match[1] is None:
        return month_without_year(int(match[2]), today)
    return month(f"{match[1]}年{match[2]}月")

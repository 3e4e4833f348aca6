"""The days and months that a message names, and which of them its figures are from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
import re

from ..model import TOKYO, Cycle, Month
from ..reading import PERIOD, Unreadable, period
from .amounts import has_digits
from .reasons import NotUnderstood
from .sure import DAY

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_AT = r"(?:\s*(?:\([月火水木金土日]\))?\s*(?:at\s)?(?P<{0}>[01]?\d|2[0-3])(?::|時)(?P<{1}>[0-5]\d)?(?::\d\d)?分?)?"
_DAYS = (
    re.compile(
        rf"(?<![\d/.])(?:(?P<y>20\d\d)\s?[年/.-]\s?)(?P<m>\d\d?)\s?[月/.-]\s?(?P<d>\d\d?)(?![\d/.])(?:日|号|號|t)?{_AT.format('h', 'n')}",
        re.ASCII,
    ),
    re.compile(rf"(?<![\d/.年])(?P<m>\d\d?)\s?月\s?(?P<d>\d\d?)\s?(?:日|号|號){_AT.format('h', 'n')}", re.ASCII),
    re.compile(
        rf"(?<![\d/.])(?P<m>\d\d?)/(?P<d>\d\d?)(?![\d/.]|\s?(?:[kmg]b?\b|ギガ)){_AT.format('h', 'n')}", re.ASCII
    ),
    re.compile(
        rf"\b{_NAME.format('name')}\s(?P<d>\d\d?)(?:st|nd|rd|th)?\b(?:,?\s(?P<y>20\d\d)\b)?,?{_AT.format('h', 'n')}",
        re.ASCII,
    ),
    re.compile(
        rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)?\s{_NAME.format('name')}(?:\s(?P<y>20\d\d)\b)?,?{_AT.format('h', 'n')}",
        re.ASCII,
    ),
)
_LEFT = "".join(
    f"(?<!{word})(?<!{word} )" for word in ("残り", "残", "あと", "剩余", "剩餘", "还有", "還有", "还剩", "還剩")
)
"""So many days are left, which is no day of the month."""
_DAY_ALONE = re.compile(
    rf"(?<![\d月/.]){_LEFT}(?P<d>\d\d?)\s?(?:日|号|號)(?!間|前|後|目|以内|分){_AT.format('h', 'n')}|\bthe (?P<e>\d\d?)(?:st|nd|rd|th)\b",
    re.ASCII,
)
"""A day of this month, or of the one before where this one has not come to it yet."""
_MONTH = re.compile(
    rf"(?:(?<!\d)(?P<y>20\d\d)\s?年\s?)?(?<![\d/])(?P<m>\d\d?)\s?月(?!\s?\d|額|間|々|租)|\b{_NAME.format('name')}(?!\w)(?:\s(?P<y2>20\d\d))?",
    re.ASCII,
)
_AHEAD = re.compile(
    r"期限|期日|有効|まで|リセット|失効|以降|から|次回|支払い?日|振替日|引き?落(?:し|と)?日"
    r"|\bresets?\b|\bexp(?:ir|\b)|\buntil\b|\bvalid\b|\brenew|\bdue\b|\bby\b"
    r"|重置|到期|有效|之?前|截止日|清零"
)
_ORIGIN = re.compile(r"契約|開通|登録|加入|開始日|発行日|\bsince\b|\bstarted\b|\bjoined\b|[开開]通|入[网網]")
_AS_OF = re.compile(r"現在|時点|更新|\bas of\b|截[至止]")
_NEXT = timedelta(days=62)
_USE = re.compile(r"ご?(?:利用|使用)|\busage\b|使用|用量")
_OF_USE = re.compile(r"[分の 度]*(?:ご?(?:利用|使用)|usage\b|使用|用量)")
_BEFORE_MONTH = re.compile(r"\b(?:in|for|of|during|your)\s*$")
_AFTER_MONTH = re.compile(r"(?:'s)?\s(?:usage|data|bill|charge|payment)")
_NEAR = 40
"""Characters before the name of a month that are looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause tells of time: the moments of its figures, and the months that it names."""

    moments: tuple[datetime, ...]
    months: tuple[tuple[Month, bool], ...]
    periods: tuple[Cycle, ...]
    of_a_day: bool
    """Whether a past day is named, and not as the moment that something was known: what was used may be that day's."""
    future: bool
    """Whether a day to come is named, and not as the end of something."""
    shape: str
    """The clause with `DAY` in their places; an English name that may be a word of its own stays."""

    @property
    def rest(self) -> str:
        """The clause without them, so that no part of a date is taken for anything else."""
        return _MONTH.sub(" ", _DAY_ALONE.sub(" ", self.shape.replace(DAY, " ")))


def told(clause: str, now: datetime, *, counts: bool) -> Told:
    """Read a clause; `counts`: there are amounts in it, so that a past day in it is theirs whatever else it says.

    Raises `NotUnderstood`: "day" for one that is none, "past" for a period that is not running.
    """
    if not has_digits(clause):
        return Told((), tuple(_months(clause, now.date())), (), False, False, _held(clause))
    periods = tuple(_periods(clause, now.date()))
    rest = PERIOD.sub(DAY, clause)
    moments: list[datetime] = [_evening(one.end, now) for one in periods]
    ahead, origin, known_then = (bool(words.search(rest)) for words in (_AHEAD, _ORIGIN, _AS_OF))
    of_a_day = future = False
    for form in _DAYS:
        for match in form.finditer(rest):
            moment = _moment(match, now, ahead)
            if moment.date() <= now.date() and (counts or not origin):
                moments.append(moment)
                of_a_day |= not (known_then or ahead or match["h"])
            future |= moment.date() > now.date() and not (ahead or origin)
        rest = form.sub(DAY, rest)
    if (counts or known_then) and not ahead:
        alone = list(_DAY_ALONE.finditer(rest))
        moments += [_of_day(match, now) for match in alone]
        of_a_day |= bool(alone) and not known_then
    if counts and not ahead and len({moment.date() for moment in moments}) > 1:
        raise NotUnderstood("two_meanings")
    months = tuple(_months(rest, now.date()))
    if counts or known_then or ahead:
        rest = _DAY_ALONE.sub(DAY, rest)
    return Told(tuple(moments), months, periods, of_a_day, future, _held(rest))


def _held(rest: str) -> str:
    """A clause with `DAY` in the places of its months."""
    return _MONTH.sub(lambda match: DAY if _is_month(rest, match) else match[0], rest)


def _periods(clause: str, today: date) -> Iterator[Cycle]:
    for match in PERIOD.finditer(clause):
        try:
            cycle = period(match[0], today)
        except Unreadable:
            raise NotUnderstood("day") from None
        if not cycle.start <= today:
            raise NotUnderstood("past")
        yield cycle


def _evening(day: date, now: datetime) -> datetime:
    """The end of a day, or now."""
    return now if day >= now.date() else datetime.combine(day, time(23, 59, 59), TOKYO)


def _of_day(match: re.Match[str], now: datetime) -> datetime:
    number = int(match["d"] or match["e"])
    month = Month.of(now.date()).plus(0 if number <= now.day else -1)
    if not 1 <= number <= month.last.day:
        raise NotUnderstood("day")
    day = month.first.replace(day=number)
    if match["h"]:
        return datetime.combine(day, time(int(match["h"]), int(match["n"] or 0)), TOKYO)
    return _evening(day, now)


def _moment(match: re.Match[str], now: datetime, ahead: bool) -> datetime:
    groups = match.groupdict()
    moon = _MONTHS.index(groups["name"][:3]) + 1 if groups.get("name") else int(groups["m"])
    day = _day(int(groups["y"]) if groups.get("y") else None, moon, int(groups["d"]), now.date(), ahead)
    if groups.get("h"):
        return datetime.combine(day, time(int(groups["h"]), int(groups["n"] or 0)), TOKYO)
    return now if day == now.date() else datetime.combine(day, time(23, 59, 59), TOKYO)


def _day(year: int | None, moon: int, number: int, today: date, ahead: bool) -> date:
    try:
        if year is not None:
            return date(year, moon, number)
        near = [date(today.year + turn, moon, number) for turn in (-1, 0, 1)]
    except ValueError:
        raise NotUnderstood("day") from None
    if ahead:
        return next(
            (day for day in near if timedelta(0) <= day - today <= _NEXT), min(near, key=lambda day: abs(day - today))
        )
    return min(near, key=lambda day: abs(day - today))


def _months(rest: str, today: date) -> Iterator[tuple[Month, bool]]:
    """The months that are named alone, and whether as months of use."""
    of_use = _USE.search(rest) is not None
    for match in _MONTH.finditer(rest):
        groups = match.groupdict()
        if not _is_month(rest, match):
            continue
        moon = _MONTHS.index(groups["name"][:3]) + 1 if groups.get("name") else int(groups["m"])
        year = groups.get("y") or groups.get("y2")
        if not 1 <= moon <= 12:
            raise NotUnderstood("month")
        month = Month(int(year), moon) if year else Month(today.year - (moon > today.month), moon)
        yield month, bool(_OF_USE.match(rest, match.end()) or (groups.get("name") and of_use))


def _is_month(rest: str, match: re.Match[str]) -> bool:
    """Whether what looks like a month is one: `may` and `march` are words of their own."""
    return bool(
        not match["name"]
        or match["y2"]
        or _BEFORE_MONTH.search(rest[max(0, match.start() - _NEAR) : match.start()])
        or _AFTER_MONTH.match(rest, match.end())
    )


def as_of(moments: Iterable[datetime], now: datetime) -> datetime:
    """When the figures of a message are from: the oldest moment that it names, else now. Raises `NotUnderstood`."""
    oldest = min(moments, default=now)
    if oldest > now + timedelta(minutes=10):
        raise NotUnderstood("future")
    return min(oldest, now)


def holds(months: Iterable[Month], cycle: Cycle) -> bool:
    """Whether months that a message names may be the running cycle."""
    return all(month in {Month.of(cycle.start), Month.of(cycle.end)} for month in months)

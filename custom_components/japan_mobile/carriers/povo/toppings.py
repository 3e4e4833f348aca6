"""The toppings that run now, as the app's tiles show them. Protocol: docs/carriers/povo.md, 4.3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
import re
from typing import Any

from ..errors import LayoutChanged
from ..model import TOKYO
from ..reading import BINARY_UNITS, Unreadable, day, plain, reading, volume

type Json = Mapping[str, Any]

PAGE = "user-plan-details-v2"
_HEADER = "povo-tile-plan-header"
_DETAIL = "povo-tile-plan-detail"
_DATA = "データ"
_NO_DATA = re.compile(r"通話|電話|SMS")
"""What the heading of a group that has nothing to do with data says; no other heading than the one of data is recorded."""
_UNLIMITED = "使い放題"
_NONE = "現在利用中のトッピングはありません"
_PAIR = re.compile(r"([\d.,]+GB)\s*/\s*([\d.,]+GB)", re.ASCII)
_CLOCK = re.compile(r"(.+?日)\s*(午前|午後)\s*(\d{1,2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A data topping: bytes left and in all as shown, rounded to 0.01 GB; both None for an unlimited one."""

    left: int | None
    total: int | None
    expires: datetime

    @property
    def unlimited(self) -> bool:
        """Whether it has no limit."""
        return self.total is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toppings:
    """The data toppings that could be read, and what could not.

    `last` is the newest expiry that was read, of toppings for calls too; `whole` says that none was unreadable.
    """

    tiles: tuple[Tile, ...]
    last: datetime | None = None
    whole: bool = True
    problems: tuple[LayoutChanged, ...] = ()


def components(content: Json, page: str) -> list[Json]:
    """The components of a screen document in their order. Raises `LayoutChanged`."""
    found: list[Json] = []
    widgets = content.get("widgets")
    if not isinstance(widgets, list):
        raise LayoutChanged(page, "widgets")
    for widget in widgets:
        inner = widget.get("components") if isinstance(widget, dict) else None
        found += [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []
    return found


def read_toppings(content: Json) -> Toppings:
    """The tiles below the heading 「データ」; of other groups only the expiry. Raises `LayoutChanged`.

    No tile at all is believed only with the sentence that says so.
    """
    shown = components(content, PAGE)
    tiles: list[Tile] = []
    others: list[datetime | None] = []
    problems: list[LayoutChanged] = []
    group = None
    for component in shown:
        data = component.get("data")
        data = data if isinstance(data, dict) else {}
        if component.get("type") == _HEADER:
            group = plain(str(data.get("title")))
        if component.get("type") != _DETAIL:
            continue
        if group is not None and _DATA not in group and _NO_DATA.search(group):
            others.append(_expiry_if_told(data))
            continue
        try:
            tiles.append(_tile(data, known=group == _DATA))
        except LayoutChanged as err:
            problems.append(err)
    if not (tiles or others or problems) and not any(_NONE in plain(text) for text in _texts(shown)):
        raise LayoutChanged(PAGE, _DETAIL)
    ends = [*(tile.expires for tile in tiles), *others]
    known = [end for end in ends if end is not None]
    return Toppings(
        tiles=tuple(tiles),
        last=max(known, default=None),
        whole=len(known) == len(ends) and not problems,
        problems=tuple(problems),
    )


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _tile(data: Json, *, known: bool) -> Tile:
    if not known:
        raise LayoutChanged(PAGE, _HEADER)
    with reading(PAGE, "expiry"):
        expires = expiry(_value(data, "expiry"))
    with reading(PAGE, "remaining"):
        text = plain(_value(data, "remaining"))
        if text == _UNLIMITED:
            return Tile(left=None, total=None, expires=expires)
        pair = _PAIR.fullmatch(text)
        if pair is None:
            raise Unreadable("pair")
        left, total = volume(pair[1], BINARY_UNITS), volume(pair[2], BINARY_UNITS)
        if left > total:
            raise Unreadable("pair")
        return Tile(left=left, total=total, expires=expires)


def _value(data: Json, key: str) -> str:
    inner = data.get(key)
    value = inner.get("value") if isinstance(inner, dict) else None
    if not isinstance(value, str):
        raise Unreadable("text")
    return value


def _expiry_if_told(data: Json) -> datetime | None:
    try:
        return expiry(_value(data, "expiry"))
    except Unreadable:
        return None


def expiry(text: str) -> datetime:
    """`2026年 9月 5日 午後4:42`, whatever follows in the next line. A topping is good through the minute that is named.

    Raises Unreadable("date") or Unreadable("time").
    """
    match = _CLOCK.fullmatch(plain(text.partition("\n")[0]))
    if match is None:
        raise Unreadable("time")
    hour, minute = int(match[3]), int(match[4])
    # Noon and midnight have never been seen: 12 and 0 are both read as the beginning of their half.
    if hour > 12 or minute > 59:
        raise Unreadable("time")
    when: date = day(match[1])
    return datetime.combine(when, time(hour % 12 + (12 if match[2] == "午後" else 0), minute, 59), TOKYO)

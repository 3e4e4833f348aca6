"""What was used on past days and in past months. Protocol: docs/carriers/povo.md, 6."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
import re
from typing import Any

from ..errors import LayoutChanged
from ..model import DailyUsage, Month, MonthlyUsage
from ..reading import BINARY_UNITS, Unreadable, day, lossy, month, plain, reading, scaled, volume
from .toppings import components

type Json = Mapping[str, Any]

PAGE = "usage-history"
_GRAPH = "povo-tile-graph"
_SHOWN = re.compile(r"[^::]*[::]\s*([\d.,]+GB)")
_STEP = BINARY_UNITS["GB"] // 100


def read_days(content: Json, today: date) -> tuple[DailyUsage, ...]:
    """The days, oldest first; today is not among them. Raises `LayoutChanged`."""
    return tuple(DailyUsage(day=when, total=used) for when, used in _entries(content, day, today))


def read_months(content: Json, today: date) -> tuple[MonthlyUsage, ...]:
    """The months, oldest first. How they are labelled is not recorded: raises `LayoutChanged` for another form than
    `2026年 8月`.
    """
    return tuple(MonthlyUsage(month=when, total=used) for when, used in _entries(content, month, Month.of(today)))


def _entries[When: (date, Month)](content: Json, read: Callable[[str], When], newest: When) -> list[tuple[When, int]]:
    """The entries of the only graph. What has no date, comes twice or lies ahead makes all of it doubtful."""
    graphs = [one.get("data") for one in components(content, PAGE) if one.get("type") == _GRAPH]
    entries = graphs[0].get("graph_details") if len(graphs) == 1 and isinstance(graphs[0], dict) else None
    if not isinstance(entries, list):
        raise LayoutChanged(PAGE, _GRAPH)
    found: dict[When, int] = {}
    for entry in entries:
        tooltip = entry.get("tooltip") if isinstance(entry, dict) else None
        if not isinstance(tooltip, dict):
            raise LayoutChanged(PAGE, "tooltip")
        with reading(PAGE, "title"):
            when = read(str(tooltip.get("title")))
            if when in found or when > newest:
                raise Unreadable("date")
        found[when] = _used(entry, tooltip)
    return sorted(found.items())


def _used(entry: Json, tooltip: Json) -> int:
    """The figure, which the text beside it must not contradict. A GB is taken for 1024 MB as everywhere else here."""
    with reading(PAGE, "usage"):
        amount = lossy(entry.get("usage"))
        if amount is None or amount < 0:
            raise Unreadable("number")
        used = scaled(amount, "GB", BINARY_UNITS)
        if any(abs(shown - used) > _STEP for shown in _shown(tooltip)):
            raise Unreadable("two values")
    return used


def _shown(tooltip: Json) -> Iterator[int]:
    text = tooltip.get("subtitle")
    match = _SHOWN.fullmatch(plain(text)) if isinstance(text, str) else None
    if match is not None:
        yield volume(match[1], BINARY_UNITS)

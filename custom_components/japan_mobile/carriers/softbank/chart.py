"""SoftBank's data page: the chart object of 2020, and the two layouts before it. Protocol: docs/carriers/softbank.md, 4.2.

The older layouts were known by the order of their figures alone. An order is no proof: their figures count only where
labels name them, and where they add up.
"""

from collections.abc import Mapping

from ..labels import Match
from ..model import Bucket, BucketKind, Line
from ..reader import Reader
from ..reading import Unreadable, number, plain, scaled
from ..scripts import script_objects

_USED_KEY, _LEFT_KEY = "usedGigaData", "remainData"
_MORE = (
    "stepRemainData",
    "currentAdditionalData",
    "currentAdditionalUsedData",
    "currentGivenData",
    "currentGivenUsedData",
)
_KEYS = (_USED_KEY, _LEFT_KEY, *_MORE)
_ROUNDING = 10_000_000
_USED = ("使用済みデータ量", "使用済み", "データ使用量", "使用量", "使用データ量", "利用量")
_TOTAL = ("データ量合計", "合計データ量", "合計", "総データ量")
_LEFT = ("残りデータ量", "残データ量", "データ残量", "残り", "残量")
CARRIED = "前月繰越"
"""What the cycle began with, in the layout of 2019."""


def is_chart(read: Reader) -> bool:
    """Whether the page has the chart's object."""
    return any({_USED_KEY, _LEFT_KEY} & content.keys() for content in script_objects(read.doc))


def chart_figures(read: Reader) -> dict[str, int]:
    """The chart's figures in bytes, in the order in which it tells them. Raises `LayoutChanged`."""
    found = [content for content in script_objects(read.doc) if {_USED_KEY, _LEFT_KEY} & content.keys()]
    missing = [key for key in _KEYS if any(key not in content for content in found)]
    if missing:
        raise read.changed(*missing)
    told = [{key: _size(read, content, key) for key in content if key in _KEYS} for content in found]
    if any(other != told[0] for other in told):
        raise read.changed(_LEFT_KEY, "two values")
    gaps = [key for key in _MORE if not found[0][key]]
    if gaps and any(found[0][key] and not told[0][key] for key in _MORE):
        # Where 0 is written, a gap is no 0.
        raise read.changed(gaps[0], "empty")
    if not found[0][_USED_KEY] and not found[0][_LEFT_KEY]:
        raise read.changed(_LEFT_KEY, "empty")
    return told[0]


def chart_has_gap(read: Reader) -> bool:
    """Whether what is used or left is the empty text, which means 0, or that it is missing."""
    found = [content for content in script_objects(read.doc) if {_USED_KEY, _LEFT_KEY} & content.keys()]
    return any(not content.get(key) for content in found for key in (_USED_KEY, _LEFT_KEY))


def chart_line(read: Reader, line_id: str, figures: Mapping[str, int]) -> Line:
    """The line of a chart's figures; total is used and left together. Raises `LayoutChanged` if they do not fit."""
    used, left, carried, bought, bought_used, given, given_used = (figures[key] for key in _KEYS)
    if bought_used > bought + _ROUNDING or given_used > given + _ROUNDING:
        raise read.changed("currentAdditionalUsedData" if bought_used > bought else "currentGivenUsedData", "sum")
    extra = carried + max(bought - bought_used, 0) + max(given - given_used, 0)
    if extra > left + _ROUNDING or bought_used + given_used > used + _ROUNDING:
        raise read.changed(_LEFT_KEY, "sum")
    buckets = [Bucket(kind=BucketKind.CARRY_OVER, remaining=carried)] if carried else []
    for kind, size, spent in ((BucketKind.TOP_UP, bought, bought_used), (BucketKind.GIFT, given, given_used)):
        if size:
            buckets.append(Bucket(kind=kind, total=size, remaining=max(size - spent, 0)))
    return Line(line_id=line_id, used=used, remaining=left, total=used + left, unlimited=False, buckets=tuple(buckets))


def _size(read: Reader, content: Mapping[str, str], key: str) -> int:
    """A figure of the chart in bytes; the empty text is 0 (sheet, 4.2)."""
    text = plain(content[key])
    if not text:
        return 0
    try:
        return scaled(number(text), "GB", read.units)
    except Unreadable as err:
        raise read.changed(key, err.what) from None


def is_older(read: Reader) -> bool:
    """Whether the page has the figures of one of the layouts of 2018 and 2019, with labels."""
    return read.has(*_USED) and read.has(*_TOTAL) and (read.has(*_LEFT) or read.has(CARRIED, match=Match.CONTAINS))


def older_figures(read: Reader) -> dict[str, int]:
    """The labelled figures in bytes, in the page's order. Raises `LayoutChanged`."""
    read.size(*_USED)
    read.size(*_TOTAL)
    if read.has(*_LEFT):
        read.size(*_LEFT)
    else:
        read.size(CARRIED, match=Match.CONTAINS)
    return dict(read.told())


def older_line(read: Reader, line_id: str, figures: Mapping[str, int]) -> Line:
    """The line of labelled figures. Raises `LayoutChanged` where used and left do not make up the total."""
    used, total, left = (_first(figures, labels) for labels in (_USED, _TOTAL, _LEFT))
    if used is None or total is None or used > total + _ROUNDING:
        raise read.changed("total", "sum")
    if left is None and max(figures.values()) > total + _ROUNDING:
        raise read.changed(CARRIED, "sum")
    remaining = max(total - used, 0)
    if left is not None and abs(left - remaining) > _ROUNDING:
        raise read.changed(_LEFT[0], "sum")
    return Line(line_id=line_id, used=used, remaining=remaining if left is None else left, total=total, unlimited=False)


def _first(figures: Mapping[str, int], labels: tuple[str, ...]) -> int | None:
    return next((figures[label] for label in labels if label in figures), None)

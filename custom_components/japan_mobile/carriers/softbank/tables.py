"""Y!mobile's data page: one table for each item, read by labels. Protocol: docs/carriers/softbank.md, 4.1.

The safe client of the sheet: what is left is computed from all that the page tells, and refused unless the page's own
`A／B` fits it. Whatever cannot be understood is not passed over: a capacity left out would make every figure wrong.
"""

from dataclasses import dataclass
from itertools import takewhile
import re

from ..labels import Match, Pair, key
from ..model import Bucket, BucketKind, Line
from ..reader import Reader, main
from ..reading import Unreadable, absent, joined, unlimited, volume
from ..surroundings import ADVERTISING

CARRIED, BASE_LEFT, BASE, USED = "くりこし分", "基本データ量 残り", "基本データ量", "使用量 合計"
_ROUNDING = 10_000_000
_VOLUME = re.compile(r"\d\s*(?:[KMGT]i?B|ギガ|メガ)", re.IGNORECASE)
_ALONE = re.compile(r"[\d,.]+\s*(?:[KMGT]i?B|ギガ|メガ)(?:バイト)?", re.IGNORECASE)
_CAPACITIES = (
    (re.compile("増量|マイレージ|ボーナス|特典|オプション"), BucketKind.BONUS),
    (re.compile("購入|追加|チャージ"), BucketKind.TOP_UP),
    (re.compile("ギフト|プレゼント|もらった"), BucketKind.GIFT),
)
_NO_CAPACITY = re.compile("使用|利用|消費|合計|速度|制限|日間|本日|今日|昨日|前日|先月|上限|料金")
_NEXT = re.compile("翌月|来月|次月|翌々月|予定")
_MILEAGE = re.compile("マイレージ")
_TABLE = re.compile(r"(.*/table(?:\[\d+\])?)/")
_ORDER = (BucketKind.CARRY_OVER, BucketKind.BASE, BucketKind.BONUS, BucketKind.TOP_UP, BucketKind.GIFT)


@dataclass(frozen=True, slots=True)
class _Amount:
    kind: BucketKind
    size: int


def is_tables(read: Reader) -> bool:
    """Whether the page has the labels of this layout."""
    return read.has(BASE_LEFT) and (read.has(USED) or read.has(CARRIED, match=Match.CONTAINS))


def read_tables(read: Reader, line_id: str) -> Line:
    """The line's figures. Raises `LayoutChanged`."""
    if any(_NEXT.search(pair.label) for pair in read.found(CARRIED, match=Match.CONTAINS)):
        raise read.changed(CARRIED, "another month")  # what is carried on is part of what is left, not of the allowance
    carried, used = read.size(CARRIED, match=Match.CONTAINS), read.size(USED)
    a, b = read.sizes(BASE_LEFT)
    allowance = _allowance(read, b)
    others = _Others(read).amounts()
    extra = sum(amount.size for amount in others)
    total = carried + allowance + extra
    remaining = max(total - used, 0)
    _check(read, a, allowance, remaining, carried + extra)
    amounts = [_Amount(BucketKind.CARRY_OVER, carried), _Amount(BucketKind.BASE, allowance), *others]
    amounts.sort(key=lambda amount: _ORDER.index(amount.kind))
    return Line(
        line_id=line_id,
        cycle=read.month(),
        used=used,
        remaining=remaining,
        total=total,
        unlimited=False,
        buckets=tuple(Bucket(kind=amount.kind, total=amount.size) for amount in amounts if amount.size),
    )


def _check(read: Reader, a: int, allowance: int, remaining: int, beside: int) -> None:
    """`A` is what is left of the base allowance, whatever is consumed first, or the allowance itself."""
    lowest, highest = max(0, remaining - beside), min(allowance, remaining)
    if not lowest - _ROUNDING <= a <= highest + _ROUNDING and abs(a - allowance) > _ROUNDING:
        raise read.changed("remaining", "sum")


def _allowance(read: Reader, b: int) -> int:
    """The second row of the base table; where it has none, `B`."""
    base = read.pair(BASE_LEFT)
    beside = [
        pair
        for pair in read.pairs
        if _table(pair) == _table(base) and pair.place != base.place and _kind(pair) is None and not _is_known(pair)
    ]
    beside += read.found(BASE)
    stated = {_size(read, pair) for pair in beside if _VOLUME.search(pair.text)}
    empty = any(absent(pair.text) for pair in beside)
    if stated - {b} or empty:  # the same amount, written twice: rounding excuses nothing
        raise read.changed("remaining", BASE)
    return b


class _Others:
    """Every capacity but carry-over and base allowance, by label; their number is not fixed."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        anchors = (
            read.pair(CARRIED, match=Match.CONTAINS).place,
            read.pair(BASE_LEFT).place,
            read.pair(USED).place,
        )
        steps = zip(*(place.split("/") for place in anchors), strict=False)
        # The way to the element around all of them.
        self._around = [step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps)]
        self._base_table = _table(read.pair(BASE_LEFT))

    def _inside(self, pair: Pair) -> bool:
        return pair.place.split("/")[: len(self._around)] == self._around

    def amounts(self) -> list[_Amount]:
        """What was bought, given or added. Raises LayoutChanged for an amount of which nobody knows what it is."""
        self._refuse_unlabelled()
        groups: dict[str, list[Pair]] = {}
        for pair in self._read.pairs:
            if self._counts(pair):
                groups.setdefault(_table(pair), []).append(pair)
        found = {place: self._amount(group) for place, group in groups.items()}
        counted = {place: amount for place, amount in found.items() if amount is not None}
        stems = [{_stem(pair) for pair in group} for group in groups.values()]
        if self._base_table in counted or len(set().union(*stems)) < sum(map(len, stems)):
            # What may be the allowance under another name, or one amount in two places, is not added up.
            raise self._read.changed("remaining", "two values")
        return list(counted.values())

    def _counts(self, pair: Pair) -> bool:
        """Whether this is an amount that has to be understood."""
        if _is_known(pair) or pair.kind == "script":
            return False
        if not self._inside(pair):
            return not pair.advert and _kind(pair) is not None and bool(_VOLUME.search(pair.text))
        if _table(pair) == self._base_table and _kind(pair) is None:
            return False
        if pair.advert and _in_table(self._read.pair(BASE_LEFT)) and not _in_table(pair):
            return False  # the figures stand in tables, so this is none of them
        return bool(_VOLUME.search(pair.text)) or absent(pair.text) or unlimited(pair.text) or _is_bare(pair)

    def _amount(self, group: list[Pair]) -> _Amount | None:
        """The amount of one table. Which of two rows has it is known of the mileage alone."""
        sizes = [_size(self._read, pair) for pair in group]
        if not any(sizes) and not any(pair.advert for pair in group):
            return None
        if any(not self._inside(pair) for pair in group):
            raise self._read.changed("remaining", "an amount apart from the others")
        kinds = {_kind(pair) for pair in group}
        if any(pair.advert for pair in group) or len(kinds) != 1 or None in kinds:
            raise self._read.changed("remaining", "an amount of another kind")
        [kind] = kinds
        if len(set(sizes)) > 1 and not (len(sizes) == 2 and all(_MILEAGE.search(key(pair.label)) for pair in group)):
            raise self._read.changed("remaining", "two values")
        assert kind is not None
        return _Amount(kind, sizes[-1])

    def _refuse_unlabelled(self) -> None:
        """Raise for a volume around these tables that stands beside no label, or alone in a line anywhere."""
        labelled = {joined(line) for pair in self._read.pairs for line in (pair.text, *pair.lines, *pair.parts)}
        alone = (line for raw in self._read.doc.lines if _ALONE.fullmatch(line := joined(raw)))
        if any(line not in labelled for line in alone):
            raise self._read.changed("remaining", "an amount without a label")
        place = "/".join(self._around)
        node = self._read.doc.at(place)
        if node is None:  # a label is in a script, not in the page
            raise self._read.changed("remaining")
        seen = [line for line in node.lines if not ADVERTISING.search(line)]
        shown = sum(len(_VOLUME.findall(joined(line))) for line in seen)
        paired = {pair.place: pair for pair in self._read.pairs if self._inside(pair)}
        told = sum(len(_VOLUME.findall(joined(f"{pair.label} {pair.text}"))) for pair in paired.values())
        if shown > told:
            raise self._read.changed("remaining", "an amount without a label")


def _is_known(pair: Pair) -> bool:
    return pair.says(CARRIED, Match.CONTAINS) or any(pair.says(label) for label in (BASE_LEFT, BASE, USED))


def _is_bare(pair: Pair) -> bool:
    """Whether a value is a number without its unit."""
    return re.fullmatch(r"[\d,.]+", joined(pair.text), re.ASCII) is not None


def _kind(pair: Pair) -> BucketKind | None:
    label = key(pair.label)
    if _NO_CAPACITY.search(label):
        return None
    return next((kind for words, kind in _CAPACITIES if words.search(label)), None)


def _table(pair: Pair) -> str:
    """The place of the table that a pair stands in; its list or its own place where it stands in none."""
    found = _TABLE.match(pair.place)
    if found:
        return found[1]
    return pair.place.rpartition("/")[0] if pair.kind == "definition" else pair.place


def _in_table(pair: Pair) -> bool:
    return _TABLE.match(pair.place) is not None


def _stem(pair: Pair) -> str:
    """A label without the word that says that this is what is left of it."""
    return key(pair.label).removesuffix("残り")


def _size(read: Reader, pair: Pair) -> int:
    try:
        text = main(pair)
        if absent(text):
            raise Unreadable("empty")
        if unlimited(text):
            raise Unreadable("unlimited")
        if pair.unit and text[-1:].isdigit():
            text = f"{text}{pair.unit}"
        return read.noted(pair, volume(text, {"GB": read.units["GB"]}), text)
    except Unreadable as err:
        raise read.changed("unit" if err.what == "unit" else "remaining", err.what) from None

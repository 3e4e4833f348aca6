"""All that one page says beside labels: which figures there are, of which line and of which time.

It does not know what a label means; that is for `fitting.py` and a person. A figure belongs to the telephone number that
stands nearest to it, and to the period that stands nearest: in the same row, else the same section, else on the page.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
import math
from operator import itemgetter
import re

from .document import HEADINGS, Document, Node
from .figures import is_figure, read_figure, step
from .grids import grids
from .labels import Pair, key, pairs
from .model import Cycle
from .moments import elsewhen, is_moment, told_cycle
from .nearest import Near
from .offers import Offer, OfferKind
from .reading import UNITS, absent, plain
from .siblings import Form, form, is_telling

_MOBILE = re.compile(r"0[26-9]0[- ]?\d{4}[- ]?\d{4}", re.ASCII)
_NUMBER_LABEL = re.compile(r"電話番号|回線|携帯番号|ご?利用番号")
_NO_NUMBER_LABEL = re.compile(r"問い?合わ?せ|窓口|センター|サポート|連絡|緊急|契約者|お客様電話")
_OTHER_LINE = re.compile(r"番号(?:なし|無し|のない|未登録)|0[26-9]0-?[*x＊X]{2,}")
_THING = re.compile(
    r"基本|繰り?越|くりこし|追加|購入|チャージ|ギフト|プレゼント|ボーナス|特典|増量|シェア|グループ|家族|光回線|固定|高速|低速|テザリング|海外|国内|回線\s*\d+|端末|(?:ほか|他)の"
)
_LINKS = frozenset({"a", "button", "option", "td", "th", "dt", "dd", "label"})
_PLAN_LABEL = re.compile(r"(?:現在の)?(?:ご?(?:契約|利用)(?:中の)?)?(?:料金)?(?:プラン|コース)(?:名)?|サービス名")
_PERIOD_LABEL = re.compile(r"月|期間|年月|更新|時点|集計日|取得日")
_READ_LABEL = re.compile(r"更新|時点|集計日|取得日")
_BILLED = re.compile(r"請求|支払")
_OF_USE = re.compile(r"利用(?:月|分)")
_EARLIER = re.compile(r"過去|履歴|推移|先月|前月|これまで")
_LONGEST_PLAN = 60
_DIGIT = re.compile(r"\d")
"""Whatever tells a time has one, as has what it stands in."""
_PLAN_TOLD = re.compile(rf"(?:{_PLAN_LABEL.pattern})\s*\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value beside its label. `why` says what is doubtful where `value` is None; `step` is what its last digit counts.

    `unit` is the one that it is told in, of which 1 GB has `giga` bytes. `spot` counts the figures of the page in the order in which they stand. `number` is the line's, if one stands nearer than others; `several`: several do.
    `cycles` are the times told for it; `past`: another time than the running month is told. `thing` is what its headings or
    its row speak of, where several figures have one label.
    """

    label: str
    text: str
    under: str
    place: str
    page: str
    kind: OfferKind | None
    value: int | None
    unit: str
    giga: int
    step: int
    spot: int
    why: str
    number: str | None
    several: bool
    cycles: tuple[Cycle, ...]
    past: bool
    thing: str

    @property
    def offer(self) -> Offer | None:
        """The figure as it is offered; None if nobody could say what it counts."""
        if self.kind is None or self.value is None:
            return None
        amount = f"{self.value:,} 円" if self.kind is OfferKind.YEN else f"{self.value / self.giga:,.3f} GB"
        return Offer(self.label, f"{self.text} (= {', '.join(filter(None, (amount, self.under)))})", self.kind)


def survey_of(doc: Document, now: datetime, units: dict[str, int] = UNITS) -> Survey:
    """A page's survey; made once a day, for whoever asks first whether it shows any figures and then reads them."""
    key = (now.date(), tuple(sorted(units.items())))
    if key not in doc.looks:
        doc.looks[key] = Survey(doc, now, units)
    found: Survey = doc.looks[key]
    return found


class Survey:
    """One page, looked at once; `units` are those that the carrier counts in."""

    def __init__(self, doc: Document, now: datetime, units: dict[str, int] = UNITS) -> None:
        self.doc = doc
        self._units = units
        self.now = now
        self._today = now.date()
        self._elsewhen: dict[Node, bool] = {}
        self._things: dict[Node, frozenset[str]] = {}
        self._cells = {cell.place: row for grid in grids(doc) for row in grid.rows for cell in row}

    @property
    def address(self) -> str:
        """Where the page stands, as it is remembered."""
        return str(self.doc.url.with_fragment(None))

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        shown = pairs(self.doc, _may_count, empty=False)
        return tuple(pair for pair in shown if not pair.advert)

    @cached_property
    def _marks(self) -> tuple[tuple[str, str], ...]:
        """The telephone numbers of lines, each with its place."""
        found = (
            (re.sub(r"\D", "", plain(pair.text)), pair.place)
            for pair in self._pairs
            if _NUMBER_LABEL.search(key(pair.label))
            and not _NO_NUMBER_LABEL.search(key(pair.label))
            and _MOBILE.fullmatch(plain(pair.text))
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def _near_numbers(self) -> Near[str]:
        return Near((*self._marks, *(("", place) for place in self._others)))

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """Where the page shows a line whose number it does not tell."""
        shown = self.doc.root.holding(lambda text: _OTHER_LINE.search(text) is not None)
        return tuple(node.place for node in shown if len(node.text) <= _LONGEST_PLAN)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The lines that the page names, digits only, in its order."""
        return tuple(dict.fromkeys(number for number, _ in self._marks))

    def look(self) -> None:
        """Find out now what will be asked for."""
        assert self.figures is not None
        assert self.numbers is not None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of the page, as far as they are of now."""
        shown = [pair for pair in self._pairs if is_figure(pair)]
        spots = self._spots(shown)
        told = self._periods(shown)  # those of earlier months too, so that their months are not taken for others'
        found: dict[tuple[str, str, str | None, str, bool], Figure] = {}
        for pair, cycles in zip(shown, told, strict=True):
            if self._is_earlier(pair):
                continue
            figure = self._figure(pair, cycles, spots[pair])
            found.setdefault((key(figure.label), key(figure.text), figure.number, figure.thing, figure.past), figure)
        return tuple(found.values())

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be read, each label once."""
        found: dict[str, Offer] = {}
        for figure in self.figures:
            if (offer := figure.offer) is not None:
                found.setdefault(key(offer.label), offer)
        return tuple(found.values())

    def plan(self, number: str | None) -> str | None:
        """The plan of a line, or of the only one; None where the page does not say it, or says several."""
        found = {
            key(pair.text): plain(pair.text)
            for pair in self._pairs
            if _PLAN_LABEL.fullmatch(key(pair.label))
            and not absent(pair.text)
            and form(plain(pair.text)) in {Form.LABEL, Form.OTHER}
            and len(pair.text) <= _LONGEST_PLAN
            and (number is None or self._owner(pair.place)[0] in {number, None})
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _owner(self, place: str) -> tuple[str | None, bool]:
        """The telephone number nearest to a place; and whether several are equally near."""
        if len(self.numbers) < 2 and not self._others:
            return next(iter(self.numbers), None), False
        near = self._near_numbers.to(place)
        return (next(iter(near)) or None, "" in near) if len(near) == 1 else (None, True)

    def _is_earlier(self, pair: Pair) -> bool:
        """Whether it is of a list of earlier months or of days: by its heading, its label, or the head of its row."""
        if _EARLIER.search(pair.under) or form(plain(pair.label)) is Form.WHEN:
            return True
        if pair.kind != "column":
            return False
        heads = [cell.text for cell in self._cells.get(pair.place, []) if form(cell.text) is Form.WHEN]
        return any(not _MOBILE.fullmatch(text) and not self._is_current(text) for text in heads)

    def _is_current(self, text: str) -> bool:
        cycle = told_cycle(text, self._today)
        return cycle is not None and cycle.start <= self._today <= cycle.end

    def _periods(self, shown: list[Pair]) -> list[tuple[Cycle, ...]]:
        """The times told for each figure: a period is for the figures nearest to it; and what headings say."""
        told = [[*self._of_headings(pair)] for pair in shown]
        near = Near((number, pair.place) for number, pair in enumerate(shown))
        for mark in self._pairs:
            cycle = told_cycle(mark.text, self._today) if _PERIOD_LABEL.search(key(mark.label)) else None
            if cycle is None:
                continue
            if _BILLED.search(key(mark.label)):
                continue  # the month of a bill is none of usage
            for number in near.to(mark.place):
                told[number].append(cycle)
        return [tuple(dict.fromkeys(cycles)) for cycles in told]

    def _of_headings(self, pair: Pair) -> Iterator[Cycle]:
        """What headings say: of a bill only those that name the month of usage, for a bill has a month of its own."""
        of_money = read_figure(pair)[0] is OfferKind.YEN
        for text in (pair.under, *self._titles):
            if (of_money and not _OF_USE.search(text)) or (not of_money and _BILLED.search(text)):
                continue
            if (cycle := told_cycle(text, self._today, labelled=False)) is not None:
                yield cycle

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """What heads the whole page: its title, and its first heading of the first rank if there is one alone."""
        first = [node.text for node in self.doc.headings if node.tag == "h1"]
        return (self.doc.title, *(first if len(first) == 1 else ()))

    def _spots(self, shown: list[Pair]) -> dict[Pair, int]:
        """Which pair stands where among those that are shown; what scripts hold stands after all else."""
        order = {pair.place: node.number for pair in shown if (node := self.doc.at(pair.place)) is not None}
        found = sorted(enumerate(shown), key=lambda one: (order.get(one[1].place, math.inf), one[0]))
        return {pair: spot for spot, (_, pair) in enumerate(found)}

    @cached_property
    def _headings(self) -> list[tuple[int, tuple[Node, ...]]]:
        """From which element on which headings stand over what follows, the highest first."""
        found: list[tuple[int, tuple[Node, ...]]] = []
        stack: list[Node] = []
        for node in self.doc.headings:
            if node.text:
                stack = [above for above in stack if above.tag < node.tag and above.tag.startswith("h")] + [node]
                found.append((node.number, tuple(stack)))
        return found

    def _over(self, place: str) -> tuple[Node, ...]:
        """The headings that stand over an element, the highest first."""
        node = self.doc.at(place)
        above = 0 if node is None else bisect_right(self._headings, node.number, key=itemgetter(0))
        return self._headings[above - 1][1] if above else ()

    @cached_property
    def _past(self) -> frozenset[Pair]:
        """The pairs over which, or beside which, the page speaks of another time than the running month."""
        shown = [pair for pair in self._pairs if is_figure(pair)]
        over = {pair.place: self._over(pair.place) for pair in shown}
        past = {pair for pair in shown if any(map(self._is_elsewhen, over[pair.place]))}
        near = Near((pair, pair.place) for pair in shown)
        # Once for all moments that have the same figures next to them: there may be many of both.
        for way, last in {(near.shared(place), self._over(place)[-1:]) for place in self._moments()}:
            past |= {pair for pair in near.to(way) if not last or last[0] in over[pair.place]}
        return frozenset(past)

    def _is_elsewhen(self, head: Node) -> bool:
        """Whether a heading speaks of another time; asked once of each, for it may stand over many figures."""
        if head not in self._elsewhen:
            self._elsewhen[head] = elsewhen(head.text, self._today)
        return self._elsewhen[head]

    def _moments(self) -> Iterator[str]:
        """Where the page tells another time by itself, or beside the label of a period."""
        for node in self.doc.root.holding(_has_digit):
            if node.tag in HEADINGS or not 0 < len(node.text) <= _LONGEST_PLAN:
                continue
            if _BILLED.search(node.text) or not is_moment(node.text) or not elsewhen(node.text, self._today):
                continue
            if not _is_link(node):
                yield node.place
        for pair in self._pairs:
            label = key(pair.label)
            if _PERIOD_LABEL.search(label) and not _BILLED.search(label) and form(plain(pair.text)) is Form.WHEN:
                told = f"{pair.text} 更新" if _READ_LABEL.search(label) else pair.text
                if elsewhen(told, self._today) and not self._in_past_row(pair):
                    yield pair.place

    def _in_past_row(self, pair: Pair) -> bool:
        return pair.kind == "column" or form(plain(pair.label)) is Form.WHEN

    def _thing(self, pair: Pair) -> str:
        """What headings over a figure, or the head of its row, say that it is of."""
        heads = [*self._over(pair.place)]
        if pair.kind == "column" and (row := self._cells.get(pair.place)) and form(row[0].text) is Form.LABEL:
            heads.append(row[0])
        return " ".join(sorted({found for head in heads for found in self._things_of(head)}))

    def _things_of(self, head: Node) -> frozenset[str]:
        if head not in self._things:
            self._things[head] = frozenset(_THING.findall(head.text))
        return self._things[head]

    def _figure(self, pair: Pair, cycles: tuple[Cycle, ...], spot: int) -> Figure:
        kind, value, unit, why = read_figure(pair, self._units)
        number, several = self._owner(pair.place)
        return Figure(
            label=pair.label,
            text=pair.text,
            under=plain(pair.under),
            place=pair.place,
            page=self.doc.name,
            kind=kind,
            value=value,
            unit=unit,
            giga=self._units["GB"],
            step=step(pair, self._units) if kind is OfferKind.VOLUME else 1,
            spot=spot,
            why=why,
            number=number,
            several=several,
            cycles=cycles,
            past=kind is not OfferKind.YEN
            and (pair in self._past or elsewhen(f"{pair.label} {pair.text}", self._today)),
            thing=self._thing(pair),
        )


def _may_count(text: str) -> bool:
    """Whether a text may hold a pair that is looked at here: a value, a time or a number, or a plan."""
    return is_telling(text) or _PLAN_TOLD.search(text) is not None


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _is_link(node: Node) -> bool:
    """Whether a text belongs to a link, to the label of something, or holds links to other times."""
    around = any(one.tag in _LINKS for one in (node, *node.ancestors()))
    return around or any(one.tag in {"a", "button"} and re.search(r"\d", one.text) for one in node.walk())

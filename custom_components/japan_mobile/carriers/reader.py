"""Reads one page by labels. What is missing or doubtful raises `LayoutChanged` that names page and label."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
import math
import re
from typing import NamedTuple, NoReturn

from .document import Document, as_document
from .errors import LayoutChanged
from .labels import Match, Pair, key, labelled_so, pairs, rows
from .model import Cycle
from .moments import current_cycle, elsewhen, is_moment
from .reading import Unreadable, absent, day, joined, pending, plain, units_of, unlimited, volume, volumes, yen
from .siblings import Form, form
from .skeleton import skeleton
from .web import Page

_MOBILE = re.compile(r"(?<![\d-])0[26-9]0[- ]?\d{4}[- ]?\d{4}(?![\d-])", re.ASCII)
_NOTE = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_HARMLESS = re.compile(
    r"(?:消費)?税込み?|税込み?(?:価格|金額)|(?:当|今)月(?:分|ご?利用分)?|現在|本日(?:現在|時点)?|速報値?|予定|確定|未確定|概算|見込み?|[^\d]*まで|[\d,]+\s*パケット|\d{1,2}月\d{1,2}日\s*(?:現在|時点)|※?\d{0,2}"
)
_AMOUNT_INSIDE = re.compile(r"\d\s*[KMGT]i?B", re.IGNORECASE)
_WITH_TAX = re.compile(r"(?:消費)?税込み?:?\s*((?:¥\s*)?\d[\d,]*\s*円?)", re.ASCII)
_DOUBTFUL_LINE = re.compile(r"前日|昨日|先月|前月|翌月|時点|\d+\s*月(?!\s*\d)|税抜|税別|割引前|除く|含まず|目安")
_STEP = re.compile(r"\d(?:\.(\d+))?\s*([KMG]B)", re.IGNORECASE)


class Reading(NamedTuple):
    """One value with what it was read from. `step` is what its last digit counts, in bytes or yen."""

    label: str
    value: int
    unit: str
    step: int
    place: str


class Reader:
    """One page, read at one time. `gigabyte` is what the carrier calls 1 GB: 10**9 or 2**30."""

    def __init__(self, page: Page | Document, now: datetime, *, gigabyte: int = 10**9, name: str | None = None) -> None:
        self.doc = as_document(page)
        self.now = now
        self.name = name or self.doc.name
        self.units = units_of(gigabyte)
        self.readings: list[Reading] = []
        self._found: dict[str, tuple[Pair, ...]] = {}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs of the page, advertisements too."""
        return pairs(self.doc)

    @cached_property
    def _skeleton(self) -> str:
        return skeleton(self.doc)

    def changed(self, label: str, *why: str) -> LayoutChanged:
        """The error that says so, with the page's skeleton."""
        return LayoutChanged(self.name, label, *why, skeleton=self._skeleton)

    def _refuse(self, label: str, *why: str) -> NoReturn:
        raise self.changed(label, *why)

    @contextmanager
    def _reading(self, label: str) -> Iterator[None]:
        try:
            yield
        except Unreadable as err:
            raise self.changed(label, err.what) from None

    def found(self, *labels: str, match: Match = Match.EXACT) -> tuple[Pair, ...]:
        """The pairs of the first of the labels that the page has; advertisements never count."""
        for label in labels:
            if hits := tuple(pair for pair in self._about(key(label)) if not pair.advert and pair.says(label, match)):
                return hits
        return ()

    def _about(self, label: str) -> tuple[Pair, ...]:
        """The pairs that may be of that label, and perhaps others."""
        if label not in self._found:
            self._found[label] = pairs(self.doc, labelled_so(label))
        return self._found[label]

    def has(self, *labels: str, match: Match = Match.EXACT) -> bool:
        """Whether the page has one of the labels beside something."""
        return bool(self.found(*labels, match=match))

    def rows(self, *heads: str) -> tuple[dict[str, Pair], ...]:
        """The rows of tables with these column heads, advertisements left out."""
        return tuple(row for row in rows(self.doc, *heads) if not any(pair.advert for pair in row.values()))

    def _agreed[T](
        self, labels: tuple[str, ...], match: Match, read: Callable[[Pair], T], of: tuple[Form, ...]
    ) -> tuple[T, Pair]:
        """The one value that all candidates give. Candidates of another form count only where none has a right one."""
        candidates = self.found(*labels, match=match)
        if not candidates:
            self._refuse(labels[0])
        wanted = {*of, Form.EMPTY} if of else set(Form)
        best = [
            pair
            for pair in candidates
            if form(joined(pair.text)) in wanted or self._by_lines(pair) or pending(pair.text)
        ] or candidates
        values = []
        for pair in best:
            with self._reading(labels[0]):
                values.append(read(pair))
        if any(value != values[0] for value in values):
            self._refuse(labels[0], "two values")
        return values[0], best[0]

    @staticmethod
    def _by_lines(pair: Pair) -> bool:
        return any(form(joined(line)) is Form.VALUE for line in pair.lines)

    def pair(self, *labels: str, match: Match = Match.EXACT) -> Pair:
        """The one pair of that label; several that say the same are one."""
        return self._agreed(labels, match, lambda pair: "".join(pair.text.split()), ())[1]

    def text(self, *labels: str, match: Match = Match.EXACT) -> str:
        """The text beside a label, not empty."""
        shown = self.pair(*labels, match=match).text
        if absent(shown):
            self._refuse(labels[0], "empty")
        return shown

    def noted(self, pair: Pair, value: int, text: str) -> int:
        """The value, remembered with where it stands and what its last digit counts."""
        digits = _STEP.search(joined(text))
        unit = digits[2].upper() if digits else pair.unit or "円"
        step = self.units.get(unit, 1) // 10 ** len(digits[1] or "") if digits else self.units.get(unit, 1)
        self.readings.append(Reading(pair.label, value, unit, step, pair.place))
        return value

    def size(self, *labels: str, match: Match = Match.EXACT, empty: int | None = None) -> int:
        """A volume in bytes. `empty` is what an empty cell or a dash means, if that is known.

        Raises LayoutChanged with the label alone (missing), or with empty, unit, number, unlimited, two values.
        """
        value, pair = self._agreed(labels, match, lambda pair: self._size(pair, empty), (Form.VALUE,))
        return self.noted(pair, value, main(pair))

    def told(self) -> tuple[tuple[str, int], ...]:
        """The values read so far by label, in the page's order."""
        nodes = {place: node.number for place in {one.place for one in self.readings} if (node := self.doc.at(place))}
        labels = [key(one.label) for one in self.readings]
        shown = pairs(self.doc, lambda text: any(labelled_so(label)(text) for label in labels))
        order = {(pair.label, pair.place): number for number, pair in enumerate(shown)}
        found = {(nodes.get(one.place, math.inf), order.get((one.label, one.place), 0)): one for one in self.readings}
        return tuple((key(found[place].label), found[place].value) for place in sorted(found))

    def _size(self, pair: Pair, empty: int | None) -> int:
        text = main(pair)
        if elsewhen(pair.text, self.now.date()):
            raise Unreadable("period")
        if pending(text):
            raise Unreadable("empty")
        if absent(text):
            if empty is None:
                raise Unreadable("empty")
            return empty
        if unlimited(text):
            raise Unreadable("unlimited")
        if "/" in text:
            raise Unreadable("pair")
        if pair.unit and text[-1:].isdigit():
            text = f"{text}{pair.unit}"
        return volume(text, self.units)

    def size_or_none(self, *labels: str, match: Match = Match.EXACT, empty: int | None = None) -> int | None:
        """As `size`; None where the page has no such label."""
        return self.size(*labels, match=match, empty=empty) if self.has(*labels, match=match) else None

    def sizes(self, *labels: str, match: Match = Match.EXACT) -> tuple[int, int]:
        """`A／B` in bytes."""
        value, pair = self._agreed(labels, match, lambda pair: volumes(main(pair), self.units), (Form.VALUE,))
        for one, text in zip(value, main(pair).split("/"), strict=True):
            self.noted(pair, one, text)
        return value

    def unlimited(self, *labels: str, match: Match = Match.EXACT) -> bool:
        """Whether the value beside a label is 使い放題 or the like."""
        return self._agreed(labels, match, lambda pair: unlimited(main(pair)), (Form.VALUE,))[0]

    def yen(self, *labels: str, match: Match = Match.EXACT, empty: int | None = None) -> int:
        """An amount in yen. `empty` as in `size`."""
        value, pair = self._agreed(labels, match, lambda pair: _yen(pair, empty), (Form.VALUE,))
        return self.noted(pair, value, "")

    def day(self, *labels: str, match: Match = Match.EXACT) -> date:
        """A date with its year."""
        return self._agreed(labels, match, lambda pair: day(_filled(main(pair))), (Form.WHEN,))[0]

    def phone(self, *labels: str) -> str:
        """The page's mobile number, digits only; without labels the only one that the page shows."""
        shown = [pair.text for pair in self.found(*labels)] if labels else self.doc.lines
        numbers = {re.sub(r"\D", "", number) for text in shown for number in _MOBILE.findall(plain(text))}
        if len(numbers) != 1:
            self._refuse(labels[0] if labels else "phone number", *(["two values"] if numbers else []))
        return numbers.pop()

    def month(self, *labels: str) -> Cycle:
        """The cycle that the page is about, by its labels or else by its headings and periods; it must hold today."""
        if labels:
            texts = [pair.text for pair in self.found(*labels)]
            cycle = current_cycle(texts, self.now.date(), labelled=True)
        else:
            cycle = current_cycle(self.doc.lines, self.now.date())
        if cycle is None:
            self._refuse("period")
        return cycle

    def refuse_elsewhen(self) -> None:
        """Raise LayoutChanged("period") if a heading or a line of its own speaks of another time than the running month."""
        heads = [node.text for node in self.doc.headings]
        lines = [line for line in self.doc.lines if is_moment(line)]
        if any(elsewhen(line, self.now.date()) for line in (*heads, *lines)):
            self._refuse("period")

    def agreed(self, computed: int, *labels: str, match: Match = Match.EXACT) -> int:
        """The stated volume, if what was computed equals it within rounding; else LayoutChanged(label, "sum")."""
        stated = self.size(*labels, match=match)
        if abs(stated - computed) > max(self.step, self.readings[-1].step):
            self._refuse(labels[0], "sum")
        return stated

    @property
    def step(self) -> int:
        """The coarsest last digit of the volumes read so far; whole gigabytes are taken to be exact."""
        return max((reading.step for reading in self.readings if reading.step < self.units["GB"]), default=1)

    def close(self, one: int, other: int) -> bool:
        """Whether two volumes are the same within rounding."""
        return abs(one - other) <= self.step


def main(pair: Pair) -> str:
    """The value of a pair without harmless notes, in further lines or in parentheses.

    Raises `Unreadable`: "two values" where several lines could be the value, "note" where one says more of it.
    """
    text = _without_notes(joined(pair.text))
    if form(text) in {Form.VALUE, Form.EMPTY}:
        return text
    amounts = {line for raw in pair.lines if form(line := joined(raw)) is Form.VALUE and not line.isdigit()}
    if len(amounts) > 1:
        raise Unreadable("two values")
    if amounts and any(_DOUBTFUL_LINE.search(joined(raw)) for raw in pair.lines):
        raise Unreadable("note")
    return _without_notes(amounts.pop()) if amounts else text


def _without_notes(text: str) -> str:
    """A value without notes that change nothing. What an amount is with tax is what is to be paid.

    Raises `Unreadable`("note") for any other note beside an amount.
    """
    while note := _NOTE.fullmatch(text):
        if with_tax := _WITH_TAX.fullmatch(note[2].strip()):
            return with_tax[1] if with_tax[1].endswith("円") or "¥" in with_tax[1] else f"{with_tax[1]}円"
        if not _HARMLESS.fullmatch(note[2].strip()):
            if form(note[1]) is Form.VALUE and not _AMOUNT_INSIDE.search(note[2]):
                raise Unreadable("note")
            return text
        text = note[1]
    return text


def _yen(pair: Pair, empty: int | None) -> int:
    text = main(pair)
    if absent(text):
        if empty is None:
            raise Unreadable("empty")
        return empty
    return yen(f"{text}円" if pair.unit == "円" and text[-1:].isdigit() else text)


def _filled(text: str) -> str:
    if absent(text):
        raise Unreadable("empty")
    return text

"""Figures of several pages into lines and bills, by the labels that were chosen. Sheet: docs/carriers/others.md, 4

Whatever contradicts anything else that the pages say is left out, with a problem that says why.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations
import re
from typing import NamedTuple

from .errors import LayoutChanged
from .labels import key
from .model import Bill, BillState, Cycle, Line, Month, Part, Problem
from .offers import Meaning, OfferKind
from .skeleton import skeleton
from .survey import Figure, Survey

_VOLUMES = (Meaning.REMAINING, Meaning.USED, Meaning.TOTAL)
_ESTIMATED = re.compile(r"予定|速報|未確定|見込|概算")

_OF_ALL = re.compile(r"合計|総額|全回線|全ての回線|すべての回線|まとめて|一括")
_GIGA = 10**9

type Seen = tuple[Survey, Figure]


class Told(NamedTuple):
    """A volume that a page tells of a line, chosen or not: its label as labels are compared, and where it stands."""

    label: str
    page: str
    spot: int
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pages gave. `step` is the coarsest last digit among the volumes; `told` are all figures of each line."""

    lines: tuple[Line, ...]
    bills: tuple[Bill, ...]
    problems: tuple[Problem, ...]
    step: int
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)


class Assembly:
    """Reads chosen labels from pages.

    `name` is the line's id where no telephone number is told; `known` are the numbers that were told before, by the name
    of the page, and `lines` those that the account is known to have, wherever that was told.
    """

    def __init__(
        self,
        surveys: Sequence[Survey],
        now: datetime,
        *,
        name: str,
        known: Mapping[str, Collection[str]] | None = None,
        lines: Collection[str] = (),
    ) -> None:
        self._surveys = surveys
        self._now = now
        self._name = name
        self._known = known or {}
        told = (number for survey in surveys for number in survey.numbers)
        before = (number for numbers in self._known.values() for number in numbers)
        self.numbers = tuple(dict.fromkeys((*told, *before)))
        self._all = tuple(dict.fromkeys((*self.numbers, *lines)))
        self._labels: Mapping[Meaning, str] = {}
        self._problems: list[Problem] = []
        self._step = 0

    def read(self, choice: Mapping[str, str], parts: frozenset[Part]) -> Reading:
        """The lines for USAGE or CONTRACT, the bill for BILLS."""
        self._labels = labels = {Meaning(meaning): label for meaning, label in choice.items()}
        lines = self._lines(labels) if parts & {Part.USAGE, Part.CONTRACT} else ()
        bills = self._bills(labels) if Part.BILLS in parts else ()
        told = {line.line_id: self._told(line.line_id) for line in lines}
        return Reading(lines, bills, tuple(self._problems), self._step, told)

    def _told(self, line_id: str) -> tuple[Told, ...]:
        return tuple(
            Told(key(figure.label), survey.address, figure.spot, figure.value, figure.unit)
            for survey in self._surveys
            for figure in survey.figures
            if figure.kind is OfferKind.VOLUME and figure.value is not None and self._owner(survey, figure) == line_id
        )

    @property
    def _likely(self) -> Survey:
        """Where a label that stands nowhere may have stood: where most others do, else where most figures are."""
        chosen = {key(label) for label in self._labels.values()}

        def found(survey: Survey) -> tuple[int, int]:
            told = [figure for figure in survey.figures if figure.value is not None]
            return sum(key(figure.label) in chosen for figure in told), len(told)

        return max(self._surveys, key=found)

    def _labelled(self, label: str) -> list[Seen]:
        return [
            (survey, figure) for survey in self._surveys for figure in survey.figures if key(figure.label) == key(label)
        ]

    # Lines

    def _lines(self, labels: Mapping[Meaning, str]) -> tuple[Line, ...]:
        own = {line_id: self._blank(line_id) for line_id in self.numbers or (self._only,)}
        for meaning in _VOLUMES:
            if meaning in labels:
                self._share(meaning, self._labelled(labels[meaning]), own)
        return tuple(self._consistent(line) for line in own.values())

    @property
    def _only(self) -> str:
        """The line of a page that names none."""
        return self._all[0] if len(self._all) == 1 else self._name

    def _blank(self, line_id: str) -> Line:
        number = line_id if line_id in self._all else None
        plans = {key(plan): plan for survey in self._surveys if (plan := self._plan(survey, number)) is not None}
        return Line(line_id=line_id, number=number, plan=next(iter(plans.values())) if len(plans) == 1 else None)

    def _plan(self, survey: Survey, number: str | None) -> str | None:
        """The plan that a page tells of a line: one that names other lines alone tells nothing of it."""
        if len(self.numbers) > 1 and number not in survey.numbers:
            return None
        return survey.plan(number)

    def _share(self, meaning: Meaning, found: list[Seen], own: dict[str, Line]) -> None:
        """Give each line its figure."""
        if not found:
            self._note(meaning, None, self._likely)
            return
        groups: dict[str, list[Seen]] = {}
        for survey, figure in found:
            owner = self._owner(survey, figure)
            if owner is None:
                self._note(meaning, None, survey, "line")
                return
            groups.setdefault(owner, []).append((survey, figure))
        for line_id, line in own.items():
            if line_id not in groups:
                self._note(meaning, line_id, found[0][0])
            elif (one := self._one(meaning, line_id, groups[line_id])) is not None:
                own[line_id] = self._with(line, meaning, one, groups[line_id][0][0])

    def _owner(self, survey: Survey, figure: Figure) -> str | None:
        """The line of a figure; None where it could be of several: of one, too, that its page no longer names."""
        before = self._known.get(survey.address, ())
        if figure.several or (len(before) > 1 and set(before) - set(survey.numbers)):
            return None
        if figure.number is not None:
            return figure.number
        return None if len(self._all) > 1 else self._only

    def _one(self, meaning: Meaning, line_id: str, found: list[Seen]) -> Figure | None:
        """The figure that all places agree on; None, and a problem, where they do not, or where it is not of now."""
        survey = found[0][0]
        figures = [figure for _, figure in found if figure.kind is meaning.kind and figure.value is not None]
        if len(figures) < len(found):
            whys = [figure.why or "unit" for _, figure in found if figure not in figures]
            self._note(meaning, line_id, survey, whys[0])
            return None
        if not _agree(found) or len({figure.thing for figure in figures}) > 1:
            self._note(meaning, line_id, survey, "two values")
            return None
        if meaning is not Meaning.BILL and (any(figure.past for figure in figures) or not self._is_now(figures)):
            self._note(meaning, line_id, survey, "period")
            return None
        cycles = tuple(dict.fromkeys(cycle for figure in figures for cycle in figure.cycles))
        return replace(min(figures, key=lambda figure: figure.step or _GIGA), cycles=cycles)

    def _is_now(self, figures: list[Figure]) -> bool:
        told = {cycle for figure in figures for cycle in figure.cycles}
        today = self._now.date()
        return len(told) < 2 and all(cycle.start <= today <= cycle.end for cycle in told)

    def _with(self, line: Line, meaning: Meaning, figure: Figure, survey: Survey) -> Line:
        cycle = next(iter(figure.cycles), line.cycle)
        if line.cycle not in {None, cycle}:
            self._note(meaning, line.line_id, survey, "period", "two values")
            return line
        self._step = max(self._step, figure.step)
        match meaning:
            case Meaning.REMAINING:
                return replace(line, cycle=cycle, remaining=figure.value)
            case Meaning.USED:
                return replace(line, cycle=cycle, used=figure.value)
            case _:
                return replace(line, cycle=cycle, total=figure.value)

    def _consistent(self, line: Line) -> Line:
        """The line, unless what is left and what was used do not make up the allowance, or nobody has filled them in yet."""
        if line.used == line.remaining == 0 and not line.total:
            self._note(Meaning.REMAINING, line.line_id, self._surveys[0], "empty")
        elif adds_up(line, 2 * self._step):
            return line
        else:
            self._note(Meaning.TOTAL, line.line_id, self._surveys[0], "sum")
        return replace(line, cycle=None, remaining=None, used=None, total=None)

    # Bills

    def _bills(self, labels: Mapping[Meaning, str]) -> tuple[Bill, ...]:
        if Meaning.BILL not in labels:
            return ()
        found = self._labelled(labels[Meaning.BILL])
        if not found:
            self._note(Meaning.BILL, None, self._likely)
            return ()
        if any(len(survey.numbers) > 1 and figure.number is not None for survey, figure in found) or _of_lines(found):
            self._note(Meaning.BILL, None, found[0][0], "line")  # of one line, not of the account
            return ()
        figure = self._one(Meaning.BILL, "", found)
        if figure is None:
            return ()
        if len(figure.cycles) > 1 and _month(figure.cycles) is None:
            self._note(Meaning.BILL, None, found[0][0], "month", "two values")
        state = BillState.ESTIMATED if _ESTIMATED.search(f"{figure.label} {figure.text}") else BillState.UNKNOWN
        return (Bill(month=_month(figure.cycles), amount=figure.value, state=state),)

    def _note(self, meaning: Meaning, line_id: str | None, survey: Survey, *why: str) -> None:
        # The portal's own word comes first: it is what a person finds on the page.
        error = LayoutChanged(
            survey.doc.name, self._labels.get(meaning, meaning.value), *why, skeleton=skeleton(survey.doc)
        )
        part = Part.BILLS if meaning is Meaning.BILL else Part.USAGE
        self._problems.append(Problem(part=part, error=error, line_id=line_id or None))


def _of_lines(found: Iterable[Seen]) -> bool:
    """Whether a bill stands on the pages of several lines, each about one, and nothing says that it is of them all."""
    told = [(survey.numbers, figure) for survey, figure in found]
    lines = {numbers for numbers, _ in told if len(numbers) == 1}
    return len(lines) > 1 and not all(
        _OF_ALL.search(f"{figure.label} {figure.under} {figure.text}") for _, figure in told
    )


def adds_up(line: Line, tolerance: int) -> bool:
    """Whether what is left and what was used make up the allowance, as far as they are told."""
    if line.total is None:
        return True
    if line.remaining is None:
        return line.used is None or line.used <= line.total + tolerance
    if line.used is None:
        return line.remaining <= line.total + tolerance
    return abs(line.remaining + line.used - line.total) <= tolerance


def _agree(found: Iterable[Seen]) -> bool:
    """Whether figures are the same: equal on one page; on two of them, of which one is finer, within the other's last digit."""
    return all(
        one.value == other.value
        or (
            here.address != there.address
            and one.step != other.step
            and abs((one.value or 0) - (other.value or 0)) < max(one.step, other.step)
        )
        for (here, one), (there, other) in combinations(found, 2)
    )


def _month(cycles: Iterable[Cycle]) -> Month | None:
    """The one month that is told for a bill."""
    months = {Month.of(cycle.start) for cycle in cycles}
    return months.pop() if len(months) == 1 else None


def labels_of(choice: Mapping[str, str], parts: frozenset[Part]) -> frozenset[str]:
    """The chosen labels that tell something of the parts, as labels are compared."""
    wanted = {Meaning.BILL} if Part.BILLS in parts else set()
    if parts & {Part.USAGE, Part.CONTRACT}:
        wanted |= set(_VOLUMES)
    return frozenset(key(label) for meaning, label in choice.items() if meaning in wanted)

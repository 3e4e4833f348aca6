"""What is common to all who read pages by labels: looks through a portal, and reads the labels that a person chose."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, NamedTuple, override

from yarl import URL

from ..aside import aside, beside, length
from ..assembly import Assembly, Reading, labels_of
from ..carrier import Carrier, Client
from ..errors import CannotConnect, LayoutChanged, LoginExpired
from ..fitting import fitting, suggestions
from ..keep import Fits, Keep, is_text, list_of
from ..labels import key
from ..model import Bill, Line, Part, Problem
from ..offers import Meaning, Offer
from ..reading import units_of
from ..skeleton import skeleton
from ..source import Source
from ..survey import Survey
from ..web import Web, page_name
from .follow import Follow, Seen
from .gate import Gate
from .memory import SHAPES, Memory, is_address
from .walk import Walk


class Labelled(NamedTuple):
    """What was read by labels."""

    lines: tuple[Line, ...]
    bills: tuple[Bill, ...]
    problems: tuple[Problem, ...]


class LabelClient(Client):
    """One account, whose pages are read by labels.

    Keeps `account` (whose it is), `doors` (where to begin), and what `Memory` keeps. `meanings` are what labels are
    chosen for.
    """

    html = True
    keeps: ClassVar[Mapping[str, Fits]] = {"account": is_text, "doors": list_of(is_address), **SHAPES}
    meanings: ClassVar[frozenset[Meaning]] = frozenset(Meaning)

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._memory = Memory(keep)
        self._units = units_of(carrier.gigabyte)
        self._choice: dict[str, str] | None = None
        self._offers: dict[str, Offer] = {}
        self._unavailable: CannotConnect | None = None

    @property
    def source(self) -> Source:
        """Where pages come from."""
        return self.web

    @property
    @abstractmethod
    def gate(self) -> Gate:
        """What tells a customer's page from all others."""

    @property
    @override
    def offers(self) -> tuple[Offer, ...]:
        """What was found, with the newest texts; all that the portal has after a look through it."""
        return tuple(self._offers.values())

    @property
    @override
    def suggested(self) -> Mapping[str, str]:
        return self._memory.suggested

    @override
    def choose(self, labels: Mapping[str, str] | None) -> None:
        self._choice = None if labels is None else {Meaning(meaning).value: label for meaning, label in labels.items()}

    async def _by_labels(self, account_id: str, parts: frozenset[Part], lines: Collection[str] = ()) -> Labelled:
        """Read the chosen labels at the pages where they stood; sheet, 4.

        `lines` are the numbers of lines that the account is known to have. Where nothing is known yet, or a label is gone,
        the portal is looked through: eight requests at most. A value that cannot be read safely is left out with a
        `Problem`. Raises `LoginExpired`, and `LayoutChanged` where no page tells anything.
        """
        self._unavailable = None
        surveys = await self._surveys([URL(door) for door in self.keep["doors"]], parts)
        self._refuse_others(account_id, surveys)
        choice, now = self._labels(), self.web.now()
        known = self._memory.numbers(now)
        assembly = Assembly(surveys, now, name=account_id, known=known, lines=lines)
        reading = await beside(length(*(survey.doc for survey in surveys)), assembly.read, choice, parts)
        self._memory.named(surveys, now)
        page = page_name(URL(self.keep["doors"][0]))
        followed, problems = self._followed(reading, choice, page)
        problems = (*problems, *self._month_missing(reading.bills, page), *self._unclear(page, parts))
        await self.keep.save()
        return Labelled(followed, reading.bills, tuple(map(self._explained, problems)))

    def _explained(self, problem: Problem) -> Problem:
        """What is missing because a page was not there for a while has not changed."""
        if self._unavailable is None or not isinstance(problem.error, LayoutChanged):
            return problem
        return replace(problem, error=self._unavailable)

    def _refuse_others(self, account_id: str, surveys: Iterable[Survey]) -> None:
        """Raise `ForeignAnswer` for pages that are about somebody else, where that can be told."""

    def _labels(self) -> Mapping[str, str]:
        choice = self._memory.suggested if self._choice is None else self._choice
        return {meaning: label for meaning, label in choice.items() if Meaning(meaning) in self.meanings}

    # Pages

    async def _surveys(self, doors: list[URL], parts: frozenset[Part]) -> list[Survey]:
        """The pages on which the labels stand: those where they stood, else all that a look through the portal finds."""
        if self._memory.has_looked:
            found = await self._remembered(doors[0], parts)
            if found is not None:
                return found
        walk = await self._look(doors)
        self._unavailable = walk.unavailable
        found = list(walk.surveys.values())
        self._offers = {}
        self._offer(found)
        if not self._offers:
            [first, *_] = found
            missing = (one for one in Meaning if one in self.meanings)
            raise LayoutChanged(first.doc.name, *missing, skeleton=await aside(skeleton, first.doc))
        unclear = [meaning for meaning, labels in fitting(self.offers).items() if len(labels) > 1]
        self._memory.looked(walk.surveys, suggestions(self.offers), unclear)
        gone = labels_of(self._labels(), frozenset(Part)) - {
            key(figure.label) for survey in found for figure in survey.figures
        }
        if self._unavailable is None:
            self._memory.lose(gone, self.web.now())
        return found

    async def _look(self, doors: list[URL]) -> Walk:
        """Look through the portal from the first door that lets in; the page one landed on need not stand by itself."""
        for place, door in enumerate(doors, 1):
            walk = Walk(self.source, self.gate, self._units)
            try:
                await walk.look(door)
            except LoginExpired, LayoutChanged:
                if place == len(doors):
                    raise
            else:
                self.keep["doors"] = [str(door)]  # from now on it alone says whether one is in
                break
        return walk

    async def _remembered(self, home: URL, parts: frozenset[Part]) -> list[Survey] | None:
        """The pages where the labels stood; None if one of them is not there any more, so that it has to be looked for."""
        labels = labels_of(self._labels(), parts)
        pages = self._memory.pages(labels)
        lost = {label for label in labels if self._memory.is_lost(label, self.web.now())}
        if labels - lost - frozenset().union(*pages.values()):
            return None
        if labels and not pages:
            pages = {home: frozenset()}
        walk = Walk(self.source, self.gate, self._units)
        for url, shown in pages.items():
            survey = await walk.page(url, strict=False)
            if survey is None or shown - {key(figure.label) for figure in survey.figures}:
                return None
        found = list(walk.surveys.values())
        self._offer(found)
        return found

    def _offer(self, surveys: Iterable[Survey]) -> None:
        kinds = {meaning.kind for meaning in self.meanings}
        for survey in surveys:
            for offer in survey.offers:
                if offer.kind in kinds:
                    self._offers.setdefault(key(offer.label), offer)

    # Figures

    def _followed(
        self, reading: Reading, choice: Mapping[str, str], page: str
    ) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
        """The lines; one that cannot follow upon what was read before comes without its figures."""
        now, known, kept = self.web.now(), self._memory.seen(choice), {}
        problems, lines = list(reading.problems), []
        for line in reading.lines:
            newer = Seen(line, reading.told[line.line_id], now)
            follow = Follow(known.get(line.line_id), newer, choice, reading.step, page, units=self._units)
            try:
                follow.check()
            except LayoutChanged as err:
                problems.append(Problem(part=Part.USAGE, error=err, line_id=line.line_id))
                line = Line(line_id=line.line_id, number=line.number, plan=line.plan)  # noqa: PLW2901
            else:
                kept[line.line_id] = follow.kept
            plan, error = self._told_of(f"{line.line_id} plan", line.plan, page, may_change=follow.turned)
            problems += [Problem(part=Part.CONTRACT, error=error, line_id=line.line_id)] if error else []
            lines.append(replace(line, plan=plan))
        self._memory.accept(kept, choice)
        return tuple(lines), tuple(problems)

    def _told_of(
        self, name: str, text: str | None, page: str, *, may_change: bool
    ) -> tuple[str | None, LayoutChanged | None]:
        """What stands beside the figures, and why not, if it was told before and is gone, or suddenly another."""
        now, what = self.web.now(), name.rsplit(maxsplit=1)[-1]
        known = self._memory.told(name, now)
        if text is None:
            return None, None if known is None else LayoutChanged(page, what)
        if known is not None and key(known) == key(text):
            text = known  # with other blanks it is the same
        elif known is not None and not may_change:
            return None, LayoutChanged(page, what, "changed")
        self._memory.tell(name, text, now)
        return text, None

    def _month_missing(self, bills: tuple[Bill, ...], page: str) -> Iterable[Problem]:
        """A bill without its month, where that was told before."""
        for bill in bills:
            month = None if bill.month is None else str(bill.month)
            _, error = self._told_of("bill month", month, page, may_change=True)
            if error is not None:
                yield Problem(part=Part.BILLS, error=error)

    def _unclear(self, page: str, parts: frozenset[Part]) -> Iterable[Problem]:
        """What nobody has chosen a label for, although several could be meant."""
        for meaning in [] if self._choice is not None else self._memory.unclear:
            part = Part.BILLS if meaning == Meaning.BILL else Part.USAGE
            if part in parts:
                yield Problem(part=part, error=LayoutChanged(page, meaning, "two labels"))

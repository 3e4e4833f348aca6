"""The client of any portal: logs in by the form that it finds, and reads the labels that a person chose."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, override

from yarl import URL

from ..assembly import Assembly, Reading, labels_of
from ..carrier import Carrier, Client, Credentials
from ..document import Document
from ..errors import ForeignAnswer, LayoutChanged, LoginExpired
from ..keep import Fits, Keep, is_flag, is_text, list_of
from ..labels import key
from ..model import Account, Bill, Line, Part, Problem
from ..offers import Meaning, Offer, fitting, suggestions
from ..places import address_of
from ..reading import plain
from ..skeleton import skeleton
from ..survey import Survey
from ..web import Web, page_name
from .follow import Follow, Seen
from .memory import SHAPES, Memory, is_address
from .pages import wanted
from .presets import UNKNOWN, Preset
from .signon import SignOn
from .walk import Walk

_DOORS = 4


class PortalClient(Client):
    """One login.

    Keeps `account` (the name that logged in), `signed_in`, `doors` (where to begin: the page that it landed on, others that
    this one named, and the address that was typed), `cookies`, and what `Memory` keeps.
    """

    html = True
    keeps: ClassVar[Mapping[str, Fits]] = {
        "account": is_text,
        "signed_in": is_flag,
        "doors": list_of(is_address),
        **SHAPES,
    }
    preset: ClassVar[Preset] = UNKNOWN

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._memory = Memory(keep)
        self._start: URL
        self._choice: dict[str, str] | None = None
        self._offers: dict[str, Offer] = {}

    @override
    async def log_in(self, credentials: Credentials) -> None:
        """Log in by the form that the portal shows. Sheet, 3.

        Raises `CodeNeeded(challenge)`, `LoginRefused` when the form comes back, `HumanCheckNeeded`,
        `AccountActionNeeded`, `Maintenance`; `ForeignAnswer` for a form or redirect to a host that is not the
        portal's, before anything is sent there; `LayoutChanged` for a page that proves nothing.
        """
        self.web.forget_cookies()
        if self.keep.get("account") not in {None, credentials.username}:
            self.keep.clear()
        self.keep.pop("signed_in", None)
        self.keep["account"] = credentials.username
        start = self.preset.start or str(address_of(credentials["url"]))
        self._start = URL(start)
        await SignOn(self.web, self.preset, credentials, self.about_to_send, self._entered).run(start)

    async def _entered(self, doc: Document) -> None:
        named, _ = wanted(doc, self.web)
        doors = dict.fromkeys((doc.url.with_fragment(None), *named, self._start))
        self.keep["doors"] = [str(door) for door in doors][:_DOORS]
        self.keep["signed_in"] = True
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

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

    @override
    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the chosen labels at the pages where they stood; sheet, 4.

        Where nothing is known yet, or a label is gone, the portal is looked through: eight requests at most. A value that
        cannot be read safely is left out with a `Problem`; raises the first of them when nothing is left.
        """
        account_id, doors = self.keep.get("account"), [URL(door) for door in self.keep.get("doors", [])]
        if not isinstance(account_id, str) or not doors or self.keep.get("signed_in") is not True:
            raise LoginExpired
        try:
            surveys = await self._surveys(doors, parts)
        except LoginExpired:
            await self._forget()
            raise
        self._refuse_others(account_id, surveys)
        choice = self._labels()
        known = self._memory.numbers(self.web.now())
        reading = Assembly(surveys, self.web.now(), name=account_id, known=known).read(choice, parts)
        self._memory.named(surveys, self.web.now())
        page = page_name(URL(self.keep["doors"][0]))
        lines, problems = self._followed(reading, choice, page)
        problems = (*problems, *self._month_missing(reading.bills, page))
        await self.keep.save()
        return self._told(account_id, lines, reading.bills, (*problems, *self._unclear(page, parts)))

    def _told(
        self, account_id: str, lines: tuple[Line, ...], bills: tuple[Bill, ...], problems: tuple[Problem, ...]
    ) -> Account:
        empty = not bills and all(line.remaining is line.used is line.total is None for line in lines)
        if self._choice and problems and empty:
            raise problems[0].error
        return Account(
            carrier=self.carrier.key,
            account_id=account_id,
            fetched_at=self.web.now(),
            lines=lines,
            bills=bills,
            problems=problems,
        )

    def _labels(self) -> Mapping[str, str]:
        return self._memory.suggested if self._choice is None else self._choice

    # Pages

    async def _surveys(self, doors: list[URL], parts: frozenset[Part]) -> list[Survey]:
        """The pages on which the labels stand: those where they stood, else all that a look through the portal finds."""
        if self._memory.has_looked:
            found = await self._remembered(doors[0], parts)
            if found is not None:
                return found
        walk = await self._look(doors)
        found = list(walk.surveys.values())
        self._offers = {}
        self._offer(found)
        if not self._offers:
            [first, *_] = found
            raise LayoutChanged(first.doc.name, *Meaning, skeleton=skeleton(first.doc))
        unclear = [meaning for meaning, labels in fitting(self.offers).items() if len(labels) > 1]
        self._memory.looked(walk.surveys, suggestions(self.offers), unclear)
        gone = labels_of(self._labels(), frozenset(Part)) - {
            key(figure.label) for survey in found for figure in survey.figures
        }
        self._memory.lose(gone, self.web.now())
        return found

    async def _look(self, doors: list[URL]) -> Walk:
        """Look through the portal from the first door that lets in; the page one landed on need not stand by itself."""
        for place, door in enumerate(doors, 1):
            walk = Walk(self.web, self.preset)
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
        walk = Walk(self.web, self.preset)
        for url, shown in pages.items():
            survey = await walk.page(url, strict=False)
            if survey is None or shown - {key(figure.label) for figure in survey.figures}:
                return None
        found = list(walk.surveys.values())
        self._offer(found)
        return found

    def _offer(self, surveys: Iterable[Survey]) -> None:
        for survey in surveys:
            for offer in survey.offers:
                self._offers.setdefault(key(offer.label), offer)

    async def _forget(self) -> None:
        """Drop a dead login, so that nothing is asked before the next one."""
        self.web.forget_cookies()
        self.keep.pop("signed_in", None)
        self.keep["cookies"] = []
        await self.keep.save()

    # Figures

    def _refuse_others(self, account_id: str, surveys: Iterable[Survey]) -> None:
        """Where one logs in by a line's number, pages about other numbers alone are somebody else's."""
        numbers = {number for survey in surveys for number in survey.numbers}
        own = "".join(sign for sign in plain(account_id) if sign.isdigit())
        if self.preset.by_number and numbers and own not in numbers:
            raise ForeignAnswer("a page for another number")

    def _followed(
        self, reading: Reading, choice: Mapping[str, str], page: str
    ) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
        """The lines; one that cannot follow upon what was read before comes without its figures."""
        now, known, kept = self.web.now(), self._memory.seen(choice), {}
        problems, lines = list(reading.problems), []
        for line in reading.lines:
            newer = Seen(line, reading.told[line.line_id], now)
            follow = Follow(known.get(line.line_id), newer, choice, reading.step, page)
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

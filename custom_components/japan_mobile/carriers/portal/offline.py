"""One saved page of no known kind: what it says, and what is doubtful in it. Sheet: docs/carriers/others.md, 4"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ..assembly import Assembly, Reading
from ..document import Document
from ..errors import CarrierError, LayoutChanged
from ..fitting import fits, fitting, suggestions
from ..model import Account, Part
from ..offers import Meaning
from ..reading import UNITS
from ..signs import signs
from ..skeleton import skeleton
from ..survey import Figure, Survey
from ..web import Page
from .entrance import can_log_out


class Doubt(NamedTuple):
    """A label, or what one is missing for, and what is doubtful about it."""

    label: str
    why: str


class Look(NamedTuple):
    """What a page says: all that could be read, what is doubtful, and the account as far as labels suggest it."""

    account: Account
    found: tuple[Figure, ...]
    doubts: tuple[Doubt, ...]


def look(page: Page, now: datetime, carrier: str, units: dict[str, int] = UNITS) -> Look:
    """Look at a page. Raises what it asks for (`LoginExpired`, `Maintenance`, …); `LayoutChanged` if it says nothing."""
    doc = Document(page)
    survey = Survey(doc, now, units)
    found = tuple(figure for figure in survey.figures if figure.kind is not None)
    error = None if found and can_log_out(doc) else _asked(doc, now)
    if error is not None:
        raise error
    reading = Assembly([survey], now, name="").read(suggestions(survey.offers), frozenset(Part))
    doubts = tuple(dict.fromkeys(_doubts(survey, reading)))
    if not found and not doubts:
        raise LayoutChanged(doc.name, *Meaning, skeleton=skeleton(doc))
    account = Account(carrier=carrier, account_id="", fetched_at=now, lines=reading.lines, bills=reading.bills)
    return Look(account, found, doubts)


def figures_of(page: Page, now: datetime, units: dict[str, int] = UNITS) -> tuple[Figure, ...]:
    """All that could be read of a page, whatever it is."""
    return tuple(figure for figure in Survey(Document(page), now, units).figures if figure.kind is not None)


def _asked(doc: Document, now: datetime) -> CarrierError | None:
    return next((error for sign in signs(doc, now=now) if (error := sign.error()) is not None), None)


def _doubts(survey: Survey, reading: Reading) -> Iterator[Doubt]:
    for figure in survey.figures:
        if figure.kind is None and any(fits(meaning, figure.label) for meaning in Meaning):
            yield Doubt(figure.label, figure.why)
    for meaning, labels in fitting(survey.offers).items():
        if len(labels) > 1:
            yield Doubt(meaning.value, f"two labels: {', '.join(labels)}")
    for problem in reading.problems:
        if isinstance(problem.error, LayoutChanged):
            what, *why = problem.error.missing
            yield Doubt(what, ", ".join(why) or "missing")

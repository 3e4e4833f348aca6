"""What was handed in, as the model's lines and bills: as long as it holds."""

from collections.abc import Iterator
from datetime import datetime, time

from ..model import TOKYO, Account, Bill, Line
from ..web import Page
from .line import BILL_HOLDS, HandedLine, Known
from .understand import understand


def as_line(line: HandedLine, known: Known, now: datetime) -> Line:
    """A line as it is shown: figures of the running cycle that are not old."""
    cycle = line.cycle(now.date())
    since = datetime.combine(cycle.start, time(), TOKYO)
    used, remaining, total = (
        told if told is not None and told.holds(since, now) else None
        for told in (known.used, known.remaining, known.total)
    )
    moments = [told.at for told in (used, remaining) if told is not None]
    return Line(
        line_id=line.line_id,
        number=line.number,
        name=line.name,
        plan=line.plan,
        cycle=cycle,
        used=None if used is None else used.value,
        remaining=None if remaining is None else remaining.value,
        total=line.total if line.total is not None or total is None else total.value,
        unlimited=line.unlimited or None,
        as_of=moments[0] if len(set(moments)) == 1 else None,
    )


def as_bills(line: HandedLine, known: Known, now: datetime) -> Iterator[Bill]:
    """The line's bill, as long as it is the newest one can be sure of."""
    if known.bill is not None and now - known.bill.at < BILL_HOLDS:
        amount, month, state = known.bill.value
        yield Bill(month=month, amount=amount, state=state, line_id=line.line_id)


def read_text(page: Page, now: datetime) -> Account:
    """One saved message, offline, as a line with calendar months."""
    line = HandedLine(line_id="line", name="line")
    given = understand(page.body.decode(errors="replace"), line, now=now)
    known = Known().taken(given)
    return Account(
        carrier="handed",
        account_id="",
        fetched_at=now,
        lines=(as_line(line, known, now.astimezone(TOKYO)),),
        bills=tuple(as_bills(line, known, now)),
    )

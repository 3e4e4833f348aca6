"""Whether a line's figures go on from those that were read before. Protocol: docs/carriers/bmobile.md, 4."""

from dataclasses import replace

from ..continuity import Terms, continued
from ..errors import LayoutChanged
from ..model import Line, Part, Problem
from .status import NAME

_TERMS = Terms(exact=True)


def followed(known: Line | None, line: Line, problems: tuple[Problem, ...]) -> tuple[Line, tuple[Problem, ...]]:
    """The line, unless it cannot follow upon what was read before: then without what does not."""
    # Only what the page itself says: a limit may be set anew at any time, and what is left is computed here.
    said = Line(line_id=line.line_id, cycle=line.cycle, used=line.used)
    try:
        continued(known, said, NAME, _TERMS)
    except LayoutChanged as err:
        line = Line(line_id=line.line_id, number=line.number, plan=line.plan)
        problems = (*problems, _problem(line, Part.USAGE, err))
    if known is not None and _other_unit(known.total, line.total):
        line = replace(line, total=None, remaining=None, unlimited=None)
        problems = (*problems, _problem(line, Part.USAGE, LayoutChanged(NAME, "limit", "unit")))
    if known is not None and _other_plan(known, line):
        line = replace(line, plan=None)
        problems = (*problems, _problem(line, Part.CONTRACT, LayoutChanged(NAME, "plan", "changed")))
    return line, problems


def _other_plan(known: Line, line: Line) -> bool:
    """Whether the plan is suddenly another one. Plans change when a cycle begins."""
    turned = None not in {known.cycle, line.cycle} and known.cycle != line.cycle
    return None not in {known.plan, line.plan} and known.plan != line.plan and not turned


def remembered(known: Line | None, line: Line) -> Line:
    """The line with what is known of it and was not told this time."""
    if known is None:
        return line
    return replace(line, total=known.total if line.total is None else line.total, plan=line.plan or known.plan)


def _other_unit(before: int | None, after: int | None) -> bool:
    """Whether two limits are the same number in two units. No limit is set a thousand times higher or lower."""
    return bool(before and after and before in {after * 1000, after / 1000})


def _problem(line: Line, part: Part, error: LayoutChanged) -> Problem:
    return Problem(part=part, error=error, line_id=line.line_id)

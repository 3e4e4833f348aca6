"""Whether a line's figures go on from those that were read before. Protocol: docs/carriers/bmobile.md, 4."""

from ..continuity import Terms, continued
from ..errors import LayoutChanged
from ..model import Line, Part, Problem
from .status import NAME

_TERMS = Terms(exact=True)


def followed(
    known: Line | None, line: Line, problems: tuple[Problem, ...]
) -> tuple[Line, tuple[Problem, ...]]:
    """The line, unless it cannot follow upon what was read before: then without its figures."""
    # Only what the page itself says: a limit may be set anew at any time, and what is left is computed here.
    said = Line(line_id=line.line_id, cycle=line.cycle, used=line.used)
    try:
        continued(known, said, NAME, _TERMS)
    except LayoutChanged as err:
        bare = Line(line_id=line.line_id, number=line.number, plan=line.plan)
        return bare, (*problems, Problem(part=Part.USAGE, error=err, line_id=line.line_id))
    return line, problems

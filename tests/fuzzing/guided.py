"""Fuzzing that is led by what it reaches: an input that takes a branch of ours that none took before is kept, and changed on.

Which branches are taken is told by `sys.monitoring`. Each is told once and then no more, so that it costs next to nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
import sys
from time import monotonic, process_time
from types import CodeType
from typing import Any

from tests.fuzzing.changes import Mutator

_TOOL = 4
"""No number that `sys.monitoring` sets aside for anybody."""
_OURS = str(Path(__file__).parents[2] / "custom_components")
_LARGE = 100_000


CRASHES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NameError, OSError, RuntimeError, TypeError, ValueError, csv.Error,
)  # fmt: skip
"""What is noted as a failure, so that the rest is still fed; whatever else is raised ends it all."""


class Branches:
    """The branches of our own code that were taken, and whether new ones were since last asked."""

    def __init__(self) -> None:
        self.count = 0
        self._asked = 0

    def took(self, code: CodeType, _start: int, _end: int) -> Any:
        """Called by the interpreter. What is answered keeps it from telling of this branch again."""
        self.count += code.co_filename.startswith(_OURS)
        return sys.monitoring.DISABLE

    def new(self) -> bool:
        """Whether a branch was taken for the first time."""
        before, self._asked = self._asked, self.count
        return self.count > before


@contextmanager
def watched() -> Iterator[Branches]:
    """Watch branches, all of them anew."""
    events = sys.monitoring.events
    found = Branches()
    sys.monitoring.use_tool_id(_TOOL, "fuzzing")
    try:
        for event in (events.BRANCH_LEFT, events.BRANCH_RIGHT):
            sys.monitoring.register_callback(_TOOL, event, found.took)
        sys.monitoring.set_events(_TOOL, events.BRANCH_LEFT | events.BRANCH_RIGHT)
        sys.monitoring.restart_events()
        yield found
    finally:
        sys.monitoring.set_events(_TOOL, 0)
        sys.monitoring.free_tool_id(_TOOL)


@dataclass
class Figures:
    """What came of a target. `reached`: branches that the true inputs did not reach; `slowest`: ms for each 100 kB."""

    name: str
    inputs: int = 0
    known: int = 0
    reached: int = 0
    corpus: int = 0
    seconds: float = 0
    slowest: float = 0
    failures: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.name:34} {self.inputs:8} {self.known:8} {self.reached:8} {self.corpus:7} {self.seconds:8.1f} {self.slowest:9.1f}"
        )  # fmt: skip


HEADER = f"{'target':34} {'inputs':>8} {'branches':>8} {'more':>8} {'corpus':>7} {'seconds':>8} {'ms/100kB':>9}"


class Explorer:
    """Feeds one target. `run` may raise one of `expected`; anything else, and taking too long, is a failure.

    `limit` tells milliseconds of the processor for each 100 kB of an input; a smaller one may take as much.
    """

    def __init__(
        self,
        name: str,
        run: Callable[[bytes], object],
        expected: tuple[type[Exception], ...],
        *,
        limit: Callable[[bytes], float] = lambda _body: 50.0,
        seed: int = 1,
    ) -> None:
        self.figures = Figures(name)
        self.corpus: list[bytes] = []
        self._run = run
        self._expected = expected
        self._limit = limit
        self._random = Random(f"{name}/{seed}")

    def explore(self, begin: tuple[bytes, ...], *, inputs: int, seconds: float = float("inf")) -> Figures:
        """Feed the true inputs, then changed ones until so many were fed or the time is over."""
        figures, mutate, began = self.figures, Mutator(self._random), monotonic()
        with watched() as branches:
            for body in begin:
                self._feed(body)
            self.corpus += begin
            branches.new()
            figures.known = branches.count
            while figures.inputs < inputs and monotonic() - began < seconds:
                body = mutate(self._random.choice(self.corpus), self._random.choice(self.corpus))
                self._feed(body)
                if branches.new():
                    self.corpus.append(body)
            figures.reached = branches.count - figures.known
        figures.corpus, figures.seconds = len(self.corpus), monotonic() - began
        return figures

    def _feed(self, body: bytes) -> None:
        self.figures.inputs += 1
        took, limit = self._timed(body), self._limit(body)
        if took > limit:  # the machine may have been busy with something else
            took = min(took, self._timed(body), self._timed(body))
        self.figures.slowest = max(self.figures.slowest, took)
        if took > limit:
            self.figures.failures.setdefault(f"more than {limit:.0f} ms for each 100 kB", body)

    def _timed(self, body: bytes) -> float:
        """Milliseconds for each 100 kB, or for all of less; a failure is noted."""
        began = process_time()
        try:
            self._run(body)
        except self._expected:
            pass
        except CRASHES as err:
            self.figures.failures.setdefault(_where(err), body)
        return (process_time() - began) * 1000 / max(1, len(body) / _LARGE)


def _where(err: Exception) -> str:
    """An error's kind and the last line that it went through: failures of one cause are one."""
    trace = err.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = "" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return f"{type(err).__name__} at {line}: {str(err)[:80]}"

"""Who holds Home Assistant's event loop, and for how long: written down in its process, read in another one."""

import asyncio
from collections.abc import Iterator
import gc
from pathlib import Path
import threading
from time import monotonic, perf_counter, thread_time
from types import CodeType
from typing import Any, NamedTuple

LEAST = 0.001
"""Seconds from which on a hold is written down."""
_OURS = "custom_components/japan_mobile/"


class Hold(NamedTuple):
    """A callback that held the event loop.

    `at`: when it ended, on the machine's monotonic clock; `wall` and `cpu`: for how many seconds, by the clock and by the
    CPU time of the loop's thread; `collecting`: how much of `cpu` Python spent on the garbage of the whole process;
    `ours`: whether the integration's code was at work in it; `what`: what was run.
    """

    at: float
    wall: float
    cpu: float
    collecting: float
    ours: bool
    what: str

    @property
    def work(self) -> float:
        """Seconds of CPU time without what was spent on garbage."""
        return self.cpu - self.collecting


class _Collections:
    """The CPU time that the loop's thread has spent on garbage."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._began = 0.0
        self._thread = threading.get_ident()

    def __call__(self, phase: str, _about: dict[str, int]) -> None:
        if threading.get_ident() == self._thread:
            if phase == "start":
                self._began = thread_time()
            else:
                self.spent += thread_time() - self._began


def watch_loop(file: Path) -> None:
    """Write every callback to the file that holds the event loop for a millisecond, by the clock or by its CPU time.

    Called in the thread that the event loop will have.
    """
    told, run, collections = file.open("a", buffering=1), asyncio.Handle._run, _Collections()
    gc.callbacks.append(collections)

    def timed(handle: asyncio.Handle) -> None:
        codes = list(_codes(handle))  # before it runs: afterwards it waits for something else
        collected, began, spent = collections.spent, perf_counter(), thread_time()
        run(handle)
        cpu, wall = thread_time() - spent, perf_counter() - began
        if max(wall, cpu) >= LEAST:
            ours = any(_OURS in code.co_filename for code in codes)
            what = " < ".join(code.co_qualname for code in reversed(codes))
            told.write(f"{monotonic():.6f} {wall:.6f} {cpu:.6f} {collections.spent - collected:.6f} {ours:d} {what}\n")

    asyncio.Handle._run = timed  # type: ignore[method-assign, assignment]


def _codes(handle: asyncio.Handle) -> Iterator[CodeType]:
    """What runs next: a function, or the coroutines of a task, the outermost first."""
    callback: Any = handle._callback  # type: ignore[attr-defined]
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        function = getattr(callback, "func", callback)
        if isinstance(code := getattr(getattr(function, "__func__", function), "__code__", None), CodeType):
            yield code
        return
    coroutine: Any = task.get_coro()
    while (code := getattr(coroutine, "cr_code", None)) is not None:
        yield code
        coroutine = coroutine.cr_await


def read_holds(file: Path) -> list[Hold]:
    """What was written to the file so far."""
    found = []
    for line in file.read_text().splitlines():
        at, wall, cpu, collecting, ours, what = line.split(" ", 5)
        found.append(Hold(float(at), float(wall), float(cpu), float(collecting), ours == "1", what))
    return found

"""Long work in the event loop, done in slices that give the loop back to everybody else in between."""

import asyncio
from collections.abc import Callable, Iterator
from time import perf_counter

SLICE = 0.002
"""Seconds of work after which everybody else has a turn. The step that reaches them is done to its end."""

AT_ONCE = 3
"""Lines of which all is done in one go: nobody sees some of them new and others old. Each takes about a millisecond."""


async def in_slices(steps: Iterator[None], lines: int, still: Callable[[], bool] = lambda: True) -> None:
    """Do work for so many lines step by step; nothing more of it once it is not `still` wanted. Raises what it raises.

    Work for few lines, or of less than a slice, is done at once, as if it were called.
    """
    until = perf_counter() + SLICE
    for _ in steps:
        if lines > AT_ONCE and perf_counter() >= until:
            await asyncio.sleep(0)
            if not still():
                return
            until = perf_counter() + SLICE

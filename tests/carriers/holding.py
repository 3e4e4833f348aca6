"""How long the event loop of this thread is held, by what runs in it: its own CPU time, whatever else the machine does."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import gc
from threading import get_ident
from time import thread_time


@contextmanager
def held() -> Iterator[list[float]]:
    """The seconds that each callback of the loop took, without the garbage collector's.

    It is off meanwhile: the heap of all these tests is large, and no measure of what a poll does.
    """
    found: list[float] = []
    here, run = get_ident(), asyncio.events.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        if get_ident() != here:  # the simulator's loop
            run(handle)
            return
        began = thread_time()
        run(handle)
        found.append(thread_time() - began)

    gc.disable()
    asyncio.events.Handle._run = timed  # type: ignore[method-assign, assignment]
    try:
        yield found
    finally:
        asyncio.events.Handle._run = run  # type: ignore[method-assign]
        gc.enable()

"""Reads long answers beside the event loop, in a thread; short ones at once, in it.

Meanwhile the loop has its turn whenever it wants one, mostly within the 5 ms in which Python lets a thread go on; parsing a
page of a megabyte, or so much JSON, is one step of some 10 to 20 ms. What is given to a thread writes nothing that outlives
the poll: nobody waits for it any more once a poll was cancelled, and yet it goes on to its end.
A `Document` makes most of what it tells when it is asked for it, so whoever asks does so in the thread too; what comes back
is looked at, no more.
"""

import asyncio
from collections.abc import Callable

from .web import Page

LONG = 1_000
"""Bytes from which on an answer is read in a thread. A page of 2 kB that holds nothing but figures takes up to 7 ms to look
through on a small machine, and the way there and back 0.05 ms; so much JSON takes as long as that way."""

ENTRY = 500
"""Bytes that an entry of a list has in an answer, roughly: a SIM, say. For `beside`, where only their number is known."""


def length(*answers: object) -> int:
    """The bytes of the pages and documents among these; all else has none."""
    pages = (getattr(one, "page", one) for one in answers)  # a document's, without importing what parses it
    return sum(len(page.body) for page in pages if isinstance(page, Page))


async def aside[**P, T](read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `read` makes of the pages and documents among its arguments. Raises what it raises."""
    return await beside(length(*args, *kwargs.values()), read, *args, **kwargs)


async def beside[**P, T](size: int, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As `aside`, where `size` says how much is read, as bytes of an answer."""
    if size < LONG:
        return read(*args, **kwargs)
    return await asyncio.to_thread(read, *args, **kwargs)

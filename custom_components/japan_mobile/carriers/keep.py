"""What has to survive a restart: the login state of a client, and the ledger of its logins."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Any

type Fits = Callable[[Any], bool]
"""Whether something that was kept can be what a client wrote."""


class Keep(dict[str, Any]):
    """A JSON-able mapping with an awaited `save()`; whoever creates it decides where that writes.

    `save` returns when the content is on disk, so that what is saved may be relied on: a single-use token is saved
    before the next request is sent. `turn` is held by whoever exchanges such a token: another client of the same
    account waits for it and looks again.
    """

    def __init__(
        self, content: Mapping[str, Any] | None = None, save: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        super().__init__(content or {})
        self._save = save
        self.turn = asyncio.Lock()

    async def save(self) -> None:
        """Write the content to where it is kept; without such a place it lives as long as the process.

        Raises what that place raises where it could not be written.
        """
        if self._save is not None:
            await self._save()

    def forget(self, lasting: Collection[str] = ()) -> None:
        """Drop everything but what outlives a login; does not save."""
        for key in self.keys() - set(lasting):
            del self[key]

    def drop_damaged(self, shapes: Mapping[str, Fits]) -> None:
        """Forget everything if one of the entries is not of its shape: then nobody knows what else is wrong."""
        if not all(fits(self[name]) for name, fits in shapes.items() if name in self):
            self.clear()

    def __repr__(self) -> str:
        return f"<Keep of {len(self)} secrets>"


def is_text(value: Any) -> bool:
    """A text that can stand in a header."""
    return isinstance(value, str) and value.isprintable()


def is_flag(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_time(value: Any) -> bool:
    """An ISO time that says where on earth it is meant."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except TypeError, ValueError:
        return False


def is_cookie(value: Any) -> bool:
    """What `Web.cookies` tells of one."""
    return isinstance(value, dict) and all(isinstance(part, str | bool) for part in value.values())


def record(**parts: Fits) -> Fits:
    """A mapping with these entries, each of which fits."""
    return lambda value: (
        isinstance(value, dict) and all(name in value and fits(value[name]) for name, fits in parts.items())
    )


def maybe(fits: Fits) -> Fits:
    """None, or what fits."""
    return lambda value: value is None or fits(value)


def list_of(fits: Fits) -> Fits:
    """A list whose entries fit."""
    return lambda value: isinstance(value, list) and all(map(fits, value))


def mapping_of(fits: Fits) -> Fits:
    """A mapping whose values fit."""
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))

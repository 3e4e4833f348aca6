"""What has to survive a restart: the login state of a client, and the ledger of its logins."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any


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
        """Write the content to where it is kept; without such a place it lives as long as the process."""
        if self._save is not None:
            await self._save()

    def forget(self, lasting: Collection[str] = ()) -> None:
        """Drop everything but what outlives a login; does not save."""
        for key in self.keys() - set(lasting):
            del self[key]

    def __repr__(self) -> str:
        return f"<Keep of {len(self)} secrets>"

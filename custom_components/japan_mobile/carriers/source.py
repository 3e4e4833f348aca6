"""Where pages come from: the network (`Web`), or the user's own browser (`browser`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from yarl import URL

from .web import Page


class Source(Protocol):
    """Gets pages, of declared hosts alone."""

    def now(self) -> datetime:
        """The time, in Tokyo."""

    def declares(self, url: URL) -> bool:
        """Whether pages may come from an address."""

    def check(self, url: URL) -> None:
        """Raise `ForeignAnswer` for an address that they may not come from."""

    async def get(self, url: str | URL, *, expect: Collection[int] = ()) -> Page:
        """The page at an address, wherever that leads. Raises what `Web.get` raises."""

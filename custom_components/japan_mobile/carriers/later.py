"""A client's class that is imported when it is first needed: the registry wants facts alone, and most carriers are nobody's."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from .carrier import Carrier, Client, PageReader
    from .keep import Fits, Keep
    from .web import Web


class Later(NamedTuple):
    """Stands for the `Client` class of that name in that module, and can be used as the class is.

    Whatever is asked of it first imports the module. That reads files, so it is not to happen in an event loop:
    `Carrier.load` is there to be called elsewhere, before.
    """

    module: str
    name: str

    def load(self) -> type[Client]:
        """The class itself."""
        return cast("type[Client]", getattr(import_module(self.module), self.name))

    def __call__(self, carrier: Carrier, web: Web, keep: Keep) -> Client:
        """Make a client."""
        return self.load()(carrier, web, keep)

    def check(self, carrier: Carrier, credentials: Mapping[str, str]) -> None:
        """What `Client.check` does."""
        self.load().check(carrier, credentials)

    @property
    def pages(self) -> Mapping[str, PageReader]:
        """The pages that can be read offline."""
        return self.load().pages

    @property
    def html(self) -> bool:
        """Whether its pages are for people."""
        return self.load().html

    @property
    def lasting(self) -> frozenset[str]:
        """The entries of the keep that outlive a login."""
        return self.load().lasting

    @property
    def keeps(self) -> Mapping[str, Fits]:
        """Of what shape the entries of the keep are."""
        return self.load().keeps


def later(package: str, name: str, module: str = "client") -> Later:
    """The class of that name in the module of a family's package, which calls this with its own `__name__`."""
    return Later(f"{package}.{module}", name)

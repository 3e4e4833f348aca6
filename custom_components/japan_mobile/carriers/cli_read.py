"""`script/carrier read`: one saved page or answer, offline."""

from datetime import datetime
from pathlib import Path
import sys

from yarl import URL

from .carrier import Carrier
from .cli_show import told
from .cli_state import Usage
from .errors import LayoutChanged
from .model import Account
from .portal.offline import Look, figures_of, look
from .reading import units_of
from .survey import Figure
from .web import Page

_NOWHERE = "saved.invalid"
"""Stands for the host of a page that could be anybody's."""


def read_file(carrier: Carrier, name: str, file: Path, url: str | None, now: datetime) -> tuple[Account, Look | None]:
    """Read one saved page as if at the given time; a page of no known name is looked at in the general way.

    Raises `CarrierError`, or `Usage` for a page that nobody knows of a carrier whose pages are not for people.
    """
    reader = carrier.client.pages.get(name)
    if reader is None and not carrier.client.html:
        raise Usage(f"unknown page {name!r} of {carrier.key}; known: {' '.join(carrier.client.pages)}")
    try:
        body = file.read_bytes()
    except OSError as err:
        raise Usage(f"{file} cannot be read: {err.strerror}") from None
    try:
        address = URL(url or f"https://{next(iter(carrier.hosts), _NOWHERE)}/{name}")
    except ValueError:
        raise Usage("--url is not an address") from None
    page = Page(address, 200, {}, body)
    if reader is None:
        seen = look(page, now, carrier.key, units_of(carrier.gigabyte))
        return seen.account, seen
    try:
        account = reader(page, now)
        if account.problems and not (account.lines or account.bills):
            raise account.problems[0].error
    except LayoutChanged:
        if carrier.client.html:
            _tell(figures_of(page, now, units_of(carrier.gigabyte)))
        raise
    return account, None


def _tell(found: tuple[Figure, ...]) -> None:
    """Say on standard error what a page that is not as known shows."""
    for figure in found:
        sys.stderr.write(f"found: {told(figure)}\n")

"""IIJmio's bills: the member site's list, the items of whichever interface has them, and arrears.

Protocol: docs/carriers/iijmio.md, 5.
"""

from typing import TYPE_CHECKING

from ..aside import aside, beside, length
from ..errors import AccountActionNeeded, CannotConnect, LayoutChanged, Maintenance, RateLimited
from ..model import Bill, Part
from . import bills
from .app import App
from .app_read import Fee, read_fees
from .site_html import read_detail
from .site_read import Summed, read_bills, read_suspension

if TYPE_CHECKING:
    from .poll import Poll

_MISSING = (LayoutChanged, CannotConnect, Maintenance, RateLimited, AccountActionNeeded)


async def _fees(app: App) -> tuple[Fee, ...]:
    content = await app.usage_fee()
    return await beside(length(app.last), read_fees, content)


class Billing:
    """The bills of one poll."""

    def __init__(self, poll: Poll) -> None:
        self._poll = poll

    async def bills(self) -> tuple[Bill, ...]:
        """All bills. Raises when nothing but bills was asked for and there are none to be had."""
        try:
            page = await self._poll.ask_site(lambda site: site.get("getBillSummary"))
            summed = None if page is None else await aside(read_bills, page)
            if summed is None:
                return await self._without_site()
        except _MISSING as err:
            if self._poll.parts == {Part.BILLS}:
                raise
            self._poll.note(Part.BILLS, err)
            return ()
        found = await self._with_items(summed)
        return (*found, *await self._arrears(found))

    async def _without_site(self) -> tuple[Bill, ...]:
        fees = await self._poll.ask_app(Part.BILLS, _fees)
        self._poll.note(Part.BILLS, self._poll.lost or CannotConnect("the member site is out"))
        return () if fees is None else bills.without_site(fees)

    async def _arrears(self, found: tuple[Bill, ...]) -> tuple[Bill, ...]:
        if self._poll.site is None or self._poll.limited is not None:
            return ()
        try:
            return await aside(read_suspension, await self._poll.site.get("getSuspensionInfo"), found)
        except _MISSING as err:
            self._poll.note(Part.BILLS, err)
            return ()

    async def _with_items(self, summed: tuple[Summed, ...]) -> tuple[Bill, ...]:
        try:
            fees = await self._poll.ask_app(Part.BILLS, _fees)
        except _MISSING as err:
            self._poll.note(Part.BILLS, err)
            return tuple(entry.bill for entry in summed)
        if fees is None:
            return tuple([await self._with_detail(entry) if entry is summed[0] else entry.bill for entry in summed])
        return tuple(self._with_fees(entry, fees) for entry in summed)

    def _with_fees(self, entry: Summed, fees: tuple[Fee, ...]) -> Bill:
        try:
            return bills.with_fees(entry, fees)
        except LayoutChanged as err:
            self._poll.note(Part.BILLS, err)
            return entry.bill

    async def _with_detail(self, entry: Summed) -> Bill:
        if not entry.numbers or self._poll.site is None:
            return entry.bill
        try:
            page = await self._poll.site.post("detail", [("billNoList", number) for number in entry.numbers])
            return bills.with_detail(entry, await aside(read_detail, page))
        except _MISSING as err:
            self._poll.note(Part.BILLS, err)
            return entry.bill

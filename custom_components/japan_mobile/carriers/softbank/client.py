"""SoftBank and Y!mobile: one portal under two names, a login by number, and a code by SMS now and then.

Protocol: docs/carriers/softbank.md
"""

from collections.abc import Mapping
from typing import ClassVar, NoReturn

from ..aside import aside
from ..carrier import Carrier, Client, Credentials
from ..errors import CarrierError, CodeNeeded, LayoutChanged, LoginExpired, LoginRefused
from ..forms import form_with
from ..keep import Fits, Keep, is_flag, is_text
from ..model import Account, Bill, Line, Part, Problem
from ..web import Web
from .brand import SOFTBANK as SOFTBANK_NAMES, USAGE, YMOBILE as YMOBILE_NAMES, Brand
from .code import SmsChallenge
from .doors import Arrival, Door, Where
from .follow import Seen, followed
from .notices import read_arrears
from .offline import pages_of
from .usage import phone_number, read_usage


class SharedClient(Client):
    """One line. Keeps `cookies`, `username`, `signed_in`, `code` (a code was asked for once) and the last figures."""

    html = True
    owner = "username"
    keeps: ClassVar[Mapping[str, Fits]] = {
        "username": is_text,
        "signed_in": is_flag,
        "code": is_flag,
    }
    brand: ClassVar[Brand]

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._door = Door(web, self.brand)

    async def log_in(self, credentials: Credentials) -> None:
        """Log in by number or SoftBank ID; sheet, 3.1 and 3.2.

        Raises `CodeNeeded(challenge)`, `LoginRefused` (`WrongBrand` for a line of the other brand),
        `AccountActionNeeded`, `HumanCheckNeeded`, `Maintenance`, `ForeignAnswer`, `LayoutChanged`.
        """
        name = phone_number(credentials.username) or credentials.username
        self._begin(name)
        arrival = await self._door.open(self.brand.link(self.brand.entry))
        if arrival.where is Where.OUTSIDE:
            form = await self._door.number_form(arrival)
            values = {"telnum": name, "password": credentials.password}
            await self.about_to_send()
            arrival = await self._door.send(form, values, hosts=(self.brand.identity,))
        if arrival.where is Where.CODE:
            await self._ask(arrival)
        if arrival.where is Where.OUTSIDE:
            raise LoginRefused
        await self._entered()

    def _begin(self, name: str) -> None:
        """Forget everything about another line: two lines never share cookies (sheet, 3.3)."""
        if self.keep.get("username") not in {None, name}:
            self.keep.clear()
            self.web.forget_cookies()
        self.keep["username"] = name
        self.keep.pop("signed_in", None)

    async def _entered(self) -> None:
        self.keep["signed_in"] = True
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

    async def _ask(self, arrival: Arrival) -> NoReturn:
        """Note that this line is asked for codes, so that no timer ever has one sent again."""
        self.keep["code"] = True
        await self._left()
        raise CodeNeeded(SmsChallenge(self._door, arrival, self._entered))

    async def _left(self) -> None:
        self.keep.pop("signed_in", None)
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts. A poll of USAGE is two requests, BILLS (arrears alone) one more; sheet, 3.4, 4, 5.3.

        Raises `LoginExpired`; `CodeNeeded` instead where a new login could send an SMS: without any request when there
        is no login. A page of notices that cannot be read is a `Problem`.
        """
        name = self.keep.get("username")
        if not self.keep.get("signed_in") or not isinstance(name, str):
            raise self._login_needed()
        lines: tuple[Line, ...] = ()
        if Part.USAGE in parts:
            lines = (await self._line(name),)
        bills, problems = await self._arrears() if Part.BILLS in parts else ((), ())
        return Account(
            carrier=self.carrier.key,
            account_id=name,
            fetched_at=self.web.now(),
            lines=lines,
            bills=bills,
            problems=problems,
        )

    def _login_needed(self) -> CarrierError:
        return CodeNeeded() if self.keep.get("code") else LoginExpired()

    async def _inside(self, arrival: Arrival) -> Arrival:
        if arrival.where is Where.CODE:
            await self._ask(arrival)
        if arrival.where is Where.OUTSIDE:
            await self._left()
            raise self._login_needed()
        return arrival

    async def _line(self, name: str) -> Line:
        arrival = await self._inside(await self._door.open(self.brand.link(USAGE)))
        form = await aside(form_with, arrival.doc, "mfiv", self.brand.proof)
        arrival = await self._inside(await self._door.send(form, hosts=self.brand.hosts))
        now = self.web.now()
        told = await aside(read_usage, arrival.doc, self.brand, now, name)
        line = followed(self._last(), told, self.brand, now)
        self.keep["last"] = Seen(told, now).dump()
        await self.keep.save()
        return line

    def _last(self) -> Seen | None:
        """The figures that were accepted last."""
        try:
            return Seen.load(self.keep["last"])
        except AttributeError, IndexError, KeyError, TypeError, ValueError:
            return None

    async def _arrears(self) -> tuple[tuple[Bill, ...], tuple[Problem, ...]]:
        try:
            arrival = await self._inside(await self._door.open(self.brand.link(self.brand.home)))
            return await aside(read_arrears, arrival.doc, self.brand), ()
        except LayoutChanged as err:
            return (), (Problem(part=Part.BILLS, error=err),)


class SoftBankClient(SharedClient):
    """A line of SoftBank."""

    brand = SOFTBANK_NAMES
    pages = pages_of(SOFTBANK_NAMES)


class YmobileClient(SharedClient):
    """A line of Y!mobile."""

    brand = YMOBILE_NAMES
    pages = pages_of(YMOBILE_NAMES)

"""IIJmio: the app's JSON for what is left, the member site's pages for the rest. Protocol: docs/carriers/iijmio.md

Both take the same credentials, and each can do without the other for a while. The site's refusal is documented and
the app's is not, so the site is asked first, and a password that it refuses goes nowhere else.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, override

from ..aside import beside, length
from ..carrier import Carrier, Client, Credentials
from ..cooldown import Cooldown
from ..errors import (
    AccountActionNeeded,
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
)
from ..keep import Fits, Keep, is_flag, is_text, is_time, list_of
from ..model import Account, Part
from ..web import Web
from .app import SWITCH, App, AppTooOld, Off, is_off
from .app_read import read_lines
from .offline import PAGES
from .poll import Poll
from .site import Site

_SITE_REST = timedelta(minutes=10)
_BETWEEN_SWITCHES = timedelta(minutes=1)
"""What the interface that is gone allowed (sheet, 4.9)."""


class IIJmioClient(Client):
    """One mioID. Keeps `token`, `mio_id`, `signed_in`, `cookies`, `app_off`, `site_out`, `month` and `lines`."""

    pages = PAGES
    owner = "mio_id"
    keeps: ClassVar[Mapping[str, Fits]] = {
        "token": is_text,
        "mio_id": is_text,
        "signed_in": is_flag,
        "app_off": is_off,
        "site_out": is_time,
        "month": is_text,
        "lines": list_of(is_text),
    }

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self.app = App(web, keep)
        self.site = Site(web, keep)
        self._cooldown = Cooldown(_BETWEEN_SWITCHES)

    async def log_in(self, credentials: Credentials) -> None:
        """Log in where there is no login yet: the site first, then the app.

        Raises `LoginRefused`; `LayoutChanged` for an answer that is not known; `ForeignAnswer` when both disagree
        about who this is; `CannotConnect` when neither can be reached; `Maintenance` and `HumanCheckNeeded` before
        anything is sent where the site says so. Sheet, 3.
        """
        accepted = not self.site.signed_in and await self._log_in_site(credentials)
        fresh_chance = accepted and not self.app.has_token and not self.app.resting
        if self.app.wants_login or fresh_chance:
            await self._log_in_app(credentials, accepted=accepted)
        if self.keep.get("mio_id") is None and self.site.signed_in:
            await self._check_customer(await self.site.mio_id())
        if self.keep.get("mio_id") is None:
            raise LayoutChanged("loginInfo", "id_ma")

    async def _log_in_site(self, credentials: Credentials) -> bool:
        """Sign in to the site; False when it is out and the app has to do for now."""
        try:
            await self.site.warm_up()
        except (CannotConnect, Maintenance) as err:
            # A portal that says that it is closed gets no password, the app's interface not either.
            may_send = self.app.wants_login and not isinstance(err, Maintenance)
            if not may_send and (not self.app.has_token or self.app.resting):
                raise
            self.keep["site_out"] = self.web.now().isoformat()
            await self.keep.save()
            return False
        await self.about_to_send()
        await self.site.log_in(credentials)
        self.keep.pop("site_out", None)
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()
        await self._check_customer(await self._site_mio_id(credentials))
        return True

    async def _site_mio_id(self, credentials: Credentials) -> str | None:
        try:
            found = await self.site.mio_id()
        except CannotConnect, Maintenance:
            found = None
        name = credentials.username.upper()
        return found or (name if _is_mio_id(name) else None)

    async def _check_customer(self, mio_id: str | None) -> None:
        if mio_id is None:
            return
        if self.keep.setdefault("mio_id", mio_id) != mio_id:
            await self._forget_all()
            raise ForeignAnswer("loginInfo: a login for another customer")
        await self.remember()
        await self.keep.save()

    async def _log_in_app(self, credentials: Credentials, *, accepted: bool) -> None:
        """Get a token. `accepted`: the site has just accepted the same credentials."""
        await self.about_to_send()
        try:
            await self.app.log_in(credentials)
        except LoginRefused:
            if accepted:
                await self.app.rest(Off.REFUSED)
                return
            # What the app's refusal means is not documented: the next login asks the site, whose refusal is.
            await self.site.forget()
            raise
        except (LayoutChanged, CannotConnect, Maintenance, HumanCheckNeeded, AccountActionNeeded) as err:
            if self.site.signed_in or isinstance(err, AppTooOld):
                await self.app.rest(_why_off(err))
            if not self.site.signed_in:
                raise
        except ForeignAnswer:
            await self._forget_all()
            raise
        else:
            await self.keep.save()

    async def _forget_all(self) -> None:
        for key in ("token", "mio_id", "app_off", "month", "lines"):
            self.keep.pop(key, None)
        await self.site.forget()

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts. A steady poll of USAGE is two requests; sheet, 4 to 6.

        Figures that could not be read safely are None, with a `Problem` that says why.
        """
        mio_id = self.keep.get("mio_id")
        if not isinstance(mio_id, str):
            raise LoginExpired
        if self.app.wants_login:
            raise LoginExpired(login="app" if self.site.signed_in else "")
        app = self.app if self.app.has_token and not self.app.resting else None
        site = None if self._site_is_out() else self.site
        if app is None and not self.site.signed_in:
            raise LoginExpired
        poll = Poll(app, site, self.web.now(), parts, self.keep.get("lines", ()))
        account = await poll.account(self.carrier.key, mio_id)
        await self._remember_lines([line.line_id for line in account.lines])
        return account

    @override
    async def set_fast(self, line_id: str, *, fast: bool) -> None:
        """Switch a line's fast data, over the app's interface alone. Unproven; sheet, 7.

        Costs a read, which tells the contract and whether there is anything to do, and the call. Raises `LoginExpired`
        and `CannotConnect` when the app's interface has no login or is left alone; `RateLimited` within a minute.
        """
        if self.app.wants_login:
            raise LoginExpired(login="app" if self.site.signed_in else "")
        if not self.app.has_token or self.app.resting:
            raise CannotConnect("the app's interface is left alone for a while")
        content = await self.app.data_traffic(fresh=True)
        lines = await beside(length(self.app.last), read_lines, content, self.web.now(), fresh=True)
        line = next((line for line in lines if line.line_id == line_id), None)
        if line is None:
            raise LayoutChanged(SWITCH, "lineServiceCode")
        if line.fast is not fast:
            self._cooldown.begin(line_id, self.web.now())
            await self.app.switch(line.contract, line_id, fast=fast)

    async def _remember_lines(self, lines: list[str]) -> None:
        """Keep which lines there are, so that an answer without any is not believed."""
        if lines and self.keep.get("lines") != lines:
            self.keep["lines"] = lines
            await self.keep.save()

    def _site_is_out(self) -> bool:
        """Whether the last login found the site out, a moment ago. Later it is asked again, and says so itself."""
        out = self.keep.get("site_out")
        if self.site.signed_in or out is None:
            return False
        return self.web.now() - datetime.fromisoformat(out) < _SITE_REST


def _why_off(err: CarrierError) -> Off:
    match err:
        case AppTooOld():
            return Off.TOO_OLD
        case LayoutChanged():
            return Off.CHANGED
        case HumanCheckNeeded() | AccountActionNeeded():
            return Off.WALL
        case _:
            return Off.UNREACHABLE


def _is_mio_id(name: str) -> bool:
    return len(name) == 9 and name.startswith("MA") and name[2:].isascii() and name[2:].isdigit()

"""povo2.0: the app's back end, a code by e-mail once, and a token that renews itself from then on.

Protocol: docs/carriers/povo.md
"""

from collections.abc import Mapping
from typing import ClassVar

from ..carrier import Carrier, Client, Credentials
from ..errors import CodeNeeded, ForeignAnswer, LoginExpired
from ..keep import Fits, Keep, is_flag, is_text, is_time, maybe, record
from ..model import Account, Part
from ..web import Web
from .api import Api
from .code import EmailChallenge, pending
from .offline import PAGES
from .poll import Poll


class PovoClient(Client):
    """One e-mail address, which is one line.

    Keeps `token`, `external_id`, `line`, `toppings`, `pending` (a code that is on its way); and for ever `device_id`,
    `code_asked` (when a mail was asked for last) and `last_expiry` (of any topping that was seen).
    """

    pages = PAGES
    keeps: ClassVar[Mapping[str, Fits]] = {
        **dict.fromkeys(("token", "external_id", "device_id"), is_text),
        "code_asked": is_time,
        "pending": record(auth_id=is_text),
        "line": record(id=is_text, number=maybe(is_text), plan=maybe(is_text)),
        "last_expiry": record(owner=is_text, at=maybe(is_time), sure=is_flag),
    }
    lasting = frozenset({"device_id", "code_asked", "last_expiry"})

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._api = Api(web, keep)

    async def log_in(self, credentials: Credentials) -> None:
        """Announce a login, which sends nothing; always raises `CodeNeeded(challenge)` where it is allowed. Sheet, 3.

        A code that was mailed a moment ago and never typed in is waited for instead. Raises `HumanCheckNeeded`,
        `RateLimited`, `LayoutChanged`, `CannotConnect`.
        """
        if pending(self.keep, self.web.now()) is None:
            self.keep.forget(self.lasting)
            await self.about_to_send()
            await self._api.announce(credentials)
        raise CodeNeeded(EmailChallenge(self._api, self.web, self.keep, credentials, self._entered))

    async def _entered(self) -> None:
        await self.remember()

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts. A steady poll of USAGE is two requests, the token's renewal among them; sheet, 4.

        Raises `LoginExpired`, after which a person has to log in by a code: nothing is sent by itself.
        """
        if self._api.token is None:
            raise LoginExpired
        self._api.renewed = False
        try:
            return await Poll(self._api, self.keep, self.web.now(), parts).account(self.carrier.key)
        except ForeignAnswer:
            self.keep.forget(self.lasting)
            await self.keep.save()
            raise

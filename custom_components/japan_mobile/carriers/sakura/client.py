"""さくらのセキュアモバイルコネクト: the carrier's official API, by a key. Protocol: docs/carriers/sakura.md"""

from collections.abc import Mapping
from typing import ClassVar

from ..carrier import NONE, Carrier, Client, Credentials
from ..errors import ForeignAnswer, LoginExpired, LoginRefused
from ..keep import Fits, Keep, is_flag, is_text, maybe
from ..model import Account, Bill, Part
from ..web import Web
from . import MEGABYTES
from .api import Api, Who, basic
from .offline import PAGES
from .poll import Poll
from .read import Gateway

_LINES = frozenset({Part.USAGE, Part.CONTRACT})


class SakuraClient(Client):
    """One account. Keeps `authorization`, `account_id`, `member`, `bills` and `estimate`; the gateways while it lives."""

    pages = PAGES
    keeps: ClassVar[Mapping[str, Fits]] = {
        **dict.fromkeys(("authorization", "account_id", "estimate"), is_text),
        "member": maybe(is_text),
        "bills": is_flag,
    }

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._api = Api(web, keep)
        self._gateways: tuple[Gateway, ...] | None = None

    async def log_in(self, credentials: Credentials) -> None:
        """Try the key: there is no login, every request carries it. Sheet, 3.

        Raises `LoginRefused`; `ForeignAnswer` for a key of another account than before.
        """
        authorization = basic(credentials)
        await self.about_to_send()
        who = await self._api.who(authorization)
        self.keep["estimate"] = credentials.get("estimate") or NONE
        await self._know(who, authorization)

    async def _check(self, authorization: str) -> None:
        """See once a day whose key it is and what it may read."""
        try:
            who = await self._api.who(authorization)
        except LoginRefused:  # by a read: it is the next login that finds the key refused
            self.keep.pop("authorization", None)
            await self.keep.save()
            raise LoginExpired("auth-status refused the key") from None
        await self._know(who, authorization)

    async def _know(self, who: Who, authorization: str) -> None:
        if self.keep.setdefault("account_id", who.account) != who.account:
            self.keep.forget()
            await self.keep.save()
            raise ForeignAnswer("auth-status: a key of another account")
        known = {"authorization": authorization, "member": who.member, "bills": who.bills}
        if any(self.keep.get(key) != value for key, value in known.items()):
            self.keep.update(known)
            await self.keep.save()

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts.

        A steady poll of USAGE is one request, and one more for each gateway with a quota. Figures that could not be read
        are None, with a `Problem` that says why.
        """
        match dict(self.keep):
            case {"authorization": str(authorization), "account_id": str(account)}:
                pass
            case _:
                raise LoginExpired
        if Part.CONTRACT in parts:
            await self._check(authorization)
        poll = Poll(self._api, parts, self._gateways, MEGABYTES.get(str(self.keep.get("estimate"))))
        lines = await poll.lines() if parts & _LINES else ()
        self._gateways = poll.gateways
        bills: tuple[Bill, ...] = ()
        if Part.BILLS in parts:
            member = self.keep.get("member")
            bills = await poll.bills(
                account, member if isinstance(member, str) else None, allowed=self.keep.get("bills") is True
            )
        return Account(
            carrier=self.carrier.key,
            account_id=account,
            fetched_at=self.web.now(),
            lines=lines,
            bills=bills,
            problems=tuple(poll.problems),
        )

"""さくらのセキュアモバイルコネクト: the carrier's official API, by a key. Protocol: docs/carriers/sakura.md"""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from ..carrier import NONE, Can, Carrier, Client, Credentials, Evidence, Field, Login, Pace, Proof, Support
from ..errors import ForeignAnswer, LoginExpired, LoginRefused
from ..keep import Fits, Keep, is_flag, is_text, maybe
from ..model import Account, Bill, Part
from ..web import Web
from .api import HOST, Api, Who, basic
from .offline import PAGES
from .poll import Poll
from .read import MEGABYTES, Gateway

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


SAKURA = Carrier(
    key="sakura",
    name="Sakura Secure Mobile Connect",
    name_ja="さくらのセキュアモバイルコネクト",
    family="sakura",
    client=SakuraClient,
    cycles=False,
    login=Login.API_KEY,
    fields=(
        Field("access_token", "アクセストークン"),
        Field("access_token_secret", "アクセストークンシークレット", secret=True),
        Field("estimate", "総量(MB)", required=False, options=(NONE, *MEGABYTES)),
    ),
    hosts=(HOST,),
    gigabyte=10**9,
    can=Can.USED | Can.TOTAL | Can.REMAINING | Can.THROTTLING | Can.BILLS | Can.ESTIMATE | Can.DUE | Can.ARREARS,
    switched=(("estimate", Can.REMAINING),),
    pace=Pace(usage=timedelta(hours=1)),
    support=Support("https://secure.sakura.ad.jp/cloud/"),
    evidence=Evidence("2026-08", "the carrier's manual and its own Go library", Proof.OFFICIAL),
)

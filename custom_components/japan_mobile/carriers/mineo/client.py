"""mineo: the app's JSON, by a refresh token that is good once. Protocol: docs/carriers/mineo.md

A person hands in a refresh token of the app; from then on the client lives on its successors. The member site is not
asked: its login is made for people.
"""

from collections.abc import Mapping
from typing import ClassVar, override

from ..carrier import Carrier, Client, Credentials
from ..cooldown import Cooldown
from ..errors import LayoutChanged, LoginExpired
from ..keep import Fits, Keep, is_text, is_time, list_of, mapping_of
from ..model import Account, Part
from ..web import Web
from .api import COOLDOWN, Api
from .offline import PAGES
from .poll import Poll, is_charge, known_lines
from .tokens import Tokens


class MineoClient(Client):
    """One eoID. Keeps what `Tokens` and `Poll` name.

    Who it is, which lines it had, and which tokens were handed in before outlive a login.
    """

    pages = PAGES
    lasting = frozenset({"account", "lines", "handed", "salt"})
    keeps: ClassVar[Mapping[str, Fits]] = {
        **dict.fromkeys(("account", "salt", "refresh_token", "id_token", "renewing", "ended"), is_text),
        **dict.fromkeys(("id_expires", "listed"), is_time),
        "handed": list_of(is_text),
        "lines": list_of(lambda line: isinstance(line, dict) and is_text(line.get("id"))),
        "charges": mapping_of(is_charge),
    }

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self.tokens = Tokens(web, keep)
        self.api = Api(web, self.tokens)
        self._cooldown = Cooldown(COOLDOWN)

    @override
    async def log_in(self, credentials: Credentials) -> None:
        """Exchange the token that was handed in. Sheet, 3.

        Raises `LoginExpired` for one that is spent, without a request where it was sent before, and where there is none; `CannotConnect` when
        it is not known whether it arrived; `LayoutChanged` for an answer that is not known.
        """
        handed = credentials.get("refresh_token", "").strip()
        if not handed:  # it is good for one login, so nobody has stored it
            raise LoginExpired
        await self.tokens.take(handed, self.about_to_send)

    @override
    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts. A steady poll of USAGE is one request for each line; sheet, 1.2.

        Figures that could not be read safely are None, with a `Problem` that says why. Raises `ForeignAnswer` when all
        lines are others than before.
        """
        if not self.tokens.alive:
            raise LoginExpired
        await self.tokens.bearer()  # if that fails, it is not asked for again with every line
        return await Poll(self.api, self.keep, self.web.now(), parts).account(self.carrier.key)

    @override
    async def set_fast(self, line_id: str, *, fast: bool) -> None:
        """Set mineoスイッチ off (fast) or on (slow). Unproven; sheet, 7.

        Raises `RateLimited` within a minute of the last call for the line: the carrier would refuse it.
        """
        if not self.tokens.alive:
            raise LoginExpired
        if line_id not in {entry.cust_id for entry in known_lines(self.keep)}:
            raise LayoutChanged("change_speed", "custId")
        self._cooldown.begin(line_id, self.web.now())
        await self.api.switch(line_id, fast=fast)

"""The client of any portal: logs in by the form that it finds."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, override

from yarl import URL

from ..aside import aside
from ..carrier import Credentials
from ..document import Document
from ..errors import ForeignAnswer, LoginExpired
from ..keep import Fits, is_flag
from ..model import Account, Part
from ..places import address_of
from ..reading import plain
from ..survey import Survey
from .client import LabelClient, Labelled
from .gate import PortalGate
from .pages import wanted
from .presets import BIGLOBE, EXCITE, NURO, UNKNOWN, Preset
from .signon import SignOn

_DOORS = 4


class PortalClient(LabelClient):
    """One login.

    Keeps `account` (the name that logged in), `signed_in`, `doors` (the page that it landed on, others that this one
    named, and the address that was typed), and `cookies`.
    """

    keeps: ClassVar[Mapping[str, Fits]] = {"signed_in": is_flag, **LabelClient.keeps}
    preset: ClassVar[Preset] = UNKNOWN
    _start: URL

    @property
    @override
    def gate(self) -> PortalGate:
        return PortalGate(self.web, self.preset)

    @override
    async def log_in(self, credentials: Credentials) -> None:
        """Log in by the form that the portal shows. Sheet, 3.

        Raises `CodeNeeded(challenge)`, `LoginRefused` when the form comes back, `HumanCheckNeeded`,
        `AccountActionNeeded`, `Maintenance`; `ForeignAnswer` for a form or redirect to a host that is not the
        portal's, before anything is sent there; `LayoutChanged` for a page that proves nothing.
        """
        self.web.forget_cookies()
        if self.keep.get("account") not in {None, credentials.username}:
            self.keep.clear()
        self.keep.pop("signed_in", None)
        self.keep["account"] = credentials.username
        start = self.preset.start or str(address_of(credentials["url"]))
        self._start = URL(start)
        await SignOn(self.web, self.preset, credentials, self.about_to_send, self._entered).run(start)

    async def _entered(self, doc: Document) -> None:
        named, _ = await aside(wanted, doc, self.web)
        doors = dict.fromkeys((doc.url.with_fragment(None), *named, self._start))
        self.keep["doors"] = [str(door) for door in doors][:_DOORS]
        self.keep["signed_in"] = True
        self.keep["cookies"] = self.web.cookies()
        await self.keep.save()

    @override
    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the chosen labels. Raises the first problem when nothing is left."""
        account_id, doors = self.keep.get("account"), self.keep.get("doors")
        if not isinstance(account_id, str) or not doors or self.keep.get("signed_in") is not True:
            raise LoginExpired
        try:
            found = await self._by_labels(account_id, parts)
        except LoginExpired:
            await self._forget()
            raise
        return self._told(account_id, found)

    def _told(self, account_id: str, found: Labelled) -> Account:
        empty = not found.bills and all(line.remaining is line.used is line.total is None for line in found.lines)
        if self._choice and found.problems and empty:
            raise found.problems[0].error
        return Account(
            carrier=self.carrier.key,
            account_id=account_id,
            fetched_at=self.web.now(),
            lines=found.lines,
            bills=found.bills,
            problems=found.problems,
        )

    async def _forget(self) -> None:
        """Drop a dead login, so that nothing is asked before the next one."""
        self.web.forget_cookies()
        self.keep.pop("signed_in", None)
        self.keep["cookies"] = []
        await self.keep.save()

    @override
    def _refuse_others(self, account_id: str, surveys: Iterable[Survey]) -> None:
        """Pages about other numbers alone than the login's, or than those that were named before, are somebody else's."""
        numbers = {number for survey in surveys for number in survey.numbers}
        if self.preset.by_number:
            own = {"".join(sign for sign in plain(account_id) if sign.isdigit())}
        else:
            own = {number for named in self._memory.numbers(self.web.now()).values() for number in named}
        if numbers and own and not own & numbers:
            raise ForeignAnswer("a page for another number")


class NuroClient(PortalClient):
    """The portal of NUROモバイル."""

    preset: ClassVar[Preset] = NURO


class ExciteClient(PortalClient):
    """The portal of エキサイトモバイル."""

    preset: ClassVar[Preset] = EXCITE


class BiglobeClient(PortalClient):
    """The portal of BIGLOBEモバイル."""

    preset: ClassVar[Preset] = BIGLOBE

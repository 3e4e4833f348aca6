"""SORACOM: the carrier's official API, on two coverages. Protocol: docs/carriers/soracom.md"""

from collections.abc import Mapping
from typing import ClassVar

from ..carrier import NONE, Carrier, Client, Credentials
from ..errors import ForeignAnswer, LayoutChanged, LoginExpired
from ..keep import Fits, Keep, is_text, is_time, list_of, mapping_of, record
from ..model import Account, Bill, Line, Part, Problem
from ..web import Web
from . import BOTH, Coverage
from .api import Api
from .billing import together
from .offline import PAGES
from .poll import Poll
from .sims import Sim

_LINES = frozenset({Part.USAGE, Part.HISTORY, Part.CONTRACT})


class SoracomClient(Client):
    """One operator. Keeps `coverage`, `estimate`, `operator_id` and `tokens`; the list of SIMs while it lives."""

    pages = PAGES
    keeps: ClassVar[Mapping[str, Fits]] = {
        **dict.fromkeys(("coverage", "estimate", "operator_id"), is_text),
        "listed": list_of(is_text),
        "tokens": mapping_of(record(key=is_text, token=is_text, until=is_time)),
    }

    def __init__(self, carrier: Carrier, web: Web, keep: Keep) -> None:
        super().__init__(carrier, web, keep)
        self._apis = {coverage: Api(web, keep, coverage) for coverage in Coverage}
        self._sims: dict[Coverage, tuple[Sim, ...] | None] = {}

    async def log_in(self, credentials: Credentials) -> None:
        """Log in to each coverage that was chosen and has no token. Sheet, 3.

        Raises `LoginRefused`; `ForeignAnswer` for another operator than before; `CannotConnect` or `LayoutChanged`
        for answers that tell nothing.
        """
        self.keep["coverage"] = credentials["coverage"]
        self.keep["estimate"] = credentials.get("estimate") or NONE
        for api in self._chosen():
            if not api.has_token:
                await self.about_to_send()
                operator = await api.log_in(credentials)
                if self.keep.setdefault("operator_id", operator) != operator:
                    self._forget()
                    await self.keep.save()
                    raise ForeignAnswer("auth: a login for another operator")
                await self.keep.save()

    def _forget(self) -> None:
        self._sims.clear()
        for key in ("tokens", "operator_id", "listed"):
            self.keep.pop(key, None)

    def _chosen(self) -> list[Api]:
        chosen = self.keep.get("coverage")
        return [api for coverage, api in self._apis.items() if chosen in {coverage.value, BOTH}]

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts.

        A steady poll of USAGE is one request a SIM, or two for all where there are more than a few. Figures that could
        not be read are None, with a `Problem` that says why.
        """
        apis = self._chosen()
        if not apis:
            raise LoginExpired
        operator = apis[0].operator
        for api in apis:
            await api.renew()
        try:
            return await self._account(apis, operator, parts)
        except ForeignAnswer:
            self._forget()
            await self.keep.save()
            raise

    async def _remember_listed(self) -> None:
        """Keep whose lists hold SIMs, so that an answer without any is not believed after a restart either."""
        listed = sorted(
            {*self.keep.get("listed", ()), *(coverage.value for coverage, sims in self._sims.items() if sims)}
        )
        if listed != self.keep.get("listed", []):
            self.keep["listed"] = listed
            await self.keep.save()

    async def _account(self, apis: list[Api], operator: str, parts: frozenset[Part]) -> Account:
        polls = {
            api.coverage: Poll(
                api,
                parts,
                self._sims.get(api.coverage),
                str(self.keep.get("estimate")),
                listed=api.coverage in self.keep.get("listed", ()),
            )
            for api in apis
        }
        lines: list[Line] = []
        for coverage, poll in polls.items():
            if parts & _LINES:
                lines += await poll.lines()
                self._sims[coverage] = poll.sims
        await self._remember_listed()
        bills = await _bills(polls) if Part.BILLS in parts else ()
        _refuse_nothing(list(polls.values()))
        if len({line.line_id for line in lines}) != len(lines):
            raise LayoutChanged("listSims", "simId", "twice")
        problems: list[Problem] = [problem for poll in polls.values() for problem in poll.problems]
        return Account(
            carrier=self.carrier.key,
            account_id=operator,
            fetched_at=self.web.now(),
            lines=tuple(lines),
            bills=bills,
            problems=tuple(dict.fromkeys(problems)),
        )


async def _bills(polls: dict[Coverage, Poll]) -> tuple[Bill, ...]:
    """The bills of all coverages; none, with a problem, where one of them could not be read: half of a sum is wrong."""
    found = {coverage: await poll.bills() for coverage, poll in polls.items()}
    read = {coverage: bills for coverage, bills in found.items() if bills is not None}
    return together(read) if len(read) == len(found) else ()


def _refuse_nothing(polls: list[Poll]) -> None:
    """Raise what stopped the polls, where they have read nothing at all."""
    stopped = next((poll.stopped for poll in polls if poll.stopped is not None), None)
    if stopped is not None and not any(poll.read for poll in polls):
        raise stopped

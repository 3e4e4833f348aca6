"""One poll of a coverage of SORACOM: the SIMs, what they used, and their bills. Protocol: docs/carriers/soracom.md, 4 to 6."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date

from ..aside import ENTRY, aside, beside
from ..errors import CannotConnect, CarrierError, LayoutChanged, NotPermitted, RateLimited
from ..model import Bill, Cycle, DailyUsage, Line, Month, MonthlyUsage, Part, Problem
from ..skeleton import shown_on
from .api import Api
from .billing import bills_of
from .sims import OPERATION, Sim, list_sims
from .stats import Period, Used, export, of_sim, reach

FEW = 8
"""Up to so many SIMs are asked about one by one, which needs less permission; more are read out of one export."""
MOST_ONE_BY_ONE = 20
"""Up to so many are asked about one by one where the export cannot be used."""

_MISSING = (LayoutChanged, CannotConnect, NotPermitted, RateLimited)
_FIGURES = frozenset({Part.USAGE, Part.HISTORY})


class Poll:
    """The reads of one `fetch`. `sims` are those known from before, None for none; `listed`: there were some once.

    Once the carrier cannot be reached or wants to be asked less, nothing more is asked; what was read by then is kept.
    """

    def __init__(
        self, api: Api, parts: frozenset[Part], sims: tuple[Sim, ...] | None, units: str, *, listed: bool = False
    ) -> None:
        self.sims = sims
        self.problems: list[Problem] = []
        self.read = False
        self.stopped: RateLimited | CannotConnect | None = None
        self._api = api
        self._parts = parts
        self._units = units
        self._listed = listed
        self._month = Month.of(api.now.astimezone(UTC).date())
        self._used: dict[str, Used] = {}

    async def lines(self) -> tuple[Line, ...]:
        """The SIMs that are not terminated. Raises what keeps them from being known."""
        sims = await self._known_sims()
        lines = [sim for sim in sims if not sim.terminated]
        if lines and self._parts & _FIGURES:
            await self._read_figures(lines)
        return await beside(ENTRY * len(lines), lambda: tuple(map(self._line, lines)))

    async def bills(self) -> tuple[Bill, ...] | None:
        """The bills, None when they could not be read."""
        found: list[Bill] = []

        async def read() -> None:
            found.extend(await bills_of(self._api))

        return tuple(found) if await self._try(Part.BILLS, None, read) else None

    async def _known_sims(self) -> tuple[Sim, ...]:
        known = self.sims
        if known is None or Part.CONTRACT in self._parts:
            try:
                found = await list_sims(self._api)
                if not found and (known or self._listed):  # a SIM that ends stays in the list
                    raise LayoutChanged(OPERATION, "list", "empty")
                self.sims = found
                self.read = True
            except _MISSING as err:
                if known is None:
                    raise
                await aside(shown_on, self._api.web.last, err)
                self._note(Part.CONTRACT, err, None)
        return self.sims or ()

    async def _read_figures(self, sims: list[Sim]) -> None:
        if len(sims) > FEW and (await self._read_export(sims) or len(sims) > MOST_ONE_BY_ONE or self.stopped):
            return
        for sim in sims:
            await self._read_one(sim, len(sims))
            if any(problem.part in _FIGURES and problem.line_id is None for problem in self.problems):
                return

    def _wanted(self, count: int) -> list[tuple[Part, Period, int]]:
        """What to ask for: the months serve usage and history at once."""
        history = Part.HISTORY in self._parts
        part = Part.USAGE if Part.USAGE in self._parts else Part.HISTORY
        asked = [(part, Period.MONTH, reach(Period.MONTH, count, history=history))]
        if history:
            asked.append((Part.HISTORY, Period.DAY, reach(Period.DAY, count, history=True)))
        return asked

    async def _read_export(self, sims: list[Sim]) -> bool:
        """Whether the export served. Where it does not, and the SIMs are asked one by one, that is no problem."""
        before = list(self.problems)
        served = True
        for part, period, count in self._wanted(len(sims)):

            async def read(period: Period = period, count: int = count) -> None:
                told = await export(self._api, period, count)
                for sim_id, summed in (await beside(ENTRY * len(sims), _by_sim, sims, told)).items():
                    self._add(sim_id, period, summed)

            served = await self._try(part, None, read) and served
        if not served and len(sims) <= MOST_ONE_BY_ONE and not self.stopped:
            self.problems = before
        return served

    async def _read_one(self, sim: Sim, count: int) -> None:
        for part, period, reached in self._wanted(count):

            async def read(period: Period = period, reached: int = reached) -> None:
                self._add(sim.sim_id, period, await of_sim(self._api, sim.sim_id, period, reached))

            await self._try(part, sim.sim_id, read)

    async def _try(self, part: Part, line_id: str | None, read: Callable[[], Awaitable[None]]) -> bool:
        """Whether it could be read; if not, a problem says why. What concerns all lines alike is said once."""
        if self.stopped is not None:
            self._note(part, self.stopped, None)
            return False
        try:
            await read()
        except _MISSING as err:
            await aside(shown_on, self._api.web.last, err)
            self._note(part, err, line_id if isinstance(err, LayoutChanged) else None)
            return False
        self.read = True
        return True

    def _note(self, part: Part, error: CarrierError, line_id: str | None) -> None:
        if isinstance(error, RateLimited | CannotConnect):
            self.stopped = error
        parts = [part, Part.HISTORY] if part is Part.USAGE and Part.HISTORY in self._parts else [part]
        for one in parts:
            if (problem := Problem(part=one, error=error, line_id=line_id)) not in self.problems:
                self.problems.append(problem)
        if isinstance(error, LayoutChanged) and line_id is not None:
            self.sims = None  # the SIM may be gone: the next poll lists them anew

    def _add(self, sim_id: str, period: Period, told: dict[date, int]) -> None:
        known = self._used.get(sim_id, Used())
        self._used[sim_id] = replace(known, **{"months" if period is Period.MONTH else "days": told})

    def _line(self, sim: Sim) -> Line:
        told = self._used.get(sim.sim_id, Used())
        line = Line(
            line_id=sim.sim_id,
            number=sim.number,
            name=sim.name,
            plan=sim.plan,
            cycle=Cycle.month(self._month),
            total=sim.size(self._units),
        )
        if Part.USAGE in self._parts:
            used = told.months.get(self._month.first)
            left = None if used is None or line.total is None else max(0, line.total - used)
            line = replace(line, used=used, remaining=left)
        if Part.HISTORY in self._parts:
            line = replace(
                line,
                daily=tuple(DailyUsage(day=day, total=told.days[day]) for day in sorted(told.days)),
                monthly=tuple(MonthlyUsage(month=Month.of(day), total=told.months[day]) for day in sorted(told.months)),
            )
        return line


def _by_sim(sims: list[Sim], told: dict[str, dict[date, int]]) -> dict[str, dict[date, int]]:
    """What each SIM used, of what each subscriber did."""
    return {sim.sim_id: _summed([told[imsi] for imsi in sim.imsis if imsi in told]) for sim in sims}


def _summed(told: list[dict[date, int]]) -> dict[date, int]:
    """What several subscribers of one SIM used together."""
    return {day: sum(one.get(day, 0) for one in told) for day in {day for one in told for day in one}}

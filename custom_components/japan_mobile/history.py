"""The days of an account's lines: kept on disk, foreseen from, and put into Home Assistant's long-term statistics."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .carriers.carrier import Login
from .carriers.model import Account, Line
from .const import DOMAIN
from .coordinator import AccountCoordinator
from .days import LineDays
from .entity import line_key
from .forecast import Forecast, forecast
from .known import Before
from .series import first_to_write
from .slices import AT_ONCE, in_slices
from .statistics import keep_history, kept_rows

_VERSION = 1
_DELAY = 30
"""Seconds until what is new is on disk: it can be asked for again, so it need not be written at once."""
_MANY = 50
"""Lines of an account whose polls are not remembered: hundreds of them would be written anew every hour."""


class UsageHistory:
    """The days of an account. There is one as long as the account is set up."""

    def __init__(self, hass: HomeAssistant, coordinator: AccountCoordinator) -> None:
        self._hass = hass
        self._coordinator = coordinator
        assert coordinator.config_entry.unique_id is not None
        self._file = _file(hass, coordinator.config_entry.unique_id)
        self._closed = False
        self._lines: dict[str, LineDays] = {}
        self._noted: Account | None = None
        self._told: dict[str, tuple[object, object]] = {}
        """The days and months of each line that were taken last."""
        self._foreseen: dict[tuple[str, date], Forecast | None] = {}
        self._written_on: dict[str, date] = {}
        self._met: set[str] = set()
        """The lines of which it is known whether anything was kept."""
        self._again: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Read the file. What is damaged or not there is taken from the statistics, and told anew by the carrier."""
        content = await self._file.async_load() or {}
        try:
            self._lines = {key: LineDays.loaded(told) for key, told in content.get("lines", {}).items()}
        except AttributeError, KeyError, TypeError, ValueError, IndexError:
            self._lines = {}
        self._met = set(self._lines)
        await self._recall()

    async def _recall(self) -> None:
        """Look for the days of lines that nothing is known of yet."""
        unknown = [line.line_id for line in self._coordinator.data.lines if self._key(line.line_id) not in self._met]
        if not unknown:
            return
        for line_id, kept in (await kept_rows(self._hass, self._coordinator, unknown)).items():
            self.days(line_id).recall(kept)
        self._met.update(map(self._key, unknown))

    def _key(self, line_id: str) -> str:
        return line_key(self._coordinator, line_id)

    def days(self, line_id: str) -> LineDays:
        """What is known of a line's days. On disk a line is called as in the registries, which tells nobody whose it is."""
        return self._lines.setdefault(self._key(line_id), LineDays())

    async def follow(self) -> CALLBACK_TYPE:
        """Take what every answer tells from now on; first of all what is known already. Before all entities do."""
        leave = self._coordinator.follow(self.noting)
        await in_slices(self.noting(), len(self._coordinator.data.lines))

        @callback
        def end() -> None:
            self._closed = True
            leave()

        return end

    def noting(self) -> Iterator[None]:
        """Take what the last answer tells, line by line. Begun anew it begins anew, until it was done to its end.

        A newer answer takes the place of one that is being taken: whoever has it told begins anew.
        """
        account = self._coordinator.data
        if account is self._noted or self._again is not None:
            return
        if any(self._key(line.line_id) not in self._met for line in account.lines):
            self._again = self._hass.async_create_task(self._meet(), eager_start=False)
            return
        saved = False
        for line in account.lines:
            if self._note(line, polls=len(account.lines) <= _MANY) and not saved:
                self._save_soon()
                saved = True
            yield
            if self._coordinator.data is not account:
                return
        self._noted, self._foreseen = account, {}

    def _note(self, line: Line, *, polls: bool) -> bool:
        """Take what is told of a line; whether anything of it is to be kept."""
        days, told, since = self.days(line.line_id), (line.daily, line.monthly), None
        known = self._told.get(line.line_id)
        if known is None or known[0] is not told[0] or known[1] is not told[1]:  # else they are from an answer before
            since, self._told[line.line_id] = days.note_told(line), told
        written = since is not None or days.rows_to != self._today()
        if written:
            self._write(line, days, self._today() if since is None else since)
        at = self._seen_at(line) if polls else None
        if at is not None:
            days.note_poll(line, at, self._coordinator.carrier.zone)
        return written or at is not None

    async def _meet(self) -> None:
        """Take an answer with a line that is new, once it is known what was kept of it."""
        try:
            await self._recall()
        finally:
            self._again = None
        if not self._closed:
            await in_slices(self.noting(), len(self._coordinator.data.lines), lambda: not self._closed)

    def _today(self) -> date:
        return dt_util.now(self._coordinator.carrier.zone).date()

    def _write(self, line: Line, days: LineDays, changed: date) -> None:
        """Put what has changed, or has come with another day, into the statistics: a poll rewrites that, and not a year."""
        today = self._today()
        first = first_to_write(changed, self._written_on.get(line.line_id), today)
        keep_history(self._hass, self._coordinator, line, days, first)
        self._written_on[line.line_id] = days.rows_to = today

    def _seen_at(self, line: Line) -> datetime | None:
        """When the figures of a line were true; None of those that nobody is asked for and that are not of one time."""
        polled = self._coordinator.data.fetched_at
        if self._coordinator.carrier.login is Login.NONE:
            return line.as_of
        return polled if line.as_of is None else min(line.as_of, polled)

    def _save_soon(self) -> None:
        if not self._closed:
            self._file.async_delay_save(self._content, _DELAY)

    async def save(self) -> None:
        """Write what is new now: nobody writes after that, for the account may be removed next."""
        self._closed = True
        many = len(self._lines) > AT_ONCE
        await self._file.async_save(await self._hass.async_add_executor_job(self._content) if many else self._content())

    def _content(self) -> dict[str, Any]:
        """What the file holds; made in a thread, for thousands of days are a long piece of work."""
        return {"lines": {key: days.dumped() for key, days in dict(self._lines).items()}}

    def inherited(self, line_id: str) -> dict[str, Before]:
        """What another line takes that goes on from this one."""
        return self.days(line_id).inherited(self._key(line_id), self._coordinator.carrier.family)

    @callback
    def take_over(self, line_id: str, older: Mapping[str, Before]) -> int:
        """Let a line go on with the history of others; returns how many days it took."""
        line, days = self._coordinator.data.line(line_id), self.days(line_id)
        taken = days.take_over(older, self._key(line_id), self._coordinator.carrier.family)
        self._foreseen.clear()
        if line is not None:
            self._written_on.pop(line_id, None)
            self._write(line, days, date.min)
        self._save_soon()
        return taken

    @callback
    def write_again(self) -> int:
        """Put all that is known into the statistics once more; returns how many days that are."""
        for line in self._coordinator.data.lines:
            keep_history(self._hass, self._coordinator, line, self.days(line.line_id))
        return sum(len(self.days(line.line_id).every_day()) for line in self._coordinator.data.lines)

    def foreseen(self, line_id: str) -> Forecast | None:
        """What is foreseen of a line by what is shown of it; worked out once for each answer and day."""
        line = self._coordinator.shown(line_id)
        if line is None:
            return None
        zone = self._coordinator.carrier.zone
        now = dt_util.now(zone)
        key = (line_id, now.date())
        if key not in self._foreseen:
            together = self.used_together(line)
            self._foreseen[key] = forecast(line, self.before_today(line_id), now, zone, together=together)
        return self._foreseen[key]

    def used_today(self, line_id: str) -> int | None:
        """What a line has used since midnight."""
        line = self._coordinator.shown(line_id)
        zone = self._coordinator.carrier.zone
        return None if line is None else self.days(line_id).used_today(line, dt_util.now(zone), zone)

    def used_together(self, line: Line) -> dict[date, int] | None:
        """What was used of a line's allowance on days that are over, by all that share it; None if one is not known here."""
        if any(self._coordinator.line(one) is None for one in line.shared_with):
            return None
        own = self.before_today(line.line_id)
        members = [own, *(self.before_today(one) for one in line.shared_with if own)]
        return {day: sum(days[day] for days in members) for day in own if all(day in days for days in members)}

    def before_today(self, line_id: str) -> dict[date, int]:
        """What a line used on days that are over."""
        zone = self._coordinator.carrier.zone
        return self.days(line_id).whole_days(dt_util.now(zone).date(), zone)


def _file(hass: HomeAssistant, key: str) -> Store[dict[str, Any]]:
    return Store(
        hass, _VERSION, f"{DOMAIN}_days.{key}", private=True, atomic_writes=True, serialize_in_event_loop=False
    )


async def forget_days(hass: HomeAssistant, key: str) -> None:
    """Delete what is kept of the days of an account that was removed; its statistics stay."""
    await _file(hass, key).async_remove()

"""One carrier's cells of the matrix of faults in which it is polled: what is done in each, and what has to come of it."""

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry

from custom_components.japan_mobile.carriers.model import Part

from .adding import Adding
from .bounds import DEAD, REFUSED, Sent, may_lose, sent_as_promised
from .browser_troubles import PortTrouble
from .looks import ask, figures, is_known, issues, login_state, said
from .promises import is_named, repairs_are, states
from .strangers import OTHER_LINES, OTHERS
from .troubles import Place, Trouble

type Json = dict[str, Any]

NAMELESS = {"softbank": {OTHER_LINES}, "rakuten": OTHERS}
"""Whose page with the figures does not say whose they are: nobody could tell, as long as they might be one's own."""


@dataclass
class Before:
    """What there was before a cell's poll, what it is called, and what came of the poll."""

    where: str
    step: str
    fault: str
    figures: dict[str, str]
    issues: set[str]
    said: set[str]
    state: str
    logins: int
    kinds: frozenset[str] = frozenset()
    shown: dict[str, str] | None = None
    during: int = 0
    persons: int = 0


class Matrix(Adding):
    """The cells of one carrier."""

    also_said: frozenset[str] = frozenset()
    """What may be said of any trouble, because another program is in between."""

    @asynccontextmanager
    async def under(self, trouble: Trouble | PortTrouble, places: Collection[Place]) -> AsyncIterator[None]:
        """Something is wrong."""
        assert isinstance(trouble, Trouble)
        with trouble.on(self.simulator, places):
            yield

    def _before(self, entry: ConfigEntry, step: str, fault: str) -> Before:
        where = f"{self.account.carrier}, {step}, {fault}"
        state = login_state(self.hass, entry)
        return Before(where, step, fault, figures(self.hass), issues(self.hass), said(entry), state, self.logins)

    async def polled_under(
        self, entry: ConfigEntry, trouble: Trouble | PortTrouble, step: str, parts: Collection[Part], places: Collection[Place],
    ) -> None:  # fmt: skip
        """A poll while something is wrong, and the polls after it."""
        cell = self._before(entry, step, trouble.name)
        async with self.under(trouble, places):
            await ask(self.hass, entry, parts)
            met = self.simulator.faults.met
        await self.simulator.settled()
        kinds = self._seen(cell, entry)
        partly = {"LayoutChanged"} if step == "bills" else set[str]()  # a page of several that cannot be read
        ended = DEAD if step == "renewal" else frozenset[str]()  # by who has nothing to log in with
        right = trouble.said | self.also_said
        assert kinds <= right | cell.said | partly | ended, f"{cell.where}: {kinds}"
        assert is_named(trouble.name, step, self.account.carrier, set(kinds)), f"{cell.where}: {kinds}"
        assert kinds - cell.said or "-" in right or step == "bills", (
            f"{cell.where}: nothing said: {kinds}, {cell.said}, {met}"
        )
        assert kinds or met or isinstance(trouble, PortTrouble), f"{cell.where}: not met"
        assert cell.shown is not None
        wrong = {key: one for key, one in cell.shown.items() if is_known(one) and one != cell.figures.get(key)}
        assert not wrong, f"{cell.where}: {wrong}, not {cell.figures}"
        told = self._told_at_home(entry, cell)
        waits = await self.recovered(entry, cell)
        self._noted(cell, sorted(kinds) or ["-"], told, waits)

    def _seen(self, cell: Before, entry: ConfigEntry) -> frozenset[str]:
        """What the poll ended with, which a cell keeps."""
        cell.kinds, cell.shown, cell.during = frozenset(said(entry)), figures(self.hass), self.logins - cell.logins
        kept = all(is_known(cell.shown[key]) for key, one in cell.figures.items() if is_known(one))
        assert kept or may_lose(cell.kinds, cell.fault, read=entry.runtime_data.last_update_success), (
            f"{cell.where}: {cell.shown}, not {cell.figures}"
        )
        return cell.kinds

    def _noted(self, cell: Before, told: list[str], at_home: tuple[str, list[str]], waits: float | None) -> None:
        """Hold the logins of a whole cell to what is promised, and write down what came of it."""
        sent = Sent(cell.during, self.logins - cell.logins - cell.during, cell.persons)
        assert sent_as_promised(
            sent, cell.step, self.account.carrier, cell.fault, cell.kinds, normal=self.normal, most=self.most
        ), f"{cell.where}: {sent}"
        assert cell.shown is not None
        self.note(
            cell.step, cell.fault, said=told, state=at_home[0], issues=at_home[1], person=bool(cell.persons),
            kept=sum(is_known(cell.shown[key]) for key, one in cell.figures.items() if is_known(one)),
            of=sum(map(is_known, cell.figures.values())), hours=waits, logins=self.logins - cell.logins,
        )  # fmt: skip

    def _told_at_home(self, entry: ConfigEntry, cell: Before) -> tuple[str, list[str]]:
        """What the sensor of the login says, and which repairs were opened; they have to be those of these errors."""
        opened, state = sorted(issues(self.hass) - cell.issues), login_state(self.hass, entry)
        right = states(cell.kinds, self.account.carrier, read=entry.runtime_data.last_update_success)
        assert state in right, f"{cell.where}: {state}, not {right}"
        assert repairs_are(opened, cell.kinds), f"{cell.where}: {opened} for {cell.kinds}"
        assert self._asked_for_login() == (["reauth"] if cell.kinds & REFUSED else []), cell.where
        return state, opened

    def _asked_for_login(self) -> list[str]:
        return [one["context"]["source"] for one in self.hass.config_entries.flow.async_progress()]

    async def polled_among(
        self, entry: ConfigEntry, name: str, step: str, wrong: AbstractContextManager[None], older: dict[str, str]
    ) -> bool:
        """A poll with an answer that is whole, and not the one that was asked for; whether all is as before by itself.

        `older` was true when the old pages were made.
        """
        cell = self._before(entry, step, name)
        good = cell.figures
        if step == "renewal":
            self.expire()
        with wrong:
            await ask(self.hass, entry, tuple(Part))
            kinds = self._seen(cell, entry)
        assert cell.shown is not None
        bad = {
            key: one
            for key, one in cell.shown.items()
            if is_known(one) and (key not in good or one not in {good[key], older.get(key, good[key])})
        }
        blind = name in NAMELESS.get(self.account.carrier, ())
        assert blind or not bad, f"{cell.where}: {bad}, not {good} or {older}"
        told = self._told_at_home(entry, cell)
        waits: float | None
        try:
            waits = await self.recovered(entry, cell)
        except AssertionError:
            assert blind, cell.where
            waits = None
        self._noted(cell, ["shown"] if bad else sorted(kinds) or ["-"], told, waits)
        return waits is not None

    async def recovered(self, entry: ConfigEntry, cell: Before) -> float:
        """Let time pass until all is as before; how many hours that takes. The person logs in again where he has to."""
        passed, refused = timedelta(), bool(cell.kinds & REFUSED)
        for wait in (timedelta(minutes=20), *(timedelta(hours=3),) * 16):
            await self.poll(wait)
            passed += wait
            await ask(self.hass, entry, tuple(Part))
            refused = refused or bool(said(entry) & REFUSED)
            cell.persons += await self.helped(entry, cell.where)
            if self._as_before(entry, cell):
                assert refused or not self._asked_for_login(), cell.where
                for one in self.hass.config_entries.flow.async_progress():
                    self.hass.config_entries.flow.async_abort(one["flow_id"])
                return passed / timedelta(hours=1)
        raise AssertionError(
            f"{cell.where}: {figures(self.hass)}, {issues(self.hass)}, {login_state(self.hass, entry)}, not {cell}; "
            f"{entry.runtime_data.last_exception!r}"
        )

    def _as_before(self, entry: ConfigEntry, cell: Before) -> bool:
        return (
            cell.figures.items() <= figures(self.hass).items()
            and issues(self.hass) == cell.issues
            and entry.runtime_data.last_update_success
            and login_state(self.hass, entry) == cell.state
        )

    async def helped(self, entry: ConfigEntry, where: str) -> bool:
        """Whether the person was needed, who has done now what only he can."""
        if not said(entry) & REFUSED or not self.hass.config_entries.flow.async_progress():
            return False
        await self._asked_person(where)
        return True

    async def _asked_person(self, where: str) -> None:
        """The person says once more who he is: after a refusal no program sends a password again, or types a code."""
        flow = self.hass.config_entries.flow
        [waiting] = flow.async_progress()
        assert waiting["context"]["source"] == "reauth", where
        form: Any = await flow.async_configure(waiting["flow_id"], await self.in_hand())
        if form.get("step_id") == "send_code":
            form = await flow.async_configure(waiting["flow_id"], {})
        if form.get("step_id") == "code":
            form = await flow.async_configure(waiting["flow_id"], {"code": self.code()})
        assert form.get("reason") == "reauth_successful", f"{where}: {form}"
        await self.hass.async_block_till_done(wait_background_tasks=True)
        await ask(
            self.hass, self.hass.config_entries.async_get_known_entry(waiting["context"]["entry_id"]), tuple(Part)
        )

"""One carrier's cells of the matrix of faults: what is done in each, and what has to come of it."""

from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from benchmarks.reliability import PAGE, unlike
from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Simulator
from simulator.portals.mineo import MineoPortal
from simulator.portals.other_options import OtherOptions
from simulator.portals.softbank_options import SoftbankOptions
from tests.figures import Note

from .browser_troubles import PortTrouble
from .cells import cells
from .looks import Poll, ask, figures, is_known, issues, said
from .moving_in import suggested, typed_by
from .promises import is_named, repairs_are, states
from .strangers import OTHER_LINES, OTHERS
from .troubles import NETWORK, Place, Trouble

type Json = dict[str, Any]
type Allowed = dict[str, set[str]]
"""The states that are true of each figure."""

RESULTS = Path(__file__).resolve().parents[2] / ".local" / "faults"
CELLS = frozenset(cells())
NAMELESS = {"softbank": {OTHER_LINES}, "rakuten": OTHERS}
"""Whose page with the figures does not say whose they are: nobody could tell, as long as they might be one's own."""
WRONG = "with figures of another customer"
FAULTS = f"Matrix of faults (of {len(CELLS):,} cells)"
DEAD = frozenset({"LoginExpired", "CodeNeeded"})
REFUSED = DEAD | frozenset({"LoginRefused"})
"""What no program mends by itself."""
_ASKS_CODE: dict[type, tuple[str, Any]] = {
    OtherOptions: ("after_password", "code"),
    SoftbankOptions: ("code_at_login", True),
}
"""How a portal comes to ask for a code where it does not always."""
_RENEWED = {"povo": "token", "mineo": "bearer"}
"""What of a login ends by the hour and is renewed by a machine; elsewhere all of it ends."""
_MORE = {Login.TOKEN: 2, Login.API_KEY: 100}
"""Whose tokens are tried again within minutes when an answer was lost, and whose keys go with every call."""


class Matrix:
    """The cells of one carrier."""

    also_said: frozenset[str] = frozenset()
    """What may be said of any trouble, because another program is in between."""

    def __init__(self, hass: HomeAssistant, simulator: Simulator, account: Account, poll: Poll) -> None:
        self.hass, self.simulator, self.account, self.poll = hass, simulator, account, poll
        self.cells: dict[str, dict[str, Json]] = {}
        self.typed: Json = {}
        self._more = _MORE.get(CARRIERS[account.carrier].login, 0)
        self.normal = 0
        """So many logins are sent on a good day: a carrier may have several."""

    def note(self, step: str, fault: str, **told: Any) -> None:
        """Write down what came of a cell."""
        assert (step, self.account.carrier, fault) in CELLS
        self.cells.setdefault(step, {})[fault] = told

    def expire(self) -> None:
        """Let the login die, or what a machine renews of it."""
        carrier = self.account.carrier
        self.simulator.portal(carrier).expire(self.account.account_id, _RENEWED.get(carrier))

    def write(self, name: str, note_figures: Note) -> None:
        """Keep what came of the cells, for docs/reliability.md, and count them. That page has to say the same already."""
        told = [cell for step in self.cells.values() for cell in step.values()]
        note_figures(FAULTS, numbers={"cells": len(told), WRONG: sum("shown" in cell["said"] for cell in told)})
        RESULTS.mkdir(parents=True, exist_ok=True)
        (RESULTS / f"{name}.json").write_text(json.dumps(self.cells, ensure_ascii=False, indent=1))
        assert not (other := unlike(PAGE.read_text("utf-8"), name.partition(".")[0], self.cells)), other

    @property
    def most(self) -> int:
        """So many logins may be sent in a cell."""
        return self.normal + self._more

    @property
    def logins(self) -> int:
        return len(self.simulator.journal.submitted)

    async def in_hand(self) -> Json:
        """What the person can type in now: a token is good once, cookies as long as their login, all else for ever."""
        portal = self.simulator.portal(self.account.carrier)
        if CARRIERS[self.account.carrier].login is Login.TOKEN:
            assert isinstance(portal, MineoPortal)
            return {"refresh_token": portal.desk.app_login(self.account)}
        if not self.typed or CARRIERS[self.account.carrier].login is Login.PERSON:
            self.typed = await typed_by(self.simulator, self.account)
        return self.typed

    # Adding the account

    @contextmanager
    def asked_for_code(self, *, code: bool) -> Iterator[None]:
        """The portal asks for a code meanwhile, where it does not anyway."""
        name, value = _ASKS_CODE.get(type(self.account.options), ("", None)) if code else ("", None)
        # Before somebody is known, a portal behaves as it does to its first customer.
        kind = type(self.account.options)
        options = [one.options for one in self.simulator.world.accounts if name and isinstance(one.options, kind)]
        known = [getattr(one, name) for one in options]
        for one in options:
            setattr(one, name, value)
        try:
            yield
        finally:
            for one, was in zip(options, known, strict=True):
                setattr(one, name, was)

    async def _last_form(self, *, code: bool) -> tuple[str, Json, int]:
        """The flow with the form for the login, or for the code; what is typed in there; the logins before it."""
        typed, flow = await self.in_hand(), self.hass.config_entries.flow
        before = self.logins
        form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
        form = await flow.async_configure(form["flow_id"], {"carrier": self.account.carrier})
        if "cookies" in typed:
            form = await flow.async_configure(form["flow_id"], {"next_step_id": "cookies"})
        if code:
            form = await flow.async_configure(form["flow_id"], typed)
            if form.get("step_id") == "send_code":
                form = await flow.async_configure(form["flow_id"], {})
            assert form["step_id"] == "code", form
            typed = {"code": self._code()}
        return form["flow_id"], typed, before

    async def _end(self, form: Json) -> None:
        """Leave a flow, or remove what it has made."""
        if form["type"] is FlowResultType.CREATE_ENTRY:
            await self.hass.config_entries.async_remove(form["result"].entry_id)
        else:
            self.hass.config_entries.flow.async_abort(form["flow_id"])
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def added_under(self, trouble: Trouble, *, code: bool) -> None:
        """The form, or the one for the code, while something is wrong: it says what, and nothing is lost."""
        with self.asked_for_code(code=code):
            flow_id, typed, before = await self._last_form(code=code)
            with trouble.on(self.simulator):
                form: Any = await self.hass.config_entries.flow.async_configure(flow_id, typed)
        assert form["type"] in {FlowResultType.FORM, FlowResultType.MENU, FlowResultType.CREATE_ENTRY}, form
        errors = set((form.get("errors") or {}).values())
        assert "unknown" not in errors
        assert errors or trouble.said - NETWORK, f"{trouble.name}: {form['step_id']}"
        assert self.logins - before <= self.most + code, trouble.name
        assert is_named(trouble.name, "login", self.account.carrier, errors), f"{trouble.name}: {errors}"
        self.note("code" if code else "login", trouble.name, said=sorted(errors) or ["-"], logins=self.logins - before)
        await self._end(form)

    async def added_among(self, name: str, wrong: AbstractContextManager[None], right: Allowed, *, code: bool) -> None:
        """The same with an answer that is whole, and not the one that was asked for: an error, or what may be shown.

        What another customer's answer shows is the other's, with his lines' numbers: the person sees whose.
        """
        with self.asked_for_code(code=code):
            flow_id, typed, before = await self._last_form(code=code)
            with wrong:
                form: Any = await self.hass.config_entries.flow.async_configure(flow_id, typed)
                if form.get("step_id") == "confirm":
                    form = await self.hass.config_entries.flow.async_configure(flow_id, suggested(form))
                await self.hass.async_block_till_done()
        said = sorted(set((form.get("errors") or {}).values()))
        if form.get("step_id") == "code_expired":
            said = ["code_expired"]
        assert "unknown" not in said
        shown, made = figures(self.hass), form["type"] is FlowResultType.CREATE_ENTRY
        if made and name in OTHERS:
            said = ["shown"]
        else:
            bad = {key: one for key, one in shown.items() if is_known(one) and one not in right.get(key, {one})}
            assert not bad, f"{self.account.carrier}, {name}: {bad}, not {right}"
            assert made or said or form["step_id"] in {"code", "send_code"}, form
        assert self.logins - before <= self.most + code, name
        self.note("code" if code else "login", name, said=said or ["-"], logins=self.logins - before)
        await self._end(form)

    # Polling

    @asynccontextmanager
    async def under(self, trouble: Trouble | PortTrouble, places: Collection[Place]) -> AsyncIterator[None]:
        """Something is wrong."""
        assert isinstance(trouble, Trouble)
        with trouble.on(self.simulator, places):
            yield

    async def polled_under(
        self, entry: ConfigEntry, trouble: Trouble | PortTrouble, step: str, parts: Collection[Part], places: Collection[Place],
    ) -> None:  # fmt: skip
        """A poll while something is wrong, and the polls after it."""
        good, calm, before, usual = figures(self.hass), issues(self.hass), self.logins, said(entry)
        async with self.under(trouble, places):
            await ask(self.hass, entry, parts)
        kinds, shown = said(entry), figures(self.hass)
        where = f"{self.account.carrier}, {step}, {trouble.name}"
        partly = {"LayoutChanged"} if step == "bills" else set[str]()  # a page of several that cannot be read
        ended = DEAD if step == "renewal" else frozenset[str]()  # by who has nothing to log in with
        right = trouble.said | self.also_said
        assert kinds <= right | usual | partly | ended, f"{where}: {kinds}"
        assert is_named(trouble.name, step, self.account.carrier, kinds), f"{where}: {kinds}"
        assert kinds - usual or "-" in right or step == "bills", f"{where}: nothing said"
        wrong = {key: value for key, value in shown.items() if is_known(value) and value != good.get(key, value)}
        assert not wrong, f"{where}: {wrong}, not {good}"
        assert self.logins - before <= self.most, where
        state, open_issues = self._told_at_home(entry, kinds, calm, where)
        waits, person = await self.recovered(entry, good, calm, where)
        self.note(
            step, trouble.name, said=sorted(kinds) or ["-"], state=state, issues=open_issues, person=person,
            kept=sum(map(is_known, shown.values())), of=sum(map(is_known, good.values())), hours=waits,
            logins=self.logins - before,
        )  # fmt: skip

    def _told_at_home(self, entry: ConfigEntry, kinds: set[str], calm: set[str], where: str) -> tuple[str, list[str]]:
        """What the sensor of the login says, and which repairs were opened; they have to be those of these errors."""
        coordinator, opened = entry.runtime_data, sorted(issues(self.hass) - calm)
        state = coordinator.login_state
        right = states(kinds, self.account.carrier, read=coordinator.last_update_success)
        assert state in right, f"{where}: {state}, not {right}"
        assert repairs_are(opened, kinds), f"{where}: {opened} for {kinds}"
        if kinds & REFUSED:
            assert [one["context"]["source"] for one in self.hass.config_entries.flow.async_progress()] == ["reauth"], (
                where
            )
        return state, opened

    async def polled_among(
        self, entry: ConfigEntry, name: str, step: str, wrong: AbstractContextManager[None], older: dict[str, str]
    ) -> bool:
        """A poll with an answer that is whole, and not the one that was asked for; whether all is as before by itself.

        `older` was true when the old pages were made.
        """
        good, calm, before = figures(self.hass), issues(self.hass), self.logins
        where = f"{self.account.carrier}, {step}, {name}"
        if step == "renewal":
            self.expire()
        with wrong:
            await ask(self.hass, entry, tuple(Part))
            kinds, shown = said(entry), figures(self.hass)
        bad = {
            key: one
            for key, one in shown.items()
            if is_known(one) and key in good and one not in {good[key], older.get(key, good[key])}
        }
        blind = name in NAMELESS.get(self.account.carrier, ())
        assert blind or not bad, f"{where}: {bad}, not {good} or {older}"
        assert self.logins - before <= self.most, where
        state, open_issues = self._told_at_home(entry, kinds, calm, where)
        waits: float | None
        try:
            waits, person = await self.recovered(entry, good, calm, where)
        except AssertionError:
            assert blind, where
            waits, person = None, False
        self.note(
            step, name, said=["shown"] if bad else sorted(kinds) or ["-"], state=state, issues=open_issues,
            person=person, kept=sum(is_known(shown.get(key, "unknown")) for key in good),
            of=sum(map(is_known, good.values())), hours=waits, logins=self.logins - before,
        )  # fmt: skip
        return waits is not None

    async def recovered(
        self, entry: ConfigEntry, good: dict[str, str], calm: set[str], where: str
    ) -> tuple[float, bool]:
        """Let time pass until all is as before; how many hours that takes, and whether the person had to log in again."""
        passed, person, flow = timedelta(), False, self.hass.config_entries.flow
        for wait in (timedelta(minutes=20), *(timedelta(hours=3),) * 16):
            await self.poll(wait)
            passed += wait
            await ask(self.hass, entry, tuple(Part))
            person = await self.helped(entry, where) or person
            if (
                good.items() <= figures(self.hass).items()
                and issues(self.hass) == calm
                and entry.runtime_data.last_update_success
            ):
                for one in flow.async_progress():
                    flow.async_abort(one["flow_id"])
                return passed / timedelta(hours=1), person
        raise AssertionError(
            f"{where}: {figures(self.hass)}, not {good}; {issues(self.hass)}; {entry.runtime_data.last_exception!r}"
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
            form = await flow.async_configure(waiting["flow_id"], {"code": self._code()})
        assert form.get("reason") == "reauth_successful", f"{where}: {form}"
        await self.hass.async_block_till_done(wait_background_tasks=True)
        await ask(
            self.hass, self.hass.config_entries.async_get_known_entry(waiting["context"]["entry_id"]), tuple(Part)
        )

    def _code(self) -> str:
        portal = self.simulator.portal(self.account.carrier)
        return str([*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)][-1])

"""One carrier's cells of the matrix of faults in which an account is added, and what all its cells have in common."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from benchmarks.reliability import PAGE, RESULTS, unlike
from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Simulator
from simulator.portals.mineo import MineoPortal
from simulator.portals.other_options import OtherOptions
from simulator.portals.softbank_options import SoftbankOptions
from tests.figures import Note

from .cells import cells
from .looks import Poll, ask, figures, is_known
from .moving_in import suggested, typed_by
from .promises import called, is_named
from .strangers import OTHERS
from .troubles import NETWORK, Trouble

type Json = dict[str, Any]
type Allowed = dict[str, set[str]]
"""The states that are true of each figure."""

CELLS = frozenset(cells())
WRONG = "with figures of another customer"
FAULTS = f"Matrix of faults (of {len(CELLS):,} cells)"
_ASKS_CODE: dict[type, tuple[str, Any]] = {
    OtherOptions: ("after_password", "code"),
    SoftbankOptions: ("code_at_login", True),
}
"""How a portal comes to ask for a code where it does not always."""
_RENEWED = {"povo": "token", "mineo": "bearer"}
"""What of a login ends by the hour and is renewed by a machine; elsewhere all of it ends."""
_MORE = {"mineo": 2, "sakura": 100, "soracom": 1}
"""Whose token is tried again within minutes when an answer was lost, and whose key goes with calls, and not with logins alone."""
_STEPS = 8
"""More than any flow has."""


class Adding:
    """The cells of one carrier in which its account is added."""

    def __init__(self, hass: HomeAssistant, simulator: Simulator, account: Account, poll: Poll) -> None:
        self.hass, self.simulator, self.account, self.poll = hass, simulator, account, poll
        self.cells: dict[str, dict[str, Json]] = {}
        self.typed: Json = {}
        self._more = _MORE.get(account.carrier, 0)
        self.normal = 0
        """So many logins are sent on a good day: a carrier may have several."""
        self.truth: dict[str, str] = {}
        """The figures of an account that is added on a good day."""

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
        """So many logins may be sent while an account is added, or a login is renewed."""
        return self.normal + self._more

    @property
    def logins(self) -> int:
        """How many were sent."""
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
            typed = {"code": self.code()}
        return form["flow_id"], typed, before

    async def _end(self, form: Json) -> None:
        """Leave a flow, or remove what it has made."""
        if form["type"] is FlowResultType.CREATE_ENTRY:
            await self.hass.config_entries.async_remove(form["result"].entry_id)
        else:
            self.hass.config_entries.flow.async_abort(form["flow_id"])
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def added_under(self, trouble: Trouble, *, code: bool) -> None:
        """The form, or the one for the code, while something is wrong: it says what, and the same flow ends well afterwards."""
        where = f"{self.account.carrier}, {'code' if code else 'login'}, {trouble.name}"
        with self.asked_for_code(code=code):
            flow_id, typed, before = await self._last_form(code=code)
            with trouble.on(self.simulator):
                form: Any = await self.hass.config_entries.flow.async_configure(flow_id, typed)
                await self.hass.async_block_till_done()
                shown = figures(self.hass)
                assert self.simulator.faults.met or not trouble.answers, where
            await self.simulator.settled()
            sent = self.logins - before
            errors = self._said_under(form, trouble, where)
            # What could not be read of an account that was added nevertheless is not told yet.
            assert all(not is_known(one) or one == self.truth[key] for key, one in shown.items()), f"{where}: {shown}"
            assert sent <= self.most + code, where
            # What was not found while something was wrong is not suggested, and who agrees to that does not see it.
            missed = form.get("step_id") == "confirm"
            # Each time that a person types it in again, it is sent again.
            form, more = await self._gone_on(form, where)
            assert self.logins - before <= self.most + more * max(self.most, 1) + code, where
        self.note("code" if code else "login", trouble.name, said=sorted(errors) or ["-"], logins=sent)
        await ask(self.hass, form["result"], tuple(Part))
        shown = figures(self.hass)
        assert shown == self.truth or (missed and shown and shown.items() <= self.truth.items()), (
            f"{where}: {shown}, not {self.truth}"
        )
        await self._end(form)

    def _said_under(self, form: Json, trouble: Trouble, where: str) -> set[str]:
        """What a form says while something is wrong; it has to be a name of just that."""
        assert form["type"] in {FlowResultType.FORM, FlowResultType.MENU, FlowResultType.CREATE_ENTRY}, form
        errors = set((form.get("errors") or {}).values())
        assert errors or trouble.said - NETWORK, f"{where}: {form['step_id']}"
        wrong = {key for key in errors if not called(key, self.account.carrier, trouble.name) & trouble.said}
        assert not wrong, f"{where}: {wrong}"
        assert is_named(trouble.name, "login", self.account.carrier, errors), f"{where}: {errors}"
        return errors

    async def _gone_on(self, form: Any, where: str) -> tuple[Json, int]:
        """Fill in what is asked for until the account is there; how often a login was typed in for that."""
        flow, times = self.hass.config_entries.flow, 0
        for _ in range(_STEPS):
            if form["type"] is FlowResultType.CREATE_ENTRY:
                await self.hass.async_block_till_done()
                return form, times
            if "rate_limited_briefly" in (form.get("errors") or {}).values():
                await self.poll(timedelta(minutes=1))
            match form.get("step_id"):
                case "confirm":
                    typed = suggested(form)
                case "send_code" | "code_expired":
                    typed = {}
                case "code":
                    typed = {"code": self.code()}
                case _:
                    typed, times = await self.in_hand(), times + 1
            form = await flow.async_configure(form["flow_id"], typed)
        raise AssertionError(f"{where}: {form}")

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
            bad = {key: one for key, one in shown.items() if is_known(one) and one not in right.get(key, set())}
            assert not bad, f"{self.account.carrier}, {name}: {bad}, not {right}"
            assert made or said or form["step_id"] in {"code", "send_code"}, form
        assert self.logins - before <= self.most + code, name
        self.note("code" if code else "login", name, said=said or ["-"], logins=self.logins - before)
        await self._end(form)

    def code(self) -> str:
        """The code that was sent last."""
        portal = self.simulator.portal(self.account.carrier)
        return str([*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)][-1])

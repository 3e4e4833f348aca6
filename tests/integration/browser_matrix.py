"""The cells of a carrier that is read in a person's browser: what is done in each, and what has to come of it."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast, override

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from playwright.async_api import Page

from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from simulator import Account, Simulator
from simulator.faults import Line
from tests.persons_browser import log_in_rakuten

from .adding import Allowed
from .browser_troubles import PortTrouble
from .debug_port import DebugPort
from .looks import Poll, ask, figures, is_known, said
from .matrix import Matrix
from .moving_in import confirmed, watched
from .portal_line import PortalLine
from .strangers import OTHERS
from .troubles import EVERYWHERE, UNREADABLE, Place, Trouble

type Json = dict[str, Any]

WAITS = "waits for the person"


class Somebody:
    """Somebody else who is connected to the browser too."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def __call__(self, method: str, target: str = "", **params: Any) -> Json:
        """Call a method, of a tab or of the browser; a page that breaks down does not answer."""
        session = ""
        if target and not method.startswith("Target."):
            session = (await self("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        elif target:
            params["targetId"] = target
        self._number += 1
        number = self._number
        await self._socket.send_json(
            {"id": number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        )
        try:
            async with asyncio.timeout(1):
                while (answer := await self._socket.receive_json()).get("id") != number:
                    pass
        except TimeoutError:
            return {}
        return cast("Json", answer.get("result", {}))


@dataclass
class Hands:
    """What a cell is tried with: the browser's port, browsers that see no names or look at certificates, the line to the portals."""

    port: DebugPort
    nameless: str
    strict: str
    line: PortalLine
    somebody: Somebody
    person: Page


class BrowserMatrix(Matrix):
    """The cells of one carrier."""

    also_said = UNREADABLE  # what a browser makes of a broken answer, it shows as a page

    def __init__(self, hass: HomeAssistant, simulator: Simulator, account: Account, poll: Poll, hands: Hands) -> None:
        super().__init__(hass, simulator, account, poll)
        self._hands = hands

    @override
    @asynccontextmanager
    async def under(
        self, trouble: Trouble | PortTrouble, places: Collection[Place] = EVERYWHERE
    ) -> AsyncIterator[None]:
        hands = self._hands
        if isinstance(trouble, PortTrouble):
            await trouble.begin(hands.port, hands.somebody)
            try:
                yield
                assert hands.port.meddled or hands.port.meddle is None, trouble.name
            finally:
                hands.port.mend()
                if not hands.port.is_open:
                    await hands.port.open()
            return
        with trouble.on(self.simulator, places):
            line = self.simulator.faults.line
            hands.line.cut()
            if line is Line.REFUSED:
                await hands.line.shut()
            elif line is Line.DNS:
                hands.port.upstream = hands.nameless
            elif line is not None:
                hands.port.upstream, hands.line.to = hands.strict, await self.simulator.port_for(line)
            try:
                yield
            finally:
                hands.port.mend()
                hands.line.to = self.simulator.port
                hands.line.cut()
                if line is Line.REFUSED:
                    await hands.line.open()

    @override
    async def helped(self, entry: ConfigEntry, where: str) -> bool:
        if "AccountActionNeeded" not in said(entry):
            return False
        await log_in_rakuten(self._hands.person, self.account)
        await ask(self.hass, entry, tuple(Part))
        return True

    # Adding the account

    async def _typed(self) -> Json:
        """The form in which the browser's address is typed."""
        flow = self.hass.config_entries.flow
        form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
        form = await flow.async_configure(form["flow_id"], {"carrier": self.account.carrier})
        assert form["step_id"] == "browser"
        return dict(form)

    async def _sent(self, form: Json) -> Json:
        sent: Any = await self.hass.config_entries.flow.async_configure(
            form["flow_id"], {"browser": self._hands.port.address}
        )
        return dict(sent)

    async def added(self) -> ConfigEntry:
        """The account, of which somebody is logged in in the browser."""
        return await confirmed(self.hass, await self._sent(await self._typed()))

    async def entered_under(self, trouble: Trouble | PortTrouble) -> None:
        """The browser's address is typed in while something is wrong: it says what, and the same goes on afterwards."""
        form, before = await self._typed(), self.logins
        async with self.under(trouble):
            form = await self._sent(form)
        told = self._told_by(form)
        if form["type"] is FlowResultType.SHOW_PROGRESS:
            form = await watched(self.hass, form)
        if form["step_id"] == "browser":
            form = await self._sent(form)
        if form["type"] is FlowResultType.SHOW_PROGRESS:
            form = await watched(self.hass, form)
        assert form["step_id"] == "confirm", f"{trouble.name}: {form}"
        assert self.logins == before
        self.note("login", trouble.name, said=told, logins=0)
        await self._end(form)

    async def waited_under(self, trouble: Trouble | PortTrouble) -> None:
        """Something is wrong for a while, as a person is to log in in the tab that was opened for him."""
        self.expire()
        form = await self._sent(await self._typed())
        assert form["type"] is FlowResultType.SHOW_PROGRESS
        async with self.under(trouble):
            await asyncio.sleep(1.0)
        before = self.logins
        await log_in_rakuten(self._hands.person, self.account)
        form = await watched(self.hass, form)
        if form["step_id"] == "browser":
            assert self._told_by(form) != ["-"]
            form = await self._sent(form)
        assert form["step_id"] == "confirm", f"{trouble.name}: {form}"
        assert self.logins == before + 1  # the person's own
        await self._end(form)

    @staticmethod
    def _told_by(form: Json) -> list[str]:
        if form["type"] is FlowResultType.SHOW_PROGRESS:
            return [WAITS]
        errors = sorted(set((form.get("errors") or {}).values()))
        assert "unknown" not in errors
        return errors or ["-"]

    async def entered_among(self, name: str, wrong: AbstractContextManager[None], right: Allowed) -> None:
        """The same with a page that is whole, and not the one that was asked for."""
        form, before = await self._typed(), self.logins
        with wrong:
            form = await self._sent(form)
            told = self._told_by(form)
            if form.get("step_id") == "confirm":
                entry = await confirmed(self.hass, form)
                form = {"type": FlowResultType.CREATE_ENTRY, "result": entry}
        if form["type"] is FlowResultType.CREATE_ENTRY and name in OTHERS:
            told = ["shown"]
        else:
            bad = {
                key: one
                for key, one in figures(self.hass).items()
                if is_known(one) and one not in right.get(key, {one})
            }
            assert not bad, f"{name}: {bad}, not {right}"
        assert self.logins == before
        self.note("login", name, said=told, logins=0)
        await self._end(form)

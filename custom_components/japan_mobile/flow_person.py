"""The steps of a carrier that only lets a person in: how, where his browser is, and waiting for him."""

from abc import abstractmethod
import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

from .about import about
from .carriers.carrier import Carrier
from .carriers.errors import AccountActionNeeded, Action, CarrierError, HumanCheckNeeded
from .failures import ErrorText, called, error_text
from .login import LoginTrial

PATIENCE = 600
"""Seconds that a person has to log in before the form comes back."""


class PersonSteps(ConfigFlow):
    """The steps `way`, `browser`, `cookies` and `person`."""

    _trial: LoginTrial | None
    _typed: dict[str, Any]
    _login_step: str
    _waiting: asyncio.Task[None] | None = None

    @property
    @abstractmethod
    def _known_carrier(self) -> Carrier: ...

    @abstractmethod
    async def _first_login(self, step: str, user_input: dict[str, Any] | None) -> ConfigFlowResult: ...

    @abstractmethod
    async def _log_in(self, step: str, user_input: Mapping[str, str]) -> ConfigFlowResult: ...

    @abstractmethod
    def _form(
        self, step: str, carrier: Carrier, shown: Mapping[str, Any], error: ErrorText | None = None
    ) -> ConfigFlowResult: ...

    async def async_step_way(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose between a browser of one's own and cookies, where the carrier's pages need no scripts."""
        ways = [field.key for field in self._known_carrier.fields]
        if len(ways) == 1:
            return await self.async_step_browser()
        placeholders = {"carrier": called(self._known_carrier, {}), "about": about(self.hass, self._known_carrier)}
        return self.async_show_menu(step_id="way", menu_options=ways, description_placeholders=placeholders)

    async def async_step_browser(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say where the browser is; who is logged in there already is done."""
        return await self._first_login("browser", user_input)

    async def async_step_cookies(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Hand over the cookies of a browser in which one is logged in."""
        return await self._first_login("cookies", user_input)

    async def async_step_person(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Wait until somebody has logged in, in the tab that opens in his browser."""
        assert self._trial is not None
        if self._waiting is None:
            self._waiting = self.hass.async_create_task(self._wait(self._trial), eager_start=True)
        if not self._waiting.done():
            carrier = self._known_carrier
            return self.async_show_progress(
                step_id="person",
                progress_action="person",
                progress_task=self._waiting,
                description_placeholders={
                    "carrier": called(carrier, self._typed),
                    "portal": carrier.address(self._typed),
                    "browser": self._typed.get("browser", ""),
                },
            )
        return self.async_show_progress_done(next_step_id="person_done")

    @staticmethod
    async def _wait(trial: LoginTrial) -> None:
        async with asyncio.timeout(PATIENCE):
            await trial.wait_for_person()

    async def async_step_person_done(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Go on with what the waiting has led to."""
        assert self._waiting is not None
        waiting, self._waiting = self._waiting, None
        try:
            await waiting
        except TimeoutError:
            return self._form(self._login_step, self._known_carrier, self._typed, ErrorText("nobody_logged_in", {}))
        except CarrierError as err:
            text = error_text(self._known_carrier, err, self._typed)
            return self._form(self._login_step, self._known_carrier, self._typed, text)
        return await self._log_in(self._login_step, self._typed)

    def _waits_for_person(self, err: CarrierError) -> bool:
        """Whether an error is mended by a person in front of his browser."""
        assert self._trial is not None
        login = isinstance(err, AccountActionNeeded) and err.action is Action.LOG_IN
        return self._trial.attended and (login or isinstance(err, HumanCheckNeeded))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

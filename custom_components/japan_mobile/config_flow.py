"""Adding an account: pick the carrier, type what its login form wants, and see that it works before it is saved."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigFlow, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from .carriers import CARRIERS
from .carriers.carrier import Carrier, Challenge, Credentials, Field
from .carriers.errors import CarrierError, CodeNeeded, LoginExpired
from .carriers.model import Account
from .const import CONF_CARRIER, CONF_CODE, CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT, DOMAIN
from .failures import ErrorText, error_text
from .identity import keyed_id, masked
from .login import LoginTrial, credentials_of, why_login_is_needed
from .store import account_store, installation_secret

_AUTOCOMPLETE = {"username": "username", "password": "current-password"}


def _selector(field: Field) -> TextSelector:
    kind = TextSelectorType.PASSWORD if field.secret else TextSelectorType.TEXT
    return TextSelector(TextSelectorConfig(type=kind, autocomplete=_AUTOCOMPLETE.get(field.key, "off")))


def _login_schema(carrier: Carrier, shown: Mapping[str, Any]) -> probatio.Schema:
    """The carrier's login form. What was typed before is suggested again, secrets excepted."""
    schema: dict[Any, TextSelector] = {}
    for field in carrier.fields:
        key = probatio.Secret(field.key) if field.secret else field.key
        marker = probatio.Required if field.required else probatio.Optional
        suggested = {} if field.secret else {"suggested_value": shown.get(field.key)}
        schema[marker(key, description=suggested)] = _selector(field)
    return probatio.Schema(schema)


def _title(carrier: Carrier, account: Account) -> str:
    """The carrier and one masked number: enough to tell two accounts of a household apart."""
    number = next((line.number for line in account.lines if line.number), None)
    return carrier.name if number is None else f"{carrier.name} {masked(number)}"


class JapanMobileConfigFlow(ConfigFlow, domain=DOMAIN):
    """The flow of one account."""

    VERSION = 1

    def __init__(self) -> None:
        self._carrier: Carrier | None = None
        self._trial: LoginTrial | None = None
        self._login_step = "credentials"
        self._typed: dict[str, Any] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> JapanMobileOptionsFlow:
        return JapanMobileOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Pick the carrier."""
        if user_input is not None:
            self._carrier = CARRIERS[user_input[CONF_CARRIER]]
            return await self.async_step_credentials()
        options = [SelectOptionDict(value=key, label=_pick_label(carrier)) for key, carrier in CARRIERS.items()]
        selector = SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN))
        return self.async_show_form(
            step_id="user", data_schema=probatio.Schema({probatio.Required(CONF_CARRIER): selector})
        )

    async def async_step_credentials(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Type what the carrier's login form wants; it is tried at once."""
        assert self._carrier is not None
        if user_input is None:
            return self._form("credentials", self._carrier, {})
        if self._has_entry_for(self._carrier, Credentials(user_input)):
            return self.async_abort(reason="already_configured")
        return await self._log_in("credentials", user_input)

    async def async_step_send_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask before a message is sent: a code is requested only while somebody waits for it."""
        if user_input is None:
            return self._code_form("send_code")
        challenge = self._challenge
        try:
            await challenge.send()
        except CarrierError as err:
            return self._code_form("send_code", error_text(self._known_carrier, err, self._typed))
        return self._code_form("code")

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Type the one-time code. A wrong one can be corrected."""
        if user_input is None:
            return self._code_form("code")
        assert self._trial is not None
        try:
            account = await self._trial.submit(user_input[CONF_CODE].strip())
        except CodeNeeded:
            return self._code_form("code", ErrorText("code_wrong", {}))
        except LoginExpired:
            return self._code_form("code_expired")
        except CarrierError as err:
            return self._form(
                self._login_step, self._known_carrier, self._typed, error_text(self._known_carrier, err, self._typed)
            )
        return await self._finish(account)

    async def async_step_code_expired(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The code is dead; a new one is asked for when the user says so."""
        if user_input is None:
            return self._code_form("code_expired")
        return await self._log_in(self._login_step, self._typed)

    async def _log_in(self, step: str, typed: dict[str, Any]) -> ConfigFlowResult:
        """Try what was typed in a login step; ends in its form again, in the code's, or in success."""
        carrier = self._known_carrier
        self._login_step, self._typed = step, typed
        if self._trial is None:
            self._trial = LoginTrial(self.hass, carrier, await self._known_ledger())
        try:
            account = await self._trial.run(Credentials(typed))
        except CodeNeeded as err:
            if err.challenge is None:
                return self._form(step, carrier, typed, error_text(carrier, err, typed))
            return self._code_form("code" if err.challenge.sent else "send_code")
        except CarrierError as err:
            return self._form(step, carrier, typed, error_text(carrier, err, typed))
        return await self._finish(account)

    async def _finish(self, account: Account) -> ConfigFlowResult:
        """Add the account, or give the known one its new login."""
        carrier = self._known_carrier
        await self.async_set_unique_id(await self._account_key(account))
        if self._login_step == "credentials":
            self._abort_if_unique_id_configured()
            await self._keep(account)
            data = {CONF_CARRIER: carrier.key, **self._typed}
            return self.async_create_entry(title=_title(carrier, account), data=data)
        self._abort_if_unique_id_mismatch(reason="wrong_account")
        await self._keep(account)
        return self.async_update_reload_and_abort(self._entry, data_updates=self._typed)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The carrier wants a new login."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say why, and try the new credentials for the same account."""
        entry = self._entry
        if user_input is not None:
            return await self._log_in("reauth_confirm", user_input)
        return self._form("reauth_confirm", self._known_carrier, entry.data, await self._why_reauth(entry))

    async def _why_reauth(self, entry: ConfigEntry) -> ErrorText:
        assert entry.unique_id is not None
        store = await account_store(self.hass, entry.unique_id)
        return why_login_is_needed(self._known_carrier, store, credentials_of(self._known_carrier, entry.data))

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the credentials of an account without removing it."""
        if user_input is None:
            return self._form("reconfigure", self._known_carrier, self._entry.data)
        return await self._log_in("reconfigure", user_input)

    @property
    def _entry(self) -> ConfigEntry:
        return self._get_reauth_entry() if self.source == SOURCE_REAUTH else self._get_reconfigure_entry()

    @property
    def _known_carrier(self) -> Carrier:
        """The carrier that was picked, or that the entry is with."""
        return self._carrier or CARRIERS[self._entry.data[CONF_CARRIER]]

    @property
    def _challenge(self) -> Challenge:
        assert self._trial is not None
        assert self._trial.challenge is not None
        return self._trial.challenge

    @callback
    @override
    def async_remove(self) -> None:
        """The flow is over, whichever way."""
        if self._trial is not None:
            self._trial.close()

    def _code_form(self, step: str, error: ErrorText | None = None) -> ConfigFlowResult:
        destination = None
        if self._trial is not None and self._trial.challenge is not None:
            destination = self._trial.challenge.destination
        field = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))
        schema = {probatio.Required(probatio.Secret(CONF_CODE)): field} if step == "code" else {}
        placeholders = {"carrier": self._known_carrier.name, "destination": destination or "–"}
        return self.async_show_form(
            step_id=step,
            data_schema=probatio.Schema(schema),
            errors={"base": error.key} if error else {},
            description_placeholders=placeholders | (error.placeholders if error else {}),
        )

    def _form(
        self, step: str, carrier: Carrier, shown: Mapping[str, Any], error: ErrorText | None = None
    ) -> ConfigFlowResult:
        terms = {f"{field.key}_term": field.term for field in carrier.fields}
        placeholders = {"carrier": carrier.name, "portal": carrier.support.portal, **terms}
        return self.async_show_form(
            step_id=step,
            data_schema=_login_schema(carrier, shown),
            errors={"base": error.key} if error else {},
            description_placeholders=placeholders | (error.placeholders if error else {}),
        )

    def _has_entry_for(self, carrier: Carrier, credentials: Credentials) -> bool:
        """Whether these credentials are in use already, which can be told without a login."""
        open_fields = [field.key for field in carrier.fields if not field.secret]

        def told(data: Mapping[str, str]) -> list[str]:
            return [data.get(key, "").strip().casefold() for key in open_fields]

        return bool(open_fields) and any(
            entry.data[CONF_CARRIER] == carrier.key and told(entry.data) == told(credentials)
            for entry in self._async_current_entries()
        )

    async def _known_ledger(self) -> Mapping[str, Any] | None:
        """The ledger of the account whose login is renewed."""
        entry_id = self.context.get("entry_id")
        entry = self.hass.config_entries.async_get_entry(entry_id) if entry_id else None
        if entry is None or entry.unique_id is None:
            return None
        return (await account_store(self.hass, entry.unique_id)).ledger

    async def _account_key(self, account: Account) -> str:
        return keyed_id(await installation_secret(self.hass), account.carrier, account.account_id)

    async def _keep(self, account: Account) -> None:
        """Hand the login and the figures over to the account's store, so that setting up the entry costs nothing."""
        assert self.unique_id is not None
        assert self._trial is not None
        store = await account_store(self.hass, self.unique_id)
        await store.adopt(self._trial.login, self._trial.ledger, account, CARRIERS[account.carrier].pace)


def _pick_label(carrier: Carrier) -> str:
    return carrier.name if carrier.name == carrier.name_ja else f"{carrier.name} ({carrier.name_ja})"


class JapanMobileOptionsFlow(OptionsFlowWithReload):
    """What a user may set."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """When data counts as low."""
        if user_input is not None:
            return self.async_create_entry(data={CONF_LOW_PERCENT: int(user_input[CONF_LOW_PERCENT])})
        selector = NumberSelector(
            NumberSelectorConfig(min=1, max=99, step=1, unit_of_measurement="%", mode=NumberSelectorMode.SLIDER)
        )
        low = self.config_entry.options.get(CONF_LOW_PERCENT, DEFAULT_LOW_PERCENT)
        return self.async_show_form(
            step_id="init",
            data_schema=probatio.Schema({probatio.Required(CONF_LOW_PERCENT, default=low): selector}),
        )

"""Adding an account: pick the carrier, type what its login form wants, and see that it works before it is saved."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
import probatio

from . import schemas
from .about import about, load_words, login_in_words
from .carriers import CARRIERS
from .carriers.carrier import Carrier, Challenge, Credentials, Login
from .carriers.errors import CarrierError, CodeNeeded, LoginExpired, LoginRefused
from .carriers.model import Account
from .carriers.places import Unusable
from .choice import chosen, mistakes, problems, unread
from .const import (
    CONF_CARRIER,
    CONF_CODE,
    CONF_LABELS,
    DOMAIN,
    SUBENTRY_LINE,
)
from .failures import ErrorText, called, error_text, unusable_text
from .flow_handed import HandedSteps, LineFlow, is_handed
from .flow_options import options_flow
from .flow_person import PersonSteps
from .identity import keyed_id, masked
from .login import LoginTrial, credentials_of, why_login_is_needed
from .reasons import in_words
from .store import AccountStore, NotKept, account_store, installation_secret


def _title(name: str, account: Account) -> str:
    """The carrier and one masked number: enough to tell two accounts of a household apart."""
    number = next((line.number for line in account.lines if line.number), None)
    return name if number is None else f"{name} {masked(number)}"


class JapanMobileConfigFlow(PersonSteps, HandedSteps, domain=DOMAIN):
    """The flow of one account."""

    VERSION = 1

    def __init__(self) -> None:
        self._carrier: Carrier | None = None
        self._trial: LoginTrial | None = None
        self._login_step = "credentials"
        self._typed: dict[str, Any] = {}
        self._labels: dict[str, str] | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        return options_flow(config_entry)

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        return {SUBENTRY_LINE: LineFlow} if is_handed(config_entry) else {}

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Pick the carrier."""
        if user_input is not None:
            self._carrier = CARRIERS[user_input[CONF_CARRIER]]
            if self._carrier.login is Login.NONE:
                return await self.async_step_handed()
            if self._carrier.login is Login.PERSON:
                return await self.async_step_way()
            return await (self.async_step_credentials() if self._carrier.support.portal else self.async_step_address())
        await load_words(self.hass)
        return self.async_show_form(
            step_id="user", data_schema=schemas.carriers(lambda carrier: login_in_words(self.hass, carrier))
        )

    async def async_step_credentials(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Type what the carrier's login form wants; it is tried at once."""
        return await self._first_login("credentials", user_input)

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The same, and where the portal is, which only its user knows."""
        return await self._first_login("address", user_input)

    async def _first_login(self, step: str, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        assert self._carrier is not None
        if user_input is None:
            return self._form(step, self._carrier, {})
        if self._has_entry_for(self._carrier, user_input):
            return self.async_abort(reason="already_configured")
        return await self._log_in(step, user_input)

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
        except CodeNeeded as err:
            if self._trial.challenge is not None:
                return self._code_form("code", ErrorText("code_wrong", {}))
            # The code was right, and yet the carrier lets nobody in.
            return self._form(
                self._login_step, self._known_carrier, self._typed, error_text(self._known_carrier, err, self._typed)
            )
        except LoginExpired:
            return self._code_form("code_expired")
        except CarrierError as err:
            return self._form(
                self._login_step, self._known_carrier, self._typed, error_text(self._known_carrier, err, self._typed)
            )
        return await self._read(account)

    async def async_step_code_expired(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The code is dead; a new one is asked for when the user says so."""
        if user_input is None:
            return self._code_form("code_expired")
        return await self._log_in(self._login_step, self._typed)

    async def _log_in(self, step: str, user_input: Mapping[str, str]) -> ConfigFlowResult:
        """Try what was typed in a login step; ends in its form again, in the code's, or in success."""
        carrier, typed = self._known_carrier, dict(Credentials(user_input))
        self._login_step, self._typed = step, typed
        if self._trial is None:
            known = await self._known_store()
            self._trial = LoginTrial(self.hass, carrier, known, self._known_labels, self._meet)
        try:
            account = await self._trial.run(Credentials(typed))
        except CodeNeeded as err:
            if err.challenge is None:
                return self._form(step, carrier, typed, error_text(carrier, err, typed))
            return self._code_form("code" if err.challenge.sent else "send_code")
        except Unusable as err:
            return self._form(step, carrier, typed, unusable_text(err))
        except CarrierError as err:
            if self._waits_for_person(err):
                return await self.async_step_person()
            return self._form(step, carrier, typed, error_text(carrier, err, typed))
        return await self._read(account)

    async def _read(self, account: Account) -> ConfigFlowResult:
        """It worked. Whoever has to look at what was read does so now, and again when the login is changed."""
        await self._meet(account.account_id)
        if self._known_carrier.confirms and self.source != SOURCE_REAUTH:
            return await self.async_step_confirm()
        return await self._finish(account)

    async def _meet(self, account_id: str) -> None:
        """End the flow where the login is another account's than it has to be, or one that is there already."""
        try:
            secret = await installation_secret(self.hass)
        except NotKept as err:
            raise AbortFlow("not_kept") from err
        key = keyed_id(secret, self._known_carrier.key, account_id)
        await self.async_set_unique_id(key)
        if self._carrier is not None:
            self._abort_if_unique_id_configured()
        else:
            self._abort_if_unique_id_mismatch(reason="wrong_account")

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show what was read, and let the user say what it means; it is read once more by that before it is saved."""
        assert self._trial is not None
        if user_input is None:
            return self._confirm_form({**self._trial.suggested, **self._chosen_before})
        labels = chosen(user_input)
        if wrong := mistakes(labels):
            return self._confirm_form(labels, wrong)
        try:
            account = await self._trial.choose(labels)
        except (LoginRefused, LoginExpired, CodeNeeded) as err:
            self._trial.close()  # no choice of labels mends that
            text = error_text(self._known_carrier, err, self._typed)
            return self._form(self._login_step, self._known_carrier, self._typed, text)
        except CarrierError as err:
            return self._confirm_form(labels, unread(labels, [err]), err)
        if errors := problems(account):
            return self._confirm_form(labels, unread(labels, errors), errors[0])
        self._labels = labels
        return await self._finish(account)

    async def _finish(self, account: Account) -> ConfigFlowResult:
        """Add the account, or give the known one its new login."""
        carrier = self._known_carrier
        await self._keep(account)
        data = self._stored if self._labels is None else {**self._stored, CONF_LABELS: self._labels}
        if self._carrier is not None:
            title = _title(called(carrier, self._typed), account)
            return self.async_create_entry(title=title, data={CONF_CARRIER: carrier.key, **data})
        return self.async_update_reload_and_abort(self._entry, data_updates=data)

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
        if self._known_carrier.login is Login.NONE:
            return self.async_abort(reason="no_login")
        if user_input is None:
            return self._form("reconfigure", self._known_carrier, self._entry.data)
        return await self._log_in("reconfigure", user_input)

    @property
    def _entry(self) -> ConfigEntry:
        return self._get_reauth_entry() if self.source == SOURCE_REAUTH else self._get_reconfigure_entry()

    @property
    def _known_labels(self) -> Mapping[str, str] | None:
        """The labels by which a login is tried: those of the account where only its login is renewed, else all are open."""
        return self._entry.data.get(CONF_LABELS) if self.source == SOURCE_REAUTH else None

    @property
    def _chosen_before(self) -> Mapping[str, str]:
        """What was chosen for the account that is changed."""
        return {} if self._carrier is not None else self._entry.data.get(CONF_LABELS, {})

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
        self._stop_waiting()
        if self._trial is not None:
            self._trial.close()

    def _code_form(self, step: str, error: ErrorText | None = None) -> ConfigFlowResult:
        destination = None
        if self._trial is not None and self._trial.challenge is not None:
            destination = self._trial.challenge.destination
        placeholders = {"carrier": called(self._known_carrier, self._typed), "destination": destination or "–"}
        return self.async_show_form(
            step_id=step,
            data_schema=schemas.code() if step == "code" else probatio.Schema({}),
            errors={error.field: error.key} if error else {},
            description_placeholders=placeholders | self._filled(error),
        )

    def _confirm_form(
        self, shown: Mapping[str, str], wrong: Mapping[str, str] | None = None, err: CarrierError | None = None
    ) -> ConfigFlowResult:
        """What is wrong is told at the field that it is about, else above all of them."""
        assert self._trial is not None
        error = None if err is None else error_text(self._known_carrier, err, self._typed)
        errors = dict(wrong or {}) or ({"base": error.key} if error else {})
        placeholders = {"carrier": called(self._known_carrier, self._typed)}
        return self.async_show_form(
            step_id="confirm",
            data_schema=schemas.labels(self._trial.offers, shown),
            errors=errors,
            description_placeholders=placeholders | self._filled(error),
        )

    def _form(
        self, step: str, carrier: Carrier, shown: Mapping[str, Any], error: ErrorText | None = None
    ) -> ConfigFlowResult:
        terms = {f"{field.key}_term": field.term for field in carrier.fields}
        placeholders = {
            "carrier": called(carrier, shown),
            "portal": carrier.address(shown),
            "about": about(self.hass, carrier),
        }
        placeholders |= terms
        return self.async_show_form(
            step_id=step,
            data_schema=schemas.login(carrier, shown, step),
            errors={error.field: error.key} if error else {},
            description_placeholders=placeholders | self._filled(error),
        )

    def _filled(self, error: ErrorText | None) -> dict[str, str]:
        """What an error's text is filled with."""
        return in_words(self.hass, error).placeholders if error else {}

    def _has_entry_for(self, carrier: Carrier, typed: Mapping[str, str]) -> bool:
        """Whether this login is in use already, which can be told without trying it."""
        open_fields = [field.key for field in carrier.fields if not field.secret]

        def told(data: Mapping[str, str]) -> list[str]:
            credentials = credentials_of(carrier, data)
            return [credentials.get(key, "").casefold() for key in open_fields]

        return bool(open_fields) and any(
            entry.data[CONF_CARRIER] == carrier.key and told(entry.data) == told(typed)
            for entry in self._async_current_entries()
        )

    async def _known_store(self) -> AccountStore | None:
        """What is kept of the account whose login is renewed."""
        entry_id = self.context.get("entry_id")
        entry = self.hass.config_entries.async_get_entry(entry_id) if entry_id else None
        return None if entry is None or entry.unique_id is None else await account_store(self.hass, entry.unique_id)

    @property
    def _stored(self) -> dict[str, Any]:
        """What was typed, without what is good for one login only."""
        once = {field.key for field in self._known_carrier.fields if field.once}
        return {key: value for key, value in self._typed.items() if key not in once}

    async def _keep(self, account: Account) -> None:
        """Hand the login and the figures over to the account's store, so that setting up the entry costs nothing."""
        assert self.unique_id is not None
        assert self._trial is not None
        store = await account_store(self.hass, self.unique_id)
        store.wall = None  # everything was read: whatever stood in the way is gone, and no poll may be due for hours
        await store.adopt(self._trial.login, self._trial.ledger, account, CARRIERS[account.carrier].pace)

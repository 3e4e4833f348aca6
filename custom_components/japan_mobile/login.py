"""A login that a person is waiting for: tried in a config flow, kept only when it has worked."""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util import dt as dt_util

from .carriers.carrier import Carrier, Credentials
from .carriers.errors import CarrierError, LoginExpired, LoginRefused
from .carriers.keep import Keep
from .carriers.ledger import Ledger
from .carriers.model import Account, Part
from .carriers.session import Session
from .carriers.web import Web, cookie_jar
from .failures import ErrorText, error_text
from .store import AccountStore


class LoginTrial:
    """The attempts of one flow. `login` and `ledger` are what the successful one leaves to be kept."""

    def __init__(self, hass: HomeAssistant, carrier: Carrier) -> None:
        self._hass = hass
        self._carrier = carrier
        self.login = Keep()
        self.ledger = Keep()

    async def run(self, credentials: Credentials) -> Account:
        """Log in and read everything once.

        A pair that was refused in this flow is not sent a second time, however often a person presses the button.
        Raises what `Client.log_in` and `fetch` raise.
        """
        ledger = Ledger(self.ledger)
        if ledger.refused(credentials):
            raise LoginRefused
        http = async_create_clientsession(self._hass, auto_cleanup=False, cookie_jar=cookie_jar())
        try:
            self.login.clear()
            web = Web(http, self._carrier.hosts, now=dt_util.utcnow)
            session = Session(self._carrier.client(self._carrier, web, self.login), credentials, ledger)
            await session.log_in()
            return await session.fetch(frozenset(Part))
        finally:
            http.detach()


def credentials_of(carrier: Carrier, data: Mapping[str, str]) -> Credentials:
    """The login fields among an entry's data."""
    return Credentials({field.key: data[field.key] for field in carrier.fields if field.key in data})


def why_login_is_needed(carrier: Carrier, store: AccountStore, credentials: Credentials) -> ErrorText:
    """Why no machine logs in any more, as far as the account's ledger tells."""
    refused = Ledger(store.ledger).refused(credentials)
    err: CarrierError = LoginRefused() if refused else LoginExpired()
    return error_text(carrier, err)

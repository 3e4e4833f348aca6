"""A login that a person is waiting for: tried in a config flow, kept only when it has worked."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from copy import deepcopy

import aiohttp
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util import dt as dt_util, ssl

from .carriers.carrier import Carrier, Challenge, Client, Credentials
from .carriers.errors import CarrierError, CodeNeeded, LoginExpired, LoginRefused
from .carriers.keep import Keep
from .carriers.ledger import Ledger
from .carriers.model import Account, Part
from .carriers.offers import Offer
from .carriers.session import Session
from .carriers.web import Web, cookie_jar
from .failures import ErrorText, error_text
from .store import AccountStore
from .turns import in_turn


class LoginTrial:
    """The attempts of one flow. `login` and `ledger` are what the successful one leaves to be kept.

    A known account's ledger goes on in `ledger`, so that what was refused before is still known afterwards, and `login`
    begins with what outlives a login of the `known` one. While a
    one-time code is awaited, `challenge` is what takes it, and the connection stays open for it; so it does where a
    person has to look at what was read, by `labels` where they are known already. `meet` is told whose login it is
    as soon as that is known, before anything is read, and may raise.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        carrier: Carrier,
        known: AccountStore | None = None,
        labels: Mapping[str, str] | None = None,
        meet: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._hass = hass
        self._carrier = carrier
        self._http: aiohttp.ClientSession | None = None
        self._session: Session | None = None
        self._labels = labels
        self._meet = meet
        self._refused: list[tuple[dict[str, str], LoginRefused]] = []
        self.challenge: Challenge | None = None
        self.login = Keep(deepcopy(dict(known.login)) if known else {})
        self.ledger = Keep(deepcopy(dict(known.ledger)) if known else {})

    async def run(self, credentials: Credentials) -> Account:
        """Log in and read everything once.

        A pair that was refused in this flow is not sent a second time, however often a person presses the button;
        one that was accepted is not either, should reading have failed. Raises what `Client.log_in` and `fetch`
        raise; after `CodeNeeded` the login goes on with `submit`.
        """
        for pair, err in self._refused:
            if pair == dict(credentials):
                raise err
        accepted = self._session is not None and self.challenge is None
        if not accepted or self._session is None or dict(self._session.credentials) != dict(credentials):
            await self._log_in(credentials)
        try:
            return await self._read()
        except CodeNeeded as err:  # reading had to log in once more
            self.challenge = err.challenge
            raise

    async def _log_in(self, credentials: Credentials) -> None:
        await self._hass.async_add_import_executor_job(self._carrier.load)
        self._carrier.check(credentials)
        self.close()
        self.login.forget(self._carrier.client.lasting)
        self._http = async_create_clientsession(self._hass, auto_cleanup=False, cookie_jar=cookie_jar())
        web = Web(
            self._http,
            self._carrier.places(credentials),
            now=dt_util.utcnow,
            old_tls=self._carrier.old_tls,
            trust=ssl.create_client_context,
        )
        client = self._carrier.client(self._carrier, web, self.login)
        client.choose(self._labels)
        session = Session(client, credentials, Ledger(self.ledger))
        try:
            async with self._in_turn(credentials):
                await session.log_in()
        except LoginRefused as err:
            self._refused.append((dict(credentials), err))
            raise
        except CodeNeeded as err:
            self._session, self.challenge = session, err.challenge
            raise
        self._session = session

    async def submit(self, code: str) -> Account:
        """Go on with the one-time code. Raises `CodeNeeded` for a wrong one, `LoginExpired` for a dead one."""
        assert self._session is not None
        assert self.challenge is not None
        async with self._in_turn(self._session.credentials):
            await self._session.submit(self.challenge, code)
        self.challenge = None
        return await self._read()

    async def choose(self, labels: Mapping[str, str]) -> Account:
        """Read once more, by these labels. Raises what `Client.fetch` raises."""
        self._labels = labels
        self._client.choose(labels)
        return await self._read()

    @property
    def attended(self) -> bool:
        """Whether pages are read in the browser of a person, who can log in there."""
        return self._session is not None and self._session.client.attended

    async def wait_for_person(self) -> None:
        """Return when somebody has logged in in his browser. Raises what the browser raises."""
        await self._client.wait_for_person()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What was found that could be read."""
        return self._client.offers

    @property
    def suggested(self) -> Mapping[str, str]:
        """The label that was found for a meaning."""
        return self._client.suggested

    @property
    def _client(self) -> Client:
        assert self._session is not None
        return self._session.client

    async def _read(self) -> Account:
        assert self._session is not None
        if self._meet is not None and (account_id := self._client.account_id) is not None:
            await self._meet(account_id)
        async with self._in_turn(self._session.credentials):
            account = await self._session.fetch(frozenset(Part))
        if not self._carrier.confirms:
            self.close()
        return account

    def _in_turn(self, credentials: Credentials) -> AbstractAsyncContextManager[None]:
        return in_turn(self._hass, self._carrier.places(credentials))

    def close(self) -> None:
        """Let go of the connection, because the trial or the whole flow is over."""
        self._session = None
        self.challenge = None
        if self._http is not None:
            self._http.detach()
            self._http = None


def credentials_of(carrier: Carrier, data: Mapping[str, str]) -> Credentials:
    """The login fields among an entry's data."""
    return Credentials({field.key: data[field.key] for field in carrier.fields if field.key in data})


def why_login_is_needed(carrier: Carrier, store: AccountStore, credentials: Credentials) -> ErrorText:
    """Why no machine logs in any more, as far as the account's ledger tells."""
    ledger = Ledger(store.ledger)
    err: CarrierError = LoginExpired()
    if ledger.refused(credentials):
        err = LoginRefused()
    elif ledger.wants_code:
        err = CodeNeeded()
    return error_text(carrier, err, credentials)

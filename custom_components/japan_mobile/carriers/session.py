"""Fetching with a login behind it: log in when there is no state, once more when it died, never beyond the ledger."""

from .carrier import Client, Credentials
from .errors import CannotConnect, CarrierError, HumanCheckNeeded, LoginExpired, LoginRefused
from .ledger import ACCEPTED, Ledger
from .model import Account, Part


class Session:
    """One account's client with its credentials and its ledger."""

    def __init__(self, client: Client, credentials: Credentials, ledger: Ledger) -> None:
        self.client = client
        self.credentials = credentials
        self.ledger = ledger

    async def fetch(self, parts: frozenset[Part]) -> Account:
        """Read the given parts; when a login has died, log in once and read again.

        Raises what `Client.fetch` and `log_in` raise; `HumanCheckNeeded` when a fresh login is not accepted either.
        """
        renewed: set[str] = set()
        while True:
            try:
                return await self._read(parts)
            except LoginExpired as err:
                if renewed & {err.login, ""}:
                    raise HumanCheckNeeded("the carrier accepts the login and then wants another one") from err
                self.ledger.allow(self.credentials, self.client.web.now())
                renewed.add(err.login)
            await self.log_in()

    async def log_in(self) -> None:
        """Send the credentials, because a person asked for it or the ledger allows it; note how it came out.

        The attempt is on disk before the first request that carries a secret. What fails earlier is no attempt.
        """
        begun = False

        async def begin() -> None:
            nonlocal begun
            if not begun:
                begun = True
                await self.ledger.begin(self.client.web.now())

        self.client.before_login = begin
        try:
            await self.client.log_in(self.credentials)
        except CarrierError as err:
            if isinstance(err, LoginRefused):
                await begin()
            # After a broken connection nobody knows whether the login arrived: the attempt stays open.
            if begun and not isinstance(err, CannotConnect):
                await self.ledger.end(self.credentials, err.kind)
            raise
        finally:
            self.client.before_login = None
        if begun:  # a login that was there already is no attempt
            await self.ledger.end(self.credentials, ACCEPTED)

    async def _read(self, parts: frozenset[Part]) -> Account:
        try:
            account = await self.client.fetch(parts)
        finally:
            await self.client.remember()
        await self.ledger.confirm()
        return account

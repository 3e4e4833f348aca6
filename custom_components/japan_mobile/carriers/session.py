"""Fetching with a login behind it: log in when there is no state, once more when it died, never beyond the ledger."""

from .carrier import Challenge, Client, Credentials
from .errors import CannotConnect, CarrierError, HumanCheckNeeded, LoginExpired, LoginRefused
from .ledger import Ledger
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
        """Send the credentials once, because a person asked for it or the ledger allows it; note how it came out."""
        await self.ledger.begin(self.client.web.now())
        try:
            await self.client.log_in(self.credentials)
        except LoginRefused:
            await self.ledger.end(self.credentials, "refused")
            raise
        except CannotConnect:
            raise  # nobody knows whether it arrived: the attempt stays open
        except CarrierError as err:
            await self.ledger.end(self.credentials, err.kind)
            raise
        await self.ledger.end(self.credentials, "accepted")

    async def submit(self, challenge: Challenge, code: str) -> None:
        """Go on with a login that waits for a one-time code.

        Raises `CodeNeeded` when the code was wrong and may be corrected, `LoginExpired` when it is dead.
        """
        await challenge.submit(code)
        await self.ledger.end(self.credentials, "accepted", with_code=True)

    async def _read(self, parts: frozenset[Part]) -> Account:
        account = await self.client.fetch(parts)
        await self.client.remember()
        await self.ledger.confirm()
        return account

"""Fetching with a login behind it: log in when there is no state, once more when it died, never beyond the ledger."""

from collections.abc import Awaitable, Callable

from .aside import aside
from .carrier import Challenge, Client, Credentials, Login
from .errors import (
    CannotConnect,
    CarrierError,
    CodeNeeded,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
)
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
                if self.client.carrier.login is Login.EMAIL_CODE:
                    raise CodeNeeded from err  # a login that is nothing but a code is a person's to begin
                if self.client.carrier.login is Login.PERSON:
                    await self._take(renewed, err)
                    continue
                if renewed & {err.login, ""}:
                    raise HumanCheckNeeded("the carrier accepts the login and then wants another one") from err
                self.ledger.allow(self.credentials, self.client.web.now())
                renewed.add(err.login)
            await self.log_in()

    async def _take(self, renewed: set[str], err: LoginExpired) -> None:
        """Let the client take what a person has handed over, once: no secret goes out, so no ledger is asked.

        Raises `LoginExpired` when it has that already.
        """
        if renewed:
            raise err
        renewed.add(err.login)
        await self.client.log_in(self.credentials)

    async def log_in(self) -> None:
        """Send the credentials, because a person asked for it or the ledger allows it; note how it came out.

        The attempt is on disk before the first request that carries a secret. What fails earlier is no attempt.
        """
        begun = False

        async def begin() -> None:
            nonlocal begun
            if not begun:
                await self.ledger.begin(self.client.web.now())
                begun = True

        self.client.before_login = begin
        try:
            await self.client.log_in(self.credentials)
        except CarrierError as err:
            await self._note(err, begin, begun=begun)
            raise
        finally:
            self.client.before_login = None
        if begun:  # a login that was there already is no attempt
            await self.ledger.end(self.credentials, ACCEPTED, with_code=self._typed_code)

    @property
    def _typed_code(self) -> bool:
        """Whether a code was typed in beside what opens the account; a token that is good once is all that opens it."""
        carrier = self.client.carrier
        typed = (self.credentials.get(field.key) for field in carrier.fields if field.once)
        return carrier.login is not Login.TOKEN and any(typed)

    async def _note(self, err: CarrierError, begin: Callable[[], Awaitable[None]], *, begun: bool) -> None:
        """Write down how a login failed.

        After a broken connection nobody knows whether it arrived: the attempt stays open. A code may be asked for
        without the password having been sent again.
        """
        match err:
            case LoginRefused():
                outcome = LoginRefused.__name__
            case CodeNeeded():
                outcome = CodeNeeded.__name__
            case _:
                outcome = err.kind if begun and not isinstance(err, CannotConnect) else ""
        if outcome:
            if not begun:
                await begin()
            await self.ledger.end(self.credentials, outcome)

    async def submit(self, challenge: Challenge, code: str) -> None:
        """Go on with a login that waits for a one-time code.

        Raises `CodeNeeded` when the code was wrong and may be corrected, `LoginExpired` when it is dead.
        """
        await challenge.submit(code)
        await self.ledger.end(self.credentials, ACCEPTED, with_code=True)

    async def _read(self, parts: frozenset[Part]) -> Account:
        try:
            account = await self.client.fetch(parts)
        except LayoutChanged as err:
            from .skeleton import shown_on  # noqa: PLC0415 - it is large; `Carrier.load` has imported it

            await aside(shown_on, self.client.web.last, err)
            raise
        finally:
            self.client.web.last = None
            await self.client.remember()
        await self.ledger.confirm()
        return account

"""`script/carrier fetch`: one account over the network."""

import asyncio
from dataclasses import dataclass
from functools import partial
from getpass import getpass
from pathlib import Path
import sys

import aiohttp

from .carrier import Carrier, Challenge, Credentials, Login
from .cli_network import ConnectTo, connector, trusting
from .cli_record import Recorder
from .cli_state import StateFile, Usage, read_credentials
from .errors import CodeNeeded, RefusedBefore
from .ledger import Ledger
from .model import Account, Part
from .session import Session
from .web import Web, cookie_jar

_CODES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """What was chosen on the command line."""

    credentials: Path
    code: str | None
    parts: frozenset[Part]
    state: Path | None
    connect_to: tuple[ConnectTo, ...]
    cacert: Path | None
    record: Path | None
    again: bool = False


async def fetch(carrier: Carrier, options: FetchOptions) -> Account:
    """Log in as far as needed and read the parts. Raises `CarrierError` or `Usage`."""
    credentials = _with_typed_code(carrier, read_credentials(options.credentials, carrier), options.code)
    login, ledger = StateFile(options.state).keeps(carrier, credentials)
    recorder = _recorder(options.record)
    async with aiohttp.ClientSession(
        cookie_jar=cookie_jar(), connector=connector(options.connect_to, options.cacert)
    ) as http:
        web = Web(
            http,
            carrier.places(credentials),
            recorder=recorder,
            old_tls=carrier.old_tls,
            trust=partial(trusting, options.cacert),
        )
        client = carrier.client(carrier, web, login)
        session = Session(client, credentials, Ledger(ledger))
        try:
            return await session.fetch(options.parts)
        except RefusedBefore:
            if not options.again:
                raise
            await _log_in(session, options.code)
        except CodeNeeded as needed:
            await _with_code(session, needed, options.code)
        return await session.fetch(options.parts)


def _with_typed_code(carrier: Carrier, credentials: Credentials, code: str | None) -> Credentials:
    """The credentials, with the code of the command line in the field for it, where the login form has one."""
    if code is None or carrier.login is Login.PERSON:
        return credentials
    fields = {field.key: code.strip() for field in carrier.fields if field.once}
    return Credentials({**credentials, **fields})


def _recorder(folder: Path | None) -> Recorder | None:
    try:
        return None if folder is None else Recorder(folder)
    except OSError as err:
        raise Usage(f"folder {folder} cannot be used: {err.strerror}") from None


async def _with_code(session: Session, needed: CodeNeeded, code: str | None) -> None:
    """Get in with the code of the command line, or with one typed on the terminal; without either, raise `needed`."""
    if code is None and not sys.stdin.isatty():
        raise needed
    if needed.challenge is not None:
        await _answer(session, needed.challenge, code)
        return
    await _log_in(session, code)


async def _log_in(session: Session, code: str | None) -> None:
    """Log in although the ledger keeps machines from it: here a person has asked for it, and waits for a code."""
    try:
        await session.log_in()
    except CodeNeeded as asked:
        if asked.challenge is None or (code is None and not sys.stdin.isatty()):
            raise
        await _answer(session, asked.challenge, code)


async def _answer(session: Session, challenge: Challenge, code: str | None) -> None:
    """Submit the code; one that was typed may be corrected."""
    if code is not None:
        await session.submit(challenge, code.strip())
        return
    await challenge.send()
    for left in reversed(range(_CODES)):
        typed = await asyncio.to_thread(getpass, "Code: ", sys.stderr)
        try:
            await session.submit(challenge, typed.strip())
        except CodeNeeded:
            if not left:
                raise
        else:
            return

"""What every simulated portal is to the server: hosts it answers for, and an answer to each call."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from aiohttp import web

from simulator.journal import Journal, Login
from simulator.people import Account
from simulator.portals.choices import check_word
from simulator.world import World


class Instead(Exception):
    """Leaves the handling of a call with another answer."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True)
class Sms:
    """A message with a one-time code, as it reached a telephone."""

    carrier: str
    account_id: str
    number: str
    code: str
    when: datetime


@dataclass(frozen=True)
class Mail:
    """A message with a one-time code, as it reached a mailbox."""

    carrier: str
    account_id: str
    to: str
    code: str
    when: datetime


class Portal(ABC):
    """A carrier family's servers. A new one is made for every world, so that no sign-in outlives its world.

    `sms` and `mails` hold every message that was sent, the newest last: a test asks whether anybody was waiting for one.
    """

    carriers: ClassVar[tuple[str, ...]]
    hosts: ClassVar[tuple[str, ...]]
    options: ClassVar[type]
    modes: ClassVar[tuple[str, ...]]

    def __init__(self, world: World, journal: Journal) -> None:
        self.world = world
        self.journal = journal
        self.sms: list[Sms] = []
        self.mails: list[Mail] = []

    @abstractmethod
    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a call to one of the hosts. May raise `Instead`."""

    @abstractmethod
    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let the account's sign-ins die (on one interface or on all), as if their time had come."""

    def change(self, account: Account, changes: Mapping[str, Any]) -> None:
        """Apply what is the portal's own to change. Raises ValueError for an unknown change."""
        for name, value in changes.items():
            known = {one.name: one for one in fields(account.options)}
            if name not in known:
                raise ValueError(f"no such option: {name}")
            check_word(known[name], value)
            setattr(account.options, name, value)


def try_login(
    world: World, journal: Journal, *, carrier: str, interface: str, username: str, password: str
) -> Account | None:
    """Check credentials and write the try into the journal."""
    account = world.named(carrier, username)
    accepted = account is not None and account.password == password
    journal.submitted.append(
        Login(
            carrier=carrier,
            interface=interface,
            username=username,
            account_id=account.account_id if account else None,
            accepted=accepted,
            when=world.now(),
            password=password,
        )
    )
    return account if accepted else None

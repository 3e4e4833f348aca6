"""What is kept on disk: the installation's secret, and for each account login state, ledger and last figures.

Every save is awaited and atomic: what is relied on is on disk, and a killed process leaves the old file or the new
one, never half of one. A save that did not come to the disk fails, so that nothing is sent that relies on it. The files are
readable by Home Assistant's user only.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
import logging
import secrets
from typing import Any, TypedDict, override

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util.hass_dict import HassKey

from .carriers import wire
from .carriers.carrier import Pace
from .carriers.errors import CarrierError, LayoutChanged
from .carriers.keep import Keep, is_time, mapping_of
from .carriers.ledger import LOST
from .carriers.model import Account, Part
from .const import DOMAIN
from .slices import AT_ONCE

_LOGGER = logging.getLogger(__name__)
_VERSION = 1

_DAY = timedelta(days=1)
RETRY = timedelta(hours=3)
"""How long after a failure a part that is usually read once a day is asked for again."""


class NotKept(UpdateFailed):
    """What has to be remembered could not be written to the disk."""

    def __init__(self) -> None:
        super().__init__(translation_domain=DOMAIN, translation_key="not_kept")


class _File[T: (Mapping[str, Any] | list[Any])](Store[T]):
    """A file of which it is known whether it could be written. Home Assistant itself writes that into its log alone."""

    _written = True

    async def write(self, content: T) -> None:
        """Write it; as Home Assistant stops, that is put off to its end. Raises `NotKept`."""
        try:
            await self.async_save(content)
        except OSError as err:  # such as a folder that cannot be made
            raise NotKept from err
        if not self._written:
            raise NotKept

    @override
    async def _async_write_data(self, data: dict[str, Any]) -> None:
        self._written = False
        await super()._async_write_data(data)
        self._written = True


class _Content(TypedDict):
    login: dict[str, Any]
    ledger: dict[str, Any]
    polled: dict[str, str]
    read: dict[str, str]
    account: dict[str, Any] | None
    rest_until: str | None
    last_error: dict[str, Any] | None
    absent: dict[str, str]
    sent: dict[str, int]
    wall: dict[str, str] | None


class AccountStore:
    """The file of one account. There is one object per file: `account_store` hands it out.

    `polled` says when each part counts as asked for last, `read` when it was read last, `last_error` how the last poll
    that failed did so, `absent` since when a known line is left out of the carrier's answers, `sent` how many requests
    each poll of the last day took, `wall` what only a person can get past: the kind of error, and the action. `removed`:
    the account is being removed, `gone`: nothing is left of it.
    """

    def __init__(self, hass: HomeAssistant, key: str) -> None:
        self._file: _File[_Content] = _File(
            hass, _VERSION, f"{DOMAIN}.{key}", private=True, atomic_writes=True, serialize_in_event_loop=False
        )
        self._hass = hass
        self._turn = asyncio.Lock()
        self._forget_end = hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, self._written_at_last)
        self.removed = False
        self.gone = asyncio.Event()
        self.login = Keep(save=self.save)
        self.ledger = Keep(save=self.save)
        self.polled: dict[Part, datetime] = {}
        self.read: dict[Part, datetime] = {}
        self.account: Account | None = None
        self.rest_until: datetime | None = None
        self.last_error: dict[str, Any] | None = None
        self.absent: dict[str, datetime] = {}
        self.sent: dict[datetime, int] = {}
        self.wall: dict[str, str] | None = None

    async def load(self) -> None:
        """Read the file.

        Figures that are damaged, or that an older version wrote in another form, are dropped: they can be asked for.
        A damaged login or ledger is found out by whoever uses it.
        """
        content: Mapping[str, Any] | None = await self._file.async_load()
        if content is None:
            return
        self.login.update(_mapping(content.get("login")) or {})
        ledger = _mapping(content.get("ledger"))
        self.ledger.update(LOST if ledger is None else ledger)
        self.last_error = _mapping(content.get("last_error"))
        self.wall = _mapping(content.get("wall"))
        try:
            self.rest_until = _time(content["rest_until"])
            self.polled = _times(content["polled"])
            self.read = _times(content["read"])
            self.absent = _instants(content.get("absent", {}))
            self.sent = _counts(content.get("sent", {}))
            account = content["account"]
            if account is not None and not wire.is_account(account):
                raise ValueError
            self.account = None if account is None else wire.load(account)
        except KeyError, TypeError, ValueError:
            _LOGGER.warning("Stored figures could not be read; they will be fetched again")
            self.account, self.polled, self.read, self.rest_until, self.absent = None, {}, {}, None, {}
            self.sent = {}

    async def save(self) -> None:
        """Write everything; returns when it is on disk. Of a removed account nothing is written any more.

        It is written also if whoever waits for it is cancelled meanwhile: else a login that a poll has brought would be lost
        when Home Assistant stops. Raises `NotKept`.
        """
        # Not begun at once: Home Assistant cancels at its end what a task began that it did not know of yet.
        task = self._hass.async_create_task(self._write(), f"{self._file.key}: save", eager_start=False)
        await asyncio.shield(task)

    async def save_if_possible(self) -> None:
        """The same for what can be asked for again, or is all the same as long as Home Assistant runs: that it could not be
        written is in the log by then.
        """
        with suppress(NotKept):
            await self.save()

    async def _write(self) -> None:
        """Write what holds once the figures are dumped, one after another."""
        async with self._turn:
            await self._write_now()

    async def _written_at_last(self, _event: Event) -> None:
        """Let Home Assistant wait at its end for what was being written when it began to stop."""
        async with self._turn:
            pass

    async def _write_now(self) -> None:
        account: Account | None = None
        dumped: dict[str, Any] | None = None
        while account is not self.account:
            account = self.account
            dumped = None if account is None else await self._dump(account)
        if self.removed:
            return
        await self._file.write(
            {
                "login": dict(self.login),
                "ledger": dict(self.ledger),
                "polled": {part.value: at.isoformat() for part, at in self.polled.items()},
                "read": {part.value: at.isoformat() for part, at in self.read.items()},
                "account": dumped,
                "rest_until": None if self.rest_until is None else self.rest_until.isoformat(),
                "last_error": self.last_error,
                "absent": {line_id: since.isoformat() for line_id, since in self.absent.items()},
                "sent": {at.isoformat(): count for at, count in self.sent.items()},
                "wall": self.wall,
            }
        )

    async def _dump(self, account: Account) -> dict[str, Any]:
        """Figures as JSON-able data; those of many lines are dumped in a thread."""
        dump = partial(wire.dump, account, kept=True)
        return await self._hass.async_add_executor_job(dump) if len(account.lines) > AT_ONCE else dump()

    def note_sent(self, count: int, now: datetime) -> None:
        """Remember how many requests a poll took, for a day."""
        self.sent = {at: known for at, known in self.sent.items() if timedelta(0) <= now - at < _DAY}
        self.sent[now] = self.sent.get(now, 0) + count

    def sent_today(self, now: datetime) -> int:
        """How many requests were sent within the last 24 hours."""
        return sum(count for at, count in self.sent.items() if timedelta(0) <= now - at < _DAY)

    def note_error(self, err: CarrierError, now: datetime) -> None:
        """Remember the last failure for the diagnostics, also over a restart: nothing in it is personal."""
        skeleton = err.skeleton if isinstance(err, LayoutChanged) else None
        self.last_error = {"at": now.isoformat(), **wire.told_failure(err), "skeleton": skeleton}

    def note(self, account: Account, parts: frozenset[Part], pace: Pace, now: datetime) -> None:
        """Take figures and remember which parts they brought; a part that failed is soon asked for again."""
        if Part.USAGE in parts:
            self._note_absent(account, now)
        self.account = account
        self.rest_until = None
        failed = {problem.part for problem in account.problems} & parts
        self.read.update(dict.fromkeys(parts - failed, now))
        self.polled.update(dict.fromkeys(parts, now))
        self.polled.update({part: now - max(pace.of(part) - RETRY, timedelta(0)) for part in failed})

    def _note_absent(self, account: Account, now: datetime) -> None:
        here = {line.line_id for line in account.lines}
        known = {line.line_id for line in self.account.lines} if self.account else set()
        self.absent = {line_id: self.absent.get(line_id, now) for line_id in (known | self.absent.keys()) - here}

    async def adopt(self, login: Mapping[str, Any], ledger: Mapping[str, Any], account: Account, pace: Pace) -> None:
        """Take over what a config flow has logged in and read.

        The keeps are new objects: a poll that is still under way with the old login cannot touch the new one.
        """
        self.login = Keep(login, self.save)
        self.ledger = Keep(ledger, self.save)
        self.note(account, frozenset(Part), pace, account.fetched_at)
        self.wall = None  # everything was read: whatever stood in the way is gone, and no poll may be due for hours
        await self.save_if_possible()

    async def remove(self) -> None:
        """Delete the file, for good: a poll that is still under way does not bring it back, nor does one being written."""
        self.removed = True
        self._forget_end()
        async with self._turn:
            await self._file.async_remove()


def _mapping(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _instants(texts: Any) -> dict[str, datetime]:
    if not mapping_of(is_time)(texts):
        raise ValueError
    return {name: datetime.fromisoformat(at) for name, at in texts.items()}


def _counts(counts: Any) -> dict[datetime, int]:
    if not isinstance(counts, dict) or not all(is_time(at) and type(count) is int for at, count in counts.items()):
        raise ValueError
    return {datetime.fromisoformat(at): count for at, count in counts.items()}


def _times(texts: Any) -> dict[Part, datetime]:
    return {Part(part): at for part, at in _instants(texts).items()}


_STORES: HassKey[dict[str, AccountStore]] = HassKey(f"{DOMAIN}_stores")
_SECRET: HassKey[bytes] = HassKey(f"{DOMAIN}_secret")
_SECRET_TURN: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_secret_turn")


def _time(text: Any) -> datetime | None:
    if text is not None and not is_time(text):
        raise ValueError
    return None if text is None else datetime.fromisoformat(text)


async def account_store(hass: HomeAssistant, key: str) -> AccountStore:
    """The store of the account with that unique id, loaded."""
    stores = hass.data.setdefault(_STORES, {})
    while (known := stores.get(key)) is not None and known.removed:
        await known.gone.wait()  # else the file of an account that is added again would go with the old one
    if key not in stores:
        store = AccountStore(hass, key)
        await store.load()
        # While this one was loading, somebody else may have been faster; both must hold the same object.
        stores.setdefault(key, store)
    return stores[key]


async def forget_account(hass: HomeAssistant, key: str) -> None:
    """Delete an account's file."""
    store = await account_store(hass, key)
    try:
        await store.remove()
    finally:
        hass.data[_STORES].pop(key, None)
        store.gone.set()


async def installation_secret(hass: HomeAssistant) -> bytes:
    """The secret that keys all ids of this installation; made once. Raises `NotKept`: another one would make other ids."""
    async with hass.data.setdefault(_SECRET_TURN, asyncio.Lock()):
        if _SECRET not in hass.data:
            file: _File[dict[str, str]] = _File(hass, _VERSION, DOMAIN, private=True, atomic_writes=True)
            content = await file.async_load()
            if content is None:
                content = {"secret": secrets.token_hex(32)}
                await file.write(content)
            hass.data[_SECRET] = bytes.fromhex(content["secret"])
    return hass.data[_SECRET]

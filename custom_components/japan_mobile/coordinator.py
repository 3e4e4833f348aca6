"""One coordinator per account: asks for what is due, and turns the carrier's errors into Home Assistant's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
import logging
import random
from typing import TYPE_CHECKING, NoReturn, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util import dt as dt_util, ssl

from .carriers.carrier import Can, Carrier, Login
from .carriers.errors import (
    AccountActionNeeded,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LoginExpired,
    LoginRefused,
)
from .carriers.ledger import Ledger
from .carriers.model import Account, Line, Part, end_of_day
from .carriers.session import Session
from .carriers.web import Web, cookie_jar
from .choice import narrowed
from .const import CONF_LABELS, DOMAIN
from .failures import ErrorText, called, error_text, rest_after
from .login import credentials_of
from .reasons import in_words
from .repairs import sync_issues
from .rounds import RoundsCoordinator
from .store import AccountStore
from .strangers import refuse_strangers
from .turns import in_turn
from .walls import error_of, wall_of

if TYPE_CHECKING:
    from .history import UsageHistory

_LOGGER = logging.getLogger(__name__)

type JapanMobileConfigEntry = ConfigEntry[AccountCoordinator]

_PERSONAL = (LoginRefused, LoginExpired, CodeNeeded, HumanCheckNeeded, AccountActionNeeded)
"""What only somebody who logs in, or acts in the portal, can mend."""
JITTER = 0.1
STALE_AFTER = {
    Part.USAGE: timedelta(hours=24),
    Part.BILLS: timedelta(days=3),
    Part.HISTORY: timedelta(days=3),
    Part.CONTRACT: timedelta(days=3),
}
"""How long figures are shown after the last answer: long enough for a night of maintenance, or a failed daily poll."""


class AccountCoordinator(RoundsCoordinator[Account]):
    """Polls one account."""

    config_entry: JapanMobileConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: JapanMobileConfigEntry,
        carrier: Carrier,
        store: AccountStore,
        secret: bytes,
    ) -> None:
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{carrier.name} account",
            update_interval=carrier.pace.usage,
            always_update=False,
        )
        self.carrier = carrier
        self.store = store
        self.secret = secret
        credentials = credentials_of(carrier, entry.data)
        http = async_create_clientsession(hass, cookie_jar=cookie_jar())
        self.places = carrier.places(credentials)
        web = Web(http, self.places, now=dt_util.utcnow, old_tls=carrier.old_tls, trust=ssl.create_client_context)
        client = carrier.client(carrier, web, store.login)
        labels = entry.data.get(CONF_LABELS)
        client.choose(labels)
        self.can = narrowed(carrier.can_with(credentials), labels)
        self.called = called(carrier, credentials)
        self.session = Session(client, credentials, Ledger(store.ledger))
        self.history: UsageHistory
        self._starting = True
        self._indexed: Account | None = None
        self._index: dict[str, Line] = {}
        self._cancel_expiry: CALLBACK_TYPE | None = None
        entry.async_on_unload(self._forget_expiry)

    async def start(self) -> None:
        """Get the first figures: those kept from before, which are brought up to date in the background.

        Where the user alone says which lines there are nobody has to be asked, and the lines before may not be his any more.
        Raises what `async_config_entry_first_refresh` raises when nothing was kept.
        """
        if self.store.account is None or self.carrier.login is Login.NONE:
            await self.async_config_entry_first_refresh()
            return
        self.data = self.store.account
        self._plan_expiry()
        self._show_problems(self.data)
        if (wall := error_of(self.store.wall)) is not None:  # it still stands, and may not be met for hours
            sync_issues(self.hass, self.config_entry, self.carrier, [wall], clear=False)
        self.config_entry.async_create_background_task(self.hass, self.async_refresh(), f"{self.name}: first poll")

    # What is shown

    def fresh(self, part: Part) -> bool:
        """Whether what is known of a part is young enough to be shown."""
        read = self.store.read.get(part)
        return read is not None and dt_util.utcnow() - read < STALE_AFTER[part]

    def shown(self, line_id: str) -> Line | None:
        """The line, if what is known of it still holds: not stale, and of the running cycle."""
        fresh = dt_util.utcnow() - self.data.fetched_at < STALE_AFTER[Part.USAGE]
        line = self.line(line_id) if fresh else None
        if line is None or (line.cycle is not None and line.cycle.end < dt_util.now(self.carrier.zone).date()):
            return None
        return line

    def line(self, line_id: str) -> Line | None:
        """The line as it was read last. Hundreds of lines ask for themselves at every poll, so they are not searched."""
        if self._indexed is not self.data:
            self._indexed, self._index = self.data, {line.line_id: line for line in self.data.lines}
        return self._index.get(line_id)

    @override
    def _async_refresh_finished(self) -> None:
        super()._async_refresh_finished()
        if self.data is not None and not self._shutdown_requested:
            self._plan_expiry()

    @callback
    def _plan_expiry(self) -> None:
        """Write the states again when the figures go stale, or a day or a cycle ends, whatever polling does by then."""
        self._forget_expiry()
        last = {line.cycle.end for line in self.data.lines if line.cycle}
        ends = [end_of_day(day, self.carrier.zone) + timedelta(seconds=2) for day in last]
        now = dt_util.utcnow()
        ends.append(end_of_day(dt_util.now(self.carrier.zone).date(), self.carrier.zone) + timedelta(seconds=2))
        stale = [at + STALE_AFTER[part] for part, at in self.store.read.items()]
        moments = [at for at in (*ends, *stale, self.data.fetched_at + STALE_AFTER[Part.USAGE]) if at > now]
        if moments:
            self._cancel_expiry = async_track_point_in_utc_time(self.hass, self._expire, min(moments))

    @callback
    def _expire(self, _now: datetime) -> None:
        self._cancel_expiry = None
        self.async_update_listeners()
        self._plan_expiry()

    @callback
    def _forget_expiry(self) -> None:
        if self._cancel_expiry is not None:
            self._cancel_expiry()
            self._cancel_expiry = None

    # What is asked for

    @override
    async def _async_update_data(self) -> Account:
        now = dt_util.utcnow()
        due = self._due(now)
        self._plan_next(now)
        known = self.store.account
        if known is not None and Part.USAGE not in due:
            return known
        self._keep_resting(now)
        had_login = bool(self.store.login.keys() - self.session.client.lasting)
        try:
            async with in_turn(self.hass, self.places):
                with self._counted():
                    newer = await self.session.fetch(due)
            if had_login and self.carrier.login is not Login.NONE:  # else the user alone says which lines there are
                refuse_strangers(known, newer)
        except CarrierError as err:
            self.store.note_error(err, now)
            if isinstance(err, _PERSONAL):
                self.store.wall = wall_of(err)
            elif not isinstance(err, CannotConnect):
                self.store.wall = None
            await self._fail(err, now)
        self.store.wall = None
        self.last_exception = None  # its traceback holds the account and the pages of the poll that failed
        account = newer if known is None else known.updated(newer, due)
        self._log_new_problems(known, account)
        self._show_problems(account)
        self.store.note(account, due, self.carrier.pace, now)
        await self.store.save_if_possible()
        return account

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count the requests that are sent meanwhile, also where it ends badly."""
        before = self.session.client.web.requests
        try:
            yield
        finally:
            self.store.note_sent(self.session.client.web.requests - before, dt_util.utcnow())

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to log in, or to act in the portal, before anything is read again.

        A pause, a broken connection or a restart changes nothing of it.
        """
        return self.store.wall is not None

    @property
    def requests_today(self) -> int:
        """How many requests the carrier got within the last 24 hours."""
        return self.store.sent_today(dt_util.utcnow())

    @property
    def next_poll(self) -> datetime | None:
        """When the carrier is asked next, if nobody asks before; None while nobody knows."""
        if self.store.rest_until is not None and self.store.rest_until > dt_util.utcnow():
            return self.store.rest_until
        polled = self.store.polled.get(Part.USAGE)
        return None if polled is None or self.update_interval is None else polled + self.update_interval

    @property
    def login_state(self) -> str:
        """Whether the login works: `logged_in`, `login_needed`, `resting` or `unreachable`."""
        if self.needs_person:
            return "login_needed"
        if self.store.rest_until is not None and self.store.rest_until > dt_util.utcnow():
            return "resting"
        return "logged_in" if self.last_update_success else "unreachable"

    async def set_fast(self, line_id: str, *, fast: bool) -> None:
        """Switch a line's fast data, and read again what the carrier says of it. Raises HomeAssistantError."""
        try:
            async with in_turn(self.hass, self.places):
                with self._counted():
                    await self.session.client.set_fast(line_id, fast=fast)
        except CarrierError as err:
            self.store.note_error(err, dt_util.utcnow())
            raise HomeAssistantError(**self._told(err).translated()) from err
        self.store.polled.pop(Part.USAGE, None)
        await self.async_refresh()

    async def ask_again(self) -> None:
        """Read everything at once, because it is known that something has changed."""
        self.store.polled.clear()
        await self.async_refresh()

    def _told(self, err: CarrierError) -> ErrorText:
        return in_words(self.hass, error_text(self.carrier, err, self.config_entry.data))

    def _show_problems(self, account: Account) -> None:
        sync_issues(self.hass, self.config_entry, self.carrier, [problem.error for problem in account.problems])

    def _due(self, now: datetime) -> frozenset[Part]:
        """What to ask for now.

        A restart asks only for what would be due anyway. Later, whoever asks (the clock or a person) gets usage
        unless it is younger than the carrier's pace for asking by hand.
        """
        return frozenset(part for part in _told_by(self.can) if not self._young(part, now))

    def _young(self, part: Part, now: datetime) -> bool:
        pace = self.carrier.pace
        gap = pace.by_hand if part is Part.USAGE and not self._starting else pace.of(part)
        polled = self.store.polled.get(part)
        # An answer from the future was noted while the clock was wrong.
        return polled is not None and timedelta(0) <= now - polled < gap

    def _plan_next(self, now: datetime) -> None:
        """Spread polls around the carrier's pace, so that not all installations ask at the same second."""
        wait = self.carrier.pace.usage * random.uniform(1 - JITTER, 1 + JITTER)
        polled = self.store.polled.get(Part.USAGE)
        if self._starting and polled is not None and self._young(Part.USAGE, now):
            wait = max(wait - (now - polled), min(timedelta(minutes=1), wait))
        self._starting = False
        self.update_interval = wait

    def _log_new_problems(self, known: Account | None, account: Account) -> None:
        before = {str(problem.error) for problem in known.problems} if known else set()
        for problem in account.problems:
            if str(problem.error) not in before:
                self.logger.warning("%s, %s: %s", self.name, problem.part.value, problem.error)

    # What went wrong

    def _keep_resting(self, now: datetime) -> None:
        """Leave the carrier alone as long as it, or its wall against robots, asked us to; restarts included."""
        until = self.store.rest_until
        if until is None or now >= until:
            return
        raise UpdateFailed(
            retry_after=(until - now).total_seconds(),
            translation_domain=DOMAIN,
            translation_key="resting",
            translation_placeholders={
                "carrier": self.called,
                "until": dt_util.as_local(until).isoformat(sep=" ", timespec="minutes"),
            },
        )

    def _mended_in_browser(self, err: CarrierError) -> bool:
        """Whether a person mends it in his own browser, so that the next poll may find it mended: nothing is sent there."""
        return self.session.client.attended and isinstance(err, AccountActionNeeded | HumanCheckNeeded | ForeignAnswer)

    async def _fail(self, err: CarrierError, now: datetime) -> NoReturn:
        """Raise what Home Assistant understands, and tell the user what to do where only the user can do it."""
        text = self._told(err)
        if isinstance(err, LoginRefused | LoginExpired | CodeNeeded):
            await self.store.save_if_possible()
            if credentials_of(self.carrier, self.config_entry.data) != self.session.credentials:
                raise UpdateFailed(**text.translated()) from err  # a new login has been given meanwhile
            raise ConfigEntryAuthFailed(**text.translated()) from err
        if isinstance(err, _PERSONAL) or not self.needs_person:
            sync_issues(self.hass, self.config_entry, self.carrier, [err], clear=False)
        rest = None if self._mended_in_browser(err) else rest_after(self.carrier, err, now)
        if rest is not None:
            self.store.rest_until = now + rest
        if isinstance(err, ForeignAnswer):
            # Whatever login led to another customer's data is not used again.
            self.store.login.forget(self.session.client.lasting)
            self.session.client.web.forget_cookies()
        await self.store.save_if_possible()
        raise UpdateFailed(retry_after=rest.total_seconds() if rest else None, **text.translated()) from err


def _told_by(can: Can) -> frozenset[Part]:
    """The parts about which a carrier has something to tell."""
    parts = {Part.USAGE, Part.CONTRACT}
    if can & (Can.BILLS | Can.ESTIMATE | Can.ARREARS | Can.LINE_BILLS):
        parts.add(Part.BILLS)
    if can & (Can.DAILY_HISTORY | Can.MONTHLY_HISTORY):
        parts.add(Part.HISTORY)
    return frozenset(parts)

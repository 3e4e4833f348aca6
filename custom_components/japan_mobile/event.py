"""Events: what has happened to a line or an account since the last answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .binary_sensor import is_low
from .carriers.carrier import Can
from .carriers.model import TOKYO, Account, BucketKind, Line, Month
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines
from .readings import latest_bill, overdue

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class LineEventDescription(EventEntityDescription):
    """An event of a line; `happened` compares what was shown before with what is shown now."""

    needs: Can
    happened: Callable[[AccountCoordinator, Line, Line], bool]


@dataclass(frozen=True, kw_only=True)
class AccountEventDescription(EventEntityDescription):
    """An event of an account."""

    needs: Can
    happened: Callable[[Account, Account], bool]


def became_low(coordinator: AccountCoordinator, before: Line, now: Line) -> bool:
    """Whether the data has become low between two answers."""
    return is_low(coordinator, before) is False and is_low(coordinator, now) is True


def was_reset(_coordinator: AccountCoordinator, before: Line, now: Line) -> bool:
    """Whether a new cycle has begun."""
    return before.cycle is not None and now.cycle is not None and now.cycle.start > before.cycle.end


def was_topped_up(_coordinator: AccountCoordinator, before: Line, now: Line) -> bool:
    """Whether data was added that is not the cycle's own: bought, or given."""
    kinds = {BucketKind.TOP_UP, BucketKind.GIFT, BucketKind.BONUS}

    def held(line: Line) -> dict[tuple[object, object], int]:
        return {
            (bucket.kind, bucket.expires): bucket.remaining
            for bucket in line.buckets
            if bucket.kind in kinds and bucket.remaining is not None
        }

    known = held(before)
    return any(left > known.get(key, 0) for key, left in held(now).items())


def bill_came(before: Account, now: Account) -> bool:
    """Whether a bill was issued for a newer month."""
    old, new = latest_bill(before), latest_bill(now)
    if old is None or new is None or new.month is None:
        return False
    return new.month > (old.month or Month(0, 1))


def became_overdue(before: Account, now: Account) -> bool:
    """Whether a payment was missed that was not missed before."""
    today = dt_util.now(TOKYO).date()
    return overdue(before, today) is False and overdue(now, today) is True


LINE_EVENTS = (
    LineEventDescription(
        key="became_low", translation_key="became_low", event_types=["became_low"],
        needs=Can.REMAINING | Can.TOTAL, happened=became_low,
    ),
    LineEventDescription(
        key="data_reset", translation_key="data_reset", event_types=["data_reset"],
        needs=Can.USED, happened=was_reset,
    ),
    LineEventDescription(
        key="topped_up", translation_key="topped_up", event_types=["topped_up"],
        needs=Can.BUCKETS, happened=was_topped_up,
    ),
)  # fmt: skip
ACCOUNT_EVENTS = (
    AccountEventDescription(
        key="bill_issued", translation_key="bill_issued", event_types=["bill_issued"],
        needs=Can.BILLS, happened=bill_came,
    ),
    AccountEventDescription(
        key="became_overdue", translation_key="became_overdue", event_types=["became_overdue"],
        needs=Can.BILLS, happened=became_overdue,
    ),
)  # fmt: skip
LOGIN_ASKED = EventEntityDescription(
    key="login_asked",
    translation_key="login_asked",
    event_types=["login_asked"],
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the events that the carrier's answers can tell."""
    coordinator = entry.runtime_data
    if coordinator.carrier.fields:
        async_add_entities([LoginAsked(coordinator, LOGIN_ASKED)])
    async_add_entities(
        AccountEvent(coordinator, description) for description in ACCOUNT_EVENTS if description.needs in coordinator.can
    )
    add_for_lines(
        coordinator,
        async_add_entities,
        lambda line, key: [
            LineEvent(coordinator, description, line, key)
            for description in LINE_EVENTS
            if description.needs in coordinator.can
        ],
    )


class LineEvent(LineEntity, EventEntity):
    """Something that happens to a line."""

    entity_description: LineEventDescription

    def __init__(
        self, coordinator: AccountCoordinator, description: LineEventDescription, line: Line, key: str
    ) -> None:
        super().__init__(coordinator, description, line, key)
        self._before: Line | None = coordinator.data.line(line.line_id)

    @property
    @override
    def available(self) -> bool:
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        now = self.coordinator.data.line(self._line_id)
        before, self._before = self._before, now
        if before is None or now is None or before is now:
            return
        if self.entity_description.happened(self.coordinator, before, now):
            self._trigger_event(self.entity_description.event_types[0])  # type: ignore[index]
            self.async_write_ha_state()


class AccountEvent(AccountEntity, EventEntity):
    """Something that happens to an account."""

    entity_description: AccountEventDescription

    def __init__(self, coordinator: AccountCoordinator, description: AccountEventDescription) -> None:
        super().__init__(coordinator, description)
        self._before = coordinator.data

    @property
    @override
    def available(self) -> bool:
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        before, self._before = self._before, self.coordinator.data
        if before is not self._before and self.entity_description.happened(before, self._before):
            self._trigger_event(self.entity_description.event_types[0])  # type: ignore[index]
            self.async_write_ha_state()


class LoginAsked(AccountEntity, EventEntity):
    """The carrier wants somebody to log in."""

    def __init__(self, coordinator: AccountCoordinator, description: EventEntityDescription) -> None:
        super().__init__(coordinator, description)
        self._before = coordinator.needs_person

    @property
    @override
    def available(self) -> bool:
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        before, self._before = self._before, self.coordinator.needs_person
        if self._before and not before:
            self._trigger_event("login_asked")
            self.async_write_ha_state()

"""Events: what has happened to a line or an account since the last time that it was known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .binary_sensor import is_low, is_overdue
from .carriers.carrier import Can
from .carriers.model import BucketKind, Line
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import AccountEntity, LineEntity, add_for_lines
from .readings import newest_issued

PARALLEL_UPDATES = 0
_ADDED = frozenset({BucketKind.TOP_UP, BucketKind.GIFT, BucketKind.BONUS})


@dataclass(frozen=True, kw_only=True)
class HappeningDescription(EventEntityDescription):
    """An event: what is known (of a line, by its id), None while nothing is, and whether two such things tell it.

    Answers that could not be read are passed over, so that nothing happens by being read again. `kept` says which of two
    is remembered: of what only goes forward the later one, so that yesterday's page makes nothing happen twice. `of_cycle`:
    it happens only to lines that have a cycle.
    """

    needs: Can
    of_cycle: bool = False
    known: Callable[[AccountCoordinator, str | None], Any]
    happened: Callable[[Any, Any], bool]
    kept: Callable[[Any, Any], Any] = lambda _before, now: now


def began(before: bool, now: bool) -> bool:
    """Whether something is so that was not."""
    return now and not before


def added(line: Line) -> dict[tuple[BucketKind, object], int] | None:
    """How much a line has of data that is not its cycle's own, by kind and end; None while what is left is unknown."""
    if line.remaining is None:
        return None
    found: dict[tuple[BucketKind, object], int] = {}
    for bucket in line.buckets:
        if bucket.kind in _ADDED:
            key = (bucket.kind, bucket.expires)
            found[key] = found.get(key, 0) + (bucket.remaining or 0)
    return found


def grew(before: dict[object, int], now: dict[object, int]) -> bool:
    """Whether there is more of something."""
    return any(amount > before.get(key, 0) for key, amount in now.items())


def _happening(
    key: str,
    needs: Can,
    known: Callable[[AccountCoordinator, str | None], Any],
    happened: Callable[[Any, Any], bool],
    *,
    category: EntityCategory | None = None,
    of_cycle: bool = False,
    kept: Callable[[Any, Any], Any] = lambda _before, now: now,
) -> HappeningDescription:
    return HappeningDescription(
        key=key,
        event_types=[key],
        needs=needs,
        known=known,
        happened=happened,
        kept=kept,
        entity_category=category,
        of_cycle=of_cycle,
    )


def _of_line(tell: Callable[[AccountCoordinator, Line], Any]) -> Callable[[AccountCoordinator, str | None], Any]:
    """What is told of a line; None of one that the last answer left out."""

    def known(coordinator: AccountCoordinator, line_id: str | None) -> Any:
        line = None if line_id is None else coordinator.line(line_id)
        return None if line is None else tell(coordinator, line)

    return known


LINE_EVENTS = (
    _happening("became_low", Can.REMAINING | Can.TOTAL, _of_line(is_low), began),
    _happening(
        "data_reset",
        Can.USED,
        _of_line(lambda _coordinator, line: line.cycle),
        lambda before, now: now.start > before.end,
        kept=max,
        of_cycle=True,
    ),
    _happening("topped_up", Can.BUCKETS, _of_line(lambda _coordinator, line: added(line)), grew),
)
ACCOUNT_EVENTS = (
    _happening(
        "bill_issued",
        Can.BILLS,
        lambda coordinator, _line: newest_issued(coordinator.data),
        lambda before, now: now > before,
        kept=max,
    ),
    _happening("became_overdue", Can.ARREARS, lambda coordinator, _line: is_overdue(coordinator), began),
)
LOGIN_ASKED = _happening(
    "login_asked",
    Can(0),
    lambda coordinator, _line: coordinator.needs_person,
    began,
    category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the events that the carrier's answers can tell."""
    coordinator = entry.runtime_data
    if coordinator.carrier.fields:
        async_add_entities([AccountEvent(coordinator, LOGIN_ASKED)])
    async_add_entities(AccountEvent(coordinator, one) for one in ACCOUNT_EVENTS if one.needs in coordinator.can)
    await add_for_lines(
        coordinator,
        async_add_entities,
        lambda line, key: [
            LineEvent(coordinator, one, line, key)
            for one in LINE_EVENTS
            if one.needs in coordinator.can and (coordinator.carrier.cycles or not one.of_cycle)
        ],
    )


class _Happening(EventEntity):
    """Something that happens to an account, or to a line of it."""

    coordinator: AccountCoordinator
    entity_description: HappeningDescription
    of_line: str | None = None
    _before: Any = None

    @property
    @override
    def available(self) -> bool:
        return True

    def look(self) -> bool:
        """Look at what is known now; whether it has happened since the last time that something was."""
        now = self.entity_description.known(self.coordinator, self.of_line)
        before = self._before
        if now is not None:
            self._before = now if before is None else self.entity_description.kept(before, now)
        return now is not None and before is not None and self.entity_description.happened(before, now)

    @callback
    def tell(self) -> None:
        """Look, and say so if it has happened."""
        if self.look():
            self._trigger_event(self.entity_description.key)
            self.async_write_ha_state()


class AccountEvent(_Happening, AccountEntity):
    """Something that happens to an account."""

    def __init__(self, coordinator: AccountCoordinator, description: HappeningDescription) -> None:
        super().__init__(coordinator, description)
        self.look()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self.tell()


class LineEvent(_Happening, LineEntity):
    """Something that happens to a line."""

    def __init__(
        self, coordinator: AccountCoordinator, description: HappeningDescription, line: Line, key: str
    ) -> None:
        super().__init__(coordinator, description, line, key)
        self.of_line = line.line_id
        self.look()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self.tell()

"""What all entities share: a service device per account, and one per line beneath it."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import override

from homeassistant.const import UnitOfInformation
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .carriers.carrier import Carrier
from .carriers.model import Line, Part
from .const import CONF_HIDDEN, CONF_NAMES, DOMAIN
from .coordinator import AccountCoordinator
from .identity import keyed_id, masked
from .slices import in_slices

PATIENCE = 20
"""Seconds that the set-up waits for the entities of all lines."""


def _account_id(coordinator: AccountCoordinator) -> str:
    assert coordinator.config_entry.unique_id is not None
    return coordinator.config_entry.unique_id


@callback
def register_account_device(hass: HomeAssistant, coordinator: AccountCoordinator) -> None:
    """Make the account's device, which the lines' devices refer to."""
    dr.async_get(hass).async_get_or_create(
        config_entry_id=coordinator.config_entry.entry_id, **_account_device(coordinator)
    )


def _account_device(coordinator: AccountCoordinator) -> DeviceInfo:
    carrier = coordinator.carrier
    return DeviceInfo(
        identifiers={(DOMAIN, _account_id(coordinator))},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer=coordinator.called,
        name=coordinator.config_entry.title,
        configuration_url=carrier.address(coordinator.config_entry.data) or None,
    )


def line_key(coordinator: AccountCoordinator, line_id: str) -> str:
    """The id under which a line is known in the registries."""
    return keyed_id(coordinator.secret, _account_id(coordinator), line_id)


def data_unit(carrier: Carrier) -> UnitOfInformation:
    """The unit in which the number equals the one in the carrier's own app."""
    return UnitOfInformation.GIGABYTES if carrier.gigabyte == 10**9 else UnitOfInformation.GIBIBYTES


def device_name(coordinator: AccountCoordinator, line: Line) -> str:
    """What a line is called: as the user says here, or its owner at the carrier, else by its number, partly hidden."""
    names = coordinator.config_entry.options.get(CONF_NAMES)
    if names and (name := names.get(line_key(coordinator, line.line_id))):
        return str(name)
    if line.name:
        return line.name
    return coordinator.called if line.number is None else masked(line.number)


def visible_lines(coordinator: AccountCoordinator) -> list[Line]:
    """The lines that the user has not hidden."""
    hidden = coordinator.config_entry.options.get(CONF_HIDDEN)
    lines = coordinator.data.lines
    return [line for line in lines if line_key(coordinator, line.line_id) not in hidden] if hidden else [*lines]


def has_device(coordinator: AccountCoordinator, device: dr.DeviceEntry) -> bool:
    """Whether a device is the account's, or that of one of its lines."""
    keys = {line_key(coordinator, line.line_id) for line in coordinator.data.lines}
    return bool(device.identifiers & {(DOMAIN, key) for key in (*keys, _account_id(coordinator))})


class AccountEntity(CoordinatorEntity[AccountCoordinator]):
    """An entity of the account; called by its description's key.

    `part` is what it is about: it is unavailable while that is stale. About none, it is there as long as the account is.
    """

    _attr_has_entity_name = True
    part: Part | None = None

    def __init__(self, coordinator: AccountCoordinator, description: EntityDescription) -> None:
        super().__init__(coordinator)
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{_account_id(coordinator)}_{description.key}"
        self._attr_device_info = _account_device(coordinator)

    @property
    @override
    def available(self) -> bool:
        return self.part is None or self.coordinator.fresh(self.part)


class LineEntity(CoordinatorEntity[AccountCoordinator]):
    """An entity of one line; called by its description's key. About bills (`part`), it holds as long as those do."""

    _attr_has_entity_name = True
    part: Part = Part.USAGE

    def __init__(self, coordinator: AccountCoordinator, description: EntityDescription, line: Line, key: str) -> None:
        super().__init__(coordinator, line.line_id)  # all entities of a line are told together
        self.entity_description = description
        self._attr_translation_key = description.key
        self._line_id = line.line_id
        self._attr_unique_id = f"{key}_{description.key}"
        device = dr.async_get(coordinator.hass).async_get_device_by_identifier(
            (DOMAIN, _account_id(coordinator)), coordinator.config_entry.entry_id
        )
        assert device is not None
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, key)},
            entry_type=DeviceEntryType.SERVICE,
            manufacturer=coordinator.called,
            model=line.plan,
            name=device_name(coordinator, line),
            configuration_url=coordinator.carrier.address(coordinator.config_entry.data) or None,
            via_device_id=device.id,
        )

    @property
    def line(self) -> Line | None:
        """The line, if what is known of it holds now."""
        return self.coordinator.shown(self._line_id)

    @property
    @override
    def available(self) -> bool:
        return self.line is not None if self.part is Part.USAGE else self.coordinator.fresh(self.part)


async def add_for_lines(
    coordinator: AccountCoordinator,
    async_add_entities: AddConfigEntryEntitiesCallback,
    make: Callable[[Line, str], Iterable[Entity]],
) -> None:
    """Add what `make` makes of each line and its key, now and whenever a line appears.

    An entity takes Home Assistant a millisecond. Those of hundreds of lines may still be coming when this returns, because
    a platform that needs a minute to be set up is given up.
    """
    entry, known = coordinator.config_entry, set[str]()

    def adding() -> Iterator[None]:
        # A line whose device was removed is a new one when it returns.
        known.intersection_update({line.line_id for line in coordinator.data.lines} | coordinator.store.absent.keys())
        for line in visible_lines(coordinator):
            if line.line_id in known:
                continue
            known.add(line.line_id)
            described = line.line_id if line.line_id in entry.subentries else None
            async_add_entities(make(line, line_key(coordinator, line.line_id)), config_subentry_id=described)
            yield

    async def add() -> None:
        await in_slices(adding(), len(coordinator.data.lines))
        entry.async_on_unload(coordinator.follow(adding))
        await in_slices(adding(), len(coordinator.data.lines))  # what has come meanwhile

    task = entry.async_create_background_task(coordinator.hass, add(), f"{coordinator.name}: lines")
    if not task.done():
        await asyncio.wait([task], timeout=PATIENCE)
    if task.done():
        task.result()

"""Lines come, change and go while polling goes on: their devices follow."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .carriers.model import TOKYO
from .const import DOMAIN
from .coordinator import AccountCoordinator
from .entity import device_name, line_key, visible_lines
from .repairs import sync_suspensions
from .slices import in_slices

WARN_BEFORE = timedelta(days=30)
"""How long before the day on which a line would be suspended its user is warned."""

GONE_AFTER = timedelta(days=7)
"""How long a carrier leaves a line out of its answers before its device goes too: longer than any portal's bad day."""


async def follow_lines(hass: HomeAssistant, coordinator: AccountCoordinator) -> None:
    """Keep names and plans of the lines' devices up to date, and remove those of lines that are hidden or gone for good.

    A name that the user gave the device stays, and so does recorded history: it belongs to the entity ids, which a
    line that returns gets back.
    """

    def following() -> Iterator[None]:
        devices = dr.async_get(hass)
        seen = {line.line_id for line in visible_lines(coordinator)}
        for line in coordinator.data.lines:
            yield
            device = _device(devices, coordinator, line.line_id)
            if device is None:
                continue
            if line.line_id not in seen:
                devices.async_remove_device(device.id)
                continue
            name, model = device_name(coordinator, line), line.plan or device.model
            if (device.name, device.model) != (name, model):
                devices.async_update_device(device.id, name=name, model=model)
        for line_id in gone(coordinator.store.absent, dt_util.utcnow()):
            del coordinator.store.absent[line_id]
            device = _device(devices, coordinator, line_id)
            if device is not None:
                devices.async_remove_device(device.id)

        sync_suspensions(hass, coordinator.config_entry, coordinator.carrier, _soon_suspended(coordinator))

    coordinator.config_entry.async_on_unload(coordinator.follow(following))
    await in_slices(following(), len(coordinator.data.lines))


def _soon_suspended(coordinator: AccountCoordinator) -> dict[str, date]:
    today = dt_util.now(TOKYO).date()
    lines = filter(None, (coordinator.shown(line.line_id) for line in visible_lines(coordinator)))
    return {
        device_name(coordinator, line): line.suspends
        for line in lines
        if line.suspends is not None and timedelta(0) <= line.suspends - today <= WARN_BEFORE
    }


def gone(absent: dict[str, datetime], now: datetime) -> list[str]:
    """The lines that have been left out for so long that they will not come back."""
    return [line_id for line_id, since in absent.items() if now - since >= GONE_AFTER]


@callback
def forget_line(coordinator: AccountCoordinator, device: dr.DeviceEntry) -> None:
    """The user has removed a line's device by hand: should the line return, it is a new one."""
    for line_id in list(coordinator.store.absent):
        if (DOMAIN, line_key(coordinator, line_id)) in device.identifiers:
            del coordinator.store.absent[line_id]


def _device(devices: dr.DeviceRegistry, coordinator: AccountCoordinator, line_id: str) -> dr.DeviceEntry | None:
    return devices.async_get_device_by_identifier(
        (DOMAIN, line_key(coordinator, line_id)), coordinator.config_entry.entry_id
    )

"""What is exposed to an assistant of our lines and accounts: nobody who asks is told anything else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er

from .const import DOMAIN


@dataclass
class Shown:
    """A line, or an account, of which something is exposed: the states by key, and all that it is called.

    `name` is what one says of it, `title` what its device is called. `account` is the device of a line's account, None of
    an account. `places` are the names of its area.
    """

    device_id: str
    name: str
    title: str
    account: str | None
    states: dict[str, State] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    def known(self, key: str) -> State | None:
        """The state of that key, if it is exposed and known now."""
        state = self.states.get(key)
        return None if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN} else state


@callback
def shown_to(hass: HomeAssistant, assistant: str, keys: Iterable[str]) -> list[Shown]:
    """The lines and accounts of which an entity with one of these keys is exposed, lines by their names."""
    found: dict[str, Shown] = {}
    for entry, device in _ours(hass, frozenset(keys)):
        state = hass.states.get(entry.entity_id)
        if state is None or entry.translation_key is None or not async_should_expose(hass, assistant, entry.entity_id):
            continue
        if device.id not in found:
            found[device.id] = _shown(hass, device)
        found[device.id].states[entry.translation_key] = state
        found[device.id].aliases |= {alias for alias in entry.aliases if isinstance(alias, str)}
    return sorted(found.values(), key=lambda one: (one.account is None, one.name))


def _ours(hass: HomeAssistant, keys: frozenset[str]) -> Iterator[tuple[er.RegistryEntry, dr.DeviceEntry]]:
    devices = dr.async_get(hass)
    for entry in er.async_get(hass).entities.values():
        if entry.platform == DOMAIN and entry.translation_key in keys and entry.device_id is not None:
            device = devices.async_get(entry.device_id)
            if isinstance(device, dr.DeviceEntry):
                yield entry, device


def _name(device: dr.DeviceEntry) -> str:
    """What one says of it: of a name that the user has not given, an account's carrier, or a number's last digits."""
    if device.name_by_user:
        return device.name_by_user
    name = device.name or ""
    if device.via_device_id is None and device.manufacturer:
        return device.manufacturer
    return name.rpartition("•")[2].strip("-") or name


def _shown(hass: HomeAssistant, device: dr.DeviceEntry) -> Shown:
    area = ar.async_get(hass).async_get_area(device.area_id) if device.area_id else None
    return Shown(
        device_id=device.id,
        name=_name(device),
        title=device.name_by_user or device.name or "",
        account=device.via_device_id,
        places=set() if area is None else {area.name, *area.aliases},
    )

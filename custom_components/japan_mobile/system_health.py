"""System health: whether each configured portal can be reached, and when it was read last."""

from datetime import datetime
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .carriers import CARRIERS
from .const import CONF_CARRIER, DOMAIN
from .coordinator import JapanMobileConfigEntry
from .failures import called


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Say what is told on the page."""
    register.async_register_info(_info)


async def _info(hass: HomeAssistant) -> dict[str, Any]:
    """Accounts, and for each carrier whether its portal answers and when it last did. No account is named: two of a carrier are told as one."""
    entries = hass.config_entries.async_entries(DOMAIN, include_ignore=False, include_disabled=False)
    loaded: list[JapanMobileConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data for entry in loaded]
    told: dict[str, Any] = {
        "accounts": len(entries),
        "lines": sum(len(coordinator.data.lines) for coordinator in coordinators),
        "failing": len(entries) - sum(coordinator.last_update_success for coordinator in coordinators),
    }
    for entry in entries:
        carrier = CARRIERS.get(entry.data[CONF_CARRIER])
        if carrier is not None and (address := carrier.address(entry.data)):
            # Nothing is sent to it that would say who asks.
            told[called(carrier, entry.data)] = system_health.async_check_can_reach_url(hass, address)
    seen: dict[str, datetime] = {}
    for coordinator in coordinators:
        at = coordinator.data.fetched_at
        seen[coordinator.called] = min(seen.get(coordinator.called, at), at)
    told["last_success"] = ", ".join(f"{name} {at.isoformat(timespec='seconds')}" for name, at in seen.items())
    return told

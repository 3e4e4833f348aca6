"""System health: whether each configured portal can be reached, and when it was read last."""

from datetime import datetime
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import JapanMobileConfigEntry


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Say what is told on the page."""
    register.async_register_info(_info)


async def _info(hass: HomeAssistant) -> dict[str, Any]:
    """Accounts, and for each carrier whether its portal answers and when it last did. No account is named: two of a carrier are told as one."""
    entries: list[JapanMobileConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data for entry in entries]
    told: dict[str, Any] = {
        "accounts": len(coordinators),
        "lines": sum(len(coordinator.data.lines) for coordinator in coordinators),
        "failing": sum(not coordinator.last_update_success for coordinator in coordinators),
    }
    seen: dict[str, datetime] = {}
    for coordinator in coordinators:
        at = coordinator.data.fetched_at
        seen[coordinator.called] = min(seen.get(coordinator.called, at), at)
        address = coordinator.carrier.address(coordinator.config_entry.data)
        if address:
            # Nothing is sent to it that would say who asks.
            told[coordinator.called] = system_health.async_check_can_reach_url(hass, address)
    told["last_success"] = ", ".join(f"{name} {at.isoformat(timespec='seconds')}" for name, at in seen.items())
    return told

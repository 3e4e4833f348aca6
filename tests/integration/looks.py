"""What a user finds of an account in Home Assistant: figures, errors, repairs. And a poll for it."""

from collections.abc import Awaitable, Callable, Collection

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN

type Poll = Callable[..., Awaitable[None]]

FIGURES = ("data_used", "data_remaining", "data_allowance", "latest_bill", "line_bill", "amount_due")


def figures(hass: HomeAssistant) -> dict[str, str]:
    """What is shown of data and money."""
    found = {}
    for one in er.async_get(hass).entities.values():
        state = hass.states.get(one.entity_id)
        if one.platform == DOMAIN and one.translation_key in FIGURES and state is not None:
            found[one.entity_id] = state.state
    return found


def is_known(state: str) -> bool:
    """Whether a figure is shown."""
    return state not in {"unknown", "unavailable"}


async def ask(hass: HomeAssistant, entry: ConfigEntry, parts: Collection[Part]) -> None:
    """A poll of these parts, as if it were time for it."""
    for part in parts:
        entry.runtime_data.store.polled.pop(part, None)
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()


def said(entry: ConfigEntry) -> set[str]:
    """The names of the errors that the last poll ended with, or met on its way."""
    coordinator = entry.runtime_data
    if coordinator.last_update_success:
        return {problem.error.kind for problem in coordinator.data.problems}
    cause = coordinator.last_exception.__cause__
    return {cause.kind} if isinstance(cause, CarrierError) else set()


def issues(hass: HomeAssistant) -> set[str]:
    """What is open under Repairs."""
    return {one.translation_key or "" for (domain, _), one in ir.async_get(hass).issues.items() if domain == DOMAIN}


async def shows_login(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Switch the sensor of the login on, as who wants to see it does."""
    registry = er.async_get(hass)
    registry.async_update_entity(_login_sensor(hass, entry), disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def login_state(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """What the sensor of the login shows."""
    state = hass.states.get(_login_sensor(hass, entry))
    assert state is not None
    return state.state


def _login_sensor(hass: HomeAssistant, entry: ConfigEntry) -> str:
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    [found] = [one.entity_id for one in entities if one.translation_key == "login_state"]
    return found

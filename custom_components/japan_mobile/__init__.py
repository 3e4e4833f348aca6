"""Japan Mobile: remaining data, used data and bills of Japanese SIMs."""

from importlib import import_module

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.typing import ConfigType

from .carriers import CARRIERS
from .carriers.carrier import Carrier, Login
from .carriers.places import Unusable
from .const import CONF_CARRIER, CONF_WEBHOOK, DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import has_device, register_account_device
from .history import UsageHistory, forget_days
from .hushed import hush
from .lines import follow_lines, forget_line
from .look import show
from .repairs import clear_issues
from .services import register_services
from .store import NotKept, account_store, forget_account, installation_secret
from .voice import listen

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Make the actions known, the questions that may be asked by voice, and the cards."""
    register_services(hass)
    listen(hass)
    show(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: JapanMobileConfigEntry) -> bool:
    """Set up one account."""
    if CONF_WEBHOOK in entry.data:
        hush(entry.data[CONF_WEBHOOK])
    carrier = CARRIERS.get(entry.data[CONF_CARRIER])
    if carrier is None or entry.unique_id is None:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_carrier",
            translation_placeholders={"carrier": entry.data[CONF_CARRIER]},
        )
    await hass.async_add_import_executor_job(_load, carrier)
    store = await account_store(hass, entry.unique_id)
    try:
        secret = await installation_secret(hass)
    except NotKept as err:
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="not_kept") from err
    try:
        coordinator = AccountCoordinator(hass, entry, carrier, store, secret)
    except Unusable as err:
        raise ConfigEntryError(translation_domain=DOMAIN, translation_key="address_unusable") from err
    if carrier.login is Login.NONE:
        from .handed import furnish  # noqa: PLC0415 - imported by `_load`

        # From now on, for lines that come or go while this goes on would be missed.
        entry.async_on_unload(entry.add_update_listener(_reload))
        furnish(coordinator)
    await coordinator.start()
    coordinator.history = UsageHistory(hass, coordinator)
    await coordinator.history.load()
    entry.async_on_unload(coordinator.history.save)
    entry.async_on_unload(await coordinator.history.follow())
    entry.runtime_data = coordinator
    register_account_device(hass, coordinator)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await follow_lines(hass, coordinator)
    if carrier.login is Login.NONE:
        from .webhook import open_webhook  # noqa: PLC0415 - imported by `_load`

        open_webhook(hass, coordinator)
    return True


def _load(carrier: Carrier) -> None:
    """Import what an account of that carrier needs beside what every one does: most carriers are nobody's."""
    carrier.load()
    if carrier.login is Login.NONE:
        import_module(f"{__package__}.webhook")


async def _reload(hass: HomeAssistant, entry: JapanMobileConfigEntry) -> None:
    """Follow a change of what the user says of his lines."""
    await hass.config_entries.async_reload(entry.entry_id)


async def async_unload_entry(hass: HomeAssistant, entry: JapanMobileConfigEntry) -> bool:
    """Unload one account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, device: DeviceEntry
) -> bool:
    """Whether a device may be removed by hand: that of a line which the account no longer has."""
    if entry.state is not ConfigEntryState.LOADED or has_device(entry.runtime_data, device):
        return False
    forget_line(entry.runtime_data, device)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: JapanMobileConfigEntry) -> None:
    """Delete what is kept about an account that was removed, its login state first of all."""
    clear_issues(hass, entry)
    if entry.unique_id is not None:
        await forget_account(hass, entry.unique_id)
        await forget_days(hass, entry.unique_id)

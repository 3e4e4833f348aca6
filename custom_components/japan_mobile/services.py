"""Actions."""

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.service import async_get_config_entry
import probatio

from . import told
from .button import refresh
from .const import DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .doors import NotTaken, Where, as_moment, places
from .entity import line_key

HAND_IN = "hand_in"
REFRESH = "refresh"
GET_USAGE = "get_usage"
GET_BILLS = "get_bills"
IMPORT_HISTORY = "import_history"
TAKE_OVER = "take_over_history"
_TAKE_OVER = probatio.Schema({probatio.Required("from_device"): cv.string, probatio.Required("to_device"): cv.string})
_OF_ACCOUNT = probatio.Schema({probatio.Required("config_entry_id"): cv.string})

_HANDED = probatio.Schema(
    {
        probatio.Optional("device_id"): cv.string,
        probatio.Optional("text"): probatio.Any(None, cv.string),
        probatio.Optional("used"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("remaining"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("total"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("bill"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("bill_month"): cv.string,
        probatio.Optional("as_of"): cv.datetime,
        probatio.Optional("quiet", default=False): cv.boolean,
    }
)


@callback
def register_services(hass: HomeAssistant) -> None:
    """Make the actions known, whether an account is set up or not."""

    async def handle_hand_in(call: ServiceCall) -> ServiceResponse:
        return await _hand_in(hass, call)

    async def handle_refresh(call: ServiceCall) -> None:
        await refresh(_account(hass, call))

    async def handle_get_usage(call: ServiceCall) -> ServiceResponse:
        return told.usage(_account(hass, call))

    async def handle_get_bills(call: ServiceCall) -> ServiceResponse:
        return told.bills(_account(hass, call))

    async def handle_import_history(call: ServiceCall) -> ServiceResponse:
        return {"days": _account(hass, call).history.write_again()}

    async def handle_take_over(call: ServiceCall) -> ServiceResponse:
        older, newer = (_line(hass, call.data[name]) for name in ("from_device", "to_device"))
        if older == newer:
            raise _no_line()
        return {
            "days": newer.coordinator.history.take_over(
                newer.line_id, older.coordinator.history.inherited(older.line_id)
            )
        }

    only, optional = SupportsResponse.ONLY, SupportsResponse.OPTIONAL
    hass.services.async_register(DOMAIN, TAKE_OVER, handle_take_over, schema=_TAKE_OVER, supports_response=optional)
    hass.services.async_register(DOMAIN, REFRESH, handle_refresh, schema=_OF_ACCOUNT)
    hass.services.async_register(DOMAIN, GET_USAGE, handle_get_usage, schema=_OF_ACCOUNT, supports_response=only)
    hass.services.async_register(DOMAIN, GET_BILLS, handle_get_bills, schema=_OF_ACCOUNT, supports_response=only)
    hass.services.async_register(
        DOMAIN, IMPORT_HISTORY, handle_import_history, schema=_OF_ACCOUNT, supports_response=optional
    )
    hass.services.async_register(DOMAIN, HAND_IN, handle_hand_in, schema=_HANDED, supports_response=optional)


async def _hand_in(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    given = {name: value for name, value in call.data.items() if name not in ("device_id", "quiet")}
    if "as_of" in given:
        given["as_of"] = as_moment(given["as_of"])
    where = _where(hass, call.data.get("device_id"))
    from .handed import hand_in  # noqa: PLC0415 - imported with the account of the line

    try:
        return await hand_in(hass, where, given)
    except NotTaken as err:
        if not call.data["quiet"]:
            raise
        return err.answer()


def _account(hass: HomeAssistant, call: ServiceCall) -> AccountCoordinator:
    """The account that is named. Raises `ServiceValidationError`."""
    entry: JapanMobileConfigEntry = async_get_config_entry(hass, DOMAIN, call.data["config_entry_id"])
    return entry.runtime_data


def _line(hass: HomeAssistant, device_id: str) -> Where:
    """The line of a device, with any carrier. Raises `ServiceValidationError`."""
    device = dr.async_get(hass).async_get(device_id)
    entries: list[JapanMobileConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        account = entry.runtime_data
        # A line that has left for another carrier is not in the answers any more.
        for line_id in (*(line.line_id for line in account.data.lines), *account.store.absent):
            if device is not None and (DOMAIN, line_key(account, line_id)) in device.identifiers:
                return Where(account, line_id)
    raise _no_line()


def _no_line() -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key="no_line")


def _where(hass: HomeAssistant, device_id: str | None) -> Where:
    """The line of a device; without one, the only line there is. Raises `NotTaken`."""
    known = list(places(hass))
    if device_id is None:
        if len(known) != 1:
            raise NotTaken("which_line")
        return known[0]
    device = dr.async_get(hass).async_get(device_id)
    for where in known:
        if device is not None and (DOMAIN, line_key(where.coordinator, where.line_id)) in device.identifiers:
            return where
    raise NotTaken("no_such_line")

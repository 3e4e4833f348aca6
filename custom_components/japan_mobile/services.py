"""Actions."""

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
import probatio

from .const import DOMAIN
from .entity import line_key
from .handed import NotTaken, Where, as_moment, hand_in, places

HAND_IN = "hand_in"

_HAND_IN = probatio.Schema(
    {
        probatio.Optional("device_id"): cv.string,
        probatio.Optional("text"): cv.string,
        probatio.Optional("used"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("remaining"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("total"): probatio.Any(None, probatio.Coerce(float)),
        probatio.Optional("bill"): probatio.Any(None, probatio.Coerce(int)),
        probatio.Optional("bill_month"): cv.string,
        probatio.Optional("as_of"): cv.datetime,
    }
)


@callback
def register_services(hass: HomeAssistant) -> None:
    """Make the actions known, whether an account is set up or not."""

    async def handle_hand_in(call: ServiceCall) -> ServiceResponse:
        told = {name: value for name, value in call.data.items() if name != "device_id"}
        if "as_of" in told:
            told["as_of"] = as_moment(told["as_of"])
        where = _where(hass, call.data.get("device_id"))
        return await hand_in(hass, where, told)

    hass.services.async_register(
        DOMAIN, HAND_IN, handle_hand_in, schema=_HAND_IN, supports_response=SupportsResponse.OPTIONAL
    )


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

"""What is handed in, before it is understood: for which line it can be, and why nothing of it was taken."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .carriers.carrier import Login
from .const import DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry

if TYPE_CHECKING:
    from .carriers.handed import HandedClient

REFUSALS = {
    "amount": "not_taken_amount",
    "day": "not_taken_day",
    "empty": "not_taken_empty",
    "fell": "not_taken_fell",
    "future": "not_taken_future",
    "line": "not_taken_line",
    "line_unknown": "not_taken_line_unknown",
    "month": "not_taken_month",
    "no_such_line": "not_taken_no_such_line",
    "not_json": "not_taken_not_json",
    "nothing": "not_taken_nothing",
    "number": "not_taken_number",
    "older": "not_taken_older",
    "past": "not_taken_past",
    "sum": "not_taken_sum",
    "threshold": "not_taken_threshold",
    "too_long": "not_taken_too_long",
    "too_often": "not_taken_too_often",
    "two_meanings": "not_taken_two_meanings",
    "two_values": "not_taken_two_values",
    "which_line": "not_taken_which_line",
    "withdrawn": "not_taken_withdrawn",
    "words": "not_taken_words",
}
"""The texts for why nothing was taken: the reasons of the client library, and those of the doors."""
NUMBERS = ("used", "remaining", "total", "bill", "bill_month", "as_of")


class Where(NamedTuple):
    """A line of an account."""

    coordinator: AccountCoordinator
    line_id: str


def places(hass: HomeAssistant) -> Iterator[Where]:
    """All lines that something can be handed in for."""
    entries: list[JapanMobileConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        if entry.runtime_data.carrier.login is Login.NONE:
            client = cast("HandedClient", entry.runtime_data.session.client)
            for line_id in client.lines:
                yield Where(entry.runtime_data, line_id)


class NotTaken(ServiceValidationError):
    """Something that was handed in and is not taken; `reason` says why, for programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(translation_domain=DOMAIN, translation_key=REFUSALS[reason])
        self.reason = reason

    def answer(self) -> dict[str, Any]:
        """What is answered where nobody waits for an exception."""
        return {"error": self.reason, "message": str(self)}


def as_moment(value: datetime) -> datetime:
    """A time that says where on earth it is meant; without a zone it is Home Assistant's."""
    return value if value.tzinfo is not None else value.replace(tzinfo=dt_util.get_default_time_zone())

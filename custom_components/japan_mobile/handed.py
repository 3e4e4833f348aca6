"""Lines without a portal in Home Assistant: who they are, and how something is handed in for one of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .carriers.handed import HANDED, HandedClient, HandedIn, HandedLine, NotUnderstood, from_numbers, understand
from .carriers.model import TOKYO
from .const import (
    CONF_ALLOWANCE,
    CONF_CYCLE_DAY,
    CONF_NAME,
    CONF_NUMBER,
    CONF_PLAN,
    CONF_UNLIMITED,
    DOMAIN,
    SUBENTRY_LINE,
)
from .coordinator import AccountCoordinator, JapanMobileConfigEntry

_AT_ONCE = 2_000
"""Characters that are read before anybody would notice; longer texts are read beside the event loop."""
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


def lines_of(entry: JapanMobileConfigEntry) -> list[HandedLine]:
    """The lines that the user has described."""
    return [
        HandedLine(
            line_id=subentry.subentry_id,
            name=subentry.data[CONF_NAME],
            number=subentry.data.get(CONF_NUMBER) or None,
            plan=subentry.data.get(CONF_PLAN) or None,
            cycle_day=int(subentry.data.get(CONF_CYCLE_DAY, 1)),
            total=_bytes(subentry.data.get(CONF_ALLOWANCE)),
            unlimited=bool(subentry.data.get(CONF_UNLIMITED)),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_LINE)
    ]


def _bytes(gigabytes: float | None) -> int | None:
    return None if gigabytes is None else round(gigabytes * HANDED.gigabyte)


def furnish(coordinator: AccountCoordinator) -> None:
    """Tell the client of an account which lines there are, where only the user knows; he may have changed them."""
    client = coordinator.session.client
    if isinstance(client, HandedClient):
        client.furnish(lines_of(coordinator.config_entry))
        coordinator.store.polled.clear()


def places(hass: HomeAssistant) -> Iterator[Where]:
    """All lines that something can be handed in for."""
    entries: list[JapanMobileConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        client = entry.runtime_data.session.client
        if isinstance(client, HandedClient):
            for line_id in client.lines:
                yield Where(entry.runtime_data, line_id)


async def hand_in(hass: HomeAssistant, where: Where, told: Mapping[str, Any]) -> dict[str, Any]:
    """Take what was handed in for a line: `text`, or numbers by the names of `NUMBERS`. Returns what was understood.

    Raises `NotTaken`.
    """
    coordinator, line_id = where
    client = coordinator.session.client
    assert isinstance(client, HandedClient)
    try:
        given = await _understood(hass, coordinator, line_id, told)
        await client.hand_in(line_id, given, follows=bool(told.get("text")))
    except NotUnderstood as err:
        raise NotTaken(err.reason) from err
    await coordinator.ask_again()
    return _response(client.lines[line_id], given)


async def _understood(
    hass: HomeAssistant, coordinator: AccountCoordinator, line_id: str, told: Mapping[str, Any]
) -> HandedIn:
    client = coordinator.session.client
    assert isinstance(client, HandedClient)
    line, now = client.lines[line_id], dt_util.now(TOKYO)
    numbers = {name: told[name] for name in NUMBERS if told.get(name) is not None}
    if not told.get("text"):
        return from_numbers(numbers, line, now=now)
    if numbers.keys() - {"as_of"}:
        raise NotUnderstood("two_meanings")
    others = [other.number for other in client.lines.values() if other.number and other.line_id != line_id]
    moment = numbers.get("as_of", now)
    names = (coordinator.config_entry.title,)
    read = partial(understand, told["text"], line, others=others, names=names, now=now, sent=moment)
    return read() if len(told["text"]) <= _AT_ONCE else await hass.async_add_executor_job(read)


class NotTaken(ServiceValidationError):
    """Something that was handed in and is not taken; `reason` says why, for programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(translation_domain=DOMAIN, translation_key=REFUSALS[reason])
        self.reason = reason

    def answer(self) -> dict[str, Any]:
        """What is answered where nobody waits for an exception."""
        return {"error": self.reason, "message": str(self)}


def _response(line: HandedLine, given: HandedIn) -> dict[str, Any]:
    """What was understood: GB, yen, and when it was true."""
    volumes = {"used": given.used, "remaining": given.remaining, "total": given.total}
    return {
        "line": line.name,
        "as_of": given.as_of.isoformat(timespec="seconds"),
        **{name: value / HANDED.gigabyte for name, value in volumes.items() if value is not None},
        **({} if given.bill is None else {"bill": given.bill}),
        **({} if given.bill_month is None else {"bill_month": str(given.bill_month)}),
    }


def as_moment(value: datetime) -> datetime:
    """A time that says where on earth it is meant; without a zone it is Home Assistant's."""
    return value if value.tzinfo is not None else value.replace(tzinfo=dt_util.get_default_time_zone())

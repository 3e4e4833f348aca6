"""Lines without a portal in Home Assistant: who they are, and how something is handed in for one of them.

Imported only where there is such a line: it understands messages.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .carriers.by_hand import HANDED
from .carriers.handed import HandedClient, HandedIn, HandedLine, NotUnderstood, from_numbers, understand
from .carriers.model import TOKYO
from .const import (
    CONF_ALLOWANCE,
    CONF_CYCLE_DAY,
    CONF_NAME,
    CONF_NUMBER,
    CONF_PLAN,
    CONF_UNLIMITED,
    SUBENTRY_LINE,
)
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .doors import NUMBERS, NotTaken, Where, places


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


async def hand_in(hass: HomeAssistant, where: Where, told: Mapping[str, Any]) -> dict[str, Any]:
    """Take what was handed in for a line: `text`, or numbers by the names of `NUMBERS`. Returns what was understood.

    Raises `NotTaken`.
    """
    coordinator, line_id = where
    client = coordinator.session.client
    assert isinstance(client, HandedClient)
    try:
        given = await _understood(hass, coordinator, line_id, told)
        if where not in places(hass):  # unloaded or changed meanwhile: what is written now would be lost, or the newer
            raise NotTaken("no_such_line")
        await client.hand_in(line_id, given, follows=bool(told.get("text")))
    except NotUnderstood as err:
        raise NotTaken(err.reason) from err
    await coordinator.ask_again()
    return _response(client.lines[line_id], given)


async def _understood(
    hass: HomeAssistant, coordinator: AccountCoordinator, line_id: str, told: Mapping[str, Any]
) -> HandedIn:
    """What is told as figures; a text is read beside the event loop, however short: a hundred characters take a millisecond."""
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
    return await hass.async_add_executor_job(read)


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

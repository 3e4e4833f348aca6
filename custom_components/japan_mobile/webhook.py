"""The door for scripts, Shortcuts and Tasker: a secret address that text and numbers are posted to."""

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from aiohttp.web import Request, RequestPayloadError, Response, json_response
from homeassistant.components import webhook
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .carriers.handed import HandedClient
from .carriers.json_text import load_json
from .const import CONF_WEBHOOK, CONF_WEBHOOK_REMOTE, DOMAIN
from .coordinator import AccountCoordinator
from .doors import NUMBERS, NotTaken, Where, as_moment
from .handed import hand_in
from .store import NotKept

LARGEST = 65_536
"""Bytes of a request."""
MOST = 30
SPAN = timedelta(minutes=10)
"""So many requests are answered in that time: nobody's data changes more often."""
_CHUNK = 8_192
_PATIENCE = 10
"""Seconds that a request may take to arrive."""


class TooMuch(Exception):
    """A request that is larger than any message."""


@callback
def open_webhook(hass: HomeAssistant, coordinator: AccountCoordinator) -> None:
    """Open the door of an account of lines without a portal, until the account is unloaded."""
    entry = coordinator.config_entry
    if CONF_WEBHOOK not in entry.data:
        return
    door = _Door(coordinator)
    webhook_id = entry.data[CONF_WEBHOOK]
    webhook.async_register(
        hass,
        DOMAIN,
        entry.title,
        webhook_id,
        door.handle,
        local_only=not entry.options.get(CONF_WEBHOOK_REMOTE, False),
        allowed_methods=["POST"],
    )
    entry.async_on_unload(lambda: webhook.async_unregister(hass, webhook_id))


class _Door:
    """What stands behind the address of one account."""

    def __init__(self, coordinator: AccountCoordinator) -> None:
        self._coordinator = coordinator
        self._calls: deque[datetime] = deque(maxlen=MOST)

    async def handle(self, hass: HomeAssistant, _webhook_id: str, request: Request) -> Response:
        """Answer a request: with what was understood, or with why nothing was taken."""
        now = dt_util.utcnow()
        if len(self._calls) == MOST and timedelta(0) <= now - self._calls[0] < SPAN:
            return _refused(HTTPStatus.TOO_MANY_REQUESTS, NotTaken("too_often"))
        self._calls.append(now)
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await _body(request)
            told = _told(body, request.headers.get("Content-Type", ""), request.query)
            return await _taken(hass, self._where(told.pop("line", None)), told)
        except TimeoutError:
            return _refused(HTTPStatus.REQUEST_TIMEOUT, NotTaken("empty"))
        except ConnectionError, RequestPayloadError:  # it broke off, or is not packed as it says
            return _refused(HTTPStatus.BAD_REQUEST, NotTaken("empty"))
        except TooMuch:
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, NotTaken("too_long"))
        except NotTaken as err:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, err)

    def _where(self, name: object) -> Where:
        """The line of that name, or the only one."""
        client = self._coordinator.session.client
        assert isinstance(client, HandedClient)
        found = [line.line_id for line in client.lines.values() if name is None or line.name == name]
        if len(found) != 1:
            raise NotTaken("which_line" if name is None else "no_such_line")
        return Where(self._coordinator, found[0])


async def _taken(hass: HomeAssistant, where: Where, told: dict[str, Any]) -> Response:
    """What came of what was told of a line. Raises `NotTaken`."""
    try:
        return json_response(await hand_in(hass, where, told))
    except NotKept as err:  # else Home Assistant would answer that all is well
        return json_response({"error": "not_kept", "message": str(err)}, status=HTTPStatus.INSUFFICIENT_STORAGE)


def _refused(status: HTTPStatus, err: NotTaken) -> Response:
    return json_response(err.answer(), status=status)


async def _body(request: Request) -> bytes:
    """What was sent. Raises `TooMuch` before it is all taken in."""
    body, content = b"", request.content  # of one that comes by the cloud, this is new each time
    while chunk := await content.read(_CHUNK):
        body += chunk
        if len(body) > LARGEST:
            raise TooMuch
    return body


def _told(body: bytes, content_type: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What a request says: a JSON object, or a text alone, whose line the address may name."""
    text = body.decode("utf-8", errors="replace")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return {"text": text, **({"line": query["line"]} if "line" in query else {})}
    try:
        content = load_json(text)
    except ValueError, RecursionError:
        raise NotTaken("not_json") from None
    if not isinstance(content, dict) or not isinstance(content.get("text", ""), str):
        raise NotTaken("not_json")
    told = {name: content[name] for name in (*NUMBERS, "text", "line") if content.get(name) is not None}
    if "as_of" in told:
        told["as_of"] = _moment(told["as_of"])
    return told


def _moment(value: object) -> datetime:
    found = dt_util.parse_datetime(value) if isinstance(value, str) else None
    if found is None:
        raise NotTaken("day")
    return as_moment(found)

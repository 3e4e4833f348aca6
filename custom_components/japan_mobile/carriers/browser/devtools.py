"""The DevTools protocol: calls and events over one websocket."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address
import json
import logging
import socket
from typing import Any, Self

import aiohttp
from yarl import URL

from ..errors import BrowserUnreachable
from ..json_text import load_json
from .address import is_home

_LOGGER = logging.getLogger(__name__)
_CONNECT = 10.0
_ANSWER = 30.0
_LARGEST = 64 * 2**20

type Event = Callable[[str, Mapping[str, Any]], None]


def told[T](result: Mapping[str, Any], name: str, kind: type[T]) -> T:
    """A value of a result. Raises `BrowserUnreachable` where it is missing, or of another kind: then that is no browser."""
    value = result.get(name)
    if not isinstance(value, kind):
        raise _lost(f"an answer without {name}")
    return value


def _lost(why: str) -> BrowserUnreachable:
    return BrowserUnreachable(f"the browser could not be asked: {why}")


class DevTools:
    """One connection. Calls may overlap; events of a session go to whoever listens to it."""

    def __init__(self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._http = http
        self._socket = socket
        self._number = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Event] = {}
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, address: URL) -> Self:
        """Connect to the browser at `http://HOST:PORT`. Raises `BrowserUnreachable`."""
        http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_CONNECT))
        try:
            place = await _numbered(address)
            async with http.get(place / "json/version", allow_redirects=False) as answer:
                told = load_json(await answer.read())
            path = URL(told["webSocketDebuggerUrl"]).path
            ws = place.with_scheme("wss" if place.scheme == "https" else "ws").with_path(path)
            return cls(http, await http.ws_connect(ws, max_msg_size=_LARGEST, heartbeat=30))
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            await http.close()
            raise _lost(type(err).__name__) from None
        except KeyError, TypeError, ValueError, RecursionError:
            await http.close()
            raise _lost("what answers there is no browser") from None
        except BaseException:
            await http.close()
            raise

    async def _read(self) -> None:
        """Hand out what arrives until the connection ends."""
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(load_json(message.data))
        except TypeError, ValueError, RecursionError:
            _LOGGER.debug("What answers at the browser's port is no browser")
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(_lost("the connection ended"))

    def _take(self, message: Any) -> None:
        """Hand out one message. Raises TypeError for what no browser sends."""
        if not isinstance(message, dict):
            raise TypeError("no message")
        params, number = message.get("params", {}), message.get("id")
        if isinstance(number, int):
            waiting = self._waiting.get(number)
            if waiting is not None and not waiting.done():
                waiting.set_result(message)
        elif isinstance(params, dict) and (listener := self._listeners.get(str(message.get("sessionId")))) is not None:
            listener(str(message.get("method")), params)

    def listen(self, session: str, listener: Event) -> None:
        """Tell a listener of the events of a session."""
        self._listeners[session] = listener

    async def call(
        self, method: str, session: str | None = None, *, within: float | None = None, **params: Any
    ) -> dict[str, Any]:
        """Call a method and return its result.

        Raises `BrowserUnreachable`: `Refused` for what the browser refuses, `Unanswered` where it says nothing in time
        (`within` seconds, else half a minute).
        """
        if self._reader.done():
            raise _lost("the connection ended")
        self._number += 1
        number = self._number
        self._waiting[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        try:
            await self._socket.send_str(json.dumps(message))
            async with asyncio.timeout(within or _ANSWER):
                answer = await self._waiting[number]
        except TimeoutError:
            raise Unanswered(method) from None
        except (aiohttp.ClientError, OSError) as err:
            raise _lost(f"{method}: {type(err).__name__}") from None
        finally:
            del self._waiting[number]
        if "error" in answer:
            raise Refused(method)
        result = answer.get("result", {})
        if not isinstance(result, dict):
            raise _lost(f"{method}: an answer of another form")
        return result

    async def close(self) -> None:
        """End the connection."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(5):
                await self._socket.close()
        await self._http.close()


class Unanswered(BrowserUnreachable):
    """The browser has not answered in time: it, or what it waits for."""

    def __init__(self, method: str) -> None:
        super().__init__(f"the browser did not answer {method} in time")


class Refused(BrowserUnreachable):
    """The browser answered that it cannot do that now: the page may just be another one."""

    def __init__(self, method: str) -> None:
        super().__init__(f"the browser refused {method}")


async def _numbered(address: URL) -> URL:
    """The address with the machine's number: Chromium answers nobody who calls it by a name.

    A name that leads out of the home network is not followed, whatever it is called. Behind TLS a proxy answers, by name.
    """
    host = address.host or ""
    if address.scheme == "https" or host == "localhost":
        return address
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return address
    found = await asyncio.get_running_loop().getaddrinfo(host, address.port, type=socket.SOCK_STREAM)
    numbers = [str(entry[4][0]) for entry in found]
    home = next((number for number in numbers if is_home(number)), None)
    if home is None:
        raise _lost("its name leads out of the home network")
    return address.with_host(home)

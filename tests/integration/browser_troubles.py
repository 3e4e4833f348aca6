"""What can be wrong with a person's browser, and with the port at which it is debugged."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
import json
from typing import Any

from .debug_port import Change, DebugPort

type Json = dict[str, Any]
type Command = Callable[..., Awaitable[Json]]
"""Calls a method of the browser as somebody else does who is connected to it."""

UNREACHABLE = frozenset({"CannotConnect"})
OPENING, GOING, READING = "Target.createTarget", "Page.navigate", "Runtime.evaluate"


@dataclass(frozen=True)
class PortTrouble:
    """One of them; `begin` lets it go wrong, and `mend()` of the port ends it."""

    name: str
    begin: Callable[[DebugPort, Command], Awaitable[None]]
    said: frozenset[str] = UNREACHABLE


def _set(**values: Any) -> Callable[[DebugPort, Command], Awaitable[None]]:
    async def begin(port: DebugPort, _command: Command) -> None:
        for name, value in values.items():
            setattr(port, name, value)

    return begin


async def _shut(port: DebugPort, _command: Command) -> None:
    await port.shut()


def _answers(result: Json | str, message: Json) -> str | None:
    """Every answer holds something else; events arrive as they are."""
    if "id" not in message:
        return json.dumps(message)
    return result if isinstance(result, str) else json.dumps({"id": message["id"], **result})


def _mixed_up(message: Json) -> str | None:
    """Answers to calls that nobody has made."""
    return json.dumps({**message, "id": message["id"] + 10_000} if "id" in message else message)


def _values(value: Any, message: Json) -> str | None:
    """The page says something else than what was asked."""
    if "value" in message.get("result", {}).get("result", {}):
        message["result"]["result"]["value"] = value
    return json.dumps(message)


def _changed(since: str, change: Change) -> Callable[[DebugPort, Command], Awaitable[None]]:
    return _set(since=since, change=change)


def _meddling(since: str, method: str, **params: Any) -> Callable[[DebugPort, Command], Awaitable[None]]:
    """Somebody else does something in the tab that Home Assistant has opened, while it reads there."""

    async def begin(port: DebugPort, command: Command) -> None:
        async def meddle(_call: Json) -> None:
            await command(method, target=port.target, **params)

        port.since, port.meddle = since, meddle

    return begin


async def _another(port: DebugPort, command: Command) -> None:
    """The same program with another profile, in which nobody is logged in."""
    context = (await command("Target.createBrowserContext"))["browserContextId"]

    async def elsewhere(call: Json) -> None:
        call["params"]["browserContextId"] = context

    port.since, port.meddle = OPENING, elsewhere


PORT_TROUBLES: tuple[PortTrouble, ...] = (
    PortTrouble("the browser's port refuses", _shut),
    PortTrouble("the browser's port does not answer", _set(silent=True)),
    PortTrouble("the browser's port: HTTP 500", _set(opening=(500, "error"))),
    PortTrouble("the browser's port: a page", _set(opening=(200, "<html><body>router</body></html>"))),
    PortTrouble("the browser's port: JSON of something else", _set(opening=(200, '{"version": 1}'))),
    PortTrouble("the browser's port: a redirect", _set(opening=(302, "https://portal.evil.example/"))),
    PortTrouble("the browser's port: no connection", _set(no_socket=True)),
    PortTrouble("the browser is gone while a tab opens", _set(since=OPENING, hangs_up=True)),
    PortTrouble("the browser is gone while the page loads", _set(since=GOING, hangs_up=True)),
    PortTrouble("the browser is gone while the page is read", _set(since=READING, hangs_up=True)),
    PortTrouble("the browser no longer answers", _changed(GOING, lambda _message: None)),
    PortTrouble("the browser refuses every call", _changed(OPENING, partial(_answers, {"error": {"code": -32000}}))),
    PortTrouble("the browser refuses to read", _changed(READING, partial(_answers, {"error": {"code": -32000}}))),
    PortTrouble("the browser answers nothing", _changed(OPENING, partial(_answers, {"result": {}}))),
    PortTrouble("the browser reads nothing", _changed(READING, partial(_answers, {"result": {}}))),
    PortTrouble("the browser answers with texts", _changed(OPENING, partial(_answers, {"result": "text"}))),
    PortTrouble("the browser answers with lists", _changed(READING, partial(_answers, "[1, 2, 3]"))),
    PortTrouble("the browser answers without JSON", _changed(READING, partial(_answers, "<html>"))),
    PortTrouble("the browser answers other calls", _changed(OPENING, _mixed_up)),
    PortTrouble("the browser says something else of the page", _changed(READING, partial(_values, {"url": 1}))),
    PortTrouble("the tab is closed by somebody", _meddling(READING, "Target.closeTarget")),
    PortTrouble("the tab breaks down", _meddling(READING, "Page.crash")),
    PortTrouble(
        "the tab is led elsewhere by somebody",
        _meddling(READING, "Page.navigate", url="https://portal.evil.example/"),
        frozenset({"ForeignAnswer"}),
    ),
    PortTrouble(
        "a blank tab in the place of ours",
        _meddling(READING, "Page.navigate", url="about:blank"),
        frozenset({"LayoutChanged", "CannotConnect"}),
    ),
    PortTrouble(
        "another profile, in which nobody is logged in",
        _another,
        frozenset({"AccountActionNeeded"}),
    ),
)

"""What answers at a browser's port and is no browser: always the one error that says so, and at once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
import json
from typing import Any

from aiohttp import WSMsgType, web
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.browser import Browser
from custom_components.japan_mobile.carriers.browser.devtools import DevTools, Unanswered
from custom_components.japan_mobile.carriers.errors import BrowserUnreachable, CannotConnect
from custom_components.japan_mobile.carriers.model import TOKYO

HOST = "my.example.jp"
NOW = datetime(2026, 11, 10, 12, tzinfo=TOKYO)

type Json = dict[str, Any]
type Answer = Callable[[Json], str | None]

GOOD: dict[str, Json] = {
    "Target.createTarget": {"targetId": "T"},
    "Target.attachToTarget": {"sessionId": "S"},
    "Page.createIsolatedWorld": {"executionContextId": 1},
    "Runtime.evaluate": {"result": {"value": None}},
}


@pytest.fixture
def expected_lingering_timers() -> bool:
    """The heartbeat of a connection that has ended is asked for once more."""
    return True


async def at(answer: Answer) -> tuple[web.AppRunner, URL]:
    """A port where every call is answered so."""

    async def version(_request: web.Request) -> web.Response:
        return web.json_response({"webSocketDebuggerUrl": "ws://127.0.0.1/devtools/browser/x"})

    async def socket(request: web.Request) -> web.WebSocketResponse:
        ours = web.WebSocketResponse()
        await ours.prepare(request)
        async for message in ours:
            if message.type is WSMsgType.TEXT and (text := answer(json.loads(message.data))) is not None:
                for line in text.splitlines():
                    await ours.send_str(line)
        return ours

    app = web.Application()
    app.router.add_get("/json/version", version)
    app.router.add_get("/devtools/browser/x", socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, URL(f"http://127.0.0.1:{runner.addresses[0][1]}")


def but(method: str, answer: Any) -> Answer:
    """Good answers to every call but one."""

    def told(call: Json) -> str | None:
        if call["method"] == method:
            return answer if isinstance(answer, str) else json.dumps({"id": call["id"], **answer})
        return json.dumps({"id": call["id"], "result": GOOD.get(call["method"], {})})

    return told


ODD: tuple[Any, ...] = (
    "<html>", "[1, 2]", "3", "null", {"result": "text"}, {"result": []}, {"result": {}}, {"result": {"targetId": 7}},
    {"result": {"sessionId": None}}, {"result": {"executionContextId": "x"}}, {"result": {"result": "x"}},
    {"error": {"code": 1}}, {"result": {"result": {"value": {"url": 1}}}}, "[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("answer", ODD, ids=lambda odd: str(odd)[:40])
@pytest.mark.parametrize(
    "method", ["Target.createTarget", "Target.attachToTarget", "Page.createIsolatedWorld", "Runtime.evaluate"]
)
async def test_what_is_no_browser(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch, method: str, answer: Any
) -> None:
    monkeypatch.setattr("custom_components.japan_mobile.carriers.browser.tab._SLOWEST", 0.1)
    monkeypatch.setattr("custom_components.japan_mobile.carriers.browser.tab._LOOK", 0.01)
    runner, address = await at(but(method, answer))
    with pytest.raises(CannotConnect):
        async with Browser(address, (HOST,), now=lambda: NOW) as browser:
            await browser.get(f"https://{HOST}/")
    await runner.cleanup()


async def test_half_a_sign(socket_enabled: None) -> None:
    """A page's script may have made it: what the browser tells of it can be written all the same."""
    runner, address = await at(but("Runtime.evaluate", r'{"id": 1, "result": {"a\ud800": ["\ude00", "\ud83d\ude00"]}}'))
    tools = await DevTools.connect(address)
    assert await tools.call("Runtime.evaluate") == {"a\ufffd": ["\ufffd", "\U0001f600"]}
    await tools.close()
    await runner.cleanup()


@pytest.mark.parametrize(
    "version", [b"[" * 100_000, b"\xff", b"", b'{"webSocketDebuggerUrl": 3}'], ids=lambda one: one[:3]
)
async def test_a_port_that_tells_something_else(socket_enabled: None, version: bytes) -> None:
    async def told(_request: web.Request) -> web.Response:
        return web.Response(body=version, content_type="application/json")

    app = web.Application()
    app.router.add_get("/json/version", told)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with pytest.raises(BrowserUnreachable):
        await DevTools.connect(URL(f"http://127.0.0.1:{runner.addresses[0][1]}"))
    await runner.cleanup()


async def test_a_paused_request_of_another_form(socket_enabled: None) -> None:
    """It is not waited for."""
    paused = json.dumps({"method": "Fetch.requestPaused", "sessionId": "S", "params": {"requestId": 3}})
    calls: list[str] = []

    def answer(call: Json) -> str:
        calls.append(call["method"])
        first = call["method"] == "Page.createIsolatedWorld" and calls.count(call["method"]) == 1
        return f"{paused if first else ''}\n{but('', {})(call)}".strip()

    runner, address = await at(answer)
    with pytest.raises(BrowserUnreachable):
        async with Browser(address, (HOST,), now=lambda: NOW) as browser:
            await browser.get(f"https://{HOST}/")
    await runner.cleanup()


def _silent_at(methods: set[str], call: Json) -> str | None:
    return None if call["method"] in methods else but("", {})(call)


async def test_who_is_too_slow(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that does not answer the browser is not a browser that does not answer."""
    monkeypatch.setattr("custom_components.japan_mobile.carriers.browser.tab._SLOWEST", 0.2)
    monkeypatch.setattr("custom_components.japan_mobile.carriers.browser.devtools._ANSWER", 0.1)
    for silent in ("Page.navigate", "Page.createIsolatedWorld", "Runtime.evaluate"):
        runner, address = await at(partial(_silent_at, {silent}))
        async with Browser(address, (HOST,), now=lambda: NOW) as browser:
            with pytest.raises(CannotConnect, match=HOST) as caught:
                await browser.get(f"https://{HOST}/")
            assert not isinstance(caught.value, BrowserUnreachable)
        await runner.cleanup()
    runner, address = await at(partial(_silent_at, {"Page.navigate", "Browser.getVersion"}))
    async with Browser(address, (HOST,), now=lambda: NOW) as browser:
        with pytest.raises(BrowserUnreachable):
            await browser.get(f"https://{HOST}/")
    await runner.cleanup()
    runner, address = await at(lambda _call: None)
    tools = await DevTools.connect(address)
    with pytest.raises(Unanswered):
        await tools.call("Target.createTarget")
    await tools.close()
    await runner.cleanup()

"""One tab of our own: where it may go, when its page has settled, and what that shows."""

import asyncio
from collections.abc import Coroutine, Mapping
import json
from time import monotonic
from typing import Any, NamedTuple, NoReturn

from yarl import URL

from ..errors import BrowserUnreachable, CannotConnect, ForeignAnswer, LayoutChanged
from ..hosts import Hosts
from ..web import MAX_BODY, Page, page_name
from .devtools import DevTools, Refused, Unanswered, told
from .snapshot import CHOOSE, SNAPSHOT, STATE

_WORLD = "japan_mobile"
_LOOK = 0.5
_CALM = 1.0
_LONGEST = 30.0
"""Seconds for a page to settle; after that it is taken as it is."""
_SLOWEST = 60.0
"""Seconds for a page to appear at all."""
_BLANK = "about:blank"
_BLOCKED = "net::ERR_BLOCKED_BY_CLIENT"
_NO_PAGE = "net::ERR_ABORTED"
"""What a navigation ends with whose answer is a download, or nothing."""
_NO_BODY = "net::ERR_HTTP_RESPONSE_CODE_FAILURE"
_TOLD_ELSEWHERE = frozenset({_BLOCKED, _NO_PAGE, _NO_BODY})
"""How a document fails that has not broken off."""


class State(NamedTuple):
    """What a page is at one look; equal ones mean that nothing has moved."""

    url: str
    ready: str
    born: float
    size: int
    text: str


class Answer(NamedTuple):
    """How the server answered: status and headers of the document that is shown."""

    status: int
    headers: Mapping[str, str]


class Tab:
    """One tab; `guarded` ones are driven by us alone, and go nowhere but to the declared hosts."""

    def __init__(self, tools: DevTools, hosts: Hosts, target: str, session: str) -> None:
        self._tools = tools
        self._hosts = hosts
        self._target = target
        self._session = session
        self._frame = target
        self._stopped: URL | None = None
        self._answer = Answer(200, {})
        self._asked = _BLANK
        self._document = ""
        self._broken = False
        self._posts = False
        self._crashed = False
        self._jobs: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, tools: DevTools, hosts: Hosts, url: str | None = None) -> Tab:
        """A new tab: for us, behind the others; with an address for a person, before them."""
        # A hidden tab ends with the connection, even if Home Assistant is killed; a browser too old for that opens it behind.
        ours = url is None
        opened = await tools.call("Target.createTarget", url=url or _BLANK, background=ours, hidden=ours)
        target = told(opened, "targetId", str)
        try:
            attached = await tools.call("Target.attachToTarget", targetId=target, flatten=True)
            tab = cls(tools, hosts, target, told(attached, "sessionId", str))
            tools.listen(tab._session, tab._hear)
            await tab._call("Page.enable")
            if url is None:
                await tab._guard()
        except BaseException:
            await asyncio.shield(tools.call("Target.closeTarget", targetId=target))
            raise
        return tab

    async def _guard(self) -> None:
        stages = [{"resourceType": "Document", "requestStage": stage} for stage in ("Request", "Response")]
        await self._call("Fetch.enable", patterns=stages)
        await self._call("Network.enable", maxTotalBufferSize=0, maxResourceBufferSize=0)  # told of all, keep nothing
        await self._call("Emulation.setFocusEmulationEnabled", enabled=True)

    async def _call(self, method: str, *, within: float | None = None, **params: Any) -> dict[str, Any]:
        return await self._tools.call(method, self._session, within=within, **params)

    # What happens in it

    def _hear(self, method: str, params: Mapping[str, Any]) -> None:
        match method:
            case "Fetch.requestPaused":
                self._do(self._judge(params))
            case "Page.javascriptDialogOpening":
                self._do(self._call_quietly("Page.handleJavaScriptDialog", accept=params.get("type") == "beforeunload"))
            case "Inspector.targetCrashed" | "Inspector.detached":
                self._crashed = True
            case "Network.requestWillBeSent" if (
                params.get("frameId") == self._frame and params.get("type") == "Document"
            ):
                self._document, self._broken = str(params.get("requestId")), False
            case "Network.loadingFailed" if params.get("requestId") == self._document:
                self._broken = params.get("errorText") not in _TOLD_ELSEWHERE

    def _do(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job)
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def _call_quietly(self, method: str, **params: Any) -> None:
        try:
            await self._call(method, **params)
        except CannotConnect:
            return  # the tab is going anyway

    async def _judge(self, params: Mapping[str, Any]) -> None:
        """Let a document be asked for, or not: before anything of it has left the browser. Note how it was answered."""
        try:
            await self._judged(params)
        except KeyError, TypeError, ValueError:  # whatever says that is no browser
            self._crashed = True

    async def _judged(self, params: Mapping[str, Any]) -> None:
        request, asked = params["requestId"], params["request"]
        if "responseStatusCode" in params:
            if params.get("frameId") == self._frame:
                headers = {one["name"]: one["value"] for one in params.get("responseHeaders", [])}
                self._answer = Answer(params["responseStatusCode"], headers)
            await self._call_quietly("Fetch.continueRequest", requestId=request)
            return
        url, method = URL(asked["url"]), asked["method"]
        if self._hosts.declares(url) and (method == "GET" or self._posts):
            await self._call_quietly("Fetch.continueRequest", requestId=request)
            return
        if params.get("frameId") == self._frame:
            self._stopped = url
        await self._call_quietly("Fetch.failRequest", requestId=request, errorReason="BlockedByClient")

    def _check(self) -> None:
        if self._crashed:
            raise BrowserUnreachable("the tab in the browser broke down")
        if self._stopped is not None:
            raise ForeignAnswer(
                f"{self._stopped.scheme}://{self._stopped.raw_host} is not a place that the carrier declares",
                place=True,
            )
        if self._broken:  # the browser shows what has come, and nobody knows what would have followed
            raise CannotConnect(f"{URL(self._asked).host} broke off in the middle of a page")

    # What we do with it

    async def go(self, url: URL) -> None:
        """Go to an address. Raises `ForeignAnswer`, `CannotConnect`."""
        self._stopped, self._answer, self._asked, self._broken = None, Answer(200, {}), str(url), False
        try:
            found = await self._call("Page.navigate", within=_SLOWEST, url=str(url))
        except Unanswered:
            await self._silent()
        error = found.get("errorText", "")
        if error not in {"", *_TOLD_ELSEWHERE}:
            raise CannotConnect(f"{url.host} could not be reached by the browser: {error}")
        self._check()
        if error == _BLOCKED:
            raise ForeignAnswer(f"{page_name(url)} leads to a place that the carrier does not declare", place=True)
        if error == _NO_PAGE:
            raise LayoutChanged(page_name(url), "a page")

    async def choose(self, select: str, option: str, button: str) -> None:
        """Choose an option by its text and press the button of that form. Raises `LayoutChanged` where one is missing."""
        before = await self.settled()
        self._posts = True
        arguments = ", ".join(json.dumps(one) for one in (select, option, button))
        missing = await self._evaluate(f"{CHOOSE}({arguments})")
        if missing:
            raise LayoutChanged(page_name(URL(before.url)), str(missing))
        async with asyncio.timeout(_LONGEST):
            while (await self.state()).born == before.born:
                await asyncio.sleep(_LOOK)
                self._check()

    def no_posts(self) -> None:
        """From now on nothing is posted."""
        self._posts = False

    async def state(self) -> State:
        """One look; waits while the page is just being exchanged. Raises `CannotConnect`, `ForeignAnswer`."""
        until = monotonic() + _SLOWEST
        while True:
            self._check()
            try:
                return _state(await self._evaluate(STATE))
            except Refused, TypeError:
                if monotonic() > until:
                    raise CannotConnect("the browser shows no page") from None
            await asyncio.sleep(_LOOK)

    async def settled(self) -> State:
        """What the page is once nothing moves any more, or half a minute later."""
        started = calm = monotonic()
        last = await self.state()
        while monotonic() - started < _LONGEST:
            await asyncio.sleep(_LOOK)
            state = await self.state()
            if state != last:
                last, calm = state, monotonic()
            elif state.ready == "complete" and monotonic() - calm >= _CALM:
                break
        self._check()
        return last

    async def page(self) -> Page:
        """What the page shows now, as HTML: what cannot be seen is marked as hidden, what was typed left out."""
        state = await self.state()
        try:
            html = await self._evaluate(SNAPSHOT)
        except Refused:
            raise CannotConnect("the page went away while it was read in the browser") from None
        self._check()
        body = str(html).encode()
        url = URL(state.url if state.url.startswith("http") else self._asked)
        if len(body) > MAX_BODY:
            raise LayoutChanged(page_name(url), f"a size below {MAX_BODY} bytes")
        headers = {**self._answer.headers, "Content-Type": "text/html; charset=utf-8"}
        return Page(url, self._answer.status, headers, body)

    async def _evaluate(self, code: str) -> Any:
        """The value of an expression, in a world of our own. Raises `Refused` while there is no page for it."""
        try:
            world = await self._call("Page.createIsolatedWorld", frameId=self._frame, worldName=_WORLD)
            found = await self._call(
                "Runtime.evaluate",
                expression=code,
                contextId=told(world, "executionContextId", int),
                returnByValue=True,
            )
        except Unanswered:
            await self._silent()
        if "exceptionDetails" in found:
            raise Refused("Runtime.evaluate")
        return told(found, "result", dict).get("value")

    async def _silent(self) -> NoReturn:
        """Raise `CannotConnect` for a page that does not come, `BrowserUnreachable` where the browser is silent itself."""
        await self._tools.call("Browser.getVersion")
        raise CannotConnect(f"{URL(self._asked).host} did not answer the browser") from None

    async def close(self) -> None:
        """Close the tab, whatever it is doing."""
        for job in self._jobs:
            job.cancel()
        await self._tools.call("Target.closeTarget", targetId=self._target)


def _state(found: Any) -> State:
    """What a look has found. Raises TypeError where that is no page."""
    if not isinstance(found, dict):
        raise TypeError("no page")
    state = State(**found)
    if not all(isinstance(text, str) for text in (state.url, state.ready, state.text)):
        raise TypeError("no page")
    return state

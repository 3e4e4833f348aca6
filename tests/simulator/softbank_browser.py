"""A bare browser for SoftBank's and Y!mobile's portals: it fills in forms and notes where it ended."""

from dataclasses import dataclass
from urllib.parse import urljoin

import aiohttp
from selectolax.lexbor import LexborHTMLParser as HTMLParser, LexborNode

from simulator import Account, Simulator
from simulator.portals.portal import Sms

PORTALS = {"softbank": "https://my.softbank.jp/msb/d/", "ymobile": "https://my.ymobile.jp/muc/d/"}
BILLING = {"softbank": "https://bl11.my.softbank.jp", "ymobile": "https://bl61.my.ymobile.jp"}


@dataclass
class Shown:
    """A page, and where the redirects ended."""

    url: str
    status: int
    body: bytes
    steps: list[str]

    @property
    def text(self) -> str:
        """The page as UTF-8."""
        return self.body.decode()

    @property
    def html(self) -> HTMLParser:
        """The page, parsed."""
        return HTMLParser(self.text)

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self.one("title").text())

    def one(self, selector: str) -> LexborNode:
        """The first element that fits."""
        found = self.html.css_first(selector)
        assert found is not None, self.text
        return found

    def inputs(self, form: str) -> dict[str, str]:
        """What a form would send as it stands."""
        return {
            str(node.attributes["name"]): str(node.attributes.get("value") or "")
            for node in self.html.css(f"{form} input")
            if node.attributes.get("type") != "radio" or "checked" in node.attributes
        }


class Browser:
    """One customer's browser."""

    def __init__(self, simulator: Simulator, http: aiohttp.ClientSession, account: Account) -> None:
        self.simulator, self.http, self.account = simulator, http, account
        self.portal = PORTALS[account.carrier]
        self.billing = BILLING[account.carrier]

    @property
    def sms(self) -> list[Sms]:
        """What was sent by SMS."""
        return self.simulator.portal(self.account.carrier).sms

    async def get(self, url: str) -> Shown:
        """Follow redirects to the end."""
        async with self.http.get(url) as answer:
            steps = [str(one.url) for one in answer.history]
            return Shown(str(answer.url), answer.status, await answer.read(), steps)

    async def link(self, name: str = "MRERE0000") -> Shown:
        """Go where the redirector leads."""
        return await self.get(f"{self.portal}webLink/doSend/{name}")

    async def submit(self, page: Shown, form: str, **values: str) -> Shown:
        """Send a form."""
        action = urljoin(page.url, page.one(form).attributes["action"])
        async with self.http.post(action, data=page.inputs(form) | values) as answer:
            steps = [str(one.url) for one in answer.history]
            return Shown(str(answer.url), answer.status, await answer.read(), steps)

    async def log_in(self, page: Shown | None = None, **values: str) -> Shown:
        """Number and password."""
        given = {"telnum": self.account.usernames[0], "password": self.account.password} | values
        return await self.submit(page or await self.link(), "form[name=loginForm]", **given)

    async def data(self, page: Shown | None = None) -> Shown:
        """The data page, by the hand-over form."""
        return await self.submit(page or await self.log_in(), "form[name=webLink]")

    async def code(self, page: Shown, code: str | None = None) -> Shown:
        """Type a code, by default the one that came."""
        return await self.submit(page, "form[name=otpForm]", password=code or self.sms[-1].code)

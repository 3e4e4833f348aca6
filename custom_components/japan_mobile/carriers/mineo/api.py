"""mineo's app interface: one POST for each question and line. Protocol: docs/carriers/mineo.md, 4.1 and 8.

`Api` sends and judges; what the answers mean is in `read.py` and `history.py`.
"""

from collections.abc import Mapping
from datetime import timedelta
import re
from typing import Any

from ..aside import aside
from ..errors import LayoutChanged, LoginExpired, RateLimited
from ..web import Page, Web
from .tokens import Tokens

type Json = Mapping[str, Any]

BASE = "https://api.eonet.jp/mineo/v1"
COOLDOWN = timedelta(minutes=1)
"""How long the carrier wants between two switches of a line."""

_HEADERS = {"appId": "mineoApp", "appVersion": "2.18.00", "aid": "00000000-0000-0000-0000-000000000000"}
"""They have to be there; what they say is not looked at (sheet, 4.1)."""

_UNKNOWN_LINE = "0022"
_FAULT = "0098"
_TOO_SOON = "0025"
_CODE = re.compile(r"\d{2,4}", re.ASCII)


class Refused(LayoutChanged):
    """An answer whose `resultCode` is not success."""

    def __init__(self, page: str, code: str) -> None:
        super().__init__(page, code)
        self.code = code

    @property
    def kind(self) -> str:
        """For everybody else an answer that cannot be read."""
        return LayoutChanged.__name__


class LineUnknown(Refused):
    """The carrier knows no line of that id, whatever its text says of authentication."""


class Unauthorized(Exception):
    """The bearer was not accepted."""


class Api:
    """Requests of one account."""

    def __init__(self, web: Web, tokens: Tokens) -> None:
        self._web = web
        self._tokens = tokens

    @property
    def last(self) -> Page | None:
        """The answer that is being read."""
        return self._web.last

    async def read(self, name: str, cust_id: str | None = None) -> Json:
        """The answer to a question; what the carrier calls a fault of its own is asked once more.

        Raises `LineUnknown`; `LoginExpired` when a fresh bearer is refused too; `LayoutChanged` for any other code.
        """
        fields = {} if cust_id is None else {"custId": cust_id}
        try:
            return await self._call(name, fields)
        except Refused as err:
            if err.code != _FAULT:
                raise
        return await self._call(name, fields)

    async def switch(self, cust_id: str, *, fast: bool) -> None:
        """Set mineoスイッチ, which is on where the line is slow. Sheet, 7. Raises `RateLimited` within the minute."""
        try:
            await self._call("change_speed", {"custId": cust_id, "speedFlg": "1" if fast else "0"})
        except Refused as err:
            if err.code == _TOO_SOON:
                raise RateLimited(COOLDOWN) from None
            raise

    async def _call(self, name: str, fields: Mapping[str, str]) -> Json:
        bearer = await self._tokens.bearer()
        try:
            return await aside(read_answer, await self._post(name, fields, bearer))
        except Unauthorized:
            bearer = await self._tokens.bearer(refused=bearer)
        try:
            return await aside(read_answer, await self._post(name, fields, bearer))
        except Unauthorized:
            raise LoginExpired("the carrier does not accept the bearer that it has just given out") from None

    async def _post(self, name: str, fields: Mapping[str, str], bearer: str) -> Page:
        headers = {"Authorization": f"Bearer {bearer}", **_HEADERS}
        return await self._web.post(f"{BASE}/{name}", form=fields.items(), headers=headers)


def read_answer(page: Page) -> Json:
    """The content of an answer that says that it is one. Sheet, 8.

    Raises `Unauthorized`, `LineUnknown`, `Refused` with the code, or `LayoutChanged`. Texts are not repeated.
    """
    name = page.url.path.rpartition("/")[2]
    if page.status == 401:
        raise Unauthorized
    if page.status != 200:
        raise LayoutChanged(name, f"status {page.status}")
    try:
        content = page.json_object()
    except LayoutChanged as err:
        raise LayoutChanged(name, *err.missing) from None
    if content.get("statusCode") == 401:
        raise Unauthorized
    match content.get("resultCode"):
        case "00":
            return content
        case str(code) if code == _UNKNOWN_LINE:
            raise LineUnknown(name, code)
        case str(code) if _CODE.fullmatch(code):
            raise Refused(name, code)
        case _:
            raise LayoutChanged(name, "resultCode")

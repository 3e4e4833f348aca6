"""The app's back end: headers, the token and its renewal, and what each answer means. Protocol: docs/carriers/povo.md, 2, 3, 8.

`Api` sends and judges; what the answers say is read elsewhere.
"""

from collections.abc import Mapping
import re
import secrets
from typing import Any
from uuid import uuid4

from ..aside import aside
from ..carrier import Credentials
from ..errors import (
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    RateLimited,
)
from ..keep import Keep
from ..web import Page, Web
from .answers import WRONG_DEVICE, answer, as_object, claims, codes, limited, moment_of, named, refusal, shown_instead

BASE = "https://app.povo.jp"
VERSION = "1.70.0-JP"
"""The app version that the sheet is about, and that we name."""

_USERS = "/api/v3/user-service"
_ACTION = f"{_USERS}/v3/jp/ja/mobile/users/login/action"
_OTP = f"{_USERS}/v4/jp/ja/mobile/otp"
_AUTH = "/user-service/v5/public/jp/ja/mobile/users/auth"
_RENEW = f"{_USERS}/v4/jp/ja/mobile/users/token"
_QUILT = "/api/v1/quilt/page"
READS: Mapping[str, tuple[str, dict[str, str]]] = {
    "users": (f"{_USERS}/v4/jp/ja/mobile/users", {"include_telco": "true"}),
    "plan": (f"{_USERS}/v4/jp/ja/mobile/account/usage/plan/get", {}),
    "user-plan-details-v2": (f"{_QUILT}/user-plan-details-v2", {}),
    "daily": (f"{_QUILT}/usage-history", {"type": "DAILY"}),
    "monthly": (f"{_QUILT}/usage-history", {"type": "MONTHLY"}),
    "bills": (f"{_USERS}/v5/jp/ja/mobile/layout/bills/info", {}),
}
"""What is read, by the name that errors give it."""

_HEADER = re.compile(r"[\x21-\x7e]{1,200}")


class Api:
    """Requests of one account. Uses `device_id`, `token` and `external_id` of the keep."""

    def __init__(self, web: Web, keep: Keep) -> None:
        self._web = web
        self._keep = keep
        self.renewed = False

    @property
    def token(self) -> str | None:
        """The token that was saved last, living or not."""
        token = self._keep.get("token")
        return token if isinstance(token, str) else None

    async def _device_id(self) -> str:
        """This installation's device, made once: tokens are bound to it, so it is on disk before it is named."""
        known = self._keep.get("device_id")
        if isinstance(known, str):
            return known
        made = f"{uuid4()}com.kddi.kdla.jp"
        self._keep["device_id"] = made
        await self._keep.save()
        return made

    async def _headers(self, *, inside: bool) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Language": "ja-JP",
            "User-Agent": "okhttp/4.12.0",
            "X-App-Version": VERSION,
            "X-App-Platform": "Android",
            "X-Deviceid": await self._device_id(),
            "X-Timezone": "Asia/Tokyo",
        }
        if inside:
            headers |= {"X-AUTH": self._keep["token"], "X-USER-ID": self._keep["external_id"]}
        return headers

    # Getting in

    async def _send(self, path: str, body: dict[str, Any]) -> Page:
        return await self._web.post(
            BASE + path,
            json_body={**body, "uuid": str(secrets.randbits(64) - 2**63)},
            headers=await self._headers(inside=False),
            expect={429},
        )

    async def announce(self, credentials: Credentials) -> None:
        """Say who wants to log in: no mail goes out. Raises `LayoutChanged` unless a code by e-mail follows (sheet, 3)."""
        page = await self._send(_ACTION, {"email": credentials["email"].strip()})
        actions = (await self._result(page)).get("actions")
        offered = (
            {str(one.get("action")) for one in actions if isinstance(one, dict)} if isinstance(actions, list) else set()
        )
        if "EMAIL_OTP" in offered:
            return
        if any("captcha" in action.lower() for action in offered):
            raise HumanCheckNeeded
        raise LayoutChanged("login", "EMAIL_OTP")

    async def ask_for_code(self, credentials: Credentials) -> str:
        """Have a code mailed; what the answer calls it by."""
        page = await self._send(
            _OTP,
            {
                "device_id": await self._device_id(),
                "email": credentials["email"].strip(),
                "otp_duration": 15,
                "auth_mode": "ENHANCED_EMAIL_OTP",
                "request_type": "LOGIN_EMAIL_OTP",
            },
        )
        return named(await self._result(page), "auth_id")

    async def send_code(self, auth_id: str, code: str) -> bool:
        """Exchange the code for a token, which is saved. False: the code was refused."""
        device = await self._device_id()
        page = await self._send(
            _AUTH,
            {
                "email_auth": {"auth_id": auth_id, "otp_code": code, "device_id": device},
                "device": {"device_id": device, "device_type": "Mobile", "app_type": "ecosystem"},
            },
        )
        if page.status == 401 and self._limit(page) is None:
            as_object(page, "login")
            return False
        result = await self._result(page)
        if "pin_token" in result:
            raise LayoutChanged("login", "pin_token")
        await self._take(named(result, "auth_token"))
        return True

    async def _result(self, page: Page) -> dict[str, Any]:
        return await aside(self._told, page)

    def _told(self, page: Page) -> dict[str, Any]:
        """The result of a login answer, in the order of the sheet's checks (3)."""
        if (limit := self._limit(page)) is not None:
            raise limit
        content = as_object(page, "login")
        if page.status == 403 and WRONG_DEVICE in codes(content):
            raise LoginExpired("the carrier does not know this device any more")
        if page.status != 200 or content.get("success") is not True:
            raise HumanCheckNeeded if "captcha" in page.text.lower() else refusal("login", page, content)
        match content.get("result"):
            case dict() as result:
                return result
            case _:
                raise LayoutChanged("login", "result")

    async def _is_answer(self, page: Page) -> bool:
        """Whether it is no page for people that stands in the place of one."""
        return await aside(shown_instead, page) is None

    def _limit(self, page: Page) -> RateLimited | None:
        """What a 429, or a body that names the end of a block, says."""
        return limited(page, self._web.now())

    # The token

    async def _take(self, token: str) -> None:
        """Keep a token, which is on disk before it is used. Raises `ForeignAnswer` when it is another customer's."""
        owner = named(claims(token), "external_id")
        if not _HEADER.fullmatch(owner):
            raise LayoutChanged("login", "external_id")
        if self._keep.setdefault("external_id", owner) != owner:
            await self.forget()
            raise ForeignAnswer("token: an answer for another customer")
        self._keep["token"] = token
        await self._keep.save()

    async def forget(self) -> None:
        """Drop a dead login. The account's other facts stay: they do not let anybody in."""
        self._keep.pop("token", None)
        await self._keep.save()

    @property
    def expired(self) -> bool:
        """Whether the token's time is over, or not known."""
        end = moment_of(claims(self.token or "").get("exp"))
        return end is None or self._web.now() >= end

    async def _renew(self) -> None:
        """Renew the token, which works after its end too. Raises `LoginExpired` when it is refused."""
        page = await self._web.get(BASE + _RENEW, headers=await self._headers(inside=True), expect={429})
        if page.status in {401, 403} and self._limit(page) is None and await self._is_answer(page):
            await self.forget()
            raise LoginExpired("the carrier does not renew the login")
        self.renewed = True
        await self._take(named(await self._result(page), "auth_token"))

    # Reading

    @property
    def last(self) -> Page | None:
        """The answer that is being read."""
        return self._web.last

    async def get(self, name: str) -> dict[str, Any]:
        """Read one answer, with a token that is renewed first when its time is over, and once more after a 401.

        Raises `LoginExpired` when that does not help, or the device is no longer known.
        """
        if self.token is None:
            raise LoginExpired
        if self.expired and not self.renewed:
            await self._renew()
        page = await self._read(name)
        if page.status == 401 and not self.renewed:
            await self._renew()
            page = await self._read(name)
        if page.status == 401 and await self._is_answer(page):
            await self.forget()
            raise LoginExpired
        try:
            return await aside(answer, page, name, self._web.now())
        except LoginExpired:
            await self.forget()
            raise

    async def _read(self, name: str) -> Page:
        path, params = READS[name]
        return await self._web.get(
            BASE + path, params=params or None, headers=await self._headers(inside=True), expect={429}
        )

"""The app's back end: headers, the token and its renewal, and what each answer means. Protocol: docs/carriers/povo.md, 2, 3, 8.

`Api` sends and judges; what the answers say is read elsewhere.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import json
import re
import secrets
from typing import Any
from uuid import uuid4

from ..carrier import Credentials
from ..errors import (
    CarrierError,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    Maintenance,
    RateLimited,
)
from ..keep import Keep
from ..reading import Unreadable, lossy
from ..signs import sign
from ..web import Page, Web, retry_after

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

_WRONG_DEVICE = "403001"
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,40}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_\-=]+(?:\.[A-Za-z0-9_\-=]*){2}", re.ASCII)
_HEADER = re.compile(r"[\x21-\x7e]{1,200}")
_MILLISECONDS_FROM = 10**11


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
        actions = self._result(page).get("actions")
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
        return _named(self._result(page), "auth_id")

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
            _object(page, "login")
            return False
        result = self._result(page)
        if "pin_token" in result:
            raise LayoutChanged("login", "pin_token")
        await self._take(_named(result, "auth_token"))
        return True

    def _result(self, page: Page) -> dict[str, Any]:
        """The result of a login answer, in the order of the sheet's checks (3)."""
        if (limit := self._limit(page)) is not None:
            raise limit
        content = _object(page, "login")
        if page.status == 403 and _WRONG_DEVICE in codes(content):
            raise LoginExpired("the carrier does not know this device any more")
        if page.status != 200 or content.get("success") is not True:
            raise HumanCheckNeeded if "captcha" in page.text.lower() else refusal("login", page, content)
        match content.get("result"):
            case dict() as result:
                return result
            case _:
                raise LayoutChanged("login", "result")

    def _limit(self, page: Page) -> RateLimited | None:
        """What a 429, or a body that names the end of a block, says."""
        return limited(page, self._web.now())

    # The token

    async def _take(self, token: str) -> None:
        """Keep a token, which is on disk before it is used. Raises `ForeignAnswer` when it is another customer's."""
        owner = _named(claims(token), "external_id")
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
        end = _moment(claims(self.token or "").get("exp"))
        return end is None or self._web.now() >= end

    async def _renew(self) -> None:
        """Renew the token, which works after its end too. Raises `LoginExpired` when it is refused."""
        page = await self._web.get(BASE + _RENEW, headers=await self._headers(inside=True), expect={429})
        if page.status in {401, 403} and self._limit(page) is None and _shown(page) is None:
            await self.forget()
            raise LoginExpired("the carrier does not renew the login")
        self.renewed = True
        await self._take(_named(self._result(page), "auth_token"))

    # Reading

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
        if page.status == 401 and _shown(page) is None:
            await self.forget()
            raise LoginExpired
        try:
            return answer(page, name, self._web.now())
        except LoginExpired:
            await self.forget()
            raise

    async def _read(self, name: str) -> Page:
        path, params = READS[name]
        return await self._web.get(
            BASE + path, params=params or None, headers=await self._headers(inside=True), expect={429}
        )


def answer(page: Page, name: str, now: datetime) -> dict[str, Any]:
    """The JSON object of an answer to a data call. Raises what the sheet's table (8) says of any other."""
    if (limit := limited(page, now)) is not None:
        raise limit
    content = _object(page, name)
    if page.status == 403 and _WRONG_DEVICE in codes(content):
        raise LoginExpired("the carrier does not know this device any more")
    if page.status != 200 or content.get("success") is False:
        raise refusal(name, page, content)
    return content


def limited(page: Page, now: datetime) -> RateLimited | None:
    """The error of a 429, or of a body that names the end of a block; None for anything else."""
    try:
        content = page.json()
    except LayoutChanged:
        content = None
    until = next((_moment(part["block_until"]) for part in _parts(content) if "block_until" in part), None)
    blocked = any("block_until" in part for part in _parts(content))
    if page.status != 429 and not blocked:
        return None
    return RateLimited(until - now if until is not None and until > now else retry_after(page, now))


def codes(content: Any) -> set[str]:
    """The codes that an answer gives for a failure, at whatever depth the sheet has seen them."""
    found = {str(part["code"]).strip() for part in _parts(content) if isinstance(part.get("code"), int | str)}
    return {code for code in found if _CODE.fullmatch(code)}


def _parts(content: Any) -> list[dict[str, Any]]:
    """An answer and the objects in which it may hold what went wrong."""
    if not isinstance(content, dict):
        return []
    inner = (content.get(key) for key in ("failure", "result", "error"))
    return [content, *(part for part in inner if isinstance(part, dict))]


def refusal(name: str, page: Page, content: Any) -> CarrierError:
    """The error for an answer that is none: it names the status or the carrier's own code."""
    told = sorted(codes(content) - {str(page.status)})
    status = [] if page.status == 200 else [f"status {page.status}"]
    return LayoutChanged(name, *([*status, *told] or ["success"]))


def _object(page: Page, name: str) -> dict[str, Any]:
    try:
        return page.json_object()
    except LayoutChanged as err:
        raise _shown(page) or LayoutChanged(name, *err.missing) from None


def _shown(page: Page) -> CarrierError | None:
    """What a page for people, in place of an answer, says is the matter: maintenance, or a wall against robots."""
    seen = sign(page) if page.body.lstrip()[:1] == b"<" else None
    error = seen.error() if seen else None
    return error if isinstance(error, Maintenance | HumanCheckNeeded) else None


def _named(content: Mapping[str, Any], key: str) -> str:
    """A text that has to be there. Raises `LayoutChanged(login, …)`."""
    match content.get(key):
        case str(text) if text.strip():
            return text
        case _:
            raise LayoutChanged("login", key)


def claims(token: str) -> dict[str, Any]:
    """What a token says of itself, unverified: it is ours, and only told us when to renew it. Raises `LayoutChanged`."""
    if not _TOKEN.fullmatch(token):
        raise LayoutChanged("login", "auth_token")
    payload = token.split(".")[1]
    try:
        content = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise LayoutChanged("login", "auth_token")
    return content


def _moment(value: Any) -> datetime | None:
    """A time as epoch seconds or milliseconds, number or text, or as ISO text; None for anything else."""
    try:
        stamp = lossy(value)
    except Unreadable:
        stamp = None
    try:
        if stamp is not None:
            seconds = stamp / 1000 if stamp > _MILLISECONDS_FROM else stamp
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))
        moment = datetime.fromisoformat(value)
    except OverflowError, TypeError, ValueError:
        return None
    return moment if moment.tzinfo else None

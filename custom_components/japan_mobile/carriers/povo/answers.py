"""What an answer of povo says, before what it is about is read. Protocol: docs/carriers/povo.md, 3, 8."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import re
from typing import Any

from ..codes import told_code
from ..errors import (
    AccountActionNeeded,
    CarrierError,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    Maintenance,
    RateLimited,
)
from ..json_text import load_json
from ..reading import Unreadable, lossy
from ..signs import sign
from ..web import Page, retry_after

WRONG_DEVICE = "403001"
_TOKEN = re.compile(r"[A-Za-z0-9_\-=]+(?:\.[A-Za-z0-9_\-=]*){2}", re.ASCII)
_MILLISECONDS_FROM = 10**11


def answer(page: Page, name: str, now: datetime) -> dict[str, Any]:
    """The JSON object of an answer to a data call. Raises what the sheet's table (8) says of any other."""
    if (limit := limited(page, now)) is not None:
        raise limit
    content = as_object(page, name)
    if page.status == 403 and WRONG_DEVICE in codes(content):
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
    until = next((moment_of(part["block_until"]) for part in _parts(content) if "block_until" in part), None)
    blocked = any("block_until" in part for part in _parts(content))
    if page.status != 429 and not blocked:
        return None
    return RateLimited(until - now if until is not None and until > now else retry_after(page, now))


def codes(content: Any) -> set[str]:
    """The codes that an answer gives for a failure, at whatever depth the sheet has seen them."""
    return {code for part in _parts(content) if (code := told_code(part.get("code"))) is not None}


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


def as_object(page: Page, name: str) -> dict[str, Any]:
    try:
        return page.json_object()
    except LayoutChanged as err:
        raise shown_instead(page) or LayoutChanged(name, *err.missing) from None


def shown_instead(page: Page) -> CarrierError | None:
    """What a page for people, in place of an answer, says is the matter: maintenance, a wall against robots, terms."""
    seen = sign(page) if page.body.lstrip()[:1] == b"<" else None
    error = seen.error() if seen else None
    return error if isinstance(error, Maintenance | HumanCheckNeeded | AccountActionNeeded) else None


def named(content: Mapping[str, Any], key: str) -> str:
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
        content = load_json(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError, RecursionError:
        content = None
    if not isinstance(content, dict):
        raise LayoutChanged("login", "auth_token")
    return content


def moment_of(value: Any) -> datetime | None:
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

"""Answers that arrive, and are not what the portal has answered."""

import asyncio
from contextlib import suppress
import gzip
import json
import re

from aiohttp import web

from .faults import Fault, Kind

_BIG = 50 * 2**20
_CHUNK = 2**20


def spoilt(request: web.Request, real: web.Response, fault: Fault) -> web.StreamResponse:
    """The portal's answer as a fault leaves it, cookies and all; kinds that need no time."""
    body = real.body if isinstance(real.body, bytes) else b""
    kind = real.headers.get("Content-Type", "text/html")
    match fault.kind:
        case Kind.SHORT:
            real.body = body[: len(body) // 2]
        case Kind.SWAP:
            real.body = _swapped(body, real.charset or "utf-8", fault.swap)
        case Kind.CHARSET:
            real.headers["Content-Type"] = f"{kind.partition(';')[0]}; charset=utf-16"
        case Kind.NUL:
            for sign in (b">", b","):
                body = body.replace(sign, sign + b"\0")
            real.body = body
        case Kind.TYPE:
            real.headers["Content-Type"] = "image/png"
        case Kind.LOOP:
            return web.Response(status=302, headers={"Location": str(request.rel_url)})
        case _:
            away = fault.body or f"http://{request.host}{request.path_qs}"
            return web.Response(status=302, headers={"Location": away})
    return real


def _swapped(body: bytes, charset: str, swap: tuple[tuple[str, str], ...]) -> bytes:
    """The body with other texts in it; JSON is written so that its texts can be seen."""
    text = body.decode(charset, "replace")
    with suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    for old, new in swap:
        text = re.sub(old, new, text, flags=re.DOTALL)
    return text.encode(charset, "replace")


async def poured(request: web.Request, real: web.Response, fault: Fault) -> web.StreamResponse:
    """The portal's answer with far too much behind it, or with far too much time between its bytes."""
    body = real.body if isinstance(real.body, bytes) else b""
    headers = {"Content-Type": real.headers.get("Content-Type", "text/html")}
    if fault.kind is Kind.BOMB:
        headers["Content-Encoding"] = "gzip"
    answer = web.StreamResponse(status=real.status, headers=headers)
    with suppress(ConnectionError, asyncio.CancelledError):  # nobody listens so long
        await answer.prepare(request)
        match fault.kind:
            case Kind.STALL:
                for sign in body or b" ":
                    await answer.write(bytes([sign]))
                    await asyncio.sleep(1)
            case Kind.BOMB:
                await answer.write(gzip.compress(body + b" " * _BIG))
            case _:
                await answer.write(body)
                for _ in range(_BIG // _CHUNK):
                    await answer.write(b" " * _CHUNK)
    return answer

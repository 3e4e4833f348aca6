"""A small site of several hosts, for the tests of the browser: whatever a page may do to a reader."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import ssl
from typing import NamedTuple

from aiohttp import web
import trustme

HOME, FOREIGN = "my.example.jp", "evil.example.com"

PAGES = {
    "/plain": "<h1>残量</h1><p>データ残量：3.25GB</p>",
    "/late": "<p id='v'></p><script>setTimeout(() => { v.textContent = 'データ残量：3.25GB' }, 4000)</script>",
    "/never": "<p>読み込み中</p>",
    "/ticking": "<p id='v'></p><script>setInterval(() => { v.textContent = Math.random() }, 200)</script>",
    "/hidden": (
        "<style>.x{display:none}.y{visibility:hidden}.z{opacity:0}</style><p class=x>1GB</p><p class=y>2GB</p><p class=z>3GB</p>"
        "<p>4GB</p><select name=s><option>a<option selected>b</select><script>document.forms; document.querySelector('select').value='a'</script>"
        "<input name=t value=geheim><input type=hidden name=h value=kept>"
    ),
    "/shadow": "<div id=d></div><script>d.attachShadow({mode:'open'}).innerHTML='<p>データ残量：3.25GB</p>'</script>",
    "/to-foreign-script": f"<script>location.href='https://{FOREIGN}/trap'</script><p>x</p>",
    "/to-foreign-meta": f"<meta http-equiv=refresh content='0;url=https://{FOREIGN}/trap'><p>x</p>",
    "/to-foreign-form": f"<form action='https://{FOREIGN}/trap'></form><script>document.forms[0].submit()</script>",
    "/to-http": "<script>location.href='http://my.example.jp/plain'</script>",
    "/posts": "<form method=post action='/harm'></form><script>document.forms[0].submit()</script>",
    "/frame": f"<iframe src='https://{FOREIGN}/trap'></iframe><p>データ残量：3.25GB</p>",
    "/popup": f"<script>window.open('https://{FOREIGN}/trap')</script><p>データ残量：3.25GB</p>",
    "/dialog": "<script>alert('x'); onbeforeunload = (e) => { e.preventDefault(); return 'x' }</script><p>データ残量：3.25GB</p>",
    "/hops": "<script>setTimeout(() => { location.href='/plain' }, 700)</script><p>少々お待ちください</p>",
}


class Site(NamedTuple):
    """A running site. `asked` are host, method and path of every request."""

    port: int
    asked: list[str]


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """Serve it on loopback for as long as the context lasts."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        host = request.host.split(":")[0]
        asked.append(f"{host} {request.method} {request.path}")
        match request.path:
            case "/to-foreign":
                raise web.HTTPFound(f"https://{FOREIGN}/trap")
            case "/busy":
                return web.Response(status=429, headers={"Retry-After": "60"})
            case "/closed":
                return web.Response(status=503, text="<p>メンテナンス中です</p>", content_type="text/html")
            case "/file":
                return web.Response(body=b"x", headers={"Content-Disposition": "attachment; filename=a.pdf"})
            case "/slow":
                answer = web.StreamResponse(headers={"Content-Type": "text/html"})
                await answer.prepare(request)
                await answer.write(b"<p>slow</p><img src=/stall>")
                return answer
            case "/broken":
                answer = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "10000"})
                await answer.prepare(request)
                await answer.write("<p>データ残量：3.25GB</p>".encode())
                await asyncio.sleep(0.5)
                assert request.transport is not None
                request.transport.abort()
                return answer
            case "/stall":
                await request.loop.create_future()
            case "/choose":
                sent = str((await request.post()).get("line", "0"))
                text = f"<p>回線{sent}</p>"
                form = "<form method=post><select name=line><option value=0>全部<option value=1>090-0000-0001</select><input type=submit name=show value=表示></form>"
                return web.Response(text=form + text, content_type="text/html")
        return web.Response(text=PAGES.get(request.path, "<p>?</p>"), content_type="text/html")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HOME, FOREIGN).configure_cert(context)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await server.start()
    try:
        yield Site(runner.addresses[0][1], asked)
    finally:
        await runner.cleanup()

"""A server that begins TLS connections in an old way is put up with, and its certificate is checked."""

import ssl
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.errors import CannotConnect
from custom_components.japan_mobile.carriers.web import Web
from simulator import Simulator, session as simulated_session
from simulator.faults import Line
from simulator.resolver import trust

HOST, OTHER_HOST = "www.iijmio.jp", "gapi.iijmio.jp"


async def test_old_tls_is_put_up_with_where_it_is_known_and_nowhere_else(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one place; whose certificate that is has to be right there too."""
    made, used, request = list[ssl.SSLContext](), dict[str, Any](), aiohttp.ClientSession.request

    def new() -> ssl.SSLContext:
        made.append(trust(sim))
        return made[-1]

    def noted(session: aiohttp.ClientSession, method: str, url: URL, **options: Any) -> Any:
        used[str(url.host)] = options.get("ssl")
        return request(session, method, url, **options)

    monkeypatch.setattr(aiohttp.ClientSession, "request", noted)
    async with simulated_session(sim) as http:
        web = Web(http, [HOST, OTHER_HOST], old_tls=[HOST], trust=new)
        for host in (HOST, OTHER_HOST, HOST):
            assert (await web.get(f"https://{host}/a", expect=range(600))).status
        [context] = made
        assert used == {HOST: context, OTHER_HOST: None}
        assert context.options & ssl.OP_LEGACY_SERVER_CONNECT
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
        assert not trust(sim).options & ssl.OP_LEGACY_SERVER_CONNECT
    for line in (Line.WRONG_CERTIFICATE, Line.EXPIRED_CERTIFICATE):
        sim.faults.line = line
        async with simulated_session(sim) as http:
            with pytest.raises(CannotConnect):
                await Web(http, [HOST], old_tls=[HOST], trust=new).get(f"https://{HOST}/a")


def test_one_host_alone_is_known_for_old_tls() -> None:
    assert {host for carrier in CARRIERS.values() for host in carrier.old_tls} == {"id.smt.docomo.ne.jp"}
    assert all(carrier.old_tls <= set(carrier.hosts) for carrier in CARRIERS.values())

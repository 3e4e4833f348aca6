"""IIJmio's switch of fast data: the one call that changes something, which nobody has run in public."""

from collections.abc import AsyncIterator
from datetime import timedelta
import json

import pytest

from custom_components.japan_mobile.carriers.carrier import Can
from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    LayoutChanged,
    LoginExpired,
    RateLimited,
)
from custom_components.japan_mobile.carriers.iijmio import IIJMIO
from custom_components.japan_mobile.carriers.iijmio.client import IIJmioClient
from custom_components.japan_mobile.carriers.model import Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import Disk, client_at, session_at

LINE, CONTRACT = "hdo00000001", "hdc00000001"
APP = "gapi.iijmio.jp"
USAGE = frozenset({Part.USAGE})


@pytest.fixture
async def client(sim: Simulator, customer: Account) -> AsyncIterator[IIJmioClient]:
    """A client with a login; the journal is empty again."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    sim.journal.clear()
    async with client_at(sim, disk) as found:
        assert isinstance(found, IIJmioClient)
        yield found


async def _fast(client: IIJmioClient) -> bool | None:
    line = (await client.fetch(USAGE)).line(LINE)
    assert line is not None
    return line.fast


async def test_off_and_on_again(sim: Simulator, customer: Account, client: IIJmioClient) -> None:
    """The contract is looked up; what came of it is read past the server's cache."""
    customer.options.cache_seconds = 3600.0
    assert await _fast(client) is True
    sim.journal.clear()
    await client.set_fast(LINE, fast=False)
    assert [(call.method, call.path) for call in sim.journal.calls] == [
        ("GET", "/dataTraffic"), ("POST", "/couponStatus"),
    ]  # fmt: skip
    sent = json.loads(sim.journal.calls[-1].raw.rpartition("\n")[2])
    assert sent == {"serviceCode": CONTRACT, "lineServiceCode": LINE, "couponStatus": 0}
    assert await _fast(client) is False
    assert [line.fast for line in customer.lines] == [False, True, True]
    sim.world.clock.advance(timedelta(minutes=1))
    await client.set_fast(LINE, fast=True)
    assert await _fast(client) is True
    assert Can.SWITCH in IIJMIO.can


async def test_what_is_so_already_is_not_asked_for(sim: Simulator, client: IIJmioClient) -> None:
    await client.set_fast(LINE, fast=True)
    assert sim.journal.count(path="/couponStatus") == 0


async def test_once_a_minute(sim: Simulator, client: IIJmioClient) -> None:
    await client.set_fast(LINE, fast=False)
    sim.world.clock.advance(timedelta(seconds=20))
    with pytest.raises(RateLimited) as caught:
        await client.set_fast(LINE, fast=True)
    assert caught.value.retry_after == timedelta(seconds=40)
    await client.set_fast("hdo00000002", fast=False)
    assert sim.journal.count(path="/couponStatus") == 2


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, LayoutChanged),
        (401, LoginExpired),
        (403, LoginExpired),
        (429, RateLimited),
        (503, CannotConnect),
        (505, LayoutChanged),
    ],
)
async def test_refusals(sim: Simulator, client: IIJmioClient, status: int, kind: type[CarrierError]) -> None:
    """Sent once, whatever the answer."""
    sim.faults.add(Fault(APP, Kind.STATUS, path="/couponStatus", status=status))
    with pytest.raises(kind) as caught:
        await client.set_fast(LINE, fast=False)
    assert caught.value.kind == kind.__name__
    assert sim.journal.count(path="/couponStatus") == 1


async def test_a_line_that_is_not_there(sim: Simulator, client: IIJmioClient) -> None:
    with pytest.raises(LayoutChanged, match="lineServiceCode"):
        await client.set_fast("hdo99999999", fast=False)
    assert sim.journal.count(path="/couponStatus") == 0


async def test_without_the_app(sim: Simulator, customer: Account, client: IIJmioClient) -> None:
    """No login there, or an app version that is too old: nothing is sent."""
    client.keep.pop("token")
    with pytest.raises(LoginExpired) as caught:
        await client.set_fast(LINE, fast=False)
    assert caught.value.login == "app"
    customer.options.app_version = "99.0.0"
    client.keep["token"] = "stale"
    await client.fetch(USAGE)
    sim.journal.clear()
    with pytest.raises(CannotConnect):
        await client.set_fast(LINE, fast=False)
    assert sim.journal.calls == []

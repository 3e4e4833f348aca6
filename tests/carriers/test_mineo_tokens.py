"""mineo's refresh token is good once: where it goes, when its successor is on disk, and what happens when one is lost."""

from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import web
import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import CannotConnect, LayoutChanged, LoginExpired, RateLimited
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.mineo import MINEO
from custom_components.japan_mobile.carriers.mineo.client import MineoClient
from custom_components.japan_mobile.carriers.web import Web
from simulator import Fault, Kind, Simulator, session as simulated_session
from simulator.portals.mineo import API, LOGIN
from tests.carriers.fetching import ALL, Disk
from tests.carriers.mineo_household import (
    TOKEN,
    USAGE,
    calls,
    client_of,
    customer_of,
    desk_of,
    fetched,
    later,
    mineo,
    newest,
    portal_of,
    stored,
)
from tests.worlds_mineo import HANDED


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The portal with one customer."""
    async with mineo() as running:
        yield running


@pytest.fixture
async def disk(sim: Simulator) -> Disk:
    """A login that has been made; the journal is empty again."""
    disk = Disk()
    await fetched(sim, disk)
    sim.journal.clear()
    return disk


async def test_the_new_token_is_on_disk_before_anything_else_is_sent(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first login and at a renewal."""
    disk, seen = Disk(), []
    answer = portal_of(sim).answer

    async def looking(request: web.Request) -> web.StreamResponse:
        if request.host.startswith(API):
            seen.append(stored(disk)["refresh_token"] == newest(sim))
        return await answer(request)

    monkeypatch.setattr(portal_of(sim), "answer", looking)
    await fetched(sim, disk, ALL)
    later(sim, hours=24)
    await fetched(sim, disk, ALL)
    assert len(seen) == 2 * 6  # the list; for each line capacity and history; and once what was bought
    assert all(seen)
    assert [login.accepted for login in sim.journal.logins()] == [True, True]


async def test_that_a_token_is_sent_is_on_disk_first(
    sim: Simulator, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(sim, hours=24)
    noted = []
    answer = portal_of(sim).answer

    async def looking(request: web.Request) -> web.StreamResponse:
        noted.append("renewing" in stored(disk))
        return await answer(request)

    monkeypatch.setattr(portal_of(sim), "answer", looking)
    await fetched(sim, disk)
    assert noted[0]
    assert not any(noted[1:])


async def test_it_is_renewed_a_quarter_of_an_hour_early(sim: Simulator, disk: Disk) -> None:
    later(sim, hours=23, minutes=44, seconds=59)
    await fetched(sim, disk)
    assert TOKEN.rpartition("/")[2] not in calls(sim)
    later(sim, seconds=1)
    await fetched(sim, disk)
    assert calls(sim).count("token") == 1


async def test_a_handed_in_token_is_sent_once(sim: Simulator, disk: Disk) -> None:
    """Also by the next flow, which knows of the account no more than what lasts."""
    sim.portal("mineo").expire("eo-0001")
    for _ in range(3):
        with pytest.raises(LoginExpired, match="does not know"):
            await fetched(sim, disk)
    assert len(sim.journal.logins()) == 1  # the renewal that was refused
    assert not sim.journal.saw(HANDED)
    async with client_of(sim, disk) as client:
        client.keep.forget(client.lasting)
        with pytest.raises(LoginExpired, match="used before"):
            await client.log_in(Credentials({"refresh_token": f" {HANDED} "}))
        assert not sim.journal.saw(HANDED)
        await client.log_in(Credentials({"refresh_token": desk_of(sim).app_login(customer_of(sim))}))
        assert len((await client.fetch(USAGE)).lines) == 2


async def test_the_same_customer_has_the_same_id_after_a_new_login(sim: Simulator, disk: Disk) -> None:
    """Even if the line of which it was made is gone."""
    first = (await fetched(sim, disk)).account_id
    assert "TST00AA001" not in first
    del customer_of(sim).lines[0]
    async with client_of(sim, disk) as client:
        client.keep.forget(client.lasting)
        await client.log_in(Credentials({"refresh_token": desk_of(sim).app_login(customer_of(sim))}))
        found = await client.fetch(USAGE)
    assert found.account_id == first
    assert [line.line_id for line in found.lines] == ["TST00AA002"]


@pytest.mark.parametrize("status", [200, 400])
async def test_a_token_that_nobody_knows(sim: Simulator, status: int) -> None:
    """Judged by the answer's content; sent once, whoever asks."""
    customer_of(sim).options.refusal_status = status
    disk = Disk()
    for _ in range(2):
        with pytest.raises(LoginExpired):
            await fetched(sim, disk, refresh_token="RT-TEST-unknown")
    assert calls(sim) == ["token"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("invalid_token", "x", LoginExpired),
        ("invalid_grant", "x", LoginExpired),
        ("whatever", "Token EXPIRED", LoginExpired),
        ("server_error", "busy", LayoutChanged),
        ("Serveur <x>", "busy", LayoutChanged),
    ],
)
async def test_what_a_refusal_means(sim: Simulator, disk: Disk, code: str, text: str, expected: type) -> None:
    """One that is not known leaves the token as it is, for the next poll."""
    options = customer_of(sim).options
    options.refusal_code, options.refusal = code, text
    later(sim, hours=24)
    sim.portal("mineo").expire("eo-0001", "token")
    async with client_of(sim, disk) as client:
        with pytest.raises(expected) as caught:
            await client.fetch(USAGE)
    assert "<x>" not in str(caught.value)
    assert ("refresh_token" in stored(disk)) is (expected is LayoutChanged)
    assert calls(sim) == ["token"]


@pytest.mark.parametrize("issued", ["no_id_token", "no_refresh_token", "html"])
async def test_an_answer_that_is_no_answer(sim: Simulator, disk: Disk, issued: str) -> None:
    """What is in it of a new refresh token is not thrown away."""
    later(sim, hours=24)
    customer_of(sim).options.issued = issued
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, disk)
    assert caught.value.page == "token"
    assert caught.value.kind == "LayoutChanged"
    customer_of(sim).options.issued = "whole"
    assert calls(sim) == ["token"]
    if issued == "no_id_token":
        assert len((await fetched(sim, disk)).lines) == 2
    else:
        with pytest.raises(LoginExpired):
            await fetched(sim, disk)


@pytest.mark.parametrize("told", ["soon", "-5", "0", "99999999999"])
async def test_an_odd_lifetime_is_taken_for_a_day(sim: Simulator, told: str) -> None:
    customer_of(sim).options.told_lifetime = told
    disk = Disk()
    await fetched(sim, disk)
    later(sim, hours=23, minutes=44)
    await fetched(sim, disk)
    assert calls(sim).count("token") == 1


async def test_a_bearer_that_died_early_is_renewed_once(sim: Simulator, disk: Disk) -> None:
    sim.portal("mineo").expire("eo-0001", "bearer")
    assert len((await fetched(sim, disk)).lines) == 2
    assert calls(sim) == ["get_capacity", "token", "get_capacity", "get_capacity"]


async def test_a_fresh_bearer_that_is_refused(sim: Simulator, disk: Disk) -> None:
    """No loop: one renewal, and the refresh token stays."""
    customer_of(sim).options.bearers = False
    async with client_of(sim, disk) as client:
        with pytest.raises(LoginExpired, match="just given out"):
            await client.fetch(USAGE)
    assert calls(sim) == ["get_capacity", "token", "get_capacity"]
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_renewal_that_fails_ends_the_poll(sim: Simulator, disk: Disk) -> None:
    """And is not tried again for every line."""
    sim.portal("mineo").expire("eo-0001", "bearer")
    sim.faults.add(Fault(LOGIN, Kind.STATUS, status=503))
    with pytest.raises(CannotConnect):
        await fetched(sim, disk)
    assert calls(sim) == ["get_capacity", "token", "token"]


async def test_a_limit_of_the_token_service(sim: Simulator, disk: Disk) -> None:
    later(sim, hours=24)
    sim.faults.add(Fault(LOGIN, Kind.STATUS, status=429, headers={"Retry-After": "60"}, times=1))
    with pytest.raises(RateLimited) as caught:
        await fetched(sim, disk)
    assert caught.value.retry_after == timedelta(minutes=1)
    assert len((await fetched(sim, disk)).lines) == 2


async def test_a_keep_of_nonsense_is_no_login(sim: Simulator, disk: Disk) -> None:
    """A damaged file asks for a new token and does not break."""
    async with simulated_session(sim) as http:
        keep = Keep({"refresh_token": 7, "handed": "x", "lines": "x", "id_expires": 3})
        client = MineoClient(MINEO, Web(http, MINEO.hosts, now=sim.world.clock.now), keep)
        with pytest.raises(LoginExpired):
            await client.fetch(USAGE)
        with pytest.raises(LoginExpired):
            await client.tokens.bearer()
        await client.log_in(Credentials({"refresh_token": desk_of(sim).app_login(customer_of(sim))}))
        assert len((await client.fetch(USAGE)).lines) == 2


async def test_nothing_secret_in_what_is_shown(sim: Simulator, disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    """Errors, logs and the hashes of what was handed in tell no token."""
    caplog.set_level("DEBUG")
    sim.portal("mineo").expire("eo-0001")
    with pytest.raises(LoginExpired) as caught:
        await fetched(sim, disk)
    for secret in (HANDED, *sim.journal.issued):
        assert secret not in caplog.text + str(caught.value)
        assert secret not in str(stored(disk)["handed"])

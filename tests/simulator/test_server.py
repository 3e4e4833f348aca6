"""The server around the portals: names, faults, control, the journal, and worlds in files."""

from datetime import timedelta
import json

import aiohttp
from hypothesis import HealthCheck, given, settings
import pytest

from simulator import GB, Fault, Kind, Month, Simulator, World, session
from simulator.demo import PASSWORD, USERNAME, demo_world
from simulator.worldfile import dump, load

from ..worlds import credentials_of, iijmio_worlds
from .conftest import NOW

TOP = "https://www.iijmio.jp/member/"


async def test_other_names_lead_nowhere(http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.ClientConnectorError, match="not simulated"):
        await http.get("https://www.example.jp/")


async def test_nobody_else_trusts_the_certificate(simulator: Simulator) -> None:
    async with aiohttp.ClientSession() as plain:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await plain.get(f"https://127.0.0.1:{simulator.port}/", server_hostname="www.iijmio.jp")


async def test_faults(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    simulator.faults.add(Fault("www.iijmio.jp", Kind.STATUS, status=429, headers={"Retry-After": "7"}, times=1))
    async with http.get(TOP) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    simulator.faults.add(Fault("www.iijmio.jp", Kind.STATUS, status=598, path="/member/", times=1))
    async with http.get(TOP) as answer:
        assert answer.status == 598
    async with http.get(TOP) as answer:
        assert answer.status == 200
    simulator.faults.add(Fault("*", Kind.CLOSE, method="POST", path="/api/"))
    async with http.get(TOP) as answer:
        assert answer.status == 200
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await http.post("https://www.iijmio.jp/api/member/top", json={})
    simulator.faults.clear()
    simulator.faults.add(Fault("*", Kind.TRUNCATED))
    with pytest.raises(aiohttp.ClientPayloadError):
        async with http.get(TOP) as answer:
            await answer.read()
    for kind, body in ((Kind.EMPTY, ""), (Kind.HTML, "<p>closed</p>")):
        simulator.faults.add(Fault("*", kind, body="<p>closed</p>"))
        async with http.get(TOP) as answer:
            assert (answer.status, await answer.text()) == (200, body)


async def test_other_texts_in_an_answer(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    """In a page, and in JSON, where texts stand as one reads them."""
    swap = (("<title>IIJmio", "<title>見本"), (r'"(login)_flg": false', r'"\g<1>": "見本"'))
    simulator.faults.add(Fault("*", Kind.SWAP, swap=swap))
    async with http.get("https://www.iijmio.jp/auth/login/") as answer:
        assert "<title>見本</title>" in await answer.text()
    async with http.post("https://www.iijmio.jp/api/front/loginInfo", json={}) as answer:
        assert (await answer.json())["login"] == "見本"


async def test_a_lost_answer_still_counts(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    simulator.faults.add(Fault("*", Kind.CLOSE, after=True))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await http.post("https://www.iijmio.jp/api/member/login", json={"mioId": USERNAME, "password": PASSWORD})
    assert [login.accepted for login in simulator.journal.logins()] == [True]
    assert simulator.journal.counts() == {"POST www.iijmio.jp/api/member/login": 1}
    assert simulator.journal.calls[0].status == 0


async def test_control(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    base = f"http://127.0.0.1:{simulator.control_port}"
    truth = f"{base}/truth/iijmio/{USERNAME}"
    async with aiohttp.ClientSession() as plain:

        async def call(method: str, path: str, body: object = None) -> object:
            async with plain.request(method, f"{base}{path}", json=body) as answer:
                return await answer.json() if answer.status == 200 else answer.status

        async with plain.get(truth, params={"mode": "web"}) as answer:
            assert await answer.json() == simulator.world.truth("iijmio", USERNAME, "web")
        changes = {"use": {"hdo00000001": 10**9}, "password": "new", "unpaid": True, "options": {"no_week": True}}
        told = await call("POST", f"/accounts/iijmio/{USERNAME}", changes)
        assert isinstance(told, dict)
        assert (told["lines"][0]["remaining_bytes"], told["bills"][0]["state"]) == (10_860_000_000, "unpaid")
        assert simulator.world.accounts[0].password == "new"
        await call("POST", f"/accounts/iijmio/{USERNAME}", {"remaining": {"hdo00000002": 0}})
        assert simulator.world.truth("iijmio", USERNAME)["lines"][2]["remaining_bytes"] == 0
        await call("POST", "/clock", {"now": "2026-08-07T00:00:00"})
        assert simulator.world.today().day == 7
        await call("POST", "/faults", {"host": "*", "kind": "status", "status": 500})
        async with http.get(TOP) as answer:
            assert answer.status == 500
        assert await call("DELETE", "/faults") == {}
        journal = await call("GET", "/journal")
        assert isinstance(journal, dict)
        assert journal["counts"] == {"GET www.iijmio.jp/member/": 1}
        assert await call("POST", f"/accounts/iijmio/{USERNAME}", {"options": {"no_such": 1}}) == 400
        assert await call("GET", "/truth/iijmio/MA7654321") == 404


def test_the_demo_lives_and_can_be_kept() -> None:
    world = demo_world(NOW, speed=0)
    before = world.truth("iijmio", USERNAME)["lines"]
    world.clock.advance(timedelta(minutes=10))
    after = world.truth("iijmio", USERNAME)["lines"]
    assert after[0]["remaining_bytes"] < before[0]["remaining_bytes"]
    assert before[1]["remaining_bytes"] < before[1]["total_bytes"] / 5
    assert before[0]["remaining_bytes"] > before[0]["total_bytes"]
    today, account = world.today(), world.accounts[0]
    pool = account.pools["hdg00000001"]
    used = sum(line.during(Month.of(today)).fast for line in account.members("hdg00000001"))
    assert sum(grant.size for grant in pool.grants) == used + pool.left(today) == 11 * GB
    again = load(json.loads(json.dumps(dump(world))))
    assert again.truth("iijmio", USERNAME, "web") == world.truth("iijmio", USERNAME, "web")


def test_living_in_steps_or_at_once_is_the_same() -> None:
    one, other = demo_world(NOW, speed=0), demo_world(NOW, speed=0)
    for _ in range(50):
        one.clock.advance(timedelta(hours=1, seconds=7))
        one.now()
    other.clock.set(one.clock.now())
    assert one.truth("iijmio", USERNAME)["lines"][0]["daily"] == other.truth("iijmio", USERNAME)["lines"][0]["daily"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=iijmio_worlds(pools=2))
async def test_any_world_can_be_shown(simulator: Simulator, world: World) -> None:
    simulator.world = world
    account = world.accounts[0]
    credentials = credentials_of(account, 1)
    async with session(simulator) as http:
        async with http.get(TOP):
            pass
        body = {"mioId": credentials["username"], "password": credentials["password"]}
        async with http.post("https://www.iijmio.jp/api/member/login", json=body) as answer:
            assert not (await answer.json()).get("error")
        async with http.post("https://www.iijmio.jp/api/member/top", json={}) as answer:
            lines = (await answer.json())["serviceInfoList"]
    truth = world.truth("iijmio", account.account_id, "web")
    assert [line["phoneNo"] for line in lines] == [line["number"] for line in truth["lines"]]
    assert load(dump(world)).accounts == world.accounts

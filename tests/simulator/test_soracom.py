"""SORACOM's API does what its protocol sheet says, shown by bare requests."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from simulator import TOKYO, Account, Clock, Simulator, Usage, World, session
from simulator.portals.soracom import STORE, SoracomPortal
from simulator.portals.soracom_options import SimOptions
from tests.simulator.conftest import NOW
from tests.worlds_soracom import OPERATOR, SECRET, customer, many, sim

JP, G = "https://api.soracom.io/v1", "https://g.api.soracom.io/v1"
KEY = {"authKeyId": "keyId-TEST0001", "authKey": SECRET}
ROOT = {"email": "sora@example.jp", "password": SECRET}
SAM = {"operatorId": OPERATOR, "userName": "home-assistant", "password": SECRET}
AUGUST = int(datetime(2026, 8, 1, tzinfo=UTC).timestamp())


@pytest.fixture
def account(simulator: Simulator) -> Account:
    """Three SIMs in Japan, one abroad."""
    world = many(3, NOW)
    [found] = world.accounts
    abroad = sim(4, "plan01s")
    found.lines.append(abroad)
    found.pools |= customer([abroad]).pools
    found.options.sims = {abroad.line_id: SimOptions(coverage="g")}
    simulator.world = world
    return found


class Calls:
    """Requests with both headers."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.headers: dict[str, str] = {}

    async def log_in(self, body: Any, base: str = JP) -> tuple[int, Any]:
        async with self.http.post(f"{base}/auth", json=body) as answer:
            told: Any = await answer.json() if answer.status == 200 else await answer.text()
            if answer.status == 200:
                self.headers = {"X-Soracom-API-Key": told["apiKey"], "X-Soracom-Token": told["token"]}
            return answer.status, told

    async def get(self, path: str, base: str = JP, **query: Any) -> tuple[int, Any]:
        async with self.http.get(f"{base}/{path}", params=query, headers=self.headers) as answer:
            return answer.status, await answer.json(content_type=None) if answer.status == 200 else await answer.text()

    async def post(self, path: str, body: Any = None, base: str = JP) -> tuple[int, Any]:
        async with self.http.post(f"{base}/{path}", json=body, headers=self.headers) as answer:
            return answer.status, await answer.json() if answer.status == 200 else await answer.text()


@pytest.fixture
async def calls(simulator: Simulator, account: Account) -> AsyncIterator[Calls]:
    async with session(simulator) as http:
        yield Calls(http)


@pytest.mark.parametrize("body", [KEY, ROOT, SAM])
async def test_three_ways_in(calls: Calls, simulator: Simulator, body: dict[str, str]) -> None:
    secret = "authKey" if "authKey" in body else "password"
    assert (await calls.log_in(body | {secret: "wrong"}))[0] == 401
    assert (await calls.log_in(body | {"tokenTimeoutSeconds": 172_801}))[0] == 400
    status, told = await calls.log_in(body)
    assert (status, told["operatorId"]) == (200, OPERATOR)
    assert (await calls.get("sims"))[0] == 200
    assert told["token"] in simulator.secrets()
    assert (await calls.get("sims", G))[0] == 401  # a token is of one coverage
    assert (await calls.post("auth/logout"))[0] == 204
    assert (await calls.get("sims"))[0] == 401


async def test_a_login_that_is_nobodys(calls: Calls) -> None:
    for body in ({}, {**SAM, "operatorId": "OP9"}, {"email": "home-assistant", "password": SECRET}, "text"):
        assert (await calls.log_in(body))[0] in (400, 401)


async def test_both_headers_are_needed(calls: Calls) -> None:
    await calls.log_in(KEY)
    whole = calls.headers
    for name in whole:
        calls.headers = {key: value for key, value in whole.items() if key != name}
        assert (await calls.get("sims"))[0] == 401


async def test_a_second_factor_is_for_passwords(calls: Calls, account: Account) -> None:
    account.options.mfa = "123456"
    assert [(await calls.log_in(body))[0] for body in (KEY, ROOT, SAM)] == [200, 401, 401]
    assert (await calls.log_in(ROOT | {"mfaOTPCode": "123456"}))[0] == 200


async def test_renewal(calls: Calls, simulator: Simulator) -> None:
    """In time: the key stays. Too late: 400, where any other call is 401."""
    await calls.log_in(KEY | {"tokenTimeoutSeconds": 3600})
    simulator.world.clock.advance(timedelta(minutes=59))
    status, told = await calls.post(f"operators/{OPERATOR}/token", {"tokenTimeoutSeconds": 3600})
    assert status == 200
    assert (await calls.post("operators/OP9/token", {}))[0] == 404
    simulator.world.clock.advance(timedelta(minutes=2))
    assert (await calls.get("sims"))[0] == 401
    assert (await calls.post(f"operators/{OPERATOR}/token", {}))[0] == 400
    calls.headers["X-Soracom-Token"] = told["token"]
    assert (await calls.get("sims"))[0] == 200


async def test_pages_with_a_short_one(calls: Calls, account: Account) -> None:
    """The header leads on; a page that is shorter than asked for is not the last."""
    await calls.log_in(KEY)
    account.options.short_page = 0
    sizes, key = [], ""
    for _ in range(5):
        query = {"limit": "2"} | ({"last_evaluated_key": key} if key else {})
        async with calls.http.get(f"{JP}/sims", params=query, headers=calls.headers) as answer:
            sizes.append(len(await answer.json()))
            key = answer.headers.get("x-soracom-next-key", "")
        account.options.short_page = None if sizes[1:] else 1
        if not key:
            break
    assert sizes == [2, 1]
    assert (await calls.get("sims", last_evaluated_key="nobody"))[0] == 400
    assert (await calls.get("sims", limit="many"))[0] == 400


async def test_the_coverages_are_apart(calls: Calls) -> None:
    await calls.log_in(KEY)
    assert len((await calls.get("sims"))[1]) == 3
    await calls.log_in(KEY, G)
    [abroad] = (await calls.get("sims", G))[1]
    [profile] = abroad["profiles"].values()
    assert [one["subscription"] for one in profile["subscribers"].values()] == ["plan01s"]


async def test_sims_that_differ(calls: Calls, account: Account) -> None:
    one, two, three = account.lines[:3]
    account.options.sims |= {
        one.line_id: SimOptions(name=None, session="none", imsis=2, spare_profile=True),
        two.line_id: SimOptions(session="offline", kind="virtual", nulls=True),
    }
    three.status = "suspended"
    await calls.log_in(KEY)
    first, second, third = (await calls.get("sims"))[1]
    assert "tags" not in first
    assert "sessionStatus" not in first
    assert [len(profile["subscribers"]) for profile in first["profiles"].values()] == [1, 2]
    assert (second["sessionStatus"]["online"], second["moduleType"], second["imeiLock"]) == (False, "virtual", None)
    assert (third["status"], third["tags"]) == ("suspended", {"name": ""})


async def test_statistics(calls: Calls, account: Account) -> None:
    """Buckets of UTC days and months; two keys where data was slow; none where there is no record."""
    line = account.lines[0]
    line.days = {date(2026, 8, 1): Usage(100, 7), date(2026, 8, 3): Usage(0)}
    await calls.log_in(KEY)
    path, window = f"stats/air/sims/{line.line_id}", {"from": str(AUGUST), "to": str(int(NOW.timestamp()))}
    _, days = await calls.get(path, period="day", **window)
    assert [bucket["date"] for bucket in days] == ["20260801", "20260803"]
    assert days[0]["dataTrafficStatsMap"]["s1.minimum"]["downloadByteSizeTotal"] == 6
    _, [month] = await calls.get(path, period="month", **window)
    assert (month["unixtime"], month["date"]) == (AUGUST, "202608")
    account.options.unsorted, account.options.dates = True, False
    _, days = await calls.get(path, period="day", **window)
    assert days[0]["unixtime"] > days[1]["unixtime"]
    assert "date" not in days[0]
    assert (await calls.get(path, **window))[0] == 400
    assert (await calls.get(path, period="day", to="1"))[0] == 400
    account.options.longest = 1
    assert (await calls.get(path, period="day", **window))[0] == 400
    line.status = "terminated"
    assert (await calls.get(path, period="day", **window))[0] == 404


async def test_the_export(calls: Calls, account: Account, simulator: Simulator) -> None:
    """A file on another host, with terminated SIMs, by an address that is good as it is and not otherwise."""
    account.lines[0].status = "terminated"
    account.options.export_tags, account.options.export_bom = ("name",), True
    await calls.log_in(KEY)
    body = {"from": AUGUST, "to": int(NOW.timestamp()), "period": "month"}
    _, told = await calls.post(f"stats/air/operators/{OPERATOR}/export?export_mode=sync", body)
    from yarl import URL

    url = URL(told["url"], encoded=True)
    assert url.host == STORE
    async with calls.http.get(url) as answer:
        text = (await answer.read()).decode("utf-8-sig")
    rows = text.splitlines()
    assert rows[0].endswith(",name")
    assert len(rows) == 4
    async with calls.http.get(url.with_query(None)) as answer:
        assert answer.status == 403
    assert (await calls.post(f"stats/air/operators/{OPERATOR}/export", {"period": "minutes"}))[0] == 400
    account.options.export_mode = "async"
    _, told = await calls.post(f"stats/air/operators/{OPERATOR}/export", body)
    assert told.keys() == {"exportedFileId", "exportedFilePath"}


async def test_bills(calls: Calls, account: Account) -> None:
    account.options.states = {"2026-07": "lessThanMinimumCharge"}
    account.options.latest = "99.5"
    account.options.currency = None
    await calls.log_in(KEY)
    assert (await calls.get("bills/latest"))[1] == {
        "amount": 99.5,
        "currency": "JPY",
        "lastEvaluatedTime": "20260806041530",
    }
    assert (await calls.get("bills"))[1] == {
        "billList": [
            {"yearMonth": "202607", "amount": 123456, "state": "closed", "paymentStatus": "lessThanMinimumCharge"}
        ]
    }
    _, months = await calls.get("bills/summaries/sims")
    assert [month["yearMonth"] for month in months] == ["202608", "202607"]
    account.options.latest = None
    assert (await calls.get("bills/latest"))[0] == 404


@pytest.mark.parametrize(
    ("shape", "begins"), [("nested", '{"httpStatus"'), ("flat", '{"code"'), ("text", "upstream"), ("html", "<html>")]
)
async def test_forms_of_errors(calls: Calls, account: Account, shape: str, begins: str) -> None:
    account.options.error_shape = shape
    account.options.denied = frozenset({"listSims"})
    await calls.log_in(KEY)
    status, text = await calls.get("sims")
    assert status == 403
    assert text.startswith(begins)
    assert (await calls.get("nothing"))[0] == 404


async def test_what_changes_something_is_harm(calls: Calls, simulator: Simulator, account: Account) -> None:
    await calls.log_in(KEY)
    await calls.post(f"sims/{account.lines[0].line_id}/terminate", {})
    async with calls.http.delete(f"{JP}/operators/{OPERATOR}/tokens", headers=calls.headers):
        pass
    portal = simulator.portal("soracom")
    assert isinstance(portal, SoracomPortal)
    assert [call.partition(" ")[0] for call in portal.harm] == ["POST", "DELETE"]


def test_an_account_by_utc_lives_by_utc() -> None:
    """What a line uses before nine in the morning in Tokyo is yesterday's."""
    start = datetime(2026, 8, 1, 0, 0, tzinfo=TOKYO)
    line = sim(1)
    line.rate = 10**6
    world = World(Clock(start), [customer([line])], settled=start)
    world.clock.advance(timedelta(hours=8))
    world.now()
    assert line.days.keys() == {date(2026, 7, 31)}
    world.use("soracom", OPERATOR, line.line_id, fast=5)
    before = line.days[date(2026, 7, 31)]
    world.clock.advance(timedelta(hours=20))
    world.now()
    assert line.days.keys() == {date(2026, 7, 31), date(2026, 8, 1)}
    assert line.days[date(2026, 7, 31)].total >= before.total

"""povo's simulated back end, by bare requests."""

from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from datetime import timedelta
import json
from typing import Any

import aiohttp
import pytest

from simulator import Account, Simulator, session
from simulator.portals.povo_figures import GIGABYTE, use
from tests.carriers.povo import EMAIL, NOW, customer_of, portal_of, topping

BASE = "https://app.povo.jp"
USERS = f"{BASE}/api/v3/user-service"
QUILT = f"{BASE}/api/v1/quilt/page"
DEVICE = "00000000-0000-4000-8000-000000000000com.kddi.kdla.jp"

type Json = dict[str, Any]


@pytest.fixture
def account() -> Account:
    """A customer with one topping."""
    return customer_of()


@pytest.fixture
async def sim(socket_enabled: None, account: Account) -> AsyncIterator[Simulator]:
    """The back end with that customer, and the control interface."""
    from simulator import Clock, World

    one = Simulator(World(Clock(NOW), [account], settled=NOW))
    await one.start(control=0)
    yield one
    await one.stop()


class Phone:
    """The app on a telephone."""

    def __init__(self, http: aiohttp.ClientSession, sim: Simulator) -> None:
        self.http = http
        self.sim = sim
        self.headers = {"X-Deviceid": DEVICE}

    async def post(self, address: str, body: Json) -> tuple[int, Json]:
        """Status and answer."""
        async with self.http.post(address, json=body, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def get(self, address: str, **changes: str) -> tuple[int, Json]:
        """The same of a call inside; `changes` replace headers."""
        headers = self.headers | {name.replace("_", "-"): value for name, value in changes.items()}
        async with self.http.get(address, headers=headers) as answer:
            return answer.status, await answer.json()

    async def mail(self) -> str:
        """Ask for a code; its id."""
        body = {
            "device_id": DEVICE,
            "email": EMAIL,
            "otp_duration": 15,
            "auth_mode": "ENHANCED_EMAIL_OTP",
            "request_type": "LOGIN_EMAIL_OTP",
        }
        status, told = await self.post(f"{USERS}/v4/jp/ja/mobile/otp", body)
        assert status == 200
        return str(told["result"]["auth_id"])

    async def submit(self, auth_id: str, code: str, device: str = DEVICE) -> tuple[int, Json]:
        """Send a code."""
        body = {
            "email_auth": {"auth_id": auth_id, "otp_code": code, "device_id": device},
            "device": {"device_id": device, "device_type": "Mobile", "app_type": "ecosystem"},
        }
        return await self.post(f"{BASE}/user-service/v5/public/jp/ja/mobile/users/auth", body)

    async def enter(self) -> str:
        """Log in; the token."""
        auth_id = await self.mail()
        _, told = await self.submit(auth_id, portal_of(self.sim).mails[-1].code)
        token = str(told["result"]["auth_token"])
        self.headers |= {"X-AUTH": token, "X-USER-ID": "external-0000001"}
        return token


@pytest.fixture
async def phone(sim: Simulator) -> AsyncIterator[Phone]:
    """A telephone."""
    async with session(sim) as http:
        yield Phone(http, sim)


def claims(token: str) -> Json:
    """What a token says."""
    payload = token.split(".")[1]
    told: Json = json.loads(urlsafe_b64decode(payload + "=="))
    return told


@pytest.mark.parametrize("version", ["v3", "v4"])
async def test_a_login_is_announced_without_a_mail(phone: Phone, version: str) -> None:
    _, told = await phone.post(f"{USERS}/{version}/jp/ja/mobile/users/login/action", {"email": EMAIL})
    assert told["result"]["actions"][0]["action"] == "EMAIL_OTP"
    _, told = await phone.post(f"{USERS}/{version}/jp/ja/mobile/users/login/action", {"email": "nobody@example.jp"})
    assert told["result"]["actions"][0]["action"] != "EMAIL_OTP"
    assert portal_of(phone.sim).mails == []


async def test_codes(phone: Phone) -> None:
    """Six digits, good once and for two minutes; a new one makes the old one void."""
    first = await phone.mail()
    old = portal_of(phone.sim).mails[0].code
    assert len(old) == 6
    auth_id = await phone.mail()
    code = portal_of(phone.sim).mails[1].code
    assert (await phone.submit(first, old))[0] == 401
    status, told = await phone.submit(auth_id, f"{(int(code) + 1) % 10**6:06}")
    assert (status, set(told["result"])) == (401, {"code", "title", "message", "description"})
    assert (await phone.submit(auth_id, code, "other-device"))[0] == 403
    assert (await phone.submit(auth_id, code))[0] == 200
    assert (await phone.submit(auth_id, code))[0] == 401
    late = await phone.mail()
    phone.sim.world.clock.advance(timedelta(seconds=121))
    assert (await phone.submit(late, portal_of(phone.sim).mails[2].code))[0] == 401
    assert (await phone.post(f"{USERS}/v4/jp/ja/mobile/otp", {"email": EMAIL}))[0] == 400


async def test_many_wrong_codes(phone: Phone, account: Account) -> None:
    account.options.wrong_codes = 2
    auth_id = await phone.mail()
    for _ in range(2):
        assert (await phone.submit(auth_id, "x"))[0] == 401
    status, told = await phone.submit(auth_id, "x")
    assert (status, told["result"]["block_until"]) == (429, int((NOW + timedelta(seconds=600)).timestamp()))
    phone.sim.world.clock.advance(timedelta(seconds=601))
    assert (await phone.submit(auth_id, "x"))[0] == 401


async def test_tokens(phone: Phone, account: Account) -> None:
    """Twenty minutes; renewed before, the same one; renewed afterwards, a new one; refused when told to."""
    renew = f"{USERS}/v4/jp/ja/mobile/users/token"
    token = await phone.enter()
    assert claims(token)["exp"] == int((NOW + timedelta(seconds=1200)).timestamp())
    assert isinstance(claims(token)["expiry_time"], str)
    assert (await phone.get(renew))[1]["result"]["auth_token"] == token
    phone.sim.world.clock.advance(timedelta(minutes=20))
    status, told = await phone.get(f"{USERS}/v4/jp/ja/mobile/users?include_telco=true")
    assert (status, told["result"]["message"]) == (401, "Token Expired")
    account.options.expiry_time = "number"
    _, told = await phone.get(renew)
    assert claims(told["result"]["auth_token"])["expiry_time"] == claims(token)["exp"] + 1200
    for status in (401, 403):
        account.options.renewal = status
        assert (await phone.get(renew))[0] == status
    phone.sim.portal("povo").expire(account.account_id)
    account.options.renewal = 200
    assert (await phone.get(renew))[0] == 401


async def test_headers_are_checked(phone: Phone) -> None:
    await phone.enter()
    address = f"{USERS}/v4/jp/ja/mobile/users?include_telco=true"
    assert (await phone.get(address))[0] == 200
    assert (await phone.get(address, X_AUTH="x"))[0] == 401
    assert (await phone.get(address, X_USER_ID="x"))[0] == 401
    status, told = await phone.get(address, X_Deviceid="x")
    assert (status, told["failure"]["code"]) == (403, "403001")


async def test_what_is_left(phone: Phone, account: Account) -> None:
    """In kilobytes of 1024 bytes, with fractions; the tiles round to 0.01 GB."""
    await phone.enter()
    use(account, phone.sim.world.now(), 512)
    _, told = await phone.get(f"{USERS}/v4/jp/ja/mobile/account/usage/plan/get")
    assert told["data"]["boost"]["left"] == 786431.5
    _, told = await phone.get(f"{QUILT}/user-plan-details-v2")
    tile = told["widgets"][0]["components"][1]
    assert tile["data"]["remaining"]["value"] == "0.75GB / 3.00GB"
    assert tile["data"]["expiry"]["value"] == "2026年 11月 27日 午後0:00\n残り 7 日間"
    phone.sim.world.clock.advance(timedelta(days=8))
    await phone.enter()
    _, told = await phone.get(f"{QUILT}/user-plan-details-v2")
    assert "現在利用中のトッピングはありません" in json.dumps(told, ensure_ascii=False)


def test_the_order_of_use() -> None:
    """Gift data, then the topping that ends first; nothing of either while an unlimited one runs."""
    from simulator.people import Grant, GrantKind

    late, soon = topping(1, 1, NOW + timedelta(days=9)), topping(1, 1, NOW + timedelta(days=2))
    gift = Grant(GrantKind.BONUS, GIGABYTE, GIGABYTE, NOW.date(), NOW + timedelta(days=30))
    account = customer_of(late, soon, gift)
    use(account, NOW, GIGABYTE * 3 // 2)
    assert [grant.left for grant in (gift, soon, late)] == [0, GIGABYTE // 2, GIGABYTE]
    account.options.unlimited = (NOW + timedelta(hours=1),)
    use(account, NOW, GIGABYTE)
    assert soon.left == GIGABYTE // 2


async def test_other_screens_and_dead_ends(phone: Phone) -> None:
    await phone.enter()
    for name in ("profile", "dashboard-v2", "order-history"):
        status, told = await phone.get(f"{QUILT}/{name}")
        assert (status, told["_id"]) == (200, name)
    status, told = await phone.get(f"{QUILT}/nothing")
    assert (status, told["type"]) == (404, "NO_RESULT")
    status, told = await phone.get(f"{QUILT}/usage-history?type=WEEKLY")
    assert told["description"].endswith("Incorrect 'type' query param : WEEKLY")
    status, told = await phone.get(f"{USERS}/v4/jp/ja/mobile/promotions/payment/url/get")
    assert (status, told["message"]) == (404, "no Route matched with those values")
    assert portal_of(phone.sim).harm == []
    await phone.post(f"{USERS}/v2/jp/ja/mobile/shop/orders", {"sku": "x"})
    assert portal_of(phone.sim).harm == ["POST /api/v3/user-service/v2/jp/ja/mobile/shop/orders"]


async def test_the_usage_leaves_today_out(phone: Phone) -> None:
    await phone.enter()
    _, told = await phone.get(f"{QUILT}/usage-history?type=DAILY")
    graph = told["widgets"][0]["components"][0]["data"]
    assert graph["title"] == "2026年 10月 20日~11月 19日"
    assert [len(graph["graph_details"]), graph["graph_details"][-1]["time"]] == [31, "19日"]
    _, told = await phone.get(f"{QUILT}/usage-history?type=MONTHLY")
    assert len(told["widgets"][0]["components"][0]["data"]["graph_details"]) == 13


async def test_bills(phone: Phone, account: Account) -> None:
    """Personal data stands in them, as in the carrier's."""
    account.bills[0].unpaid = True
    await phone.enter()
    _, told = await phone.get(f"{USERS}/v5/jp/ja/mobile/layout/bills/info")
    newest, *others = told["past_bills"]["list"]
    assert (newest["type"], newest["subtitleSuffix"], len(others)) == ("UNPAID", "未払い", 5)
    assert others[0]["title"] == "2026年9月 - 2026年10月"
    assert others[0]["time"] == 1790780399000
    assert EMAIL in told["banner"]["title"]
    assert account.options.au_id in phone.sim.secrets()


async def test_the_mail_at_the_control_interface(phone: Phone) -> None:
    await phone.mail()
    root = f"http://127.0.0.1:{phone.sim.control_port}"
    async with aiohttp.ClientSession() as plain:
        async with plain.get(f"{root}/mail?carrier=povo") as answer:
            [mail] = await answer.json()
        async with plain.get(f"{root}/sms") as answer:
            assert await answer.json() == []
    assert (mail["to"], mail["code"]) == (EMAIL, portal_of(phone.sim).mails[0].code)


async def test_another_mode(sim: Simulator) -> None:
    with pytest.raises(ValueError, match="mode"):
        sim.world.truth("povo", "external-0000001", "web")

"""The b-mobile / HIS portal does what its protocol sheet says, shown by bare requests."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
import json
import re

import aiohttp
from hypothesis import given
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser, LexborNode
from yarl import URL

from simulator import MB, TOKYO, Account, Clock, Line, Plan, Pool, Simulator, Usage, World, session
from simulator.portals.bmobile import BmobilePortal
from simulator.portals.bmobile_desk import TRAP
from simulator.portals.bmobile_options import BmobileOptions
from simulator.worldfile import dump, load
from tests.worlds_bmobile import bmobile_worlds

NOW = datetime(2027, 1, 2, 12, 0, tzinfo=TOKYO)
PASSWORD = "simple-Secret-77"
BMOBILE, HIS = "https://mypage.bmobile.ne.jp", "https://his.mvno.ne.jp"


def _account(carrier: str) -> Account:
    lines = [
        Line(f"line{n}", f"080-0000-000{n}", f"N{n}", f"own{n}", Plan("合理的シンプル290プラン", 2000 * MB))
        for n in (1, 2)
    ]
    lines[0].days = {date(2027, 1, 2): Usage(1_234_999_999), date(2026, 12, 20): Usage(100 * MB)}
    user = f"{carrier}@example.jp"
    pools = {line.pool_id: Pool(line.pool_id) for line in lines}
    options = BmobileOptions()
    return Account(carrier, user, (user,), PASSWORD, "見本花子", lines, pools, grant_months=0, options=options)


@pytest.fixture
def bmobile() -> Account:
    """A customer of b-mobile."""
    return _account("bmobile")


@pytest.fixture
def his() -> Account:
    """A customer of HIS."""
    return _account("his")


@pytest.fixture
async def portals(socket_enabled: None, bmobile: Account, his: Account) -> AsyncIterator[Simulator]:
    """Both brands on the second day of a year."""
    one = Simulator(World(Clock(NOW), [bmobile, his], settled=NOW))
    await one.start()
    yield one
    await one.stop()


@pytest.fixture
async def http(portals: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """A raw client."""
    async with session(portals) as one:
        yield one


class Seen:
    """A page as it came."""

    def __init__(self, url: URL, status: int, text: str) -> None:
        self.url, self.status, self.text, self.page = url, status, text, HTMLParser(text)

    def one(self, selector: str) -> LexborNode:
        """The first element. Fails when there is none."""
        found = self.page.css_first(selector)
        assert found is not None
        return found

    def inputs(self) -> dict[str, str]:
        """The first form's inputs that have a name."""
        nodes = self.one("form").css("input[name]")
        return {str(node.attributes["name"]): node.attributes.get("value") or "" for node in nodes}

    def action(self) -> URL:
        """Where the first form leads."""
        return self.url.join(URL(str(self.one("form").attributes["action"]), encoded=True))


async def _get(http: aiohttp.ClientSession, url: str | URL) -> Seen:
    async with http.get(url) as answer:
        return Seen(answer.url, answer.status, await answer.text())


async def _submit(http: aiohttp.ClientSession, form: Seen, **changes: str | None) -> Seen:
    values = {name: value for name, value in (form.inputs() | changes).items() if value is not None}
    async with http.post(form.action(), data=values) as answer:
        return Seen(answer.url, answer.status, await answer.text())


async def _log_in(http: aiohttp.ClientSession, site: str, user: str, password: str = PASSWORD) -> Seen:
    form = await _get(http, f"{site}/")
    josso = "josso_username" in form.inputs()
    names = ("josso_username", "josso_password") if josso else ("username", "password")
    return await _submit(http, form, **dict(zip(names, (user, password), strict=True)))


async def test_keycloak_leads_to_the_status_page(
    portals: Simulator, http: aiohttp.ClientSession, bmobile: Account
) -> None:
    form = await _get(http, f"{BMOBILE}/")
    assert (form.url.host, form.url.query["response_type"]) == ("id.bmobile.ne.jp", "code")
    assert set(form.inputs()) == {"username", "password", "credentialId", "login"}
    again = await _submit(http, form, username=bmobile.account_id, password="wrong")
    assert (again.status, again.url.path) == (200, "/realms/mypage/login-actions/authenticate")
    assert again.page.css_first("#input-error") is not None
    status = await _submit(http, again, username=bmobile.account_id, password=PASSWORD)
    assert status.url == URL(f"{BMOBILE}/checkout/status")
    dd = status.page.css("dl.mdesign dd")[2]
    assert dd.text() == "高速通信 1234MB / 2000MB2027年1月1日 ～ 2027年1月31日"
    assert [login.accepted for login in portals.journal.logins()] == [False, True]
    assert portals.journal.saw(PASSWORD) == ["id.bmobile.ne.jp"]


async def test_a_login_form_is_good_for_one_try(http: aiohttp.ClientSession, bmobile: Account) -> None:
    form = await _get(http, f"{BMOBILE}/")
    await _submit(http, form, username=bmobile.account_id, password="wrong")
    assert (await _submit(http, form, username=bmobile.account_id, password=PASSWORD)).status == 400
    form = await _get(http, f"{BMOBILE}/")
    assert (await _submit(http, form, password=PASSWORD, credentialId=None)).status == 400


@pytest.mark.parametrize("action", ["relative", "path", "absolute"])
@pytest.mark.parametrize(("site", "folder"), [(BMOBILE, "/sso"), (HIS, "/hisso")])
async def test_josso_wants_its_hidden_inputs_back(
    portals: Simulator, http: aiohttp.ClientSession, bmobile: Account, his: Account, site: str, folder: str, action: str
) -> None:
    account = bmobile if site == BMOBILE else his
    account.options.login, account.options.action = "josso", action
    form = await _get(http, f"{site}/checkout/status")
    assert form.url.path == f"{folder}/signon/login.do"
    told = {"josso_username": account.account_id, "josso_password": PASSWORD}
    for name in ("josso_cmd", "josso_back_to", "josso_token"):
        assert (await _submit(http, form, **told, **{name: None})).status == 400
    assert not portals.journal.logins()
    refused = await _submit(http, form, **(told | {"josso_password": "wrong"}))
    assert "josso_password" in refused.inputs()
    status = await _submit(http, refused, **told)
    assert status.url.path == "/checkout/status"
    assert "ステータス情報" in status.text
    assert portals.journal.count(path="/checkout/josso_security_check") == 1


async def test_his_tells_no_limit_and_writes_commas(http: aiohttp.ClientSession, his: Account) -> None:
    his.options.cycle_days = {"line1": 4}
    his.options.separator = "〜"
    status = await _log_in(http, HIS, his.account_id)
    place = "body > span > div:nth-child(1) > div > div.article.col.span_7 > dl:nth-child(4) > dd > span:nth-child(1)"
    assert status.one(f"{place} > span").text() == "1,334"
    assert "高速通信 1,334MB2026年12月4日 〜 2027年1月3日" in status.page.css("dd")[2].text()


async def test_the_line_chooser(portals: Simulator, http: aiohttp.ClientSession, bmobile: Account) -> None:
    bmobile.options.duplicates = frozenset({"line1"})
    status = await _log_in(http, BMOBILE, bmobile.account_id)
    listed = [(node.attributes["value"], node.text()) for node in status.page.css("optgroup > option")]
    assert listed == [("0", "08000000001"), ("1", "08000000001"), ("2", "08000000002")]
    assert ":1:ddc::IOnChangeListener::" in status.text
    switch = f"{BMOBILE}/checkout/status?wicket:interface=:{{}}:ddc::IOnChangeListener::&ddc=2"
    second = await _get(http, switch.format(1))
    assert second.one("option[selected]").text() == "08000000002"
    assert "高速通信 0MB" in second.page.css("dd")[2].text()
    for number in range(2, 8):
        assert f":{number}:ddc" in (await _get(http, f"{BMOBILE}/checkout/status")).text
    assert "有効期限が切れました" in (await _get(http, switch.format(1))).text
    bmobile.options.stale = "reload"
    reloaded = await _get(http, switch.format(1))
    assert reloaded.one("option[selected]").text() == "08000000001"
    bmobile.options.switch = "redirect"
    assert (await _get(http, switch.format(8))).one("option[selected]").text() == "08000000002"
    bmobile.options.deaf_chooser = True
    assert (await _get(http, switch.format(8))).one("option[selected]").text() == "08000000001"
    bmobile.options.stale = "login"
    assert (await _get(http, switch.format(99))).page.css_first("input[type=password]") is not None


@pytest.mark.parametrize("login", ["josso", "keycloak"])
async def test_a_dead_sign_in(portals: Simulator, http: aiohttp.ClientSession, bmobile: Account, login: str) -> None:
    bmobile.options.login = login
    await _log_in(http, BMOBILE, bmobile.account_id)
    portals.portal("bmobile").expire(bmobile.account_id, "web")
    assert "ステータス情報" in (await _get(http, f"{BMOBILE}/checkout/status")).text
    portals.portal("bmobile").expire(bmobile.account_id)
    assert (await _get(http, f"{BMOBILE}/checkout/status")).page.css_first("input[type=password]") is not None
    bmobile.options.calls_per_session = 2
    await _log_in(http, BMOBILE, bmobile.account_id)
    pages = [await _get(http, f"{BMOBILE}/checkout/status") for _ in range(2)]
    assert ["ステータス情報" in one.text for one in pages] == [True, False]
    assert len(portals.journal.logins(accepted=True)) == 2
    bmobile.options.calls_per_session, bmobile.options.session_lifetime = None, 60
    await _log_in(http, BMOBILE, bmobile.account_id)
    portals.world.clock.advance(timedelta(minutes=2))
    assert "ステータス情報" not in (await _get(http, f"{BMOBILE}/checkout/status")).text


async def test_the_cap_page_and_harm(portals: Simulator, http: aiohttp.ClientSession, bmobile: Account) -> None:
    await _log_in(http, BMOBILE, bmobile.account_id)
    cap = f"{BMOBILE}/planchange/capsetting_change.html?cmd={BMOBILE}/checkout/status&phoneNumber=08000000002"
    seen = await _get(http, cap)
    assert seen.page.css("table tr")[4].text() == "上限設定2000MB（290円）"
    portal = portals.portal("his")
    assert isinstance(portal, BmobilePortal)
    assert portal.harm == []
    await _submit(http, seen)
    await _get(http, f"{BMOBILE}/planchange/topup.html")
    assert portal.harm == ["POST /planchange/capsetting_change.html", "GET /planchange/topup.html"]
    bmobile.options.cap_price = None
    assert (await _get(http, cap)).page.css("table tr")[4].text() == "上限設定2000MB"


@pytest.mark.parametrize("gone", ["heading", "number", "plan", "used_dl", "label", "used", "unit", "limit", "period"])
async def test_what_can_be_missing(http: aiohttp.ClientSession, bmobile: Account, gone: str) -> None:
    words = {
        "heading": "ステータス情報", "number": "<select", "plan": "サービス名", "used_dl": "高速通信",
        "label": "当月利用データ量", "used": "1234", "unit": "</span>MB", "limit": "2000MB", "period": "2027年",
    }  # fmt: skip
    whole = await _log_in(http, BMOBILE, bmobile.account_id)
    bmobile.options.missing = frozenset({gone})
    less = await _get(http, f"{BMOBILE}/checkout/status")
    assert (words[gone] in whole.text, words[gone] in less.text) == (True, False)


@pytest.mark.parametrize("hostile", ["foreign_action", "foreign_landing", "foreign_sign_on"])
@pytest.mark.parametrize("login", ["josso", "keycloak"])
async def test_a_careless_client_leaks(
    portals: Simulator, http: aiohttp.ClientSession, bmobile: Account, login: str, hostile: str
) -> None:
    bmobile.options.login, bmobile.options.hostile = login, hostile
    await _log_in(http, BMOBILE, bmobile.account_id)
    assert portals.journal.count(host=TRAP) >= 1
    assert (portals.journal.saw(PASSWORD) == [TRAP]) is (hostile != "foreign_landing")


@pytest.mark.parametrize("login", ["josso", "keycloak"])
async def test_plain_http_is_offered(http: aiohttp.ClientSession, bmobile: Account, login: str) -> None:
    bmobile.options.login, bmobile.options.hostile = login, "http_action"
    assert (await _get(http, f"{BMOBILE}/")).action().scheme == "http"


@pytest.mark.parametrize(("kind", "word"), [("captcha", "g-recaptcha"), ("code", "認証コード"), ("consent", "同意")])
async def test_pages_between(http: aiohttp.ClientSession, his: Account, kind: str, word: str) -> None:
    his.options.after_password = kind
    assert word in (await _log_in(http, HIS, his.account_id)).text


@pytest.mark.parametrize(("kind", "status"), [("page", 200), ("503", 503)])
async def test_maintenance(http: aiohttp.ClientSession, his: Account, kind: str, status: int) -> None:
    his.options.maintenance = kind
    seen = await _get(http, f"{HIS}/checkout/status")
    assert (seen.status, "2027年1月3日 6:00まで" in seen.text) == (status, True)


def test_the_truth(bmobile: Account, his: Account) -> None:
    world = World(Clock(NOW), [bmobile, his], settled=NOW)
    first, second = world.truth("bmobile", bmobile.account_id)["lines"]
    assert (first["line_id"], first["used_bytes"], first["remaining_bytes"]) == ("08000000001", 1234 * MB, 766 * MB)
    assert (second["used_bytes"], second["total_bytes"], second["cycle_end"]) == (0, 2000 * MB, "2027-01-31")
    line = world.truth("his", his.account_id)["lines"][0]
    assert (line["used_bytes"], line["total_bytes"], line["remaining_bytes"]) == (1234 * MB, None, None)
    bmobile.options.old_period = True
    line = world.truth("bmobile", bmobile.account_id)["lines"][0]
    assert (line["cycle_start"], line["used_bytes"]) == ("2026-12-01", 100 * MB)


@given(bmobile_worlds())
def test_worlds_can_be_kept(world: World) -> None:
    [account] = world.accounts
    copy = load(json.loads(json.dumps(dump(world))))
    assert copy.truth(account.carrier, account.account_id) == world.truth(account.carrier, account.account_id)
    for line in world.truth(account.carrier, account.account_id)["lines"]:
        assert line["total_bytes"] is None or line["used_bytes"] + line["remaining_bytes"] == line["total_bytes"]
        assert re.fullmatch(r"0\d{10}", line["line_id"])

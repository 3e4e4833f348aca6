"""SoftBank's and Y!mobile's portals do what their protocol sheet says: login, refusal, hand-over, traps."""

from collections.abc import AsyncIterator
from datetime import timedelta
import json
import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from simulator import Simulator, session
from simulator.portals.softbank_brand import FOREIGN
from simulator.portals.softbank_options import HOSTILE
from simulator.worldfile import dump, load
from tests.simulator.softbank_browser import Browser
from tests.simulator.softbank_people import both

CARRIERS = ("softbank", "ymobile")
IDENTITY = {"softbank": "id.my.softbank.jp", "ymobile": "id.my.ymobile.jp"}
TOKEN = {"softbank": "mfsb", "ymobile": "mfym"}
LOGIN = "/sbid_auth/type1/2.0/login.php"


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncIterator[Simulator]:
    one = Simulator(both())
    await one.start(control=0)
    yield one
    await one.stop()


@pytest.fixture(params=CARRIERS)
def browser(request: pytest.FixtureRequest, simulator: Simulator, http: aiohttp.ClientSession) -> Browser:
    account = simulator.world.of(request.param)[0]
    return Browser(simulator, http, account)


async def test_the_way_in(simulator: Simulator, browser: Browser) -> None:
    page = await browser.link()
    query = {name: value[0] for name, value in parse_qs(urlsplit(page.url).query).items()}
    assert page.url.startswith(f"https://{IDENTITY[browser.account.carrier]}/sbid_auth/type1/2.0/authorization.php?")
    assert len(page.steps) == 2
    assert (query["weblinkid"], query["acr_value"], len(query["client_id"])) == ("MRERE0000", "1", 32)
    assert re.fullmatch(r"20260312123000000[A-Za-z]{15}", query["nonce"])
    assert query["redirect_uri"] == f"{browser.portal}auth/doReceiveSbid"
    assert len(page.html.css("input[type=hidden][name=ticket]")) == 2
    inside = await browser.log_in(page)
    assert list(inside.inputs("form[name=webLink]")) == ["mfiv", TOKEN[browser.account.carrier]]
    usage = await browser.data(inside)
    assert urlsplit(usage.url).path == "/resfe/top/"
    assert "ただいまアクセスできません" in (await browser.data(inside)).text  # the tokens are good once
    assert (await browser.get(f"{browser.portal}top")).status == 200  # signed in by now, without a login
    assert [login.accepted for login in simulator.journal.logins()] == [True]
    assert simulator.journal.saw("Secret-77") == [IDENTITY[browser.account.carrier]]
    assert not browser.sms


async def test_a_foreign_ticket_brings_the_form_again(simulator: Simulator, browser: Browser) -> None:
    page = await browser.link()
    for ticket in ("yahoo-ticket-0000000000", page.inputs("form[name=loginForm]")["ticket"]):
        async with session(simulator) as stranger:
            again = await Browser(simulator, stranger, browser.account).log_in(page, ticket=ticket)
        assert (urlsplit(again.url).path, again.status) == (LOGIN, 200)
        assert again.html.css_first("input[name=telnum]")
    again = await browser.log_in(page, ticket="yahoo-ticket-0000000000")
    assert not simulator.journal.logins()
    inside = await browser.log_in(again, telnum=browser.account.usernames[1])
    assert inside.html.css_first("input[name=mfiv]")
    assert (await browser.log_in(again)).html.css_first("input[name=telnum]")  # used once


@pytest.mark.parametrize("kind", ["err-area", "error", "alert-error", "sbid-error", "plain", "none"])
async def test_a_refusal(simulator: Simulator, browser: Browser, kind: str) -> None:
    browser.account.options.login_error = kind
    page = await browser.log_in(password="wrong")
    assert (page.status, urlsplit(page.url).path) == (200, LOGIN)
    text = browser.account.options.login_error_text
    assert (text in page.text) is (kind != "none")
    if kind not in ("plain", "none"):
        assert page.one(f".{kind}").text() == text
    assert [login.accepted for login in simulator.journal.logins()] == [False]
    assert (await browser.log_in(page)).html.css_first("input[name=mfiv]")


async def test_a_lock_refuses_the_right_password(browser: Browser) -> None:
    browser.account.options.lock_after = 2
    page = await browser.log_in(await browser.log_in(password="wrong"), password="wrong")
    assert (await browser.log_in(page)).html.css_first("input[name=telnum]")


async def test_other_views_of_the_login_form(browser: Browser) -> None:
    options = browser.account.options
    options.yahoo_first = True
    page = await browser.link()
    assert page.one("input[name=ticket]").attributes["value"] == "yahoo-ticket-0000000000"
    options.login_view = "id_first"
    page = await browser.link()
    assert page.html.css_first("input[name=sbid]")
    assert page.html.css_first("input[name=telnum]")
    options.login_view = "id_only"
    page = await browser.link()
    assert page.html.css_first("input[name=telnum]") is None
    link = next(node for node in page.html.css("a") if node.text() == "携帯電話番号でログイン")
    page = await browser.get(f"https://{urlsplit(page.url).netloc}/sbid_auth/type1/2.0/{link.attributes['href']}")
    assert (await browser.log_in(page)).html.css_first("input[name=mfiv]")


@pytest.mark.parametrize("way", ["refused", "redirect", "handover"])
async def test_a_line_of_the_other_brand(simulator: Simulator, browser: Browser, way: str) -> None:
    other = next(one for one in simulator.world.accounts if one is not browser.account)
    other.options.at_other_brand = way
    page = await browser.log_in(telnum=other.usernames[0])
    match way:
        case "refused":
            assert urlsplit(page.url).path == LOGIN
        case "redirect":
            assert urlsplit(page.url).hostname == IDENTITY[other.carrier]
        case _:
            assert TOKEN[other.carrier] in page.inputs("form[name=webLink]")
            assert urlsplit(page.url).hostname == urlsplit(browser.portal).hostname


async def test_a_cancelled_line(browser: Browser) -> None:
    browser.account.options.cancelled = True
    page = await browser.log_in()
    assert "AuthenticationImpossibleCanceledException" in page.url
    page = await browser.get(f"{browser.billing}/wco/external/goBillInfoPdf")
    assert (await browser.code(page)).title == "料金明細PDF"


@pytest.mark.parametrize("kind", ["captcha", "captcha_after", "passkey", "consent", "password_expired"])
async def test_something_stands_in_the_way(browser: Browser, kind: str) -> None:
    browser.account.options.interrupt = kind
    page = await browser.link()
    if kind != "captcha":
        page = await browser.log_in(page)
    assert urlsplit(page.url).hostname == IDENTITY[browser.account.carrier]
    assert page.html.css_first("input[name=telnum]") is page.html.css_first("input[name=mfiv]") is None


async def test_sign_ins_die_and_come_back(simulator: Simulator, browser: Browser) -> None:
    await browser.data()
    portal, options = simulator.portal(browser.account.carrier), browser.account.options
    portal.expire(browser.account.account_id, "portal")
    assert (await browser.link()).html.css_first("input[name=mfiv]")  # the identity host's own session lives
    portal.expire(browser.account.account_id)
    assert (await browser.link()).html.css_first("input[name=telnum]")
    options.session_lifetime = 60
    await browser.log_in()
    simulator.world.clock.advance(timedelta(minutes=2))
    assert (await browser.link()).html.css_first("input[name=telnum]")
    await browser.log_in()
    await browser.get(f"{browser.portal}auth/doLogout")
    assert (await browser.link()).html.css_first("input[name=telnum]")


@pytest.mark.parametrize(("variant", "names"), [("plain", 2), ("extra", 3), ("short", 0)])
async def test_the_hand_over_form(browser: Browser, variant: str, names: int) -> None:
    browser.account.options.handover = variant
    page = await browser.log_in()
    assert len(page.inputs("form[name=webLink]")) == names
    usage = await browser.data(page)
    assert ("ただいまアクセスできません" in usage.text) is (variant == "short")
    if variant == "extra":
        browser.account.options.handover = "extra"
        page = await browser.link()
        cut = await browser.submit(page, "form[name=webLink]", mfkind="")
        assert "ただいまアクセスできません" in cut.text


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_portals(simulator: Simulator, browser: Browser, kind: str) -> None:
    """A browser that does not look where it goes ends on the foreign host, or on http."""
    options = browser.account.options
    options.hostile, options.code_at_login = kind, kind == "code_foreign"
    if kind == "webLink_http":
        with pytest.raises(aiohttp.ClientError):
            await browser.link()
        return
    page = await browser.link()
    if kind != "webLink_foreign":
        if kind == "login_http":
            assert str(page.one("form[name=loginForm]").attributes["action"]).startswith("http://")
            return
        page = await browser.log_in(page)
    if kind == "code_foreign":
        page = await browser.code(page)
    if kind.startswith("handover"):
        action = str(page.one("form[name=webLink]").attributes["action"])
        assert action.startswith("http://" if kind == "handover_http" else f"https://{FOREIGN}/")
        return
    assert urlsplit(page.url).hostname == FOREIGN
    assert simulator.journal.count(FOREIGN) == 1
    leaked = FOREIGN in simulator.journal.saw("Secret-77")
    assert leaked is (kind in ("login_foreign", "login_redirect_foreign"))


@pytest.mark.parametrize("status", ["200", "503"])
async def test_maintenance_at_night(simulator: Simulator, browser: Browser, status: str) -> None:
    browser.account.options.maintenance, browser.account.options.maintenance_hours = status, (0, 5)
    assert (await browser.link()).html.css_first("input[name=telnum]")
    simulator.world.clock.advance(timedelta(hours=12))
    page = await browser.link()
    assert (page.status, "メンテナンス中" in page.text) == (int(status), True)


async def test_only_browsers_may_come(browser: Browser) -> None:
    browser.account.options.user_agent_check = True
    assert (await browser.link()).status == 403


async def test_a_world_keeps_its_variants_in_a_file(simulator: Simulator) -> None:
    account = simulator.world.accounts[0]
    account.options.missing, account.options.table_order = frozenset({"used"}), ("used", "base")
    told = dump(simulator.world)
    assert load(json.loads(json.dumps(told))).accounts == simulator.world.accounts


async def test_the_codes_can_be_read_from_outside(simulator: Simulator, browser: Browser) -> None:
    browser.account.options.code_at_login = True
    await browser.log_in()
    async with aiohttp.ClientSession() as outside:
        root = f"http://127.0.0.1:{simulator.control_port}/sms"
        async with outside.get(root, params={"carrier": browser.account.carrier}) as answer:
            [sms] = await answer.json()
        async with outside.get(root, params={"carrier": "nobody"}) as answer:
            assert await answer.json() == []
    assert (sms["number"], sms["code"]) == (browser.account.account_id, browser.sms[0].code)
    assert sms["when"] == "2026-03-12T12:30:00+09:00"

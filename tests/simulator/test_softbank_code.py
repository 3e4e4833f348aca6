"""The code by SMS: its three shapes, its two levels, and what may happen to it. Each SMS is counted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import aiohttp
import pytest

from simulator import Simulator
from tests.simulator.softbank_browser import Browser, Shown
from tests.simulator.softbank_people import both

SECURITY = "form[name=securityForm]"
CODE_BOX = "input[name=password][maxlength='3']"
BOTH_TITLE = "本人確認 | My SoftBank | ソフトバンク"
YMOBILE_TITLE = "本人確認 | ワイモバイル"


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncIterator[Simulator]:
    one = Simulator(both())
    await one.start(control=0)
    yield one
    await one.stop()


@pytest.fixture(params=["softbank", "ymobile"])
def browser(request: pytest.FixtureRequest, simulator: Simulator, http: aiohttp.ClientSession) -> Browser:
    account = simulator.world.of(request.param)[0]
    account.options.code_at_login = True
    return Browser(simulator, http, account)


def inside(page: Shown) -> bool:
    return page.html.css_first("form[name=webLink]") is not None


async def test_shape_c_sends_at_once(browser: Browser) -> None:
    page = await browser.log_in()
    assert urlsplit(page.url).path.endswith("/login.php")
    assert page.html.css_first(CODE_BOX)
    assert page.html.css_first("input[name=telnum]") is None
    assert [sms.number for sms in browser.sms] == [browser.account.account_id]
    assert inside(await browser.code(page))
    assert len(browser.sms) == 1
    assert inside(await browser.link())


@pytest.mark.parametrize("style", ["a", "button"])
async def test_shapes_a_and_b_wait_for_the_last_button(browser: Browser, style: str) -> None:
    options = browser.account.options
    options.send_style, options.shape, options.other_destinations = style, "A", ("080-0000-0077",)
    page = await browser.log_in()
    sender = page.one(f"{SECURITY} {style}")
    assert sender.text() == "送信する"
    assert [node.attributes["value"] for node in page.html.css("input[name=tel_choice]")] == ["0", "1"]
    assert "0077" in page.text
    page = await browser.submit(page, SECURITY, tel_choice="1")
    assert "*******0077" in page.text
    assert not browser.sms
    page = await browser.submit(page, SECURITY)
    assert [sms.number for sms in browser.sms] == ["08000000077"]
    assert inside(await browser.code(page))


async def test_shape_b_by_a_plain_link(browser: Browser) -> None:
    browser.account.options.send_style, browser.account.options.shape = "link", "B"
    page = await browser.log_in()
    assert not browser.sms
    page = await browser.get(urljoin(page.url, page.one(f"{SECURITY} a").attributes["href"]))
    assert len(browser.sms) == 1
    assert inside(await browser.code(page))


async def test_help_links_leave_the_flow(browser: Browser) -> None:
    page = await browser.log_in()
    await browser.get(urljoin(page.url, page.one(".faq a").attributes["href"]))
    assert (await browser.code(page)).html.css_first("input[name=telnum]")


async def test_a_wrong_code_can_be_corrected(browser: Browser) -> None:
    page = await browser.log_in()
    wrong = f"{(int(browser.sms[0].code) + 1) % 1000:03}"
    page = await browser.code(page, wrong)
    assert page.html.css_first(CODE_BOX)
    assert inside(await browser.code(page))
    assert len(browser.sms) == 1


@pytest.mark.parametrize("answer", ["code_page", "login_page"])
async def test_a_dead_code_needs_another(simulator: Simulator, browser: Browser, answer: str) -> None:
    browser.account.options.dead_answer = answer
    page = await browser.log_in()
    simulator.world.clock.advance(timedelta(minutes=11))
    page = await browser.code(page)
    assert (page.html.css_first("input[name=telnum]") is not None) is (answer == "login_page")
    page = await browser.log_in()
    assert len(browser.sms) == 2
    assert inside(await browser.code(page))


async def test_three_wrong_codes_kill_it(browser: Browser) -> None:
    page = await browser.log_in()
    wrong = f"{(int(browser.sms[0].code) + 1) % 1000:03}"
    for _ in range(3):
        page = await browser.code(page, wrong)
    assert not inside(await browser.code(page))


async def test_another_form_wants_its_own_input(browser: Browser) -> None:
    browser.account.options.code_form = "other"
    page = await browser.log_in()
    action = str(page.one("form[name=otpForm]").attributes["action"])
    assert "flow_id" in page.inputs("form[name=otpForm]")
    assert not action.endswith("r_login_otp.php")
    assert inside(await browser.code(page))
    await browser.get(f"{browser.portal}auth/doLogout")
    page = await browser.log_in()
    cut = await browser.submit(page, "form[name=otpForm]", password=browser.sms[-1].code, flow_id="")
    assert cut.html.css_first("input[name=telnum]")


@pytest.mark.parametrize("old", [True, False])
async def test_titles(browser: Browser, old: bool) -> None:
    browser.account.options.old_titles = old
    ymobile = browser.account.carrier == "ymobile"
    page = await browser.log_in()
    assert page.title == (YMOBILE_TITLE if ymobile and old else BOTH_TITLE)
    await browser.code(page)
    page = await browser.get(f"{browser.billing}/wco/external/goBillInfoPdf")
    assert page.title == (YMOBILE_TITLE if ymobile else BOTH_TITLE)


@pytest.mark.parametrize("after", ["pdf", "top"])
async def test_the_second_level_has_a_round_of_its_own(browser: Browser, after: str) -> None:
    browser.account.options.after_level2 = after
    await browser.code(await browser.log_in())
    page = await browser.get(f"{browser.billing}/wco/external/goBillInfoPdf")
    assert "acr_value=2" in page.url
    assert page.html.css_first("input[name=telnum]") is None  # straight to the code
    page = await browser.code(page)
    assert len(browser.sms) == 2
    assert page.title == ("料金明細PDF" if after == "pdf" else page.title)
    assert (after == "top") is page.url.endswith("/top")
    page = await browser.get(f"{browser.billing}/wco/external/goBillInfoPdf")
    assert page.title == "料金明細PDF"
    assert len(browser.sms) == 2


async def test_a_kept_login_may_need_a_code(simulator: Simulator, browser: Browser) -> None:
    await browser.code(await browser.log_in())
    simulator.portal(browser.account.carrier).expire(browser.account.account_id, "portal")
    browser.account.options.kept_needs_code, browser.account.options.shape = True, "B"
    page = await browser.link()
    assert "authorization.php" in page.url
    assert page.html.css_first(SECURITY)
    assert len(browser.sms) == 1
    assert inside(await browser.code(await browser.submit(page, SECURITY)))

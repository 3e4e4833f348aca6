"""Persons in front of a real browser: they type, wait, read the code off the telephone, and say no to passkeys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

from simulator import Simulator
from simulator.people import Account

_DOCOMO = "https://payment2.smt.docomo.ne.jp/spguide/ebilling/gkfap001.srv?bis=lpb"


@asynccontextmanager
async def person_at(address: str) -> AsyncIterator[Page]:
    """A tab of the person's own in the browser at an address; closed afterwards."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
        page = await browser.contexts[0].new_page()
        try:
            yield page
        finally:
            await page.close()


async def opened_tab(person: Page, host: str) -> Page:
    """The tab that Home Assistant has opened for the person in his browser, once it is on a page of that host."""
    for _ in range(100):
        for one in person.context.pages:
            if f"//{host}/" in one.url:
                return one
        await person.wait_for_timeout(200)
    raise AssertionError([one.url for one in person.context.pages])


async def log_in_docomo(page: Page, sim: Simulator, account: Account, *, there: bool = False) -> None:
    """Log in to a d account and stay logged in; whatever the login asks for is answered. `there`: it is shown already."""
    if not there:
        await page.goto(_DOCOMO)
    if await page.get_by_role("button", name="Begin").count():
        await page.get_by_role("button", name="Begin").click()
    await page.get_by_label("dアカウントID").press_sequentially(account.usernames[0])
    await page.get_by_label("ログインしたままにする").check()
    await page.get_by_role("button", name="次へ").click()
    await page.get_by_label("パスワード").press_sequentially(account.password)
    await page.get_by_role("button", name="ログイン").click()
    await page.get_by_text("セキュリティコード").wait_for()
    code = sim.portal(account.carrier).sms[-1].code
    await page.locator("input[maxlength='6']").first.press_sequentially(code)
    await page.get_by_role("button", name="次へ").click()
    skip = page.get_by_role("button", name="今回は設定しない")
    if account.options.passkey == "offered":
        await skip.click()
    if not there:
        await page.wait_for_url("https://payment2.smt.docomo.ne.jp/**")


async def visit(page: Page, *urls: str) -> None:
    """Open pages that the same login is good for."""
    for url in urls:
        await page.goto(url)


async def log_in_rakuten(page: Page, account: Account) -> None:
    """Log in to Rakuten."""
    await page.goto("https://portal.mobile.rakuten.co.jp/dashboard")
    await page.get_by_label("ユーザID").fill(account.usernames[0])
    await page.get_by_role("button", name="次へ").click()
    await page.get_by_label("パスワード").fill(account.password)
    await page.get_by_role("button", name="次へ").click()
    await page.wait_for_url("**/dashboard")


async def log_in_au(page: Page, sim: Simulator, account: Account, *, there: bool = False) -> None:
    """Log in to My au; whatever the login asks for is answered. `there`: it is shown already."""
    if not there:
        await page.goto("https://my.au.com/aus/hc-cs/lic/LIC0020001.hc")
    await page.get_by_label("au ID").fill(account.usernames[0])
    await page.get_by_role("button", name="次へ").click()
    await page.get_by_label("パスワード").fill(account.password)
    await page.get_by_role("button", name="ログイン").click()
    if account.options.human_check:
        await page.get_by_label("私はロボットではありません").check()
        await page.get_by_role("button", name="次へ").click()
    await page.get_by_label("確認コード").wait_for()
    await page.get_by_label("確認コード").fill(sim.portal(account.carrier).sms[-1].code)
    await page.get_by_role("button", name="次へ").click()
    if account.options.passkey:
        await page.get_by_role("button", name="あとで設定する").click()
    if not there:
        await page.wait_for_url("https://my.au.com/**")

"""A person at a browser: logs in to Home Assistant, adds the account by clicking, and reads the dashboard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
import re
from typing import Any, Literal

from playwright.async_api import ConsoleMessage, Locator, Page, Response, ViewportSize, async_playwright, expect
import pytest

from demo.client import PASSWORD, USER, HomeClient
from demo.dashboard import PATH, TEXTS, make_dashboard
from demo.history import put_in_history
from demo.process import ROOT
from simulator import Account

from .household import GIGABYTE, Household, Json, household, needed, neighbours, until

SHOTS = ROOT / ".local" / "screenshots"
SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1400, "height": 900}}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WRONG = "not-the-password"
WORDS = {
    "ja": {
        "log in": "ログイン",
        "services": "デバイスとサービス",
        "add": "統合を追加",
        "submit": "送信",
        "finish": "スキップして終了",
    },
    "en": {
        "log in": "Log in",
        "services": "Devices & services",
        "add": "Add integration",
        "submit": "Submit",
        "finish": "Skip and finish",
    },
}
"""What Home Assistant's own frontend calls things. Our own words come from our translations."""

type Role = Literal["button", "link"]


@dataclass
class Person:
    """Somebody at the browser, who speaks one language and takes pictures."""

    page: Page
    language: str
    troubles: list[str] = field(default_factory=list)
    icons: set[int] = field(default_factory=set)
    pictures: int = 0

    def __post_init__(self) -> None:
        self.words = WORDS[self.language]
        path = ROOT / "custom_components" / "japan_mobile" / "translations" / f"{self.language}.json"
        self.texts: Json = json.loads(path.read_text())
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        """Home Assistant cannot get the logos of other integrations from the internet: that is known."""
        url = message.location["url"]
        known = "/api/brands/" in url and "japan_mobile" not in url
        if message.type == "error" and not known:
            self.troubles.append(f"{message.text} {url}")

    def _answered(self, response: Response) -> None:
        if "/api/brands/integration/japan_mobile/icon" in response.url:
            self.icons.add(response.status)

    async def press(self, name: str, role: Role = "button") -> None:
        """Press what has this name, as soon as it is there."""
        await self.page.get_by_role(role, name=name, exact=True).click()

    async def sees(self, text: str, within: Locator | None = None) -> None:
        """Wait until a text can be read."""
        await expect((within or self.page).get_by_text(text).filter(visible=True).first).to_be_visible()

    async def picture(self, name: str) -> None:
        """Take a picture at each width, for people to look at."""
        self.pictures += 1
        for size, viewport in SIZES.items():
            await self.page.set_viewport_size(viewport)
            await self.page.wait_for_timeout(250)  # what moves comes to rest
            folder = SHOTS / self.language / size
            folder.mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=folder / f"{self.pictures:02}-{name}.png")


@asynccontextmanager
async def person(language: str) -> AsyncIterator[Person]:
    """A person with a browser of that language."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=needed("JAPAN_MOBILE_CHROMIUM"), args=ARGUMENTS)
        context = await browser.new_context(locale=language, viewport=SIZES["desktop"], timezone_id="Asia/Tokyo")
        context.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        page = await context.new_page()
        try:
            yield Person(page, language)
        except BaseException:
            SHOTS.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=SHOTS / f"failed-{language}.png")
            raise
        finally:
            await browser.close()


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_add_an_account_and_read_the_dashboard(tmp_path: Path, language: str) -> None:
    """From the login page of Home Assistant to the numbers of the carrier."""
    async with household(tmp_path, neighbours(1), language=language) as house:
        (account,) = house.world.accounts
        async with HomeClient(house.home.url) as client, person(language) as user:
            await client.onboard(language)
            await _log_in(user, house.home.url)
            await _open_services(user)
            await _pick_carrier(user)
            await _type_credentials(user, house, account)
            await put_in_history(client, house.world, account)
            await make_dashboard(client, language)
            await _read_dashboard(user, house, account)
            assert user.troubles == []
            assert user.icons == {200}, "our own mark was not shown"


async def _log_in(user: Person, url: str) -> None:
    await user.page.goto(url)
    await user.page.locator("input[name=username]").fill(USER)
    await user.page.locator("input[name=password]").fill(PASSWORD)
    await user.picture("login")
    await user.press(user.words["log in"])


async def _open_services(user: Person) -> None:
    """Settings, devices and services."""
    await user.page.set_viewport_size(SIZES["desktop"])
    await user.page.locator("a[href='/config']").first.click()
    await user.sees(user.words["services"])
    await user.picture("settings")
    await user.page.get_by_text(user.words["services"]).first.click()
    await user.sees(user.words["add"])
    await user.picture("services")


async def _pick_carrier(user: Person) -> None:
    """Add integration, search, carrier."""
    await user.page.set_viewport_size(SIZES["desktop"])
    await user.page.get_by_text(user.words["add"]).first.click()
    dialog = user.page.locator("dialog-add-integration")
    await expect(dialog.get_by_role("textbox").first).to_be_focused()
    await user.page.keyboard.type("Japan Mobile")
    await expect(dialog.get_by_text("Aqualink")).to_have_count(0)
    await user.sees("Japan Mobile", dialog)
    await user.picture("search")
    await dialog.get_by_text("Japan Mobile", exact=True).first.click()
    step = user.texts["config"]["step"]["user"]
    for text in (step["title"], step["description"], step["data_description"]["carrier"], "IIJmio"):
        await user.sees(text)
    await user.picture("carrier")
    await user.press(user.words["submit"])


async def _type_credentials(user: Person, house: Household, account: Account) -> None:
    """A wrong password, its error, the right one, and the end of the dialog."""
    step = user.texts["config"]["step"]["credentials"]
    await user.sees(step["title"].format(carrier="IIJmio"))
    await user.sees(
        step["data_description"]["username"].format(carrier="IIJmio", username_term="mioID / メールアドレス")
    )
    await user.picture("credentials")
    name, password = (user.page.locator(f"input[autocomplete={kind}]") for kind in ("username", "current-password"))
    assert await password.get_attribute("type") == "password"
    await name.fill(account.account_id)
    await password.fill(WRONG)
    await user.press(user.words["submit"])
    await user.sees(user.texts["config"]["error"]["login_refused"].format(carrier="IIJmio"))
    assert (await name.input_value(), await password.input_value()) == (account.account_id, "")
    await user.picture("refused")
    await password.fill(account.password)
    await user.press(user.words["submit"])
    await expect(user.page.get_by_role("button", name=user.words["finish"])).to_be_visible()
    wanted = {f"070-••••-{line.number[-4:]}" for line in account.lines}

    async def all_shown() -> bool:
        boxes = user.page.locator("step-flow-create-entry").get_by_role("textbox")
        return wanted <= {await box.input_value() for box in await boxes.all()}

    await until(all_shown)  # the dialog learns of the devices one by one
    await user.picture("devices")
    await user.press(user.words["finish"])
    await expect(user.page.locator("dialog-data-entry-flow ha-dialog")).to_have_count(0)
    await user.sees("Japan Mobile")
    await user.picture("added")
    passwords = [login.password for login in house.simulator.journal.logins(interface="web")]
    assert passwords == [WRONG, account.password]


async def _read_dashboard(user: Person, house: Household, account: Account) -> None:
    """What is left, used and owed is what the carrier says, to the second decimal."""
    truth: dict[str, Any] = house.truth(account)
    names = user.texts["entity"]["sensor"]
    for size, viewport in SIZES.items():
        await user.page.set_viewport_size(viewport)
        await user.page.goto(f"{house.home.url}/{PATH}")
        await user.sees(TEXTS[user.language]["accounts"])
        for line in truth["lines"]:
            section = user.page.locator("hui-grid-section").filter(has_text=f"070-••••-{line['number'][-4:]}")
            section = section.filter(has=user.page.locator("hui-gauge-card"))
            await _reads(section, names["data_remaining"]["name"], f"{line['remaining_bytes'] / GIGABYTE:.2f} GB")
            await _reads(section, names["data_used"]["name"], f"{line['used_bytes'] / GIGABYTE:.2f} GB")
            share = 100 * line["remaining_bytes"] / line["total_bytes"]
            await expect(section.locator("hui-gauge-card").get_by_text(f"{share:.0f}%").first).to_be_visible()
        newest = max(truth["bills"], key=lambda bill: str(bill["month"]))
        await _reads(user.page.locator("hui-view"), names["latest_bill"]["name"], f"[¥￥]{newest['amount']:,}")
        assert account.lines[0].number not in await user.page.content(), size
    await user.picture("dashboard")


async def _reads(place: Locator, name: str, value: str) -> None:
    """The tile with that name shows the value, and nothing but the value."""
    tile = place.locator("hui-tile-card").filter(has_text=name)
    pattern = re.compile(rf"^\s*{value.replace(' ', r'\s*')}\s*$")
    await expect(tile.get_by_text(pattern).first).to_be_visible()
